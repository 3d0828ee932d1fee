// Everything the program says, by name and parameters. Actors say *what*, never in which words:
// `src/i18n/` holds the words, typed by this file, so a missing text or parameter does not compile.
// Times are spans in whole seconds (`...Seconds`), money is whole credits; formatting is the words'.
import type { ContentKind } from "./content.ts";
import type { Card } from "./payment.ts";
import type { Priority } from "./priority.ts";
import type { Units } from "./purchase.ts";
import type { FanDutySays, TeamDutySays } from "./say-duty.ts";
import type { FanLockedSays, TeamLockedSays } from "./say-locked.ts";
import type { FanMoneySays, OwnerMoneySays, Price, ShopItem, TeamMoneySays } from "./say-money.ts";
import type { ReplyTeamSays } from "./say-replies.ts";

export type { Account, LineFacts, Price, RechargeTerms, SaleFacts, ShopItem } from "./say-money.ts";

/** Languages with a full catalogue. */
export const LANGUAGES = ["en", "es", "pt", "ru", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The catalogue language for an IETF tag from Telegram ("pt-br" → "pt"), English otherwise. */
export function languageOf(tag: string | null | undefined): Language {
  const base = (tag ?? "").toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base) ?? "en";
}

/** What each language calls itself: a menu of languages is read by people who know no other. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  es: "Español",
  pt: "Português",
  ru: "Русский",
  de: "Deutsch",
};

export const TIERS = ["new", "regular", "vip"] as const;
export type Tier = (typeof TIERS)[number];

/** What every header and card shows of a fan. */
export interface FanFacts {
  readonly fanId: number;
  readonly firstName: string;
  readonly username: string | null;
  readonly tier: Tier;
  readonly credits: number;
  /** What the bar calls full: the largest balance since the last time it was topped up. */
  readonly creditsFull: number;
  /** Seconds left of a time session; 0 when there is none. */
  readonly sessionSeconds: number;
  /** How the team has sorted the conversation; absent where it has not. */
  readonly marks?: {
    readonly assignee: string | null;
    readonly priority: Priority;
    readonly isPinned: boolean;
  };
}

/** What a fan has paid in all. */
export interface Spent {
  readonly spentCents: number;
  /** Whole Stars, beside it. */
  readonly spentStars: number;
  readonly currency: string;
}

/** The pinned User Info card. */
export interface CardFacts extends FanFacts {
  readonly language: Language;
  /** null: not for everybody who reads the topic. */
  readonly spent: Spent | null;
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Unix milliseconds. */
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly source: string | null;
  readonly isBanned: boolean;
  readonly isUnreachable: boolean;
  readonly held: number;
}

type Nothing = Readonly<Record<string, never>>;

/** Said to a fan, in the fan's language. */
export interface FanSays extends FanMoneySays, FanDutySays, FanLockedSays {
  welcome: {
    readonly firstName: string;
    readonly credits: number;
    readonly costText: number;
    readonly costPhoto: number;
    readonly costVoice: number;
    /** The owner's own words from the settings, null for ours. */
    readonly ownWords: string | null;
    readonly isShopOpen: boolean;
  };
  started: {
    readonly credits: number;
    readonly creditsFull: number;
    readonly sessionSeconds: number;
  };
  help: { readonly isShopOpen: boolean };
  balance: {
    readonly credits: number;
    readonly creditsFull: number;
    readonly sessionSeconds: number;
    readonly sessionFullSeconds: number;
    readonly held: number;
    /** What is owed after refunds and lost disputes. */
    readonly debt: Units;
  };
  shopClosed: Nothing;
  held: {
    readonly kind: ContentKind | "album";
    /** What all that waits would cost together. */
    readonly cost: number;
    readonly credits: number;
    readonly creditsFull: number;
    readonly held: number;
    readonly isShopOpen: boolean;
  };
  heldFull: { readonly held: number };
  /** The fan took back what waited. */
  heldDropped: { readonly count: number };
  /** What a `held` notice turns into once nothing waits any more. */
  heldSettled: Nothing;
  /** With what is left afterwards. */
  released: {
    readonly count: number;
    readonly stillHeld: number;
    readonly credits: number;
    readonly creditsFull: number;
  };
  lowBalance: { readonly credits: number; readonly creditsFull: number };
  sessionAdded: { readonly addedSeconds: number; readonly sessionSeconds: number };
  sessionWarning: { readonly sessionSeconds: number; readonly sessionFullSeconds: number };
  sessionEnded: { readonly credits: number };
  gift: { readonly credits: number; readonly balance: number; readonly creditsFull: number };
  giftTime: { readonly addedSeconds: number; readonly sessionSeconds: number };
  banned: Nothing;
  unbanned: Nothing;
  unsupported: Nothing;
  /** `credits` were given back; 0 when the message had cost nothing. */
  undelivered: { readonly credits: number; readonly balance: number };
  languageMenu: Nothing;
  languageSet: Nothing;
  meter: {
    readonly credits: number;
    readonly creditsFull: number;
    readonly sessionSeconds: number;
    readonly sessionFullSeconds: number;
  };
  terms: { readonly ownWords: string | null };
  privacy: Nothing;
  exportCaption: Nothing;
  /** An export was asked for again before the last one can have arrived. */
  exportSoon: Nothing;
  eraseConfirm: { readonly credits: number };
  erased: Nothing;
  /** Broadcasts have come to an end for this fan, or come again. */
  promotionsOff: Nothing;
  promotionsOn: Nothing;
  /** Below an album, which cannot have a button: how to end such messages. */
  promotionsHint: Nothing;
  unknownCommand: { readonly command: string };
  pressStale: Nothing;
}

/** Said to the team, in a topic or as the answer to a press, in the team's language. */
export interface TeamSays extends ReplyTeamSays, TeamMoneySays, TeamDutySays, TeamLockedSays {
  undelivered: {
    readonly why: "blocked" | "banned" | "message-gone" | "erased" | "other";
    readonly reason: string;
  };
  /** Whoever it is for, of several: `Bob, Eve`. */
  notTeam: { readonly name: string };
  anonymous: Nothing;
  giftMenu: { readonly name: string; readonly credits: number };
  giftConfirm: { readonly name: string; readonly gift: number };
  gifted: {
    readonly gift: number;
    readonly by: string;
    readonly balance: number;
    readonly reason?: string;
  };
  giftedTime: {
    readonly seconds: number;
    readonly by: string;
    readonly sessionSeconds: number;
    readonly reason?: string;
  };
  giftUsage: { readonly max: number };
  banConfirm: { readonly name: string };
  unbanConfirm: { readonly name: string };
  bannedBy: { readonly by: string };
  unbannedBy: { readonly by: string };
  alreadyBanned: Nothing;
  notBanned: Nothing;
  noted: Nothing;
  noteUsage: Nothing;
  withdrawn: Nothing;
  withdrawUsage: Nothing;
  withdrawFailed: { readonly reason: string };
  seen: Nothing;
  cancelled: Nothing;
  cardSent: Nothing;
  pressDenied: Nothing;
  pressStale: Nothing;
  fanBlocked: Nothing;
  fanUnblocked: Nothing;
  fanErased: Nothing;
  unsupportedReply: Nothing;
  unknownCommand: { readonly command: string };
  teamHelp: Nothing;
}

/** Said to the owner in private. */
export interface OwnerSays extends OwnerMoneySays {
  incident: {
    readonly kind: string;
    readonly detail: string;
    readonly count: number;
    readonly mend: string;
  };
}

/** Words on buttons; the contract's words stand in English whatever emoji is before them. */
export const LABELS = [
  "start",
  "userInfo",
  "gift",
  "ban",
  "unban",
  "seen",
  "confirm",
  "cancel",
  "buyCredits",
  "extend",
  "balance",
  "help",
  "exportData",
  "eraseData",
  "eraseConfirm",
  "discardHeld",
  "shop",
  "back",
  "pay",
  "saveCardOn",
  "saveCardOff",
  "payWithStars",
  "payByCard",
  "billing",
  "addCard",
  "portal",
  "open",
  "remove",
  "makeDefault",
  "history",
  "newer",
  "older",
  "rechargeOn",
  "rechargeOff",
  "autoRecharge",
  "agree",
  "confirmAtBank",
  "wrong",
  "giveBack",
  "decline",
  "refund",
  "refundAll",
  "refundHalf",
  "assign",
  "pin",
  "unpin",
  "priority",
  "close",
  "snooze",
  "sendAnyway",
  "discard",
  "unlockNot",
  "unlockedMedia",
  "sendAgain",
  "stopPromotions",
  "resumePromotions",
] as const;
export type Label = (typeof LABELS)[number];

type SayOf<Catalogue> = {
  [Key in keyof Catalogue]: { readonly key: Key; readonly with: Catalogue[Key] };
}[keyof Catalogue];

export type FanSay = SayOf<FanSays>;
export type TeamSay = SayOf<TeamSays>;
export type OwnerSay = SayOf<OwnerSays>;

/** A label of ours, literal text (a number, a language's own name), or something with its price. */
export type ButtonLabel =
  | Label
  | { readonly literal: string }
  | { readonly item: ShopItem }
  | { readonly card: Card; readonly of?: Label }
  | { readonly price: Price; readonly of: Label };

/** A button that is pressed, or one that opens a page of ours or of a payment service. */
export type ButtonSpec =
  | {
      readonly label: ButtonLabel;
      /** Callback data, packed by `packPress`. */
      readonly data: string;
      readonly style?: "danger" | "success" | "primary";
    }
  | { readonly label: ButtonLabel; readonly url: string };
export type Keyboard = readonly (readonly ButtonSpec[])[];
