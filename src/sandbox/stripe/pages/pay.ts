// The hosted Checkout page, at /pay/<session>: what is bought, a card, the tick that saves it, pay
// or go back. It works without scripts: each step is a form, and its answer a redirect or the page
// again.

import type { Stripe } from "stripe";
import { offersToSave, savedCardsFor } from "#src/sandbox/stripe/checkout.ts";
import { idOf } from "#src/sandbox/stripe/store.ts";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import { cardChoice } from "./cards.ts";
import { type Html, html, line, money, pageAnswer, wayBack } from "./html.ts";

type Session = Stripe.Checkout.Session;

/** GET: the page of a session in whatever state it is. */
export function payPage(world: StripeWorld, session: Session): Response {
  if (session.status !== "open") return endPage(session);
  const waiting = waitingIntent(world, session);
  return formPage(world, session, waiting?.failure ?? null, "");
}

/** POST: tries the card that was chosen. */
export function payPost(world: StripeWorld, session: Session, form: URLSearchParams): Response {
  if (session.status !== "open") return endPage(session);
  const card = form.get("card") ?? "";
  const decline = world.pay(session.id, card, form.get("save") === "yes");
  if (decline) return formPage(world, session, decline.message, card);
  return redirect(waitingIntent(world, session)?.nextUrl ?? successAddress(session));
}

/** Where a payer goes who has paid. */
export function successAddress(session: Session): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

export function redirect(to: string): Response {
  return new Response(null, { status: 303, headers: { location: to } });
}

/** What the session's intent says about the last try, if there was one. */
function waitingIntent(
  world: StripeWorld,
  session: Session,
): { readonly nextUrl: string | null; readonly failure: string | null } | null {
  const payment = world.store.intents.get(idOf(session.payment_intent) ?? "");
  const setup = world.store.setupIntents.get(idOf(session.setup_intent) ?? "");
  const intent = payment ?? setup;
  if (!intent) return null;
  const error = payment ? payment.last_payment_error : setup?.last_setup_error;
  return {
    nextUrl: intent.next_action?.redirect_to_url?.url ?? null,
    failure: error?.message ?? null,
  };
}

function formPage(
  world: StripeWorld,
  session: Session,
  problem: string | null,
  chosen: string,
): Response {
  const isSetup = session.mode === "setup";
  const total = money(session.amount_total ?? 0, session.currency ?? "usd");
  const act = isSetup ? "Save card" : session.amount_total === 0 ? "Confirm" : `Pay ${total}`;
  const needsCard = isSetup || session.amount_total !== 0;
  const main = html`<main><div class="sheet">
<h1>${isSetup ? "Save a card" : "Pay Stagedoor Sandbox"}</h1>
${!isSetup && html`<p class="amount">${total}</p>${lines(world, session)}`}
${problem !== null && html`<p class="note bad" role="alert">${problem}</p>`}
<form method="post" action="/pay/${session.id}">
${needsCard && cardChoice(savedCardsFor(world.store, session), chosen)}
${offersToSave(session) && saveTick()}
${consent(world, session)}
${customText(session.custom_text.submit?.message)}
<button type="submit">${act}</button>
</form>
${wayBack("Cancel", session.cancel_url)}
</div></main>`;
  return pageAnswer(act, main, problem === null ? 200 : 402);
}

function lines(world: StripeWorld, session: Session): Html {
  const rows = world.store.sessionNotes.get(session.id)?.lines ?? [];
  const items = rows.map(({ description, quantity, amount_total: amount, currency }) => {
    const times = quantity !== null && quantity > 1 ? ` × ${quantity}` : "";
    return line(`${description ?? ""}${times}`, money(amount, currency));
  });
  return html`<ul class="lines">${items}</ul>`;
}

function saveTick(): Html {
  return html`<fieldset><label class="choice"><input type="checkbox" name="save" value="yes">
<span><b>Save my card</b><small>It is offered to you next time.</small></span></label></fieldset>`;
}

/** What the payer agrees to where the card is kept for payments to come. */
function consent(world: StripeWorld, session: Session): Html | null {
  const usage = world.store.sessionNotes.get(session.id)?.intentData.setupFutureUsage ?? null;
  const isHidden =
    session.consent_collection?.payment_method_reuse_agreement?.position === "hidden";
  if (isHidden || (session.mode === "payment" && usage === null)) return null;
  return html`<p class="consent">By going on, you allow Stagedoor Sandbox to charge this card for
later payments in accordance with their terms.</p>`;
}

function customText(message: string | undefined): Html | null {
  return message === undefined ? null : html`<p class="consent">${message}</p>`;
}

function endPage(session: Session): Response {
  if (session.status === "expired") {
    const main = html`<main><div class="sheet"><h1>This page has expired</h1>
<p>Nothing was charged. Ask for a new link where you found this one.</p></div></main>`;
    return pageAnswer("Expired", main, 410);
  }
  const isOnItsWay = session.payment_status === "unpaid";
  const words = isOnItsWay ? "Your payment is on its way" : "You're all done here";
  const main = html`<main><div class="sheet"><h1>Stagedoor Sandbox</h1>
<p class="note good" role="status">${words}</p>
<a class="button" href="${successAddress(session)}">Back</a></div></main>`;
  return pageAnswer(words, main);
}
