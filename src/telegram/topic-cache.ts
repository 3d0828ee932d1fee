// Whose topic a topic is never changes, so every answer of the database can be kept; only "nobody's"
// cannot, because a topic is made before the turn that owns it is committed.
import type { IngestReads } from "./intake.ts";

/** Enough for every topic that is talked in at one time; the least recently used go first. */
const TOPICS_MAX = 50_000;

/** The same reads with the topics' owners kept in memory. */
export function cacheTopics(reads: IngestReads, max: number = TOPICS_MAX): IngestReads {
  const owners = new Map<string, number>();
  return {
    ...reads,
    async fanOfTopic(groupId, topicId) {
      const key = `${groupId}:${topicId}`;
      const fanId = owners.get(key) ?? (await reads.fanOfTopic(groupId, topicId));
      if (fanId === null) return null;
      owners.delete(key);
      owners.set(key, fanId);
      const [oldest] = owners.keys();
      if (owners.size > max && oldest !== undefined) owners.delete(oldest);
      return fanId;
    },
  };
}
