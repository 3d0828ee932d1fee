// Media that is sold: an item of the shelf, what it is made of and what it costs.
//
// An item's id is made of its files' own ids in Telegram, so the same media is the same item whoever
// locks it, in whichever topic, and what a fan has bought is known by it.
import { z } from "zod";
import type { Content } from "./content.ts";

/** Kinds of file that can be locked. */
const LOCKABLE = [
  "photo",
  "video",
  "voice",
  "audio",
  "document",
  "animation",
  "video_note",
] as const;

/** What an item is called by: the kind of its one file, or an album of several. */
export const LOCKED_KINDS = [...LOCKABLE, "album"] as const;
export type LockedKind = (typeof LOCKED_KINDS)[number];

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
  /** `itemIdOf` its parts. */
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

/** What one offer asks for: whole credits, or whole Stars. */
export interface LockedPrice {
  readonly unit: "credits" | "stars";
  readonly amount: number;
}

/** Bounds of a price: of credits ours, of Stars Telegram's (core.telegram.org/bots/api#sendpaidmedia). */
export const LOCK_MAX: Readonly<Record<LockedPrice["unit"], number>> = {
  credits: 1_000_000,
  stars: 25_000,
};

/** The only kinds that Telegram sells for Stars (core.telegram.org/bots/api#inputpaidmedia). */
export const STARS_KINDS: ReadonlySet<LockedKind> = new Set(["photo", "video"]);

/** The file of a message; null for what cannot be locked, or is not known well enough. */
export function mediaOf({ kind, fileId, uniqueId, thumbnailId }: Content): MediaPart | null {
  const lockable = LOCKABLE.find((one) => one === kind);
  if (lockable === undefined || fileId === null || uniqueId === undefined) return null;
  return { kind: lockable, fileId, uniqueId, thumbnailId: thumbnailId ?? null };
}

export function lockedKindOf(parts: readonly MediaPart[]): LockedKind {
  const [only, ...others] = parts;
  return only === undefined || others.length > 0 ? "album" : only.kind;
}

/** What an item costs where both are possible: credits, which fans have anyway. */
export function priceOfItem({ priceCredits, priceStars }: Item): LockedPrice | null {
  if (priceCredits !== null) return { unit: "credits", amount: priceCredits };
  return priceStars === null ? null : { unit: "stars", amount: priceStars };
}

/** The same for the same files, in whatever order they came. */
export function fingerprintOf(parts: readonly MediaPart[]): string {
  return parts
    .map(({ uniqueId }) => uniqueId)
    .toSorted()
    .join(" ");
}

/**
 * A whole number in 1…2^53 made of the fingerprint (cyrb53, github.com/bryc/code). Of 100,000 items
 * two have the same with a chance of one in a million; the table refuses the second.
 */
export function itemIdOf(parts: readonly MediaPart[]): number {
  const text = fingerprintOf(parts);
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  const mixedHigh =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  const mixedLow =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^
    Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3_266_489_909);
  return 1 + 4_294_967_296 * (2_097_151 & mixedLow) + (mixedHigh >>> 0);
}

/** What Telegram keeps of media that is sold for Stars, and tells us when it is paid (0–128 bytes). */
export interface MediaPayload {
  readonly itemId: number;
  /** Whole Stars. */
  readonly amount: number;
  readonly kind: LockedKind;
  readonly count: number;
}

export function packMediaPayload({ itemId, amount, kind, count }: MediaPayload): string {
  return `lock:${itemId}:${amount}:${kind}:${count}`;
}

/** null: not one of ours. */
export function unpackMediaPayload(payload: string): MediaPayload | null {
  const match = /^lock:(\d{1,16}):(\d{1,5}):([a-z_]+):(\d{1,2})$/.exec(payload) ?? [];
  const [, itemId, amount, name, count] = match;
  const kind = LOCKED_KINDS.find((known) => known === name);
  if (kind === undefined) return null;
  return { itemId: Number(itemId), amount: Number(amount), kind, count: Number(count) };
}
