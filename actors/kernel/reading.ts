// What people write for a figure, as the figure, and back. One place, so that every wizard takes the
// same hands: digits of any script (١٢, １２), a comma or a point, thousands set apart by spaces. null is
// never a guess: what is not plainly one figure within its bounds is asked for again, `7 8` as well.

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
  const digits = ungrouped(plainDigits(text));
  if (digits === null || digits.length > 15) return null;
  const value = Number(digits);
  return value >= min && value <= max ? value : null;
}

/**
 * `9.99`, `9,99`, `$10`, `1 000.50` in the smallest unit; null as for whole figures, and for more
 * decimals than the currency has.
 * @param decimals of the currency: 2 for dollars, 0 for yen.
 */
export function readMoney(text: string, decimals: number, { min, max }: Bounds): number | null {
  const pattern = /^(?:\p{Sc}\s*)?(\d[\d\s'_]*?)(?:[.,٫](\d+))?(?:\s*\p{Sc})?$/u;
  const [, written = "", fraction = ""] = pattern.exec(plainDigits(text)) ?? [];
  const whole = ungrouped(written);
  if (whole === null || whole.length > 12 || fraction.length > decimals) return null;
  const value = Number(whole + fraction.padEnd(decimals, "0"));
  return value >= min && value <= max ? value : null;
}

/** `90s`, `5m`, `2h`, `1d` in seconds; a bare figure counts in `bare`. */
export function readSpan(text: string, bare: SpanUnit, { min, max }: Bounds): number | null {
  const plain = plainDigits(text).toLowerCase();
  const [, written = "", unit = bare] = /^(\d[\d\s'_]*?)\s*([smhd])?$/u.exec(plain) ?? [];
  const digits = ungrouped(written);
  if (digits === null || digits.length > 9) return null;
  const value = Number(digits) * SPAN_SECONDS[unit as SpanUnit];
  return value >= min && value <= max ? value : null;
}

/** The digits of `1000`, or of `1 000` with one mark between thousands throughout; null otherwise. */
function ungrouped(text: string): string | null {
  const isFigure = /^(?:\d+|\d{1,3}(?:([\s'_])\d{3})(?:\1\d{3})*)$/u.test(text);
  return isFigure ? text.replaceAll(/\D/g, "") : null;
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
