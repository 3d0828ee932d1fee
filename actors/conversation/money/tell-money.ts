// What is said when a purchase's money moves: to the fan and the team in plain words, to the owner what
// only the owner can act on. Words follow from how a purchase stood before the turn and how it stands
// after it, as the books do, so what was said is not said again when the same is heard again.
//
//   the fan    what was granted before and is refunded or disputed now; an inquiry is not their news
//   the team   the same in the topic, and fraud warnings
//   the owner  each dispute at once, and again when an inquiry becomes one: evidence is due in days;
//              how it has ended;
//              fraud warnings, payments that are not what was asked for, payments of nobody
import { nameFor } from "#actors/conversation/facts.ts";
import { ORPHANS_MAX } from "#actors/conversation/limits.ts";
import { tellFan, tellTeam } from "#actors/conversation/tell.ts";
import { bringToTeam } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FactOf } from "#actors/kernel/payment.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { OwnerSay, Price } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import { type Claims, claimsOn, owedFor } from "./claims.ts";
import { hasMoved, type PurchaseFact, type Standing, standingOf } from "./merge.ts";
import { plus } from "./purchases.ts";

type Dispute = Purchase["disputes"][number];

/** A purchase as it was before the turn and as it is now, and what was heard in between. */
export interface Change {
  readonly before: Purchase;
  readonly after: Purchase;
  readonly facts: readonly PurchaseFact[];
}

/** Says all that is new, once everything is booked. */
export function tellChange(turn: Turn, change: Change): void {
  tellMismatch(turn, change);
  tellFraudWarning(turn, change);
  tellRefunds(turn, change);
  for (const dispute of change.after.disputes) tellDispute(turn, change, dispute);
}

/** Whether the bank has begun to doubt a purchase: no card is charged again by itself from then on. */
export function isDoubted({ before, after }: Change): boolean {
  const isWarned = after.isFraudWarned && !before.isFraudWarned;
  return isWarned || after.disputes.some((one) => isRaised(standingIn(before, one), one));
}

/** Money that is of no purchase here, or contradicts it: the owner hears of each payment once. */
export function tellOrphan(turn: Turn, fact: PurchaseFact): void {
  if (fact.type === "fraudWarning" || !hasMoved(fact)) return;
  const paymentId = fact.paymentId ?? (fact.type === "session" ? fact.sessionId : "");
  if (turn.state.orphans.includes(paymentId)) return;
  turn.set({ orphans: [...turn.state.orphans, paymentId].slice(-ORPHANS_MAX) });
  const { purchaseId, amount, currency } = fact;
  const price = { amount, currency };
  tellOwner(turn, { key: "orphanPayment", with: { paymentId, purchaseId, price } });
}

function tellMismatch(turn: Turn, { before, after, facts }: Change): void {
  if (after.state !== "mismatch" || before.state === "mismatch") return;
  const got = facts.find(isPaying);
  if (got === undefined) return;
  const paymentId = got.paymentId ?? (got.type === "session" ? got.sessionId : "");
  tellOwner(turn, {
    key: "mismatch",
    with: {
      ...who(turn),
      wanted: priceOf(after, after.amount),
      got: { amount: got.amount, currency: got.currency },
      paymentId,
    },
  });
}

function isPaying(fact: PurchaseFact): fact is FactOf<"session" | "payment"> {
  return (fact.type === "session" || fact.type === "payment") && hasMoved(fact);
}

function tellFraudWarning(turn: Turn, { before, after }: Change): void {
  if (before.isFraudWarned || !after.isFraudWarned) return;
  const price = priceOf(after, after.amount);
  const paymentId = after.paymentId ?? "";
  tellOwner(turn, { key: "fraudWarning", with: { ...who(turn), price, paymentId } });
  bringToTeam(turn, { key: "fraudWarning", with: { price } });
}

function tellRefunds(turn: Turn, { before, after }: Change): void {
  const [was, is] = [claimsOn(before), claimsOn(after)];
  if (was.refunded === is.refunded) return;
  const account = accountOf(turn);
  const price = priceOf(after, Math.abs(is.refunded - was.refunded));
  const takes = between(after, was, { ...was, refunded: is.refunded });
  if (is.refunded > was.refunded) {
    tellFan(turn, { key: "refunded", with: { price, takes, account } });
    return tellTeam(turn, { key: "refunded", with: { price, takes, account } });
  }
  const gives = between(after, { ...was, refunded: is.refunded }, was);
  tellFan(turn, { key: "refundFailed", with: { price, gives, account } });
  tellTeam(turn, { key: "refundFailed", with: { price, gives } });
}

function tellDispute(turn: Turn, change: Change, dispute: Dispute): void {
  const was = standingIn(change.before, dispute);
  const is = standingOf(dispute);
  if (isRaised(was, dispute)) tellRaised(turn, change, dispute);
  if (was !== is && (is === "lost" || is === "over"))
    tellEnded(turn, change, dispute, was !== null);
  tellFanOfDispute(turn, change, dispute);
}

/** Heard of for the first time, however it stands, or more than a question of the bank's now. */
function isRaised(was: Standing | null, dispute: Dispute): boolean {
  return was === null || (was === "inquiry" && standingOf(dispute) === "open");
}

function standingIn({ disputes }: Purchase, { id }: Dispute): Standing | null {
  const known = disputes.find((dispute) => dispute.id === id);
  return known === undefined ? null : standingOf(known);
}

function tellRaised(turn: Turn, { before, after, facts }: Change, dispute: Dispute): void {
  const { id: disputeId, reason, status, amount } = dispute;
  const { firstSeenAt, lastSeenAt, messagesIn, messagesOut } = turn.state;
  const price = priceOf(after, amount);
  tellOwner(turn, {
    key: "dispute",
    with: {
      ...who(turn),
      price,
      reason,
      status,
      disputeId,
      paymentId: after.paymentId ?? "",
      evidenceDueAt: evidenceDueAt(facts, disputeId),
      paidAt: after.paidAt,
      gives: after.gives,
      messagesIn,
      messagesOut,
      firstSeenAt,
      lastSeenAt,
    },
  });
  const standing = standingOf(dispute);
  if (standing === "lost" || standing === "over") return;
  const freezes = above(after.frozen, before.frozen);
  bringToTeam(turn, { key: "disputed", with: { price, reason, status, freezes } });
}

function evidenceDueAt(facts: readonly PurchaseFact[], disputeId: string): number | null {
  const due = facts.flatMap((fact) =>
    fact.type === "dispute" && fact.disputeId === disputeId ? (fact.evidenceDueAt ?? []) : [],
  );
  return due.at(-1) ?? null;
}

/** `isKnown`: the owner has heard of it before, and not of its end with its beginning. */
function tellEnded(
  turn: Turn,
  { before, after }: Change,
  dispute: Dispute,
  isKnown: boolean,
): void {
  const price = priceOf(after, dispute.amount);
  const isWon = standingOf(dispute) !== "lost";
  const { id: disputeId } = dispute;
  const moved = isWon ? givenAgain(before, after) : lostBy(before, after);
  const paymentId = after.paymentId ?? "";
  const ids = { disputeId, paymentId };
  const ended = { ...who(turn), price, isWon, moved, ...ids };
  if (isKnown) tellOwner(turn, { key: "disputeEnded", with: ended });
  bringToTeam(turn, { key: "disputeEnded", with: { price, isWon, account: accountOf(turn) } });
}

/** What was never granted, or was in question only, never touched the fan's account. */
function tellFanOfDispute(turn: Turn, { before, after }: Change, dispute: Dispute): void {
  const was = before.isGranted ? standingIn(before, dispute) : null;
  const is = after.isGranted ? standingOf(dispute) : null;
  if (was === is) return;
  const price = priceOf(after, dispute.amount);
  const account = accountOf(turn);
  if (is === "open") {
    const freezes = above(after.frozen, before.frozen);
    tellFan(turn, { key: "disputeOpened", with: { price, freezes, account } });
  } else if (is === "lost") {
    const takes = lostBy(before, after);
    tellFan(turn, { key: "disputeLost", with: { price, takes, account } });
  } else if (is === "over" && (was === "open" || was === "lost")) {
    const gives =
      was === "open" ? above(before.frozen, after.frozen) : above(before.reversed, after.reversed);
    tellFan(turn, { key: "disputeWon", with: { price, gives, account } });
  }
}

/** What was set aside, or taken for good, and is there again. */
function givenAgain(before: Purchase, after: Purchase): Units {
  return plus(above(before.frozen, after.frozen), above(before.reversed, after.reversed));
}

function lostBy(before: Purchase, after: Purchase): Units {
  const is = claimsOn(after);
  return between(after, { ...is, lost: claimsOn(before).lost }, is);
}

/** What more is to be taken back for one set of claims than for another. */
function between(purchase: Purchase, less: Claims, more: Claims): Units {
  return above(owedFor(purchase, more), owedFor(purchase, less));
}

function above(more: Units, less: Units): Units {
  if (more === less) return NO_UNITS;
  return {
    credits: Math.max(0, more.credits - less.credits),
    seconds: Math.max(0, more.seconds - less.seconds),
  };
}

function priceOf({ currency }: Purchase, amount: number): Price {
  return { amount, currency };
}

function who(turn: Turn): { readonly name: string; readonly fanId: number } {
  return { name: nameFor(turn.state), fanId: turn.state.fanId };
}

function tellOwner(turn: Turn, say: OwnerSay): void {
  turn.emit({ verb: "alertOwner", say });
}
