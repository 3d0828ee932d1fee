// The sandbox's Stripe as those see it who are not the program: the payer at the hosted page, the
// payer's bank, and the owner at Stripe's dashboard. Each verb does what that person could do and
// throws a StripeRefusal where Stripe would refuse; every change comes out as events. Tests and the
// sandbox's page drive it; the program only ever meets api/ and its webhooks.

import type { Stripe } from "stripe";
import type { Cancel } from "#src/sandbox/clock.ts";
import { expireSession, paySession } from "./checkout.ts";
import { deleteCustomer, takeCustomer } from "./customers.ts";
import {
  closeDispute,
  type DisputeEnd,
  type DisputeOptions,
  escalate,
  openDispute,
  warnOfFraud,
} from "./disputes.ts";
import { StripeFaultSwitches, type StripeFaults } from "./faults.ts";
import { authenticatePayment, settlePayment } from "./intents.ts";
import { cardStateOf, detach } from "./payment-methods.ts";
import { createRefund, settleRefund } from "./refunds.ts";
import { invalid, missing } from "./refusal.ts";
import { authenticateSetup } from "./setup-intents.ts";
import { idOf, Store, type StoreOptions } from "./store.ts";
import type { Table } from "./table.ts";
import { type Decline, findTestCard, type Settlement, type TestCard } from "./test-cards.ts";
import { EventCourier, type Manner } from "./webhooks/courier.ts";

/** What became of the money of one payment, in cents. */
export interface Books {
  readonly intentId: string;
  readonly currency: string;
  readonly metadata: Stripe.Metadata;
  readonly paid: number;
  /** Refunds that were made and have not failed. */
  readonly refunded: number;
  /** Taken by disputes and not given back. */
  readonly disputed: number;
}

export class StripeWorld {
  /** The objects themselves, to look at. */
  readonly store: Store;
  readonly faults: StripeFaultSwitches;
  readonly courier: EventCourier;

  constructor(options: StoreOptions & { readonly faults?: Partial<StripeFaults> }) {
    this.store = new Store(options);
    this.faults = new StripeFaultSwitches(options.faults);
    this.courier = new EventCourier(this.store, this.faults);
  }

  /**
   * Pays on the hosted page, or saves a card there: with a test card's number or token, or with a
   * saved card's id. Answers why it was refused, or null; see the session for what came of it.
   */
  pay(sessionId: string, card = "4242424242424242", savesCard = false): Decline | null {
    const session = take(this.store.sessions, sessionId, "checkout.session");
    const chosen = this.store.paymentMethods.get(card) ?? cardNamed(card);
    return paySession(this.store, session, { card: chosen, savesCard });
  }

  /** Lets an open session's time run out now. */
  expire(sessionId: string): void {
    expireSession(this.store, take(this.store.sessions, sessionId, "checkout.session"));
  }

  /** The payer answers the bank's question about a payment or setup intent. */
  authenticate(intentId: string, hasPassed: boolean): Decline | null {
    const setup = this.store.setupIntents.get(intentId);
    if (setup) return authenticateSetup(this.store, setup, hasPassed);
    const intent = take(this.store.intents, intentId, "payment_intent");
    return authenticatePayment(this.store, intent, hasPassed);
  }

  /** Ends a payment whose money is on its way, now instead of in days. */
  settle(intentId: string, as: Settlement): void {
    settlePayment(this.store, take(this.store.intents, intentId, "payment_intent"), as);
  }

  /** The owner refunds a payment at the dashboard: `amount` cents, or all that is left. */
  refund(intentId: string, amount?: number): Stripe.Refund {
    return createRefund(this.store, this.#chargeOf(intentId), {
      amount,
      reason: "requested_by_customer",
      metadata: {},
    });
  }

  /** Ends a refund; one that has succeeded can still fail. Throws if it has ended for good. */
  settleRefund(refundId: string, as: "succeeded" | "failed"): void {
    const refund = take(this.store.refunds, refundId, "refund");
    if (!settleRefund(this.store, refund, as)) throw invalid(`This refund is ${refund.status}.`);
  }

  /** The payer's bank disputes a payment. */
  dispute(intentId: string, options: Partial<DisputeOptions> = {}): Stripe.Dispute {
    return openDispute(this.store, this.#chargeOf(intentId), options);
  }

  /** The bank makes a chargeback of an inquiry. */
  escalateDispute(disputeId: string): void {
    escalate(this.store, take(this.store.disputes, disputeId, "dispute"));
  }

  closeDispute(disputeId: string, as: DisputeEnd): void {
    closeDispute(this.store, take(this.store.disputes, disputeId, "dispute"), as);
  }

  /** The card's bank calls a payment fraud. */
  warnOfFraud(intentId: string): Stripe.Radar.EarlyFraudWarning {
    return warnOfFraud(this.store, this.#chargeOf(intentId));
  }

  /**
   * The bank behind a saved card behaves from now on like a test card's; the card looks the same.
   */
  changeBank(methodId: string, testCard: string): void {
    const method = take(this.store.paymentMethods, methodId, "PaymentMethod");
    const state = cardStateOf(this.store, method);
    state.card = cardNamed(testCard);
    state.isSetUp = false;
  }

  /** The bank sends its customer a new card, and tells Stripe. */
  renewCard(methodId: string, last4: string, expYear: number): void {
    const method = take(this.store.paymentMethods, methodId, "PaymentMethod");
    if (!method.card) throw invalid("This payment method is no card.");
    const card = { ...method.card, last4, exp_year: expYear };
    this.store.change(method, { card }, "payment_method.automatically_updated");
  }

  /** A saved card is removed at the portal or the dashboard. */
  removeCard(methodId: string): void {
    detach(this.store, take(this.store.paymentMethods, methodId, "PaymentMethod"));
  }

  /** The owner deletes a customer at the dashboard. */
  deleteCustomer(customerId: string): void {
    deleteCustomer(this.store, takeCustomer(this.store, customerId));
  }

  /** Sends an event once more: as it was, or wrong in one of the ways a receiver must survive. */
  resend(eventId: string, manner: Manner = "asItIs"): void {
    this.courier.send(take(this.store.events, eventId, "event"), manner);
  }

  /** The newest event, of one kind if asked for. */
  lastEvent(type?: string): Stripe.Event | undefined {
    return this.store.events.newestFirst((event) => type === undefined || event.type === type)[0];
  }

  /** What was paid, refunded and lost, payment by payment, oldest first. */
  books(): Books[] {
    const charges = this.store.charges.newestFirst((charge) => charge.status === "succeeded");
    return charges.toReversed().map((charge) => {
      const disputes = this.store.disputes.newestFirst((row) => row.charge === charge.id);
      const moved = disputes.flatMap((dispute) => dispute.balance_transactions);
      return {
        intentId: idOf(charge.payment_intent) ?? "",
        currency: charge.currency,
        metadata: charge.metadata,
        paid: charge.amount_captured,
        refunded: charge.amount_refunded,
        disputed: moved.reduce((sum, transaction) => sum - transaction.amount, 0),
      };
    });
  }

  onChange(listener: () => void): Cancel {
    return this.store.onChange(listener);
  }

  /** Resolves once every webhook that is due has been answered. */
  async idle(): Promise<void> {
    await this.courier.idle();
  }

  #chargeOf(intentId: string): Stripe.Charge {
    const intent = take(this.store.intents, intentId, "payment_intent");
    return take(this.store.charges, idOf(intent.latest_charge) ?? "", "charge");
  }
}

function take<T extends { readonly id: string }>(table: Table<T>, id: string, noun: string): T {
  const row = table.get(id);
  if (!row) throw missing(noun, id, "id");
  return row;
}

function cardNamed(name: string): TestCard {
  const card = findTestCard(name);
  if (!card) throw invalid(`There is no test card ${name}.`);
  return card;
}
