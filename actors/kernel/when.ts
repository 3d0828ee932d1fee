// A moment as people write it, without a clock and without time zones: how many minutes local time is
// ahead of UTC is given, because the decision about a message knows no more than that.
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const SPAN_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/**
 * Reads `45m`, `3h`, `2d` (from now), `18:30` (today, or tomorrow when that is over) and
 * `2026-12-24 18:30`. Unix milliseconds; null when it is none of these or no such day.
 */
export function readMoment(text: string, now: number, utcOffsetMinutes: number): number | null {
  const said = text.trim().toLowerCase();
  const [, count, unit] = /^(\d{1,4})\s?([mhd])$/.exec(said) ?? [];
  if (count !== undefined && unit !== undefined) {
    return now + Number(count) * (SPAN_MS[unit] ?? 0);
  }
  const [, date, hours, minutes] =
    /^(?:(\d{4}-\d{2}-\d{2})\s+)?(\d{1,2}):(\d{2})$/.exec(said) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offset = utcOffsetMinutes * MINUTE_MS;
  const inDay = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  if (date !== undefined) {
    const day = dayOf(date);
    return day === null ? null : day * DAY_MS + inDay - offset;
  }
  const today = Math.floor((now + offset) / DAY_MS) * DAY_MS;
  const at = today + inDay - offset;
  return at > now ? at : at + DAY_MS;
}

/** Days since 1970-01-01, by the civil calendar (howardhinnant.github.io/date_algorithms.html). */
function dayOf(date: string): number | null {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leaps = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leaps + dayOfYear - 719_468;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
