// /v1/payment_intents

import type { Stripe } from "stripe";
import { DATED_PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  bool,
  currency,
  email,
  integer,
  metadata,
  object,
  oneOf,
  type ParamsOf,
  required,
  text,
  unsettable,
  url,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { takeCustomer } from "#src/sandbox/stripe/customers.ts";
import {
  attempt,
  cancelIntent,
  createIntent,
  type IntentFields,
} from "#src/sandbox/stripe/intents.ts";
import { checkUsable, takePaymentMethod } from "#src/sandbox/stripe/payment-methods.ts";
import { cardRefused, invalid } from "#src/sandbox/stripe/refusal.ts";
import { idOf, type Store } from "#src/sandbox/stripe/store.ts";
import { checkAmount, TYPE_FILTERS, usableTypes } from "./amounts.ts";
import { find } from "./find.ts";

const CONFIRM = {
  payment_method: text(),
  off_session: bool,
  error_on_requires_action: bool,
  return_url: url,
  ...TYPE_FILTERS,
} as const;

const CREATE = {
  ...CONFIRM,
  amount: required(integer(1)),
  currency: required(currency),
  customer: text(),
  confirm: bool,
  capture_method: oneOf("automatic", "automatic_async"),
  automatic_payment_methods: object({
    enabled: required(bool),
    allow_redirects: oneOf("always", "never"),
  }),
  description: text(1000),
  metadata,
  receipt_email: email,
  setup_future_usage: oneOf("off_session", "on_session"),
  statement_descriptor_suffix: text(22),
} as const;

/** How an attempt is to be made, from either of the two calls that may confirm. */
type Confirmation = Pick<ParamsOf<typeof CONFIRM>, keyof typeof CONFIRM>;

const CONFIRMABLE = [
  "requires_payment_method",
  "requires_confirmation",
  "requires_action",
] as const;

const CANCELABLE = [
  "requires_payment_method",
  "requires_capture",
  "requires_confirmation",
  "requires_action",
  "processing",
] as const;

export const PAYMENT_INTENT_ROUTES: readonly Route[] = [
  route("POST /v1/payment_intents", CREATE, (store, params) => {
    checkCreation(store, params);
    const fields = fieldsOf(params);
    const method = params.confirm === true ? checkConfirmation(store, fields, params) : null;
    const intent = createIntent(store, fields);
    if (method) confirm(store, intent, method, params);
    else if (params.payment_method !== undefined) {
      intent.payment_method = takePaymentMethod(store, params.payment_method).id;
      intent.status = "requires_confirmation";
    }
    return intent;
  }),

  route("GET /v1/payment_intents", { ...DATED_PAGE, customer: text() }, (store, params) => {
    const rows = store.intents.newestFirst((intent) => {
      const isAsked = params.customer === undefined || intent.customer === params.customer;
      return isAsked && (params.created?.(intent.created) ?? true);
    });
    return page("/v1/payment_intents", rows, params);
  }),

  route("GET /v1/payment_intents/:id", { client_secret: text() }, (store, _params, id) => {
    return find(store.intents, id, "payment_intent", "intent");
  }),

  route(
    "POST /v1/payment_intents/:id",
    {
      amount: integer(1),
      description: unsettable(text(1000)),
      metadata,
      receipt_email: unsettable(email),
    },
    (store, params, id) => {
      const intent = find(store.intents, id, "payment_intent", "intent");
      if (params.amount !== undefined) {
        checkState(intent, ["requires_payment_method", "requires_confirmation"], "update");
        checkAmount(params.amount, intent.currency);
      }
      const change: Partial<Stripe.PaymentIntent> = {
        ...(params.amount !== undefined && { amount: params.amount }),
        ...(params.description !== undefined && { description: params.description }),
        ...(params.receipt_email !== undefined && { receipt_email: params.receipt_email }),
        ...(params.metadata && { metadata: applyMetadata(params.metadata, intent.metadata) }),
      };
      store.change(intent, change);
      return intent;
    },
  ),

  route("POST /v1/payment_intents/:id/confirm", CONFIRM, (store, params, id) => {
    const intent = find(store.intents, id, "payment_intent", "intent");
    checkNotOfCheckout(store, intent, "confirm");
    checkState(intent, CONFIRMABLE, "confirm");
    const method = checkConfirmation(store, factsOf(intent), params);
    confirm(store, intent, method, params);
    return intent;
  }),

  route(
    "POST /v1/payment_intents/:id/cancel",
    {
      cancellation_reason: oneOf("abandoned", "duplicate", "fraudulent", "requested_by_customer"),
    },
    (store, params, id) => {
      const intent = find(store.intents, id, "payment_intent", "intent");
      checkNotOfCheckout(store, intent, "cancel");
      checkState(intent, CANCELABLE, "cancel");
      if (intent.status === "processing") {
        throw invalid("This PaymentIntent's payment is already being processed by its bank.", {
          code: "payment_intent_unexpected_state",
          payment_intent: intent,
        });
      }
      cancelIntent(store, intent, params.cancellation_reason ?? null);
      return intent;
    },
  ),
];

function checkCreation(store: Store, params: ParamsOf<typeof CREATE>): void {
  checkAmount(params.amount, params.currency);
  if (params.customer !== undefined) takeCustomer(store, params.customer);
  if (params.confirm === true) return;
  for (const name of ["off_session", "error_on_requires_action", "return_url"] as const) {
    if (params[name] === undefined) continue;
    throw invalid(`\`${name}\` can only be set when \`confirm\` is true.`, { param: name });
  }
}

function fieldsOf(params: ParamsOf<typeof CREATE>): IntentFields {
  return {
    amount: params.amount,
    currency: params.currency,
    customerId: params.customer ?? null,
    description: params.description ?? null,
    metadata: applyMetadata(params.metadata),
    setupFutureUsage: params.setup_future_usage ?? null,
    receiptEmail: params.receipt_email ?? null,
    statementDescriptorSuffix: params.statement_descriptor_suffix ?? null,
    ...usableTypes(params),
    allowsRedirects: params.automatic_payment_methods?.allow_redirects !== "never",
  };
}

/** What decides whether an intent can be confirmed as asked. */
type Facts = Pick<
  IntentFields,
  "allowedTypes" | "allowsRedirects" | "customerId" | "setupFutureUsage"
> & { readonly methodId?: string | null };

function factsOf(intent: Stripe.PaymentIntent): Facts {
  return {
    allowedTypes: intent.allowed_payment_method_types,
    allowsRedirects: intent.automatic_payment_methods?.allow_redirects !== "never",
    customerId: idOf(intent.customer),
    setupFutureUsage: intent.setup_future_usage === null ? null : "off_session",
    methodId: idOf(intent.payment_method),
  };
}

/** Checks everything before anything is done; answers the card to try. */
function checkConfirmation(store: Store, facts: Facts, asked: Confirmation): Stripe.PaymentMethod {
  const methodId = asked.payment_method ?? facts.methodId ?? null;
  if (methodId === null) {
    throw invalid(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can " +
        "either update the PaymentIntent with a payment method and then confirm it again, or confirm it " +
        "again directly with a payment method or ConfirmationToken.",
      { code: "payment_intent_unexpected_state" },
    );
  }
  if (asked.off_session === true && facts.setupFutureUsage !== null) {
    throw invalid("You cannot use `off_session` and `setup_future_usage` together.", {
      param: "off_session",
    });
  }
  checkRedirects(facts, asked);
  const method = takePaymentMethod(store, methodId);
  checkUsable(store, method, facts.customerId);
  return method;
}

/** A method that redirects might be used, so there must be somewhere to come back to. */
function checkRedirects(facts: Facts, asked: Confirmation): void {
  const types = usableTypes(asked).allowedTypes ?? facts.allowedTypes;
  const isCardOnly = types?.length === 1 && types[0] === "card";
  if (asked.return_url !== undefined || isCardOnly || !facts.allowsRedirects) return;
  throw invalid(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. " +
      "Because some of these payment methods might redirect your customer off of your page, you must " +
      "provide a `return_url`. If you don't want to accept redirect-based payment methods, set " +
      "`automatic_payment_methods[enabled]` to `true` and " +
      "`automatic_payment_methods[allow_redirects]` to `never` when creating Payment Intents.",
  );
}

function confirm(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  asked: Confirmation,
): void {
  const decline = attempt(store, intent, {
    method,
    isOffSession: asked.off_session ?? false,
    failsOnAction: asked.error_on_requires_action ?? false,
    returnUrl: asked.return_url ?? null,
    savesCard: false,
  });
  if (!decline) return;
  const charge = idOf(intent.latest_charge);
  throw cardRefused(decline, {
    ...(charge !== null && { charge }),
    payment_intent: structuredClone(intent),
    payment_method: structuredClone(method),
  });
}

function checkState(
  intent: Stripe.PaymentIntent,
  allowed: readonly string[],
  verb: "confirm" | "cancel" | "update",
): void {
  if (allowed.includes(intent.status)) return;
  const reason =
    verb === "confirm" && intent.status === "succeeded"
      ? "it has already succeeded after being previously confirmed."
      : `it has a status of ${intent.status}. Only a PaymentIntent with one of the following ` +
        `statuses may be ${verb === "cancel" ? "canceled" : `${verb}ed`}: ${allowed.join(", ")}.`;
  throw invalid(`You cannot ${verb} this PaymentIntent because ${reason}`, {
    code: "payment_intent_unexpected_state",
    payment_intent: structuredClone(intent),
  });
}

function checkNotOfCheckout(store: Store, intent: Stripe.PaymentIntent, verb: string): void {
  const session = store.sessionOf.get(intent.id);
  if (!session) return;
  throw invalid(
    `You cannot ${verb} this PaymentIntent because it was created by a Checkout Session ` +
      `(${session.id}). To cancel it, expire the Checkout Session instead.`,
    { payment_intent: structuredClone(intent) },
  );
}
