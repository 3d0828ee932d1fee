// Everything the program says about money; `say.ts` has the rest and the rules. Amounts are in their
// currency's smallest unit, credits and seconds are units of their own, and none is ever mixed.

import type { Card } from "./payment.ts";
import type { PROMO_REFUSALS, Promo } from "./product.ts";
import type { Units } from "./purchase.ts";

type Nothing = Readonly<Record<string, never>>;

/** An amount of money in the currency's smallest unit; `xtr` is whole Stars. */
export interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** One thing on the shelf. */
export interface ShopItem extends Price {
  readonly sku: string;
  readonly gives: Units;
  /** Without the promo code; the same as `amount` where it does nothing. */
  readonly fullAmount: number;
  readonly isBest: boolean;
}

/** What is being bought. */
export interface SaleFacts extends Price {
  readonly gives: Units;
}

/** What a fan has now. */
export interface Account {
  readonly credits: number;
  readonly creditsFull: number;
  readonly sessionSeconds: number;
  /** What is owed after refunds and lost disputes. */
  readonly debt: Units;
}

/** The terms of an auto-recharge, all of which a fan sees before they agree. */
export interface RechargeTerms {
  readonly pack: SaleFacts;
  readonly threshold: number;
  /** Cents in a UTC day and month, in the pack's currency. */
  readonly dayMax: number;
  readonly monthMax: number;
  readonly card: Card;
}

/** A line of a fan's ledger, as it is shown. */
export interface LineFacts {
  readonly kind: string;
  readonly credits: number;
  readonly seconds: number;
  readonly price: Price | null;
  /** The kind of message that was charged, where there is one. */
  readonly messageKind: string | null;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Said to a fan. */
export interface FanMoneySays {
  // ── the shop ────────────────────────────────────────────────────────────────────────────────
  /** The shelf; its buttons carry names and prices too. */
  shop: {
    readonly items: readonly ShopItem[];
    readonly account: Account;
    readonly promo: Promo | null;
    /** Paid in Stars; otherwise by card. */
    readonly isStars: boolean;
    /** The card is going to be kept for the next time. */
    readonly savesCard: boolean;
  };
  /** `/buy7` or `/time` where there is no such pack. */
  notSold: Nothing;
  /** What stands on an invoice in Stars, under its title. */
  invoice: { readonly sale: SaleFacts };
  /** The answer to paying an invoice that no longer holds. */
  invoiceStale: Nothing;
  /** A page is being made for this sale. */
  checkoutComing: { readonly sale: SaleFacts };
  /** The page is there; its address is on the button. */
  checkoutReady: {
    readonly sale: SaleFacts;
    readonly savesCard: boolean;
    readonly leftSeconds: number;
  };
  /** No page could be made; nothing was charged. */
  checkoutFailed: { readonly sale: SaleFacts };
  checkoutExpired: { readonly sale: SaleFacts };
  /** The fan went back to the shop, or chose something else. */
  checkoutDropped: { readonly sale: SaleFacts };
  /** Paid by a slow method: nothing arrives until the money does. */
  checkoutProcessing: { readonly sale: SaleFacts };
  /** Paid, but not what was asked for: nothing arrives before a person has looked at it. */
  paymentReview: { readonly sale: SaleFacts };
  /** An invoice in Stars was paid again: what came the second time goes back. */
  paidTwice: { readonly price: Price };
  /** The money of a slow method never came. */
  checkoutUnpaid: { readonly sale: SaleFacts };
  /** The receipt. `worksOff` went to what was owed. */
  paid: {
    readonly sale: SaleFacts;
    readonly isRecharge: boolean;
    readonly worksOff: Units;
    readonly account: Account;
  };
  /** An invoice in Stars that stands above says the same; this is below it. */
  refunded: {
    readonly price: Price;
    readonly takes: Units;
    readonly account: Account;
  };
  /** A refund failed at the bank: what it had taken is back. */
  refundFailed: { readonly price: Price; readonly gives: Units; readonly account: Account };
  disputeOpened: { readonly price: Price; readonly freezes: Units; readonly account: Account };
  /** It ended well for the team: what was frozen or taken is back. */
  disputeWon: { readonly price: Price; readonly gives: Units; readonly account: Account };
  disputeLost: { readonly price: Price; readonly takes: Units; readonly account: Account };

  // ── cards ───────────────────────────────────────────────────────────────────────────────────
  billing: {
    readonly cards: readonly Card[];
    readonly defaultCardId: string | null;
    readonly recharge: RechargeTerms | null;
  };
  /** A page to save a card at, or the portal, is being made. */
  pageComing: Nothing;
  saveCardReady: { readonly leftSeconds: number };
  portalReady: Nothing;
  pageFailed: Nothing;
  cardSaved: { readonly card: Card };
  cardNotSaved: Nothing;
  cardRemoveConfirm: { readonly card: Card };
  cardRemoved: { readonly card: Card };

  // ── auto-recharge ───────────────────────────────────────────────────────────────────────────
  /** Which pack? One button each. */
  rechargeMenu: { readonly threshold: number };
  /** All terms, before the one press that agrees to them. */
  rechargeOffer: { readonly terms: RechargeTerms };
  rechargeNeedsCard: Nothing;
  rechargeOn: { readonly terms: RechargeTerms };
  rechargeOff: Nothing;
  /** A charge is being made, in the open: this turns into the receipt. */
  rechargeComing: { readonly sale: SaleFacts; readonly card: Card };
  rechargeProcessing: { readonly sale: SaleFacts };
  /** `againSeconds` null: it is off now. */
  rechargeDeclined: {
    readonly sale: SaleFacts;
    readonly card: Card;
    readonly againSeconds: number | null;
  };
  /** What a notice of a charge that failed turns into when the next one begins, below it. */
  rechargeTriedAgain: { readonly sale: SaleFacts };
  /** The bank wants the fan; the address is on the button once it is there. */
  rechargeConfirm: { readonly sale: SaleFacts; readonly isReady: boolean };
  rechargeGivenUp: { readonly sale: SaleFacts };
  rechargeCeiling: { readonly of: "day" | "month"; readonly max: Price };
  /** It was switched off for the fan. */
  rechargeStopped: { readonly why: "dispute" | "card" | "customer" | "shop" };

  // ── promo codes ─────────────────────────────────────────────────────────────────────────────
  promoUsage: Nothing;
  promoClaimed: { readonly promo: Promo; readonly currency: string };
  /** Its credits are there already. */
  promoCredits: { readonly credits: number; readonly account: Account };
  /** Too many codes of a day were refused: no more are looked up before tomorrow. */
  promoTooMany: Nothing;
  promoRefused: { readonly code: string; readonly why: (typeof PROMO_REFUSALS)[number] };

  // ── the ledger ──────────────────────────────────────────────────────────────────────────────
  history: {
    /** Newest first; `name` is what the line's button says too, from 1 on each page. */
    readonly lines: readonly (LineFacts & { readonly name: string })[];
    readonly page: number;
    readonly pages: number;
  };
  /** One line of it; `isAsked`: the team was asked about it, and there is no button for that. */
  historyLine: { readonly line: LineFacts; readonly isAsked: boolean };
  wrongSent: Nothing;
  wrongTwice: Nothing;
  /** The team gave back what a line had cost. */
  lineGivenBack: { readonly line: LineFacts; readonly account: Account };
  lineRefused: { readonly line: LineFacts };
  adjusted: { readonly credits: number; readonly account: Account };

  paySupport: { readonly ownWords: string | null };
  /** The request is in the team's hands. */
  paySupportSent: Nothing;
  /** The team was asked something a moment ago: nothing was sent, once more in a minute. */
  askSoon: Nothing;
}

/** What was bought, as a topic says it. */
export interface TeamSale {
  readonly gives: Units;
  /** null: not for everybody who reads the topic. */
  readonly amount: number | null;
  readonly currency: string;
}

/** Said to the team. A price of null is not for everybody who reads the topic. */
export interface TeamMoneySays {
  /** Money came in. */
  paid: { readonly name: string; readonly sale: TeamSale; readonly isRecharge: boolean };
  refunded: {
    readonly price: Price | null;
    readonly takes: Units;
    readonly account: Account;
  };
  refundFailed: { readonly price: Price | null; readonly gives: Units };
  disputed: {
    readonly price: Price | null;
    readonly reason: string;
    readonly status: string;
    readonly freezes: Units;
  };
  disputeEnded: {
    readonly price: Price | null;
    readonly isWon: boolean;
    readonly account: Account;
  };
  fraudWarning: { readonly price: Price | null };
  rechargeOff: { readonly why: "dispute" | "card" | "customer" | "shop" };
  purchases: {
    readonly name: string;
    readonly account: Account;
    readonly spentCents: number;
    readonly spentStars: number;
    readonly currency: string;
    /** Newest first. */
    readonly purchases: readonly {
      /** What the line's button says too. */
      readonly name: string;
      readonly sale: SaleFacts;
      readonly isRecharge: boolean;
      readonly state: string;
      readonly refunded: number;
      readonly isDisputed: boolean;
      readonly at: number;
    }[];
  };
  /** One purchase, with the ways to give it back. */
  refundMenu: { readonly sale: SaleFacts; readonly left: Price };
  /** `takes` goes with the money; `owes` of it is not there any more, and becomes debt. */
  refundConfirm: { readonly price: Price; readonly takes: Units; readonly owes: Units };
  refundAsked: { readonly price: Price | null; readonly by: string };
  refundRefused: { readonly price: Price | null; readonly reason: string };
  refundUsage: Nothing;
  /** The message that the command replies to cost nothing, or was given back. */
  nothingToGiveBack: Nothing;
  adjustUsage: { readonly max: number };
  adjusted: {
    readonly credits: number;
    readonly by: string;
    readonly reason: string;
    readonly balance: number;
  };
  /** The fan says that a line of their history is wrong. */
  wrong: { readonly name: string; readonly line: LineFacts };
  giveBackConfirm: { readonly line: LineFacts };
  lineGivenBack: { readonly line: LineFacts; readonly by: string; readonly balance: number };
  lineRefused: { readonly line: LineFacts; readonly by: string };
  paySupport: { readonly name: string; readonly text: string };
}

/** Said to the owner in private. */
export interface OwnerMoneySays {
  /** At once: evidence is due in days, and it is lost without. */
  dispute: {
    readonly name: string;
    readonly fanId: number;
    readonly price: Price;
    readonly reason: string;
    readonly status: string;
    readonly disputeId: string;
    readonly paymentId: string;
    /** Unix milliseconds. */
    readonly evidenceDueAt: number | null;
    readonly paidAt: number | null;
    /** What speaks for the sale: what the fan bought, wrote and was answered. */
    readonly gives: Units;
    readonly messagesIn: number;
    readonly messagesOut: number;
    readonly firstSeenAt: number | null;
    readonly lastSeenAt: number;
  };
  /** The end of one; `moved` is what the fan got again, or lost with it. */
  disputeEnded: {
    readonly name: string;
    readonly fanId: number;
    readonly price: Price;
    readonly isWon: boolean;
    readonly moved: Units;
    readonly disputeId: string;
    readonly paymentId: string;
  };
  fraudWarning: {
    readonly name: string;
    readonly fanId: number;
    readonly price: Price;
    readonly paymentId: string;
  };
  /** Paid, but not what was asked for: nothing was credited. */
  mismatch: {
    readonly name: string;
    readonly fanId: number;
    readonly wanted: Price;
    readonly got: Price;
    readonly paymentId: string;
  };
  /** An invoice in Stars was paid again, and is given back. `refusal`: Telegram would not. */
  paidTwice: {
    readonly name: string;
    readonly fanId: number;
    readonly price: Price;
    readonly paymentId: string;
    readonly refusal: string | null;
  };
  /** A payment of somebody who was erased, or of a purchase that nobody knows. */
  orphanPayment: { readonly paymentId: string; readonly purchaseId: string; readonly price: Price };
}
