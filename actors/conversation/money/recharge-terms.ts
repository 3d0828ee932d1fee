// What an auto-recharge may do. A fan agrees to one price for one pack, one threshold, two ceilings and
// one card; the order keeps all of them, so what the owner changes later changes nothing that was
// agreed to, except for the better: a lower ceiling or threshold holds at once, and a pack that is
// sold at another price, or no more, is not charged at all.
//
// Ceilings count what was charged in the present UTC day and month, from the moment of the charge, and
// less what has failed since.
import type { Recharge, Recharged } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { RechargeTerms, SaleFacts, ShopItem } from "#actors/kernel/say.ts";
import { periodsOf } from "./calendar.ts";
import { itemsOf } from "./shelf.ts";

/** What is agreed to, without what became of it. */
export type Agreed = Omit<Recharge, "agreedAt" | "declines" | "pausedUntil">;

/**
 * Packs that can be bought over and over: of credits, because a block of time would leave the balance
 * as low as it was, and for the same reason none that is smaller than the threshold. What would never
 * be charged is not offered: none below a threshold of nothing, none that costs more than a ceiling.
 */
export function rechargePacks(turn: Turn): readonly ShopItem[] {
  const { rechargeThreshold, rechargeDayMaxCents, rechargeMonthMaxCents } = turn.settings;
  if (rechargeThreshold === 0) return [];
  const most = Math.min(rechargeDayMaxCents, rechargeMonthMaxCents);
  return soldByCard(turn).filter(
    ({ gives, amount }) => gives.credits >= rechargeThreshold && amount <= most,
  );
}

/** The terms for a pack and a card at this moment; null: there is no such pack. */
export function termsFor(turn: Turn, sku: string, cardId: string): Agreed | null {
  const pack = rechargePacks(turn).find((one) => one.sku === sku);
  if (pack === undefined) return null;
  const { amount, currency, gives } = pack;
  const { rechargeThreshold, rechargeDayMaxCents, rechargeMonthMaxCents } = turn.settings;
  return {
    sku,
    cardId,
    amount,
    currency,
    credits: gives.credits,
    threshold: rechargeThreshold,
    dayMax: rechargeDayMaxCents,
    monthMax: rechargeMonthMaxCents,
  };
}

/** All of the terms in one word, for telling whether any of them has changed. */
export function signature(terms: Agreed): string {
  const { sku, cardId, amount, currency, credits, threshold, dayMax, monthMax } = terms;
  return [sku, cardId, amount, currency, credits, threshold, dayMax, monthMax].join(" ");
}

/** Whether the pack is still sold for what was agreed. */
export function isStillSold(turn: Turn, order: Recharge): boolean {
  return soldByCard(turn).some(
    ({ sku, amount, currency, gives }) =>
      sku === order.sku &&
      amount === order.amount &&
      currency === order.currency &&
      gives.credits === order.credits,
  );
}

/** The terms as people read them. */
export function termsSaid(terms: Agreed, card: Card): RechargeTerms {
  const { threshold, dayMax, monthMax } = terms;
  return { pack: packOf(terms), threshold, dayMax, monthMax, card };
}

/** What one charge is for. */
export function packOf({ credits, amount, currency }: Agreed): SaleFacts {
  return { gives: { credits, seconds: 0 }, amount, currency };
}

export function isLow(turn: Turn, order: Recharge): boolean {
  return turn.state.credits < Math.min(order.threshold, turn.settings.rechargeThreshold);
}

export interface Ceiling {
  readonly of: "day" | "month";
  readonly max: number;
  /** The day or month, as `recharged` has it. */
  readonly period: string;
}

/** The ceiling that one more charge would pass, the longer one first; null: there is room. */
export function ceilingInTheWay(turn: Turn, order: Recharge): Ceiling | null {
  const { day, dayCents, month, monthCents } = countedAt(turn.state.recharged, turn.at);
  const dayMax = Math.min(order.dayMax, turn.settings.rechargeDayMaxCents);
  const monthMax = Math.min(order.monthMax, turn.settings.rechargeMonthMaxCents);
  if (monthCents + order.amount > monthMax) return { of: "month", max: monthMax, period: month };
  if (dayCents + order.amount > dayMax) return { of: "day", max: dayMax, period: day };
  return null;
}

/** Counts a charge, or gives one back: only in the day and month that it was made in. */
export function count(turn: Turn, { createdAt, amount }: Purchase, sign: 1 | -1): void {
  const counted = countedAt(turn.state.recharged, turn.at);
  const then = periodsOf(createdAt);
  const cents = sign * amount;
  const dayCents = counted.dayCents + (counted.day === then.day ? cents : 0);
  const monthCents = counted.monthCents + (counted.month === then.month ? cents : 0);
  turn.set({
    recharged: {
      ...counted,
      dayCents: Math.max(0, dayCents),
      monthCents: Math.max(0, monthCents),
    },
  });
}

/** The counts as they are at a moment: a new day and a new month begin with nothing. */
function countedAt(recharged: Recharged, at: number): Recharged {
  const { day, month } = periodsOf(at);
  return {
    ...recharged,
    day,
    dayCents: recharged.day === day ? recharged.dayCents : 0,
    month,
    monthCents: recharged.month === month ? recharged.monthCents : 0,
  };
}

/** What is sold, at its full price: a promo code is for a purchase that the fan makes. */
function soldByCard(turn: Turn): readonly ShopItem[] {
  const items = itemsOf(turn, { rail: "stripe", onlyTime: false });
  return items.map((item) => ({ ...item, amount: item.fullAmount }));
}
