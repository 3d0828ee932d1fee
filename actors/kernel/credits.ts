// Money that fans spend. Credits are whole numbers and never mixed with cents; the sum of a user's
// ledger rows is the user's balance at every commit.
import { invariant } from "./errors.ts";

/** The kinds of ledger row (contract: `transactions.kind`). */
export const LEDGER_KINDS = [
  "welcome",
  "purchase",
  "message",
  "gift",
  "refund",
  "dispute",
  "unlock",
  "recharge",
  "adjustment",
  "session",
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** The largest balance or movement: Postgres `integer`, with room for sums. */
export const CREDITS_MAX = 1_000_000_000;

/**
 * Adds a movement to a balance.
 * @throws InvariantError when either is not a whole number, or the result leaves 0…CREDITS_MAX.
 */
export function addCredits(balance: number, movement: number): number {
  invariant(Number.isSafeInteger(balance), "a balance is a whole number");
  invariant(Number.isSafeInteger(movement), "a movement is a whole number");
  const sum = balance + movement;
  invariant(sum >= 0 && sum <= CREDITS_MAX, "a balance stays between 0 and CREDITS_MAX");
  return sum;
}

/** How many cells a balance bar has (contract section 5). */
const BAR_CELLS = 10;

/** Ten cells, filled ▰ and empty ▱: `value` of `full`, where anything above zero shows one cell. */
export function bar(value: number, full: number): string {
  const share = full <= 0 ? 0 : Math.min(1, Math.max(0, value / full));
  const filled = value > 0 ? Math.max(1, Math.round(share * BAR_CELLS)) : 0;
  return "▰".repeat(filled) + "▱".repeat(BAR_CELLS - filled);
}
