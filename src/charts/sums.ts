// What several days come to.
import type { DayFigures } from "#db/queries/reports.ts";

/** The sum of one figure over days. */
export function sumOf(days: readonly DayFigures[], figureOf: (day: DayFigures) => number): number {
  return days.reduce((sum, day) => sum + figureOf(day), 0);
}

/** Objects of counts added up, key by key. */
export function addUp(
  all: readonly Readonly<Record<string, number>>[],
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const counts of all) {
    for (const [key, n] of Object.entries(counts)) sums.set(key, (sums.get(key) ?? 0) + n);
  }
  return sums;
}

/**
 * The time within which half of the answers of all days came, in seconds, exact to two digits; null
 * where there were none. (Of one day, `answerMedianSeconds` is exact.)
 */
export function medianWait(days: readonly DayFigures[]): number | null {
  const [only] = days;
  if (days.length === 1 && only !== undefined) return only.answerMedianSeconds;
  const waits = [...addUp(days.map((day) => day.waits))]
    .map(([seconds, n]) => ({ seconds: Number(seconds), n }))
    .toSorted((a, b) => a.seconds - b.seconds);
  const all = waits.reduce((sum, { n }) => sum + n, 0);
  let seen = 0;
  for (const { seconds, n } of waits) {
    seen += n;
    if (seen * 2 >= all) return seconds;
  }
  return null;
}
