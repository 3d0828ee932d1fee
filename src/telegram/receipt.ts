// Telegram's service messages about Stars, as facts of a payment. Both come for money that has moved
// already; what follows is the conversation's.
import type { FactOf } from "#actors/kernel/payment.ts";
import { unpackPayload } from "./invoice-payload.ts";
import type { Message, Receipt } from "./update.ts";

export type StarsFact = FactOf<"payment"> | FactOf<"refund">;

/** The fact that a service message tells; null for every other message. */
export function receiptOf({ date, ...message }: Message): StarsFact | null {
  const at = date * 1_000;
  if (message.successful_payment !== undefined) {
    return paymentOf(receiptFacts(message.successful_payment), at);
  }
  return message.refunded_payment === undefined
    ? null
    : refundOf(receiptFacts(message.refunded_payment), at);
}

/** A payment in Stars, which is over when anybody hears of it. */
export function paymentOf(
  paid: Pick<StarsFact, "purchaseId" | "paymentId" | "amount" | "currency">,
  at: number,
): FactOf<"payment"> {
  return {
    type: "payment",
    ...paid,
    at,
    rail: "stars",
    state: "succeeded",
    customerId: null,
    cardId: null,
    savesCard: false,
    decline: null,
  };
}

/**
 * The refund of a payment in Stars. Telegram gives back all of it or nothing, and names the refund by
 * the payment, so our own call and Telegram's message about it tell the same fact.
 */
export function refundOf(
  paid: Pick<StarsFact, "purchaseId" | "paymentId" | "amount" | "currency">,
  at: number,
): FactOf<"refund"> {
  return { type: "refund", ...paid, at, refundId: paid.paymentId, state: "succeeded" };
}

function receiptFacts(
  receipt: Receipt,
): Pick<StarsFact, "purchaseId" | "paymentId" | "amount" | "currency"> {
  const { invoice_payload: payload, telegram_payment_charge_id: paymentId } = receipt;
  return {
    // A payload that is not ours is shown as it is to whoever looks for the purchase.
    purchaseId: unpackPayload(payload)?.purchaseId ?? payload,
    paymentId,
    amount: receipt.total_amount,
    currency: receipt.currency.toLowerCase(),
  };
}
