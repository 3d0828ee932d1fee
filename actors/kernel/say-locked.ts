// What is said about locked media: to the fan who can buy it, and to the team that sells it.
import type { LockedKind, LockedPrice } from "./shelf.ts";

type Nothing = Readonly<Record<string, never>>;

/** What every word about an item names. */
export interface LockedFacts {
  readonly kind: LockedKind;
  /** How many files it is made of. */
  readonly count: number;
  readonly price: LockedPrice;
}

/** The same once it is sold; a price of null is not for everybody who reads the topic. */
export interface LockedSaleFacts extends Omit<LockedFacts, "price"> {
  readonly price: LockedPrice | null;
}

/** One line of a list of items; `name` is what its button says too. */
export interface UnlockedLine extends LockedFacts {
  readonly name: string;
  readonly title: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Said to a fan. */
export interface FanLockedSays {
  /** The card; `caption` is the team's own words, "" where there are none. */
  lockedCard: { readonly item: LockedFacts; readonly caption: string };
  /** The card while the fan has too few credits: it is delivered by itself once they are there. */
  lockedWanted: { readonly item: LockedFacts; readonly missing: number };
  /** The card once it is paid, with what is left. */
  lockedOpened: {
    readonly item: LockedFacts;
    readonly credits: number;
    readonly creditsFull: number;
  };
  /** The card of an offer that no longer stands. */
  lockedClosed: { readonly item: LockedFacts };
  /** It could not be delivered for good: what it cost is back. */
  lockedReturned: {
    readonly item: LockedFacts;
    readonly credits: number;
    readonly creditsFull: number;
  };
  /** The answer to a tap on what is theirs already. */
  lockedYours: Nothing;
  /** What was bought cannot be sent again just now. */
  lockedNotSent: Nothing;
  unlockedList: {
    readonly items: readonly UnlockedLine[];
    readonly page: number;
    readonly pages: number;
  };
}

/** Why nothing was locked or offered. */
export const LOCK_REFUSALS = [
  /** It went to the fan when it was written. */
  "sent",
  "notMedia",
  /** The reply is to a message of the bot's or the fan's. */
  "notOurs",
  /** It was kept back too long ago, or was edited since: what it is made of is not known. */
  "forgotten",
  "starsKinds",
  /** A part of an album that came after the album was dealt with. */
  "latePart",
  /** An offer for Stars is open: a second one could be paid too. */
  "offered",
  "noPrice",
  "gone",
] as const;
export type LockRefusal = (typeof LOCK_REFUSALS)[number];

/** Said to the team. */
export interface TeamLockedSays {
  lockUsage: Nothing;
  lockRefused: { readonly why: LockRefusal };
  lockOffered: { readonly item: LockedFacts; readonly by: string };
  /** They bought it before: nothing was sent. */
  lockOwned: { readonly name: string };
  lockedOpened: { readonly item: LockedSaleFacts; readonly name: string };
  /** It is theirs, and is sent once they can be written to again. */
  lockedWaits: { readonly item: LockedSaleFacts };
  lockedReturned: { readonly item: LockedSaleFacts; readonly reason: string };
  /** Stars came for something that was paid before. */
  lockedPaidTwice: { readonly item: LockedSaleFacts };
  shelf: { readonly lines: readonly ShelfLine[]; readonly page: number; readonly pages: number };
}

/** An item as a list of the shelf has it. */
export interface ShelfLine {
  readonly name: string;
  readonly kind: LockedKind;
  readonly count: number;
  readonly priceCredits: number | null;
  readonly priceStars: number | null;
}
