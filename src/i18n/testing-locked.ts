// What is said about locked media in tests: once small, once as large as it gets.
import {
  type FanLockedSays,
  LOCK_REFUSALS,
  type LockedFacts,
  type TeamLockedSays,
} from "#actors/kernel/say-locked.ts";
import { LOCKED_KINDS } from "#actors/kernel/shelf.ts";

const WILD = `<b>*_\`[x](y)\u202e\n\u0000👩‍👩‍👧‍👦${"é̷".repeat(300)}`;

const LOCKED: LockedFacts = { kind: "photo", count: 1, price: { unit: "credits", amount: 30 } };
const LOCKED_ALBUM: LockedFacts = {
  kind: "album",
  count: 10,
  price: { unit: "stars", amount: 25_000 },
};

export const FAN_LOCKED_SAYS: {
  readonly [Key in keyof FanLockedSays]: readonly FanLockedSays[Key][];
} = {
  lockedCard: LOCKED_KINDS.flatMap((kind) => [
    { item: { ...LOCKED, kind }, caption: "" },
    { item: { ...LOCKED_ALBUM, kind }, caption: "w".repeat(2000) },
  ]),
  lockedWanted: [{ item: LOCKED, missing: 1_000_000_000 }],
  lockedOpened: [{ item: LOCKED, credits: 3, creditsFull: 30 }],
  lockedClosed: [{ item: LOCKED_ALBUM }],
  lockedReturned: [{ item: LOCKED, credits: 33, creditsFull: 33 }],
  lockedYours: [{}],
  lockedNotSent: [{}],
  unlockedList: [
    { items: [], page: 0, pages: 1 },
    {
      items: Array.from({ length: 8 }, () => ({
        ...LOCKED,
        name: "1",
        title: WILD,
        at: 1_750_000_000_000,
      })),
      page: 1,
      pages: 3,
    },
  ],
};

export const TEAM_LOCKED_SAYS: {
  readonly [Key in keyof TeamLockedSays]: readonly TeamLockedSays[Key][];
} = {
  lockUsage: [{}],
  lockRefused: LOCK_REFUSALS.map((why) => ({ why })),
  lockOffered: [
    { item: LOCKED, by: WILD },
    { item: LOCKED_ALBUM, by: "Ben" },
  ],
  lockOwned: [{ name: WILD }],
  lockedOpened: [{ item: LOCKED_ALBUM, name: WILD }],
  lockedWaits: [{ item: LOCKED }, { item: LOCKED_ALBUM }],
  lockedReturned: [
    { item: LOCKED, reason: "" },
    { item: LOCKED_ALBUM, reason: "" },
    { item: LOCKED, reason: "Bad Request: ".repeat(50) },
  ],
  lockedPaidTwice: [{ item: LOCKED_ALBUM }],
  shelf: [
    { lines: [], page: 0, pages: 0 },
    {
      lines: LOCKED_KINDS.map((kind) => ({
        name: WILD,
        kind,
        count: 2,
        priceCredits: kind === "voice" ? null : 1_000_000_000,
        priceStars: kind === "photo" ? null : 5,
      })),
      page: 1,
      pages: 9,
    },
  ],
};
