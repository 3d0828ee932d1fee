// What the console says about money, and which acts a payment, a dispute or a card offers as it stands.
// Stripe decides in the end; this only keeps buttons away that would always be refused.

import type {
  CardTurn,
  DisputeTurn,
  PaymentTurn,
  StripeEvent,
  StripePayment,
} from "#src/sandbox/stripe/protocol.ts";

/** Cents as people write them, `$9.99`. */
export function moneyWords(amount: number, currency: string): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

export type Tone = "ok" | "warn" | "bad" | "quiet";

interface Standing {
  readonly words: string;
  readonly tone: Tone;
}

const STANDINGS: Readonly<Record<StripePayment["state"], Standing>> = {
  open: { words: "page open", tone: "quiet" },
  expired: { words: "expired", tone: "quiet" },
  asksTheBank: { words: "asks the bank", tone: "warn" },
  onItsWay: { words: "on its way", tone: "warn" },
  paid: { words: "paid", tone: "ok" },
  declined: { words: "declined", tone: "bad" },
  canceled: { words: "canceled", tone: "quiet" },
};

/** How a payment stands, the gravest first. */
export function standingOf(payment: StripePayment): Standing {
  const { dispute, refunded, amount, state } = payment;
  if (dispute && !dispute.isOver) {
    return dispute.isInquiry
      ? { words: "inquiry", tone: "warn" }
      : { words: "disputed", tone: "bad" };
  }
  if (dispute?.status === "lost") return { words: "dispute lost", tone: "bad" };
  if (refunded > 0) {
    return { words: refunded < amount ? "part refunded" : "refunded", tone: "warn" };
  }
  if (dispute?.status === "won") return { words: "dispute won", tone: "ok" };
  return STANDINGS[state];
}

interface Turn<To> {
  readonly to: To;
  readonly label: string;
  readonly isGrave?: boolean;
}

/** What can happen to a payment now. */
export function paymentTurns(payment: StripePayment): readonly Turn<PaymentTurn>[] {
  const { state, dispute, refunded, amount, sessionId } = payment;
  const isOpen = state === "open" || state === "declined" || state === "asksTheBank";
  if (isOpen) return sessionId === null ? [] : [{ to: "expired", label: "Its time runs out" }];
  if (state === "onItsWay") {
    return [
      { to: "settled", label: "The money arrives" },
      { to: "unsettled", label: "It never arrives", isGrave: true },
    ];
  }
  if (state !== "paid") return [];
  const isChargedBack = dispute !== null && !dispute.isInquiry;
  const isRefundable = refunded < amount && !isChargedBack;
  return [
    ...(isRefundable ? REFUNDS : []),
    ...(refunded > 0 ? REFUND_FAILURE : []),
    ...(dispute === null ? TROUBLES : []),
  ];
}

const REFUNDS = [
  { to: "refunded", label: "Refund all" },
  { to: "halfRefunded", label: "Refund half" },
] as const;
const REFUND_FAILURE = [{ to: "refundFailed", label: "The refund fails", isGrave: true }] as const;
const TROUBLES = [
  { to: "warned", label: "Fraud warning" },
  { to: "inquired", label: "The bank inquires" },
  { to: "disputed", label: "Dispute it", isGrave: true },
] as const;

/** What can happen to a dispute now. */
export function disputeTurns(
  dispute: NonNullable<StripePayment["dispute"]>,
): readonly Turn<DisputeTurn>[] {
  if (dispute.isOver) return [];
  return dispute.isInquiry
    ? [
        { to: "closed", label: "Close the inquiry" },
        { to: "escalated", label: "Make it a dispute", isGrave: true },
      ]
    : [
        { to: "won", label: "Win the dispute" },
        { to: "lost", label: "Lose the dispute", isGrave: true },
      ];
}

/** What can happen to a saved card. */
export const CARD_CHOICES: readonly Turn<CardTurn>[] = [
  { to: "works", label: "Pays" },
  { to: "asksTheBank", label: "Asks the bank" },
  { to: "empty", label: "Is empty" },
  { to: "revoked", label: "Is revoked", isGrave: true },
  { to: "renewed", label: "Is renewed" },
  { to: "removed", label: "Remove", isGrave: true },
];

/** How an event's delivery stands: `200`, `503, again later`, `withheld`. */
export function deliveryWords({ delivery }: StripeEvent): Standing {
  if (delivery === null) return { words: "no endpoint", tone: "quiet" };
  const status = delivery.status === null ? "no answer" : String(delivery.status);
  switch (delivery.state) {
    case "delivered":
      return { words: status, tone: "ok" };
    case "lost":
      return { words: "withheld", tone: "bad" };
    case "abandoned":
      return { words: status, tone: delivery.manner === "asItIs" ? "bad" : "warn" };
    case "resting":
      return { words: delivery.attempts === 0 ? "late" : `${status}, again later`, tone: "warn" };
    default:
      return { words: "…", tone: "quiet" };
  }
}
