import { describe, expect, test } from "bun:test";
import type { Lease, LeaseStore } from "#actors/kernel/ports.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { Leases } from "./leases.ts";
import type { Lapse } from "./membership.ts";
import { ALL_PARTITIONS, Recorder, tap } from "./test-kit.ts";

interface Node {
  readonly leases: Leases;
  readonly recorder: Recorder;
  readonly lapses: Lapse[];
  /** What a listener has gained and not lost, by partition. */
  readonly told: Map<number, Lease>;
}

interface Ground {
  readonly clock: VirtualClock;
  readonly db: MemoryDatabase;
}

function ground(): Ground {
  const clock = new VirtualClock();
  return { clock, db: new MemoryDatabase(() => clock.now()) };
}

/** A node that has not started; its store is seen through `through`. */
function build(
  { clock, db }: Ground,
  id: string,
  through: (store: LeaseStore) => LeaseStore = (store) => store,
  instanceId = id,
): Node {
  const recorder = new Recorder();
  const lapses: Lapse[] = [];
  const told = new Map<number, Lease>();
  const leases = new Leases({
    store: through(db.store(id)),
    clock,
    random: () => 0,
    telemetry: recorder,
    nodeId: id,
    instanceId,
    onLapsed: (why) => lapses.push(why),
  });
  leases.subscribe({
    gained: async (gained) => {
      for (const lease of gained) told.set(lease.partition, lease);
    },
    lost: async (lost) => {
      for (const partition of lost) told.delete(partition);
    },
  });
  return { leases, recorder, lapses, told };
}

/** A store that can be taken down: refusing calls, or never answering them. */
function breakable(): {
  readonly through: (store: LeaseStore) => LeaseStore;
  mode: "up" | "refusing" | "silent";
} {
  const state = {
    mode: "up" as "up" | "refusing" | "silent",
    through: (store: LeaseStore) =>
      tap(store, async (_method, run) => {
        if (state.mode === "refusing") throw new Error("connection refused");
        if (state.mode === "silent") return new Promise(() => {});
        return run();
      }),
  };
  return state;
}

describe("the start/stop contract", () => {
  exerciseService(async () => {
    const world = ground();
    const { leases } = build(world, "a");
    return { service: leases, isQuiet: async () => !(await world.clock.step()) };
  });
});

describe("one node", () => {
  test("owns every partition when its start resolves, after its listeners know", async () => {
    const world = ground();
    const { leases, told } = build(world, "a");
    await leases.start();
    expect(leases.owned()).toHaveLength(256);
    expect(told.size).toBe(256);
    expect(leases.epochOf(7)).toBe(1);
    await leases.stop();
  });

  test("counts a partition only when every listener has taken it, in the order they came", async () => {
    const world = ground();
    const { leases } = build(world, "a");
    const order: string[] = [];
    const counted: number[] = [];
    for (const name of ["relay", "supervisor"]) {
      leases.subscribe({
        gained: async () => {
          await world.clock.sleep(10);
          order.push(`${name} gained`);
          counted.push(leases.owned().length);
        },
        lost: async () => {
          await world.clock.sleep(10);
          order.push(`${name} lost`);
          counted.push(leases.owned().length);
        },
      });
    }
    const starting = leases.start();
    await world.clock.advance(100);
    await starting;
    const stopping = leases.stop();
    await world.clock.advance(100);
    await stopping;
    expect(order).toEqual(["relay gained", "supervisor gained", "supervisor lost", "relay lost"]);
    expect(counted).toEqual([0, 0, 0, 0]);
  });

  test("keeps its leases for as long as it renews them", async () => {
    const world = ground();
    const { leases, lapses } = build(world, "a");
    await leases.start();
    await world.clock.advance(10 * 60_000);
    expect([leases.owned().length, lapses]).toEqual([256, []]);
    await leases.stop();
  });

  test("waits for the store when it starts before it", async () => {
    const world = ground();
    const store = breakable();
    store.mode = "refusing";
    const { leases } = build(world, "a", store.through);
    let isStarted = false;
    const starting = leases.start().then(() => (isStarted = true));
    await world.clock.advance(20_000);
    expect(isStarted).toBe(false);
    store.mode = "up";
    await world.clock.advance(2_000);
    await starting;
    expect(leases.owned()).toHaveLength(256);
    await leases.stop();
  });

  test("gives everything back when it stops: the next one starts without waiting", async () => {
    const world = ground();
    const a = build(world, "a");
    await a.leases.start();
    await a.leases.stop();
    expect([a.told.size, a.leases.owned()]).toEqual([0, []]);
    const b = build(world, "b");
    await b.leases.start();
    expect(b.leases.owned()).toHaveLength(256);
    expect([...b.told.values()].some((lease) => lease.wasAbandoned)).toBe(false);
    await b.leases.stop();
  });

  test("takes over from the process that was there before on the same machine, at once", async () => {
    const world = ground();
    const a = build(world, "a", undefined, "machine");
    await a.leases.start();
    const b = build(world, "b", undefined, "machine");
    await b.leases.start();
    expect(b.leases.owned()).toHaveLength(256);
    expect([...b.told.values()].every((lease) => lease.wasAbandoned)).toBe(true);
    await world.clock.advance(10_000);
    expect(a.lapses).toEqual(["refused"]);
    expect(a.told.size).toBe(0);
    await Promise.all([a.leases.stop(), b.leases.stop()]);
  });

  test("gives back and claims anew a partition it is told to distrust", async () => {
    const world = ground();
    const { leases, told } = build(world, "a");
    await leases.start();
    leases.distrust(7);
    await world.clock.drain();
    expect([leases.epochOf(7), leases.epochOf(8)]).toEqual([2, 1]);
    expect(told.get(7)?.epoch).toBe(2);
    await leases.stop();
  });

  test("takes no partition back before its listeners have let go of it", async () => {
    const world = ground();
    const { leases } = build(world, "a");
    const told: string[] = [];
    leases.subscribe({
      gained: async (gained) => {
        if (gained.length === 1) told.push("gained");
      },
      lost: async () => {
        // A turn whose commit hangs for longer than a hand-over waits.
        await world.clock.sleep(8_000);
        told.push("lost");
      },
    });
    await leases.start();
    leases.distrust(7);
    await world.clock.advance(7_000);
    expect([leases.epochOf(7), leases.owned().length]).toEqual([null, 255]);
    await world.clock.advance(3_000);
    expect(told).toEqual(["lost", "gained"]);
    expect(leases.epochOf(7)).toBe(2);
    const stopping = leases.stop();
    await world.clock.advance(10_000);
    await stopping;
  });

  test("finds its way back to partitions whose claim was never answered", async () => {
    const world = ground();
    let failures = 1;
    const { leases } = build(world, "a", (store) =>
      tap(store, async (method, run) => {
        const answer = await run();
        if (method === "claim" && (failures -= 1) >= 0) throw new Error("answer lost");
        return answer;
      }),
    );
    await leases.start();
    expect(leases.owned()).toEqual([]);
    await world.clock.advance(1_000);
    expect(leases.owned()).toHaveLength(256);
    expect(leases.epochOf(7)).toBe(2);
    await leases.stop();
  });
});

describe("a node that cannot reach the store", () => {
  for (const mode of ["refusing", "silent"] as const) {
    test(`owns nothing past its deadline, and says so once (${mode})`, async () => {
      const world = ground();
      const store = breakable();
      const { leases, lapses, told } = build(world, "a", store.through);
      await leases.start();
      await world.clock.advance(1_000);
      store.mode = mode;
      await world.clock.advance(6_500);
      expect(leases.owned()).toHaveLength(256);
      await world.clock.advance(600);
      // Before the store's own clock ends the lease: no other node can have claimed by now.
      expect([leases.owned().length, lapses]).toEqual([0, ["unreachable"]]);
      await world.clock.advance(5_000);
      expect([told.size, lapses]).toEqual([0, ["unreachable"]]);
      const stopping = leases.stop();
      await world.clock.advance(30_000);
      await stopping;
    });
  }

  test("counts its time from before it asked, however late the answer came", async () => {
    const world = ground();
    let isSilent = false;
    const { leases } = build(world, "a", (store) =>
      tap(store, async (method, run) => {
        if (isSilent) return new Promise(() => {});
        const answer = await run();
        if (method === "renew") await world.clock.sleep(3_000);
        return answer;
      }),
    );
    await leases.start();
    // Asked after 3.3 seconds, answered after 6.3: the store ends the lease after 13.3.
    await world.clock.advance(6_500);
    isSilent = true;
    await world.clock.advance(4_500);
    expect(leases.owned()).toHaveLength(256);
    await world.clock.advance(400);
    expect(leases.owned()).toEqual([]);
    const stopping = leases.stop();
    await world.clock.advance(30_000);
    await stopping;
  });

  test("comes back to its partitions when the store answers before it has ended the leases", async () => {
    const world = ground();
    const store = breakable();
    const { leases, lapses, told } = build(world, "a", store.through);
    await leases.start();
    await world.clock.advance(1_000);
    store.mode = "refusing";
    await world.clock.advance(7_500);
    expect([leases.owned().length, told.size]).toEqual([0, 0]);
    store.mode = "up";
    await world.clock.advance(1_200);
    expect([leases.owned().length, told.size, lapses]).toEqual([256, 256, ["unreachable"]]);
    expect(leases.epochOf(7)).toBe(2);
    await leases.stop();
  });

  test("is told that its time is up when it comes back too late", async () => {
    const world = ground();
    const store = breakable();
    const { leases, lapses, told } = build(world, "a", store.through);
    await leases.start();
    store.mode = "refusing";
    await world.clock.advance(60_000);
    expect([lapses, told.size]).toEqual([["unreachable"], 0]);
    store.mode = "up";
    await world.clock.advance(5_000);
    expect([lapses, leases.owned()]).toEqual([["unreachable", "refused"], []]);
    await leases.stop();
  });

  test("stops all the same", async () => {
    const world = ground();
    const store = breakable();
    const { leases } = build(world, "a", store.through);
    await leases.start();
    store.mode = "refusing";
    await leases.stop();
    expect(leases.owned()).toEqual([]);
  });
});

describe("two nodes", () => {
  test("share the partitions, and no partition is ever owned by both", async () => {
    const world = ground();
    const a = build(world, "a");
    await a.leases.start();
    const b = build(world, "b");
    await b.leases.start();
    for (let ms = 0; ms < 15_000; ms += 100) {
      await world.clock.advance(100);
      const both = ALL_PARTITIONS.filter(
        (p) => a.leases.epochOf(p) !== null && b.leases.epochOf(p) !== null,
      );
      expect(both).toEqual([]);
    }
    const [mine, theirs] = [a.leases.owned().length, b.leases.owned().length];
    expect(mine + theirs).toBe(256);
    expect(Math.min(mine, theirs)).toBeGreaterThan(90);
    await Promise.all([a.leases.stop(), b.leases.stop()]);
  });

  test("move partitions in small portions, and only once the newcomer has settled", async () => {
    const world = ground();
    const a = build(world, "a");
    await a.leases.start();
    const b = build(world, "b");
    await b.leases.start();
    await world.clock.advance(3_000);
    expect(a.leases.owned()).toHaveLength(256);
    await world.clock.advance(15_000);
    const losses = a.recorder.of("lease").filter((event) => event.change === "lost");
    expect(losses.length).toBeGreaterThan(3);
    expect(losses.every((event) => event.count <= 32)).toBe(true);
    await Promise.all([a.leases.stop(), b.leases.stop()]);
  });

  test("the survivor has everything within the time to live and a second of a crash", async () => {
    const world = ground();
    const store = breakable();
    const a = build(world, "a", store.through);
    const b = build(world, "b");
    await a.leases.start();
    await b.leases.start();
    await world.clock.advance(20_000);
    const share = a.leases.owned();
    expect(share.length).toBeGreaterThan(90);
    store.mode = "silent";
    await world.clock.advance(11_000);
    expect(b.leases.owned()).toHaveLength(256);
    expect(share.every((partition) => b.told.get(partition)?.wasAbandoned === true)).toBe(true);
    store.mode = "refusing";
    const stopping = Promise.all([a.leases.stop(), b.leases.stop()]);
    await world.clock.advance(30_000);
    await stopping;
  });

  test("hand over within a second when one stops", async () => {
    const world = ground();
    const a = build(world, "a");
    const b = build(world, "b");
    await a.leases.start();
    await b.leases.start();
    await world.clock.advance(20_000);
    await a.leases.stop();
    await world.clock.advance(1_000);
    expect(b.leases.owned()).toHaveLength(256);
    expect([...b.told.values()].some((lease) => lease.wasAbandoned)).toBe(false);
    await b.leases.stop();
  });

  test("a listener that does not let go holds up a hand-over for half the time to live", async () => {
    const world = ground();
    const a = build(world, "a");
    a.leases.subscribe({
      gained: async () => {},
      lost: () => new Promise(() => {}),
    });
    await a.leases.start();
    const stopping = a.leases.stop();
    await world.clock.advance(5_000);
    await stopping;
    const b = build(world, "b");
    await b.leases.start();
    expect(b.leases.owned()).toHaveLength(256);
    await b.leases.stop();
  });
});
