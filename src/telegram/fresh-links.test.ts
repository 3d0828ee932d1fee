import { describe, expect, test } from "bun:test";
import type { Link } from "#actors/kernel/ports.ts";
import { withFreshLinks } from "./fresh-links.ts";
import type { PerformReads } from "./perform-kit.ts";

const nothing: PerformReads = {
  topicCopies: async () => [],
  fanCopies: async () => [],
  recentMessages: async () => [],
  takesPromotions: async () => true,
  exportOf: async () => "{}",
  historyOf: async () => ({ lines: [], pages: 0 }),
};
const link = (fanId: number, fanMessageId: number, topicMessageId: number): Link => {
  return { fanId, fanMessageId, groupId: -5, topicMessageId, direction: "in" };
};

describe("fresh links", () => {
  test("are found before they are committed, both ways", async () => {
    const { reads, remember } = withFreshLinks(nothing);
    remember([link(1, 11, 71)]);
    expect(await reads.topicCopies(1, 11, -5)).toEqual([{ topicMessageId: 71, carries: 1 }]);
    expect(await reads.fanCopies(1, -5, 71)).toEqual([11]);
  });

  test("are nobody else's and no other group's", async () => {
    const { reads, remember } = withFreshLinks(nothing);
    remember([link(1, 11, 71)]);
    expect(await reads.topicCopies(2, 11, -5)).toEqual([]);
    expect(await reads.topicCopies(1, 11, -6)).toEqual([]);
    expect(await reads.fanCopies(1, -6, 71)).toEqual([]);
  });

  test("count once beside the same ones committed, and make a merged message known as one", async () => {
    const { reads, remember } = withFreshLinks({
      ...nothing,
      topicCopies: async () => [{ topicMessageId: 71, carries: 1 }],
      fanCopies: async () => [11],
    });
    remember([link(1, 11, 71), link(1, 12, 71)]);
    expect(await reads.topicCopies(1, 11, -5)).toEqual([{ topicMessageId: 71, carries: 2 }]);
    expect(await reads.fanCopies(1, -5, 71)).toEqual([11, 12]);
  });

  test("are forgotten after a while, those of the fan written to first before others", async () => {
    const { reads, remember } = withFreshLinks(nothing);
    for (let fanId = 1; fanId <= 2_001; fanId += 1) remember([link(fanId, 11, 71)]);
    expect(await reads.fanCopies(1, -5, 71)).toEqual([]);
    expect(await reads.fanCopies(2_001, -5, 71)).toEqual([11]);
    for (let id = 1; id <= 101; id += 1) remember([link(7, id, id)]);
    expect(await reads.fanCopies(7, -5, 1)).toEqual([]);
    expect(await reads.fanCopies(7, -5, 101)).toEqual([101]);
  });
});
