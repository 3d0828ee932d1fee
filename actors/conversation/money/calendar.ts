// The UTC calendar, worked out of Unix milliseconds: whoever decides has no `Date`.

const DAY_MS = 86_400_000;

/** Days from 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468;
/** Days in 400 years, after which the calendar repeats. */
const ERA_DAYS = 146_097;

/**
 * The UTC day and month of a moment, `2026-11-22` and `2026-11`. Years are counted from March, so that
 * a leap day is their last (howardhinnant.github.io/date_algorithms.html, `civil_from_days`).
 */
export function periodsOf(at: number): { readonly day: string; readonly month: string } {
  const days = Math.floor(at / DAY_MS) + EPOCH_DAYS;
  const era = Math.floor(days / ERA_DAYS);
  const ofEra = days - era * ERA_DAYS;
  const leaps = Math.floor(ofEra / 1460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / 146_096);
  const year = Math.floor((ofEra - leaps) / 365);
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const sinceMarch = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * sinceMarch + 2) / 5) + 1;
  const month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9;
  const fullYear = year + era * 400 + (month <= 2 ? 1 : 0);
  const name = `${fullYear}-${two(month)}`;
  return { day: `${name}-${two(day)}`, month: name };
}

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}
