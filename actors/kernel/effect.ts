// What an actor can make happen: a closed union of product verbs. An effect names *what* (post this
// to the topic), never *how* (which method, which chat id): the topic may be made, deleted and made
// again between the decision and the call, so a target is resolved when the call is made.
//
// Every effect is an outbox row, written in the commit of the turn that caused it, except the
// transient ones (see `isTransient`), which a crash may forget.
import type { Content } from "./content.ts";
import { type CampaignEffect, campaignTraits, isOfCampaign } from "./effect-campaign.ts";
import { type DeskEffect, deskTraits, isOfDesk } from "./effect-desk.ts";
import { isOfLocked, type LockedEffect, lockedTraits } from "./effect-locked.ts";
import type { ReplyEffect } from "./effect-replies.ts";
import type { EffectTraits } from "./effect-traits.ts";
import { unreachable } from "./errors.ts";
import type { Units } from "./purchase.ts";
import type { CardFacts, FanFacts, FanSay, Keyboard, Language, OwnerSay, TeamSay } from "./say.ts";
import type { DeskSay } from "./say-desk.ts";
import type { TopicIcon } from "./topic-icon.ts";

/** Which words stand above a fan's message in the topic. */
export interface Header {
  readonly title: "new" | "edited" | "held";
  readonly contentKind: Content["kind"] | "album";
  readonly facts: FanFacts;
}

/** One fan message inside a post; several when waiting texts were merged. */
export interface PostPart {
  readonly fanMessageId: number;
  readonly content: Content;
}

/** What is sold in one purchase and for how much; `amount` is in the currency's smallest unit. */
export interface Sale {
  /** Its id is the idempotency key of every call about it, and goes into the metadata. */
  readonly purchaseId: string;
  readonly sku: string;
  readonly gives: Units;
  readonly amount: number;
  readonly currency: string;
}

/** `tag` comes back in the outcome. */
interface Common {
  readonly tag?: string;
}

export type Effect = Common &
  // ── into the topic ──────────────────────────────────────────────────────────────────────────

  /** Emitted by a turn whose route has no topic; not made again once the route has one. */
  (
    | { readonly verb: "openTopic"; readonly name: string }
    /**
     * A fan's message: header and text in one sendMessage, captionable media as one copyMessage
     * with the header as caption. `header: null` goes bare, because its header or the first half
     * of its text went before it: media is copied as it is, text is sent as `content` has it.
     * No part at all is a header alone, for what cannot carry one; the keyboard stands under it.
     */
    | {
        readonly verb: "post";
        readonly header: Header | null;
        /** One part or none; the relay merges waiting text posts of one topic into several. */
        readonly parts: readonly PostPart[];
        readonly keyboard: Keyboard;
        /** The fan's message that this one replies to, if it did. */
        readonly replyToFanMessageId: number | null;
        /** Of a header alone: the fan's message that it announces. */
        readonly aboutFanMessageId?: number;
      }
    /** An album: all parts in one copyMessages. */
    | { readonly verb: "postAlbum"; readonly fanMessageIds: readonly number[] }
    /**
     * A fan's edit: edits the topic's copy, or answers it with the new text when it was merged.
     * The header is left off where header and caption together pass Telegram's bound.
     */
    | {
        readonly verb: "editPost";
        readonly fanMessageId: number;
        readonly header: Header;
        readonly content: Content;
        readonly keyboard: Keyboard;
      }
    /** The User Info card: sent when `messageId` is null, edited in place otherwise. */
    | {
        readonly verb: "card";
        readonly facts: CardFacts;
        readonly keyboard: Keyboard;
        readonly messageId: number | null;
      }
    | { readonly verb: "pin"; readonly messageId: number }
    /**
     * A line to the team; `replyToMessageId` is a message of the topic. Without one it replies to the
     * copy of the fan's message that it is about, where there is a copy.
     */
    | {
        readonly verb: "tell";
        readonly say: TeamSay;
        readonly keyboard: Keyboard;
        readonly replyToMessageId: number | null;
        readonly aboutFanMessageId?: number;
      }
    /** Edits a line of ours in the topic (a menu turning into its answer). */
    | {
        readonly verb: "editTell";
        readonly messageId: number;
        readonly say: TeamSay;
        readonly keyboard: Keyboard;
      }
    /** After a topic was lost: the last messages from our own store, in one message. */
    | { readonly verb: "recap"; readonly limit: number }
    | { readonly verb: "renameTopic"; readonly name: string }
    /** What the topic's icon says of the fan; Telegram has pictures for only some things. */
    | { readonly verb: "setTopicIcon"; readonly icon: TopicIcon }
    /** Takes Telegram's own line about our renaming or icon out of the topic. */
    | { readonly verb: "sweepTopic"; readonly messageId: number }
    | { readonly verb: "closeTopic" }
    | { readonly verb: "reopenTopic" }
    /** A fan's reaction on our message, shown on the topic's message it was copied from. */
    | {
        readonly verb: "mirrorReaction";
        readonly fanChatMessageId: number;
        readonly emoji: string | null;
      }
    // ── into the fan's private chat ───────────────────────────────────────────────────────────
    /** The team's message, one or the parts of an album, copied to the fan. */
    | {
        readonly verb: "reply";
        readonly groupId: number;
        readonly topicMessageIds: readonly number[];
        readonly content: Content;
        /** The topic's message that the team replied to, mapped to the fan's own at the call. */
        readonly replyToTopicMessageId: number | null;
      }
    | {
        readonly verb: "editReply";
        readonly groupId: number;
        readonly topicMessageId: number;
        readonly content: Content;
      }
    | { readonly verb: "withdraw"; readonly groupId: number; readonly topicMessageId: number }
    | {
        readonly verb: "notify";
        readonly say: FanSay;
        readonly language: Language;
        readonly keyboard: Keyboard;
        readonly replyToFanMessageId: number | null;
      }
    /** Edits a message of ours in the fan's chat. */
    | {
        readonly verb: "editNotice";
        readonly messageId: number;
        readonly say: FanSay;
        readonly language: Language;
        readonly keyboard: Keyboard;
      }
    | { readonly verb: "pinNotice"; readonly messageId: number }
    /** One reaction on the fan's own message (👌 👀 ✍), null takes it off. */
    | { readonly verb: "react"; readonly fanMessageId: number; readonly emoji: string | null }
    /** The fan's data as a JSON document. */
    | { readonly verb: "sendExport"; readonly language: Language }
    /** Transient, in order with the fan's chat: `typing`, `record_voice`, `upload_photo` … */
    | { readonly verb: "showAction"; readonly action: string }
    /** Telegram's invoice in Stars; its payload names the purchase (src/telegram/invoice-payload.ts). */
    | { readonly verb: "sendInvoice"; readonly sale: Sale; readonly language: Language }
    /**
     * Gives all Stars of a payment back, which is all that Telegram can; `paymentId` is its charge id.
     * Answers `facts`.
     */
    | {
        readonly verb: "refundStars";
        readonly purchaseId: string;
        readonly paymentId: string;
        /** What was paid, in whole Stars. */
        readonly amount: number;
      }
    /** A page of the fan's ledger, newest first, 0 the newest: sent, or edited into `messageId`. */
    | {
        readonly verb: "showHistory";
        readonly page: number;
        readonly messageId: number | null;
        readonly language: Language;
      }
    // ── at Stripe: every call is safe to make again, its idempotency key is in its ids ──────────
    /** A hosted page to pay at; makes the customer first where there is none. Answers `page`. */
    | {
        readonly verb: "checkout";
        readonly sale: Sale;
        readonly customerId: string | null;
        /** The card may be charged later without the fan. */
        readonly savesCard: boolean;
        /** Unix milliseconds. */
        readonly expiresAt: number;
        readonly language: Language;
      }
    /** A hosted page to save a card at. Answers `page`. */
    | {
        readonly verb: "saveCard";
        readonly setupId: string;
        readonly customerId: string | null;
        readonly expiresAt: number;
        readonly language: Language;
      }
    /** Closes a page that nobody is to pay at any more. Answers the session's `facts`. */
    | { readonly verb: "expireCheckout"; readonly purchaseId: string; readonly sessionId: string }
    /** Charges a saved card without the fan. Answers `facts`, a decline among them. */
    | {
        readonly verb: "chargeCard";
        readonly sale: Sale;
        readonly customerId: string;
        readonly cardId: string;
      }
    /** Where the fan can answer their bank about a charge. Answers `link`, or `facts` if it is over. */
    | {
        readonly verb: "confirmPayment";
        readonly purchaseId: string;
        readonly paymentId: string;
        readonly cardId: string;
      }
    /** Gives up a charge that waits for the fan. Answers `facts`. */
    | { readonly verb: "cancelPayment"; readonly purchaseId: string; readonly paymentId: string }
    /** `refundKey` is unique for this refund. Answers `facts`. */
    | {
        readonly verb: "refundPayment";
        readonly purchaseId: string;
        readonly paymentId: string;
        readonly refundKey: string;
        readonly amount: number;
      }
    /** All that Stripe knows of a purchase: session, payment, refunds, disputes. Answers `facts`. */
    | {
        readonly verb: "lookUpPayment";
        readonly purchaseId: string;
        readonly sessionId: string | null;
        readonly paymentId: string | null;
      }
    /** Answers `facts` with the card. */
    | { readonly verb: "lookUpCard"; readonly cardId: string }
    | { readonly verb: "removeCard"; readonly cardId: string }
    /** Deletes a customer with all saved cards; Stripe keeps the payments, as the law wants. */
    | { readonly verb: "forgetCustomer"; readonly customerId: string }
    /** Stripe's own page of this customer: cards and invoices. Answers `link`. */
    | { readonly verb: "openPortal"; readonly customerId: string; readonly language: Language }
    // ── in our own books ──────────────────────────────────────────────────────────────────────
    /** One use of a promo code for this fan, once. Answers `promo` or `promoRefused`. */
    | {
        readonly verb: "claimPromo";
        readonly code: string;
        /** Uses of it by this fan that the books do not know: by lives that were erased. */
        readonly earlierUses?: number;
      }
    /** By its id, or as the charge for a fan's message by its copy in a topic. Answers `line`. */
    | {
        readonly verb: "lookUpLine";
        readonly lineId: number | null;
        readonly topicMessage?: { readonly groupId: number; readonly messageId: number };
      }
    // ── elsewhere ─────────────────────────────────────────────────────────────────────────────
    /** Transient: takes the spinner off a pressed button. */
    | {
        readonly verb: "answerPress";
        readonly queryId: string;
        readonly say:
          | { readonly to: "fan"; readonly say: FanSay; readonly language: Language }
          | { readonly to: "team"; readonly say: TeamSay }
          | { readonly to: "desk"; readonly say: DeskSay }
          | null;
        readonly isAlert: boolean;
      }
    | { readonly verb: "alertOwner"; readonly say: OwnerSay }
    | ReplyEffect
    | DeskEffect
    | CampaignEffect
    | LockedEffect
  );

export type EffectVerb = Effect["verb"];

const PLAIN: EffectTraits = {
  lane: "fan",
  costsMessages: true,
  isTransient: false,
  isCosmetic: false,
  coalesceKey: null,
  reportsDone: false,
  goesFirst: false,
};
const TOPIC: EffectTraits = { ...PLAIN, lane: "topic" };
const COSMETIC: EffectTraits = { ...TOPIC, isCosmetic: true };
const COSTLESS: EffectTraits = { ...COSMETIC, costsMessages: false };

/** Whoever asks a service or the books waits for what they say. */
const STRIPE: EffectTraits = { ...PLAIN, lane: "stripe", costsMessages: false, reportsDone: true };
const BOOKS: EffectTraits = { ...STRIPE, lane: "books" };

const SERVICES = {
  checkout: STRIPE,
  saveCard: STRIPE,
  expireCheckout: STRIPE,
  chargeCard: STRIPE,
  confirmPayment: STRIPE,
  cancelPayment: STRIPE,
  refundPayment: STRIPE,
  lookUpPayment: STRIPE,
  lookUpCard: STRIPE,
  removeCard: STRIPE,
  forgetCustomer: STRIPE,
  openPortal: STRIPE,
  claimPromo: BOOKS,
  lookUpLine: BOOKS,
  saveReply: BOOKS,
  lookUpReply: BOOKS,
  listReplies: BOOKS,
} as const satisfies Partial<Record<EffectVerb, EffectTraits>>;

type ServiceEffect = Extract<Effect, { verb: keyof typeof SERVICES }>;

/** Whether it goes to Stripe or to our own books, and not to Telegram. */
export function isForService(effect: Effect): effect is ServiceEffect {
  return effect.verb in SERVICES;
}

/**
 * Effects that are carried out although their fan was forgotten meanwhile: they end what is open in the
 * fan's name, or give back what was promised. They carry ids and amounts, no words and no names.
 */
export const OUTLIVE_ERASURE: ReadonlySet<EffectVerb> = new Set([
  "expireCheckout",
  "cancelPayment",
  "refundPayment",
  "refundStars",
  "removeCard",
  "forgetCustomer",
]);

/** How the relay treats an effect. Keys are unique within one actor. */
export function traitsOf(effect: Effect): EffectTraits {
  if (isForService(effect)) return SERVICES[effect.verb];
  if (isOfDesk(effect)) return deskTraits(effect);
  if (isOfCampaign(effect)) return campaignTraits(effect);
  if (isOfLocked(effect)) return lockedTraits(effect);
  switch (effect.verb) {
    case "openTopic":
      return { ...TOPIC, reportsDone: true, goesFirst: true };
    case "recap":
    case "reopenTopic":
      return { ...TOPIC, goesFirst: true };
    case "post":
    case "postAlbum":
    case "editPost":
    case "closeTopic":
      return TOPIC;
    case "tell":
      // Whoever tags it waits for its id: a question that is to turn into its outcome by itself.
      return { ...TOPIC, reportsDone: effect.tag !== undefined };
    case "editTell":
      return { ...TOPIC, coalesceKey: `tell:${effect.messageId}` };
    case "card":
      return effect.messageId === null
        ? { ...COSMETIC, reportsDone: true }
        : { ...COSMETIC, coalesceKey: `card:${effect.messageId}` };
    case "pin":
      return { ...COSMETIC, coalesceKey: "pin" };
    case "renameTopic":
      return { ...COSMETIC, coalesceKey: "rename" };
    case "setTopicIcon":
      return { ...COSMETIC, coalesceKey: "icon" };
    case "sweepTopic":
      return COSTLESS;
    case "mirrorReaction":
      return { ...COSTLESS, coalesceKey: `mirror:${effect.fanChatMessageId}` };
    case "editReply":
    case "sendExport":
      return PLAIN;
    case "reply":
    case "withdraw":
    case "notify":
      // Whoever tags it waits for it: the answer that stops the typing, the notice to edit later.
      return { ...PLAIN, reportsDone: effect.tag !== undefined };
    case "editNotice":
      return { ...PLAIN, coalesceKey: `notice:${effect.messageId}` };
    case "pinNotice":
      return { ...PLAIN, isCosmetic: true };
    case "react":
      // In the topic's lane, right behind the post it acknowledges: 👌 cannot come before it.
      return { ...COSTLESS, coalesceKey: `react:${effect.fanMessageId}` };
    case "sendInvoice":
      return { ...PLAIN, reportsDone: true };
    case "refundStars":
      return { ...PLAIN, costsMessages: false, reportsDone: true };
    case "showHistory":
      return effect.messageId === null
        ? PLAIN
        : { ...PLAIN, coalesceKey: `notice:${effect.messageId}` };
    case "showAction":
      return { ...PLAIN, costsMessages: false, isTransient: true, isCosmetic: true };
    case "answerPress":
      return { ...PLAIN, lane: "free", costsMessages: false, isTransient: true, isCosmetic: true };
    case "alertOwner":
      return { ...PLAIN, lane: "owner" };
    default:
      return unreachable(effect);
  }
}
