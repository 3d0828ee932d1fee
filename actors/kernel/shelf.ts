// Media that is sold: an item of the shelf, what it is made of and what it costs.
import { z } from "zod";

/** Kinds of file that can be locked. */
export const LOCKABLE = [
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "animation",
  "video_note",
] as const;

/** One file. Ids are Telegram's: `fileId` can be sent, `uniqueId` names the same file for ever. */
export const MediaPart = z.object({
  kind: z.enum(LOCKABLE),
  fileId: z.string(),
  uniqueId: z.string(),
  /** A small picture of it that a blur can be made of; null where there is none. */
  thumbnailId: z.string().nullable(),
});
export type MediaPart = z.infer<typeof MediaPart>;

export const Item = z.object({
  /** Row id of the shelf: derived from the envelope that made it, so it is unique and repeatable. */
  id: z.int().positive(),
  name: z.string(),
  /** Goes with the files when they are delivered. */
  caption: z.string(),
  /** One, or the parts of an album (10 at most). */
  parts: z.array(MediaPart).min(1).max(10),
  /** null: not for credits. */
  priceCredits: z.int().positive().nullable(),
  /** null: not for Stars. */
  priceStars: z.int().positive().nullable(),
});
export type Item = z.infer<typeof Item>;
