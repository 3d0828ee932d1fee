// Charges: one for each attempt to take money from a card. A charge is pending (the money is on its
// way), succeeded or failed; what is refunded or disputed of it is counted on it.

import type { Stripe } from "stripe";
import { book, feeOf } from "./balance.ts";
import { idOf, type Store } from "./store.ts";
import type { Decline } from "./test-cards.ts";

/** Writes the attempt; `decline` null with `isPending` false is a success. */
export function createCharge(
  store: Store,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  result: { readonly decline: Decline | null; readonly isPending: boolean },
): Stripe.Charge {
  const { decline, isPending } = result;
  const id = store.ids.next("ch_");
  const charge: Stripe.Charge = {
    ...commonFields(intent),
    ...outcomeFields(decline, isPending),
    id,
    object: "charge",
    balance_transaction: null,
    billing_details: method.billing_details,
    created: store.now(),
    payment_method: method.id,
    payment_method_details: cardDetails(method),
    receipt_url: decline ? null : `${store.pagesUrl}/receipts/${id}`,
  };
  store.charges.add(charge);
  if (decline) store.emit("charge.failed", charge);
  else if (isPending) store.emit("charge.pending", charge);
  else takeMoney(store, charge);
  return charge;
}

/** Ends a pending charge. */
export function settleCharge(store: Store, charge: Stripe.Charge, decline: Decline | null): void {
  Object.assign(charge, outcomeFields(decline, false));
  if (decline) store.emit("charge.failed", charge);
  else takeMoney(store, charge);
}

function takeMoney(store: Store, charge: Stripe.Charge): void {
  charge.amount_captured = charge.amount;
  charge.balance_transaction = book(store, {
    type: "charge",
    amount: charge.amount,
    fee: feeOf(charge.amount),
    currency: charge.currency,
    sourceId: charge.id,
    description: charge.description,
  }).id;
  store.emit("charge.succeeded", charge);
}

function commonFields(intent: Stripe.PaymentIntent) {
  return {
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    calculated_statement_descriptor: "STAGEDOOR SANDBOX",
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    fraud_details: {},
    livemode: false,
    metadata: { ...intent.metadata },
    on_behalf_of: null,
    payment_intent: intent.id,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    transfer_data: null,
    transfer_group: null,
  } satisfies Partial<Stripe.Charge>;
}

function outcomeFields(decline: Decline | null, isPending: boolean) {
  return {
    captured: decline === null,
    paid: decline === null && !isPending,
    status: decline ? "failed" : isPending ? "pending" : "succeeded",
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    outcome: {
      advice_code: decline ? "try_again_later" : null,
      network_advice_code: null,
      network_decline_code: decline ? "05" : null,
      network_status: decline ? "declined_by_network" : "approved_by_network",
      reason: decline?.declineCode ?? null,
      risk_level: "normal",
      risk_score: 12,
      seller_message: decline ? "The bank did not accept the payment." : "Payment complete.",
      type: decline ? "issuer_declined" : "authorized",
    },
  } satisfies Partial<Stripe.Charge>;
}

function cardDetails(method: Stripe.PaymentMethod): Stripe.Charge.PaymentMethodDetails {
  const { card } = method;
  if (!card) return { type: method.type };
  return {
    type: "card",
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}
