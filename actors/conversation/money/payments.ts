// Where every fact about money is taken in, whichever way it was heard: a webhook, the answer to a
// call of ours, a reconciliation, Telegram. For each purchase the same four steps, in one turn:
//
//   merge   what was said (`merge.ts`)         nothing new: nothing happens
//   move    the difference on the account (`account.ts`): granted, taken back, set aside
//   keep    the purchase, one version on (`purchases.ts`)
//   tell    receipt, refund, dispute; then what was held goes out, as far as the balance reaches
//
// All facts of one purchase in a turn are merged before anything is moved, so a turn books at most one
// grant and one row of what is taken or given back, and their references are unique.
//
// A fact of a purchase that is not remembered comes with its row, if there is one; an answer to a call
// of ours never does, so it is left to whoever brings the same with the row (`hearAnswer`). A row from before
// the fan was first seen is a former life's: whoever was erased is not credited, and the owner hears of
// money that moved (`tellOrphan`). A banned fan is credited like any other, they paid; what they wrote
// stays where it is (`held.ts`).
import { refreshCard } from "#actors/conversation/card.ts";
import { sessionSecondsLeft } from "#actors/conversation/facts.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import type { Heard } from "#actors/conversation/message.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { EffectVerb } from "#actors/kernel/effect.ts";
import type { PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase, Units } from "#actors/kernel/purchase.ts";
import { grant, settle } from "./account.ts";
import { learnCard } from "./card-setup.ts";
import { onCardFact } from "./cards.ts";
import { onPurchaseChanged } from "./checkout.ts";
import { contradicts, isAboutPurchase, merge, type PurchaseFact } from "./merge.ts";
import { giveBackSecond, isPaidTwice } from "./paid-twice.ts";
import { findPurchase, keepPurchase } from "./purchases.ts";
import { onRechargeChanged, stopRecharge } from "./recharge.ts";
import { type Change, isDoubted, tellChange, tellOrphan } from "./tell-money.ts";
import { adoptCustomer } from "./wallet.ts";

/** A fact that somebody else has brought: a webhook, a reconciliation, Telegram. */
export function onPayment(turn: Turn, heard: Heard<"payment">): void {
  hearFacts(turn, [heard.fact], { attached: heard.purchase, isOwnCharge: false });
}

/**
 * Facts that answer a call of ours. Of a purchase that was let go of while the call was under way they
 * come without its row: whoever brings the same from outside brings the row too, and is believed.
 */
export function hearAnswer(turn: Turn, verb: EffectVerb, facts: readonly PaymentFact[]): void {
  const isKnown = (fact: PaymentFact): boolean =>
    !isAboutPurchase(fact) || findPurchase(turn, fact.purchaseId) !== null;
  const isOwnCharge = verb === "chargeCard";
  hearFacts(turn, facts.filter(isKnown), { attached: null, isOwnCharge });
}

/** Where facts come from. */
interface Source {
  /** The purchase as the table had it, where somebody looked. */
  readonly attached: Purchase | null;
  /** They answer the charge that the purchase is for: nobody else can have said them. */
  readonly isOwnCharge: boolean;
}

/** Takes in what was said at one time, of whichever purchases; once in a turn for each of them. */
function hearFacts(turn: Turn, facts: readonly PaymentFact[], source: Source): void {
  const byPurchase = new Map<string, PurchaseFact[]>();
  for (const fact of facts) {
    if (!isAboutPurchase(fact)) onCardFact(turn, fact);
    else byPurchase.set(fact.purchaseId, [...(byPurchase.get(fact.purchaseId) ?? []), fact]);
  }
  for (const [id, said] of byPurchase) {
    // A page knows which payment is its own.
    const isPage = ({ type }: PurchaseFact) => type === "session";
    const pageFirst = [...said.filter(isPage), ...said.filter((fact) => !isPage(fact))];
    hearOfPurchase(turn, id, pageFirst, source);
  }
}

function hearOfPurchase(
  turn: Turn,
  id: string,
  facts: readonly PurchaseFact[],
  { attached, isOwnCharge }: Source,
): void {
  const before = findPurchase(turn, id) ?? adoptable(turn, id, attached);
  if (before === null) {
    for (const fact of facts) tellOrphan(turn, fact);
    return;
  }
  const believed: PurchaseFact[] = [];
  let merged = before;
  for (const fact of facts) {
    if (isPaidTwice(merged, fact)) giveBackSecond(turn, fact);
    else if (contradicts(merged, fact, isOwnCharge)) tellOrphan(turn, fact);
    else {
      merged = merge(merged, fact, isOwnCharge);
      believed.push(fact);
    }
  }
  for (const fact of believed) learnFrom(turn, fact);
  if (merged !== before) follow(turn, before, merged, believed);
}

/** A row that belongs to this life of the fan. */
function adoptable(turn: Turn, id: string, attached: Purchase | null): Purchase | null {
  const { firstSeenAt } = turn.state;
  if (attached?.id !== id || firstSeenAt === null) return null;
  return attached.createdAt >= firstSeenAt ? attached : null;
}

/** The fan's customer and a card that may be kept are learned by the way. */
function learnFrom(turn: Turn, fact: PurchaseFact): void {
  if (fact.type !== "payment" || fact.state !== "succeeded") return;
  const { customerId, cardId, savesCard } = fact;
  adoptCustomer(turn, customerId);
  if (savesCard && cardId !== null) learnCard(turn, cardId, customerId);
}

/** What follows from a purchase that is not what it was. */
function follow(
  turn: Turn,
  before: Purchase,
  merged: Purchase,
  facts: readonly PurchaseFact[],
): void {
  const had = { credits: turn.state.credits, seconds: sessionSecondsLeft(turn) };
  const { purchase, worksOff } = grant(turn, keepPurchase(turn, merged));
  const after = keepPurchase(turn, settle(turn, before, purchase));
  const change: Change = { before, after, facts };
  if (before.state !== after.state) tellState(turn, change, worksOff);
  tellChange(turn, change);
  if (isDoubted(change)) stopRecharge(turn, "dispute");
  const hasMore = turn.state.credits > had.credits || sessionSecondsLeft(turn) > had.seconds;
  if (hasMore) releaseHeld(turn);
  refreshCard(turn);
}

/** Whoever shows a purchase brings its notice up to date: the shop, or the auto-recharge. */
function tellState(turn: Turn, { before, after, facts }: Change, worksOff: Units): void {
  if (after.kind === "checkout") return onPurchaseChanged(turn, before, after, worksOff);
  const fact = facts.find(({ type }) => type === "payment") ?? facts[0];
  if (fact !== undefined) onRechargeChanged(turn, before, after, fact, worksOff);
}
