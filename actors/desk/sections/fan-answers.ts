// What people write for an act on a fan, as the order that it means or as what was expected instead.
import type { TeamOrder } from "#actors/kernel/order.ts";
import { readSpan, readWhole } from "#actors/kernel/reading.ts";

/** Acts that something is written for. */
export const WIZARDS = ["credits", "time", "note", "tags", "snooze"] as const;
export type Wizard = (typeof WIZARDS)[number];

const REASON_LENGTH_MAX = 200;
const NOTE_LENGTH_MAX = 2000;
const TAG_LENGTH_MAX = 32;
const TAGS_MAX = 10;
const TIME_SECONDS_MAX = 366 * 86_400;
const SNOOZE_SECONDS_MAX = 30 * 86_400;

type Answer = { readonly order: TeamOrder } | { readonly expected: string };

/** Reads an answer; total over all strings. @param giftMax the most credits this person may move. */
export function readAnswer(wizard: Wizard, text: string, giftMax: number): Answer {
  switch (wizard) {
    case "credits":
      return readCredits(text, giftMax);
    case "time":
      return readTime(text);
    case "note":
      return text.length > 0 && text.length <= NOTE_LENGTH_MAX
        ? { order: { act: "note", text } }
        : { expected: `a note of up to ${NOTE_LENGTH_MAX} characters.` };
    case "tags":
      return readTags(text);
    case "snooze": {
      const seconds = readSpan(text, "h", { min: 60, max: SNOOZE_SECONDS_MAX });
      return seconds === null
        ? { expected: "a time from 1m to 30d, like 3h." }
        : { order: { act: "snooze", seconds } };
    }
  }
}

function readCredits(text: string, giftMax: number): Answer {
  const { sign, figure, reason } = parts(text);
  const credits = readWhole(figure, { min: 1, max: giftMax });
  if (credits === null || reason.length > REASON_LENGTH_MAX) {
    return { expected: `a whole number from 1 to ${giftMax}, or below 0 to take, like 10 or -5.` };
  }
  return { order: { act: "credits", credits: sign * credits, reason } };
}

function readTime(text: string): Answer {
  const { sign, figure, reason } = parts(text);
  const seconds = readSpan(figure, "m", { min: 60, max: TIME_SECONDS_MAX });
  if (seconds === null || reason.length > REASON_LENGTH_MAX) {
    return { expected: "a time from 1m to 366d, like 30m, 2h or -1h." };
  }
  return { order: { act: "time", seconds: sign * seconds, reason } };
}

/** `-5 because of that`: the sign, the first word, what follows. */
function parts(text: string): { sign: 1 | -1; figure: string; reason: string } {
  const [, mark = "", figure = "", reason = ""] = /^([+\-−–]?)\s*(\S*)\s*(.*)$/su.exec(text) ?? [];
  return { sign: mark === "" || mark === "+" ? 1 : -1, figure, reason: reason.trim() };
}

function readTags(text: string): Answer {
  if (/^[-–—]$/.test(text)) return { order: { act: "tags", tags: [] } };
  const words = text.split(/[,\s]+/u).map((word) => word.replace(/^#/, "").toLowerCase());
  const tags = [...new Set(words.filter((word) => word !== ""))];
  const isFine = tags.every(
    (tag) => tag.length <= TAG_LENGTH_MAX && /^[\p{L}\p{N}_-]+$/u.test(tag),
  );
  return isFine && tags.length > 0 && tags.length <= TAGS_MAX
    ? { order: { act: "tags", tags } }
    : { expected: `up to ${TAGS_MAX} words with commas between them, or a dash for none.` };
}
