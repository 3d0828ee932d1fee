// The objects of the simulated Stripe, and what it says of each: the same statement whether it is an
// event, the answer to a call or part of a list.
import type { Card, FactOf } from "#actors/kernel/payment.ts";

export interface Page {
  readonly sessionId: string;
  readonly purchaseId: string;
  readonly fanId: number;
  readonly customerId: string;
  readonly savesCard: boolean;
  readonly expiresAt: number;
  /** What the page asks for; a payer who is shown another currency changes it. */
  amount: number;
  currency: string;
  state: "open" | "complete" | "expired";
  paymentId: string | null;
}

export type PaymentState = FactOf<"payment">["state"];
type RefundState = FactOf<"refund">["state"];

export interface Payment {
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly fanId: number;
  readonly rail: "stripe" | "stars";
  readonly amount: number;
  readonly currency: string;
  readonly customerId: string | null;
  readonly cardId: string | null;
  readonly savesCard: boolean;
  /** Set where nobody was there, because the auto-recharge asked for it. */
  readonly charge: Charge | null;
  state: PaymentState;
  decline: FactOf<"payment">["decline"];
  readonly refunds: Map<string, Refund>;
  readonly disputes: Map<string, Dispute>;
}

interface Charge {
  readonly at: number;
  /** Purchases whose charge was under way at that moment, of the same fan. */
  readonly beside: readonly string[];
  /** Kept when the program gives up what was declined. */
  decline: Payment["decline"];
}

interface Refund {
  readonly id: string;
  readonly amount: number;
  state: RefundState;
}

export interface Dispute {
  readonly id: string;
  readonly amount: number;
  status: string;
  funds: "withdrawn" | "reinstated" | null;
}

const ENDS: readonly string[] = ["won", "lost", "warning_closed"];

export function isEnded({ status }: Dispute): boolean {
  return ENDS.includes(status);
}

export function isInquiry({ status }: Dispute): boolean {
  return status.startsWith("warning_");
}

export function sessionFact(page: Page, payment: Payment | null, at: number): FactOf<"session"> {
  const { purchaseId, sessionId, amount, currency, customerId, paymentId } = page;
  const money =
    payment?.state === "succeeded" ? "paid" : payment?.state === "failed" ? "failed" : "unpaid";
  const state = page.state === "complete" ? money : page.state;
  const about = { type: "session", purchaseId, at, sessionId, state } as const;
  return { ...about, amount, currency, paymentId, customerId };
}

export function paymentFact(payment: Payment, at: number): FactOf<"payment"> {
  const { purchaseId, paymentId, rail, state, amount, currency } = payment;
  const { customerId, cardId, savesCard, decline } = payment;
  const about = { type: "payment", purchaseId, at, rail, paymentId, state } as const;
  return { ...about, amount, currency, customerId, cardId, savesCard, decline };
}

export function refundFact(payment: Payment, refund: Refund, at: number): FactOf<"refund"> {
  const { purchaseId, paymentId, currency } = payment;
  const { id: refundId, amount, state } = refund;
  return { type: "refund", purchaseId, at, paymentId, refundId, amount, currency, state };
}

/** What all refunds of a payment come to. */
export function refundedFact(payment: Payment, at: number): FactOf<"refunded"> {
  const { purchaseId, paymentId, currency } = payment;
  return { type: "refunded", purchaseId, at, paymentId, amount: refundedOf(payment), currency };
}

export function disputeFact(
  payment: Payment,
  { id: disputeId, amount, status }: Dispute,
  funds: Dispute["funds"],
  at: number,
): FactOf<"dispute"> {
  const { purchaseId, paymentId, currency } = payment;
  const about = {
    type: "dispute",
    purchaseId,
    at,
    paymentId,
    disputeId,
    amount,
    currency,
  } as const;
  return { ...about, status, reason: "fraudulent", funds, evidenceDueAt: null };
}

export function cardFact(
  customerId: string,
  cardId: string,
  state: FactOf<"card">["state"],
  at: number,
): FactOf<"card"> {
  const card: Card = { id: cardId, brand: "visa", last4: "4242", expMonth: 12, expYear: 2040 };
  return { type: "card", at, customerId, state, card };
}

/** All refunds of a payment that have not failed. */
export function refundedOf({ refunds }: Payment): number {
  const good = [...refunds.values()].filter(({ state }) => state !== "failed");
  return good.reduce((sum, { amount }) => sum + amount, 0);
}

/** What disputes have taken for good. */
export function lostOf({ disputes }: Payment): number {
  const lost = [...disputes.values()].filter(({ status }) => status === "lost");
  return lost.reduce((sum, { amount }) => sum + amount, 0);
}

/** Disputes that may still end either way, inquiries not among them. */
export function contestedOf({ disputes }: Payment): number {
  const open = [...disputes.values()].filter((one) => !isEnded(one) && !isInquiry(one));
  return open.reduce((sum, { amount }) => sum + amount, 0);
}

/** What can still be refunded, or disputed. */
export function leftOf(payment: Payment): number {
  return payment.amount - refundedOf(payment) - lostOf(payment) - contestedOf(payment);
}

/** The money, or the payer, has yet to come. */
export function isUnderWay({ state }: Payment): boolean {
  return state === "processing" || state === "requiresAction";
}
