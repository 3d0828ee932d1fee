// Pages of Stripe's on which a fan pays, saves a card, or looks after the cards. A page costs nothing
// until somebody pays at it, and nobody knows its address but the fan whom we give it to: one that is
// made twice because an answer was lost is left to run out.
//
// Every try of a page must send the very same parameters, or Stripe takes the key for misused; so the
// end of a page is not "in thirty minutes" but one of a few fixed times after the one asked for.
import type { Stripe } from "stripe";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { createCustomer } from "./customers.ts";
import { readSession } from "./facts.ts";
import { answered, ask, factsOf, momentOf, type StripeKit } from "./kit.ts";
import { isMissing, isRefusal, isRepeatedBreakdown } from "./outcome.ts";
import { portalConfiguration } from "./portal.ts";
import { tagged } from "./tags.ts";
import type { PageCall, VerbCall } from "./verbs.ts";

type SessionParams = Stripe.Checkout.SessionCreateParams;

/** Stripe's least life of a page, and what the way there may take. */
const LIFE_MS_MIN = 30 * 60_000 + 5_000;
/** What is put on the end that was asked for until Stripe takes it: 0, 1, 4, 16 and 64 minutes. */
const MARGINS_MS = [0, 60_000, 240_000, 960_000, 3_840_000] as const;
/** Nobody's fault, and over in a second: Telegram has not told our name yet. */
const NAMELESS: Outcome = { type: "retry", afterMs: 1_000, scope: "chat", isUnreached: true };

/** A page to pay at. */
export async function checkout(kit: StripeKit, call: VerbCall<"checkout">): Promise<Outcome> {
  const { effect, fanId } = call;
  const { sale, language } = effect;
  const about = { purchaseId: sale.purchaseId };
  const metadata = tagged(kit, fanId, about);
  return openPage(
    kit,
    { ...call, reason: sale.purchaseId, key: `checkout:${sale.purchaseId}` },
    {
      mode: "payment",
      client_reference_id: sale.purchaseId,
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: sale.currency,
            unit_amount: sale.amount,
            product_data: { name: kit.nameOf(sale.gives, language) },
          },
        },
      ],
      metadata,
      payment_intent_data: {
        metadata,
        ...(effect.savesCard && { setup_future_usage: "off_session" }),
      },
      // Only a card can be charged later by us; to pay once, whatever the owner has switched on will do.
      ...(effect.savesCard && { allowed_payment_method_types: ["card"] }),
    },
  );
}

/** A page to save a card at. */
export async function saveCard(kit: StripeKit, call: VerbCall<"saveCard">): Promise<Outcome> {
  const { effect, fanId } = call;
  const { setupId } = effect;
  const metadata = tagged(kit, fanId, { setupId });
  return openPage(
    kit,
    { ...call, reason: setupId, key: `setup:${setupId}` },
    {
      mode: "setup",
      currency: kit.currency(),
      client_reference_id: setupId,
      metadata,
      setup_intent_data: { metadata },
      allowed_payment_method_types: ["card"],
    },
  );
}

interface PageKeys {
  /** What a new customer is made for. */
  readonly reason: string;
  readonly key: string;
}

async function openPage(
  kit: StripeKit,
  call: PageCall & PageKeys,
  about: SessionParams,
): Promise<Outcome> {
  const { effect, fanId, attempt, reason, key } = call;
  const { expiresAt, language } = effect;
  const end = endOf(expiresAt, kit.clock.now());
  if (end === null)
    return { type: "refused", code: "unavailable", reason: "it would be over by now" };
  const back = backTo(kit);
  if (back === null) return NAMELESS;
  const params = (customer: string): SessionParams => ({
    ...about,
    customer,
    locale: language,
    expires_at: Math.floor((expiresAt + end.marginMs) / 1000),
    success_url: back,
    cancel_url: back,
  });
  const open = (customer: string, idempotencyKey: string): Promise<Stripe.Checkout.Session> =>
    ask(kit, () => kit.client.checkout.sessions.create(params(customer), { idempotencyKey }));
  const ended = end.step === 0 ? key : `${key}:${end.step}`;
  const known = effect.customerId ?? (await createCustomer(kit, fanId, reason));
  try {
    return pageOf(await open(known, ended), known);
  } catch (error) {
    if (isRepeatedBreakdown(error))
      return pageOf(await open(known, `${ended}:try${attempt}`), known);
    if (!isMissing(error, "customer")) throw error;
    // Deleted at the dashboard, and we have not heard of it.
    const anew = await createCustomer(kit, fanId, `${reason}:anew`);
    return pageOf(await open(anew, `${ended}:${anew}`), anew);
  }
}

function endOf(
  expiresAt: number,
  now: number,
): { readonly step: number; readonly marginMs: number } | null {
  if (now > expiresAt) return null;
  const step = MARGINS_MS.findIndex((marginMs) => expiresAt + marginMs >= now + LIFE_MS_MIN);
  const marginMs = MARGINS_MS[step];
  return marginMs === undefined ? null : { step, marginMs };
}

function pageOf(session: Stripe.Checkout.Session, customerId: string): Outcome {
  const { id: sessionId, url, expires_at: expiresAt } = session;
  // A repeated answer to a key of another day: the page is over.
  if (url === null) return { type: "refused", code: "unavailable", reason: "the page is closed" };
  return answered({ type: "page", sessionId, url, customerId, expiresAt: expiresAt * 1000 });
}

/** Closes a page; one that is closed already answers what became of it. */
export async function expireCheckout(
  kit: StripeKit,
  { effect }: VerbCall<"expireCheckout">,
): Promise<Outcome> {
  const { sessionId, purchaseId } = effect;
  const { sessions } = kit.client.checkout;
  const at = momentOf(kit);
  try {
    const session = await ask(kit, () => sessions.expire(sessionId));
    return factsOf(kit, purchaseId, [readSession(session, at)]);
  } catch (error) {
    if (!isRefusal(error) || isMissing(error)) throw error;
    const session = await ask(kit, () => sessions.retrieve(sessionId));
    return factsOf(kit, purchaseId, [readSession(session, at)]);
  }
}

/** The customer's own page: cards and invoices. */
export async function openPortal(
  kit: StripeKit,
  { effect }: VerbCall<"openPortal">,
): Promise<Outcome> {
  const back = backTo(kit);
  if (back === null) return NAMELESS;
  const configuration = await portalConfiguration(kit);
  const session = await ask(kit, () =>
    kit.client.billingPortal.sessions.create({
      customer: effect.customerId,
      configuration,
      return_url: back,
      locale: effect.language,
    }),
  );
  return answered({ type: "link", url: session.url });
}

/** Where every page of Stripe's leads back to: the chat. */
export function backTo({ botUsername }: StripeKit): string | null {
  const username = botUsername();
  return username === null ? null : `https://t.me/${username}`;
}
