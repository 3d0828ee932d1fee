// One Bot API call from HTTP to HTTP: token, method, parameters, faults and limits, the handler, the
// answer in Telegram's shape. A call is written to the log whatever became of it. What a lost answer
// loses is only the answer: the world has changed by then, which is the very case a client must
// survive.

import { CallLog, shownParams } from "./call-log.ts";
import type { Handler, Telegram } from "./context.ts";
import type { FaultSwitches } from "./faults.ts";
import { FloodLimits, messageCount } from "./flood-limits.ts";
import { METHODS, type MethodName } from "./method-table.ts";
import { HANDLERS } from "./methods/index.ts";
import type { Call } from "./params.ts";
import { parseCall, readBody } from "./params.ts";
import { Refusal, tooManyRequests } from "./refusal.ts";

interface Outcome {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly description: string | null;
}

interface Performed {
  /** The parameters as they came, for the log. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly outcome: Outcome;
}

const CALL_PATH = /^\/bot([^/]+)\/(\w+)$/u;
const FILE_PATH = /^\/file\/bot([^/]+)\/(.+)$/u;

export class BotApi {
  readonly #telegram: Telegram;
  readonly #token: string;
  readonly #faults: FaultSwitches;
  readonly #limits: FloodLimits;
  readonly calls = new CallLog();

  constructor(telegram: Telegram, token: string, faults: FaultSwitches) {
    this.#telegram = telegram;
    this.#token = token;
    this.#faults = faults;
    this.#limits = new FloodLimits(telegram.world.clock);
  }

  /** Answers a Bot API request, or null if the path is not one. */
  async handle(request: Request): Promise<Response | null> {
    const { pathname } = new URL(request.url);
    const file = FILE_PATH.exec(pathname);
    if (file) return this.#file(file[1] ?? "", file[2] ?? "");
    const call = CALL_PATH.exec(pathname);
    if (!call) return null;
    const [, token = "", method = ""] = call;
    if (this.#faults.current.isTelegramDown) return badGateway();
    if (token !== this.#token) return respond(failure(new Refusal(401, "Unauthorized")));
    if (!isMethod(method)) {
      return respond(failure(new Refusal(404, "Not Found: method not found")));
    }
    return this.#call(method, request);
  }

  async #call(method: MethodName, request: Request): Promise<Response> {
    const { clock } = this.#telegram.world;
    const startedAt = clock.now();
    const { outcome, asked } = await this.#perform(method, request);
    const { latencyMs } = this.#faults.current;
    if (latencyMs > 0) await new Promise<void>((done) => clock.after(latencyMs, done));
    this.calls.add({
      at: startedAt,
      method,
      chatId: numberOr(asked["chat_id"]),
      threadId: numberOr(asked["message_thread_id"]),
      params: shownParams(asked),
      ok: outcome.status === 200,
      status: outcome.status,
      description: outcome.description,
      tookMs: clock.now() - startedAt,
    });
    this.#telegram.world.changed();
    const isLost = !method.startsWith("get") && this.#faults.takeLostAnswer();
    return isLost ? cutConnection() : respond(outcome);
  }

  async #perform(method: MethodName, request: Request): Promise<Performed> {
    let asked: Performed["asked"] = {};
    try {
      asked = await readBody(request);
      const call = parseCall(method, asked);
      this.#checkFlood(method, call);
      const handler = HANDLERS[method] as Handler<MethodName>;
      const result = await handler(this.#telegram, call, request.signal);
      return { asked, outcome: { status: 200, body: { ok: true, result }, description: null } };
    } catch (error) {
      if (error instanceof Refusal) return { asked, outcome: failure(error) };
      throw error;
    }
  }

  #checkFlood(method: MethodName, call: Call<MethodName>): void {
    const count = messageCount(method, call.params);
    if (count === 0) return;
    const { floodRetryAfterSeconds, enforcesLimits } = this.#faults.current;
    if (this.#faults.takeFlood()) throw tooManyRequests(floodRetryAfterSeconds);
    if (!enforcesLimits) return;
    const chatId = "chat_id" in call.params ? Number(call.params.chat_id) : 0;
    const isGroup = this.#telegram.world.groups.has(chatId);
    const seconds = this.#limits.charge(chatId, isGroup, count);
    if (seconds > 0) throw tooManyRequests(seconds);
  }

  #file(token: string, path: string): Response {
    if (token !== this.#token) return respond(failure(new Refusal(401, "Unauthorized")));
    const file = this.#telegram.world.files.atPath(path);
    if (!file) return respond(failure(new Refusal(404, "Not Found")));
    return new Response(file.bytes, { headers: { "content-type": "application/octet-stream" } });
  }
}

function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}

function failure(refusal: Refusal): Outcome {
  const { status, message: description, parameters } = refusal;
  const body = {
    ok: false,
    error_code: status,
    description,
    ...(parameters && { parameters }),
  };
  return { status, body, description };
}

function respond({ status, body }: Outcome): Response {
  const parameters = body["parameters"] as { readonly retry_after?: number } | undefined;
  const headers = new Headers();
  if (parameters?.retry_after) headers.set("Retry-After", String(parameters.retry_after));
  return Response.json(body, { status, headers });
}

/** What the load balancer in front of the Bot API says when there is nothing behind it. */
function badGateway(): Response {
  return new Response("<html><head><title>502 Bad Gateway</title></head></html>", {
    status: 502,
    headers: { "content-type": "text/html" },
  });
}

/** A body that fails before its first byte makes Bun reset the connection: the answer is lost. */
function cutConnection(): Response {
  return new Response(new ReadableStream({ start: (controller) => controller.error() }));
}

function numberOr(value: unknown): number | null {
  const number = Number(value);
  return value === undefined || Number.isNaN(number) ? null : number;
}
