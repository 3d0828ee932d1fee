// Checkout Sessions: a page on which a person pays (mode payment) or saves a card (mode setup). A
// session is open until it is completed by its intent (session-outcome.ts), or expired by its time
// or by the program; an expired one takes its unfinished intent with it. The intent of a payment is
// made at the first attempt to pay, as Stripe does it, so an untouched session has none.

import type { Stripe } from "stripe";
import { attempt, cancelIntent, createIntent } from "./intents.ts";
import { cardStateOf, checkUsable, makePaymentMethod } from "./payment-methods.ts";
import { invalid } from "./refusal.ts";
import { complete, customerOf } from "./session-outcome.ts";
import { attemptSetup, cancelSetup, createSetupIntent } from "./setup-intents.ts";
import { idOf, type LineItem, type SessionNotes, type Store } from "./store.ts";
import type { Decline, TestCard } from "./test-cards.ts";

export interface Line {
  readonly name: string;
  readonly description: string | null;
  readonly currency: string;
  /** In the currency's smallest unit. */
  readonly unitAmount: number;
  readonly quantity: number;
}

export interface SessionFields {
  readonly mode: "payment" | "setup";
  readonly lines: readonly Line[];
  /** The currency of a session without lines. */
  readonly currency: string | null;
  readonly customerId: string | null;
  readonly customerEmail: string | null;
  readonly customerCreation: "always" | "if_required" | null;
  readonly clientReferenceId: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly metadata: Stripe.Metadata;
  readonly intentData: SessionNotes["intentData"];
  readonly allowedTypes: string[] | null;
  readonly excludedTypes: string[] | null;
  readonly savedMethods: Stripe.Checkout.Session.SavedPaymentMethodOptions | null;
  readonly consent: Stripe.Checkout.Session.ConsentCollection | null;
  readonly customText: Stripe.Checkout.Session.CustomText;
  readonly submitType: Stripe.Checkout.Session.SubmitType | null;
  readonly locale: Stripe.Checkout.Session.Locale | null;
}

/** How a person pays: with a card typed in, or with one of the saved ones. */
export interface Payment {
  readonly card: TestCard | Stripe.PaymentMethod;
  readonly savesCard: boolean;
}

export function createSession(store: Store, fields: SessionFields): Stripe.Checkout.Session {
  const id = store.ids.next("cs_test_", 58);
  const lines = fields.lines.map((line) => lineItem(store, line));
  const total = lines.reduce((sum, line) => sum + line.amount_total, 0);
  const isPayment = fields.mode === "payment";
  const session: Stripe.Checkout.Session = {
    ...unusedFields(),
    id,
    object: "checkout.session",
    allowed_payment_method_types: fields.allowedTypes,
    amount_subtotal: isPayment ? total : null,
    amount_total: isPayment ? total : null,
    cancel_url: fields.cancelUrl,
    client_reference_id: fields.clientReferenceId,
    consent: fields.consent && { promotions: null, terms_of_service: null },
    consent_collection: fields.consent,
    created: store.now(),
    currency: fields.lines[0]?.currency ?? fields.currency,
    custom_text: fields.customText,
    customer: fields.customerId,
    customer_creation: isPayment ? (fields.customerCreation ?? "if_required") : null,
    customer_email: fields.customerEmail,
    ...(fields.excludedTypes && { excluded_payment_method_types: fields.excludedTypes }),
    expires_at: fields.expiresAt,
    locale: fields.locale,
    metadata: fields.metadata,
    mode: fields.mode,
    payment_method_collection: isPayment ? "if_required" : "always",
    payment_status: isPayment && total > 0 ? "unpaid" : "no_payment_required",
    saved_payment_method_options: fields.savedMethods,
    submit_type: fields.submitType,
    success_url: fields.successUrl,
    total_details: isPayment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    url: `${store.pagesUrl}/pay/${id}`,
  };
  store.sessionNotes.set(id, { lines, intentData: fields.intentData });
  store.sessions.add(session);
  if (!isPayment) {
    session.setup_intent = setupIntentOf(store, fields).id;
    store.sessionOf.set(session.setup_intent, session);
  }
  store.arm(id, (session.expires_at - store.now()) * 1000, () => expireSession(store, session));
  store.changed();
  return session;
}

/** The fields of a session for what the sandbox's Stripe does not offer: shipping, taxes … */
function unusedFields() {
  return {
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_secret: null,
    collected_information: null,
    currency_conversion: null,
    custom_fields: [],
    customer_account: null,
    customer_details: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    managed_payments: null,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: "automatic" } },
    payment_method_types: ["card"],
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    subscription: null,
    ui_mode: "hosted_page",
    wallet_options: null,
  } satisfies Partial<Stripe.Checkout.Session>;
}

function lineItem(store: Store, line: Line): LineItem {
  const amount = line.unitAmount * line.quantity;
  return {
    id: store.ids.next("li_"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: line.currency,
    description: line.name,
    metadata: {},
    price: {
      id: store.ids.next("price_"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: store.now(),
      currency: line.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: store.ids.next("prod_", 14),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: line.unitAmount,
      unit_amount_decimal: String(line.unitAmount),
    },
    quantity: line.quantity,
  };
}

function setupIntentOf(store: Store, fields: SessionFields): Stripe.SetupIntent {
  const { customerId, intentData, allowedTypes, excludedTypes } = fields;
  return createSetupIntent(store, {
    customerId,
    description: intentData.description,
    metadata: { ...intentData.metadata },
    usage: "off_session",
    allowedTypes,
    excludedTypes,
  });
}

/**
 * A person pays, or saves a card. Answers why the card was refused, or null: then the session is
 * complete, or its intent waits for the bank. Throws if the session is not open.
 */
export function paySession(
  store: Store,
  session: Stripe.Checkout.Session,
  payment: Payment,
): Decline | null {
  if (session.status !== "open") throw invalid(`This Checkout Session is ${session.status}.`);
  if (session.mode === "payment" && session.amount_total === 0) {
    complete(store, session, "no_payment_required");
    return null;
  }
  const method = "object" in payment.card ? payment.card : makePaymentMethod(store, payment.card);
  checkUsable(store, method, idOf(session.customer));
  const backTo = `${store.pagesUrl}/pay/${session.id}`;
  const setup = store.setupIntents.get(idOf(session.setup_intent) ?? "");
  if (setup) return attemptSetup(store, setup, method, backTo);
  const intent = intentOf(store, session);
  if (intent.status === "processing") throw invalid("This Checkout Session is being paid.");
  intent.next_action = null;
  return attempt(store, intent, {
    method,
    isOffSession: false,
    failsOnAction: false,
    returnUrl: backTo,
    savesCard: payment.savesCard && offersToSave(session),
  });
}

/** The intent of a session, made at its first attempt. */
function intentOf(store: Store, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  const known = store.intents.get(idOf(session.payment_intent) ?? "");
  if (known) return known;
  const data = store.sessionNotes.get(session.id)?.intentData;
  const intent = createIntent(store, {
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customerId: customerOf(store, session),
    description: data?.description ?? null,
    metadata: { ...data?.metadata },
    setupFutureUsage: data?.setupFutureUsage ?? null,
    receiptEmail: data?.receiptEmail ?? null,
    statementDescriptorSuffix: data?.statementDescriptorSuffix ?? null,
    allowedTypes: session.allowed_payment_method_types,
    excludedTypes: session.excluded_payment_method_types ?? null,
    allowsRedirects: true,
  });
  session.payment_intent = intent.id;
  store.sessionOf.set(intent.id, session);
  return intent;
}

/**
 * Whether the page shows the tick "save my card": asked for, and there is somebody to save it for.
 */
export function offersToSave(session: Stripe.Checkout.Session): boolean {
  const isAsked = session.saved_payment_method_options?.payment_method_save === "enabled";
  const hasCustomer = session.customer !== null || session.customer_creation === "always";
  return session.mode === "payment" && isAsked && hasCustomer;
}

/** The saved cards that the page offers again: those that their owner let it show. */
export function savedCardsFor(
  store: Store,
  session: Stripe.Checkout.Session,
): Stripe.PaymentMethod[] {
  const customerId = idOf(session.customer);
  if (session.mode !== "payment" || customerId === null) return [];
  const shown = session.saved_payment_method_options?.allow_redisplay_filters ?? ["always"];
  return store.paymentMethods.newestFirst((method) => {
    const isShown = shown.includes(method.allow_redisplay ?? "unspecified");
    return method.customer === customerId && isShown && !cardStateOf(store, method).isSpent;
  });
}

/** Ends an open session unpaid; any other is left as it is. */
export function expireSession(store: Store, session: Stripe.Checkout.Session): void {
  if (session.status !== "open") return;
  store.disarm(session.id);
  const intent = store.intents.get(idOf(session.payment_intent) ?? "");
  if (intent) cancelIntent(store, intent, "expired");
  const setup = store.setupIntents.get(idOf(session.setup_intent) ?? "");
  if (setup) cancelSetup(store, setup, "abandoned");
  store.change(session, { status: "expired", url: null }, "checkout.session.expired");
}
