// Sends a message by what is kept of it: words, or a file by its id. What was only ever seen in a chat
// (a poll, a place) cannot be sent so.
import type { Content } from "#actors/kernel/content.ts";
import type { TelegramApi } from "./api.ts";
import { captionOf, textOf } from "./render.ts";

interface Around {
  readonly reply_parameters?: { message_id: number; allow_sending_without_reply?: boolean };
}

/** The id of the message; null: this kind cannot be sent by what is kept of it. */
export async function sendContent(
  api: TelegramApi,
  chatId: number,
  content: Content,
  around: Around = {},
): Promise<number | null> {
  const sent = await send(api, { chat_id: chatId, ...around }, content);
  return sent?.message_id ?? null;
}

function send(
  api: TelegramApi,
  to: Around & { chat_id: number },
  content: Content,
): Promise<{ message_id: number }> | null {
  const { kind, fileId } = content;
  if (kind === "text") return api.sendMessage({ ...to, ...textOf(content) });
  if (fileId === null) return null;
  const caption = captionOf(content);
  const spoiler = content.isSpoiler === true ? { has_spoiler: true } : {};
  switch (kind) {
    case "photo":
      return api.sendPhoto({ ...to, photo: fileId, ...caption, ...spoiler });
    case "video":
      return api.sendVideo({ ...to, video: fileId, ...caption, ...spoiler });
    case "animation":
      return api.sendAnimation({ ...to, animation: fileId, ...caption, ...spoiler });
    case "voice":
      return api.sendVoice({ ...to, voice: fileId, ...caption });
    case "audio":
      return api.sendAudio({ ...to, audio: fileId, ...caption });
    case "document":
      return api.sendDocument({ ...to, document: fileId, ...caption });
    case "sticker":
      return api.sendSticker({ ...to, sticker: fileId });
    case "video_note":
      return api.sendVideoNote({ ...to, video_note: fileId });
    default:
      return null;
  }
}
