// What people write for a figure, as the figure, and back. One place, so that every wizard takes the
// same hands: digits of any script (١٢, １２), a comma or a point, spaces where eyes want them. null is
// never a guess: what is not plainly one figure within its bounds is asked for again.

/** Inclusive. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const DIGIT = /^\p{Nd}$/u;
const SPAN_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

export type SpanUnit = keyof typeof SPAN_SECONDS;

/** `1 000`, `٢٥`, `７`; null for a fraction, a sign, words, nothing, or what is out of bounds. */
export function readWhole(text: string, { min, max }: Bounds): number | null {
  const digits = plainDigits(text).replaceAll(/[\s'_]/gu, "");
  if (!/^\d{1,15}$/.test(digits)) return null;
  const value = Number(digits);
  return value >= min && value <= max ? value : null;
}

/**
 * `9.99`, `9,99`, `$10`, `1 000.50` in the smallest unit; null as for whole figures, and for more
 * decimals than the currency has.
 * @param decimals of the currency: 2 for dollars, 0 for yen.
 */
export function readMoney(text: string, decimals: number, { min, max }: Bounds): number | null {
  const plain = plainDigits(text).replaceAll(/[\s'_]/gu, "");
  const [, whole, fraction = ""] = /^\p{Sc}?(\d{1,12})(?:[.,٫](\d+))?\p{Sc}?$/u.exec(plain) ?? [];
  if (whole === undefined || fraction.length > decimals) return null;
  const value = Number(whole + fraction.padEnd(decimals, "0"));
  return value >= min && value <= max ? value : null;
}

/** `90s`, `5m`, `2h`, `1d` in seconds; a bare figure counts in `bare`. */
export function readSpan(text: string, bare: SpanUnit, { min, max }: Bounds): number | null {
  const plain = plainDigits(text).replaceAll(/\s/gu, "").toLowerCase();
  const [, digits, unit = bare] = /^(\d{1,9})([smhd])?$/.exec(plain) ?? [];
  if (digits === undefined) return null;
  const value = Number(digits) * SPAN_SECONDS[unit as SpanUnit];
  return value >= min && value <= max ? value : null;
}

/** Decimal digits of every script as 0…9; each script's ten stand in a row (Unicode, chapter 4.6). */
function plainDigits(text: string): string {
  return text.trim().replaceAll(/\p{Nd}/gu, (digit) => {
    const at = digit.codePointAt(0) ?? 0;
    let zero = at;
    while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((at - zero) % 10);
  });
}
