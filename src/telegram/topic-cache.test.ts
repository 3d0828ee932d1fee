import { describe, expect, test } from "bun:test";
import { cacheTopics } from "./topic-cache.ts";

function world(max?: number) {
  const asked: number[] = [];
  const owners = new Map([
    [1, 101],
    [2, 102],
    [3, 103],
  ]);
  const reads = cacheTopics(
    {
      fanOfTopic: async (_, topicId) => {
        asked.push(topicId);
        return owners.get(topicId) ?? null;
      },
      fanOfTopicMessage: async () => 7,
      purchaseById: async () => null,
    },
    max,
  );
  return { reads, asked, owners };
}

describe("the topic cache", () => {
  test("asks once for a topic that is somebody's", async () => {
    const { reads, asked } = world();
    expect([await reads.fanOfTopic(-1, 1), await reads.fanOfTopic(-1, 1)]).toEqual([101, 101]);
    expect(asked).toEqual([1]);
  });

  test("asks again for a topic that was nobody's", async () => {
    const { reads, owners } = world();
    expect(await reads.fanOfTopic(-1, 9)).toBeNull();
    owners.set(9, 109);
    expect(await reads.fanOfTopic(-1, 9)).toBe(109);
  });

  test("tells the same topic id of two groups apart", async () => {
    const { reads, asked } = world();
    await reads.fanOfTopic(-1, 1);
    await reads.fanOfTopic(-2, 1);
    expect(asked).toEqual([1, 1]);
  });

  test("forgets what was not used for longest", async () => {
    const { reads, asked } = world(2);
    for (const topicId of [1, 2, 1, 3, 1, 2]) await reads.fanOfTopic(-1, topicId);
    expect(asked).toEqual([1, 2, 3, 2]);
  });
});
