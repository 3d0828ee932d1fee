// What came of the effects that are about money. Facts in an answer go where webhooks' facts go
// (`payments.ts`), and before anything else, so that a module finds the books as they are; then the
// module whose tag the effect carried hears of it. A tag is `<module>:<rest>`, and `rest` is the
// module's own.

import type { Turn } from "#actors/conversation/turn.ts";
import type { EffectVerb } from "#actors/kernel/effect.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import { onCardAnswer } from "./cards.ts";
import { onShopAnswer, onShopNotice, onShopNoticeGone, onShopNoticeRefused } from "./checkout.ts";
import { onLineAnswer } from "./give-backs.ts";
import { onSecondAnswer } from "./paid-twice.ts";
import { hearAnswer } from "./payments.ts";
import { onPromoAnswer } from "./promo.ts";
import {
  onRechargeAnswer,
  onRechargeNotice,
  onRechargeNoticeGone,
  onRechargeNoticeRefused,
} from "./recharge.ts";
import { onRefundAnswer } from "./refunds.ts";
import type { MoneyResult } from "./result.ts";
import { onStarsAnswer } from "./stars.ts";

type OnAnswer = (turn: Turn, rest: string, result: MoneyResult) => void;
type OnNotice = (turn: Turn, rest: string, messageId: number) => void;

/** All that is asked of Stripe and of our own books, and what Telegram is asked for in Stars. */
const VERBS: ReadonlySet<EffectVerb> = new Set([
  "checkout",
  "saveCard",
  "expireCheckout",
  "chargeCard",
  "confirmPayment",
  "cancelPayment",
  "refundPayment",
  "lookUpPayment",
  "lookUpCard",
  "removeCard",
  "forgetCustomer",
  "openPortal",
  "claimPromo",
  "lookUpLine",
  "sendInvoice",
  "refundStars",
]);

const ON_ANSWER: Readonly<Record<string, OnAnswer>> = {
  shop: onShopAnswer,
  card: onCardAnswer,
  recharge: onRechargeAnswer,
  promo: onPromoAnswer,
  line: onLineAnswer,
  refund: onRefundAnswer,
  stars: onStarsAnswer,
  twice: onSecondAnswer,
};

const ON_NOTICE: Readonly<Record<string, OnNotice>> = {
  shop: onShopNotice,
  recharge: onRechargeNotice,
};

const ON_NOTICE_GONE: Readonly<Record<string, (turn: Turn, rest: string) => void>> = {
  shop: onShopNoticeGone,
  recharge: onRechargeNoticeGone,
};

const ON_NOTICE_REFUSED: Readonly<Record<string, (turn: Turn, rest: string) => void>> = {
  shop: onShopNoticeRefused,
  recharge: onRechargeNoticeRefused,
};

/** Whether an effect's outcome is heard here. */
export function isAboutMoney(verb: EffectVerb): boolean {
  return VERBS.has(verb);
}

/** An effect of ours was done, or refused for good. */
export function onMoneyOutcome(turn: Turn, { outcome, tag, verb }: OutcomeMessage): void {
  if (outcome.type === "done") {
    const answer = outcome.answer ?? null;
    if (answer?.type === "facts") hearAnswer(turn, verb, answer.facts);
    return tellModule(turn, tag, { answer, sent: outcome.sent });
  }
  if (outcome.type !== "refused") return;
  const { code, reason } = outcome;
  tellModule(turn, tag, { refused: code, reason });
}

/** A notice that a module has tagged stands in the fan's chat now. */
export function onMoneyNoticeSent(turn: Turn, tag: string, messageId: number): void {
  const { module, rest } = readTag(tag);
  own(ON_NOTICE, module)?.(turn, rest, messageId);
}

/** A notice that a module has tagged could not be edited: the fan deleted it. */
export function onMoneyNoticeGone(turn: Turn, tag: string): void {
  const { module, rest } = readTag(tag);
  own(ON_NOTICE_GONE, module)?.(turn, rest);
}

/** A notice that a module has tagged could not be sent, for whatever reason. */
export function onMoneyNoticeRefused(turn: Turn, tag: string): void {
  const { module, rest } = readTag(tag);
  own(ON_NOTICE_REFUSED, module)?.(turn, rest);
}

function tellModule(turn: Turn, tag: string | null, result: MoneyResult): void {
  const { module, rest } = readTag(tag ?? "");
  own(ON_ANSWER, module)?.(turn, rest, result);
}

function readTag(tag: string): { readonly module: string; readonly rest: string } {
  const border = tag.indexOf(":");
  return border < 0
    ? { module: tag, rest: "" }
    : { module: tag.slice(0, border), rest: tag.slice(border + 1) };
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
