// What becomes of a Checkout Session when its intent moves. A session is open, complete or expired;
// an open one completes once its intent has succeeded (paid) or is on its way (unpaid), and an
// unpaid one learns later how that ended. Every move of an intent passes here, so no order of
// events in the world leaves a session behind.

import type { Stripe } from "stripe";
import { createCustomer } from "./customers.ts";
import { idOf, type Store } from "./store.ts";

/** Brings the session of a payment intent, if it has one, up to date. */
export function followPayment(store: Store, intent: Stripe.PaymentIntent): void {
  const session = store.sessionOf.get(intent.id);
  if (!session) return;
  if (session.status === "open") {
    if (intent.status === "succeeded") complete(store, session, "paid");
    if (intent.status === "processing") complete(store, session, "unpaid");
    return;
  }
  if (session.status !== "complete" || session.payment_status !== "unpaid") return;
  if (intent.status === "succeeded") {
    session.payment_status = "paid";
    store.emit("checkout.session.async_payment_succeeded", session);
  } else if (intent.status === "requires_payment_method") {
    store.emit("checkout.session.async_payment_failed", session);
  }
}

/** Likewise for a session that saves a card. */
export function followSetup(store: Store, intent: Stripe.SetupIntent): void {
  const session = store.sessionOf.get(intent.id);
  if (session?.status !== "open" || intent.status !== "succeeded") return;
  complete(store, session, "no_payment_required");
}

/** Ends an open session well. */
export function complete(
  store: Store,
  session: Stripe.Checkout.Session,
  paymentStatus: "paid" | "unpaid" | "no_payment_required",
): void {
  store.disarm(session.id);
  const customer = store.customers.get(idOf(session.customer) ?? "");
  const email = session.customer_email ?? customer?.email ?? "payer@example.com";
  Object.assign(session, {
    status: "complete",
    payment_status: paymentStatus,
    url: null,
    customer_details: {
      address: null,
      business_name: null,
      email,
      individual_name: null,
      name: customer?.name ?? null,
      phone: null,
      tax_exempt: "none",
      tax_ids: null,
    },
  } satisfies Partial<Stripe.Checkout.Session>);
  store.emit("checkout.session.completed", session);
}

/** The customer that a session's payment belongs to, made now if the session asks for one. */
export function customerOf(store: Store, session: Stripe.Checkout.Session): string | null {
  if (session.customer === null && session.customer_creation === "always") {
    session.customer = createCustomer(store, { email: session.customer_email }).id;
  }
  return idOf(session.customer);
}
