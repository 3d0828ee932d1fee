// The customer portal, at /portal/<session>: the customer's cards (default, remove, add one) and
// what they have paid, as far as the configuration offers it.

import type { Stripe } from "stripe";
import {
  attach,
  cardsOf,
  makePaymentMethod,
  setDefault,
} from "#src/sandbox/stripe/payment-methods.ts";
import { StripeRefusal } from "#src/sandbox/stripe/refusal.ts";
import { idOf } from "#src/sandbox/stripe/store.ts";
import { findTestCard } from "#src/sandbox/stripe/test-cards.ts";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import { cardChoice, cardExpiry, cardName } from "./cards.ts";
import { type Html, html, line, money, pageAnswer, wayBack } from "./html.ts";
import { redirect } from "./pay.ts";

type Session = Stripe.BillingPortal.Session;

/** GET */
export function portalPage(
  world: StripeWorld,
  session: Session,
  problem: string | null = null,
): Response {
  const customer = world.store.customers.get(session.customer);
  const features = world.store.portalConfigurations.get(
    idOf(session.configuration) ?? "",
  )?.features;
  if (!customer || !features) return gone();
  const main = html`<main><div class="sheet"><h1>Billing at Stagedoor Sandbox</h1>
${problem !== null && html`<p class="note bad" role="alert">${problem}</p>`}
${features.payment_method_update.enabled && cards(world, session, customer)}
${features.invoice_history.enabled && history(world, customer)}
${wayBack("Return", session.return_url)}
</div></main>`;
  return pageAnswer("Billing", main, problem === null ? 200 : 402);
}

/** POST: makes a card the default, removes one, or adds one. */
export function portalPost(world: StripeWorld, session: Session, form: URLSearchParams): Response {
  const customer = world.store.customers.get(session.customer);
  if (!customer) return gone();
  try {
    change(world, customer, form.get("do") ?? "", form.get("card") ?? "");
  } catch (error) {
    if (error instanceof StripeRefusal) return portalPage(world, session, error.message);
    throw error;
  }
  return redirect(`/portal/${session.id}`);
}

function change(world: StripeWorld, customer: Stripe.Customer, verb: string, card: string): void {
  const { store } = world;
  if (verb === "add") {
    const testCard = findTestCard(card);
    if (!testCard) return;
    const method = makePaymentMethod(store, testCard);
    method.allow_redisplay = "always";
    attach(store, method, customer.id);
    return;
  }
  const owned = cardsOf(store, customer.id).find((method) => method.id === card);
  if (!owned) return;
  if (verb === "default") setDefault(store, customer, owned.id);
  if (verb === "remove") world.removeCard(owned.id);
}

function cards(world: StripeWorld, session: Session, customer: Stripe.Customer): Html {
  const chosen = idOf(customer.invoice_settings.default_payment_method);
  const rows = cardsOf(world.store, customer.id).map((method) => {
    const isDefault = method.id === chosen;
    return html`<form class="row" method="post" action="/portal/${session.id}">
<input type="hidden" name="card" value="${method.id}">
<span><b>${cardName(method)}</b><br>
<small>${cardExpiry(method)}${isDefault && " · default"}</small></span>
<div>${
      !isDefault &&
      html`<button class="plain small" name="do" value="default"
 aria-label="Make ${cardName(method)} the default">Make default</button>`
    }
<button class="plain small" name="do" value="remove"
 aria-label="Remove ${cardName(method)}">Remove</button></div></form>`;
  });
  return html`<h2>Cards</h2>${rows.length > 0 ? rows : html`<p>No card is saved.</p>`}
<details><summary>Add a card</summary><form method="post" action="/portal/${session.id}">
${cardChoice([], "")}<button name="do" value="add">Add card</button></form></details>`;
}

function history(world: StripeWorld, customer: Stripe.Customer): Html {
  const charges = world.store.charges.newestFirst((charge) => {
    return charge.customer === customer.id && charge.status === "succeeded";
  });
  const rows = charges.map(({ created, amount, amount_refunded: refunded, currency }) => {
    const day = new Date(created * 1000).toISOString().slice(0, 10);
    const note = refunded > 0 ? ` (${money(refunded, currency)} refunded)` : "";
    return line(`${day}${note}`, money(amount, currency));
  });
  return html`<h2>Payments</h2>${
    rows.length > 0 ? html`<ul class="lines">${rows}</ul>` : html`<p>Nothing was paid yet.</p>`
  }`;
}

function gone(): Response {
  const main = html`<main><div class="sheet"><h1>This link is no longer good</h1></div></main>`;
  return pageAnswer("Gone", main, 410);
}
