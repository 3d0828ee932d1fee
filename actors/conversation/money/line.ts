// A line of the ledger as fans and team are shown it.
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { LineFacts } from "#actors/kernel/say.ts";

/** What is said of a line; money is told without its sign, which the units have. */
export function lineFacts(line: LedgerLine): LineFacts {
  const { kind, credits, seconds, amount, currency, messageKind, at } = line;
  const price = currency === null || amount === 0 ? null : { amount: Math.abs(amount), currency };
  return { kind, credits, seconds, price, messageKind, at };
}
