// Whether a statement says anything that a purchase's row does not show yet. Reconciliation asks it of
// everything that it has read: what is no news is not said again, so a pass over days of payments
// writes nothing where no webhook was lost. Where it is wrong the worst is a fact said twice, which
// the conversation merges.
import type { Purchase, PurchaseState } from "#actors/kernel/purchase.ts";
import type { Said, SaidOf } from "./facts.ts";

const OPEN: readonly PurchaseState[] = ["open"];
const UNDER_WAY: readonly PurchaseState[] = ["open", "processing", "requiresAction"];
const UNPAID: readonly PurchaseState[] = [...UNDER_WAY, "expired", "failed"];

/** The states of a row for which a session's state is news. */
const SESSION_NEWS: Readonly<Record<SaidOf<"session">["state"], readonly PurchaseState[]>> = {
  open: [],
  paid: UNPAID,
  unpaid: ["open", "expired"],
  failed: UNDER_WAY,
  expired: OPEN,
};

const PAYMENT_NEWS: Readonly<Record<SaidOf<"payment">["state"], readonly PurchaseState[]>> = {
  succeeded: UNPAID,
  processing: ["open", "requiresAction"],
  requiresAction: OPEN,
  failed: UNDER_WAY,
  canceled: UNDER_WAY,
};

/** Whether the row does not show it. Statements about no purchase are never news here. */
export function isNews(said: Said, purchase: Purchase): boolean {
  switch (said.type) {
    case "session":
      return SESSION_NEWS[said.state].includes(purchase.state);
    case "payment":
      return isPaymentNews(said, purchase);
    case "refund": {
      const known = purchase.refunds.find(({ id }) => id === said.refundId);
      return known?.state !== said.state;
    }
    case "refunded":
      return said.amount !== (purchase.refunded?.amount ?? sumOf(purchase));
    case "dispute": {
      const known = purchase.disputes.find(({ id }) => id === said.disputeId);
      if (known === undefined || known.status !== said.status) return true;
      return said.funds !== null && said.funds !== known.funds;
    }
    case "fraudWarning":
      return !purchase.isFraudWarned;
    default:
      return false;
  }
}

function isPaymentNews(said: SaidOf<"payment">, purchase: Purchase): boolean {
  // A page whose first card was declined is open still: its own end is told by its session.
  const isAttempt = purchase.kind === "checkout" && said.state !== "succeeded";
  if (isAttempt && said.state !== "processing") return false;
  return PAYMENT_NEWS[said.state].includes(purchase.state);
}

function sumOf({ refunds }: Purchase): number {
  return refunds.reduce((sum, { state, amount }) => (state === "failed" ? sum : sum + amount), 0);
}
