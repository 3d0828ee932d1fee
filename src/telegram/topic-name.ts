// A topic's name is made of what a person calls themselves, so it is cleaned before it is used: a
// line break or a direction mark in a name would disfigure the team's list of topics.

/** Telegram's bound (core.telegram.org/bots/api#createforumtopic), in UTF-16 units. */
const TOPIC_NAME_LENGTH_MAX = 128;

const HEAD = "👤 ";

/** Controls, line breaks, direction marks and overrides, zero-width fillers (not the emoji joiner). */
const UNWANTED =
  /[\p{Cc}\p{Zl}\p{Zp}\u{61C}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2064}\u{2066}-\u{206F}\u{FEFF}]+/gu;

const NAMED = /^👤 .* \((\d{1,16})\)$/u;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * `👤 NAME (ID)`: the id whole, the name cut between graphemes so that all of it fits. A name that
 * has the form already keeps it.
 */
export function topicName(name: string, fanId: number): string {
  const tail = ` (${fanId})`;
  const clean = name.toWellFormed().replaceAll(UNWANTED, " ").replaceAll(/\s+/gu, " ").trim();
  const bare =
    clean.startsWith(HEAD) && clean.endsWith(tail) ? clean.slice(HEAD.length, -tail.length) : clean;
  return `${HEAD}${cut(bare, TOPIC_NAME_LENGTH_MAX - HEAD.length - tail.length) || "?"}${tail}`;
}

/** The fan that a topic name of ours ends with; null for names that are not ours. */
export function fanIdOfTopicName(name: string): number | null {
  const digits = NAMED.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > max) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}
