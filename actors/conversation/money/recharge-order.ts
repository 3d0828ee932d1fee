// The standing order for auto-recharge, as a fan gives and takes it back. Nothing is charged without
// it, and nobody has one who did not press a button under all of its terms:
//
//   off ──/autorecharge──▶ menu ──a pack──▶ offer ──Agree──▶ on ──one tap──▶ off
//                                   │ ▲
//                          no card  ▼ │ one is saved (`cards.ts`)
//                                 needs a card
//
// The question behind the offer holds all terms. If any of them is another when it is answered (the
// price, a ceiling, the card), the offer is made anew and nothing is agreed to. The consent is an audit
// row with all terms and the time; so is its end. What charges is `recharge.ts`.
import { openAsk, takeAsk } from "#actors/conversation/asks.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import { editNotice, tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card } from "#actors/kernel/payment.ts";
import type { FanSay, Keyboard, RechargeTerms } from "#actors/kernel/say.ts";
import { standingOf } from "./merge.ts";
import type { FanPress, PressAnswer } from "./press.ts";
import { rechargeIfLow, switchOff } from "./recharge.ts";
import { type Agreed, rechargePacks, signature, termsFor, termsSaid } from "./recharge-terms.ts";
import { defaultCard, findCard } from "./wallet.ts";

const STALE: FanSay = { key: "pressStale", with: {} };
const BANNED: FanSay = { key: "banned", with: {} };

/** `/autorecharge`. */
export function tellRecharge(turn: Turn): void {
  showRecharge(turn, null);
}

/** null: not one of our verbs. A banned fan can still switch it off. */
export function onRechargePressed(turn: Turn, verb: string, press: FanPress): PressAnswer | null {
  const { argument, messageId } = press;
  switch (verb) {
    case "rechargeOff":
      endOrder(turn, messageId);
      return { say: null };
    case "recharge":
    case "rechargePack":
    case "rechargeAgree":
      if (turn.state.isBanned) return { say: BANNED };
      if (verb === "rechargeAgree") return { say: agree(turn, argument, messageId) };
      if (verb === "recharge") showRecharge(turn, messageId);
      else offerRecharge(turn, argument, messageId);
      return { say: null };
    default:
      return null;
  }
}

/** The terms for a pack with the card that is there; `messageId` null: in a message of its own. */
export function offerRecharge(turn: Turn, sku: string, messageId: number | null): void {
  const card = defaultCard(turn.state);
  const terms = termsFor(turn, sku, card?.id ?? "");
  if (terms === null || isDisputing(turn)) return showRecharge(turn, messageId);
  if (card === null) {
    const keyboard = [[fanButton("addCard", "cardAdd", sku, "primary")], back()];
    return show(turn, messageId, { key: "rechargeNeedsCard", with: {} }, keyboard);
  }
  const token = openAsk(turn, "recharge", terms.amount, signature(terms));
  const keyboard = [[fanButton("agree", "rechargeAgree", token, "success")], back()];
  const say = { key: "rechargeOffer", with: { terms: termsSaid(terms, card) } } as const;
  show(turn, messageId, say, keyboard);
}

/** The standing order as people read it; null: it is off. */
export function standingTerms(turn: Turn): RechargeTerms | null {
  const { recharge } = turn.state;
  const card = findCard(turn.state, recharge?.cardId ?? null);
  return recharge === null || card === null ? null : termsSaid(recharge, card);
}

function showRecharge(turn: Turn, messageId: number | null): void {
  const terms = standingTerms(turn);
  if (terms !== null) {
    const keyboard = [[fanButton("rechargeOff", "rechargeOff")]];
    return show(turn, messageId, { key: "rechargeOn", with: { terms } }, keyboard);
  }
  if (isDisputing(turn)) {
    return show(turn, messageId, { key: "rechargeStopped", with: { why: "dispute" } }, []);
  }
  const packs = rechargePacks(turn);
  if (packs.length === 0) return show(turn, messageId, { key: "shopClosed", with: {} }, []);
  const threshold = turn.settings.rechargeThreshold;
  const rows = packs.map((item) => [fanButton({ item }, "rechargePack", item.sku)]);
  const keyboard = [...rows, [fanButton("back", "billing")]];
  show(turn, messageId, { key: "rechargeMenu", with: { threshold } }, keyboard);
}

/** Answers the press. */
function agree(turn: Turn, token: string, messageId: number): FanSay | null {
  const ask = takeAsk(turn, token, "fan");
  if (ask?.about !== "recharge") return STALE;
  const [sku = "", cardId = ""] = ask.subject.split(" ");
  const card = findCard(turn.state, cardId);
  const terms = termsFor(turn, sku, cardId);
  const isAsAsked = terms !== null && signature(terms) === ask.subject;
  if (card === null || !isAsAsked || isDisputing(turn)) {
    offerRecharge(turn, sku, messageId);
    return STALE;
  }
  turn.set({ recharge: { ...terms, agreedAt: turn.at, declines: 0, pausedUntil: null } });
  audit(turn, "rechargeAgreed", terms, card);
  showRecharge(turn, messageId);
  // A message that waits has crossed the threshold already; without one, the next will.
  if (turn.state.held.length > 0) rechargeIfLow(turn);
  return null;
}

function endOrder(turn: Turn, messageId: number): void {
  const order = turn.state.recharge;
  if (order !== null) audit(turn, "rechargeOff", order, findCard(turn.state, order.cardId));
  switchOff(turn);
  const keyboard = [[fanButton("rechargeOn", "recharge")]];
  show(turn, messageId, { key: "rechargeOff", with: {} }, keyboard);
}

/** The terms again, for whoever has to show one day what was agreed to and when. */
function audit(
  turn: Turn,
  act: "rechargeAgreed" | "rechargeOff",
  { sku, credits, amount, currency, threshold, dayMax, monthMax, cardId }: Agreed,
  card: Card | null,
): void {
  const { fanId, firstName } = turn.state;
  const terms = { sku, credits, amount, currency, threshold, dayMax, monthMax };
  const detail = {
    ...terms,
    cardId,
    cardBrand: card?.brand ?? null,
    cardLast4: card?.last4 ?? null,
  };
  turn.row({ row: "audit", byId: fanId, byName: firstName, act, detail });
}

/** While a bank has a payment of theirs in question, none is made without the fan. */
function isDisputing({ state }: Turn): boolean {
  return state.purchases.some(({ disputes }) =>
    disputes.some((dispute) => standingOf(dispute) === "open"),
  );
}

function back() {
  return [fanButton("back", "recharge")];
}

function show(turn: Turn, messageId: number | null, say: FanSay, keyboard: Keyboard): void {
  if (messageId === null) tellFan(turn, say, { keyboard });
  else editNotice(turn, messageId, say, { keyboard });
}
