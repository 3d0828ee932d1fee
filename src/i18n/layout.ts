// What every language lays out alike: the shelf of the shop, what a fan has after a movement, the
// statement. Each language brings its phrases; order, bars, dates and signs are here.
import { LEDGER_KINDS, type LedgerKind } from "#actors/kernel/credits.ts";
import { type Promo, STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { Units } from "#actors/kernel/purchase.ts";
import { bold, type Rich, rich, struck } from "#actors/kernel/rich.ts";
import type { Account, FanSays, LineFacts, ShopItem } from "#actors/kernel/say.ts";
import type { Nouns } from "./catalogue.ts";
import { money, price, unitOf, unitPrice, unitsText } from "./money.ts";
import { day, gauge, lines, moment, numberFormat, plainName } from "./words.ts";

/** The shop shows no more than this; what an owner sells beyond it has its buttons still. */
const SHELF_MAX = 40;

/** A balance as it is now: its bar, the time that is left, what is owed. */
export function accountLines(account: Account, nouns: Nouns): readonly string[] {
  const { credits, creditsFull, sessionSeconds, debt } = account;
  return [
    gauge(credits, creditsFull, nouns.credits(credits)),
    sessionSeconds > 0 ? `⏳ ${nouns.left(nouns.time(sessionSeconds))}` : null,
    debtLine(debt, nouns),
  ].filter((line) => line !== null);
}

/** What is owed, wherever a balance is told; null: nothing is. */
export function debtLine(debt: Units, nouns: Nouns): string | null {
  return hasUnits(debt) ? `⚖️ ${nouns.owed(unitsText(debt, nouns))}` : null;
}

export function hasUnits({ credits, seconds }: Units): boolean {
  return credits > 0 || seconds > 0;
}

/** The phrases of the shelf. */
export interface ShelfPhrases {
  readonly best: string;
  /** What one credit, or one hour of a block of time, comes to. */
  readonly each: Readonly<Record<"credit" | "hour", (price: string) => string>>;
}

/** A line for everything that is on sale; an empty one between credits and time. */
export function shelfLines(
  items: readonly ShopItem[],
  nouns: Nouns,
  phrases: ShelfPhrases,
): readonly (Rich | string)[] {
  return items.slice(0, SHELF_MAX).flatMap((item, i) => {
    const { language } = nouns;
    const full = { amount: item.fullAmount, currency: item.currency };
    const old = item.fullAmount === item.amount ? "" : rich(struck(price(full, language)), " ");
    const unit = unitOf(item);
    const each =
      unit === null ? "" : ` · ${phrases.each[unit.unit](unitPrice(item, unit.count, language))}`;
    const best = item.isBest ? rich(" · 👑 ", bold(phrases.best)) : "";
    const name = bold(unitsText(item.gives, nouns));
    const before = items[i - 1];
    const isOther = before !== undefined && iconOf(before.gives) !== iconOf(item.gives);
    const line = rich(iconOf(item.gives), " ", name, " · ", old, price(item, language), each, best);
    return isOther ? ["", line] : [line];
  });
}

function iconOf({ seconds }: Units): string {
  return seconds > 0 ? "⏳" : "💬";
}

/** The phrases of what a promo code gives. */
export interface PromoPhrases {
  /** `20%` or an amount of money off the price. */
  readonly off: (what: string) => string;
  /** Credits on top. */
  readonly extra: (credits: string) => string;
  readonly until: (day: string) => string;
}

/** `SUMMER: 20% off, until Jun 15, 2025`. */
export function promoText(
  promo: Promo,
  currency: string,
  nouns: Nouns,
  phrases: PromoPhrases,
): string {
  const { kind, value, until, code } = promo;
  const { language } = nouns;
  const percent = numberFormat(language, { style: "percent" });
  const gives = {
    percent: () => phrases.off(percent.format(value / 100)),
    amount: () => phrases.off(money(value, currency, language)),
    credits: () => phrases.extra(nouns.credits(value)),
  };
  const end = until === null ? "" : `, ${phrases.until(day(until, language))}`;
  return `${code}: ${gives[kind]()}${end}`;
}

/** The fan's code above the shelf; null where there is none, or none that counts on this shelf. */
export function shelfPromo(
  { promo, items, isStars: inStars }: FanSays["shop"],
  nouns: Nouns,
  phrases: PromoPhrases,
): string | null {
  const currency = items[0]?.currency;
  // An amount off is in the currency of cards.
  if (promo === null || currency === undefined || (inStars && promo.kind === "amount")) return null;
  return `🎟 ${promoText(promo, currency, nouns, phrases)}`;
}

/** The phrases of a statement. */
export interface HistoryPhrases {
  readonly title: string;
  readonly page: (page: string, of: string) => string;
  readonly empty: string;
  /** What the numbers under it are for. */
  readonly hint: string;
  /** Under one line: what its button does, and that it was pressed. */
  readonly ask: string;
  readonly asked: string;
  /** A refund of money; one of credits alone has its name among the kinds. */
  readonly moneyBack: string;
  readonly kinds: Readonly<Record<LedgerKind, string>>;
}

/** A page of the ledger, newest first, each day once. */
export function historyText(
  { lines: entries, page, pages }: FanSays["history"],
  nouns: Nouns,
  phrases: HistoryPhrases,
): Rich {
  const { language } = nouns;
  const figure = numberFormat(language, {});
  const where = phrases.page(figure.format(page + 1), figure.format(pages));
  const shown: (Rich | string)[] = [];
  let last = "";
  for (const entry of entries) {
    const date = day(entry.at, language);
    if (date !== last) shown.push("", bold(date));
    last = date;
    shown.push(rich(`${entry.name}. `, lineText(entry, nouns, phrases)));
  }
  if (entries.length === 0) return lines(bold(phrases.title), "", phrases.empty);
  return lines(
    rich(bold(phrases.title), pages > 1 ? ` · ${where}` : ""),
    ...shown,
    "",
    phrases.hint,
  );
}

/** A line alone: what it was, when, how it moved the balance, and that the team was asked. */
export function historyLineText(
  { line, isAsked }: FanSays["historyLine"],
  nouns: Nouns,
  phrases: HistoryPhrases,
): Rich {
  return lines(
    rich("📒 ", lineText(line, nouns, phrases)),
    moment(line.at, nouns.language),
    "",
    isAsked ? phrases.asked : phrases.ask,
  );
}

/** A line wherever it is answered about: `Jun 15, 2025, 3:06 PM UTC · Your photo  −3 credits`. */
export function datedLineText(line: LineFacts, nouns: Nouns, phrases: HistoryPhrases): Rich {
  return rich(`${moment(line.at, nouns.language)} · `, lineText(line, nouns, phrases));
}

/** `Your photo  −3 credits`. */
function lineText(entry: LineFacts, nouns: Nouns, phrases: HistoryPhrases): Rich {
  const { credits, seconds } = entry;
  // A refund of what was spent long ago takes nothing: there is the money alone to tell.
  const isMoneyOnly = credits === 0 && seconds === 0 && entry.price !== null;
  const moved = [
    credits !== 0 || (seconds === 0 && !isMoneyOnly) ? signed(credits, nouns.credits) : null,
    seconds === 0 ? null : signed(seconds, nouns.time),
  ].filter((part) => part !== null);
  const paid = entry.price === null ? "" : ` · ${price(entry.price, nouns.language)}`;
  const what = whatOf(entry, nouns, phrases);
  const units = isMoneyOnly ? "" : rich("  ", bold(moved.join(", ")));
  return rich(what, units, paid);
}

/** The kind of message where one was charged; a kind of another version goes by its own name. */
function whatOf(entry: LineFacts, nouns: Nouns, phrases: HistoryPhrases): string {
  const message = Object.entries(nouns.yours).find(([kind]) => kind === entry.messageKind)?.[1];
  if (entry.kind === "message" && message !== undefined) return message;
  if (entry.kind === "refund" && entry.price !== null) return phrases.moneyBack;
  const kind = LEDGER_KINDS.find((known) => known === entry.kind);
  return kind === undefined ? plainName(entry.kind, 32) : phrases.kinds[kind];
}

/** With a true minus: `+25 credits`, `−3 credits`; nothing moved is `0 credits`. */
function signed(value: number, words: (count: number) => string): string {
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return sign + words(Math.abs(value));
}

/** `+5 credits`, `−5 credits`. */
export function signedCredits(credits: number, nouns: Nouns): string {
  return signed(credits, nouns.credits);
}

/** Stars come back at once; a bank takes its time. */
export function isStars({ currency }: { readonly currency: string }): boolean {
  return currency === STARS_CURRENCY;
}
