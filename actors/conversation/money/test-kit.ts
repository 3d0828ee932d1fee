// For tests about money: a table of purchases and a ledger as the database has them, held after each
// turn to what must be true whatever was said and in whatever order (`Books.take`), and facts in short.
import { expect } from "bun:test";
import type { State } from "#actors/conversation/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import type { FactOf, PaymentFact } from "#actors/kernel/payment.ts";
import { type Purchase as Bought, NO_UNITS, Purchase } from "#actors/kernel/purchase.ts";
import type { LedgerRow } from "#actors/kernel/rows.ts";

/** The moment at which purchases of tests are paid, in the service's time. */
export const PAID_AT = 1_750_000_000_000;

/** Rows that say what was done about a purchase. */
const ABOUT_PURCHASE = /^(?:payment|reverse|restore|debt):/;

/** What the database keeps of one fan's money. */
export class Books {
  readonly ledger: LedgerRow[] = [];
  readonly purchases = new Map<string, Bought>();

  /** Writes a turn down, and looks whether everything is as it must be. */
  take(decision: Decision<State>): void {
    this.ledger.push(...decision.rows.filter((row): row is LedgerRow => row.row === "ledger"));
    const references = this.ledger.map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
    for (const row of decision.rows) if (row.row === "purchase") this.#write(row.purchase);
    for (const remembered of decision.state.purchases) {
      expect(this.purchases.get(remembered.id)).toEqual(remembered);
    }
    const payments = [...this.purchases.values()].flatMap(({ paymentId }) => paymentId ?? []);
    expect(new Set(payments).size).toBe(payments.length);
    for (const purchase of this.purchases.values()) this.#checkPurchase(purchase);
    this.#checkBalance(decision.state);
  }

  /** A row for one that was not begun by a turn. */
  put(purchase: Bought): void {
    this.purchases.set(purchase.id, purchase);
  }

  /** Each version follows on the one before, and what was asked for stays. */
  #write(purchase: Bought): void {
    Purchase.parse(purchase);
    const before = this.purchases.get(purchase.id);
    expect(purchase.version).toBe((before?.version ?? 0) + 1);
    if (before !== undefined) {
      const { gives, amount, currency, createdAt } = before;
      expect(purchase).toMatchObject({ gives, amount, currency, createdAt });
    }
    this.purchases.set(purchase.id, purchase);
  }

  /** Granted once if it was paid in full, else never; never more taken back than given. */
  #checkPurchase(purchase: Bought): void {
    const { state, isGranted, gives, reversed, frozen, amount, currency, paymentId } = purchase;
    expect(isGranted).toBe(state === "paid");
    const grants = this.ledger.filter(({ reference }) => reference === `payment:${paymentId}`);
    const row = { ...gives, amountCents: amount, currency };
    expect(grants).toMatchObject(isGranted ? [row] : []);
    for (const unit of ["credits", "seconds"] as const) {
      expect(reversed[unit] + frozen[unit]).toBeLessThanOrEqual(gives[unit]);
    }
  }

  /** The balance is its rows, and without the debt it is what came and was kept. */
  #checkBalance({ credits, debt }: State): void {
    expect(credits).toBe(sum(this.ledger));
    expect(debt.credits).toBeGreaterThanOrEqual(0);
    const others = this.ledger.filter(({ reference }) => !ABOUT_PURCHASE.test(reference ?? ""));
    const granted = [...this.purchases.values()].filter(({ isGranted }) => isGranted);
    const kept = granted.map(({ gives, reversed }) => gives.credits - reversed.credits);
    const frozen = granted.map((purchase) => purchase.frozen.credits);
    expect(credits - debt.credits + total(frozen)).toBe(sum(others) + total(kept));
  }
}

function sum(rows: readonly LedgerRow[]): number {
  return total(rows.map(({ credits }) => credits));
}

function total(figures: readonly number[]): number {
  return figures.reduce((all, one) => all + one, 0);
}

/** An open purchase of ten credits for 9.99, but for what a test says. */
export function purchaseOf(changes: Partial<Bought> = {}): Bought {
  return {
    id: "p1",
    rail: "stripe",
    kind: "checkout",
    sku: "credits_10",
    gives: { credits: 10, seconds: 0 },
    amount: 1000,
    currency: "usd",
    promo: null,
    createdAt: PAID_AT,
    expiresAt: null,
    noticeId: null,
    sessionId: null,
    paymentId: null,
    state: "open",
    paidAt: null,
    refunds: [],
    refunded: null,
    disputes: [],
    isFraudWarned: false,
    isGranted: false,
    reversed: NO_UNITS,
    frozen: NO_UNITS,
    version: 1,
    ...changes,
  };
}

/** What every fact about a purchase has; its payment is named after it. */
function about(purchase: Bought) {
  const { id: purchaseId, amount, currency } = purchase;
  return { purchaseId, at: PAID_AT, paymentId: `pi_${purchaseId}`, amount, currency };
}

export function sessionFact(
  purchase: Bought,
  changes: Partial<FactOf<"session">> = {},
): FactOf<"session"> {
  const sessionId = `cs_${purchase.id}`;
  const said = { type: "session", sessionId, state: "paid", customerId: "cus_1" } as const;
  return { ...about(purchase), ...said, ...changes };
}

export function paymentFact(
  purchase: Bought,
  changes: Partial<FactOf<"payment">> = {},
): FactOf<"payment"> {
  return {
    ...about(purchase),
    type: "payment",
    rail: purchase.rail,
    state: "succeeded",
    customerId: "cus_1",
    cardId: "pm_1",
    savesCard: false,
    decline: null,
    ...changes,
  };
}

export function refundFact(
  purchase: Bought,
  changes: Partial<FactOf<"refund">> = {},
): FactOf<"refund"> {
  return { ...about(purchase), type: "refund", refundId: "re_1", state: "succeeded", ...changes };
}

/** What all refunds come to. */
export function refundedFact(
  purchase: Bought,
  changes: Partial<FactOf<"refunded">> = {},
): FactOf<"refunded"> {
  return { ...about(purchase), type: "refunded", ...changes };
}

export function disputeFact(
  purchase: Bought,
  changes: Partial<FactOf<"dispute">> = {},
): FactOf<"dispute"> {
  return {
    ...about(purchase),
    type: "dispute",
    disputeId: "dp_1",
    status: "needs_response",
    reason: "fraudulent",
    funds: null,
    evidenceDueAt: null,
    ...changes,
  };
}

export function fraudFact(purchase: Bought): PaymentFact {
  const { purchaseId, at, paymentId } = about(purchase);
  return { type: "fraudWarning", purchaseId, at, paymentId };
}
