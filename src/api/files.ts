// Files of Telegram's, read on the viewer's behalf. Telegram's own address of a file has the bot's
// token in it, so it never leaves this file, in an answer or in a word of the log.

import { TelegramError } from "gramio";
import type { TelegramApi } from "#src/telegram/api.ts";

/** Telegram gives bots files of up to 20 MB (core.telegram.org/bots/api#getfile). */
const FILE_BYTES_MAX = 20 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 60_000;

export type OpenedFile =
  | { readonly type: "open"; readonly bytes: ReadableStream<Uint8Array> }
  | { readonly type: "gone" }
  | { readonly type: "too-large" };

const GONE: OpenedFile = { type: "gone" };
const TOO_LARGE: OpenedFile = { type: "too-large" };

/** Makes the opener of files; what it gives breaks off where a file turns out to be too large. */
export function fileOpener(parts: {
  readonly api: Pick<TelegramApi, "getFile">;
  readonly token: string;
  /** Without a trailing slash. */
  readonly root: string;
}): (fileId: string) => Promise<OpenedFile> {
  const { api, token, root } = parts;
  return async (fileId) => {
    const path = await pathOf(api, fileId);
    if (typeof path !== "string") return path;
    const response = await fetch(`${root}/file/bot${token}/${path}`, {
      signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
      redirect: "error",
    });
    const { body, ok, headers } = response;
    if (!ok || body === null) return GONE;
    if (Number(headers.get("content-length") ?? 0) > FILE_BYTES_MAX) {
      await body.cancel();
      return TOO_LARGE;
    }
    return { type: "open", bytes: body.pipeThrough(bounded(FILE_BYTES_MAX)) };
  };
}

async function pathOf(
  api: Pick<TelegramApi, "getFile">,
  fileId: string,
): Promise<string | OpenedFile> {
  try {
    const { file_path: path, file_size: size } = await api.getFile({ file_id: fileId });
    if (path === undefined) return GONE;
    return (size ?? 0) > FILE_BYTES_MAX ? TOO_LARGE : path;
  } catch (error) {
    if (!(error instanceof TelegramError) || error.code !== 400) throw error;
    return /too big/i.test(error.message) ? TOO_LARGE : GONE;
  }
}

function bounded(max: number): TransformStream<Uint8Array, Uint8Array> {
  let total = 0;
  return new TransformStream({
    transform(chunk, controller) {
      total += chunk.byteLength;
      if (total > max) controller.error(new Error("the file is longer than was said"));
      else controller.enqueue(chunk);
    },
  });
}
