// Saved cards. A payment method is new (made, belonging to nobody), attached (a customer's), or
// spent: once detached, or used for a payment without being saved, it can never be used again.

import type { Stripe } from "stripe";
import { cardRefused, invalid, missing } from "./refusal.ts";
import { type CardState, idOf, type Store } from "./store.ts";
import { findTestCard, type TestCard } from "./test-cards.ts";

/** Every test card of the sandbox expires then. */
const EXPIRES = { month: 12, year: 2034 };

/** Makes a payment method of a test card, belonging to nobody yet. */
export function makePaymentMethod(
  store: Store,
  card: TestCard,
  metadata: Stripe.Metadata = {},
): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: store.ids.next("pm_"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: {
      address: {
        city: null,
        country: null,
        line1: null,
        line2: null,
        postal_code: null,
        state: null,
      },
      email: null,
      name: null,
      phone: null,
      tax_id: null,
    },
    card: cardFields(card),
    created: store.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata,
    type: "card",
  };
  store.cards.set(method.id, { card, isSetUp: false, isSpent: false });
  return store.paymentMethods.add(method);
}

function cardFields(card: TestCard): Stripe.PaymentMethod.Card {
  return {
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
    country: "US",
    display_brand: card.brand,
    exp_month: EXPIRES.month,
    exp_year: EXPIRES.year,
    // One fingerprint a number, which is how a card is known again.
    fingerprint: Bun.hash(card.number).toString(36).slice(0, 16),
    funding: "credit",
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: "unregulated",
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

/**
 * The payment method that a parameter names. Stripe's ready-made names (`pm_card_visa`) make a new
 * one each time. Throws the refusal of an unknown id.
 */
export function takePaymentMethod(store: Store, id: string, status = 400): Stripe.PaymentMethod {
  const known = store.paymentMethods.get(id);
  if (known) return known;
  const card = id.startsWith("pm_card_") ? findTestCard(id) : undefined;
  if (card) return makePaymentMethod(store, card);
  throw missing("PaymentMethod", id, "payment_method", status);
}

/** The bank behind a payment method. */
export function cardStateOf(store: Store, method: Stripe.PaymentMethod): CardState {
  const state = store.cards.get(method.id);
  if (!state) throw new Error(`no card behind ${method.id}`);
  return state;
}

/** Gives the card to a customer; throws if it is spent, another's, or refused by its bank. */
export function attach(store: Store, method: Stripe.PaymentMethod, customerId: string): void {
  if (idOf(method.customer) === customerId) return;
  checkAttachable(store, method);
  store.change(method, { customer: customerId }, "payment_method.attached");
}

/** Throws what would keep a card from being saved for somebody new. */
export function checkAttachable(store: Store, method: Stripe.PaymentMethod): void {
  const { card, isSpent } = cardStateOf(store, method);
  if (method.customer !== null) {
    throw invalid("The payment method you provided has already been attached to a customer.", {
      code: "payment_method_already_attached",
    });
  }
  if (isSpent) throw spent();
  if (card.decline && card.isRefusedWhenSaved) {
    throw cardRefused(card.decline, { payment_method: structuredClone(method) });
  }
}

/** Throws if a card can never be used again, or is not this customer's while it is somebody's. */
export function checkUsable(
  store: Store,
  method: Stripe.PaymentMethod,
  customerId: string | null,
): void {
  if (cardStateOf(store, method).isSpent) throw spent();
  const owner = idOf(method.customer);
  if (owner === null || owner === customerId) return;
  const message =
    customerId === null
      ? `The PaymentMethod ${method.id} belongs to the Customer ${owner}. Please include the ` +
        "Customer in the `customer` parameter."
      : `The PaymentMethod ${method.id} does not belong to the Customer you supplied.`;
  throw invalid(message, { param: "payment_method" });
}

/** Takes the card from its customer, for good; it is no longer anybody's default. */
export function detach(store: Store, method: Stripe.PaymentMethod): void {
  const owner = idOf(method.customer);
  if (owner === null) {
    throw invalid(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  }
  cardStateOf(store, method).isSpent = true;
  store.change(method, { customer: null }, "payment_method.detached");
  const customer = store.customers.get(owner);
  if (customer && idOf(customer.invoice_settings.default_payment_method) === method.id) {
    setDefault(store, customer, null);
  }
}

/** Makes a card the customer's default, or none. */
export function setDefault(store: Store, customer: Stripe.Customer, methodId: string | null): void {
  const settings = { ...customer.invoice_settings, default_payment_method: methodId };
  store.change(customer, { invoice_settings: settings }, "customer.updated");
}

function spent(): Error {
  return invalid(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer " +
      "attachment, or was detached from a Customer. It may not be used again. To use a " +
      "PaymentMethod multiple times, you must attach it to a Customer first.",
  );
}

/** A customer's cards, newest first. */
export function cardsOf(store: Store, customerId: string): Stripe.PaymentMethod[] {
  return store.paymentMethods.newestFirst((method) => idOf(method.customer) === customerId);
}
