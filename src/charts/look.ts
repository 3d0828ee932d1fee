// How pictures look: a dark card of its own, readable in Telegram's light and dark theme alike, with
// letters large enough for a phone, where 1200 pixels are as wide as a thumb is long.

export const WIDTH = 1200;
export const HEIGHT = 800;

export const LOOK = {
  card: "#111827",
  ink: "#f9fafb",
  soft: "#9ca3af",
  line: "#374151",
  green: "#34d399",
  blue: "#60a5fa",
  amber: "#fbbf24",
  rose: "#fb7185",
  violet: "#a78bfa",
  cyan: "#22d3ee",
} as const;

/** Of series in their order. */
export const COLOURS = [
  LOOK.blue,
  LOOK.green,
  LOOK.amber,
  LOOK.violet,
  LOOK.rose,
  LOOK.cyan,
] as const;

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** `12,345`. */
export function figure(value: number): string {
  return whole.format(value);
}

/** For axes: `12,345` up to 10,000, from there on `12.3K`. */
export function axisFigure(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value);
}

/** Cents as money: `$1,234.50`; whole amounts without the cents. */
export function money(cents: number, currency: string): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  return new Intl.NumberFormat("en-US", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(cents / 100);
}

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join(`${hours} h`, minutes % 60, "min");
  return join(`${Math.floor(hours / 24)} d`, hours % 24, "h");
}

function join(large: string, small: number, unit: string): string {
  return small === 0 ? large : `${large} ${small} ${unit}`;
}

const dayAndMonth = new Intl.DateTimeFormat("en-US", {
  month: "short",
  day: "numeric",
  timeZone: "UTC",
});

/** `2026-03-09` as `Mar 9`. */
export function dayLabel(day: string): string {
  return dayAndMonth.format(new Date(`${day}T00:00:00Z`));
}
