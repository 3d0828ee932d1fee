// The picture of a day, or of several: six figures on tiles, each beside that of the span before it.
// Whoever may not see money gets the others.
import type { DayFigures } from "#db/queries/reports.ts";
import { dayOf } from "#db/rollup.ts";
import { figure, LOOK, money, span } from "./look.ts";
import { type Tile, tiles } from "./options.ts";
import type { ChartOption } from "./picture.ts";
import { periodOf, type ReportReads } from "./report.ts";
import { medianWait, sumOf } from "./sums.ts";

const DAY_MS = 86_400_000;

export interface Glance {
  readonly option: ChartOption;
  readonly facts: readonly string[];
}

/** The last `days` UTC days before `until` (Unix ms, a day's end or within its last day). */
export async function makeGlance(
  reads: ReportReads,
  about: { readonly title: string; readonly days: number; readonly until: number },
  seesMoney: boolean,
): Promise<Glance> {
  const { title, days: span_, until } = about;
  const last = dayOf(until - 1);
  const first = dayOf(until - 1 - (span_ - 1) * DAY_MS);
  const before = dayOf(until - 1 - (2 * span_ - 1) * DAY_MS);
  const [all, active, activeBefore] = await Promise.all([
    reads.days(before, last),
    reads.activeFans(first, last),
    reads.activeFans(before, dayOf(until - 1 - span_ * DAY_MS)),
  ]);
  const now = all.filter(({ day }) => day >= first);
  const then = all.filter(({ day }) => day < first);
  const word = span_ === 1 ? "the day before" : "before";
  const counted = (name: string, colour: string, figureOf: (day: DayFigures) => number): Tile => {
    const [value, old] = [sumOf(now, figureOf), sumOf(then, figureOf)];
    return { name, value: figure(value), note: `${figure(old)} ${word}`, colour };
  };
  const shown: readonly Tile[] = [
    ...(seesMoney ? [revenueTile(now, then, reads.currency(), word)] : []),
    {
      name: "Active fans",
      value: figure(active),
      note: `${figure(activeBefore)} ${word}`,
      colour: LOOK.blue,
    },
    counted("New fans", LOOK.amber, (day) => day.newUsers),
    counted("Messages in", LOOK.violet, (day) => day.messagesIn),
    ...(seesMoney ? [] : [counted("Answers", LOOK.green, (day) => day.messagesOut)]),
    counted("Credits spent", LOOK.rose, (day) => day.creditsSpent),
    waitTile(now, then, word),
  ];
  return {
    option: tiles({ title, period: periodOf(first, last) }, shown),
    facts: shown.map(({ name, value, note }) => `${name}: ${value} (${note})`),
  };
}

function revenueTile(
  now: readonly DayFigures[],
  then: readonly DayFigures[],
  currency: string,
  word: string,
): Tile {
  const cents = money(
    sumOf(now, (day) => day.revenueCents),
    currency,
  );
  const stars = sumOf(now, (day) => day.revenueStars);
  const before = money(
    sumOf(then, (day) => day.revenueCents),
    currency,
  );
  const note = stars === 0 ? `${before} ${word}` : `and ${figure(stars)} Stars`;
  return { name: "Revenue", value: cents, note, colour: LOOK.green };
}

function waitTile(now: readonly DayFigures[], then: readonly DayFigures[], word: string): Tile {
  const told = (days: readonly DayFigures[]): string => {
    const median = medianWait(days);
    return median === null ? "–" : span(median);
  };
  return {
    name: "First answer",
    value: told(now),
    note: `${told(then)} ${word}`,
    colour: LOOK.cyan,
  };
}
