// Saving a card without paying: a page that Stripe hosts, and one message that shows how it stands.
//
//   none ──Add──▶ coming ──▶ open, with a link ──saved──▶ none: card saved, or the offer it was for
//     ▲              │ Back       │ Back    └──closed, or the timer `setUp`──▶ none: not saved
//     └──────────────┴────────────┘
//
// One page is open at a time: whoever begins another, or goes back, closes the one before at Stripe.
// Which card was saved comes in two facts, in either order: that the set-up succeeded, with the card's
// id, and the card itself, which is asked for where it does not come. A declined card does not close
// its page. A card that is saved at a page that was left is kept all the same, in silence.
import { languageFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import { editNotice } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { Card, FactOf } from "#actors/kernel/payment.ts";
import type { ButtonSpec, FanSay, Keyboard } from "#actors/kernel/say.ts";
import { saidLeft } from "./page-time.ts";
import { stopRecharge } from "./recharge.ts";
import { offerRecharge } from "./recharge-order.ts";
import type { MoneyResult } from "./result.ts";
import { adoptCustomer, CARDS_MAX, changeCustomer, findCard, isGone } from "./wallet.ts";

const MINUTE_MS = 60_000;

/** Stripe's least is 30 minutes from when the call arrives, and the call may have to wait. */
const PAGE_MS = 31 * MINUTE_MS;
/** What was saved in a page's last moment may be heard of a little later. */
const GRACE_MS = MINUTE_MS;

const STALE: FanSay = { key: "pressStale", with: {} };
const NOT_SAVED: FanSay = { key: "cardNotSaved", with: {} };

/** `sku` is the pack whose auto-recharge waits for a card; empty: none does. */
export function addCard(turn: Turn, sku: string, messageId: number): FanSay | null {
  const { setUp, cards, customerId } = turn.state;
  // A double tap: its page is on its way.
  if (setUp !== null && setUp.noticeId === messageId && turn.at < setUp.expiresAt) return null;
  if (cards.length >= CARDS_MAX || !turn.settings.rails.includes("stripe")) return STALE;
  leaveSetUp(turn, messageId);
  const id = `s${turn.envelopeId.toString(36)}-${turn.at.toString(36)}`;
  const expiresAt = turn.at + PAGE_MS;
  const wanted = { cardId: null, sku: sku === "" ? null : sku };
  turn.set({ setUp: { id, noticeId: messageId, sessionId: null, expiresAt, ...wanted } });
  turn.setTimer("setUp", expiresAt + GRACE_MS);
  const language = languageFor(turn.state);
  const tag = `card:setup:${id}`;
  turn.emit({ verb: "saveCard", setupId: id, customerId, expiresAt, language, tag });
  editNotice(turn, messageId, { key: "pageComing", with: {} }, { keyboard: [backRow()] });
  return null;
}

/** The page's time is over. */
export function onSetUpTimer(turn: Turn): void {
  const { setUp } = turn.state;
  if (setUp === null) return;
  const dueAt = setUp.expiresAt + GRACE_MS;
  if (turn.at < dueAt) turn.setTimer("setUp", dueAt);
  else endSetUp(turn, NOT_SAVED);
}

/**
 * The customer that a page was made for. Where another one is known, Stripe has that one no more, and
 * nobody has told us: its cards are gone with it.
 */
export function meetCustomer(turn: Turn, customerId: string): void {
  changeCustomer(turn, customerId);
  const { recharge } = turn.state;
  if (recharge === null || findCard(turn.state, recharge.cardId) !== null) return;
  stopRecharge(turn, "customer");
}

/** A payment said that its card may be charged again: it is asked for, unless it is known. */
export function learnCard(turn: Turn, cardId: string, customerId: string | null): void {
  if (!adoptCustomer(turn, customerId) || isGone(turn.state, cardId)) return;
  if (findCard(turn.state, cardId) !== null) return;
  turn.emit({ verb: "lookUpCard", cardId, tag: `card:look:${cardId}` });
}

/** Nobody is to save a card at the open page any more; `messageId` is about to show something else. */
export function leaveSetUp(turn: Turn, messageId: number): void {
  const { setUp } = turn.state;
  if (setUp === null) return;
  if (setUp.sessionId !== null) closePage(turn, setUp.id, setUp.sessionId);
  turn.set({ setUp: null });
  turn.clearTimer("setUp");
  if (setUp.noticeId !== messageId) showAt(turn, setUp.noticeId, NOT_SAVED, [backRow()]);
}

function closePage(turn: Turn, setupId: string, sessionId: string): void {
  turn.emit({ verb: "expireCheckout", purchaseId: setupId, sessionId });
}

/** What came of asking for the page; one that nobody waits for any more is closed. */
export function onPage(turn: Turn, setupId: string, result: MoneyResult): void {
  const page = "answer" in result && result.answer?.type === "page" ? result.answer : null;
  if (page !== null) meetCustomer(turn, page.customerId);
  if (turn.state.setUp?.id === setupId) {
    if (page === null) endSetUp(turn, { key: "pageFailed", with: {} });
    else showPage(turn, page);
  } else if (page !== null) closePage(turn, setupId, page.sessionId);
}

function showPage(turn: Turn, { sessionId, url, expiresAt }: AnswerOf<"page">): void {
  const { setUp } = turn.state;
  if (setUp === null) return;
  turn.set({ setUp: { ...setUp, sessionId, expiresAt } });
  turn.setTimer("setUp", expiresAt + GRACE_MS);
  const leftSeconds = saidLeft(turn.at, expiresAt);
  const keyboard = [[{ label: "addCard", url } as const], backRow()];
  showAt(turn, setUp.noticeId, { key: "saveCardReady", with: { leftSeconds } }, keyboard);
}

/** How the page ended, or that a card was declined at it. */
export function onSetUp(turn: Turn, fact: FactOf<"setup">): void {
  const { setUp } = turn.state;
  const isOurs = setUp !== null && setUp.id === fact.setupId;
  if (fact.state === "succeeded") {
    const { cardId, customerId } = fact;
    if (cardId === null || !adoptCustomer(turn, customerId)) return;
    if (isOurs) turn.set({ setUp: { ...setUp, cardId } });
    learnCard(turn, cardId, customerId);
    const card = findCard(turn.state, cardId);
    return card === null ? undefined : finishSetUp(turn, card);
  }
  if (!isOurs || setUp.cardId !== null) return;
  if (fact.state === "expired") endSetUp(turn, NOT_SAVED);
  else showAt(turn, setUp.noticeId, NOT_SAVED, [backRow()]);
}

/** The card that the page was for is known. */
export function finishSetUp(turn: Turn, card: Card): void {
  const { setUp } = turn.state;
  if (setUp === null || setUp.cardId !== card.id) return;
  if (setUp.sku === null || turn.state.isBanned) {
    return endSetUp(turn, { key: "cardSaved", with: { card } });
  }
  turn.set({ setUp: null });
  turn.clearTimer("setUp");
  offerRecharge(turn, setUp.sku, setUp.noticeId);
}

/** No page is open any more; its message, if there is one, says why. */
export function endSetUp(turn: Turn, say: FanSay, keyboard: Keyboard = [backRow()]): void {
  const noticeId = turn.state.setUp?.noticeId ?? null;
  turn.set({ setUp: null });
  turn.clearTimer("setUp");
  showAt(turn, noticeId, say, keyboard);
}

function showAt(turn: Turn, messageId: number | null, say: FanSay, keyboard: Keyboard): void {
  if (messageId !== null) editNotice(turn, messageId, say, { keyboard });
}

/** The way to `/billing`, in the same message. */
export function backRow(): readonly ButtonSpec[] {
  return [fanButton("back", "billing")];
}
