// What was said about a purchase, put together. Facts come in any order, any number of times, days
// late, so nothing here depends on which came first: every part of a purchase only ever moves up an
// order of its own, and what is highest in that order is what holds.
//
//   state     open < requiresAction < expired < processing < failed < mismatch < paid; so a page that
//             ran out may still have been paid, at once or slowly, and what was paid stays paid
//   payment   the first one heard of, until money has moved; from then on the one by which it moved.
//             The page that we made knows its payment better than any metadata: what was said of
//             another one, before anything was paid in full, is forgotten
//   a refund  one that failed has failed for good; else what was said last
//   disputes  status and funds each by what was said last, and of one moment the more final
//
// Whose a fact is was found out before (by the purchase's id, which anybody can write into metadata);
// what contradicts what is known of the purchase (`contradicts`) is not merged but told. Money that is
// not what was asked for is believed of our own page and our own charge alone.
import type { FactOf, PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase, PurchaseState } from "#actors/kernel/purchase.ts";

/** A fact about one purchase, rather than about a card or a customer. */
export type PurchaseFact = FactOf<
  "session" | "payment" | "refund" | "refunded" | "dispute" | "fraudWarning"
>;

type Refund = Purchase["refunds"][number];
type Dispute = Purchase["disputes"][number];

/** More refunds or disputes than anybody makes of one payment; `refunded` has the total anyway. */
const KEPT_MAX = 20;

const RANK: Readonly<Record<PurchaseState, number>> = {
  open: 0,
  requiresAction: 1,
  expired: 2,
  processing: 3,
  failed: 4,
  mismatch: 5,
  paid: 6,
};

export function isAboutPurchase(fact: PaymentFact): fact is PurchaseFact {
  return "purchaseId" in fact;
}

/** Whether a fact is of money that came or went, rather than of an attempt. */
export function hasMoved(fact: PurchaseFact): boolean {
  if (fact.type === "session") return fact.state === "paid";
  return fact.type === "payment" ? fact.state === "succeeded" : true;
}

/**
 * Whether a fact cannot be this purchase's: of the other rail, of another page than its own, of another
 * payment than the one by which money has moved, of another sum where nothing of ours vouches for it,
 * or of money that went back in another currency. `isOwnCharge`: it answers the purchase's own charge.
 */
export function contradicts(
  purchase: Purchase,
  fact: PurchaseFact,
  isOwnCharge: boolean = false,
): boolean {
  if (fact.type === "session" && isOfOtherPage(purchase, fact)) return true;
  if (fact.type === "payment") {
    if (fact.rail !== purchase.rail) return true;
    // On a page another sum is the page's to say.
    const isKnown = purchase.kind === "recharge" && fact.paymentId === purchase.paymentId;
    if (!isOwnCharge && !isKnown && !isInFull(purchase, fact)) return true;
  }
  if (!hasMoved(fact)) return false;
  const isBack = fact.type === "refund" || fact.type === "refunded";
  if (isBack && fact.currency !== purchase.currency) return true;
  return isOfOther(purchase, fact) && isSettledOn(knownTo(purchase, fact, isOwnCharge));
}

/** The purchase with one more fact; the same object when that says nothing new. */
export function merge(
  purchase: Purchase,
  fact: PurchaseFact,
  isOwnCharge: boolean = false,
): Purchase {
  const known = knownTo(purchase, fact, isOwnCharge);
  const merged = mergeByType({ ...known, paymentId: paymentOf(known, fact) }, fact);
  return JSON.stringify(merged) === JSON.stringify(purchase) ? purchase : merged;
}

function mergeByType(purchase: Purchase, fact: PurchaseFact): Purchase {
  switch (fact.type) {
    case "session":
      return withSession(purchase, fact);
    case "payment":
      return withState(purchase, paymentState(purchase, fact), fact.at);
    case "refund":
      return { ...purchase, refunds: withRefund(purchase, fact) };
    case "refunded":
      return { ...purchase, refunded: withTotal(purchase, fact) };
    case "dispute":
      return { ...purchase, disputes: withDispute(purchase, fact) };
    default:
      return { ...purchase, isFraudWarned: true };
  }
}

// ── payment and state ──────────────────────────────────────────────────────────────────────────

/** Money has moved by a payment, so that it is this purchase's for good. */
function isSettledOn({ paymentId, state, ...said }: Purchase): boolean {
  if (paymentId === null) return false;
  const hasPaid = state === "paid" || state === "mismatch";
  const { refunds, refunded, disputes, isFraudWarned } = said;
  return hasPaid || refunds.length > 0 || refunded !== null || disputes.length > 0 || isFraudWarned;
}

/**
 * What of a purchase our own page or charge lets stand: nothing of a payment that is not its own, unless
 * that has paid in full.
 */
function knownTo(purchase: Purchase, fact: PurchaseFact, isOwnCharge: boolean): Purchase {
  const isOwn = isOwnCharge || (fact.type === "session" && fact.sessionId === purchase.sessionId);
  const isNews = isOwn && hasMoved(fact) && isOfOther(purchase, fact);
  if (!isNews || purchase.state === "paid") return purchase;
  const unpaid = { paymentId: null, state: "open" } as const;
  const unsaid = { refunds: [], refunded: null, disputes: [], isFraudWarned: false };
  return { ...purchase, ...unpaid, ...unsaid };
}

/** Before the answer that names our page nobody else's is believed to have been paid another sum. */
function isOfOtherPage(purchase: Purchase, fact: FactOf<"session">): boolean {
  const { sessionId } = purchase;
  return sessionId === null ? !isInFull(purchase, fact) : sessionId !== fact.sessionId;
}

function isOfOther({ paymentId }: Purchase, fact: PurchaseFact): boolean {
  return fact.paymentId !== null && paymentId !== null && fact.paymentId !== paymentId;
}

/** A payment that was only tried on a page does not bind it: the page says which one is its own. */
function paymentOf(purchase: Purchase, fact: PurchaseFact): string | null {
  const { kind, paymentId } = purchase;
  if (fact.type === "payment" && kind === "checkout" && !hasMoved(fact)) return paymentId;
  if (paymentId === null || fact.paymentId === null) return paymentId ?? fact.paymentId;
  return hasMoved(fact) ? fact.paymentId : paymentId;
}

function withSession(purchase: Purchase, fact: FactOf<"session">): Purchase {
  const said = { ...purchase, sessionId: fact.sessionId };
  return withState(said, sessionState(purchase, fact), fact.at);
}

function sessionState(purchase: Purchase, fact: FactOf<"session">): PurchaseState {
  switch (fact.state) {
    case "unpaid":
      return "processing";
    case "paid":
      if (!isInFull(purchase, fact)) return "mismatch";
      // The ledger knows a purchase by its payment: one that is not named yet will say so itself.
      return fact.paymentId === null ? "processing" : "paid";
    default:
      return fact.state;
  }
}

/**
 * What a payment says of its purchase. On a page a declined card or a bank's question is between the
 * payer and the page, which stays open for the next try; a canceled payment closes it.
 */
function paymentState(purchase: Purchase, fact: FactOf<"payment">): PurchaseState {
  const hasPage = purchase.kind === "checkout";
  switch (fact.state) {
    case "succeeded":
      return isInFull(purchase, fact) ? "paid" : "mismatch";
    case "processing":
      return "processing";
    case "canceled":
      return hasPage ? "expired" : "failed";
    default:
      return hasPage ? "open" : fact.state;
  }
}

function isInFull(purchase: Purchase, { amount, currency }: PaymentSum): boolean {
  return amount === purchase.amount && currency === purchase.currency;
}

interface PaymentSum {
  readonly amount: number;
  readonly currency: string;
}

function withState(purchase: Purchase, said: PurchaseState, at: number): Purchase {
  const state = RANK[said] > RANK[purchase.state] ? said : purchase.state;
  const paidAt = said === "paid" ? Math.min(purchase.paidAt ?? at, at) : purchase.paidAt;
  return { ...purchase, state, paidAt };
}

// ── refunds and disputes ───────────────────────────────────────────────────────────────────────

function withRefund(purchase: Purchase, fact: FactOf<"refund">): Refund[] {
  const { refundId: id, state, at } = fact;
  const said: Refund = { id, amount: within(purchase, fact.amount), state, at };
  const known = purchase.refunds.find((refund) => refund.id === id);
  const kept = known === undefined || isAbove(refundOrder(said), refundOrder(known)) ? said : known;
  const others = purchase.refunds.filter((refund) => refund !== known);
  return newest([...others, kept], ({ at: one }) => one);
}

function refundOrder({ state, at, amount }: Refund): Order {
  return [state === "failed" ? 1 : 0, at, state === "succeeded" ? 1 : 0, amount];
}

function withTotal(purchase: Purchase, fact: FactOf<"refunded">): Purchase["refunded"] {
  const said = { amount: within(purchase, fact.amount), at: fact.at };
  const known = purchase.refunded;
  const isNews = known === null || isAbove([said.at, said.amount], [known.at, known.amount]);
  return isNews ? said : known;
}

function withDispute(purchase: Purchase, fact: FactOf<"dispute">): Dispute[] {
  const { disputeId: id, status, reason, at } = fact;
  // In another currency it cannot be counted: it may be about the whole of it.
  const isOurs = fact.currency === purchase.currency;
  const amount = isOurs ? within(purchase, fact.amount) : purchase.amount;
  const blank = { id, funds: null, fundsAt: 0 } as const;
  const said: Dispute = { ...blank, amount, status, statusAt: at, reason };
  const known = purchase.disputes.find((dispute) => dispute.id === id) ?? said;
  const top = isAbove(statusOrder(said), statusOrder(known)) ? said : known;
  const kept: Dispute = { ...top, funds: known.funds, fundsAt: known.fundsAt };
  const moved = fact.funds === null ? kept : { ...kept, funds: fact.funds, fundsAt: at };
  const others = purchase.disputes.filter((dispute) => dispute.id !== id);
  const one = isAbove(fundsOrder(moved), fundsOrder(kept)) ? moved : kept;
  return newest([...others, one], ({ statusAt }) => statusAt);
}

const ENDS: ReadonlySet<string> = new Set(["won", "lost", "warning_closed", "prevented"]);

function statusOrder({ statusAt, status, amount, reason }: Dispute): Order {
  const finality = ENDS.has(status) ? 2 : status.startsWith("warning_") ? 0 : 1;
  return [statusAt, finality, status, amount, reason];
}

function fundsOrder({ fundsAt, funds }: Dispute): Order {
  return [fundsAt, funds === "reinstated" ? 2 : funds === "withdrawn" ? 1 : 0];
}

/** Oldest first, and of one moment by id. */
function newest<Item extends { readonly id: string }>(
  items: readonly Item[],
  atOf: (item: Item) => number,
): Item[] {
  return items.toSorted((a, b) => compare([atOf(a), a.id], [atOf(b), b.id])).slice(-KEPT_MAX);
}

/** No part of a payment is negative, or more than the whole. */
function within(purchase: Purchase, amount: number): number {
  return Math.max(0, Math.min(purchase.amount, amount));
}

type Order = readonly (number | string)[];

function isAbove(one: Order, other: Order): boolean {
  return compare(one, other) > 0;
}

/** By the first part that differs. */
function compare(one: Order, other: Order): number {
  for (const [i, part] of one.entries()) {
    const against = other[i];
    if (against === undefined || part === against) continue;
    return part > against ? 1 : -1;
  }
  return 0;
}

/** How a dispute stands for the fan's account. */
export type Standing =
  | "inquiry" // the bank asks, no money has moved
  | "open" // the money is gone until it is decided
  | "lost"
  | "over"; // decided for the team, or the money came back

/** A status that is not known is an open dispute. */
export function standingOf({ status, statusAt, funds, fundsAt }: Dispute): Standing {
  if (status === "lost") return funds === "reinstated" && fundsAt >= statusAt ? "over" : "lost";
  if (ENDS.has(status)) return "over";
  if (status.startsWith("warning_")) return "inquiry";
  return funds === "reinstated" ? "over" : "open";
}
