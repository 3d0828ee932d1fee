// What every catalogue builds with: figures, plurals, spans of time and money as each language writes
// them, all from the platform's own data (Intl), so no catalogue has a table of its own.
import { bar } from "#actors/kernel/credits.ts";
import { joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { FanSays, Language } from "#actors/kernel/say.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Unit = "day" | "hour" | "minute" | "second";

/** The forms of a noun by plural category; `other` stands for those a language does not have. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};

const pluralRules = new Map<Language, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();
const days = new Map<Language, Intl.DateTimeFormat>();
const moments = new Map<Language, Intl.DateTimeFormat>();

/** A whole number with the language's separators. */
export function figure(value: number, language: Language): string {
  return numberFormat(language, {}).format(value);
}

/** `3 credits`, `1 crédito`, `5 кредитов`: the figure and its noun in the right form. */
export function counted(value: number, forms: Forms, language: Language): string {
  const rules = kept(pluralRules, language, () => new Intl.PluralRules(language));
  return `${figure(value, language)} ${forms[rules.select(value)] ?? forms.other}`;
}

/**
 * A span of whole seconds in its two largest units, long words: `1 hour 5 minutes`, `45 minutes`.
 * What is smaller is rounded up, so that "left" never claims less than there is.
 */
export function duration(seconds: number, language: Language): string {
  const part = (value: number, unit: Unit): string =>
    numberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
  if (seconds < MINUTE) return part(Math.ceil(seconds), "second");
  if (Math.ceil(seconds / MINUTE) < 60) return part(Math.ceil(seconds / MINUTE), "minute");
  const [large, small] = seconds < DAY ? (["hour", "minute"] as const) : (["day", "hour"] as const);
  const [sizeOfLarge, sizeOfSmall] = seconds < DAY ? [HOUR, MINUTE] : [DAY, HOUR];
  const smalls = Math.ceil(seconds / sizeOfSmall);
  const perLarge = sizeOfLarge / sizeOfSmall;
  const rest = smalls % perLarge;
  const head = part(Math.floor(smalls / perLarge), large);
  return rest === 0 ? head : `${head} ${part(rest, small)}`;
}

/** The UTC day of a moment in Unix milliseconds, as the language writes it. */
export function day(at: number, language: Language): string {
  const make = () => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  return kept(days, language, make).format(at);
}

/** The same with its time, which is UTC's. */
export function moment(at: number, language: Language): string {
  const format = { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" } as const;
  const make = () => new Intl.DateTimeFormat(language, format);
  return `${kept(moments, language, make).format(at)} UTC`;
}

/** The bar of a balance and its words beside it. */
export function gauge(value: number, full: number, words: string): string {
  return `${bar(value, full)}  ${words}`;
}

/** The pinned meter: the time that is left, or else the credits; figures alone in any language. */
export function meter(
  state: FanSays["meter"],
  language: Language,
  credits: (count: number) => string,
): Rich {
  const { sessionSeconds, sessionFullSeconds, creditsFull } = state;
  return rich(
    sessionSeconds > 0
      ? `⏳ ${gauge(sessionSeconds, sessionFullSeconds, duration(sessionSeconds, language))}`
      : `💳 ${gauge(state.credits, creditsFull, credits(state.credits))}`,
  );
}

/** Joins lines; null leaves a line out, "" is an empty one. */
export function lines(...all: readonly (Rich | string | null)[]): Rich {
  return joinRich(
    all.filter((line) => line !== null),
    "\n",
  );
}

/** Controls, line breaks, direction marks, and zero-width fillers (not the joiner of emoji). */
const UNWANTED =
  /[\p{Cc}\p{Zl}\p{Zp}\u{61C}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2064}\u{2066}-\u{206F}\u{FEFF}]+/gu;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a person calls themselves, on one line and within `max` UTF-16 units; never empty. */
export function plainName(name: string, max = 64): string {
  const clean = name.toWellFormed().replaceAll(UNWANTED, " ").replaceAll(/\s+/gu, " ").trim();
  return cutText(clean, max) || "?";
}

/** Cuts between graphemes to at most `max` UTF-16 units, with an ellipsis where something went. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > max - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The platform's formatter of numbers. */
export function numberFormat(
  language: Language,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  return kept(numbers, key, () => new Intl.NumberFormat(language, options));
}

/** Formatters are dear to make and the same for ever. */
function kept<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
