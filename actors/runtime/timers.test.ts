import { describe, expect, test } from "bun:test";
import type { TimerChange } from "#actors/kernel/actor.ts";
import { addressKey, partitionOf } from "#actors/kernel/address.ts";
import type { Store } from "#actors/kernel/ports.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { MemoryDatabase, type MemoryStore } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan, HandOwnership, Recorder, tap } from "./test-kit.ts";
import { Timers } from "./timers.ts";

const MINUTE_MS = 60_000;

interface World {
  readonly clock: VirtualClock;
  readonly db: MemoryDatabase;
  readonly hands: HandOwnership;
  readonly recorder: Recorder;
  readonly timers: Timers;
  /** Lets the wall clock jump by this much. */
  readonly jump: (ms: number) => void;
  readonly nudged: string[];
  /** As a turn does: into the store, then a word to the timers. */
  readonly set: (key: string, ...changes: readonly TimerChange[]) => void;
  /** Timers that came due, `key/name`, in order. */
  readonly fired: () => readonly string[];
}

function build(through: (store: MemoryStore) => Store = (store) => store): World {
  const clock = new VirtualClock();
  let skewMs = 0;
  const skewed = clock.skewed(() => skewMs);
  const db = new MemoryDatabase(() => clock.now());
  const hands = new HandOwnership();
  const recorder = new Recorder();
  const nudged: string[] = [];
  const timers = new Timers({
    store: through(db.store("n1")),
    clock: skewed,
    random: () => 0,
    telemetry: recorder,
    ownership: hands,
    nudges: { nudge: (address) => nudged.push(address.key) },
  });
  const set = (key: string, ...changes: readonly TimerChange[]): void => {
    for (const change of changes) {
      const row = `${addressKey(fan(key))}/${change.name}`;
      if ("clear" in change) db.timers.delete(row);
      else db.timers.set(row, { address: fan(key), name: change.name, dueAt: change.set });
    }
    timers.committed(fan(key), changes);
  };
  const fired = (): readonly string[] =>
    [...db.inbox.values()].map(({ arrival }) => {
      const body = JSON.parse(arrival.body) as { name: string };
      return `${arrival.address.key}/${body.name}`;
    });
  const jump = (ms: number): void => {
    skewMs += ms;
  };
  return { clock, db, hands, recorder, timers, jump, nudged, set, fired };
}

async function start(through?: (store: MemoryStore) => Store): Promise<World> {
  const world = build(through);
  await world.timers.start();
  await world.hands.claimAll(world.db.store("n1"), "n1");
  await world.clock.drain();
  return world;
}

describe("the start/stop contract", () => {
  exerciseService(async () => {
    const { timers, clock } = build();
    return { service: timers, isQuiet: async () => !(await clock.step()) };
  });
});

describe("a timer", () => {
  test("comes due on time, as mail, with a nudge", async () => {
    const { clock, set, fired, nudged, db } = await start();
    const began = clock.now();
    set("7", { name: "t", set: began + 1_234 });
    await clock.advance(1_233);
    expect(fired()).toEqual([]);
    await clock.advance(1);
    expect([fired(), nudged]).toEqual([["7/t"], ["7"]]);
    expect([...db.inbox.values()][0]?.arrival).toMatchObject({
      at: began + 1_234,
      body: JSON.stringify({ type: "timer", name: "t", dueAt: began + 1_234 }),
    });
  });

  test("beyond the horizon is kept by the store alone and comes due all the same", async () => {
    const { clock, set, fired } = await start();
    set("7", { name: "late", set: clock.now() + 30 * 24 * 60 * MINUTE_MS });
    set("7", { name: "soon", set: clock.now() + 95_000 });
    await clock.advance(94_999);
    expect(fired()).toEqual([]);
    await clock.advance(1);
    expect(fired()).toEqual(["7/soon"]);
  });

  test("that is set again moves, and one that is cleared never comes", async () => {
    const { clock, set, fired } = await start();
    const began = clock.now();
    set("7", { name: "moved", set: began + 1_000 }, { name: "cleared", set: began + 1_000 });
    set("7", { name: "moved", set: began + 5_000 }, { name: "cleared", clear: true });
    await clock.advance(4_999);
    expect(fired()).toEqual([]);
    await clock.advance(10_000);
    expect(fired()).toEqual(["7/moved"]);
  });

  test("that has moved is not asked for at its old time", async () => {
    const asked: string[] = [];
    const { clock, set } = await start((inner) =>
      tap(inner, (method, run) => {
        asked.push(method);
        return run();
      }),
    );
    const began = clock.now();
    set("7", { name: "t", set: began + 1_000 });
    set("7", { name: "t", set: began + 20_000 });
    await clock.advance(19_999);
    expect(asked).not.toContain("fireTimers");
    await clock.advance(1);
    expect(asked).toContain("fireTimers");
  });

  test("that is set earlier than it was comes earlier, once", async () => {
    const { clock, set, fired } = await start();
    const began = clock.now();
    set("7", { name: "t", set: began + 50_000 });
    await clock.advance(700);
    set("7", { name: "t", set: began + 800 });
    await clock.advance(100);
    expect(fired()).toEqual(["7/t"]);
    await clock.advance(2 * MINUTE_MS);
    expect(fired()).toEqual(["7/t"]);
  });

  test("in the past comes at once", async () => {
    const { clock, set, fired } = await start();
    set("7", { name: "t", set: clock.now() - MINUTE_MS });
    await clock.drain();
    expect(fired()).toEqual(["7/t"]);
  });
});

test("many overdue timers come due at once, soonest first, in as many pages as they need", async () => {
  const { clock, db, timers, hands, fired } = build();
  const began = clock.now();
  for (let i = 0; i < 4_500; i += 1) {
    const timer = { address: fan(String(i)), name: "t", dueAt: began - 4_500 + i };
    db.timers.set(`${addressKey(timer.address)}/t`, timer);
  }
  await timers.start();
  await hands.claimAll(db.store("n1"), "n1");
  await clock.advance(0);
  expect(fired()).toEqual(Array.from({ length: 4_500 }, (_, i) => `${i}/t`));
});

describe("a jump of the clock", () => {
  test("by hours brings everything that is due within a second", async () => {
    const { clock, jump, set, fired } = await start();
    const began = clock.now();
    set("7", { name: "near", set: began + 30_000 });
    set("8", { name: "far", set: began + 3 * 60 * MINUTE_MS });
    await clock.advance(100);
    jump(4 * 60 * MINUTE_MS);
    await clock.advance(1_000);
    expect(fired()).toEqual(["7/near", "8/far"]);
  });

  test("backwards loses nothing and brings nothing early", async () => {
    const { clock, jump, set, fired } = await start();
    jump(60 * MINUTE_MS);
    await clock.advance(MINUTE_MS);
    const due = clock.now() + 5_000;
    jump(-60 * MINUTE_MS);
    set("7", { name: "t", set: due });
    await clock.advance(4_999);
    expect(fired()).toEqual([]);
    await clock.advance(1);
    expect(fired()).toEqual(["7/t"]);
  });
});

test("after a jump backwards the store is asked anew for what nobody told of", async () => {
  const { clock, jump, db, fired } = await start();
  jump(60 * MINUTE_MS);
  await clock.advance(MINUTE_MS);
  jump(-60 * MINUTE_MS);
  db.timers.set("conversation:7/t", {
    address: fan("7"),
    name: "t",
    dueAt: clock.now() + 5_000,
  });
  await clock.advance(5_000);
  expect(fired()).toEqual(["7/t"]);
});

describe("failures of the store", () => {
  test("a firing that fails is made again; one that was durable is not made twice", async () => {
    let failures = 4;
    const { clock, set, fired, recorder } = await start((inner) =>
      tap(inner, async (method, run) => {
        if (method !== "fireTimers") return run();
        failures -= 1;
        if (failures >= 2) throw new Error("refused");
        const answer = await run();
        if (failures >= 0) throw new Error("answer lost");
        return answer;
      }),
    );
    set("7", { name: "t", set: clock.now() + 500 });
    await clock.advance(10_000);
    expect(fired()).toEqual(["7/t"]);
    expect(recorder.of("storeError").length).toBeGreaterThanOrEqual(3);
  });

  test("a refill that fails is made again", async () => {
    let isDown = false;
    const { clock, set, fired } = await start((inner) =>
      tap(inner, async (method, run) => {
        if (method === "dueTimers" && isDown) throw new Error("refused");
        return run();
      }),
    );
    set("7", { name: "t", set: clock.now() + 100_000 });
    isDown = true;
    await clock.advance(90_000);
    isDown = false;
    await clock.advance(20_000);
    expect(fired()).toEqual(["7/t"]);
  });
});

describe("partitions", () => {
  test("timers of a gained partition come due here, those of a lost one do not", async () => {
    const { clock, db, set, fired, hands } = await start();
    const partition = partitionOf(fan("7"));
    const began = clock.now();
    set("7", { name: "t", set: began + 1_000 });
    await hands.take([partition]);
    await clock.advance(5_000);
    expect(fired()).toEqual([]);
    await hands.give([{ partition, epoch: 2, wasAbandoned: false }]);
    await clock.drain();
    expect([fired(), db.timers.size]).toEqual([["7/t"], 0]);
  });

  test("a timer that is moved while a refill is under way keeps its new time", async () => {
    const refill = Promise.withResolvers<void>();
    let isHeld = false;
    const { clock, set, fired } = await start((inner) =>
      tap(inner, async (method, run) => {
        const answer = await run();
        if (method === "dueTimers" && isHeld) await refill.promise;
        return answer;
      }),
    );
    set("7", { name: "t", set: clock.now() + 80_000 });
    isHeld = true;
    await clock.advance(30_500);
    set("7", { name: "t", set: clock.now() + 2_000 });
    isHeld = false;
    refill.resolve();
    await clock.advance(2_000);
    expect(fired()).toEqual(["7/t"]);
  });
});
