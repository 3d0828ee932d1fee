// Setup intents: saving a card without taking money. requires_payment_method →
// requires_action (the bank asks) → succeeded, or canceled; a failed attempt leads back to
// requires_payment_method. A card saved this way is set up: its bank need not be asked again,
// unless it asks every time.

import type { Stripe } from "stripe";
import { attach, cardStateOf } from "./payment-methods.ts";
import { followSetup } from "./session-outcome.ts";
import { idOf, type Store } from "./store.ts";
import { AUTHENTICATION_FAILED, type Decline } from "./test-cards.ts";

export interface SetupFields {
  readonly customerId: string | null;
  readonly description: string | null;
  readonly metadata: Stripe.Metadata;
  readonly usage: "off_session" | "on_session";
  readonly allowedTypes: string[] | null;
  readonly excludedTypes: string[] | null;
}

export function createSetupIntent(store: Store, fields: SetupFields): Stripe.SetupIntent {
  const id = store.ids.next("seti_");
  const intent: Stripe.SetupIntent = {
    id,
    object: "setup_intent",
    allowed_payment_method_types: fields.allowedTypes,
    application: null,
    automatic_payment_methods: { allow_redirects: "always", enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_secret_${store.ids.next("", 32)}`,
    created: store.now(),
    customer: fields.customerId,
    customer_account: null,
    description: fields.description,
    excluded_payment_method_types: fields.excludedTypes,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: fields.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: "automatic" },
    },
    payment_method_types: ["card"],
    single_use_mandate: null,
    status: "requires_payment_method",
    usage: fields.usage,
  };
  store.setupIntents.add(intent);
  store.emit("setup_intent.created", intent);
  return intent;
}

/** Tries to save the card; answers why it was refused, or null (then see the status). */
export function attemptSetup(
  store: Store,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  returnUrl: string | null,
): Decline | null {
  const { card, isSetUp } = cardStateOf(store, method);
  store.attemptNotes.set(intent.id, { returnUrl, savesCard: true });
  intent.payment_method = method.id;
  intent.last_setup_error = null;
  if (card.decline && card.isRefusedWhenSaved) return fail(store, intent, method, card.decline);
  const asks =
    card.authentication === "always" || (card.authentication === "unlessSetUp" && !isSetUp);
  if (!asks) {
    succeed(store, intent, method);
    return null;
  }
  const change: Partial<Stripe.SetupIntent> = {
    status: "requires_action",
    next_action: {
      type: "redirect_to_url",
      redirect_to_url: {
        return_url: returnUrl,
        url: `${store.pagesUrl}/authenticate/${intent.id}`,
      },
    },
  };
  store.change(intent, change, "setup_intent.requires_action");
  return null;
}

/** The bank's answer to an intent that waits for it. */
export function authenticateSetup(
  store: Store,
  intent: Stripe.SetupIntent,
  hasPassed: boolean,
): Decline | null {
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? "");
  if (intent.status !== "requires_action" || !method) return null;
  if (!hasPassed) {
    const code = "setup_intent_authentication_failure";
    return fail(store, intent, method, { ...AUTHENTICATION_FAILED, code });
  }
  succeed(store, intent, method);
  return null;
}

function succeed(store: Store, intent: Stripe.SetupIntent, method: Stripe.PaymentMethod): void {
  const customerId = idOf(intent.customer);
  cardStateOf(store, method).isSetUp = true;
  if (customerId !== null && store.customers.get(customerId)) {
    if (method.customer === null) method.allow_redisplay = "limited";
    attach(store, method, customerId);
  }
  const change: Partial<Stripe.SetupIntent> = {
    status: "succeeded",
    next_action: null,
    payment_method: method.id,
  };
  store.change(intent, change, "setup_intent.succeeded");
  followSetup(store, intent);
}

function fail(
  store: Store,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  decline: Decline,
): Decline {
  const change: Partial<Stripe.SetupIntent> = {
    status: "requires_payment_method",
    next_action: null,
    payment_method: null,
    last_setup_error: {
      code: decline.code,
      ...(decline.declineCode !== null && { decline_code: decline.declineCode }),
      doc_url: `https://docs.stripe.com/error-codes/${decline.code.replaceAll("_", "-")}`,
      message: decline.message,
      payment_method: method,
      type: decline.declineCode === null ? "invalid_request_error" : "card_error",
    },
  };
  store.change(intent, change, "setup_intent.setup_failed");
  return decline;
}

/** Gives an intent up; the caller has ruled out the states that cannot be. */
export function cancelSetup(
  store: Store,
  intent: Stripe.SetupIntent,
  reason: Stripe.SetupIntent.CancellationReason | null,
): void {
  const change: Partial<Stripe.SetupIntent> = {
    status: "canceled",
    cancellation_reason: reason,
    next_action: null,
  };
  store.change(intent, change, "setup_intent.canceled");
}
