// A second payment of a purchase in Stars. Telegram lets an invoice be paid again, and nobody can take it
// back or refuse the second payer from memory, so what comes again goes back at once, whole. It is not
// the purchase's payment: neither it nor its refund moves the books. Each is given back once
// (`state.orphans`); where Telegram refuses, the owner has it.
import { nameFor } from "#actors/conversation/facts.ts";
import { ORPHANS_MAX } from "#actors/conversation/limits.ts";
import { tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FactOf } from "#actors/kernel/payment.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { PurchaseFact } from "./merge.ts";
import type { MoneyResult } from "./result.ts";

/** Whether a fact is of Stars that were paid for a purchase which another payment has paid. */
export function isPaidTwice(purchase: Purchase, fact: PurchaseFact): fact is FactOf<"payment"> {
  if (fact.type !== "payment" || fact.rail !== "stars" || fact.state !== "succeeded") return false;
  return purchase.rail === "stars" && purchase.isGranted && fact.paymentId !== purchase.paymentId;
}

/** Gives the second payment back, and tells fan and owner. */
export function giveBackSecond(turn: Turn, fact: FactOf<"payment">): void {
  const { purchaseId, paymentId, amount } = fact;
  const { orphans } = turn.state;
  if (orphans.includes(paymentId)) return;
  turn.set({ orphans: [...orphans, paymentId].slice(-ORPHANS_MAX) });
  const tag = `twice:${amount}:${paymentId}`;
  turn.emit({ verb: "refundStars", purchaseId, paymentId, amount, tag });
  const price = { amount, currency: STARS_CURRENCY };
  tellFan(turn, { key: "paidTwice", with: { price } });
  tellOwner(turn, amount, paymentId, null);
}

/** Telegram gave it back, or will not. */
export function onSecondAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  if (!("refused" in result)) return;
  const border = rest.indexOf(":");
  tellOwner(turn, Number(rest.slice(0, border)), rest.slice(border + 1), result.reason);
}

function tellOwner(turn: Turn, amount: number, paymentId: string, refusal: string | null): void {
  const { fanId } = turn.state;
  const price = { amount, currency: STARS_CURRENCY };
  const facts = { name: nameFor(turn.state), fanId, price, paymentId, refusal };
  turn.emit({ verb: "alertOwner", say: { key: "paidTwice", with: facts } });
}
