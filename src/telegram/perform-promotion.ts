// Broadcasts in a fan's chat: sent by the files' own ids, so nothing has to be copied from anywhere and
// nothing is uploaded twice. Every promotion shows its way out: a button, or a line below an album,
// which Telegram lets have no button.
//
// A broadcast may wait in the fan's lane for a while after its turn. Whether they still want it is asked
// of the books right before the call, so that whoever was told "no more of these" gets no more: only
// what is on the wire in that moment still comes.
import type { Content } from "#actors/kernel/content.ts";
import { CAPTION_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Performed } from "#actors/kernel/ports.ts";
import { packPress } from "#actors/kernel/press.ts";
import { cutRich, joinRich, type Rich } from "#actors/kernel/rich.ts";
import type { Keyboard, Language } from "#actors/kernel/say.ts";
import { fanText } from "#src/i18n/index.ts";
import type { TelegramApi } from "./api.ts";
import type { FanTarget } from "./perform-fan.ts";
import { DONE, done, type PerformKit, type PerformReads, refused } from "./perform-kit.ts";
import { captionOf, markupOf, textOf } from "./render.ts";

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

/** Under whatever is sent to many. */
export const WAY_OUT: Keyboard = [
  [{ label: "stopPromotions", data: packPress({ fanId: null, verb: "promosOff", argument: "" }) }],
];

/** A campaign's message to a fan. */
export async function promote(
  { api, reads }: PerformKit,
  { fanId, chatId }: FanTarget,
  { parts, language }: Of<"promote">,
): Promise<Performed> {
  const no = await whyUnwanted(reads, fanId);
  if (no !== null) return no;
  return sendPromotion(api, chatId, { parts, language });
}

/** The refusal for a fan who has said /stop or was banned since it was decided; null: it may go. */
export async function whyUnwanted(
  reads: Pick<PerformReads, "takesPromotions">,
  fanId: number,
): Promise<Performed | null> {
  const isWanted = await reads.takesPromotions(fanId);
  return isWanted ? null : refused("unwanted", "the fan takes no broadcasts any more");
}

/** Sends a promotion to a chat as fans get it. */
export async function sendPromotion(
  api: TelegramApi,
  chatId: number,
  { parts, language }: { readonly parts: readonly Content[]; readonly language: Language },
): Promise<Performed> {
  const [only] = parts;
  if (only === undefined) return refused("bad-request", "a promotion has a message");
  if (parts.length > 1) return sendAlbum(api, chatId, parts, language);
  const messageId = await sendOne(api, chatId, only, language);
  if (messageId === null) return refused("bad-request", `nobody can be sent a ${only.kind}`);
  return done({ chatId, messageIds: [messageId] });
}

/** Takes messages of ours away. */
export async function unsend(
  { api }: PerformKit,
  { chatId }: FanTarget,
  { messageIds }: Of<"unsend">,
): Promise<Performed> {
  const [messageId] = messageIds;
  if (messageId === undefined) return DONE;
  // One at a time Telegram says why not; several are taken as far as they can be.
  if (messageIds.length === 1) {
    await api.deleteMessage({ chat_id: chatId, message_id: messageId });
  } else {
    await api.deleteMessages({ chat_id: chatId, message_ids: [...messageIds] });
  }
  return DONE;
}

async function sendOne(
  api: TelegramApi,
  chat_id: number,
  content: Content,
  language: Language,
): Promise<number | null> {
  const common = { chat_id, ...markupOf(WAY_OUT, language) };
  if (content.kind === "text") {
    return (await api.sendMessage({ ...common, ...textOf(content) })).message_id;
  }
  const { fileId: file } = content;
  if (file === null) return null;
  const captioned = { ...common, ...captionOf(content) };
  const veiled = { ...captioned, has_spoiler: content.isSpoiler === true };
  switch (content.kind) {
    case "photo":
      return (await api.sendPhoto({ ...veiled, photo: file })).message_id;
    case "video":
      return (await api.sendVideo({ ...veiled, video: file })).message_id;
    case "animation":
      return (await api.sendAnimation({ ...veiled, animation: file })).message_id;
    case "voice":
      return (await api.sendVoice({ ...captioned, voice: file })).message_id;
    case "audio":
      return (await api.sendAudio({ ...captioned, audio: file })).message_id;
    case "document":
      return (await api.sendDocument({ ...captioned, document: file })).message_id;
    case "video_note":
      return (await api.sendVideoNote({ ...common, video_note: file })).message_id;
    case "sticker":
      return (await api.sendSticker({ ...common, sticker: file })).message_id;
    default:
      return null;
  }
}

async function sendAlbum(
  api: TelegramApi,
  chat_id: number,
  parts: readonly Content[],
  language: Language,
): Promise<Performed> {
  const captionAt = Math.max(
    0,
    parts.findIndex(({ text }) => text !== ""),
  );
  const media = parts.map((part, i) => {
    const caption = i === captionAt ? withWayOut(part, language) : part;
    const spoiler = part.isSpoiler === true ? { has_spoiler: true } : {};
    const file = { media: part.fileId ?? "", ...captionOf(caption) };
    if (part.kind === "video") return { type: "video" as const, ...file, ...spoiler };
    if (part.kind === "document") return { type: "document" as const, ...file };
    if (part.kind === "audio") return { type: "audio" as const, ...file };
    return { type: "photo" as const, ...file, ...spoiler };
  });
  const sent = await api.sendMediaGroup({ chat_id, media });
  return done({ chatId: chat_id, messageIds: sent.map(({ message_id }) => message_id) });
}

/** The same as a line, where there can be no button of ours. */
export function withWayOut({ text, entities }: Rich, language: Language): Rich {
  const hint = fanText({ key: "promotionsHint", with: {} }, language);
  const pieces = text === "" ? [hint] : [{ text, entities }, hint];
  return cutRich(joinRich(pieces, "\n\n"), CAPTION_LENGTH_MAX);
}
