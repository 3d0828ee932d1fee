// What people, banks and the owner do about money in a simulated hour. Most seeds have some of it; the
// acts are drawn apart from the others, so that a seed's other acts stay what they were.
import { packPress } from "#actors/kernel/press.ts";
import type { Payment, SimBank } from "./bank.ts";
import type { Prng } from "./prng.ts";

export const MONEY_ACTS = [
  "buy",
  "buyStars",
  "pay",
  "paySlowly",
  "payDeclined",
  "payStars",
  "goBack",
  "settle",
  "failToSettle",
  "refundAll",
  "refundHalf",
  "failRefund",
  "dispute",
  "endDispute",
  "fraudWarning",
  "keepCard",
  /** The steps of `agreeToRecharge`, which follow each other. */
  "openBilling",
  "saveCard",
  "askRecharge",
  "pickRecharge",
  "pressAgree",
  "agreeToRecharge",
  "stopRecharge",
] as const;
export type MoneyActKind = (typeof MONEY_ACTS)[number];

export interface MoneyAct {
  readonly atMs: number;
  readonly kind: MoneyActKind;
  readonly fanId: number;
}

/** How often each is drawn, relative to the others. */
const WEIGHTS: Readonly<Record<MoneyActKind, number>> = {
  buy: 12,
  buyStars: 3,
  pay: 14,
  paySlowly: 3,
  payDeclined: 2,
  payStars: 3,
  goBack: 2,
  settle: 4,
  failToSettle: 1,
  refundAll: 2,
  refundHalf: 3,
  failRefund: 2,
  dispute: 3,
  endDispute: 3,
  fraudWarning: 1,
  keepCard: 3,
  openBilling: 1,
  saveCard: 1,
  askRecharge: 1,
  pickRecharge: 1,
  pressAgree: 1,
  agreeToRecharge: 6,
  stopRecharge: 1,
};

/** What a fan does one after the other to have their card charged, each so long after the first. */
export const AGREEING: readonly (readonly [MoneyActKind, number])[] = [
  ["openBilling", 0],
  ["saveCard", 2_000],
  ["askRecharge", 18_000],
  ["pickRecharge", 20_000],
  ["pressAgree", 22_000],
];

/** Plans acts of a few fans within `spanMs`; a seed leaves some kinds out (swarm testing). */
export function planMoneyActs(random: Prng, fans: readonly number[], spanMs: number): MoneyAct[] {
  if (random.chance(0.3)) return [];
  const kinds = MONEY_ACTS.filter((kind) => kind === "buy" || kind === "pay" || random.chance(0.7));
  const total = kinds.reduce((sum, kind) => sum + WEIGHTS[kind], 0);
  const acts = Array.from({ length: 5 + random.below(50) }, (): MoneyAct => {
    let rest = random.next() * total;
    const kind = kinds.find((one) => (rest -= WEIGHTS[one]) < 0) ?? "buy";
    return { atMs: random.below(spanMs), kind, fanId: fans[random.below(fans.length)] ?? 0 };
  });
  return acts.toSorted((a, b) => a.atMs - b.atMs);
}

/** What a money act is, as far as the fan's own chat is concerned. */
export type FanAct =
  | { readonly type: "command"; readonly command: string }
  /** The newest button of this verb in the fan's chat. */
  | { readonly type: "press"; readonly verb: string }
  /** Callback data that the fan's client makes up, or an old button. */
  | { readonly type: "data"; readonly data: string }
  | null;

/** The part of an act that the bot hears; what the bank hears is `actAtBank`'s. */
export function fanActOf(kind: MoneyActKind): FanAct {
  switch (kind) {
    case "buy":
      return { type: "command", command: "buy10" };
    case "buyStars":
      return {
        type: "data",
        data: packPress({ fanId: null, verb: "pickStars", argument: "credits_10" }),
      };
    case "goBack":
      return { type: "press", verb: "back" };
    case "keepCard":
      return { type: "press", verb: "saveCard" };
    case "saveCard":
      return { type: "press", verb: "cardAdd" };
    case "openBilling":
      return { type: "command", command: "billing" };
    case "askRecharge":
      return { type: "command", command: "autorecharge" };
    case "pickRecharge":
      return { type: "press", verb: "rechargePack" };
    case "pressAgree":
      return { type: "press", verb: "rechargeAgree" };
    case "stopRecharge":
      return { type: "press", verb: "rechargeOff" };
    default:
      return null;
  }
}

/** What happens at Stripe, or in Telegram's till, and which the bot hears of by its own ways. */
export function actAtBank(kind: MoneyActKind, fanId: number, bank: SimBank, random: Prng): void {
  const page = [...bank.pages.values()].findLast(
    (one) => one.fanId === fanId && one.state === "open",
  );
  if (page !== undefined) {
    if (kind === "pay") bank.pay(page, "now");
    if (kind === "paySlowly") bank.pay(page, "slowly");
    if (kind === "payDeclined") bank.pay(page, "declined");
  }
  const waiting = bank.paymentsOf(fanId).filter(isWaiting);
  const slow = waiting[random.below(Math.max(1, waiting.length))];
  if (slow !== undefined && kind === "settle") bank.settle(slow, true);
  if (slow !== undefined && kind === "failToSettle") bank.settle(slow, false);
  const paid = bank.paymentsOf(fanId).filter(isPaidByCard);
  const payment = paid[random.below(Math.max(1, paid.length))];
  if (payment === undefined) return;
  const key = `dashboard:${random.below(1_000_000_000)}`;
  if (kind === "refundAll") bank.refund(payment, payment.amount, key);
  if (kind === "refundHalf") bank.refund(payment, Math.floor(payment.amount / 2), key);
  if (kind === "failRefund") bank.failRefund(payment);
  if (kind === "dispute") bank.dispute(payment);
  if (kind === "endDispute") bank.endDispute(payment);
  if (kind === "fraudWarning") bank.warnOfFraud(payment);
}

function isWaiting({ state }: Payment): boolean {
  return state === "processing" || state === "requiresAction";
}

function isPaidByCard({ state, rail }: Payment): boolean {
  return state === "succeeded" && rail === "stripe";
}
