// The fan asks to be forgotten. The rows lose names, texts and files; the ledger stays, brought to
// zero by its last row. What the state keeps is a tombstone: that the welcome was given, whether there
// is a ban, whether broadcasts are wanted, what is owed, what auto-recharge has taken this day and
// month, which promo codes were claimed and how many in vain, what of the team's bounds is used up
// (starting anew must wash away none of these), which messages belong to the time before, and the group
// and topic, so that the topic can hear of it and the next one opens in the same group.
//
// Of money nothing else stays. Nobody is to be charged any more: pages are closed at Stripe, a charge
// that waits for the fan is given up, the standing order goes, and last the customer with all saved
// cards (these calls are rows of this turn, so they outlive it). What open disputes had set aside was out of the balance already;
// it is given up like the rest, so the purchases say that it is taken back for good, and the ledger of
// the pseudonym comes to nothing. What is paid, refunded or decided afterwards belongs to nobody here:
// it moves nothing, and the owner is told (`money/payments.ts`).
import { NO_UNITS } from "#actors/kernel/purchase.ts";
import { book } from "./charge.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { discardHeld } from "./held.ts";
import { CLAIMED_CODES_MAX } from "./limits.ts";
import { closeCheckouts } from "./money/checkout.ts";
import { keepPurchase, plus } from "./money/purchases.ts";
import { initialState, type State } from "./state.ts";
import { editNotice, tellFan } from "./tell.ts";
import { TIMERS } from "./timers.ts";
import { forgetInTopic } from "./topic.ts";
import type { Turn } from "./turn.ts";

/** Erases; `messageId` is the notice that asked the fan for the last word, null: the team did it. */
export function eraseFan(turn: Turn, messageId: number | null): void {
  closeTill(turn);
  settleAccount(turn);
  discardHeld(turn);
  if (messageId === null) tellFan(turn, { key: "erased", with: {} });
  else editNotice(turn, messageId, { key: "erased", with: {} });
  if (turn.state.topicId !== null && turn.state.topicStatus !== "retired") forgetInTopic(turn);
  for (const name of TIMERS) turn.clearTimer(name);
  turn.row({ row: "erase" });
  turn.set(tombstone(turn.state));
}

/** Ends every way in which this fan could still be charged. */
function closeTill(turn: Turn): void {
  const { customerId, setUp } = turn.state;
  closeCheckouts(turn);
  for (const { id, kind, state, paymentId } of turn.state.purchases) {
    const waits = kind === "recharge" && (state === "open" || state === "requiresAction");
    if (waits && paymentId !== null) {
      turn.emit({ verb: "cancelPayment", purchaseId: id, paymentId });
    }
  }
  if (setUp !== null && setUp.sessionId !== null) {
    turn.emit({ verb: "expireCheckout", purchaseId: setUp.id, sessionId: setUp.sessionId });
  }
  if (customerId !== null) turn.emit({ verb: "forgetCustomer", customerId });
}

/** What is left is given up, as the question said: the ledger of a pseudonym sums to nothing. */
function settleAccount(turn: Turn): void {
  for (const purchase of turn.state.purchases) {
    const { frozen, reversed } = purchase;
    if (frozen.credits === 0 && frozen.seconds === 0) continue;
    keepPurchase(turn, { ...purchase, reversed: plus(reversed, frozen), frozen: NO_UNITS });
  }
  const seconds = sessionSecondsLeft(turn);
  const { credits } = turn.state;
  if (credits === 0 && seconds === 0) return;
  book(turn, {
    kind: "adjustment",
    credits: -credits,
    seconds: -seconds,
    reference: `erase:${turn.envelopeId}`,
    note: "given up with the erasure",
  });
}

function tombstone(state: State): State {
  const blank = initialState({ kind: "conversation", key: String(state.fanId) });
  const last = Math.max(state.takenInUpTo, ...state.recent.filter((_, i) => i % 2 === 0));
  return {
    ...blank,
    hasWelcome: state.hasWelcome,
    isBanned: state.isBanned,
    // The word of it may have waited, and gone with the rest.
    isBanTold: false,
    isPromotable: state.isPromotable,
    debt: state.debt,
    formerCodes: [...state.formerCodes, ...state.claimedCodes].slice(-CLAIMED_CODES_MAX),
    promoMisses: state.promoMisses,
    moved: state.moved,
    recharged: { ...state.recharged, purchaseId: null },
    groupId: state.groupId,
    topicId: state.topicId,
    topicStatus: state.topicStatus === "none" ? "none" : "retired",
    takenInUpTo: last,
    forgottenUpTo: last,
  };
}
