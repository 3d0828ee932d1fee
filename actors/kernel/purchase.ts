// One purchase as its conversation remembers it, and as the row keeps it (`purchases.record`) for the
// day when a refund or a dispute comes about one that the conversation has let go of. What was said
// (refunds, disputes, states) is kept apart from what was done about it (`granted`, `reversed`,
// `frozen`): the first is merged from facts in any order, the second follows from the first.
import { z } from "zod";
import { RAILS } from "./product.ts";

const Count = z.int().nonnegative();
const Time = z.int();

/** Credits and seconds of a session, two units that are never mixed. */
export const Units = z.object({ credits: Count, seconds: Count });
export type Units = z.infer<typeof Units>;

export const NO_UNITS: Units = { credits: 0, seconds: 0 };

export const PURCHASE_STATES = [
  "open", // a page, an invoice or a charge is on its way to the fan or the bank
  "processing", // the fan has paid, the money has not come
  "requiresAction", // the bank wants to hear from the fan
  "paid",
  "expired",
  "failed",
  "mismatch", // paid, but not what was asked for: credits nothing, a person must look
] as const;
export type PurchaseState = (typeof PURCHASE_STATES)[number];

const Refund = z.object({
  id: z.string(),
  amount: Count,
  state: z.enum(["pending", "succeeded", "failed"]),
  at: Time,
});

const Dispute = z.object({
  id: z.string(),
  amount: Count,
  status: z.string(),
  statusAt: Time,
  reason: z.string(),
  funds: z.enum(["withdrawn", "reinstated"]).nullable(),
  fundsAt: Time,
});

export const Purchase = z.object({
  /** Unique for ever, over all deployments that share a Stripe account. */
  id: z.string(),
  rail: z.enum(RAILS),
  /** The fan asked for it, or the auto-recharge did. */
  kind: z.enum(["checkout", "recharge"]),
  sku: z.string(),
  /** What it gives; a promo code's credits are in it. */
  gives: Units,
  amount: z.int().positive(),
  currency: z.string(),
  promo: z.string().nullable(),
  createdAt: Time,
  /** When its page closes; null where there is none. */
  expiresAt: Time.nullable(),
  /** Our message in the fan's chat that shows it; null: none, or not there yet. */
  noticeId: z.int().nullable(),

  sessionId: z.string().nullable(),
  /** The address of its page at the payment service, for as long as it is open. */
  pageUrl: z.string().exactOptional(),
  /** PaymentIntent, or Telegram's charge id; the business key of its ledger row. */
  paymentId: z.string().nullable(),
  state: z.enum(PURCHASE_STATES),
  paidAt: Time.nullable(),
  refunds: z.array(Refund),
  /** The latest total that was heard of. */
  refunded: z.object({ amount: Count, at: Time }).nullable(),
  disputes: z.array(Dispute),
  isFraudWarned: z.boolean(),

  /** The ledger has its row. */
  isGranted: z.boolean(),
  /** Taken back for good by refunds and lost disputes, debt included. */
  reversed: Units,
  /** Taken back for as long as a dispute is open. */
  frozen: Units,
  /** Grows with every turn that changes it; the row refuses one that does not follow. */
  version: z.int().positive(),
});
export type Purchase = z.infer<typeof Purchase>;

/**
 * A new purchase's id. It holds the moment beside the envelope's number, because databases are made
 * anew and Stripe remembers keys: two deployments of one account never share one. An auto-recharge is
 * told apart, because one envelope can begin both: a command ends an album, whose charge is a crossing.
 */
export function purchaseIdOf(envelopeId: number, at: number, kind: Purchase["kind"]): string {
  const mark = kind === "recharge" ? "-r" : "";
  return `p${envelopeId.toString(36)}-${at.toString(36)}${mark}`;
}

/** When a purchase was begun, in Unix milliseconds, read from its id; null: no id of ours. */
export function purchaseBegunAt(id: string): number | null {
  const [, time] = /^p[0-9a-z]{1,11}-([0-9a-z]{1,10})(?:-r)?$/.exec(id) ?? [];
  return time === undefined ? null : Number.parseInt(time, 36);
}
