// Charging a saved card, and what may follow: the bank asks for the fan, the fan answers, or the
// charge is given up.
//
// A charge has one key for ever, the purchase's. A lost answer is asked for again with it, which can
// only bring the first answer back. Such a repeated answer says how things were then; so the time of
// what a charge answers is the payment's own, and whatever was heard of it since is newer.
//
// Stripe forgets keys, though: from a day on the same call would be a second charge. So a charge whose
// purchase is that old (this program was off in between) is looked for and never begun.
import { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { readIntent } from "./facts.ts";
import { answered, ask, factsOf, momentOf, type StripeKit } from "./kit.ts";
import { isMissing, isRefusal, isRepeatedBreakdown } from "./outcome.ts";
import { backTo } from "./perform-pages.ts";
import { tagged, tagsOf } from "./tags.ts";
import type { VerbCall } from "./verbs.ts";

/**
 * A key is good for so long after its purchase: Stripe may remove it 24 hours after it was first used
 * (docs.stripe.com/api/idempotent_requests), and a call takes some of that.
 */
const KEY_LIFE_MS = 23 * 3_600_000;
/** A payment is looked for among its customer's of this long before, for clocks that differ. */
const SKEW_MS = 3_600_000;

const TOO_LATE: Outcome = {
  type: "refused",
  code: "unavailable",
  reason: "it is too long ago to be charged now",
};

/** Charges a saved card of somebody who is not there. */
export async function chargeCard(
  kit: StripeKit,
  { effect, fanId }: VerbCall<"chargeCard">,
): Promise<Outcome> {
  const { sale, customerId: customer, cardId } = effect;
  const { purchaseId } = sale;
  const begunAt = await begunAtOf(kit, purchaseId);
  if (kit.clock.now() - begunAt > KEY_LIFE_MS) {
    return (await findCharge(kit, customer, purchaseId, begunAt)) ?? TOO_LATE;
  }
  const params: Stripe.PaymentIntentCreateParams = {
    amount: sale.amount,
    currency: sale.currency,
    customer,
    payment_method: cardId,
    off_session: true,
    confirm: true,
    allowed_payment_method_types: ["card"],
    metadata: tagged(kit, fanId, { purchaseId }),
  };
  const idempotencyKey = `recharge:${purchaseId}`;
  try {
    const intent = await ask(kit, () =>
      kit.client.paymentIntents.create(params, { idempotencyKey }),
    );
    return paymentFacts(kit, purchaseId, intent, intent.created * 1000);
  } catch (error) {
    const declined = declinedIntent(error);
    if (declined !== null) {
      return paymentFacts(kit, purchaseId, declined, declined.created * 1000);
    }
    if (!isRepeatedBreakdown(error)) throw error;
    const found = await findCharge(kit, customer, purchaseId, begunAt);
    if (found === null) throw error;
    return found;
  }
}

/** Unix milliseconds. A purchase's row is written with the order to charge for it. */
async function begunAtOf({ reads, clock }: StripeKit, purchaseId: string): Promise<number> {
  return (await reads.purchaseById(purchaseId))?.purchase.createdAt ?? clock.now();
}

/** The payment inside a card's refusal; null: the error is something else. */
function declinedIntent(error: unknown): Stripe.PaymentIntent | null {
  if (!(error instanceof Stripe.errors.StripeCardError)) return null;
  return error.payment_intent ?? null;
}

/** How the charge for a purchase stands; null: there is none. */
async function findCharge(
  kit: StripeKit,
  customer: string,
  purchaseId: string,
  begunAt: number,
): Promise<Outcome | null> {
  const at = momentOf(kit);
  const created = { gte: Math.floor((begunAt - SKEW_MS) / 1000) };
  const { data } = await ask(kit, () =>
    kit.client.paymentIntents.list({ customer, created, limit: 100 }),
  );
  const own = data.find(({ metadata }) => tagsOf(metadata).purchaseId === purchaseId);
  return own === undefined ? null : paymentFacts(kit, purchaseId, own, at);
}

function paymentFacts(
  kit: StripeKit,
  purchaseId: string,
  intent: Stripe.PaymentIntent,
  at: number,
): Outcome {
  return factsOf(kit, purchaseId, [readIntent(intent, at)]);
}

/**
 * Where the fan can answer the bank. What the payment is like is read first, so asking twice gives the
 * same page, and a payment that is over is not begun again.
 */
export async function confirmPayment(
  kit: StripeKit,
  { effect }: VerbCall<"confirmPayment">,
): Promise<Outcome> {
  const { purchaseId, paymentId, cardId } = effect;
  const { paymentIntents } = kit.client;
  const returnUrl = backTo(kit);
  if (returnUrl === null) return { type: "unknown", reason: "the bot's name is not known yet" };
  const at = momentOf(kit);
  const intent = await ask(kit, () => paymentIntents.retrieve(paymentId));
  const isOpen = ["requires_payment_method", "requires_confirmation"].includes(intent.status);
  if (!isOpen) return linkOrFacts(kit, purchaseId, intent, at);
  try {
    const params = { payment_method: cardId, return_url: returnUrl };
    const asked = await ask(kit, () => paymentIntents.confirm(paymentId, params));
    return linkOrFacts(kit, purchaseId, asked, at);
  } catch (error) {
    const declined = declinedIntent(error);
    if (declined === null) throw error;
    return paymentFacts(kit, purchaseId, declined, at);
  }
}

function linkOrFacts(
  kit: StripeKit,
  purchaseId: string,
  intent: Stripe.PaymentIntent,
  at: number,
): Outcome {
  const url = intent.next_action?.redirect_to_url?.url;
  const isAsked = intent.status === "requires_action" && typeof url === "string";
  return isAsked ? answered({ type: "link", url }) : paymentFacts(kit, purchaseId, intent, at);
}

/** Gives a charge up; one that is over already answers how it ended. */
export async function cancelPayment(
  kit: StripeKit,
  { effect }: VerbCall<"cancelPayment">,
): Promise<Outcome> {
  const { purchaseId, paymentId } = effect;
  const { paymentIntents } = kit.client;
  const at = momentOf(kit);
  try {
    const intent = await ask(kit, () =>
      paymentIntents.cancel(paymentId, { cancellation_reason: "abandoned" }),
    );
    return paymentFacts(kit, purchaseId, intent, at);
  } catch (error) {
    if (!isRefusal(error) || isMissing(error)) throw error;
    const intent = await ask(kit, () => paymentIntents.retrieve(paymentId));
    return paymentFacts(kit, purchaseId, intent, at);
  }
}
