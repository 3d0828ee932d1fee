// Small pictures from Telegram's file server. A file's address holds the bot's token, so it lives in
// this function alone, and what goes wrong is told without it.
import type { TelegramApi } from "#src/telegram/api.ts";
import type { FetchThumbnail } from "./preview.ts";

const TIMEOUT_MS = 5_000;

/** @param parts `root` without a trailing slash, as in the configuration */
export function createThumbnails(parts: {
  readonly api: Pick<TelegramApi, "getFile">;
  readonly root: string;
  readonly token: string;
}): FetchThumbnail {
  const { api, root, token } = parts;
  return async (fileId) => {
    const { file_path: path } = await api.getFile({ file_id: fileId });
    if (path === undefined) throw new Error("Telegram does not give this file out");
    const response = await fetch(`${root}/file/bot${token}/${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null);
    if (response?.ok !== true) throw new Error("Telegram's file server did not answer");
    return new Uint8Array(await response.arrayBuffer());
  };
}
