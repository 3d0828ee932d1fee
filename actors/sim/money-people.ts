// What an act about money becomes when its moment comes: updates for the bot, or something at Stripe
// or in Telegram's till that the bot hears of by its own ways.
import { packPress } from "#actors/kernel/press.ts";
import type { SimBank } from "./bank.ts";
import { isUnderWay, type Page, type Payment } from "./bank-facts.ts";
import { type MoneyActKind, stepsOf } from "./money-traffic.ts";
import type { Prng } from "./prng.ts";
import { buttonsOf, invoiceOf, type Place, topicOf } from "./screens.ts";
import type { People, SimUpdate } from "./traffic.ts";
import type { SimTelegram } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface MoneyPeopleParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly bank: SimBank;
  readonly telegram: SimTelegram;
  readonly people: People;
  readonly send: (update: SimUpdate) => void;
}

/** Commands in the fan's own chat, with their arguments. */
const COMMANDS: Partial<Readonly<Record<MoneyActKind, readonly [string, string]>>> = {
  buy: ["buy10", ""],
  openBilling: ["billing", ""],
  askRecharge: ["autorecharge", ""],
  promoCheaper: ["start", "promo_CHEAPER"],
  promoBonus: ["promo", "BONUS"],
};

/** Buttons in the fan's own chat, the newest of their verb. */
const PRESSES: Partial<Readonly<Record<MoneyActKind, string>>> = {
  goBack: "back",
  keepCard: "saveCard",
  saveCard: "cardAdd",
  pickRecharge: "rechargePack",
  pressAgree: "rechargeAgree",
  stopRecharge: "rechargeOff",
};

/** Buttons of the team, in the fan's topic. */
const TEAM_PRESSES: Partial<Readonly<Record<MoneyActKind, string>>> = {
  pickPurchase: "purchase",
  pickRefund: "refund",
  confirmRefund: "confirm",
};

/** What a fan picks whose shelf we need not have shown. */
const PICKS: Partial<Readonly<Record<MoneyActKind, readonly [string, string]>>> = {
  buyTime: ["pick", "time_30m"],
  buyStars: ["pickStars", "credits_10"],
};

export class MoneyPeople {
  readonly #parts: MoneyPeopleParts;
  #unknown = 0;

  constructor(parts: MoneyPeopleParts) {
    this.#parts = parts;
  }

  act(kind: MoneyActKind, fanId: number): void {
    const steps = stepsOf(kind);
    if (steps === null) return this.#once(kind, fanId);
    for (const [step, afterMs] of steps) {
      void this.#parts.time.sleep(afterMs).then(() => this.#once(step, fanId));
    }
  }

  #once(kind: MoneyActKind, fanId: number): void {
    const { people, send } = this.#parts;
    const at = this.#parts.time.now();
    const command = COMMANDS[kind];
    if (command !== undefined) send(people.commands(fanId, at, ...command));
    const verb = PRESSES[kind];
    const data = verb === undefined ? null : this.#newest({ fanId }, verb);
    if (data !== null) send(people.presses(fanId, at, data));
    const pick = PICKS[kind];
    if (pick !== undefined) send(people.presses(fanId, at, picked(pick)));
    if (kind === "spend") send(people.writes(fanId, at));
    this.#inTopic(kind, fanId);
    this.#atTill(kind, fanId);
    this.#atDashboard(kind, fanId);
  }

  #inTopic(kind: MoneyActKind, fanId: number): void {
    const { people, send, telegram, time } = this.#parts;
    const topicId = topicOf(telegram, fanId);
    if (topicId === null) return;
    const place = { fanId, topicId, at: time.now() };
    if (kind === "askPurchases") send(people.teamCommands(place, "purchases"));
    const verb = TEAM_PRESSES[kind];
    const data = verb === undefined ? null : this.#newest({ topicId }, verb);
    if (data !== null) send(people.teamPresses(place, data));
  }

  /** The payer, at the newest page that is open, or at the newest invoice. */
  #atTill(kind: MoneyActKind, fanId: number): void {
    const { bank } = this.#parts;
    if (kind === "payStars") this.#payStars(fanId, false);
    // Telegram lets an invoice be paid again.
    if (kind === "payStarsAgain") this.#payStars(fanId, true);
    const page = openPageOf(bank, fanId);
    if (page === undefined) return;
    if (kind === "pay") bank.pay(page, "now");
    if (kind === "paySlowly") bank.pay(page, "slowly");
    if (kind === "payDeclined") bank.pay(page, "declined");
    if (kind === "payOddly") bank.payOddly(page);
  }

  #payStars(fanId: number, isPaid: boolean): void {
    const { bank, telegram } = this.#parts;
    const sale = invoiceOf(telegram, fanId)?.sale;
    if (sale === undefined || (bank.paymentOf(sale.purchaseId) !== null) !== isPaid) return;
    bank.payStars(fanId, sale.purchaseId, sale.amount);
  }

  /** Banks, and whoever sits at Stripe's dashboard. */
  #atDashboard(kind: MoneyActKind, fanId: number): void {
    const { bank, random } = this.#parts;
    if (kind === "detachCard") bank.detachCard(fanId);
    if (kind === "deleteCustomer") bank.deleteCustomer(fanId);
    if (kind === "payForNothing") bank.payByHand(fanId, `p0-${(this.#unknown += 1)}`, 499);
    const slow = this.#any(bank.paymentsOf(fanId).filter(isUnderWay));
    if (slow !== null && kind === "settle") bank.settle(slow, true);
    if (slow !== null && kind === "failToSettle") bank.settle(slow, false);
    const payment = this.#any(bank.paymentsOf(fanId).filter(isPaidByCard));
    if (payment === null) return;
    const key = `dashboard:${random.below(1_000_000_000)}`;
    if (kind === "refundAll") bank.refund(payment, payment.amount, key);
    if (kind === "refundHalf") bank.refund(payment, Math.floor(payment.amount / 2), key);
    if (kind === "failRefund") bank.failRefund(payment);
    if (kind === "dispute") bank.dispute(payment);
    if (kind === "winDispute") bank.endDispute(payment, true);
    if (kind === "loseDispute") bank.endDispute(payment, false);
    if (kind === "fraudWarning") bank.warnOfFraud(payment);
    if (kind === "payByHand") bank.payByHand(fanId, payment.purchaseId, payment.amount);
  }

  #newest(place: Place, verb: string): string | null {
    return buttonsOf(this.#parts.telegram, place, verb).at(-1) ?? null;
  }

  #any<Item>(items: readonly Item[]): Item | null {
    return items[this.#parts.random.below(Math.max(1, items.length))] ?? null;
  }
}

function picked([verb, argument]: readonly [string, string]): string {
  return packPress({ fanId: null, verb, argument });
}

function openPageOf(bank: SimBank, fanId: number): Page | undefined {
  return [...bank.pages.values()].findLast((one) => one.fanId === fanId && one.state === "open");
}

function isPaidByCard({ state, rail }: Payment): boolean {
  return state === "succeeded" && rail === "stripe";
}
