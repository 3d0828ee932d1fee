// /v1/setup_intents

import type { Stripe } from "stripe";
import { DATED_PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  bool,
  metadata,
  object,
  oneOf,
  required,
  text,
  url,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { takeCustomer } from "#src/sandbox/stripe/customers.ts";
import { checkUsable, takePaymentMethod } from "#src/sandbox/stripe/payment-methods.ts";
import { cardRefused, invalid } from "#src/sandbox/stripe/refusal.ts";
import { attemptSetup, cancelSetup, createSetupIntent } from "#src/sandbox/stripe/setup-intents.ts";
import { idOf, type Store } from "#src/sandbox/stripe/store.ts";
import { TYPE_FILTERS, usableTypes } from "./amounts.ts";
import { find } from "./find.ts";

const CONFIRM = { payment_method: text(), return_url: url } as const;

export const SETUP_INTENT_ROUTES: readonly Route[] = [
  route(
    "POST /v1/setup_intents",
    {
      ...CONFIRM,
      ...TYPE_FILTERS,
      customer: text(),
      confirm: bool,
      automatic_payment_methods: object({
        enabled: required(bool),
        allow_redirects: oneOf("always", "never"),
      }),
      description: text(1000),
      metadata,
      usage: oneOf("off_session", "on_session"),
    },
    (store, params) => {
      if (params.customer !== undefined) takeCustomer(store, params.customer);
      const method = params.confirm === true ? methodFor(store, params, null) : null;
      const intent = createSetupIntent(store, {
        customerId: params.customer ?? null,
        description: params.description ?? null,
        metadata: applyMetadata(params.metadata),
        usage: params.usage ?? "off_session",
        ...usableTypes(params),
      });
      if (method) confirm(store, intent, method, params.return_url);
      return intent;
    },
  ),

  route("GET /v1/setup_intents", { ...DATED_PAGE, customer: text() }, (store, params) => {
    const rows = store.setupIntents.newestFirst((intent) => {
      const isAsked = params.customer === undefined || intent.customer === params.customer;
      return isAsked && (params.created?.(intent.created) ?? true);
    });
    return page("/v1/setup_intents", rows, params);
  }),

  route("GET /v1/setup_intents/:id", { client_secret: text() }, (store, _params, id) => {
    return find(store.setupIntents, id, "setupintent", "intent");
  }),

  route("POST /v1/setup_intents/:id/confirm", CONFIRM, (store, params, id) => {
    const intent = find(store.setupIntents, id, "setupintent", "intent");
    checkOpen(store, intent, "confirm");
    const asked = { ...params, customer: idOf(intent.customer) ?? undefined };
    const method = methodFor(store, asked, idOf(intent.payment_method));
    confirm(store, intent, method, params.return_url);
    return intent;
  }),

  route(
    "POST /v1/setup_intents/:id/cancel",
    { cancellation_reason: oneOf("abandoned", "duplicate", "requested_by_customer") },
    (store, params, id) => {
      const intent = find(store.setupIntents, id, "setupintent", "intent");
      checkOpen(store, intent, "cancel");
      cancelSetup(store, intent, params.cancellation_reason ?? null);
      return intent;
    },
  ),
];

/** The card to save, checked before anything is done. */
function methodFor(
  store: Store,
  asked: {
    readonly payment_method: string | undefined;
    readonly customer: string | undefined;
  },
  known: string | null,
): Stripe.PaymentMethod {
  const methodId = asked.payment_method ?? known;
  if (methodId === null) {
    throw invalid("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: "setup_intent_unexpected_state",
    });
  }
  const method = takePaymentMethod(store, methodId);
  checkUsable(store, method, asked.customer ?? null);
  return method;
}

function confirm(
  store: Store,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  returnUrl: string | undefined,
): void {
  const decline = attemptSetup(store, intent, method, returnUrl ?? null);
  if (!decline) return;
  throw cardRefused(decline, {
    setup_intent: structuredClone(intent),
    payment_method: structuredClone(method),
  });
}

function checkOpen(store: Store, intent: Stripe.SetupIntent, verb: string): void {
  const isOfCheckout = store.sessionOf.has(intent.id);
  const isOver = intent.status === "succeeded" || intent.status === "canceled";
  if (!isOfCheckout && !isOver) return;
  const reason = isOfCheckout
    ? "it was created by a Checkout Session"
    : `it has a status of ${intent.status}`;
  throw invalid(`You cannot ${verb} this SetupIntent because ${reason}.`, {
    code: "setup_intent_unexpected_state",
    setup_intent: structuredClone(intent),
  });
}
