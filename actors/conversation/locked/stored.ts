// What a conversation remembers of locked media. The files themselves are on the shelf; here is what
// is on offer to this fan, in a few words each, and what the team kept back and may still sell. Under
// 200 bytes an offer, and about as much for each file that was kept back.
import { z } from "zod";
import { LOCKED_KINDS, MediaPart } from "#actors/kernel/shelf.ts";

const Id = z.int();
const Time = z.int();

const Offer = z.object({
  itemId: Id,
  kind: z.enum(LOCKED_KINDS),
  count: z.int().min(1),
  unit: z.enum(["credits", "stars"]),
  /** What the card shows, and what is taken, whatever the shelf asks by then. */
  amount: z.int().positive(),
  /** The team's words on the card. */
  caption: z.string(),
  /** The card; null: not known yet. */
  noticeId: Id.nullable(),
  at: Time,
  standing: z.enum(["open", "wanted", "bought", "undelivered"]),
  /** When the fan asked for it without being able to pay; 0: never. */
  wantedAt: Time,
});

/** Media of the team's that was not sent: all files of the one message or album. */
const Kept = z.object({ groupId: Id, messageIds: z.array(Id), parts: z.array(MediaPart) });

export const StoredLocked = z.object({
  /** Newest last. */
  offers: z.array(Offer),
  kept: z.array(Kept),
  /** Items whose price was given back: should one be sold again, its ledger line has another name. */
  returned: z.array(Id),
  /** The last album that stayed inside; a part of it that comes late does too. */
  insideAlbumId: z.string().nullable(),
});
export type Locked = z.infer<typeof StoredLocked>;
export type Offer = z.infer<typeof Offer>;
export type Kept = z.infer<typeof Kept>;

export const NOTHING_LOCKED: Locked = {
  offers: [],
  kept: [],
  returned: [],
  insideAlbumId: null,
};

/** Offers that are remembered, the bought ones among them for a while; the oldest makes room. */
export const OFFERS_MAX = 16;
/** Messages that were kept back and are known with all their files. */
export const KEPT_MAX = 6;
export const RETURNED_MAX = 50;
/** How much of the team's words a card keeps. */
export const CARD_CAPTION_MAX = 200;
/** A wish holds as long as an invoice does: who buys credits another day buys them for something else. */
export const WISH_LIFE_MS = 24 * 60 * 60_000;
