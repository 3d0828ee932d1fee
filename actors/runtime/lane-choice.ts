// Which effect of a lane may be called now, if any. Pure in the lane: nothing is changed here.
//
// Strictly in order: the first effect that carries a message is the only one of its kind that may go,
// and if it cannot, no later one does. Cosmetic effects are less strict: one that cannot go is passed
// over, and so is one that could, if its chat is crowded and a message stands behind it.
import type { Route } from "#actors/kernel/actor.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { EffectTraits } from "#actors/kernel/effect-traits.ts";
import { NO_CHAT } from "./fairness-gates.ts";
import { type Entry, isMender, type Lane } from "./lane.ts";
import { poolOf } from "./pools.ts";

export interface Start {
  readonly entry: Entry;
  readonly chat: number;
  readonly weight: number;
}

export interface Choice {
  readonly start: Start | null;
  /** When an effect that cannot go now may; Infinity: something else must happen. */
  readonly until: number;
  /** An effect that waits for another one that is not in memory. */
  readonly unresolved: Entry | null;
}

/** What a choice needs to know of the chats. */
export interface Chats {
  /** 0 when it is open. */
  closedUntil(chat: number): number;
  isCrowded(chat: number, own: Lane["ticket"]): boolean;
}

const NEVER = Number.POSITIVE_INFINITY;
const NOTHING: Choice = { start: null, until: NEVER, unresolved: null };

/** The lane's choice at a monotonic time. The lane must not have a call under way. */
export function choose(lane: Lane, chats: Chats, now: number): Choice {
  const { route, loads } = lane.sender;
  if (route === null || loads > 0 || lane.predecessor !== null) return NOTHING;
  let until = NEVER;
  let yielding: Start | null = null;
  let unresolved: Entry | null = null;
  for (const entry of lane.entries) {
    const chat = chatOf(entry, route);
    const waitsUntil = chat === null ? NEVER : waitOf(entry, chat, chats, now);
    if (chat !== null && waitsUntil === 0) {
      const start = { entry, chat, weight: weightOf(entry.effect, entry.traits) };
      const yields = entry.traits.isCosmetic && start.weight > 0;
      if (!yields || !chats.isCrowded(chat, lane.ticket)) return { ...NOTHING, start };
      yielding ??= start;
      continue;
    }
    until = Math.min(until, waitsUntil);
    if (waitsUntil === NEVER && isUnresolved(entry)) unresolved ??= entry;
    if (!entry.traits.isCosmetic) break;
  }
  return { start: yielding, until, unresolved };
}

/** How many messages a call makes, as far as Telegram's limits are concerned. */
function weightOf(effect: Effect, traits: EffectTraits): number {
  if (!traits.costsMessages) return 0;
  // Each part of an album is a message of its own to Telegram; nothing says that it counts as less.
  if (effect.verb === "postAlbum") return Math.max(1, effect.fanMessageIds.length);
  if (effect.verb === "promote") return Math.max(1, effect.parts.length);
  if (effect.verb === "reply") return Math.max(1, effect.topicMessageIds.length);
  return 1;
}

/** The chat that an effect goes to, null while it has none. */
function chatOf(entry: Entry, route: Route): number | null {
  const { kind } = entry.lane;
  // Money goes its way whether the fan can be reached or not, with a topic or without.
  if (kind === "free" || poolOf(kind) !== null) return NO_CHAT;
  // Receipts wait in the topic's lane, behind the post that they acknowledge.
  if (kind === "topic" && entry.effect.verb !== "react") return route.groupId;
  if (kind === "desk") return route.groupId ?? route.fanChatId;
  // The owner's chat need not be known here: the performer knows the owner.
  return route.fanChatId ?? (kind === "owner" ? NO_CHAT : null);
}

/** 0: it may go. Otherwise when to look again; NEVER: when something else has happened. */
function waitOf(entry: Entry, chat: number, chats: Chats, now: number): number {
  const { lane, effect, traits } = entry;
  if (entry.after !== null) return entry.notBefore > now ? entry.notBefore : NEVER;
  if (lane.kind === "topic" && effect.verb !== "react") {
    if (effect.verb !== "openTopic" && lane.sender.topicId === null) return NEVER;
    const { stop } = lane;
    const passes = stop === null || (isMender(effect) && entry.id > stop.newestMender);
    if (!passes && now < stop.until) return stop.until;
  }
  if (entry.notBefore > now) return entry.notBefore;
  // A message waits at the gate of its chat; what is cosmetic lets the lane go on meanwhile.
  return traits.isCosmetic ? chats.closedUntil(chat) : 0;
}

function isUnresolved(entry: Entry): boolean {
  return entry.after !== null && entry.lane.sender.find(entry.after) === undefined;
}
