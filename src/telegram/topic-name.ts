// A topic's name is made of what a person calls themselves, so it is cleaned before it is used: a
// line break or a direction mark in a name would disfigure the team's list of topics.

import { plainName } from "#src/i18n/words.ts";

/** Telegram's bound (core.telegram.org/bots/api#createforumtopic), in UTF-16 units. */
const TOPIC_NAME_LENGTH_MAX = 128;

const HEAD = "👤 ";

const NAMED = /^👤 .* \((\d{1,16})\)$/u;

/**
 * `👤 NAME (ID)`: the id whole, the name cut between graphemes so that all of it fits. A name that
 * has the form already keeps it.
 */
export function topicName(name: string, fanId: number): string {
  const tail = ` (${fanId})`;
  const isMade = name.startsWith(HEAD) && name.endsWith(tail);
  const bare = isMade ? name.slice(HEAD.length, -tail.length) : name;
  return `${HEAD}${plainName(bare, TOPIC_NAME_LENGTH_MAX - HEAD.length - tail.length)}${tail}`;
}

/** The fan that a topic name of ours ends with; null for names that are not ours. */
export function fanIdOfTopicName(name: string): number | null {
  const digits = NAMED.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}
