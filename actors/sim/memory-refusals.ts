// What Postgres's constraints refuse of a turn about money, said for the tables in memory: nothing of
// such a turn is written, and nobody need try it again.
import { StoreFailure } from "#actors/kernel/errors.ts";
import type { TurnCommit } from "#actors/kernel/ports.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { MemoryTables } from "./memory-tables.ts";

/** @throws StoreFailure when a reference is in the ledger already, or twice in the turn. */
export function refuseTakenReferences(db: MemoryTables, turn: TurnCommit): void {
  const own = new Set<string>();
  for (const row of turn.rows) {
    if (row.row !== "ledger" || row.reference === null) continue;
    if (db.references.has(row.reference) || own.has(row.reference)) {
      throw new StoreFailure("duplicate key: transactions_reference_key", true);
    }
    own.add(row.reference);
  }
}

/** @throws StoreFailure when the turn's balance is not the sum of the ledger with its rows. */
export function refuseWrongBalance(
  db: MemoryTables,
  turn: TurnCommit,
  userId: number | null,
): void {
  if (turn.projection === null) return;
  const before = db.ledger.filter((row) => row.userId === userId);
  const added = turn.rows.filter((row) => row.row === "ledger");
  const sum = [...before, ...added].reduce((total, row) => total + row.credits, 0);
  if (turn.projection.user.credits !== sum) {
    throw new StoreFailure("a balance is its ledger's sum", true);
  }
}

/** @throws StoreFailure when the fan's customer at Stripe is another fan's. */
export function refuseTakenCustomer(
  db: MemoryTables,
  turn: TurnCommit,
  userId: number | null,
): void {
  const customerId = turn.projection?.user.stripeCustomerId ?? null;
  if (customerId === null) return;
  for (const { id, projection } of db.users.values()) {
    if (id !== userId && projection?.user.stripeCustomerId === customerId) {
      throw new StoreFailure("duplicate key: users_stripe_customer_key", true);
    }
  }
}

/**
 * @throws StoreFailure when a purchase does not follow on the version in the table, is another
 * user's, or has a session or payment that is another purchase's.
 */
export function refusePurchases(db: MemoryTables, turn: TurnCommit, userId: number | null): void {
  for (const { id, rail, version, sessionId, paymentId } of lastOfEach(turn)) {
    const before = db.purchases.get(id);
    const isMine = before === undefined || before.userId === userId;
    if (!isMine || version !== (before?.purchase.version ?? 0) + 1) {
      throw new StoreFailure("a version of a purchase follows on the last", true);
    }
    for (const { purchase: other } of db.purchases.values()) {
      if (other.id === id) continue;
      const isSession = sessionId !== null && other.sessionId === sessionId;
      const isPayment = paymentId !== null && other.paymentId === paymentId && other.rail === rail;
      if (isSession || isPayment) {
        throw new StoreFailure("duplicate key: a payment is of one purchase", true);
      }
    }
  }
}

/** What a turn says last of each purchase. */
function lastOfEach(turn: TurnCommit): readonly Purchase[] {
  const last = new Map<string, Purchase>();
  for (const row of turn.rows) if (row.row === "purchase") last.set(row.purchase.id, row.purchase);
  return [...last.values()];
}
