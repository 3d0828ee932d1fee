// Asking Stripe how things are: a purchase with everything that hangs on it, or a card.
import type { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import {
  type Reading,
  readCharge,
  readDisputeWithFunds,
  readIntent,
  readMethod,
  readRefund,
  readSession,
  readWarning,
} from "./facts.ts";
import { answered, ask, factsOf, momentOf, type StripeKit } from "./kit.ts";
import { isMissing, isRefusal } from "./outcome.ts";
import { tagsOf } from "./tags.ts";
import type { VerbCall } from "./verbs.ts";
import { warningsIfAllowed } from "./warnings.ts";

/** A payment whose id never reached us was made within this time of its purchase. */
const CHARGE_WINDOW_SECONDS = 2 * 86_400;
const PAGES_MAX = 10;
const PER_PAGE = 100;

/** Everything that Stripe knows of a purchase, the oldest kind of thing first. */
export async function lookUpPayment(
  kit: StripeKit,
  { effect }: VerbCall<"lookUpPayment">,
): Promise<Outcome> {
  const { purchaseId, sessionId } = effect;
  const at = momentOf(kit);
  const session = sessionId === null ? null : await retrieveSession(kit, sessionId);
  const paymentId = effect.paymentId ?? idOf(session?.payment_intent);
  const intent =
    paymentId === null
      ? await findIntent(kit, purchaseId, sessionId)
      : await ask(kit, () =>
          kit.client.paymentIntents.retrieve(paymentId, { expand: ["latest_charge"] }),
        );
  const readings: Reading[] = session === null ? [] : [readSession(session, at)];
  if (intent !== null) readings.push(...(await readAround(kit, intent, at)));
  return factsOf(kit, purchaseId, readings);
}

async function retrieveSession(
  kit: StripeKit,
  sessionId: string,
): Promise<Stripe.Checkout.Session> {
  const expand = ["payment_intent"];
  return ask(kit, () => kit.client.checkout.sessions.retrieve(sessionId, { expand }));
}

/** A payment, what was refunded of it, and what is disputed. */
async function readAround(
  kit: StripeKit,
  intent: Stripe.PaymentIntent,
  at: number,
): Promise<readonly Reading[]> {
  const { client } = kit;
  const about = { payment_intent: intent.id, limit: PER_PAGE };
  const refunds = await ask(kit, () => client.refunds.list(about));
  const disputes = await ask(kit, () => client.disputes.list(about));
  const warnings = await warningsIfAllowed(async () => {
    return (await ask(kit, () => client.radar.earlyFraudWarnings.list(about))).data;
  });
  const charge = intent.latest_charge;
  const isIncluded = typeof charge === "object" && charge !== null;
  return [
    readIntent(intent, at),
    ...refunds.data.map((refund) => readRefund(refund, at)),
    ...(isIncluded ? [readCharge(charge, at)] : []),
    ...disputes.data.map((dispute) => readDisputeWithFunds(dispute, at)),
    ...warnings.map((warning) => readWarning(warning, at)),
  ];
}

/**
 * The payment of a charge whose answer never came: by our own metadata, among those made since its
 * purchase. (Stripe's search would be one call, but it may be a minute behind, and then "none" would
 * be believed of a charge that was made.)
 * @throws when there were more payments than one may look through: "none" would be a guess.
 */
async function findIntent(
  kit: StripeKit,
  purchaseId: string,
  sessionId: string | null,
): Promise<Stripe.PaymentIntent | null> {
  if (sessionId !== null) return null;
  const found = await kit.reads.purchaseById(purchaseId);
  if (found === null) return null;
  const gte = Math.floor(found.purchase.createdAt / 1000) - 60;
  const created = { gte, lte: gte + CHARGE_WINDOW_SECONDS };
  let after: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const starting = after === undefined ? {} : { starting_after: after };
    const params = { created, limit: PER_PAGE, expand: ["data.latest_charge"], ...starting };
    const page = await ask(kit, () => kit.client.paymentIntents.list(params));
    const own = page.data.find(({ metadata }) => tagsOf(metadata).purchaseId === purchaseId);
    if (own !== undefined) return own;
    after = page.data.at(-1)?.id;
    if (!page.has_more || after === undefined) return null;
  }
  throw new Error("more payments were made meanwhile than can be looked through");
}

function idOf(field: string | { readonly id: string } | null | undefined): string | null {
  return typeof field === "object" ? (field?.id ?? null) : (field ?? null);
}

/** A saved card, or that it is saved no more. */
export async function lookUpCard(
  kit: StripeKit,
  { effect }: VerbCall<"lookUpCard">,
): Promise<Outcome> {
  const at = momentOf(kit);
  const method = await ask(kit, () => kit.client.paymentMethods.retrieve(effect.cardId));
  return cardFacts(method, at, null);
}

/** Takes a card from its customer; one that is nobody's already is as good as removed. */
export async function removeCard(
  kit: StripeKit,
  { effect }: VerbCall<"removeCard">,
): Promise<Outcome> {
  const { paymentMethods } = kit.client;
  const at = momentOf(kit);
  try {
    const method = await ask(kit, () => paymentMethods.detach(effect.cardId));
    return cardFacts(method, at, null);
  } catch (error) {
    if (!isRefusal(error) || isMissing(error)) throw error;
    const method = await ask(kit, () => paymentMethods.retrieve(effect.cardId));
    return cardFacts(method, at, error);
  }
}

/** @param refusal why it was not removed; thrown when it is somebody's still */
function cardFacts(method: Stripe.PaymentMethod, at: number, refusal: Error | null): Outcome {
  const isSaved = method.customer !== null;
  if (isSaved && refusal !== null) throw refusal;
  const read = readMethod(method, at, isSaved ? "attached" : "detached");
  const facts =
    read.type === "said" && read.statement.said.type === "card" ? [read.statement.said] : [];
  return answered({ type: "facts", facts });
}
