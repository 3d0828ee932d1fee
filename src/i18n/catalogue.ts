// What a language has to have. The compiler holds each catalogue to every key and its parameters.
//
// A language is a folder: `nouns.ts` is what it counts with, `chat.ts`, `shop.ts` and `cards.ts` are
// its words by subject, `index.ts` joins them and has the buttons.
import type { ContentKind } from "#actors/kernel/content.ts";
import type { Rich } from "#actors/kernel/rich.ts";
import type { FanSays, Label, Language, OwnerSays, TeamSays } from "#actors/kernel/say.ts";
import type { LockedKind } from "#actors/kernel/shelf.ts";

/** Words by key: each takes what its key is said with. */
export type Words<Says> = { readonly [Key in keyof Says]: (facts: Says[Key]) => Rich };

/** The words of one subject; all subjects together have every key. */
export type SomeFanWords = Partial<Words<FanSays>>;

/** The figures of a language with their nouns, in the right form: `3 credits`, `1 кредит`. */
export interface Nouns {
  readonly language: Language;
  readonly credits: (count: number) => string;
  readonly messages: (count: number) => string;
  /** `1 hour 5 minutes`. */
  readonly time: (seconds: number) => string;
  /** `1 hour of free messages`: what a block of time is. */
  readonly free: (seconds: number) => string;
  /** `1 hour left`. */
  readonly left: (time: string) => string;
  /** What is owed, and that what comes in works it off; of credits or of time. */
  readonly owed: (what: string) => string;
  /** A message of each kind, as the fan's own: `Your photo`. */
  readonly yours: Readonly<Record<ContentKind | "album", string>>;
}

/** What a language calls the things that are sold locked. */
export interface LockedNouns {
  readonly kinds: Readonly<Record<LockedKind, string>>;
  /** How many files an album has. */
  readonly parts: (count: number) => string;
}

/** Buttons that only the team sees, in the team's language. */
export type TeamLabel = Extract<
  Label,
  | "userInfo"
  | "gift"
  | "ban"
  | "unban"
  | "seen"
  | "confirm"
  | "giveBack"
  | "decline"
  | "refund"
  | "refundAll"
  | "refundHalf"
  | "assign"
  | "pin"
  | "unpin"
  | "priority"
  | "close"
  | "snooze"
  | "sendAnyway"
  | "discard"
>;
export type FanLabel = Exclude<Label, TeamLabel>;

export interface FanCatalogue {
  readonly nouns: Nouns;
  readonly locked: LockedNouns;
  readonly says: Words<FanSays>;
  /** `start` says "Start" whatever the language: it is what people are told to look for. */
  readonly labels: Readonly<Record<FanLabel, string>>;
}

export type TeamWords = Words<TeamSays>;
export type SomeTeamWords = Partial<TeamWords>;
export type OwnerWords = Words<OwnerSays>;
