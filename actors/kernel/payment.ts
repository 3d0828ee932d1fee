// What a payment service says, in our words. Webhooks, answers to our own calls and reconciliation all
// speak through these facts, so it makes no difference by which way, how often or in which order a
// thing is heard. A fact is a statement about one object at one moment (`at`, the service's own time),
// never an instruction; what follows from all facts together is the conversation's to work out.
//
// Amounts are in the smallest unit of their currency (or whole Stars). Ids are the service's own.
import { z } from "zod";
import { RAILS } from "./product.ts";

const ServiceId = z.string().min(1).max(255);
const Amount = z.int();
/** Unix milliseconds. */
const Time = z.int();

/** A saved card as people know it. */
export const Card = z.object({
  /** The service's id of the payment method. */
  id: ServiceId,
  brand: z.string(),
  last4: z.string(),
  expMonth: z.int(),
  expYear: z.int(),
});
export type Card = z.infer<typeof Card>;

/** Why a charge was declined; a hard decline will be declined again whatever is done. */
const Decline = z.object({ code: z.string(), isHard: z.boolean() });

/** Which purchase of ours, by the id that we put into its metadata, or found by its payment. */
const ofPurchase = { purchaseId: z.string(), at: Time };

export const PaymentFact = z.discriminatedUnion("type", [
  /** A checkout page. `unpaid`: completed, the money is on its way; `failed`: it never came. */
  z.object({
    type: z.literal("session"),
    ...ofPurchase,
    sessionId: ServiceId,
    state: z.enum(["open", "paid", "unpaid", "failed", "expired"]),
    amount: Amount,
    currency: z.string(),
    paymentId: ServiceId.nullable(),
    customerId: ServiceId.nullable(),
  }),
  /** A payment itself: Stripe's PaymentIntent, or Telegram's successful payment in Stars. */
  z.object({
    type: z.literal("payment"),
    ...ofPurchase,
    rail: z.enum(RAILS),
    paymentId: ServiceId,
    state: z.enum(["succeeded", "processing", "requiresAction", "failed", "canceled"]),
    /** What was received when it succeeded, what is asked for otherwise. */
    amount: Amount,
    currency: z.string(),
    customerId: ServiceId.nullable(),
    cardId: ServiceId.nullable(),
    /** The card may be charged when the fan is not there. */
    savesCard: z.boolean(),
    decline: Decline.nullable(),
  }),
  /** One refund; it can fail after it has succeeded. */
  z.object({
    type: z.literal("refund"),
    ...ofPurchase,
    paymentId: ServiceId,
    refundId: ServiceId,
    amount: Amount,
    currency: z.string(),
    state: z.enum(["pending", "succeeded", "failed"]),
  }),
  /** What all refunds of a payment come to at `at`. */
  z.object({
    type: z.literal("refunded"),
    ...ofPurchase,
    paymentId: ServiceId,
    amount: Amount,
    currency: z.string(),
  }),
  /** A chargeback, or an inquiry that may become one (`status` begins with `warning_`). */
  z.object({
    type: z.literal("dispute"),
    ...ofPurchase,
    paymentId: ServiceId,
    disputeId: ServiceId,
    amount: Amount,
    currency: z.string(),
    /** Stripe's own, an open list. */
    status: z.string(),
    reason: z.string(),
    /** Whether this fact is of money moving; null: it says nothing about that. */
    funds: z.enum(["withdrawn", "reinstated"]).nullable(),
    evidenceDueAt: Time.nullable(),
  }),
  /** The card's bank suspects fraud; no money has moved yet. */
  z.object({ type: z.literal("fraudWarning"), ...ofPurchase, paymentId: ServiceId }),
  /** A saved card of this fan; `detached` is for ever. */
  z.object({
    type: z.literal("card"),
    at: Time,
    customerId: ServiceId.nullable(),
    state: z.enum(["attached", "updated", "detached"]),
    card: Card,
  }),
  /** Saving a card without paying. */
  z.object({
    type: z.literal("setup"),
    at: Time,
    state: z.enum(["succeeded", "failed", "expired"]),
    /** Ours, from the metadata; null when Stripe had none. */
    setupId: z.string().nullable(),
    customerId: ServiceId.nullable(),
    cardId: ServiceId.nullable(),
  }),
  z.object({ type: z.literal("customerDeleted"), at: Time, customerId: ServiceId }),
]);
export type PaymentFact = z.infer<typeof PaymentFact>;

export type FactOf<Type extends PaymentFact["type"]> = Extract<PaymentFact, { type: Type }>;

/** A line of a fan's ledger as it was found; `id` is the row's. */
export const LedgerLine = z.object({
  id: z.int(),
  kind: z.string(),
  credits: z.int(),
  seconds: z.int(),
  amount: z.int(),
  currency: z.string().nullable(),
  reference: z.string().nullable(),
  at: Time,
  /** It was given back, by a row that names it. */
  isGivenBack: z.boolean(),
  /** The kind of message that was charged; null: it is about none. */
  messageKind: z.string().nullable().default(null),
});
export type LedgerLine = z.infer<typeof LedgerLine>;
