// A call with a file as `multipart/form-data`, written by hand: `FormData` turns every line break of a
// text into CR LF, as its specification says, and then each line moves the caption's entities by one.
//
// RFC 7578; names and file names are ours and hold no quotes or line breaks.

export interface Multipart {
  readonly body: Blob;
  readonly contentType: string;
}

/** Whether a call brings a file along as a parameter of its own. */
export function hasFile(params: object): boolean {
  return Object.values(params).some((value) => value instanceof Blob);
}

/** A call's parameters as a body; objects go as JSON, what is undefined is left out. */
export function multipart(params: object): Multipart {
  const boundary = `stagedoor-${crypto.randomUUID()}`;
  const pieces: (string | Blob)[] = [];
  for (const [name, value] of Object.entries(params) as [string, unknown][]) {
    if (value === undefined) continue;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
    if (value instanceof File) {
      const type = value.type === "" ? "application/octet-stream" : value.type;
      pieces.push(`${head}; filename="${value.name}"\r\nContent-Type: ${type}\r\n\r\n`, value);
    } else {
      pieces.push(`${head}\r\n\r\n${typeof value === "string" ? value : JSON.stringify(value)}`);
    }
    pieces.push("\r\n");
  }
  pieces.push(`--${boundary}--\r\n`);
  return { body: new Blob(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}
