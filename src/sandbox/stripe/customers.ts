// Customers: made, changed, deleted. A deleted one still answers that it was deleted, and can be
// used for nothing.

import type { Stripe } from "stripe";
import { cardsOf } from "./payment-methods.ts";
import { invalid, missing } from "./refusal.ts";
import { idOf, type Store } from "./store.ts";

export interface CustomerFields {
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
}

export function createCustomer(store: Store, fields: Partial<CustomerFields>): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: store.ids.next("cus_", 14),
    object: "customer",
    address: null,
    balance: 0,
    created: store.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: fields.description ?? null,
    discount: null,
    email: fields.email ?? null,
    invoice_prefix: store.ids.next("", 8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: fields.metadata ?? {},
    name: fields.name ?? null,
    next_invoice_sequence: 1,
    phone: fields.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  store.customers.add(customer);
  store.emit("customer.created", customer);
  return customer;
}

/** The customer that a parameter names; throws the refusal of an unknown or a deleted one. */
export function takeCustomer(store: Store, id: string, status = 400): Stripe.Customer {
  const customer = store.customers.get(id);
  if (!customer) throw missing("customer", id, status === 404 ? "id" : "customer", status);
  return customer;
}

/** Refuses a default payment method that is not one of the customer's own. */
export function checkOwnCard(store: Store, customer: Stripe.Customer, methodId: string): void {
  const method = store.paymentMethods.get(methodId);
  if (method && idOf(method.customer) === customer.id) return;
  throw invalid(
    `The customer does not have a payment method with the ID ${methodId}. ` +
      "The payment method must be attached to the customer.",
    { code: "resource_missing", param: "invoice_settings[default_payment_method]" },
  );
}

/** Deletes for good; the customer's cards are nobody's any more. */
export function deleteCustomer(store: Store, customer: Stripe.Customer): Stripe.DeletedCustomer {
  for (const method of cardsOf(store, customer.id)) {
    method.customer = null;
    const state = store.cards.get(method.id);
    if (state) state.isSpent = true;
  }
  store.customers.delete(customer.id);
  store.deletedCustomers.add(customer.id);
  store.emit("customer.deleted", customer);
  return { id: customer.id, object: "customer", deleted: true };
}
