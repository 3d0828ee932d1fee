// Giving money back. A refund has a key of its own for ever, so that a call whose answer was lost is
// not made twice; and because Stripe forgets keys after a day, one that is there already is looked for
// first, by the same key in its metadata. Since the owner can refund at Stripe's dashboard too, a
// refusal of what is all given back is answered with how that was done.
import type { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { readCharge, readRefund } from "./facts.ts";
import { ask, factsOf, momentOf, type StripeKit } from "./kit.ts";
import { isRefusal } from "./outcome.ts";
import { tagged, tagsOf } from "./tags.ts";
import type { VerbCall } from "./verbs.ts";

const REFUNDS_MAX = 100;

export async function refundPayment(
  kit: StripeKit,
  { effect, fanId }: VerbCall<"refundPayment">,
): Promise<Outcome> {
  const { purchaseId, paymentId, refundKey, amount } = effect;
  const at = momentOf(kit);
  const earlier = await refundsOf(kit, paymentId);
  const made = earlier.find(({ metadata }) => tagsOf(metadata).refundKey === refundKey);
  if (made !== undefined) return factsOf(kit, purchaseId, [readRefund(made, at)]);
  const params: Stripe.RefundCreateParams = {
    payment_intent: paymentId,
    amount,
    reason: "requested_by_customer",
    metadata: tagged(kit, fanId, { purchaseId, refundKey }),
  };
  const idempotencyKey = `refund:${refundKey}`;
  try {
    const refund = await ask(kit, () => kit.client.refunds.create(params, { idempotencyKey }));
    return factsOf(kit, purchaseId, [readRefund(refund, refund.created * 1000)]);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const charge = await chargeOf(kit, paymentId);
    if (charge?.refunded !== true) throw error;
    const refunds = earlier.map((refund) => readRefund(refund, at));
    return factsOf(kit, purchaseId, [...refunds, readCharge(charge, at)]);
  }
}

async function refundsOf(kit: StripeKit, paymentId: string): Promise<readonly Stripe.Refund[]> {
  const about = { payment_intent: paymentId, limit: REFUNDS_MAX };
  return (await ask(kit, () => kit.client.refunds.list(about))).data;
}

async function chargeOf(kit: StripeKit, paymentId: string): Promise<Stripe.Charge | null> {
  const expand = ["latest_charge"];
  const intent = await ask(kit, () => kit.client.paymentIntents.retrieve(paymentId, { expand }));
  return typeof intent.latest_charge === "object" ? intent.latest_charge : null;
}
