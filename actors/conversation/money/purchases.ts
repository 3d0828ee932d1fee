// The purchases that a conversation remembers: at most `PURCHASES_MAX`, the live ones (something is
// still to come of them by itself) before the settled ones, and among these those touched last. Every
// change is a row too (`purchases`, version by version), so one that was let go of comes back with
// the next fact about it: whoever took the fact in attached the row, and the table refuses a version
// that does not follow on the last. What is remembered here is never older than the row.

import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { invariant } from "#actors/kernel/errors.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";

/** An ordinary fan has a few; 16 are under 8 KB of JSON. */
const PURCHASES_MAX = 16;

/** What a new purchase is made of. */
export type NewPurchase = Pick<
  Purchase,
  "rail" | "kind" | "sku" | "gives" | "amount" | "currency" | "promo" | "expiresAt" | "noticeId"
>;

/**
 * Begins a purchase. Its id holds the moment beside the envelope's number, because databases are made
 * anew and Stripe remembers keys: two deployments of one account never share one. An auto-recharge is
 * told apart, because one envelope can begin both: a command ends an album, whose charge is a crossing.
 */
export function beginPurchase(turn: Turn, begun: NewPurchase): Purchase {
  const kind = begun.kind === "recharge" ? "-r" : "";
  const id = `p${turn.envelopeId.toString(36)}-${turn.at.toString(36)}${kind}`;
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

/** Writes a purchase down as it is now, one version on, however often in one turn. */
export function keepPurchase(turn: Turn, purchase: Purchase): Purchase {
  const version = turn.versionOf(purchase.id) ?? purchase.version + 1;
  const kept = { ...purchase, version };
  const others = turn.state.purchases.filter(({ id }) => id !== purchase.id);
  turn.set({ purchases: letGo(turn, [...others, kept]) });
  turn.writePurchase(kept);
  return kept;
}

/** Lets go of the one that was touched longest ago, but not of a charge that is under way. */
function letGo(turn: Turn, purchases: readonly Purchase[]): State["purchases"] {
  if (purchases.length <= PURCHASES_MAX) return purchases;
  const open = turn.state.recharged.purchaseId;
  const gone = purchases.find(({ id }) => id !== open);
  return purchases.filter((purchase) => purchase !== gone);
}

/** Adds two amounts of units. */
export function plus(one: Units, other: Units): Units {
  return { credits: one.credits + other.credits, seconds: one.seconds + other.seconds };
}
