// What lines of lists are made of: short ages, names that open a topic, one line of what was said, and
// a button a line that opens the fan's card.
import { italic, link, type Rich, rich } from "#actors/kernel/rich.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { Screen } from "#actors/kernel/screen.ts";
import { PAGE_SIZE, type Page, ROWS_MAX } from "#db/queries/queue.ts";
import { plainName } from "#src/i18n/words.ts";
import { go, inRows, type Looking, type PanelButton, pager, topicLink } from "#src/panel/view.ts";

const NAME_LENGTH_MAX = 28;
const WORDS_LENGTH_MAX = 60;
const NUMBERS_A_ROW = 5;

export const TIER_MARKS: Readonly<Record<Tier, string>> = { vip: "⭐", regular: "🔹", new: "🌱" };
export const PRIORITY_MARKS = { urgent: "🔴", high: "🟠", normal: "", low: "🔽" } as const;

interface Somebody {
  readonly firstName: string;
  readonly username: string | null;
  readonly groupId: number | null;
  readonly topicId: number | null;
}

/** A fan's name, which opens the topic where there is one. */
export function nameOf({ firstName, username, groupId, topicId }: Somebody): Rich {
  const name = plainName(firstName || (username ?? ""), NAME_LENGTH_MAX);
  return groupId === null || topicId === null
    ? rich(name)
    : link(name, topicLink(groupId, topicId));
}

/** A span in its largest unit: `45s`, `12m`, `3h`, `8d`. */
export function age(from: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - from) / 1000));
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** What was said, on one short line; a medium stands for itself where it has no words. */
export function saidLine(
  text: string | null,
  kind: string | null,
  direction: "in" | "out" | null,
): Rich | null {
  if (direction === null || text === null) return null;
  const words = text.trim() === "" ? `[${kind ?? "message"}]` : plainName(text, WORDS_LENGTH_MAX);
  return rich("   ", direction === "in" ? "💬 " : "↩️ ", italic(words));
}

/** `37 of them`, and where the list is cut `more than 1,000`. */
export function countText(count: number, one: string, many: string): string {
  if (count >= ROWS_MAX) return `The first ${ROWS_MAX.toLocaleString("en")} ${many}`;
  return `${count} ${count === 1 ? one : many}`;
}

/** The line's number on its page, as the button below it says. */
export function numbered(lines: readonly Rich[]): readonly Rich[] {
  return lines.map((line, i) => rich(`${i + 1}. `, line));
}

/** A button a line, with its number. */
export function openers(
  looking: Looking,
  screens: readonly Screen[],
): readonly (readonly PanelButton[])[] {
  const buttons = screens.map((screen, i) => go(looking, String(i + 1), screen));
  return inRows(buttons, NUMBERS_A_ROW);
}

/** Page buttons for a list of so many rows. */
export function pagesOf(
  looking: Looking,
  { count }: Page<unknown>,
  page: number,
  screen: (page: number) => Screen,
): readonly (readonly PanelButton[])[] {
  return pager(looking, page, Math.ceil(count / PAGE_SIZE), screen);
}
