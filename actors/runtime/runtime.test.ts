import { describe, expect, test } from "bun:test";
import type { Emitted } from "#actors/kernel/actor.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { LeaseStore, Outlet, Store } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { MemoryDatabase, type MemoryStore } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { deliver, gate, mail, Recorder, scripted, settings, tap, wordsOf } from "./test-kit.ts";

interface Node {
  readonly runtime: Runtime;
  readonly store: MemoryStore;
  readonly recorder: Recorder;
  readonly order: string[];
  readonly ends: string[];
}

interface World {
  readonly clock: VirtualClock;
  readonly db: MemoryDatabase;
}

function world(): World {
  const clock = new VirtualClock();
  return { clock, db: new MemoryDatabase(() => clock.now()) };
}

/** A relay that only remembers what it was given. */
function relayOn(recorder: Recorder, order: string[]): Outlet & Service {
  return {
    name: "relay",
    start: async () => {
      order.push("relay started");
    },
    stop: async () => {
      order.push("relay stopped");
    },
    release: (release) => recorder.release(release),
    doubt: (partition) => recorder.doubt(partition),
  };
}

function build(
  { clock, db }: World,
  id: string,
  through: (store: MemoryStore) => Store & LeaseStore = (store) => store,
): Node {
  const recorder = new Recorder();
  const order: string[] = [];
  const ends: string[] = [];
  const store = db.store(id);
  const runtime = createRuntime({
    registry: scripted(),
    store: through(store),
    clock,
    random: () => 0,
    telemetry: recorder,
    settings,
    nodeId: id,
    instanceId: `machine of ${id}`,
    relay: (ownership) => {
      ownership.subscribe({
        gained: async () => {
          order.push("relay gained");
        },
        lost: async () => {
          order.push("relay lost");
        },
      });
      return relayOn(recorder, order);
    },
    onLapsed: (why) => ends.push(why),
    onEscalate: (why) => ends.push(why),
    freezesStates: true,
  });
  return { runtime, store, recorder, order, ends };
}

describe("the start/stop contract", () => {
  exerciseService(async () => {
    const ground = world();
    const { runtime } = build(ground, "a");
    return { service: runtime, isQuiet: async () => !(await ground.clock.step()) };
  });

  test("holds while the store cannot be reached", async () => {
    const ground = world();
    const { runtime } = build(ground, "a", (store) =>
      tap(store, async () => {
        throw new Error("connection refused");
      }),
    );
    const starting = runtime.start();
    await ground.clock.advance(5_000);
    await runtime.stop();
    await starting;
    expect(await ground.clock.step()).toBe(false);
  });
});

test("the relay starts and gains first, and loses and stops last", async () => {
  const ground = world();
  const { runtime, order, store, recorder } = build(ground, "a");
  await runtime.start();
  await deliver(store, runtime.supervisor, [mail("7", "a")]);
  await ground.clock.drain();
  await runtime.stop();
  expect(order).toEqual(["relay started", "relay gained", "relay lost", "relay stopped"]);
  expect(recorder.releases).toHaveLength(1);
});

describe("what one committed turn lets out", () => {
  test("has derived ids, and keeps transient, held and pending effects apart", async () => {
    const ground = world();
    const { runtime, store, recorder } = build(ground, "a");
    await runtime.start();
    const effects: readonly Emitted[] = [
      { effect: { verb: "closeTopic" } },
      { effect: { verb: "showAction", action: "typing" } },
      { effect: { verb: "react", fanMessageId: 5, emoji: "👌" }, after: 0 },
      { effect: { verb: "reopenTopic" }, held: true },
    ];
    const [id] = await deliver(store, runtime.supervisor, [mail("7", { say: "a", effects })]);
    await ground.clock.drain();
    const envelopeId = id ?? 0;
    expect(recorder.releases).toMatchObject([
      {
        outbox: [
          { id: effectId(envelopeId, 0), effect: { verb: "closeTopic" } },
          { id: effectId(envelopeId, 2), effect: { verb: "react" }, after: 0 },
        ],
        transient: [{ verb: "showAction", action: "typing" }],
        releasedIds: [],
        forgetsEarlier: false,
      },
    ]);
    const stored = [...ground.db.outbox.values()].map((row) => [
      row.id - effectId(envelopeId, 0),
      row.status,
    ]);
    expect(stored).toEqual([
      [0, "pending"],
      [2, "pending"],
      [3, "held"],
    ]);
    await runtime.stop();
  });

  test("leaves only after the commit", async () => {
    const ground = world();
    const commit = gate();
    const { runtime, store, recorder } = build(ground, "a", (inner) =>
      tap(inner, async (method, run) => {
        if (method === "commit") await commit.opened;
        return run();
      }),
    );
    await runtime.start();
    await deliver(store, runtime.supervisor, [mail("7", "a")]);
    await ground.clock.drain();
    expect(recorder.releases).toEqual([]);
    commit.open();
    await ground.clock.drain();
    expect(recorder.releases).toHaveLength(1);
    await runtime.stop();
  });
});

test("a timer that a turn sets comes back to the actor as mail", async () => {
  const ground = world();
  const { runtime, store } = build(ground, "a");
  await runtime.start();
  const timers = [{ name: "t", set: ground.clock.now() + 3_000 }];
  await deliver(store, runtime.supervisor, [mail("7", { say: "a", timers })]);
  await ground.clock.advance(3_000);
  expect(wordsOf(ground.db.actors, "7")).toEqual(["a", "timer t"]);
  await runtime.stop();
});

describe("two processes on one database", () => {
  test("hand over on a drain: every envelope has one turn, and the newcomer starts at once", async () => {
    const ground = world();
    const a = build(ground, "a");
    await a.runtime.start();
    const said = Array.from({ length: 40 }, (_, i) => `m${i}`);
    await deliver(
      a.store,
      a.runtime.supervisor,
      said.slice(0, 20).map((word) => mail("7", word)),
    );
    const b = build(ground, "b");
    await b.runtime.start();
    const draining = a.runtime.drain();
    // The old process still takes webhooks; it nudges nobody who owns the address any more.
    await deliver(
      a.store,
      a.runtime.supervisor,
      said.slice(20).map((word) => mail("7", word)),
    );
    await ground.clock.advance(2_500);
    await draining;
    expect(wordsOf(ground.db.actors, "7")).toEqual(said);
    expect([...ground.db.actors.values()][0]?.version).toBe(40);
    await Promise.all([a.runtime.stop(), b.runtime.stop()]);
  });

  test("a process that slept through its lease commits nothing when it wakes", async () => {
    const ground = world();
    const sleep = gate();
    let isAsleep = false;
    const a = build(ground, "a", (inner) =>
      tap(inner, async (method, run) => {
        if (isAsleep && (method === "commit" || method === "renew")) await sleep.opened;
        return run();
      }),
    );
    await a.runtime.start();
    await deliver(a.store, a.runtime.supervisor, [mail("7", "a")]);
    await ground.clock.drain();
    isAsleep = true;
    // Decided, and on its way to the database when the process stops breathing.
    await deliver(a.store, a.runtime.supervisor, [mail("7", "b")]);
    await ground.clock.drain();
    const b = build(ground, "b");
    await b.runtime.start();
    await ground.clock.advance(13_000);
    expect(wordsOf(ground.db.actors, "7")).toEqual(["a", "b"]);
    isAsleep = false;
    sleep.open();
    await deliver(b.store, b.runtime.supervisor, [mail("7", "c")]);
    await ground.clock.advance(5_000);
    expect(wordsOf(ground.db.actors, "7")).toEqual(["a", "b", "c"]);
    expect([...ground.db.actors.values()][0]?.version).toBe(3);
    expect(a.recorder.of("commit").map((event) => event.missed)).toEqual([0, 1]);
    expect(a.ends).toEqual(["unreachable", "refused"]);
    await Promise.all([a.runtime.stop(), b.runtime.stop()]);
  });

  test("share the actors, and both work", async () => {
    const ground = world();
    const a = build(ground, "a");
    const b = build(ground, "b");
    await a.runtime.start();
    await b.runtime.start();
    await ground.clock.advance(20_000);
    const keys = Array.from({ length: 100 }, (_, i) => String(i));
    // Nudges reach both, as they do through a wire; only the owner listens.
    const ids = await a.store.append(keys.map((key) => mail(key, "hello")));
    for (const row of ids.map((id) => ground.db.inbox.get(id ?? 0))) {
      if (row === undefined) continue;
      a.runtime.supervisor.nudge(row.arrival.address, false);
      b.runtime.supervisor.nudge(row.arrival.address, false);
    }
    await ground.clock.drain();
    expect(keys.every((key) => wordsOf(ground.db.actors, key).length === 1)).toBe(true);
    expect(a.recorder.releases.length + b.recorder.releases.length).toBe(100);
    expect(Math.min(a.recorder.releases.length, b.recorder.releases.length)).toBeGreaterThan(20);
    await Promise.all([a.runtime.stop(), b.runtime.stop()]);
  });
});
