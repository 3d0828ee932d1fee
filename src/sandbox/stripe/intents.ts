// Payment intents. requires_payment_method (nothing to pay with, or the last attempt failed) →
// requires_confirmation → requires_action (the bank asks the payer) → processing (the money is on
// its way) → succeeded; or canceled, from anywhere before processing. A failed attempt of any kind
// leads back to requires_payment_method, with `last_payment_error` saying why.
// An attempt of somebody who is away (off-session) never waits for the bank: where the bank would
// ask, it fails with authentication_required.

import type { Stripe } from "stripe";
import { createCharge, settleCharge } from "./charges.ts";
import { bringAftermath } from "./disputes.ts";
import { attach, cardStateOf } from "./payment-methods.ts";
import { followPayment } from "./session-outcome.ts";
import { idOf, type Store } from "./store.ts";
import {
  AUTHENTICATION_FAILED,
  AUTHENTICATION_NOT_HANDLED,
  AUTHENTICATION_REQUIRED,
  type Decline,
  SETTLEMENT_FAILED,
  type Settlement,
} from "./test-cards.ts";

const DAY_MS = 86_400_000;

export interface IntentFields {
  /** In the currency's smallest unit. */
  readonly amount: number;
  readonly currency: string;
  readonly customerId: string | null;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly setupFutureUsage: "off_session" | "on_session" | null;
  readonly receiptEmail: string | null;
  readonly statementDescriptorSuffix: string | null;
  readonly allowedTypes: string[] | null;
  readonly excludedTypes: string[] | null;
  readonly allowsRedirects: boolean;
}

export interface Attempt {
  readonly method: Stripe.PaymentMethod;
  readonly isOffSession: boolean;
  /** Fails instead of asking the bank. */
  readonly failsOnAction: boolean;
  readonly returnUrl: string | null;
  readonly savesCard: boolean;
}

export function createIntent(store: Store, fields: IntentFields): Stripe.PaymentIntent {
  const id = store.ids.next("pi_");
  const intent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: fields.allowedTypes,
    amount: fields.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: {
      allow_redirects: fields.allowsRedirects ? "always" : "never",
      enabled: true,
    },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${store.ids.next("", 25)}`,
    confirmation_method: "automatic",
    created: store.now(),
    currency: fields.currency,
    customer: fields.customerId,
    customer_account: null,
    description: fields.description,
    excluded_payment_method_types: fields.excludedTypes,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: fields.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: cardOptions() },
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: fields.receiptEmail,
    review: null,
    setup_future_usage: fields.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: fields.statementDescriptorSuffix,
    status: "requires_payment_method",
    transfer_data: null,
    transfer_group: null,
  };
  store.intents.add(intent);
  store.emit("payment_intent.created", intent);
  return intent;
}

function cardOptions(): Stripe.PaymentIntent.PaymentMethodOptions.Card {
  return {
    installments: null,
    mandate_options: null,
    network: null,
    request_three_d_secure: "automatic",
  };
}

/**
 * Tries to pay. Answers why the card was refused, or null; the intent's status then says whether it
 * is paid, on its way, or waits for the bank.
 */
export function attempt(
  store: Store,
  intent: Stripe.PaymentIntent,
  tried: Attempt,
): Decline | null {
  const state = cardStateOf(store, tried.method);
  const { authentication } = state.card;
  const asks = authentication === "always" || (authentication === "unlessSetUp" && !state.isSetUp);
  store.attemptNotes.set(intent.id, { returnUrl: tried.returnUrl, savesCard: tried.savesCard });
  intent.payment_method = tried.method.id;
  intent.last_payment_error = null;
  if (!asks) return charge(store, intent, tried.method);
  if (tried.isOffSession) return refuse(store, intent, tried.method, AUTHENTICATION_REQUIRED);
  if (tried.failsOnAction) return refuse(store, intent, tried.method, AUTHENTICATION_NOT_HANDLED);
  const change: Partial<Stripe.PaymentIntent> = {
    status: "requires_action",
    next_action: {
      type: "redirect_to_url",
      redirect_to_url: {
        return_url: tried.returnUrl,
        url: `${store.pagesUrl}/authenticate/${intent.id}`,
      },
    },
  };
  store.change(intent, change, "payment_intent.requires_action");
  return null;
}

/** The bank's answer to an intent that waits for it. */
export function authenticatePayment(
  store: Store,
  intent: Stripe.PaymentIntent,
  hasPassed: boolean,
): Decline | null {
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? "");
  if (intent.status !== "requires_action" || !method) return null;
  intent.next_action = null;
  if (hasPassed) return charge(store, intent, method, true);
  failIntent(store, intent, method, AUTHENTICATION_FAILED, null);
  return AUTHENTICATION_FAILED;
}

function charge(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  isAuthenticated = false,
): Decline | null {
  const { card } = cardStateOf(store, method);
  if (card.decline) return refuse(store, intent, method, card.decline);
  if (isAuthenticated && intent.setup_future_usage !== null) {
    cardStateOf(store, method).isSetUp = true;
  }
  const { settles } = card;
  const made = createCharge(store, intent, method, { decline: null, isPending: settles !== null });
  intent.latest_charge = made.id;
  if (!settles) {
    succeed(store, intent, made);
    return null;
  }
  const change: Partial<Stripe.PaymentIntent> = {
    status: "processing",
    processing: { type: "card", card: {} },
  };
  store.change(intent, change, "payment_intent.processing");
  followPayment(store, intent);
  const end = () => settlePayment(store, intent, settles.as);
  store.arm(intent.id, settles.days * DAY_MS, end);
  return null;
}

/** Ends an intent whose money was on its way; does nothing to any other. */
export function settlePayment(store: Store, intent: Stripe.PaymentIntent, as: Settlement): void {
  const made = store.charges.get(idOf(intent.latest_charge) ?? "");
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? "");
  if (intent.status !== "processing" || !made || !method) return;
  store.disarm(intent.id);
  settleCharge(store, made, as === "failed" ? SETTLEMENT_FAILED : null);
  intent.processing = null;
  if (as === "succeeded") succeed(store, intent, made);
  else failIntent(store, intent, method, SETTLEMENT_FAILED, made);
}

function succeed(store: Store, intent: Stripe.PaymentIntent, made: Stripe.Charge): void {
  keepOrSpend(store, intent, made);
  const change: Partial<Stripe.PaymentIntent> = {
    status: "succeeded",
    amount_received: intent.amount,
    next_action: null,
  };
  store.change(intent, change, "payment_intent.succeeded");
  followPayment(store, intent);
  const state = store.cards.get(made.payment_method ?? "");
  if (state) bringAftermath(store, made, state.card);
}

/** A card that is not saved by its payment cannot be used again. */
function keepOrSpend(store: Store, intent: Stripe.PaymentIntent, made: Stripe.Charge): void {
  const method = store.paymentMethods.get(made.payment_method ?? "");
  const customerId = idOf(intent.customer);
  if (!method || method.customer !== null) return;
  const isTicked = store.attemptNotes.get(intent.id)?.savesCard === true;
  const isOwned = customerId !== null && store.customers.get(customerId) !== undefined;
  if (!isOwned || !(isTicked || intent.setup_future_usage !== null)) {
    cardStateOf(store, method).isSpent = true;
    return;
  }
  method.allow_redisplay = isTicked ? "always" : "limited";
  attach(store, method, customerId);
}

function refuse(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): Decline {
  const made = createCharge(store, intent, method, { decline, isPending: false });
  intent.latest_charge = made.id;
  failIntent(store, intent, method, decline, made);
  return decline;
}

function failIntent(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
  made: Stripe.Charge | null,
): void {
  const change: Partial<Stripe.PaymentIntent> = {
    status: "requires_payment_method",
    next_action: null,
    payment_method: null,
    last_payment_error: {
      ...(made && { charge: made.id }),
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll("_", "-")}`,
      message: decline.message,
      payment_method: method,
      type: made ? "card_error" : "invalid_request_error",
    },
  };
  store.change(intent, change, "payment_intent.payment_failed");
  followPayment(store, intent);
}

/** Gives an intent up; the caller has ruled out the states that cannot be. */
export function cancelIntent(
  store: Store,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): void {
  const change: Partial<Stripe.PaymentIntent> = {
    status: "canceled",
    canceled_at: store.now(),
    cancellation_reason: reason,
    next_action: null,
  };
  store.change(intent, change, "payment_intent.canceled");
}
