// The books against what Stripe and Telegram's till know, once the world is at rest.
import { addressKey } from "#actors/kernel/address.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { contestedOf, lostOf, type Payment, refundedOf, type SimBank } from "./bank.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables } from "./memory-tables.ts";

/** What auto-recharge may take from one fan in a UTC day, in cents. */
interface Ceilings {
  readonly dayMaxCents: number;
}

/**
 * Every payment was credited once or not at all, in the end equal to what was paid, refunded and lost.
 * Fans who were forgotten in between are left out: their payments are nobody's any more.
 */
export function checkMoney(db: MemoryTables, bank: SimBank, ceilings: Ceilings): Violation[] {
  const forgotten = new Set(db.erasures.map(({ key }) => Number(key)));
  const fans = [...new Set([...bank.payments.values()].map(({ fanId }) => fanId))];
  return fans
    .filter((fanId) => !forgotten.has(fanId))
    .flatMap((fanId) => [
      ...bank.paymentsOf(fanId).flatMap((payment) => creditedOnce(db, payment)),
      ...balanced(db, fanId),
      ...withinCeilings(bank, fanId, ceilings),
    ]);
}

function creditedOnce(db: MemoryTables, payment: Payment): Violation[] {
  const { paymentId, purchaseId, state } = payment;
  const found: string[] = [];
  const lines = db.ledger.filter(({ reference }) => reference === `payment:${paymentId}`);
  const purchase = db.purchases.get(purchaseId)?.purchase;
  if (purchase === undefined) return [{ guarantee: "G19", what: `no row of ${purchaseId}` }];
  const wanted = state === "succeeded" ? 1 : 0;
  if (lines.length !== wanted) found.push(`has ${lines.length} grants, not ${wanted}`);
  if (wanted === 1) {
    if (!purchase.isGranted) found.push("is not marked as granted");
    if (lines[0]?.amountCents !== payment.amount) found.push("was booked with another amount");
    found.push(...takenBack(purchase, payment));
  }
  return found.map((what) => ({ guarantee: "G19", what: `${paymentId} of ${purchaseId} ${what}` }));
}

function takenBack({ gives, amount, reversed, frozen }: Purchase, payment: Payment): string[] {
  const back = Math.min(amount, refundedOf(payment) + lostOf(payment));
  const owed = back >= amount ? gives.credits : Math.floor((gives.credits * back) / amount);
  const found: string[] = [];
  if (reversed.credits !== owed) found.push(`took back ${reversed.credits}, not ${owed}`);
  if (contestedOf(payment) === 0 && frozen.credits !== 0) found.push("is frozen still");
  return found;
}

/** Credits without debt are what was given and kept, minus what was spent. */
function balanced(db: MemoryTables, fanId: number): Violation[] {
  const userId = db.actors.get(addressKey({ kind: "conversation", key: String(fanId) }))?.userId;
  const user = db.users.get(userId ?? 0)?.projection?.user;
  if (user === undefined) return [{ guarantee: "G19", what: `fan ${fanId} paid and is unknown` }];
  const mine = [...db.purchases.values()].filter((row) => row.userId === userId);
  const kept = mine
    .filter(({ purchase }) => purchase.isGranted)
    .reduce((sum, { purchase }) => {
      const { gives, reversed, frozen } = purchase;
      return sum + gives.credits - reversed.credits - frozen.credits;
    }, 0);
  const others = db.ledger
    .filter((row) => row.userId === userId && !isAboutPurchases(row.reference))
    .reduce((sum, { credits }) => sum + credits, 0);
  const has = user.credits - user.debtCredits;
  if (has === kept + others) return [];
  const what = `fan ${fanId} has ${has} without debt; ${kept} bought and ${others} otherwise`;
  return [{ guarantee: "G19", what }];
}

function isAboutPurchases(reference: string | null): boolean {
  return /^(?:payment|reverse|restore|freeze|thaw|debt):/.test(reference ?? "");
}

/** One charge is under way at a time, and all of them keep to the ceiling. */
function withinCeilings(bank: SimBank, fanId: number, { dayMaxCents }: Ceilings): Violation[] {
  const charges = bank.paymentsOf(fanId).filter(({ isOffSession }) => isOffSession);
  const taken = charges
    .filter(({ state }) => state === "succeeded")
    .reduce((sum, { amount }) => sum + amount, 0);
  const found: Violation[] = [];
  if (taken > dayMaxCents) found.push({ guarantee: "G20", what: `${fanId} was charged ${taken}` });
  const open = charges.filter(({ state }) => state === "processing" || state === "requiresAction");
  if (open.length > 1) {
    found.push({ guarantee: "G20", what: `${fanId} has ${open.length} charges under way` });
  }
  return found;
}
