// Who goes next. Thousands of lanes may want one chat (all topics of an admin group are one chat with
// 20 messages a minute), so the order in which they get it is the product's waiting time.
//
// The rule, in this order:
//   1. Class: answers that somebody looks at a spinner for, then what carries a message, then panels
//      in a group (one may have a screen a press, and the group's budget is the fans'), then what is
//      cosmetic, then broadcasts. Cosmetic effects get only what messages leave, and broadcasts what
//      both leave; these go on for half an hour, and must not take the cards' turn for so long.
//   2. Standing: the later of "since when the effect waits" and "when its lane was last served",
//      less a head start for fans who spend more, or who wait for a page. Smallest first.
//   3. Whoever came to the queue first.
//
// Why this is fair: a lane that has just been served stands behind everybody who was waiting at that
// moment, however much it still has, so a fan with a hundred photos gets one turn a round like the
// others; and a standing never changes while its effect waits and only so many can be ahead of it, so
// nobody starves. The head start is a time and not a rank for the same reason.
import type { Effect } from "#actors/kernel/effect.ts";
import type { EffectTraits } from "#actors/kernel/effect-traits.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { HeapMember } from "./heap.ts";

export const ANSWER = 0;
export const MESSAGE = 1;
export const PANEL = 2;
export const COSMETIC = 3;
export const YIELDING = 4;
export type QueueClass =
  | typeof ANSWER
  | typeof MESSAGE
  | typeof PANEL
  | typeof COSMETIC
  | typeof YIELDING;

/** A vip is served as if the message had come this much earlier. */
const HEAD_START_MS: Readonly<Record<Tier, number>> = { new: 0, regular: 15_000, vip: 60_000 };

/** A person looks at a message that says "one moment": ahead of a whole pass of looking things up. */
const PAGE_HEAD_START_MS = 600_000;

export interface Rank {
  readonly queueClass: QueueClass;
  /** Monotonic milliseconds. */
  readonly standing: number;
}

/** The rank of an effect for `chat` that waits `since`, in a lane served last at `servedAt`. */
export function rankOf(
  effect: Effect,
  traits: EffectTraits,
  { since, servedAt, chat }: { readonly since: number; readonly servedAt: number; chat: number },
): Rank {
  return {
    queueClass: queueClassOf(traits, chat),
    standing: Math.max(since, servedAt) - headStartOf(effect),
  };
}

function queueClassOf(
  { lane, isTransient, isCosmetic, yields }: EffectTraits,
  chat: number,
): QueueClass {
  if (yields === true) return YIELDING;
  if (isTransient) return ANSWER;
  if (isCosmetic) return COSMETIC;
  return lane === "desk" && isGroup(chat) ? PANEL : MESSAGE;
}

/** Telegram's ids of groups are negative (core.telegram.org/api/bots/ids). */
function isGroup(chat: number): boolean {
  return chat < 0;
}

/** A place in a chat's queue. `T` is whoever stands there. */
export interface Ticket<T> extends HeapMember {
  readonly holder: T;
  readonly chat: number;
  /** How many messages the call makes for Telegram's limits; 0 counts against none. */
  readonly weight: number;
  readonly rank: Rank;
  /** Grows with every ticket drawn. */
  readonly number: number;
}

/** The order of a queue: a strict total order, since no two tickets have one number. */
export function isServedBefore(one: Ticket<unknown>, other: Ticket<unknown>): boolean {
  const byClass = one.rank.queueClass - other.rank.queueClass;
  if (byClass !== 0) return byClass < 0;
  const byStanding = one.rank.standing - other.rank.standing;
  if (byStanding !== 0) return byStanding < 0;
  return one.number < other.number;
}

function headStartOf(effect: Effect): number {
  switch (effect.verb) {
    case "post":
      return effect.header === null ? 0 : HEAD_START_MS[effect.header.facts.tier];
    case "checkout":
    case "saveCard":
    case "confirmPayment":
    case "openPortal":
      return PAGE_HEAD_START_MS;
    default:
      return 0;
  }
}
