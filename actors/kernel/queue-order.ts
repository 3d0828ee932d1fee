// The order of `/conversations`, as one number: the smaller comes first. In words:
//
//   1. what the team pinned
//   2. where somebody waits for an answer
//   3. the priority that the team gave it: urgent, high, normal, low
//   4. what the fan is worth: VIP, regular, new
//   5. whoever waits waits longest first; where nobody waits, who wrote on the latest day first
//
// and two that are equal in all of it by the fan's row. Nobody's place depends on the clock, so it is
// kept with the conversation and read by an index. It changes when a fan begins to wait, when that
// ends, and once a day: a fan's second text leaves the row's indexes alone (db/schema/people.ts).
import type { Projection } from "./rows.ts";

/** What of a conversation decides about its place. */
export type Standing = Pick<
  Projection["conversation"],
  "isPinned" | "priorityLevel" | "waitingSince" | "lastMessageAt" | "unreadMessages" | "status"
> &
  Pick<Projection["user"], "tier">;

const DAY_MS = 86_400_000;

/** Above every moment in milliseconds until the year 2286: a class is worth more than any wait. */
export const CLASS_SIZE = 10_000_000_000_000;

const PRIORITY = { urgent: 0, high: 1, normal: 2, low: 3 } as const;
const WORTH = { vip: 0, regular: 1, new: 2 } as const;
const WORTHS = 3;
const A_PRIORITY = WORTHS;
const A_WAIT = 4 * A_PRIORITY;
const A_PIN = 2 * A_WAIT;

/** Rules 1 to 4: 0 (pinned, waits, urgent, VIP) to 47. */
function classOf({ isPinned, waitingSince, priorityLevel, tier }: Standing): number {
  const pin = isPinned ? 0 : A_PIN;
  const wait = waitingSince === null ? A_WAIT : 0;
  return pin + wait + PRIORITY[priorityLevel] * A_PRIORITY + WORTH[tier];
}

/**
 * The place of a conversation, a whole number below 2^53; null: not on the list, because nothing was
 * ever said, or the fan is banned or the topic closed and nothing is unread. What is snoozed keeps its
 * place and is left out while it sleeps.
 */
export function queueKeyOf(standing: Standing): number | null {
  const { waitingSince, lastMessageAt, unreadMessages, status } = standing;
  const isOver = status === "banned" || status === "closed";
  if (isOver && unreadMessages === 0) return null;
  if (waitingSince === null && lastMessageAt === null) return null;
  const day = Math.floor((lastMessageAt ?? 0) / DAY_MS) * DAY_MS;
  return classOf(standing) * CLASS_SIZE + (waitingSince ?? CLASS_SIZE - 1 - day);
}

/** The classes in which somebody waits; within each, the longest wait comes first. */
export const WAITING_CLASSES: readonly number[] = classesWhere((at) => at % A_PIN < A_WAIT);

/** The classes of what the team called urgent. */
export const URGENT_CLASSES: readonly number[] = classesWhere((at) => at % A_WAIT < A_PRIORITY);

function classesWhere(isWanted: (at: number) => boolean): readonly number[] {
  return Array.from({ length: 2 * A_PIN }, (_, at) => at).filter(isWanted);
}
