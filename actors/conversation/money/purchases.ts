// The purchases that a conversation remembers: at most `PURCHASES_MAX`, the live ones (something is
// still to come of them by itself) before the settled ones, and among these those touched last. Of the
// live ones invoices in Stars are let go of first: a fan can have any number of them, and nothing but
// a payment is heard of one, except where it has a promo code, which it keeps from other purchases.
// Every change is a row too (`purchases`, version by version), so one that was let go of comes back with
// the next fact about it: whoever took the fact in attached the row, and the table refuses a version
// that does not follow on the last. What is remembered here is never older than the row.

import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { invariant } from "#actors/kernel/errors.ts";
import { NO_UNITS, type Purchase, purchaseIdOf, type Units } from "#actors/kernel/purchase.ts";

/** An ordinary fan has a few; 16 are under 8 KB of JSON. */
const PURCHASES_MAX = 16;

/** What a new purchase is made of. */
export type NewPurchase = Pick<
  Purchase,
  "rail" | "kind" | "sku" | "gives" | "amount" | "currency" | "promo" | "expiresAt" | "noticeId"
>;

/** Begins a purchase; a turn begins one of a kind at most. */
export function beginPurchase(turn: Turn, begun: NewPurchase): Purchase {
  const id = purchaseIdOf(turn.envelopeId, turn.at, begun.kind);
  invariant(findPurchase(turn, id) === null, "a turn begins one purchase of a kind");
  return keepPurchase(turn, {
    ...begun,
    id,
    createdAt: turn.at,
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
    version: 0,
  });
}

/** One that is remembered; null: it was let go of, or never was. */
export function findPurchase(turn: Turn, id: string): Purchase | null {
  return turn.state.purchases.find((purchase) => purchase.id === id) ?? null;
}

/**
 * Writes a purchase down as it is now, one version on, however often in one turn. The address of a
 * page is long, and worth something only while the page is open.
 */
export function keepPurchase(turn: Turn, purchase: Purchase): Purchase {
  const version = turn.versionOf(purchase.id) ?? purchase.version + 1;
  const { pageUrl, ...lasting } = purchase;
  const isOpen = pageUrl !== undefined && purchase.state === "open";
  const kept = { ...lasting, ...(isOpen && { pageUrl }), version };
  const others = turn.state.purchases.filter(({ id }) => id !== purchase.id);
  turn.set({ purchases: remembered(turn, [...others, kept]) });
  turn.writePurchase(kept);
  return kept;
}

/**
 * Whether it is not at its end: the fan, a bank or a charge of ours is on to it, or what it gave is
 * set aside for as long as it is disputed.
 */
function isLive(turn: Turn, { id, state, frozen }: Purchase): boolean {
  const isPending = state === "open" || state === "processing" || state === "requiresAction";
  const isFrozen = frozen.credits > 0 || frozen.seconds > 0;
  return isPending || isFrozen || turn.state.recharged.purchaseId === id;
}

function isSpare({ rail, state, promo }: Purchase): boolean {
  return rail === "stars" && state === "open" && promo === null;
}

/** One too many lets go of the settled one that was touched first, else of an invoice, else of any. */
function remembered(turn: Turn, all: State["purchases"]): State["purchases"] {
  if (all.length <= PURCHASES_MAX) return all;
  const others = all.slice(0, -1);
  const settled = others.findIndex((purchase) => !isLive(turn, purchase));
  return all.toSpliced(settled < 0 ? Math.max(0, others.findIndex(isSpare)) : settled, 1);
}

/** Adds two amounts of units. */
export function plus(one: Units, other: Units): Units {
  return { credits: one.credits + other.credits, seconds: one.seconds + other.seconds };
}
