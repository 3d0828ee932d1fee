// Charging a saved card when a balance runs low, as the fan has agreed to (`recharge-order.ts`). One
// attempt is one purchase, and one is open at a time, however many messages cross the threshold:
//
//   none ──low──▶ open ──▶ processing ──┬──▶ paid: credited, the count of declines starts anew
//                  │ └──▶ requiresAction ┤
//                  │        └─24 h──▶ given up at Stripe ──▶ failed: rests for a day
//                  ├──soft decline──▶ failed: rests for 1 h, then for 24 h, then it is off
//                  ├──hard decline, refused──▶ failed: off at once
//                  └──Stripe knows of no such payment──▶ failed: rests for 1 h
//
// The fan is told before the card is charged: the charge waits for the notice, and is dropped with it
// when it cannot be sent, so nobody who blocked the bot is charged. The notice then turns into what
// became of it.
//
// While an attempt is open nothing else is charged, whatever is not known of it: a lost answer is asked
// for by the timer until there is one. An attempt that failed is also given up at Stripe, where it could
// still be paid, before the next one begins. What is paid all the same is credited, on or off, banned or
// not: that is `payments.ts`, which tells this file of what it has booked.
//
// The timer `recharge` looks after an open attempt; with none, it ends the rest after a decline.
import { refreshCard } from "#actors/conversation/card.ts";
import { nameFor } from "#actors/conversation/facts.ts";
import type { Recharge } from "#actors/conversation/state.ts";
import { sendNotice, tellFan, tellTeam } from "#actors/conversation/tell.ts";
import { bringToTeam } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card, PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase, Units } from "#actors/kernel/purchase.ts";
import type { FanSays } from "#actors/kernel/say.ts";
import { beginPurchase, findPurchase, keepPurchase } from "./purchases.ts";
import { showCharge, showTriedAgain, tellCharge } from "./recharge-notice.ts";
import { ceilingInTheWay, count, isLow, isStillSold, packOf } from "./recharge-terms.ts";
import type { MoneyResult } from "./result.ts";
import { saleFacts, saleOf } from "./sale.ts";
import { findCard } from "./wallet.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The rests after the first and the second soft decline in a row; the third ends it. */
const RESTS_MS = [HOUR_MS, DAY_MS] as const;
/** So long a fan can take to answer their bank. */
const CONFIRM_MS = DAY_MS;
/** An open attempt is asked about after this, then whenever it is twice as old, and at least… */
const ASK_AFTER_MS = 10 * MINUTE_MS;
/** …so often. */
const ASK_EVERY_MS_MAX = 6 * HOUR_MS;
/** A charge that Stripe did not answer is asked about after this: longer than a call can take there. */
const ASK_SOON_MS = 5 * MINUTE_MS;

type StopReason = FanSays["rechargeStopped"]["why"];

/** After a message was charged or held: charges the card if the order says so and nothing is against it. */
export function rechargeIfLow(turn: Turn): void {
  const { recharge: order, recharged, isBanned, isUnreachable, customerId, debt } = turn.state;
  if (order === null || recharged.purchaseId !== null || !isLow(turn, order)) return;
  if (isBanned || isUnreachable || isResting(turn, order)) return;
  if (!turn.settings.rails.includes("stripe") || customerId === null) return;
  if (!isStillSold(turn, order)) return stopRecharge(turn, "shop");
  // All of it would go to what is owed: a charge that brings nothing is the fan's own to make.
  if (debt.credits >= order.credits) return;
  const ceiling = ceilingInTheWay(turn, order);
  if (ceiling === null) return charge(turn, order, customerId);
  if (recharged.ceilingTold === ceiling.period) return;
  turn.set({ recharged: { ...recharged, ceilingTold: ceiling.period } });
  const max = { amount: ceiling.max, currency: order.currency };
  tellFan(turn, { key: "rechargeCeiling", with: { of: ceiling.of, max } });
}

/** Switches it off for the fan, and tells fan and team. */
export function stopRecharge(turn: Turn, why: StopReason): void {
  if (!switchOff(turn)) return;
  tellFan(turn, { key: "rechargeStopped", with: { why } });
  tellTeam(turn, { key: "rechargeOff", with: { why } });
}

/** The order is no more, and a charge that waits for the fan is given up; false: there was none. */
export function switchOff(turn: Turn): boolean {
  if (turn.state.recharge === null) return false;
  turn.set({ recharge: null });
  giveUpWaiting(turn);
  if (turn.state.recharged.purchaseId === null) turn.clearTimer("recharge");
  return true;
}

/** A charge that waits for the fan to answer their bank is not to be made any more. */
export function giveUpWaiting(turn: Turn): void {
  const purchase = findPurchase(turn, turn.state.recharged.purchaseId ?? "");
  if (purchase?.state === "requiresAction") cancel(turn, purchase);
}

/** The state of an auto-recharge's purchase has changed; all is booked already. */
export function onRechargeChanged(
  turn: Turn,
  before: Purchase,
  after: Purchase,
  fact: PaymentFact,
  worksOff: Units,
): void {
  recount(turn, before, after);
  switch (after.state) {
    case "open":
      return;
    case "processing":
      return showCharge(turn, after);
    case "requiresAction":
      return askFan(turn, after, fact);
    case "paid":
      return onPaid(turn, after, worksOff);
    case "expired":
    case "failed":
      return onFailed(turn, before, after, fact);
    case "mismatch":
      finish(turn, after.id);
      showCharge(turn, after);
      return stopRecharge(turn, "shop");
  }
}

/** What came of an effect with a tag of ours: `charge`, `confirm`, `cancel` or `look`, and whose. */
export function onRechargeAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  const [step, id = ""] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase === null || turn.state.recharged.purchaseId !== id) return;
  if (step === "charge") return onChargeAnswer(turn, purchase, result);
  if (step === "confirm") return onConfirmAnswer(turn, purchase, result);
  if (step === "look" && "answer" in result) onLookedUp(turn, purchase, result);
}

/** The notice of a charge is in the fan's chat. */
export function onRechargeNotice(turn: Turn, rest: string, messageId: number): void {
  const [, id = ""] = rest.split(":");
  const found = findPurchase(turn, id);
  if (found === null) return;
  const purchase = keepPurchase(turn, { ...found, noticeId: messageId });
  const { recharge } = turn.state;
  // The answer to the charge was faster. A link may have come and gone: it is asked for again.
  if (purchase.state === "requiresAction" && recharge !== null) {
    return askForLink(turn, purchase, recharge.cardId);
  }
  showCharge(turn, purchase, { card: orderedCard(turn) });
}

/** The fan has deleted the notice: how the charge stands is said anew. */
export function onRechargeNoticeGone(turn: Turn, rest: string): void {
  const [, id = "", credits = "0"] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase === null) return;
  const worksOff = { credits: Number(credits), seconds: 0 };
  tellCharge(turn, purchase, { worksOff, card: orderedCard(turn) });
}

/** A notice could not be sent; the charge that was to wait for it is not made. */
export function onRechargeNoticeRefused(turn: Turn, rest: string): void {
  const [, id = ""] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase?.noticeId === null) onNeverMade(turn, purchase);
}

/** The timer `recharge`; one that comes early is set again. */
export function onRechargeTimer(turn: Turn): void {
  const { recharge, recharged } = turn.state;
  if (recharged.purchaseId !== null) return lookAfter(turn, recharged.purchaseId);
  const pausedUntil = recharge?.pausedUntil ?? null;
  if (pausedUntil === null) return;
  if (turn.at < pausedUntil) turn.setTimer("recharge", pausedUntil);
  else rechargeIfLow(turn);
}

function charge(turn: Turn, order: Recharge, customerId: string): void {
  const card = findCard(turn.state, order.cardId);
  if (card === null) return stopRecharge(turn, "card");
  if (order.declines > 0) showTriedAgain(turn);
  const sale = packOf(order);
  const begun = { ...sale, sku: order.sku, rail: "stripe", kind: "recharge" } as const;
  const open = { promo: null, expiresAt: null, noticeId: null };
  const purchase = beginPurchase(turn, { ...begun, ...open });
  count(turn, purchase, 1);
  turn.set({ recharged: { ...turn.state.recharged, purchaseId: purchase.id } });
  const say = { key: "rechargeComing", with: { sale, card } } as const;
  const after = sendNotice(turn, say, { tag: tagOf("notice", purchase) });
  const tag = tagOf("charge", purchase);
  const { cardId } = order;
  turn.emit({ verb: "chargeCard", sale: saleOf(purchase), customerId, cardId, tag }, { after });
  turn.setTimer("recharge", turn.at + ASK_AFTER_MS);
}

/** What failed is not counted against a ceiling; what succeeds after it failed is again. */
function recount(turn: Turn, before: Purchase, after: Purchase): void {
  if (isOver(before) === isOver(after)) return;
  count(turn, after, isOver(after) ? -1 : 1);
}

function isOver({ state }: Purchase): boolean {
  return state === "failed" || state === "expired";
}

function onPaid(turn: Turn, purchase: Purchase, worksOff: Units): void {
  finish(turn, purchase.id);
  const { recharge } = turn.state;
  if (recharge !== null) turn.set({ recharge: { ...recharge, declines: 0, pausedUntil: null } });
  showCharge(turn, purchase, { worksOff });
  const facts = { name: nameFor(turn.state), sale: saleFacts(purchase), isRecharge: true };
  bringToTeam(turn, { key: "paid", with: facts });
  refreshCard(turn);
}

/** The bank wants to hear from the fan, who gets a link as soon as Stripe has made one. */
function askFan(turn: Turn, purchase: Purchase, fact: PaymentFact): void {
  const { recharge, isBanned, isUnreachable } = turn.state;
  if (recharge === null || isBanned || isUnreachable) return cancel(turn, purchase);
  askForLink(turn, purchase, (fact.type === "payment" ? fact.cardId : null) ?? recharge.cardId);
}

function askForLink(turn: Turn, purchase: Purchase, cardId: string): void {
  const { id: purchaseId, paymentId } = purchase;
  if (paymentId === null) return;
  const tag = tagOf("confirm", purchase);
  turn.emit({ verb: "confirmPayment", purchaseId, paymentId, cardId, tag });
  showCharge(turn, purchase);
}

function onConfirmAnswer(turn: Turn, purchase: Purchase, result: MoneyResult): void {
  if (purchase.state !== "requiresAction") return;
  if ("refused" in result) return cancel(turn, purchase);
  if (result.answer?.type === "link") showCharge(turn, purchase, { url: result.answer.url });
}

function onFailed(turn: Turn, before: Purchase, after: Purchase, fact: PaymentFact): void {
  const isCanceled = fact.type === "payment" && fact.state === "canceled";
  if (!isCanceled) cancel(turn, after);
  if (turn.state.recharged.purchaseId !== after.id) return showCharge(turn, after);
  const isHard = fact.type === "payment" && fact.decline?.isHard === true;
  const isUnanswered = isCanceled && before.state === "requiresAction";
  endAttempt(turn, after, isHard ? "hard" : isUnanswered ? "unanswered" : "soft");
}

/** The attempt has failed: it rests for its turn, or with none left it is off. */
function endAttempt(turn: Turn, purchase: Purchase, end: "soft" | "hard" | "unanswered"): void {
  finish(turn, purchase.id);
  const card = orderedCard(turn);
  const order = turn.state.recharge;
  const rest = RESTS_MS[order?.declines ?? 0];
  if (order !== null && rest !== undefined && end !== "hard") {
    const ms = end === "unanswered" ? DAY_MS : rest;
    restFor(turn, { ...order, declines: order.declines + 1 }, ms);
    return showCharge(turn, purchase, { card: end === "soft" ? card : null });
  }
  if (switchOff(turn)) {
    tellTeam(turn, { key: "rechargeOff", with: { why: "card" } });
    if (purchase.noticeId === null)
      tellFan(turn, { key: "rechargeStopped", with: { why: "card" } });
  }
  showCharge(turn, purchase, { card });
}

function restFor(turn: Turn, order: Recharge, ms: number): void {
  const pausedUntil = turn.at + ms;
  turn.set({ recharge: { ...order, pausedUntil } });
  turn.setTimer("recharge", pausedUntil);
}

function isResting(turn: Turn, { pausedUntil }: Recharge): boolean {
  return pausedUntil !== null && turn.at < pausedUntil;
}

/** Stripe did not say what became of it: it is asked. Or it said that it would not do it. */
function onChargeAnswer(turn: Turn, purchase: Purchase, result: MoneyResult): void {
  if (purchase.state !== "open" || "answer" in result) return;
  if (result.refused === "unavailable") {
    return turn.setTimer("recharge", turn.at + ASK_SOON_MS);
  }
  endAttempt(turn, fail(turn, purchase), "hard");
}

/** Facts were heard before this. None at all: the charge was never made. */
function onLookedUp(
  turn: Turn,
  purchase: Purchase,
  { answer }: Extract<MoneyResult, { answer: unknown }>,
): void {
  const isUnknownThere = answer?.type === "facts" && answer.facts.length === 0;
  // Without its notice the charge may still be waiting, here with us.
  if (isUnknownThere && purchase.noticeId !== null) onNeverMade(turn, purchase);
}

function onNeverMade(turn: Turn, purchase: Purchase): void {
  if (purchase.state !== "open" || turn.state.recharged.purchaseId !== purchase.id) return;
  const failed = fail(turn, purchase);
  finish(turn, failed.id);
  const { recharge } = turn.state;
  if (recharge !== null) restFor(turn, recharge, HOUR_MS);
  showCharge(turn, failed);
}

/** The purchase has come to nothing, and nothing was taken. */
function fail(turn: Turn, purchase: Purchase): Purchase {
  const failed = keepPurchase(turn, { ...purchase, state: "failed" });
  recount(turn, purchase, failed);
  return failed;
}

/** No attempt is open any more. */
function finish(turn: Turn, purchaseId: string): void {
  const { recharged } = turn.state;
  if (recharged.purchaseId !== purchaseId) return;
  turn.set({ recharged: { ...recharged, purchaseId: null } });
  turn.clearTimer("recharge");
}

/** Asks Stripe how an open attempt stands, or gives it up when the fan has let the bank wait. */
function lookAfter(turn: Turn, purchaseId: string): void {
  const purchase = findPurchase(turn, purchaseId);
  if (purchase === null) return finish(turn, purchaseId);
  const age = turn.at - purchase.createdAt;
  const isWaiting = purchase.state === "requiresAction";
  if (isWaiting && age >= CONFIRM_MS) cancel(turn, purchase);
  else lookUp(turn, purchase);
  const next = turn.at + Math.min(Math.max(age, ASK_AFTER_MS), ASK_EVERY_MS_MAX);
  const deadline = purchase.createdAt + CONFIRM_MS;
  const isBefore = isWaiting && age < CONFIRM_MS;
  turn.setTimer("recharge", isBefore ? Math.min(next, deadline) : next);
}

function lookUp(turn: Turn, { id: purchaseId, sessionId, paymentId }: Purchase): void {
  const tag = `recharge:look:${purchaseId}`;
  turn.emit({ verb: "lookUpPayment", purchaseId, sessionId, paymentId, tag });
}

function cancel(turn: Turn, purchase: Purchase): void {
  const { id: purchaseId, paymentId } = purchase;
  if (paymentId === null) return;
  turn.emit({ verb: "cancelPayment", purchaseId, paymentId, tag: tagOf("cancel", purchase) });
}

function tagOf(step: "notice" | "charge" | "confirm" | "cancel", { id }: Purchase): string {
  return `recharge:${step}:${id}`;
}

/** The card that is charged; null: it is off, or the card is gone. */
function orderedCard(turn: Turn): Card | null {
  return findCard(turn.state, turn.state.recharge?.cardId ?? null);
}
