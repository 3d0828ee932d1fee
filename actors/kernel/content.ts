// What people send, in our words: Telegram's snake case ends at `src/telegram/`.
import { z } from "zod";

/** A message entity; offsets and lengths count UTF-16 units, as Telegram's do. */
export const Entity = z.object({
  type: z.string(),
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  url: z.string().optional(),
  language: z.string().optional(),
  customEmojiId: z.string().optional(),
});
export type Entity = z.infer<typeof Entity>;

/** Kinds that can be relayed. `unsupported` stands for everything else (told, never charged). */
export const CONTENT_KINDS = [
  "text",
  "photo",
  "video",
  "voice",
  "audio",
  "video_note",
  "document",
  "sticker",
  "animation",
  "location",
  "contact",
  "poll",
  "unsupported",
] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** The words of the answered message that a person picked, with the entities they have there. */
export const Quote = z.object({ text: z.string().min(1), entities: z.array(Entity) });
export type Quote = z.infer<typeof Quote>;

/** One message's content. `text` is the text or the caption, "" where there is none. */
export const Content = z.object({
  kind: z.enum(CONTENT_KINDS),
  text: z.string(),
  entities: z.array(Entity),
  /** Telegram's reusable id of the file, null for kinds without one. */
  fileId: z.string().nullable(),
  /** Names the same file for ever, for every bot; cannot be sent. */
  uniqueId: z.string().optional(),
  /** Can be sent and fetched: the smallest picture of the file, where Telegram made one. */
  thumbnailId: z.string().optional(),
  /** Has a spoiler over its preview. */
  isSpoiler: z.boolean().optional(),
  /** Sent by its file: there is no message that it could be copied from. */
  isStored: z.boolean().optional(),
  /** Only of a message that answers another. */
  quote: Quote.optional(),
});
export type Content = z.infer<typeof Content>;

/** Telegram's bounds, in UTF-16 units after entities (core.telegram.org/bots/api#sendmessage). */
export const TEXT_LENGTH_MAX = 4096;
export const CAPTION_LENGTH_MAX = 1024;
/** What the header above a fan's message may take of these; `src/i18n/header.ts` keeps within it. */
export const HEADER_LENGTH_MAX = 512;

const CAPTIONED: ReadonlySet<ContentKind> = new Set([
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "animation",
]);

/** Whether Telegram lets this kind carry a caption (and so a header in the same message). */
export function takesCaption(kind: ContentKind): boolean {
  return CAPTIONED.has(kind);
}

/** At most `max` UTF-16 units, without half of a surrogate pair: Postgres would refuse that. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max).toWellFormed();
}
