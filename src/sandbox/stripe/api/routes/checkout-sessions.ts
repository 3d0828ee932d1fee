// /v1/checkout/sessions

import type { Stripe } from "stripe";
import { DATED_PAGE, PAGE, page } from "#src/sandbox/stripe/api/lists.ts";
import {
  applyMetadata,
  bool,
  currency,
  email,
  integer,
  list,
  metadata,
  object,
  oneOf,
  type ParamsOf,
  required,
  text,
  url,
} from "#src/sandbox/stripe/api/params.ts";
import { type Route, route } from "#src/sandbox/stripe/api/route.ts";
import { createSession, expireSession, type Line } from "#src/sandbox/stripe/checkout.ts";
import { takeCustomer } from "#src/sandbox/stripe/customers.ts";
import { invalid, missing } from "#src/sandbox/stripe/refusal.ts";
import type { SessionNotes, Store } from "#src/sandbox/stripe/store.ts";
import { checkAmount, TYPE_FILTERS, usableTypes } from "./amounts.ts";
import { find } from "./find.ts";

const MINUTE_SECONDS = 60;
const LIFE_SECONDS_MIN = 30 * MINUTE_SECONDS;
const LIFE_SECONDS_MAX = 24 * 60 * MINUTE_SECONDS;

/** A client's clock and the network take their part of the thirty minutes. */
const CLOCK_SLACK_SECONDS = 10;

const REDISPLAY = oneOf("always", "limited", "unspecified");
const MESSAGE = object({ message: required(text(1200)) });

const LINE = object({
  price: text(),
  price_data: object({
    currency: required(currency),
    unit_amount: required(integer()),
    product_data: required(
      object({ name: required(text()), description: text(), metadata, images: list(url, 8) }),
    ),
  }),
  quantity: integer(1, 999_999),
});

const CREATE = {
  ...TYPE_FILTERS,
  mode: required(oneOf("payment", "setup")),
  ui_mode: oneOf("hosted_page"),
  line_items: list(LINE),
  currency,
  customer: text(),
  customer_email: email,
  customer_creation: oneOf("always", "if_required"),
  client_reference_id: text(200),
  success_url: required(url),
  cancel_url: url,
  expires_at: integer(),
  metadata,
  payment_intent_data: object({
    metadata,
    description: text(1000),
    setup_future_usage: oneOf("off_session", "on_session"),
    receipt_email: email,
    statement_descriptor_suffix: text(22),
  }),
  setup_intent_data: object({ metadata, description: text(1000) }),
  saved_payment_method_options: object({
    allow_redisplay_filters: list(REDISPLAY),
    payment_method_save: oneOf("enabled", "disabled"),
    payment_method_remove: oneOf("enabled", "disabled"),
  }),
  consent_collection: object({
    payment_method_reuse_agreement: object({ position: required(oneOf("auto", "hidden")) }),
    promotions: oneOf("auto", "none"),
    terms_of_service: oneOf("none", "required"),
  }),
  custom_text: object({
    submit: MESSAGE,
    after_submit: MESSAGE,
    terms_of_service_acceptance: MESSAGE,
  }),
  adaptive_pricing: object({ enabled: bool }),
  submit_type: oneOf("auto", "pay", "book", "donate"),
  locale: text(10),
} as const;

type CreateParams = ParamsOf<typeof CREATE>;

export const CHECKOUT_ROUTES: readonly Route[] = [
  route("POST /v1/checkout/sessions", CREATE, create),

  route(
    "GET /v1/checkout/sessions",
    {
      ...DATED_PAGE,
      customer: text(),
      payment_intent: text(),
      status: oneOf("open", "complete", "expired"),
    },
    (store, params) => {
      const rows = store.sessions.newestFirst((session) => {
        const { customer, payment_intent: intent, status, created } = params;
        const isCustomers = customer === undefined || session.customer === customer;
        const isIntents = intent === undefined || session.payment_intent === intent;
        const isIn = status === undefined || session.status === status;
        return isCustomers && isIntents && isIn && (created?.(session.created) ?? true);
      });
      return page("/v1/checkout/sessions", rows, params);
    },
  ),

  route("GET /v1/checkout/sessions/:id", {}, (store, _params, id) => {
    return find(store.sessions, id, "checkout.session", "session");
  }),

  route("POST /v1/checkout/sessions/:id", { metadata }, (store, params, id) => {
    const session = find(store.sessions, id, "checkout.session", "session");
    store.change(session, { metadata: applyMetadata(params.metadata, session.metadata) });
    return session;
  }),

  route("POST /v1/checkout/sessions/:id/expire", {}, (store, _params, id) => {
    const session = find(store.sessions, id, "checkout.session", "session");
    if (session.status !== "open") {
      throw invalid(
        'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session ' +
          `has a status of ${session.status}.`,
      );
    }
    expireSession(store, session);
    return session;
  }),

  route("GET /v1/checkout/sessions/:id/line_items", PAGE, (store, params, id) => {
    find(store.sessions, id, "checkout.session", "session");
    const lines = store.sessionNotes.get(id)?.lines ?? [];
    return page(`/v1/checkout/sessions/${id}/line_items`, lines, params);
  }),
];

function create(store: Store, params: CreateParams): object {
  checkMode(params);
  if (params.customer !== undefined) takeCustomer(store, params.customer);
  return createSession(store, {
    mode: params.mode,
    lines: readLines(params),
    currency: params.currency ?? null,
    customerId: params.customer ?? null,
    customerEmail: params.customer_email ?? null,
    customerCreation: params.customer_creation ?? null,
    clientReferenceId: params.client_reference_id ?? null,
    successUrl: params.success_url,
    cancelUrl: params.cancel_url ?? null,
    expiresAt: readExpiry(store, params.expires_at),
    metadata: applyMetadata(params.metadata),
    intentData: readIntentData(params),
    ...usableTypes(params),
    savedMethods: readSavedMethods(params),
    consent: readConsent(params),
    customText: {
      after_submit: params.custom_text?.after_submit ?? null,
      shipping_address: null,
      submit: params.custom_text?.submit ?? null,
      terms_of_service_acceptance: params.custom_text?.terms_of_service_acceptance ?? null,
    },
    submitType: params.submit_type ?? null,
    locale: params.locale ?? null,
  });
}

/** What one mode takes and the other does not. */
function checkMode(params: CreateParams): void {
  const other = params.mode === "payment" ? "setup_intent_data" : "payment_intent_data";
  if (params[other]) {
    throw invalid(`You can not pass \`${other}\` in \`${params.mode}\` mode.`, { param: other });
  }
  if (params.customer !== undefined) {
    for (const name of ["customer_email", "customer_creation"] as const) {
      if (params[name] === undefined) continue;
      throw invalid(`You may only specify one of these parameters: customer, ${name}.`, {
        param: "customer",
      });
    }
  }
  if (params.mode === "payment") return;
  if (params.line_items) {
    throw invalid("You can not pass `line_items` in `setup` mode.", { param: "line_items" });
  }
  if (params.currency === undefined) {
    throw invalid(
      "Missing required param: currency. In `setup` mode with dynamic payment methods a currency " +
        "decides which are shown.",
      { code: "parameter_missing", param: "currency" },
    );
  }
}

function readLines(params: CreateParams): Line[] {
  if (params.mode === "setup") return [];
  const { line_items: given = [] } = params;
  if (given.length === 0) {
    throw invalid("Missing required param: line_items.", {
      code: "parameter_missing",
      param: "line_items",
    });
  }
  const lines = given.map((line, place) => readLine(line, `line_items[${place}]`));
  const currencies = new Set(lines.map((line) => line.currency));
  if (currencies.size > 1) {
    throw invalid("All prices on a Checkout Session must use the same currency.");
  }
  const total = lines.reduce((sum, line) => sum + line.unitAmount * line.quantity, 0);
  if (total !== 0) checkAmount(total, lines[0]?.currency ?? "usd");
  return lines;
}

type GivenLine = NonNullable<CreateParams["line_items"]>[number];

function readLine(line: GivenLine, at: string): Line {
  if (line.price !== undefined) throw missing("price", line.price, `${at}[price]`);
  const { price_data: data, quantity } = line;
  if (!data) {
    throw invalid(`Missing required param: ${at}[price_data].`, {
      code: "parameter_missing",
      param: `${at}[price_data]`,
    });
  }
  if (quantity === undefined) {
    throw invalid("Quantity is required. Add `quantity` to `line_items`.", {
      code: "parameter_missing",
      param: `${at}[quantity]`,
    });
  }
  const { name, description } = data.product_data;
  return {
    name,
    description: description ?? null,
    currency: data.currency,
    unitAmount: data.unit_amount,
    quantity,
  };
}

function readExpiry(store: Store, asked: number | undefined): number {
  const now = store.now();
  if (asked === undefined) return now + LIFE_SECONDS_MAX;
  if (asked < now + LIFE_SECONDS_MIN - CLOCK_SLACK_SECONDS) {
    throw invalid(
      "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
      { param: "expires_at" },
    );
  }
  if (asked > now + LIFE_SECONDS_MAX + CLOCK_SLACK_SECONDS) {
    throw invalid(
      "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
      { param: "expires_at" },
    );
  }
  return asked;
}

function readIntentData(params: CreateParams): SessionNotes["intentData"] {
  const payment = params.payment_intent_data;
  const data = payment ?? params.setup_intent_data;
  return {
    metadata: applyMetadata(data?.metadata),
    description: data?.description ?? null,
    setupFutureUsage: payment?.setup_future_usage ?? null,
    receiptEmail: payment?.receipt_email ?? null,
    statementDescriptorSuffix: payment?.statement_descriptor_suffix ?? null,
  };
}

function readSavedMethods(
  params: CreateParams,
): Stripe.Checkout.Session.SavedPaymentMethodOptions | null {
  const given = params.saved_payment_method_options;
  if (!given) return null;
  if (params.mode === "setup") {
    throw invalid("You can not pass `saved_payment_method_options` in `setup` mode.", {
      param: "saved_payment_method_options",
    });
  }
  return {
    allow_redisplay_filters: given.allow_redisplay_filters ?? ["always"],
    payment_method_remove: given.payment_method_remove ?? null,
    payment_method_save: given.payment_method_save ?? null,
  };
}

function readConsent(params: CreateParams): Stripe.Checkout.Session.ConsentCollection | null {
  const given = params.consent_collection;
  if (!given) return null;
  return {
    payment_method_reuse_agreement: given.payment_method_reuse_agreement ?? null,
    promotions: given.promotions ?? null,
    terms_of_service: given.terms_of_service ?? null,
  };
}
