// What a Telegram message carries, in the kernel's words.
import type { Content, ContentKind, Entity } from "#actors/kernel/content.ts";
import type { Message, MessageEntity } from "./update.ts";

/**
 * The kinds that have a file, in the order they are looked for: an animation comes with a `document`
 * beside it for clients that know no animations.
 */
const FILES = [
  "animation",
  "photo",
  "video",
  "voice",
  "audio",
  "video_note",
  "sticker",
  "document",
] as const satisfies readonly ContentKind[];

/** Kinds whose content is looked at by nobody: they are copied by their message's id. */
const PLAIN = ["location", "contact", "poll"] as const satisfies readonly ContentKind[];

/** What of a message is its content. */
type Said = NonNullable<Message["reply_to_message"]>;

/** The content of a message that a person wrote; `unsupported` for what cannot be relayed. */
export function contentOf(message: Said): Content {
  const { quote } = message;
  const content = bodyOf(message);
  // A quote that nobody picked is the server's own doing, and the whole message is meant.
  if (quote?.is_manual !== true || quote.text === "") return content;
  return { ...content, quote: worded(quote.text, quote.entities) };
}

function bodyOf(message: Said): Content {
  if (message.text !== undefined) {
    return { ...NOTHING, kind: "text", ...worded(message.text, message.entities) };
  }
  const words = worded(message.caption ?? "", message.caption_entities);
  for (const kind of FILES) {
    const file = message[kind];
    // A photo comes in several sizes, the largest last and the smallest first.
    const whole = Array.isArray(file) ? file.at(-1) : file;
    if (whole === undefined) continue;
    const thumbnail = Array.isArray(file) && file.length > 1 ? file[0] : whole.thumbnail;
    return { kind, ...words, ...idsOf(whole, thumbnail), ...spoilerOf(message) };
  }
  const kind = PLAIN.find((plain) => message[plain] !== undefined) ?? "unsupported";
  return { ...NOTHING, kind };
}

interface FileIds {
  readonly file_id: string;
  readonly file_unique_id?: string | undefined;
}

function idsOf(
  { file_id: fileId, file_unique_id: uniqueId }: FileIds,
  thumbnail: { readonly file_id: string } | undefined,
): Pick<Content, "fileId" | "uniqueId" | "thumbnailId"> {
  return {
    fileId,
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(thumbnail === undefined ? {} : { thumbnailId: thumbnail.file_id }),
  };
}

function spoilerOf({ has_media_spoiler: isSpoiler }: Said): Pick<Content, "isSpoiler"> {
  return isSpoiler === true ? { isSpoiler } : {};
}

const NOTHING = { text: "", entities: [] as Entity[], fileId: null };

function worded(
  text: string,
  entities: readonly MessageEntity[] | undefined,
): Pick<Content, "text" | "entities"> {
  return { text, entities: (entities ?? []).map(entityOf) };
}

function entityOf(entity: MessageEntity): Entity {
  const { type, offset, length, url, language, custom_emoji_id: customEmojiId } = entity;
  return {
    type,
    offset,
    length,
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
    ...(customEmojiId === undefined ? {} : { customEmojiId }),
  };
}
