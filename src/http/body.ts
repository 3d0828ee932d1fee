// Reading a request's body as text, once, bounded and strictly.

/** Everything Telegram or Stripe sends is far below this (Telegram's own buffer is 64 KiB). */
export const BODY_BYTES_MAX = 1024 * 1024;

export type Body =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "too-large" }
  | { readonly type: "not-text" };

// `ignoreBOM` keeps the text exactly as received: a signature is computed over every byte.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a whole body of at most `max` bytes. The server is to be started with the same limit, for bodies sent in chunks. */
export async function readBody(request: Request, max = BODY_BYTES_MAX): Promise<Body> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > max) return { type: "too-large" };
  let bytes: ArrayBuffer;
  try {
    bytes = await request.arrayBuffer();
  } catch {
    // Bun stops reading at its own limit; the other cause, a caller gone, reads no answer anyway.
    return { type: "too-large" };
  }
  if (bytes.byteLength > max) return { type: "too-large" };
  try {
    return { type: "text", text: utf8.decode(bytes) };
  } catch {
    return { type: "not-text" };
  }
}
