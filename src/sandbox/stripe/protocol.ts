// What the sandbox's page sees of its Stripe, and what it may do there as the bank, the payer or the
// owner. Part of the page's protocol (src/sandbox/protocol.ts); money is in the currency's smallest
// unit, moments are Unix milliseconds of the sandbox's clock.

import type { StripeFaults } from "./faults.ts";
import type { Manner } from "./webhooks/courier.ts";

/** A payment, or a page at which nobody has tried to pay yet. */
export interface StripePayment {
  /** The payment intent's id; the session's while there is no intent. */
  readonly id: string;
  /** The page's session, if there is a page. */
  readonly sessionId: string | null;
  /** Null: nobody of the sandbox. */
  readonly personId: number | null;
  readonly at: number;
  readonly what: string;
  readonly amount: number;
  readonly currency: string;
  readonly state:
    | "open"
    | "expired"
    | "asksTheBank"
    | "onItsWay"
    | "paid"
    | "declined"
    | "canceled";
  /** Why the last try was declined. */
  readonly decline: string | null;
  readonly card: string | null;
  /** Refunds that have not failed. */
  readonly refunded: number;
  readonly dispute: {
    readonly id: string;
    /** Stripe's word. */
    readonly status: string;
    readonly isInquiry: boolean;
    readonly isOver: boolean;
  } | null;
}

export interface StripeCard {
  readonly id: string;
  /** `Visa ending in 4242`. */
  readonly name: string;
  readonly isDefault: boolean;
  /** What its bank does, in a few words. */
  readonly bank: string;
}

export interface StripeCustomer {
  readonly id: string;
  readonly personId: number | null;
  readonly cards: readonly StripeCard[];
}

export interface StripeEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  /** How its newest delivery stands; null while no endpoint wants it. */
  readonly delivery: {
    readonly state: "waiting" | "sending" | "resting" | "delivered" | "lost" | "abandoned";
    readonly attempts: number;
    /** HTTP status of the last try; null if there was no answer. */
    readonly status: number | null;
    readonly nextTryAt: number | null;
    readonly manner: Manner;
  } | null;
  /** How often it was handed to the receiver in all. */
  readonly deliveries: number;
}

/** A hosted page to pay or to save a card at. */
export interface StripePage {
  /** The session's id, which its address ends with. */
  readonly id: string;
  readonly status: "open" | "complete" | "expired";
}

/** Newest first, each list bounded. */
export interface StripeState {
  readonly pages: readonly StripePage[];
  readonly payments: readonly StripePayment[];
  readonly customers: readonly StripeCustomer[];
  readonly events: readonly StripeEvent[];
  readonly faults: StripeFaults;
}

export const PAYMENT_TURNS = [
  // The money of a slow payment arrives now, or never.
  "settled",
  "unsettled",
  "refunded",
  "halfRefunded",
  // The newest refund does not reach the card after all.
  "refundFailed",
  "disputed",
  "inquired",
  "warned",
  // The time of an open page runs out now.
  "expired",
] as const;
export type PaymentTurn = (typeof PAYMENT_TURNS)[number];

export const DISPUTE_TURNS = ["escalated", "won", "lost", "closed"] as const;
export type DisputeTurn = (typeof DISPUTE_TURNS)[number];

export const CARD_TURNS = [
  "revoked",
  "empty",
  "asksTheBank",
  "works",
  // The bank sends a new card, and tells Stripe.
  "renewed",
  "removed",
] as const;
export type CardTurn = (typeof CARD_TURNS)[number];

export const MANNERS = [
  "asItIs",
  "badSignature",
  "noSignature",
  "stale",
  "tampered",
  "liveMode",
  "otherAccount",
] as const satisfies readonly Manner[];

export type StripeAct =
  | { readonly act: "stripePayment"; readonly paymentId: string; readonly to: PaymentTurn }
  | { readonly act: "stripeDispute"; readonly disputeId: string; readonly to: DisputeTurn }
  | { readonly act: "stripeCard"; readonly cardId: string; readonly to: CardTurn }
  | { readonly act: "deleteCustomer"; readonly customerId: string }
  /** Sends an event once more; `inAnHour` waits for the sandbox's clock first. */
  | {
      readonly act: "sendEvent";
      readonly eventId: string;
      readonly manner: Manner;
      readonly inAnHour?: boolean;
    }
  /** Sends the newest events once more, the newest first. */
  | { readonly act: "sendEventsBackwards"; readonly count: number }
  | { readonly act: "stripeFault"; readonly set: Partial<StripeFaults> };
