// Refunds. A refund is pending, succeeded, failed or canceled; it counts on its charge from the
// moment it is made, and no longer once it has failed or been canceled: Stripe may learn days later
// that the card's bank would not take the money back.

import type { Stripe } from "stripe";
import { book } from "./balance.ts";
import { invalid } from "./refusal.ts";
import { idOf, type Store } from "./store.ts";

/** How long the refunds that end later take, milliseconds. */
const LATER_MS = 3_600_000;

export interface RefundFields {
  /** Cents; undefined is all that is left. */
  readonly amount: number | undefined;
  readonly reason: "duplicate" | "fraudulent" | "requested_by_customer" | null;
  readonly metadata: Stripe.Metadata;
}

/** Refunds a charge, all or part; throws what Stripe refuses. */
export function createRefund(
  store: Store,
  charge: Stripe.Charge,
  fields: RefundFields,
): Stripe.Refund {
  const left = charge.amount - charge.amount_refunded;
  const amount = fields.amount ?? left;
  checkRefundable(store, charge, amount, left);
  const plan = store.cards.get(charge.payment_method ?? "")?.card.refund ?? "succeeds";
  const isPending = plan === "succeedsLater";
  const id = store.ids.next("re_");
  const refund: Stripe.Refund = {
    id,
    object: "refund",
    amount,
    balance_transaction: bookRefund(store, charge, id, amount),
    charge: charge.id,
    created: store.now(),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: {
      card: {
        reference_status: "pending",
        reference_type: "system_trace_audit_number",
        type: "refund",
      },
      type: "card",
    },
    metadata: fields.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    ...(isPending && { pending_reason: "processing" }),
    reason: fields.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: isPending ? "pending" : "succeeded",
    transfer_reversal: null,
  };
  store.refunds.add(refund);
  store.emit("refund.created", refund);
  countOn(store, charge, amount);
  if (plan !== "succeeds") {
    const as = plan === "succeedsLater" ? "succeeded" : "failed";
    store.arm(id, LATER_MS, () => settleRefund(store, refund, as));
  }
  return refund;
}

function checkRefundable(store: Store, charge: Stripe.Charge, amount: number, left: number): void {
  if (charge.status !== "succeeded") {
    throw invalid(`This charge cannot be refunded: its status is ${charge.status}.`);
  }
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, {
      code: "charge_already_refunded",
    });
  }
  const dispute = store.disputes.find((row) => row.charge === charge.id);
  if (dispute && !dispute.is_charge_refundable) {
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: "charge_disputed",
    });
  }
  if (amount > left) {
    throw invalid(
      `Refund amount (${money(amount)}) is greater than unrefunded amount on charge ` +
        `(${money(left)})`,
      { param: "amount" },
    );
  }
}

function money(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

function bookRefund(store: Store, charge: Stripe.Charge, id: string, amount: number): string {
  const { currency } = charge;
  const entry = { amount: -amount, fee: 0, currency, sourceId: id, description: "REFUND" };
  return book(store, { type: "refund", ...entry }).id;
}

/** Counts what was refunded, or with a negative amount what was not after all. */
function countOn(store: Store, charge: Stripe.Charge, amount: number): void {
  const refunded = charge.amount_refunded + amount;
  const change = { amount_refunded: refunded, refunded: refunded === charge.amount };
  if (amount > 0) store.change(charge, change, "charge.refunded");
  else store.change(charge, change, "charge.updated");
}

/**
 * The end of a refund. A pending one may succeed or fail; one that has succeeded may still fail,
 * once. Anything else is left as it is; answers whether anything changed.
 */
export function settleRefund(
  store: Store,
  refund: Stripe.Refund,
  as: "succeeded" | "failed",
): boolean {
  const isOpen = refund.status === "pending" || (refund.status === "succeeded" && as === "failed");
  if (!isOpen) return false;
  store.disarm(refund.id);
  delete refund.pending_reason;
  if (as === "succeeded") {
    store.change(refund, { status: as }, "refund.updated", "charge.refund.updated");
    return true;
  }
  const change: Partial<Stripe.Refund> = {
    status: as,
    failure_reason: "expired_or_canceled_card",
    failure_balance_transaction: giveBack(store, refund),
  };
  store.change(refund, change, "refund.updated", "refund.failed", "charge.refund.updated");
  return true;
}

/** Takes a pending refund back; throws for any other. */
export function cancelRefund(store: Store, refund: Stripe.Refund): void {
  if (refund.status !== "pending") {
    throw invalid(`Refund ${refund.id} cannot be canceled: its status is ${refund.status}.`);
  }
  store.disarm(refund.id);
  const change: Partial<Stripe.Refund> = {
    status: "canceled",
    failure_balance_transaction: giveBack(store, refund),
  };
  store.change(refund, change, "refund.updated", "charge.refund.updated");
}

function giveBack(store: Store, refund: Stripe.Refund): string {
  const charge = store.charges.get(idOf(refund.charge) ?? "");
  if (charge) countOn(store, charge, -refund.amount);
  const { amount, currency, id } = refund;
  const entry = { amount, fee: 0, currency, sourceId: id, description: "REFUND FAILURE" };
  return book(store, { type: "refund_failure", ...entry }).id;
}
