// Giving money back. A refund has a key of its own for ever, so it cannot be made twice; and since
// the owner can refund at Stripe's dashboard too, a refusal is answered with what has been refunded
// already, wherever that was done.
import type { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { readCharge, readRefund } from "./facts.ts";
import { ask, factsOf, momentOf, type StripeKit } from "./kit.ts";
import { isRefusal, isRepeatedBreakdown } from "./outcome.ts";
import { tagged, tagsOf } from "./tags.ts";
import type { VerbCall } from "./verbs.ts";

const REFUNDS_MAX = 100;

export async function refundPayment(
  kit: StripeKit,
  { effect, fanId }: VerbCall<"refundPayment">,
): Promise<Outcome> {
  const { purchaseId, paymentId, refundKey, amount } = effect;
  const params: Stripe.RefundCreateParams = {
    payment_intent: paymentId,
    amount,
    reason: "requested_by_customer",
    metadata: tagged(fanId, { purchaseId, refundKey }),
  };
  const idempotencyKey = `refund:${refundKey}`;
  try {
    const refund = await ask(kit, () => kit.client.refunds.create(params, { idempotencyKey }));
    return factsOf(kit, purchaseId, [readRefund(refund, refund.created * 1000)]);
  } catch (error) {
    if (!isRefusal(error) && !isRepeatedBreakdown(error)) throw error;
    const at = momentOf(kit);
    const found = await refundsOf(kit, paymentId);
    const isMade = found.refunds.some(({ metadata }) => tagsOf(metadata).refundKey === refundKey);
    if (!isMade && !found.isAllBack) throw error;
    const refunds = found.refunds.map((refund) => readRefund(refund, at));
    const total = found.charge === null ? [] : [readCharge(found.charge, at)];
    return factsOf(kit, purchaseId, [...refunds, ...total]);
  }
}

interface Refunded {
  readonly refunds: readonly Stripe.Refund[];
  readonly charge: Stripe.Charge | null;
  readonly isAllBack: boolean;
}

async function refundsOf({ client, ...rest }: StripeKit, paymentId: string): Promise<Refunded> {
  const kit = { client, ...rest };
  const intent = await ask(kit, () =>
    client.paymentIntents.retrieve(paymentId, { expand: ["latest_charge"] }),
  );
  const { data } = await ask(kit, () =>
    client.refunds.list({ payment_intent: paymentId, limit: REFUNDS_MAX }),
  );
  const charge = typeof intent.latest_charge === "object" ? intent.latest_charge : null;
  return { refunds: data, charge, isAllBack: charge?.refunded === true };
}
