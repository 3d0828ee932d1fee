// What every language lays out alike of locked media: which item it is and what it costs. Each
// language brings its nouns and phrases.
import { bold, type Rich, rich } from "#actors/kernel/rich.ts";
import type { LockedFacts } from "#actors/kernel/say-locked.ts";
import type { LockedKind, LockedPrice } from "#actors/kernel/shelf.ts";
import type { LockedNouns, Nouns } from "./catalogue.ts";
import { day, figure, gauge, lines, plainName } from "./words.ts";

const ICONS: Readonly<Record<LockedKind, string>> = {
  photo: "📷",
  video: "🎬",
  voice: "🎙",
  audio: "🎵",
  document: "📄",
  animation: "🎞",
  video_note: "🎥",
  album: "🖼",
};

/** The team's own words stand under ours; a caption has room for this much of them. */
const CAPTION_LENGTH_MAX = 600;
const TITLE_LENGTH_MAX = 40;

/** `Photo`, `Album (3 photos and videos)`. */
export function itemName(
  { kind, count }: Pick<LockedFacts, "kind" | "count">,
  nouns: LockedNouns,
): string {
  const name = nouns.kinds[kind];
  return `${ICONS[kind]} ${count > 1 ? `${name} (${nouns.parts(count)})` : name}`;
}

/** `30 credits`, `⭐ 50`. */
export function lockedPrice({ unit, amount }: LockedPrice, nouns: Nouns): string {
  return unit === "credits" ? nouns.credits(amount) : `⭐ ${figure(amount, nouns.language)}`;
}

/** A first line, what it is for how much, and what the language has to say about it. */
export function cardLines(
  title: string,
  item: LockedFacts,
  nouns: Nouns,
  locked: LockedNouns,
  rest: readonly (Rich | string | null)[] = [],
): Rich {
  const what = rich(itemName(item, locked), " · ", bold(lockedPrice(item.price, nouns)));
  return lines(bold(title), what, ...rest);
}

/** The team's words on a card; null where there are none. */
export function ownCaption(caption: string): string | null {
  return caption === "" ? null : caption.slice(0, CAPTION_LENGTH_MAX).toWellFormed();
}

/** What is left, drawn and counted. */
export function leftLine(
  { credits, creditsFull }: { readonly credits: number; readonly creditsFull: number },
  nouns: Nouns,
): string {
  return gauge(credits, creditsFull, nouns.credits(credits));
}

/** `1. 📷 Photo · Jun 15, 2025 · 30 credits`, and the team's words for it. */
export function unlockedLine(
  item: LockedFacts & { readonly name: string; readonly title: string; readonly at: number },
  nouns: Nouns,
  locked: LockedNouns,
): Rich {
  const price = lockedPrice(item.price, nouns);
  const title = item.title === "" ? "" : ` · ${plainName(item.title, TITLE_LENGTH_MAX)}`;
  const what = `${itemName(item, locked)}${title}`;
  return rich(`${item.name}. `, bold(what), ` · ${day(item.at, nouns.language)} · ${price}`);
}
