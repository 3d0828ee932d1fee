import { describe, expect, test } from "bun:test";
import { array, assert, integer, property } from "fast-check";
import { TEXT_LENGTH_MAX } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import {
  MERGED_HEADER_LENGTH_MAX,
  MERGED_SEPARATOR_LENGTH,
  mergePosts,
  mergeRun,
} from "./merge.ts";
import { card, header, photo, post, react } from "./relay-test-kit.ts";

/** The message numbers that would share a call with the first effect. */
function runOf(effects: readonly Effect[], alone: readonly number[] = []): number[] {
  const waiting = effects.map((effect) => ({ effect }));
  const run = mergeRun(waiting, ({ effect }) => alone.includes(numberOf(effect)));
  return run.map(({ effect }) => numberOf(effect));
}

function numberOf(effect: Effect): number {
  return effect.verb === "post" ? (effect.parts[0]?.fanMessageId ?? 0) : 0;
}

describe("which posts share a call", () => {
  test("texts that wait behind each other", () => {
    expect(runOf([post(1), post(2), post(3)])).toEqual([1, 2, 3]);
  });

  test("receipts and a card may stand between", () => {
    expect(runOf([post(1), react(1), post(2), react(2), card(), post(3)])).toEqual([1, 2, 3]);
  });

  test("anything else ends the run", () => {
    const say = { key: "seen", with: {} } as const;
    const tell: Effect = { verb: "tell", say, keyboard: [], replyToMessageId: null };
    expect(runOf([post(1), photo(2), post(3)])).toEqual([1]);
    expect(runOf([post(1), tell, post(2)])).toEqual([1]);
    expect(runOf([post(1), { verb: "closeTopic" }, post(2)])).toEqual([1]);
  });

  test("only a text begins one", () => {
    expect(runOf([photo(1), post(2)])).toEqual([1]);
    expect(runOf([])).toEqual([]);
  });

  test("a reply begins a new run, and others may follow it", () => {
    const reply = { ...post(2), replyToFanMessageId: 1 };
    expect(runOf([post(1), reply, post(3)])).toEqual([1]);
    expect(runOf([reply, post(3)])).toEqual([2, 3]);
  });

  test("a post whose header or text went before it joins none", () => {
    expect(runOf([post(1), { ...post(2), header: null }, post(3)])).toEqual([1]);
    expect(runOf([post(1), { ...post(2), parts: [] }])).toEqual([1]);
  });

  test("headers that say something else do not share a bubble", () => {
    const held = { ...post(2), header: { ...header(), title: "held" as const } };
    expect(runOf([post(1), held])).toEqual([1]);
  });

  test("one that must go alone does, wherever it stands", () => {
    expect(runOf([post(1), post(2)], [1])).toEqual([1]);
    expect(runOf([post(1), post(2), post(3)], [2])).toEqual([1]);
  });

  test("texts fit under a header, to the last unit", () => {
    const room = TEXT_LENGTH_MAX - MERGED_HEADER_LENGTH_MAX - 1 - MERGED_SEPARATOR_LENGTH;
    expect(runOf([post(1, "a"), post(2, "b".repeat(room))])).toEqual([1, 2]);
    expect(runOf([post(1, "a"), post(2, "b".repeat(room + 1))])).toEqual([1]);
  });

  test("no more entities than Telegram keeps", () => {
    const entities = Array.from({ length: 40 }, (_, i) => ({ type: "bold", offset: i, length: 1 }));
    const rich = (id: number) => {
      const content = { kind: "text", text: "x".repeat(50), fileId: null, entities } as const;
      return { ...post(id), parts: [{ fanMessageId: id, content }] };
    };
    expect(runOf([rich(1), rich(2), rich(3)])).toEqual([1, 2]);
  });

  test("never longer than a message, never out of order, whatever waits", () => {
    const lengths = array(integer({ min: 1, max: 4_096 }), { minLength: 1, maxLength: 30 });
    assert(
      property(lengths, (all) => {
        const run = runOf(all.map((length, i) => post(i + 1, "x".repeat(length))));
        const sizes = run.map((id) => all[id - 1] ?? 0);
        const total = sizes.reduce((sum, size) => sum + size + MERGED_SEPARATOR_LENGTH, 0);
        expect(run).toEqual(run.map((_, i) => i + 1));
        if (run.length > 1) {
          expect(total - MERGED_SEPARATOR_LENGTH + MERGED_HEADER_LENGTH_MAX).toBeLessThanOrEqual(
            TEXT_LENGTH_MAX,
          );
        }
      }),
    );
  });
});

describe("a merged post", () => {
  test("has every part in order under the first header with the newest figures", () => {
    const first = post(1);
    const others = [post(2), { ...post(3), header: header("new", 1) }];
    const merged = mergePosts(first, others);
    expect(merged.parts.map((part) => part.fanMessageId)).toEqual([1, 2, 3]);
    expect(merged.header).toEqual({ ...header(), facts: header("new", 1).facts });
    expect(merged.keyboard).toBe(first.keyboard);
  });
});
