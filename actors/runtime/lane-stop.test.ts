import { describe, expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import { isStopping, type LaneStop, type RefusedCall, stopAfter } from "./lane-stop.ts";
import { card, notify, post, react } from "./relay-test-kit.ts";

const MINUTE = 60_000;
const openTopic: Effect = { verb: "openTopic", name: "Ana" };
const reopenTopic: Effect = { verb: "reopenTopic" };
const CODES: readonly RefusalCode[] = [
  "topic-gone",
  "topic-closed",
  "migrated",
  "no-rights",
  "chat-gone",
  "blocked",
  "message-gone",
  "bad-request",
];

function call(code: RefusalCode, menderId = 0): RefusedCall {
  return { code, groupId: -1, topicId: 5, menderId };
}

/** The stop after so many tries of one call, and whether each was told. */
function tries(code: RefusalCode, count: number): { told: boolean[]; waits: number[] } {
  let stop: LaneStop | null = null;
  let goneAt: readonly number[] = [];
  const told: boolean[] = [];
  const waits: number[] = [];
  let now = 0;
  for (let i = 0; i < count; i += 1) {
    const next = stopAfter(call(code), stop, goneAt, now);
    told.push(next.tellsActor);
    waits.push(next.stop.until - now);
    now = next.stop.until;
    ({ stop, goneAt } = next);
  }
  return { told, waits };
}

describe("what stops a lane", () => {
  const stopping = (effect: Effect) => CODES.filter((code) => isStopping(effect, code));

  test("a message in a topic is kept through all that can be mended", () => {
    const mendable = CODES.slice(0, 5);
    expect(stopping(post(1))).toEqual([...mendable]);
  });

  test("a line to the team is kept too, but goes with a topic that is gone", () => {
    const kept = CODES.slice(0, 5).filter((code) => code !== "topic-gone");
    expect(stopping({ verb: "recap", limit: 5 })).toEqual(kept);
  });

  test("a mender is kept while the chat itself is the matter", () => {
    expect(stopping(openTopic)).toEqual(["migrated", "no-rights", "chat-gone"]);
    expect(stopping(reopenTopic)).toEqual(["migrated", "no-rights", "chat-gone"]);
  });

  test("nothing else is: a card, a receipt, a word to the fan, the end of a topic", () => {
    const others = [card(), react(1), notify(), { verb: "closeTopic" } as const];
    expect(others.flatMap(stopping)).toEqual([]);
  });
});

describe("a stop", () => {
  test("is tried again after 30 s, 1, 2, and then every 5 minutes", () => {
    const waits = [30_000, MINUTE, 2 * MINUTE, 5 * MINUTE, 5 * MINUTE];
    expect(tries("no-rights", 5).waits).toEqual(waits);
    expect(tries("topic-closed", 5).waits).toEqual(waits);
  });

  test("is told once when people mend it, and at each try when only the actor can", () => {
    expect(tries("no-rights", 3).told).toEqual([true, false, false]);
    expect(tries("chat-gone", 3).told).toEqual([true, false, false]);
    expect(tries("topic-closed", 3).told).toEqual([true, true, true]);
    expect(tries("topic-gone", 3).told).toEqual([true, true, true]);
  });

  test("for another reason is another stop", () => {
    const before = stopAfter(call("no-rights"), null, [], 0).stop;
    const after = stopAfter(call("chat-gone"), before, [], 50_000);
    expect(after).toMatchObject({ tellsActor: true, stop: { tries: 0, until: 80_000 } });
  });

  test("lets only a newer mender pass than the one that was refused", () => {
    const before = stopAfter(call("no-rights", 77), null, [], 0).stop;
    const after = stopAfter(call("no-rights"), before, [], 50_000).stop;
    expect([before.newestMender, after.newestMender]).toEqual([77, 77]);
  });
});

describe("the breaker", () => {
  /** Loses one topic after another, each `everyMs` after the last. */
  function losses(count: number, everyMs: number) {
    let goneAt: readonly number[] = [];
    return Array.from({ length: count }, (_, i) => {
      const next = stopAfter(call("topic-gone"), null, goneAt, i * everyMs);
      goneAt = next.goneAt;
      return { told: next.tellsActor, waitMs: next.stop.until - i * everyMs };
    });
  }

  test("opens with the fourth loss in ten minutes: no word to the actor, and longer waits", () => {
    const all = losses(7, 1_000);
    expect(all.map(({ told }) => told)).toEqual([true, true, true, false, false, false, false]);
    expect(all.slice(3).map(({ waitMs }) => waitMs)).toEqual([
      30_000,
      MINUTE,
      2 * MINUTE,
      5 * MINUTE,
    ]);
  });

  test("tells the actor when the late try has failed too", () => {
    const silent = stopAfter(call("topic-gone"), null, [1, 2, 3], 4);
    const again = stopAfter(call("topic-gone"), silent.stop, silent.goneAt, 30_004);
    expect([silent.tellsActor, again.tellsActor, again.goneAt]).toEqual([
      false,
      true,
      [1, 2, 3, 4],
    ]);
  });

  test("forgets losses that are ten minutes old", () => {
    expect(losses(9, 4 * MINUTE).every(({ told }) => told)).toBe(true);
  });
});
