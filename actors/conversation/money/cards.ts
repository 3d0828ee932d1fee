// `/billing`: a fan's saved cards, as screens and as facts. What we know of cards is `wallet.ts`; here
// it is shown, changed, and learned. Every screen is one message that turns into the next one.
//
//   billing ──Add──▶ a page to save a card at (`card-setup.ts`) ──▶ saved, or not
//      │  └──Portal──▶ page coming ──▶ Stripe's own page of the fan's cards and invoices
//      └──Remove──▶ sure? ──▶ removed          (Back leads to billing from everywhere)
//
// A card is removed here at once and at Stripe by an effect: it is never charged again, whatever
// becomes of the call; if the call is refused for good the owner is told, who can do it by hand.
import { openAsk, takeAsk } from "#actors/conversation/asks.ts";
import { languageFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import { editNotice, tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card, FactOf } from "#actors/kernel/payment.ts";
import type { ButtonSpec, FanSay, Keyboard } from "#actors/kernel/say.ts";
import {
  addCard,
  backRow,
  endSetUp,
  finishSetUp,
  leaveSetUp,
  onPage,
  onSetUp,
} from "./card-setup.ts";
import type { FanPress, PressAnswer } from "./press.ts";
import { stopRecharge } from "./recharge.ts";
import { standingTerms } from "./recharge-order.ts";
import type { MoneyResult } from "./result.ts";
import {
  adoptCustomer,
  CARDS_MAX,
  defaultCard,
  findCard,
  keepCard,
  loseCard,
  loseCustomer,
} from "./wallet.ts";

const STALE: FanSay = { key: "pressStale", with: {} };
const BANNED: FanSay = { key: "banned", with: {} };

/** `/billing`. */
export function tellBilling(turn: Turn): void {
  tellFan(turn, billingSay(turn), { keyboard: billingKeyboard(turn) });
}

/** null: not one of our verbs. A banned fan adds no card, and can still take theirs away. */
export function onCardPressed(turn: Turn, verb: string, press: FanPress): PressAnswer | null {
  const { argument, messageId } = press;
  switch (verb) {
    case "billing":
      leaveSetUp(turn, messageId);
      showBilling(turn, messageId);
      return { say: null };
    case "cardAdd":
      return { say: turn.state.isBanned ? BANNED : addCard(turn, argument, messageId) };
    case "cardDefault":
      return { say: makeDefault(turn, argument, messageId) };
    case "cardRemove":
      return { say: askRemove(turn, argument, messageId) };
    case "cardRemoveYes":
      return { say: remove(turn, argument, messageId) };
    case "portal":
      return { say: openPortal(turn, messageId) };
    default:
      return null;
  }
}

/** A fact about saved cards, or about the customer that has them. */
export function onCardFact(
  turn: Turn,
  fact: FactOf<"card"> | FactOf<"setup"> | FactOf<"customerDeleted">,
): void {
  switch (fact.type) {
    case "card":
      return fact.state === "detached" ? onDetached(turn, fact.card.id) : onCard(turn, fact);
    case "setup":
      return onSetUp(turn, fact);
    case "customerDeleted":
      return onCustomerDeleted(turn, fact.customerId);
  }
}

/** What came of an effect with a tag of ours: `setup`, `look`, `portal` or `remove`, and of what. */
export function onCardAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  const [step, of = ""] = rest.split(":");
  if (step === "setup") return onPage(turn, of, result);
  if (step === "look") return onLookedUp(turn, of);
  if (step === "portal") return onPortal(turn, Number(of), result);
  if (step === "remove" && "refused" in result) tellNotRemoved(turn, of, result.reason);
}

function onCard(turn: Turn, { card, customerId }: FactOf<"card">): void {
  const isKnown = findCard(turn.state, card.id) !== null;
  if (!isKnown && !adoptCustomer(turn, customerId)) return;
  keepCard(turn, card);
  finishSetUp(turn, card);
}

function onDetached(turn: Turn, cardId: string): void {
  const isCharged = turn.state.recharge?.cardId === cardId;
  loseCard(turn, cardId);
  if (isCharged) stopRecharge(turn, "card");
}

function onCustomerDeleted(turn: Turn, customerId: string): void {
  const isOurs = turn.state.customerId === customerId;
  loseCustomer(turn, customerId);
  if (!isOurs) return;
  stopRecharge(turn, "customer");
  endSetUp(turn, { key: "cardNotSaved", with: {} });
}

/** The answer was heard as a fact before this. A card that it did not bring is not to be had. */
function onLookedUp(turn: Turn, cardId: string): void {
  if (turn.state.setUp?.cardId === cardId) endSetUp(turn, billingSay(turn), billingKeyboard(turn));
}

// ── the screen ───────────────────────────────────────────────────────────────────────────────────

function billingSay(turn: Turn): FanSay {
  const { cards } = turn.state;
  const defaultCardId = defaultCard(turn.state)?.id ?? null;
  return { key: "billing", with: { cards, defaultCardId, recharge: standingTerms(turn) } };
}

function billingKeyboard(turn: Turn): Keyboard {
  const { cards, customerId, recharge } = turn.state;
  const hasRoom = cards.length < CARDS_MAX && turn.settings.rails.includes("stripe");
  const order = fanButton("rechargeOff", "rechargeOff");
  return [
    ...cards.map((card) => cardRow(turn, card)),
    ...(hasRoom ? [[fanButton("addCard", "cardAdd")]] : []),
    ...(customerId === null ? [] : [[fanButton("portal", "portal")]]),
    [
      fanButton("history", "history", "0"),
      recharge === null ? fanButton("autoRecharge", "recharge") : order,
    ],
  ];
}

/** The card that is charged first has nothing to become. */
function cardRow(turn: Turn, card: Card): readonly ButtonSpec[] {
  // There is nothing to make of the one that is used first: its name stands on the only button.
  if (defaultCard(turn.state) === card) {
    return [fanButton({ card, of: "remove" }, "cardRemove", card.id, "danger")];
  }
  const name = fanButton({ card }, "cardDefault", card.id);
  const removes = fanButton("remove", "cardRemove", card.id, "danger");
  return [name, fanButton("makeDefault", "cardDefault", card.id), removes];
}

function showBilling(turn: Turn, messageId: number): void {
  editNotice(turn, messageId, billingSay(turn), { keyboard: billingKeyboard(turn) });
}

function makeDefault(turn: Turn, cardId: string, messageId: number): FanSay | null {
  const card = findCard(turn.state, cardId);
  if (card === null) return STALE;
  const wasDefault = defaultCard(turn.state) === card;
  turn.set({ defaultCardId: cardId });
  if (!wasDefault) showBilling(turn, messageId);
  return null;
}

function askRemove(turn: Turn, cardId: string, messageId: number): FanSay | null {
  const card = findCard(turn.state, cardId);
  if (card === null) return STALE;
  const token = openAsk(turn, "cardRemove", 0, cardId);
  const keyboard = [[fanButton("remove", "cardRemoveYes", token, "danger")], backRow()];
  editNotice(turn, messageId, { key: "cardRemoveConfirm", with: { card } }, { keyboard });
  return null;
}

function remove(turn: Turn, token: string, messageId: number): FanSay | null {
  const ask = takeAsk(turn, token, "fan");
  const card = ask?.about === "cardRemove" ? findCard(turn.state, ask.subject) : null;
  if (card === null) return STALE;
  const cardId = card.id;
  onDetached(turn, cardId);
  turn.emit({ verb: "removeCard", cardId, tag: `card:remove:${cardId}` });
  editNotice(turn, messageId, { key: "cardRemoved", with: { card } }, { keyboard: [backRow()] });
  return null;
}

function tellNotRemoved(turn: Turn, cardId: string, reason: string): void {
  const detail = `${cardId}: ${reason}`;
  const mend = "Detach this payment method in the Stripe dashboard: its owner has removed it here.";
  const say = { kind: "card not removed", detail, count: 1, mend };
  turn.emit({ verb: "alertOwner", say: { key: "incident", with: say } });
}

// ── the portal ───────────────────────────────────────────────────────────────────────────────────

function openPortal(turn: Turn, messageId: number): FanSay | null {
  const { customerId } = turn.state;
  if (customerId === null) return STALE;
  const language = languageFor(turn.state);
  turn.emit({ verb: "openPortal", customerId, language, tag: `card:portal:${messageId}` });
  editNotice(turn, messageId, { key: "pageComing", with: {} });
  return null;
}

function onPortal(turn: Turn, messageId: number, result: MoneyResult): void {
  if ("answer" in result && result.answer?.type === "link") {
    const keyboard = [[{ label: "open", url: result.answer.url } as const], backRow()];
    return editNotice(turn, messageId, { key: "portalReady", with: {} }, { keyboard });
  }
  editNotice(turn, messageId, { key: "pageFailed", with: {} }, { keyboard: [backRow()] });
}
