// The team gives money back, from the list of a fan's purchases in the topic:
//
//   /purchases ──a number──▶ how much? ──all, half──▶ sure? ──Confirm──▶ asked for
//        ▲                       │ Back
//        └───────────────────────┘
//
// Only asking is done here. What becomes of it comes back as facts, like refunds that were made at
// Stripe by hand, and the books follow from those (`payments.ts`). From the press until Stripe or
// Telegram has answered, what was asked for counts as refunded (`refundsAsked`): two people who press
// at the same time give back no more than they both see, and each of them once. A service that did not
// answer is asked how the payment stands before anybody may ask again.
//
// Stars can only be given back whole.
import { noteMoved } from "#actors/conversation/allowance.ts";
import { openAsk } from "#actors/conversation/asks.ts";
import { nameFor, sessionSecondsLeft } from "#actors/conversation/facts.ts";
import { askKeyboard, rows, teamButton } from "#actors/conversation/keyboards.ts";
import type { Ask } from "#actors/conversation/state.ts";
import { editTell, tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Purchase, Units } from "#actors/kernel/purchase.ts";
import type { Keyboard, TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { accountOf } from "./account.ts";
import { backOf, claimsOn, owedFor, refundedAmount } from "./claims.ts";
import { findPurchase } from "./purchases.ts";
import type { MoneyResult } from "./result.ts";
import { saleFacts } from "./sale.ts";

const NAMES_A_ROW = 4;
/** Refunds on their way at one time; nobody presses faster than they are answered. */
const ASKED_MAX = 16;

/** `/purchases`: a new list under the command. */
export function tellPurchases(turn: Turn, replyTo: number): void {
  tellTeam(turn, listSay(turn), { keyboard: listKeyboard(turn), replyTo });
}

/** Turns a line of ours into the list. */
export function showPurchases(turn: Turn, messageId: number): void {
  editTell(turn, messageId, listSay(turn), listKeyboard(turn));
}

/** Turns a line of ours into one purchase's ways back; false: nothing of it can be given back. */
export function showRefundMenu(turn: Turn, purchase: Purchase | null, messageId: number): boolean {
  const left = purchase === null ? 0 : refundable(turn, purchase);
  if (purchase === null || left === 0) return false;
  const price = { amount: left, currency: purchase.currency };
  const say = { key: "refundMenu", with: { sale: saleFacts(purchase), left: price } } as const;
  editTell(turn, messageId, say, menuKeyboard(turn, purchase, left));
  return true;
}

/** Asks before it asks Stripe; false: so much of this purchase cannot be given back. */
export function askRefund(turn: Turn, argument: string, messageId: number): boolean {
  const [id = "", digits = ""] = argument.split(":");
  const purchase = findPurchase(turn, id);
  const amount = /^\d{1,9}$/.test(digits) ? Number(digits) : 0;
  if (purchase === null || !mayRefund(turn, purchase, amount)) return false;
  const token = openAsk(turn, "refund", amount, id);
  const price = { amount, currency: purchase.currency };
  const keyboard = askKeyboard(turn.state, token, "danger");
  const say = { key: "refundConfirm", with: { price, ...costOf(turn, purchase, amount) } } as const;
  editTell(turn, messageId, say, keyboard);
  return true;
}

/** What a refund would take, as `account.ts` will: of what is set aside, of what is there, as debt. */
function costOf(
  turn: Turn,
  purchase: Purchase,
  amount: number,
): { readonly takes: Units; readonly owes: Units } {
  const { credits } = turn.state;
  const seconds = sessionSecondsLeft(turn);
  const { frozen } = purchase;
  const claims = claimsOn(purchase);
  const asked = { ...claims, refunded: claims.refunded + askedFor(turn, purchase) };
  const [was, is] = [
    owedFor(purchase, asked),
    owedFor(purchase, { ...asked, refunded: asked.refunded + amount }),
  ];
  const takes = { credits: is.credits - was.credits, seconds: is.seconds - was.seconds };
  return {
    takes,
    owes: {
      credits: Math.max(0, takes.credits - frozen.credits - credits),
      seconds: Math.max(0, takes.seconds - frozen.seconds - seconds),
    },
  };
}

/** Asks for a refund that was confirmed; false: it cannot be given back any more. */
export function refund(
  turn: Turn,
  { amount, subject }: Ask,
  by: Teammate,
  messageId: number,
): boolean {
  const say = refundPart(turn, { purchaseId: subject, amount }, by);
  if (say !== null) editTell(turn, messageId, say);
  return say !== null;
}

/** Asks for a refund of so much; answers the words for the team, null where it cannot be given back. */
export function refundPart(
  turn: Turn,
  part: { readonly purchaseId: string; readonly amount: number },
  by: Teammate,
): TeamSay | null {
  const { amount } = part;
  const purchase = findPurchase(turn, part.purchaseId);
  if (purchase === null || !mayRefund(turn, purchase, amount)) return null;
  const { id: purchaseId, paymentId, currency, rail, sku } = purchase;
  if (paymentId === null) return null;
  const key = `${purchaseId}:${turn.envelopeId}`;
  const refundsAsked = [...turn.state.refundsAsked, { key, purchaseId, amount }];
  turn.set({ refundsAsked: refundsAsked.slice(-ASKED_MAX) });
  noteMoved(turn, by, "refundMaxCents", amount);
  const payment = { purchaseId, paymentId, amount, tag: `refund:made:${key}` };
  if (rail === "stars") turn.emit({ verb: "refundStars", ...payment });
  else turn.emit({ verb: "refundPayment", refundKey: key, ...payment });
  const detail = {
    purchaseId,
    paymentId,
    sku,
    amount,
    currency,
    key,
    why: "by hand",
  };
  turn.row({ row: "audit", byId: by.id, byName: by.name, act: "refund", detail });
  const price = { amount, currency };
  return { key: "refundAsked", with: { price, by: by.name } };
}

/** What came of a refund. What it changes was heard as facts before this. */
export function onRefundAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  const [step, id = "", envelopeId = ""] = rest.split(":");
  const key = `${id}:${envelopeId}`;
  const asked = turn.state.refundsAsked.find((one) => one.key === key);
  if (asked === undefined) return;
  const purchase = findPurchase(turn, id);
  const isUnanswered = step === "made" && "refused" in result && result.refused === "unavailable";
  if (isUnanswered && purchase !== null && purchase.rail === "stripe") {
    const { sessionId, paymentId } = purchase;
    const tag = `refund:look:${key}`;
    turn.emit({ verb: "lookUpPayment", purchaseId: id, sessionId, paymentId, tag });
  } else {
    turn.set({ refundsAsked: turn.state.refundsAsked.filter((one) => one !== asked) });
  }
  if (step !== "made" || !("refused" in result)) return;
  const price = { amount: asked.amount, currency: purchase?.currency ?? turn.settings.currency };
  tellTeam(turn, { key: "refundRefused", with: { price, reason: result.reason } });
}

/** What of a payment can still be given back, in its currency's smallest unit. */
function refundable(turn: Turn, purchase: Purchase): number {
  const { state, paymentId, amount } = purchase;
  if (state !== "paid" || paymentId === null) return 0;
  const claims = claimsOn(purchase);
  const asked = askedFor(turn, purchase);
  return Math.max(0, amount - backOf(purchase, claims) - claims.contested - asked);
}

/** What refunds come to that are on their way. */
function askedFor({ state }: Turn, { id }: Purchase): number {
  return state.refundsAsked
    .filter(({ purchaseId }) => purchaseId === id)
    .reduce((sum, one) => sum + one.amount, 0);
}

function mayRefund(turn: Turn, purchase: Purchase, amount: number): boolean {
  const left = refundable(turn, purchase);
  const isInReach = amount >= 1 && amount <= left;
  return isInReach && (purchase.rail === "stripe" || amount === left);
}

function menuKeyboard(turn: Turn, purchase: Purchase, left: number): Keyboard {
  const { id, amount, currency } = purchase;
  const option = (of: "refundAll" | "refundHalf", part: number) => {
    const label = { price: { amount: part, currency }, of };
    return [teamButton(turn.state, label, "refund", `${id}:${part}`)];
  };
  const half = Math.floor(amount / 2);
  // Once a part is back, half of the whole is nothing that anybody would ask for.
  const hasHalf = half >= 1 && left === amount && mayRefund(turn, purchase, half);
  return [
    option("refundAll", left),
    ...(hasHalf ? [option("refundHalf", half)] : []),
    [teamButton(turn.state, "back", "purchases")],
  ];
}

/** What was paid, or is being paid at this moment, newest first: pages that were left are no purchases. */
function listed({ state }: Turn): readonly Purchase[] {
  return state.purchases.filter(isPayment).toSorted((a, b) => b.createdAt - a.createdAt);
}

function isPayment({ kind, state }: Purchase): boolean {
  if (state === "open") return kind === "recharge";
  return state !== "expired" && state !== "failed";
}

function listSay(turn: Turn): TeamSay {
  const { spentCents, spentStars } = turn.state;
  const { currency } = turn.settings;
  const purchases = listed(turn).map((purchase, i) => ({
    name: String(i + 1),
    sale: saleFacts(purchase),
    isRecharge: purchase.kind === "recharge",
    state: purchase.state,
    refunded: refundedAmount(purchase),
    isDisputed: purchase.disputes.length > 0,
    at: purchase.createdAt,
  }));
  const name = nameFor(turn.state);
  return {
    key: "purchases",
    with: { name, account: accountOf(turn), spentCents, spentStars, currency, purchases },
  };
}

/** A button for each that can be given back, by its number in the list. */
function listKeyboard(turn: Turn): Keyboard {
  const buttons = listed(turn).flatMap((purchase, i) => {
    if (refundable(turn, purchase) === 0) return [];
    return [teamButton(turn.state, { literal: String(i + 1) }, "purchase", purchase.id)];
  });
  return rows(buttons, NAMES_A_ROW);
}
