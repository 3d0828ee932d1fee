// A day of the UTC calendar as a moment, worked out by hand: whoever decides has no `Date`.
const DAY_MS = 86_400_000;
/** Days from 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468;
/** Days in 400 years, after which the calendar repeats. */
const ERA_DAYS = 146_097;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * When a day such as `2026-12-31` begins, in Unix milliseconds; null: there is no such day. Years are
 * counted from March (howardhinnant.github.io/date_algorithms.html, `days_from_civil`).
 */
export function dayBegins(text: string): number | null {
  const [, ...parts] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [fullYear, month, day] = parts.map(Number);
  if (fullYear === undefined || month === undefined || day === undefined) return null;
  if (day < 1 || day > daysOf(fullYear, month)) return null;
  const year = month <= 2 ? fullYear - 1 : fullYear;
  const era = Math.floor(year / 400);
  const ofEra = year - era * 400;
  const sinceMarch = (month + 9) % 12;
  const ofYear = Math.floor((153 * sinceMarch + 2) / 5) + day - 1;
  const days = ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear;
  return (era * ERA_DAYS + days - EPOCH_DAYS) * DAY_MS;
}

/** 0 for a month that is none. */
function daysOf(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}
