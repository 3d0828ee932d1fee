import { describe, expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { RuntimeEvent, Settlement } from "#actors/kernel/ports.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan } from "./relay-test-kit.ts";
import { SettleBatch } from "./settle-batch.ts";

function arrival(key: number): Arrival {
  const body = "{}";
  return { dedupeKey: `k${key}`, address: fan(key), lane: "urgent", at: 0, body, raw: null };
}

function settlement(effectId: number, told: Arrival | null = null): Settlement {
  return {
    effectId,
    address: fan(effectId),
    to: "delivered",
    outcome: { type: "done", sent: null },
    attempts: 1,
    links: [],
    delivers: [],
    arrival: told,
    at: 0,
  };
}

/** A batch whose store takes `ms` and refuses what `fails` says. */
async function started(options: { ms?: number; fails?: (ids: readonly number[]) => boolean } = {}) {
  const clock = new VirtualClock();
  const writes: { at: number; ids: readonly number[] }[] = [];
  const committed: number[] = [];
  const nudged: string[] = [];
  const events: RuntimeEvent[] = [];
  const write = async (ids: readonly number[]) => {
    writes.push({ at: clock.monotonic(), ids });
    await clock.sleep(options.ms ?? 10);
    if (options.fails?.(ids) === true) throw new Error("no");
  };
  const batch = new SettleBatch({
    store: {
      settle: async (all) => {
        await write(all.map((one) => one.effectId));
        return all.map(() => true);
      },
      append: async (all) => {
        await write(all.map((one) => -Number(one.address.key)));
        return all.map(() => 1);
      },
    },
    clock,
    nudges: { nudge: (address, urgent) => nudged.push(`${address.key} ${urgent}`) },
    telemetry: { emit: (event) => events.push(event) },
    random: () => 0,
    onProgress: () => {},
  });
  const ending = new AbortController();
  const ended = batch.run(ending.signal);
  const add = (id: number, told: Arrival | null = null) => {
    batch.add(settlement(id, told), () => committed.push(id));
  };
  const stop = async () => {
    ending.abort();
    batch.wake();
    await clock.advance(10_000);
    await ended;
  };
  return { clock, batch, writes, committed, nudged, events, add, stop };
}

describe("results", () => {
  test("a lone one is written at once; those that come meanwhile go together", async () => {
    const { clock, writes, committed, batch, add, stop } = await started();
    add(1);
    await clock.advance(5);
    for (const id of [2, 3, 4]) add(id);
    expect(batch.size).toBe(4);
    await clock.advance(100);
    expect(writes).toEqual([
      { at: 0, ids: [1] },
      { at: 10, ids: [2, 3, 4] },
    ]);
    expect([committed, batch.size]).toEqual([[1, 2, 3, 4], 0]);
    await stop();
  });

  test("go in batches of 256 at most", async () => {
    const { clock, writes, add, stop } = await started();
    for (let id = 1; id <= 600; id += 1) add(id);
    await clock.advance(100);
    expect(writes.map(({ ids }) => ids.length)).toEqual([256, 256, 88]);
    await stop();
  });

  test("that an actor hears of nudge it, urgently, once they are committed", async () => {
    const { clock, nudged, add, stop } = await started();
    add(1, arrival(1));
    add(2);
    await clock.advance(5);
    expect(nudged).toEqual([]);
    await clock.advance(100);
    expect(nudged).toEqual(["1 true"]);
    await stop();
  });
});

describe("news of effects that go on waiting", () => {
  test("are written and nudged, and wait behind no stream of results", async () => {
    const { clock, batch, writes, nudged, add, stop } = await started();
    add(1);
    await clock.advance(5);
    batch.tell(arrival(9));
    add(2);
    await clock.advance(6);
    add(3);
    await clock.advance(100);
    expect(writes.map(({ ids }) => ids)).toEqual([[1], [-9], [2, 3]]);
    expect(nudged).toEqual(["9 true"]);
    await stop();
  });
});

describe("a store that fails", () => {
  test("is asked again, slower and slower, until it takes them", async () => {
    let isDown = true;
    const { clock, writes, committed, events, add, stop } = await started({
      ms: 0,
      fails: () => isDown,
    });
    add(1);
    await clock.advance(20_000);
    const gaps = writes.slice(1).map(({ at }, i) => at - (writes[i]?.at ?? 0));
    expect(gaps.slice(0, 8)).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000]);
    expect([committed, events[0]]).toEqual([
      [],
      { event: "storeError", operation: "settle", error: "Error: no" },
    ]);
    isDown = false;
    await clock.advance(5_000);
    expect(committed).toEqual([1]);
    await stop();
  });

  test("over one result takes all others", async () => {
    const { clock, committed, batch, add, stop } = await started({
      fails: (ids) => ids.includes(13),
    });
    for (let id = 1; id <= 100; id += 1) add(id);
    await clock.advance(60_000);
    const others = Array.from({ length: 100 }, (_, i) => i + 1).filter((id) => id !== 13);
    expect(committed.toSorted((a, b) => a - b)).toEqual(others);
    expect(batch.size).toBe(1);
    await stop();
  });
});
