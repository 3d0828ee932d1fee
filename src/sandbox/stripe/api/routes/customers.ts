// /v1/customers

import type { Stripe } from "stripe";
import { DATED_PAGE, PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  email,
  metadata,
  object,
  oneOf,
  text,
  unsettable,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import {
  checkOwnCard,
  createCustomer,
  deleteCustomer,
  takeCustomer,
} from "#src/sandbox/stripe/customers.ts";
import {
  attach,
  cardsOf,
  checkAttachable,
  takePaymentMethod,
} from "#src/sandbox/stripe/payment-methods.ts";
import { missing } from "#src/sandbox/stripe/refusal.ts";
import type { Store } from "#src/sandbox/stripe/store.ts";

const FIELDS = {
  email: unsettable(email),
  name: unsettable(text(256)),
  phone: unsettable(text(20)),
  description: unsettable(text(350)),
  metadata,
} as const;

const SETTINGS = object({ default_payment_method: unsettable(text()) });

export const CUSTOMER_ROUTES: readonly Route[] = [
  route("POST /v1/customers", { ...FIELDS, payment_method: text() }, (store, params) => {
    const method =
      params.payment_method === undefined ? null : takePaymentMethod(store, params.payment_method);
    if (method) checkAttachable(store, method);
    const customer = createCustomer(store, {
      email: params.email ?? null,
      name: params.name ?? null,
      phone: params.phone ?? null,
      description: params.description ?? null,
      metadata: applyMetadata(params.metadata),
    });
    if (method) attach(store, method, customer.id);
    return customer;
  }),

  route("GET /v1/customers", { ...DATED_PAGE, email: text() }, (store, params) => {
    const rows = store.customers.newestFirst((customer) => {
      const isAsked = params.email === undefined || customer.email === params.email;
      return isAsked && (params.created?.(customer.created) ?? true);
    });
    return page("/v1/customers", rows, params);
  }),

  route("GET /v1/customers/:id", {}, (store, _params, id) => {
    if (store.deletedCustomers.has(id)) return { id, object: "customer", deleted: true };
    return takeCustomer(store, id, 404);
  }),

  route(
    "POST /v1/customers/:id",
    { ...FIELDS, invoice_settings: SETTINGS },
    (store, params, id) => {
      const customer = takeCustomer(store, id, 404);
      const change: Partial<Stripe.Customer> = {
        ...(params.email !== undefined && { email: params.email }),
        ...(params.name !== undefined && { name: params.name }),
        ...(params.phone !== undefined && { phone: params.phone }),
        ...(params.description !== undefined && { description: params.description }),
        ...(params.metadata && { metadata: applyMetadata(params.metadata, customer.metadata) }),
        ...(params.invoice_settings && {
          invoice_settings: settings(store, customer, params.invoice_settings),
        }),
      };
      store.change(customer, change, "customer.updated");
      return customer;
    },
  ),

  route("DELETE /v1/customers/:id", {}, (store, _params, id) => {
    return deleteCustomer(store, takeCustomer(store, id, 404));
  }),

  route(
    "GET /v1/customers/:id/payment_methods",
    { ...PAGE, type: oneOf("card"), allow_redisplay: oneOf("always", "limited", "unspecified") },
    (store, params, id) => {
      takeCustomer(store, id, 404);
      const rows = cardsOf(store, id).filter((method) => {
        const { allow_redisplay: asked } = params;
        return asked === undefined || method.allow_redisplay === asked;
      });
      return page(`/v1/customers/${id}/payment_methods`, rows, params);
    },
  ),

  route("GET /v1/customers/:id/payment_methods/:method", {}, (store, _params, id, methodId) => {
    takeCustomer(store, id, 404);
    const method = cardsOf(store, id).find((row) => row.id === methodId);
    if (!method) throw missing("PaymentMethod", methodId ?? "", "payment_method", 404);
    return method;
  }),
];

function settings(
  store: Store,
  customer: Stripe.Customer,
  change: { readonly default_payment_method: string | null | undefined },
): Stripe.Customer.InvoiceSettings {
  const { default_payment_method: chosen } = change;
  if (chosen === undefined) return customer.invoice_settings;
  if (chosen !== null) checkOwnCard(store, customer, chosen);
  return { ...customer.invoice_settings, default_payment_method: chosen };
}
