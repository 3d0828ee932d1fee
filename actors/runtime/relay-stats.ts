// What waits in the relay, as figures for metrics. Nothing here is per fan.
import type { Sender } from "./lane.ts";
import type { PoolName, PoolStats } from "./pools.ts";

export interface RelayStats {
  readonly lanes: number;
  /** Effects in memory. */
  readonly effects: number;
  /** Calls under way, those of pools among them. */
  readonly calls: number;
  readonly pools: Readonly<Record<PoolName, PoolStats>>;
  /** Results that are not committed yet. */
  readonly unsettled: number;
  /** Topics' lanes that wait for somebody to mend something. */
  readonly stopped: number;
  readonly groups: readonly GroupStats[];
  /** Chats that Telegram has closed, and for how long yet; null is the whole bot. */
  readonly floods: readonly { readonly chat: number | null; readonly forMs: number }[];
}

export interface GroupStats {
  readonly groupId: number;
  readonly lanes: number;
  readonly effects: number;
  /** How long the oldest has waited. */
  readonly oldestMs: number;
}

const NO_POOL: PoolStats = { calls: 0, waiting: 0, closedForMs: 0 };

export const NO_STATS: RelayStats = {
  lanes: 0,
  effects: 0,
  calls: 0,
  pools: { stripe: NO_POOL, books: NO_POOL },
  unsettled: 0,
  stopped: 0,
  groups: [],
  floods: [],
};

/** What waits in the topics of each group. O(effects in memory): for a scrape, not for a hot path. */
export function topicStats(
  senders: Iterable<Sender>,
  now: number,
): Pick<RelayStats, "stopped" | "groups"> {
  const groups = new Map<number, GroupStats>();
  let stopped = 0;
  for (const sender of senders) {
    const groupId = sender.route?.groupId ?? null;
    const lane = sender.lane("topic");
    if (lane === undefined || groupId === null) continue;
    if (lane.stop !== null) stopped += 1;
    const before = groups.get(groupId);
    const oldest = lane.entries.reduce((least, entry) => Math.min(least, entry.since), now);
    groups.set(groupId, {
      groupId,
      lanes: (before?.lanes ?? 0) + 1,
      effects: (before?.effects ?? 0) + lane.entries.length,
      oldestMs: Math.max(before?.oldestMs ?? 0, now - oldest),
    });
  }
  return { stopped, groups: [...groups.values()] };
}
