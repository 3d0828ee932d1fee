// The bank's page, at /authenticate/<intent>: is it really you? The payer says so or not, and goes
// back to where they came from: the Checkout page, or the return_url of the intent.

import type { Stripe } from "stripe";
import type { StripeWorld } from "#src/sandbox/stripe/world.ts";
import { html, money, pageAnswer } from "./html.ts";
import { redirect, successAddress } from "./pay.ts";

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

/** The payment or setup intent of that id. */
export function intentNamed(world: StripeWorld, id: string): Intent | undefined {
  return world.store.intents.get(id) ?? world.store.setupIntents.get(id);
}

/** GET */
export function authenticatePage(intent: Intent): Response {
  if (intent.status !== "requires_action") {
    const main = html`<main><div class="sheet"><h1>Your bank</h1>
<p class="note good" role="status">There is nothing to confirm here any more.</p></div></main>`;
    return pageAnswer("Nothing to confirm", main);
  }
  const what =
    intent.object === "payment_intent"
      ? html`<p class="amount">${money(intent.amount, intent.currency)}</p>`
      : html`<p>Your card is to be saved for later payments.</p>`;
  const main = html`<main><div class="sheet"><h1>Your bank asks: is this you?</h1>${what}
<form method="post" action="/authenticate/${intent.id}">
<button type="submit" name="answer" value="complete">Complete authentication</button>
<button class="plain" type="submit" name="answer" value="fail">Fail authentication</button>
</form></div></main>`;
  return pageAnswer("Confirm it is you", main);
}

/** POST */
export function authenticatePost(
  world: StripeWorld,
  intent: Intent,
  form: URLSearchParams,
): Response {
  const hasPassed = form.get("answer") === "complete";
  const decline = world.authenticate(intent.id, hasPassed);
  const session = world.store.sessionOf.get(intent.id);
  if (session) {
    return redirect(session.status === "complete" ? successAddress(session) : `/pay/${session.id}`);
  }
  const returnUrl = world.store.attemptNotes.get(intent.id)?.returnUrl ?? null;
  return returnUrl === null
    ? authenticatePage(intent)
    : redirect(withOutcome(returnUrl, intent, decline === null));
}

/** The return address with what Stripe adds to it. */
function withOutcome(returnUrl: string, intent: Intent, hasSucceeded: boolean): string {
  const url = new URL(returnUrl);
  url.searchParams.set(intent.object, intent.id);
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? "");
  url.searchParams.set("redirect_status", hasSucceeded ? "succeeded" : "failed");
  return url.href;
}
