// Links that were just made. The relay goes on with a lane as soon as a call is answered, a moment
// before its result is committed; an edit or a withdrawal right behind the message it is about would
// not find that message in the database yet. So what this process has just linked is remembered,
// for longer than any commit takes, and counted in.
import type { Link } from "#actors/kernel/ports.ts";
import type { PerformReads } from "./perform-kit.ts";

/** Of the fans written to last; a link waits for its commit for milliseconds. */
const FANS_MAX = 2_000;
const LINKS_OF_FAN_MAX = 100;

export interface FreshLinks {
  readonly reads: PerformReads;
  readonly remember: (links: readonly Link[]) => void;
}

/** The same reads, with links that are not committed yet. */
export function withFreshLinks(reads: PerformReads): FreshLinks {
  const byFan = new Map<number, readonly Link[]>();
  const freshOf = (fanId: number, groupId: number): readonly Link[] =>
    (byFan.get(fanId) ?? []).filter((link) => link.groupId === groupId);

  return {
    remember(links) {
      for (const link of links) {
        const known = byFan.get(link.fanId) ?? [];
        byFan.delete(link.fanId);
        byFan.set(link.fanId, [...known, link].slice(-LINKS_OF_FAN_MAX));
      }
      for (const fanId of byFan.keys()) {
        if (byFan.size <= FANS_MAX) break;
        byFan.delete(fanId);
      }
    },
    reads: {
      ...reads,
      async topicCopies(fanId, fanMessageId, groupId) {
        const kept = await reads.topicCopies(fanId, fanMessageId, groupId);
        const fresh = freshOf(fanId, groupId).filter(({ direction }) => direction !== "about");
        const copies = new Map(kept.map((copy) => [copy.topicMessageId, copy.carries]));
        for (const { topicMessageId } of fresh.filter(
          (link) => link.fanMessageId === fanMessageId,
        )) {
          const carries = fresh.filter((link) => link.topicMessageId === topicMessageId).length;
          copies.set(topicMessageId, Math.max(carries, copies.get(topicMessageId) ?? 0));
        }
        return [...copies]
          .map(([topicMessageId, carries]) => ({ topicMessageId, carries }))
          .toSorted((a, b) => a.topicMessageId - b.topicMessageId);
      },
      async fanCopies(fanId, groupId, topicMessageId, direction) {
        const kept = await reads.fanCopies(fanId, groupId, topicMessageId, direction);
        const fresh = freshOf(fanId, groupId)
          .filter((link) => link.topicMessageId === topicMessageId)
          .filter((link) => direction === undefined || link.direction === direction)
          .map(({ fanMessageId }) => fanMessageId);
        return [...new Set([...kept, ...fresh])].toSorted((a, b) => a - b);
      },
    },
  };
}
