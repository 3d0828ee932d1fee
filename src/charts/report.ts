// The seven reports: each one picture, its figures in words, and a table of the same. What shows money
// says so; whoever may not see it is not let in (kernel/team.ts, `money`).
import type { Chart } from "#actors/kernel/screen.ts";
import type { Cohort, DayFigures, Sold } from "#db/queries/reports.ts";
import { dayOf, firstDayOf } from "#db/rollup.ts";
import type { Cell } from "./csv.ts";
import { dayLabel, figure, LOOK, money, span } from "./look.ts";
import { bars, daysOf, type Headline, inMoney, inTime, products, retention } from "./options.ts";
import type { ChartOption } from "./picture.ts";
import { addUp, medianWait, sumOf } from "./sums.ts";

/** What reports read; days are UTC's, as `2026-03-09`, first and last included. */
export interface ReportReads {
  /** Counts the day of `now` anew, so that what is shown is not older than the looking. */
  refreshToday(now: number): Promise<void>;
  days(from: string, until: string): Promise<readonly DayFigures[]>;
  activeFans(from: string, until: string): Promise<number>;
  products(from: string, until: string): Promise<readonly Sold[]>;
  cohorts(from: string, until: string, span: number): Promise<readonly Cohort[]>;
  currency(): string;
}

/** One report, drawn and told. */
export interface Report {
  readonly option: ChartOption;
  /** Words under the picture, a line each. */
  readonly facts: readonly string[];
  readonly table: readonly (readonly Cell[])[];
}

export const CHART_NAMES: Readonly<Record<Chart, string>> = {
  revenue: "Revenue",
  messages: "Messages",
  fans: "Fans",
  answers: "First answer",
  credits: "Credits",
  products: "Products",
  retention: "Retention",
};

const MONEY: ReadonlySet<Chart> = new Set(["revenue", "products"]);

/** Whether a chart has figures of money. */
export function showsMoney(chart: Chart): boolean {
  return MONEY.has(chart);
}

/** The days of a report, in words: `Mar 4 – Mar 10, UTC`. */
export function periodOf(from: string, until: string): string {
  return from === until
    ? `${dayLabel(from)}, UTC`
    : `${dayLabel(from)} – ${dayLabel(until)}, UTC days`;
}

interface About {
  readonly reads: ReportReads;
  readonly from: string;
  readonly until: string;
  readonly days: number;
  readonly title: (figure: string, note: string) => Headline;
}

/** Reads and draws a report of the last `days` UTC days, today included. @throws StoreError */
export async function makeReport(
  reads: ReportReads,
  chart: Chart,
  days: number,
  now: number,
): Promise<Report> {
  await reads.refreshToday(now);
  const [from, until] = [firstDayOf(now, days), dayOf(now)];
  const title = (headFigure: string, note: string): Headline => ({
    title: CHART_NAMES[chart],
    period: periodOf(from, until),
    figure: headFigure,
    note,
  });
  return MAKERS[chart]({ reads, from, until, days, title });
}

const MAKERS: Readonly<Record<Chart, (about: About) => Promise<Report>>> = {
  revenue,
  messages,
  fans,
  answers,
  credits,
  products: productMix,
  retention: cohortsBack,
};

async function revenue({ reads, from, until, title }: About): Promise<Report> {
  const days = await reads.days(from, until);
  const currency = reads.currency();
  const cents = sumOf(days, (day) => day.revenueCents);
  const stars = sumOf(days, (day) => day.revenueStars);
  const purchases = sumOf(days, (day) => day.purchases);
  const hasCards = cents !== 0 || stars === 0;
  const cards = { name: "Cards", values: days.map((day) => day.revenueCents), colour: LOOK.green };
  const inStars = {
    name: "Stars",
    values: days.map((day) => day.revenueStars),
    colour: LOOK.amber,
  };
  const sums = [
    hasCards ? money(cents, currency) : null,
    stars === 0 ? null : `⭐ ${figure(stars)}`,
  ];
  const note =
    stars !== 0 && hasCards ? `and ${figure(stars)} Stars` : `${figure(purchases)} purchases`;
  const head = title(hasCards ? money(cents, currency) : `${figure(stars)} Stars`, note);
  return {
    // Cents and Stars have no axis in common: where both were paid, the picture is the cards'.
    option: hasCards
      ? bars(head, daysOf(days), [cards], inMoney(currency))
      : bars(head, daysOf(days), [inStars]),
    facts: [
      `Net: ${sums.filter((sum) => sum !== null).join(" · ")}`,
      `Purchases: ${figure(purchases)}`,
      ...(cents > 0 && hasCards
        ? [`A day: ${money(Math.round(cents / days.length), currency)}`]
        : []),
      ...bestDay(
        days,
        (day) => day.revenueCents,
        (value) => money(value, currency),
      ),
    ],
    table: [
      ["day", `revenue_cents_${currency}`, "revenue_stars", "purchases", "paying_users"],
      ...days.map((one) => [
        one.day,
        one.revenueCents,
        one.revenueStars,
        one.purchases,
        one.payingUsers,
      ]),
    ],
  };
}

async function messages({ reads, from, until, title }: About): Promise<Report> {
  const days = await reads.days(from, until);
  const [ins, outs] = [sumOf(days, (day) => day.messagesIn), sumOf(days, (day) => day.messagesOut)];
  return {
    option: bars(title(figure(ins + outs), "messages"), daysOf(days), [
      {
        name: "From fans",
        values: days.map((day) => day.messagesIn),
        colour: LOOK.blue,
        stack: "all",
      },
      {
        name: "Answers",
        values: days.map((day) => day.messagesOut),
        colour: LOOK.green,
        stack: "all",
      },
    ]),
    facts: [
      `From fans: ${figure(ins)}`,
      `Answers: ${figure(outs)}`,
      ...bestDay(days, (day) => day.messagesIn + day.messagesOut, figure),
    ],
    table: [
      ["day", "messages_in", "messages_out"],
      ...days.map((one) => [one.day, one.messagesIn, one.messagesOut]),
    ],
  };
}

async function fans({ reads, from, until, title }: About): Promise<Report> {
  const [days, active] = await Promise.all([
    reads.days(from, until),
    reads.activeFans(from, until),
  ]);
  const newcomers = sumOf(days, (day) => day.newUsers);
  return {
    option: bars(title(figure(active), "active fans"), daysOf(days), [
      { name: "Active", values: days.map((day) => day.activeUsers), colour: LOOK.blue },
      { name: "New", values: days.map((day) => day.newUsers), colour: LOOK.amber },
    ]),
    facts: [
      `Active: ${figure(active)}`,
      `New: ${figure(newcomers)}`,
      ...bestDay(days, (day) => day.activeUsers, figure),
    ],
    table: [
      ["day", "active_users", "new_users"],
      ...days.map((one) => [one.day, one.activeUsers, one.newUsers]),
    ],
  };
}

async function answers({ reads, from, until, title }: About): Promise<Report> {
  const days = await reads.days(from, until);
  const median = medianWait(days);
  const count = sumOf(days, (day) => day.answers);
  const within = (seconds: number): string => {
    const waits = [...addUp(days.map((day) => day.waits))];
    const quick = waits.filter(([waited]) => Number(waited) <= seconds);
    const n = quick.reduce((sum, [, some]) => sum + some, 0);
    return `${Math.round((100 * n) / count)}%`;
  };
  const head = title(median === null ? "" : span(median), "median wait");
  const values = days.map((day) => day.answerMedianSeconds);
  return {
    option: bars(head, daysOf(days), [{ name: "Median", values, colour: LOOK.cyan }], inTime),
    facts:
      median === null
        ? ["No fan was waiting for an answer yet."]
        : [
            `Half within: ${span(median)}`,
            `Answers to waiting fans: ${figure(count)}`,
            `Within 5 min: ${within(300)} · within 1 h: ${within(3600)}`,
          ],
    table: [
      ["day", "answers", "answer_median_seconds"],
      ...days.map((one) => [one.day, one.answers, one.answerMedianSeconds]),
    ],
  };
}

/** The ledger's kinds, in words. */
const FLOWS: Readonly<Record<string, string>> = {
  purchase: "Bought",
  recharge: "Auto-recharged",
  welcome: "Welcome",
  gift: "Gifts",
  message: "Messages",
  unlock: "Unlocked",
  refund: "Refunded",
  dispute: "Disputed",
  adjustment: "Adjusted",
};

async function credits({ reads, from, until, title }: About): Promise<Report> {
  const days = await reads.days(from, until);
  const inOf = (day: DayFigures): number =>
    Object.values(day.creditFlow).reduce((sum, n) => sum + Math.max(n, 0), 0);
  const outOf = (day: DayFigures): number =>
    Object.values(day.creditFlow).reduce((sum, n) => sum + Math.min(n, 0), 0);
  const spent = sumOf(days, (day) => day.creditsSpent);
  const flow = [...addUp(days.map((day) => day.creditFlow))].filter(([, n]) => n !== 0);
  const kinds = [...new Set(days.flatMap((day) => Object.keys(day.creditFlow)))].toSorted();
  const word = (kind: string): string => FLOWS[kind] ?? kind;
  return {
    option: bars(title(figure(spent), "credits spent"), daysOf(days), [
      { name: "In", values: days.map(inOf), colour: LOOK.green, stack: "flow" },
      { name: "Out", values: days.map(outOf), colour: LOOK.rose, stack: "flow" },
    ]),
    facts: [
      `Spent: ${figure(spent)}`,
      ...flow
        .toSorted(([, a], [, b]) => Math.abs(b) - Math.abs(a))
        .map(([kind, n]) => `${word(kind)}: ${n > 0 ? "+" : "−"}${figure(Math.abs(n))}`),
    ],
    table: [
      ["day", "credits_spent", ...kinds],
      ...days.map((one) => [
        one.day,
        one.creditsSpent,
        ...kinds.map((kind) => one.creditFlow[kind] ?? 0),
      ]),
    ],
  };
}

async function productMix({ reads, from, until, title }: About): Promise<Report> {
  const sold = await reads.products(from, until);
  const units = sold.reduce((sum, one) => sum + one.units, 0);
  const price = ({ amount, currency }: Sold): string =>
    currency === "xtr" ? `⭐ ${figure(amount)}` : money(amount, currency);
  return {
    option: products(title(figure(units), units === 1 ? "sale" : "sales"), sold, nameOfProduct),
    facts:
      sold.length === 0
        ? ["Nothing was sold on these days."]
        : sold
            .slice(0, 8)
            .map((one) => `${nameOfProduct(one)}: ${figure(one.units)} · ${price(one)}`),
    table: [
      ["sku", "units", "amount", "currency"],
      ...sold.map((one) => [one.sku, one.units, one.amount, one.currency]),
    ],
  };
}

/** `25 credits`, `1 h`. */
function nameOfProduct({ sku, credits: units, seconds }: Sold): string {
  if (units > 0) return `${figure(units)} credits`;
  return seconds > 0 ? `${span(seconds)} of chat` : sku;
}

async function cohortsBack({ reads, from, until, days, title }: About): Promise<Report> {
  const isDaily = days <= 7;
  const all = await reads.cohorts(from, until, isDaily ? 1 : 7);
  const joined = all.reduce((sum, { fans: n }) => sum + n, 0);
  const unit = isDaily ? "Day" : "Week";
  const columns = Math.max(0, ...all.flatMap(({ back }) => Object.keys(back).map(Number)));
  const returned = all.reduce((sum, { back }) => sum + (back["1"] ?? 0), 0);
  return {
    option: retention(title(figure(joined), "new fans"), all, unit),
    facts: [
      `New fans: ${figure(joined)}`,
      `Back a ${unit.toLowerCase()} later: ${figure(returned)}`,
      `Each row: who came that ${unit.toLowerCase()}, and how many % wrote later.`,
    ],
    table: [
      ["cohort", "fans", ...Array.from({ length: columns + 1 }, (_, i) => `${unit} ${i}`)],
      ...all.map(({ day, fans: n, back }) => [
        day,
        n,
        ...Array.from({ length: columns + 1 }, (_, i) => back[String(i)] ?? 0),
      ]),
    ],
  };
}

function bestDay(
  days: readonly DayFigures[],
  figureOf: (day: DayFigures) => number,
  told: (value: number) => string,
): readonly string[] {
  const [best] = days.toSorted((a, b) => figureOf(b) - figureOf(a));
  if (days.length < 2 || best === undefined || figureOf(best) <= 0) return [];
  return [`Best day: ${dayLabel(best.day)} · ${told(figureOf(best))}`];
}
