// Disputes. An inquiry (warning_needs_response → warning_under_review → warning_closed) moves no
// money; it may become a chargeback. A chargeback (needs_response → under_review → won, lost or
// prevented) takes the money and a fee at once, and gives the money back when it is won.

import type { Stripe } from "stripe";
import { book, DISPUTE_FEE } from "./balance.ts";
import { invalid } from "./refusal.ts";
import { idOf, type Store } from "./store.ts";
import type { TestCard } from "./test-cards.ts";

const EVIDENCE_DAYS = 7;
const DAY_SECONDS = 86_400;

/** How long the bank thinks about evidence, milliseconds of the sandbox's clock. */
const REVIEW_MS = 86_400_000;

export interface DisputeOptions {
  /** Stripe's word for why: `fraudulent`, `product_not_received` … */
  readonly reason: string;
  /** An inquiry instead of a chargeback. */
  readonly isInquiry: boolean;
  /** Cents; all of the charge if undefined. */
  readonly amount: number | undefined;
}

export type DisputeEnd = "won" | "lost" | "warning_closed" | "prevented";

/** Opens a dispute about a charge; throws if it has one or took no money. */
export function openDispute(
  store: Store,
  charge: Stripe.Charge,
  options: Partial<DisputeOptions> = {},
): Stripe.Dispute {
  if (charge.status !== "succeeded") throw invalid("Only a charge that succeeded is disputed.");
  if (charge.disputed) throw invalid(`Charge ${charge.id} is disputed already.`);
  const isInquiry = options.isInquiry ?? false;
  const card = charge.payment_method_details?.card;
  const dispute: Stripe.Dispute = {
    id: store.ids.next("du_"),
    object: "dispute",
    amount: options.amount ?? charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created: store.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: store.now() + EVIDENCE_DAYS * DAY_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    payment_method_details: {
      type: "card",
      card: {
        brand: card?.brand ?? "visa",
        case_type: isInquiry ? "inquiry" : "chargeback",
        network: card?.network ?? "visa",
        network_reason_code: "10.4",
      },
    },
    reason: options.reason ?? "fraudulent",
    status: isInquiry ? "warning_needs_response" : "needs_response",
  };
  store.disputes.add(dispute);
  store.change(charge, { disputed: true }, "charge.updated");
  store.emit("charge.dispute.created", dispute);
  if (!isInquiry) withdraw(store, dispute);
  return dispute;
}

/** Turns an inquiry into a chargeback: now the money goes. */
export function escalate(store: Store, dispute: Stripe.Dispute): void {
  if (!dispute.status.startsWith("warning_") || isOver(dispute)) {
    throw invalid(`This dispute is no open inquiry: ${dispute.status}.`);
  }
  const details = dispute.payment_method_details;
  if (details?.card) details.card.case_type = "chargeback";
  const change = { status: "needs_response", is_charge_refundable: false } as const;
  store.change(dispute, change, "charge.dispute.updated");
  withdraw(store, dispute);
}

function withdraw(store: Store, dispute: Stripe.Dispute): void {
  const moved = move(store, dispute, -dispute.amount, DISPUTE_FEE);
  const change = { balance_transactions: [...dispute.balance_transactions, moved] };
  store.change(dispute, change, "charge.dispute.funds_withdrawn");
}

function move(
  store: Store,
  dispute: Stripe.Dispute,
  amount: number,
  fee: number,
): Stripe.BalanceTransaction {
  const { currency, charge } = dispute;
  const description = `Chargeback ${amount < 0 ? "withdrawal" : "reversal"} for ${idOf(charge)}`;
  return book(store, {
    type: "adjustment",
    amount,
    fee,
    currency,
    sourceId: dispute.id,
    description,
  });
}

/** Ends a dispute; throws if it is over, or if the end is not one of its kind. */
export function closeDispute(store: Store, dispute: Stripe.Dispute, as: DisputeEnd): void {
  if (isOver(dispute)) throw invalid(`This dispute is already closed: ${dispute.status}.`);
  const isInquiry = dispute.status.startsWith("warning_");
  if (isInquiry && (as === "won" || as === "lost")) {
    throw invalid("An inquiry ends as warning_closed or prevented, not as won or lost.");
  }
  if (!isInquiry && as === "warning_closed") {
    throw invalid("Only an inquiry ends as warning_closed.");
  }
  store.disarm(dispute.id);
  store.change(dispute, { status: as }, "charge.dispute.closed");
  const isTaken = dispute.balance_transactions.length > 0;
  if (!isTaken || as === "lost") return;
  const moved = move(store, dispute, dispute.amount, 0);
  const change = { balance_transactions: [...dispute.balance_transactions, moved] };
  store.change(dispute, change, "charge.dispute.funds_reinstated");
}

/** Takes evidence; submitted, the bank thinks about it and its text may decide, as in test mode. */
export function giveEvidence(
  store: Store,
  dispute: Stripe.Dispute,
  evidence: Partial<Stripe.Dispute.Evidence>,
  isSubmitted: boolean,
): void {
  if (isOver(dispute)) throw invalid("This dispute is already closed");
  const details = { ...dispute.evidence_details, has_evidence: true };
  if (isSubmitted) details.submission_count++;
  const isInquiry = dispute.status.startsWith("warning_");
  const status = isInquiry ? "warning_under_review" : "under_review";
  const change: Partial<Stripe.Dispute> = {
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: details,
    ...(isSubmitted && { status }),
  };
  store.change(dispute, change, "charge.dispute.updated");
  if (isSubmitted) store.arm(dispute.id, REVIEW_MS, () => decide(store, dispute));
}

/** The magic texts of Stripe's test mode. */
function decide(store: Store, dispute: Stripe.Dispute): void {
  const text = dispute.evidence.uncategorized_text;
  const isInquiry = dispute.status.startsWith("warning_");
  if (text === "escalate_inquiry_evidence" && isInquiry) escalate(store, dispute);
  else if (text === "winning_evidence") {
    closeDispute(store, dispute, isInquiry ? "warning_closed" : "won");
  } else if (text === "losing_evidence" && !isInquiry) closeDispute(store, dispute, "lost");
}

function isOver(dispute: Stripe.Dispute): boolean {
  return ["won", "lost", "warning_closed", "prevented"].includes(dispute.status);
}

/** Warns that a card's bank calls a charge fraud; no money moves. */
export function warnOfFraud(store: Store, charge: Stripe.Charge): Stripe.Radar.EarlyFraudWarning {
  const intentId = idOf(charge.payment_intent);
  const warning: Stripe.Radar.EarlyFraudWarning = {
    id: store.ids.next("issfr_"),
    object: "radar.early_fraud_warning",
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: store.now(),
    fraud_type: "made_with_stolen_card",
    livemode: false,
    ...(intentId !== null && { payment_intent: intentId }),
  };
  store.warnings.add(warning);
  store.emit("radar.early_fraud_warning.created", warning);
  return warning;
}

/** What follows a successful charge of the cards that bring trouble. */
export function bringAftermath(store: Store, charge: Stripe.Charge, card: TestCard): void {
  if (card.aftermath === "dispute") openDispute(store, charge);
  if (card.aftermath === "inquiry") openDispute(store, charge, { isInquiry: true });
  if (card.aftermath === "fraudWarning") warnOfFraud(store, charge);
}

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
