// One keep-alive connection that posts requests and reads no more of an answer than its status. The
// benchmark's fans share two cores with what they measure, so they must cost little themselves
// (`fetch` takes about four times as long a request).

/** Answers in hand: status, length of the body that is still to come, or null while it is cut off. */
interface Head {
  readonly status: number;
  readonly end: number;
  readonly bodyLength: number;
}

export class HttpLine {
  readonly #head: string;
  #socket: Bun.Socket | null = null;
  #received = "";
  #answered: PromiseWithResolvers<number> | null = null;

  private constructor(url: URL, headers: Readonly<Record<string, string>>) {
    const lines = Object.entries({
      host: url.host,
      "content-type": "application/json",
      ...headers,
    });
    this.#head = `POST ${url.pathname} HTTP/1.1\r\n${lines
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}content-length: `;
  }

  /** Connects to the host of `url`, to which every post then goes. */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<HttpLine> {
    const target = new URL(url);
    const line = new HttpLine(target, headers);
    const broke = (): void => {
      line.#socket = null;
      line.#answered?.reject(new Error("the connection broke"));
      line.#answered = null;
    };
    line.#socket = await Bun.connect({
      hostname: target.hostname,
      port: Number(target.port),
      socket: {
        data: (_socket, bytes) => line.#take(bytes.toString("latin1")),
        close: broke,
        error: broke,
      },
    });
    return line;
  }

  /** Posts a body and answers the status; one post at a time, and the body must be ASCII. */
  post(body: string): Promise<number> {
    if (this.#socket === null) return Promise.reject(new Error("the connection is closed"));
    this.#answered = Promise.withResolvers<number>();
    this.#socket.write(`${this.#head}${body.length}\r\n\r\n${body}`);
    return this.#answered.promise;
  }

  close(): void {
    this.#socket?.end();
  }

  #take(text: string): void {
    this.#received += text;
    const head = readHead(this.#received);
    if (head === null || this.#received.length < head.end + head.bodyLength) return;
    this.#received = this.#received.slice(head.end + head.bodyLength);
    const answered = this.#answered;
    this.#answered = null;
    answered?.resolve(head.status);
  }
}

function readHead(text: string): Head | null {
  const blank = text.indexOf("\r\n\r\n");
  if (blank === -1) return null;
  const length = /content-length: *(\d+)/i.exec(text.slice(0, blank))?.[1] ?? "0";
  return { status: Number(text.slice(9, 12)), end: blank + 4, bodyLength: Number(length) };
}
