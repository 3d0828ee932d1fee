import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { Supervisor } from "./supervisor.ts";
import {
  ALL_PARTITIONS,
  deliver,
  fan,
  gate,
  mail,
  scripted,
  startSupervisor,
  supervisorDeps,
  tap,
  wordsOf,
} from "./test-kit.ts";

/** An empty database and its time. */
function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1") };
}

describe("passivation", () => {
  test("actors leave memory when they have been idle for two minutes, and come back", async () => {
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground());
    await deliver(store, supervisor, [mail("7", "a"), mail("8", "a")]);
    await clock.advance(60_000);
    await deliver(store, supervisor, [mail("8", "b")]);
    await clock.advance(65_000);
    expect(supervisor.stats().live).toBe(1);
    expect(deps.recorder.of("passivated")).toEqual([{ event: "passivated", count: 1 }]);
    await deliver(store, supervisor, [mail("7", "b")]);
    await clock.drain();
    expect(words("7")).toEqual(["a", "b"]);
  });

  test("the longest idle leaves when there are too many", async () => {
    let activations = 0;
    const { clock, store, supervisor } = await startSupervisor(
      ground(),
      { limits: { activeMax: 3, idleMs: 120_000 } },
      (inner) =>
        tap(inner, (method, run) => {
          if (method === "activate") activations += 1;
          return run();
        }),
    );
    const wake = async (key: string): Promise<number> => {
      activations = 0;
      await deliver(store, supervisor, [mail(key, "a")]);
      await clock.drain();
      return activations;
    };
    for (const key of ["1", "2", "3", "1", "4"]) await wake(key);
    expect(supervisor.stats().live).toBe(3);
    // 4 took the place of 2: 1 had spoken again since.
    expect([await wake("1"), await wake("3"), await wake("2")]).toEqual([0, 0, 1]);
  });

  test("a nudge at the moment of passivation loses nothing", async () => {
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground());
    for (let i = 0; i < 30; i += 1) {
      await deliver(store, supervisor, [mail("7", `a${i}`)]);
      await clock.advance(119_000 + i * 100);
    }
    await deliver(store, supervisor, [mail("7", "last")]);
    await clock.drain();
    expect(words("7")).toHaveLength(31);
    expect(deps.recorder.of("passivated").length).toBeGreaterThan(5);
  });

  test("an idle actor keeps only the JSON of its state", async () => {
    let loads = 0;
    const registry = scripted();
    const { conversation } = registry;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {
      registry: {
        ...registry,
        conversation: {
          ...conversation,
          load: (stored, address) => {
            loads += 1;
            return conversation.load(stored, address);
          },
        },
      },
    });
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.advance(1_000);
    await deliver(store, supervisor, [mail("7", "b")]);
    await clock.drain();
    expect(loads).toBe(0);
    await clock.advance(7_000);
    await deliver(store, supervisor, [mail("7", "c")]);
    await clock.drain();
    expect([loads, words("7")]).toEqual([1, ["a", "b", "c"]]);
  });
});

describe("backpressure", () => {
  test("an actor that is far behind says so, and nobody else does", async () => {
    const held = gate();
    const { clock, store, supervisor } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        if (method === "commit") await held.opened;
        return run();
      }),
    );
    await deliver(
      store,
      supervisor,
      Array.from({ length: 600 }, () => mail("7", "a")),
    );
    await clock.drain();
    expect(supervisor.isFull(fan("7"))).toBe(true);
    expect(supervisor.isFull(fan("8"))).toBe(false);
    expect(supervisor.isOverloaded()).toBe(false);
    expect(supervisor.stats().backlog).toBe(600);
    held.open();
    await clock.drain();
    expect(supervisor.isFull(fan("7"))).toBe(false);
    expect(supervisor.stats().backlog).toBe(0);
  });

  test("a process that is far behind says so", async () => {
    const { supervisor } = await startSupervisor(ground());
    for (let i = 0; i < 20_001; i += 1) supervisor.nudge(fan(String(i % 1_000)), false);
    expect(supervisor.isOverloaded()).toBe(true);
  });
});

describe("partitions", () => {
  test("giving up a partition waits for its turns, and starts no new ones", async () => {
    const held = gate();
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        if (method === "commit") await held.opened;
        return run();
      }),
    );
    await deliver(store, supervisor, [mail("7", "a"), mail("7", "b")]);
    await clock.drain();
    let isLost = false;
    const losing = deps.hands.take(ALL_PARTITIONS).then(() => (isLost = true));
    await clock.drain();
    expect(isLost).toBe(false);
    held.open();
    await losing;
    await clock.advance(5_000);
    expect([words("7"), supervisor.stats().live]).toEqual([["a"], 0]);
    expect(deps.recorder.releases).toHaveLength(1);
  });

  test("stopping ends the turns under way and takes no new ones", async () => {
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner, time) =>
      tap(inner, async (method, run) => {
        if (method === "commit") await time.sleep(100);
        return run();
      }),
    );
    await deliver(store, supervisor, [mail("7", "a"), mail("7", "b")]);
    await clock.drain();
    const stopping = supervisor.stop();
    await clock.advance(1_000);
    await stopping;
    supervisor.nudge(fan("7"), false);
    await clock.advance(5_000);
    expect(words("7")).toEqual(["a"]);
  });

  test("heads are counted before a partition of a crashed owner is read", async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const store = db.store("n1");
    await store.join({ id: "n1", instanceId: "n1", ttlMs: 1_000_000 });
    const leases = await store.claim("n1", ALL_PARTITIONS);
    const [killer] = await store.append([mail("7", "killer"), mail("7", "after")]);
    let failures = 2;
    const flaky = tap(store, async (method, run) => {
      if (method === "countHeads" && (failures -= 1) >= 0) throw new Error("connection lost");
      return run();
    });
    const deps = supervisorDeps(clock, flaky);
    const supervisor = new Supervisor(deps);
    await supervisor.start();
    const row = db.inbox.get(killer ?? 0);
    if (row !== undefined) row.attempts = 4;
    await deps.hands.give(leases.map((lease) => ({ ...lease, wasAbandoned: true })));
    await clock.drain();
    expect(db.pendingOf.size).toBe(1);
    await clock.advance(1_000);
    // Its fifth attempt died with the process: it is a dead letter without a sixth.
    expect(row?.status).toBe("dead");
    expect(wordsOf(db.actors, "7")).toEqual(["after"]);
    expect(deps.recorder.of("deadLetter").map((event) => event.id)).toEqual([killer ?? 0]);
    await supervisor.stop();
  });

  test("a fenced activation closes its partition until it is gained anew", async () => {
    const fenced: number[] = [];
    const { clock, db, store, supervisor, deps, words } = await startSupervisor(ground(), {
      onFenced: (partition) => fenced.push(partition),
    });
    const partition = partitionOf(fan("7"));
    const lease = db.leases[partition];
    if (lease !== undefined) lease.epoch += 1;
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.advance(5_000);
    expect([fenced, words("7")]).toEqual([[partition], []]);
    await deps.hands.take([partition]);
    await deps.hands.give([{ partition, epoch: lease?.epoch ?? 0, wasAbandoned: false }]);
    await clock.drain();
    expect(words("7")).toEqual(["a"]);
  });
});
