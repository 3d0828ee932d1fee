import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { Supervisor } from "./supervisor.ts";
import {
  deliver,
  fan,
  gate,
  mail,
  scripted,
  startSupervisor,
  supervisorDeps,
  tap,
} from "./test-kit.ts";

/** An empty database and its time. */
function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1") };
}

describe("the start/stop contract", () => {
  exerciseService(async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const deps = supervisorDeps(clock, db.store("n1"));
    return {
      service: new Supervisor(deps),
      isQuiet: async () => !(await clock.step()),
    };
  });
});

describe("order", () => {
  test("an actor handles its mail in inbox order, whatever order the nudges come in", async () => {
    const { clock, store, supervisor, words } = await startSupervisor(ground());
    await store.append([mail("7", "a"), mail("7", "b")]);
    await deliver(store, supervisor, [mail("7", "c")]);
    await clock.drain();
    expect(words("7")).toEqual(["a", "b", "c"]);
  });

  test("a mailbox longer than its bound is drained in order, page by page", async () => {
    const { clock, store, supervisor, words } = await startSupervisor(ground());
    const said = Array.from({ length: 100 }, (_, i) => `m${i}`);
    await deliver(
      store,
      supervisor,
      said.map((word) => mail("7", word)),
    );
    await clock.drain();
    expect(words("7")).toEqual(said);
  });

  test("an actor has one turn under way at a time", async () => {
    let underWay = 0;
    let most = 0;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner, time) =>
      tap(inner, async (method, run) => {
        if (method !== "commit") return run();
        underWay += 1;
        most = Math.max(most, underWay);
        await time.sleep(5);
        const answer = await run();
        underWay -= 1;
        return answer;
      }),
    );
    const said = ["a", "b", "c", "d"];
    for (const word of said) await deliver(store, supervisor, [mail("7", word)]);
    await clock.advance(1_000);
    expect([most, words("7")]).toEqual([1, said]);
  });

  test("urgent mail overtakes what waits in the mailbox", async () => {
    const held = gate();
    let isHeld = true;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        if (method === "commit" && isHeld) await held.opened;
        return run();
      }),
    );
    await deliver(
      store,
      supervisor,
      ["a", "b", "c"].map((word) => mail("7", word)),
    );
    await clock.drain();
    await deliver(store, supervisor, [mail("7", "now", { lane: "urgent" })]);
    isHeld = false;
    held.open();
    await clock.drain();
    expect(words("7")).toEqual(["a", "now", "b", "c"]);
  });

  test("urgent mail of one actor overtakes other actors that are ready", async () => {
    const decided: string[] = [];
    const pause = gate();
    const world = ground();
    // Every look at the clock takes longer than a slice, so each turn is followed by a pause.
    let elapsed = 0;
    const clock: Clock = {
      now: () => world.clock.now(),
      monotonic: () => (elapsed += 3),
      sleep: (ms, signal) => world.clock.sleep(ms, signal),
      yield: () => pause.opened,
    };
    const { store, supervisor } = await startSupervisor(world, {
      clock,
      registry: scripted((word) => decided.push(word)),
    });
    await deliver(
      store,
      supervisor,
      ["1", "2", "3"].map((key) => mail(key, key)),
    );
    await world.clock.drain();
    await deliver(store, supervisor, [mail("4", "now", { lane: "urgent" })]);
    // And of one that stands in the queue already, for its normal mail.
    await deliver(store, supervisor, [mail("3", "too", { lane: "urgent" })]);
    await world.clock.drain();
    pause.open();
    await world.clock.drain();
    expect(decided).toEqual(["now", "too", "1", "2", "3"]);
  });
});

describe("fairness", () => {
  test("a flood for one actor does not hold up another actor's turn", async () => {
    const decided: string[] = [];
    const { clock, store, supervisor } = await startSupervisor(ground(), {
      registry: scripted((word) => decided.push(word)),
    });
    await deliver(
      store,
      supervisor,
      Array.from({ length: 400 }, () => mail("7", "flood")),
    );
    await deliver(store, supervisor, [mail("8", "hello")]);
    await clock.drain();
    expect(decided.length).toBe(401);
    expect(decided.indexOf("hello")).toBeLessThanOrEqual(2);
  });

  test("turns pause for a macrotask when a slice is used up", async () => {
    const clock = new VirtualClock();
    let yields = 0;
    let elapsed = 0;
    const slow: Clock = {
      now: () => clock.now(),
      monotonic: () => elapsed,
      sleep: (ms, signal) => clock.sleep(ms, signal),
      yield: () => {
        yields += 1;
        return clock.yield();
      },
    };
    const { store, supervisor, db } = await startSupervisor(ground(), {
      clock: slow,
      registry: scripted(() => (elapsed += 0.5)),
    });
    const arrivals = Array.from({ length: 40 }, (_, i) => mail(String(i), "a"));
    await deliver(store, supervisor, arrivals);
    await clock.until(() => [...db.inbox.values()].every((row) => row.status === "done"), 100);
    // 40 turns of half a millisecond are ten slices of two.
    expect(yields).toBeGreaterThanOrEqual(9);
    expect(yields).toBeLessThanOrEqual(11);
  });

  test("an actor that the store chokes on is read apart, and the others get past it", async () => {
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run, [asked]) => {
        const isPoison = method === "read" && JSON.stringify(asked).includes('"13"');
        if (isPoison) throw new Error("canceled by a time-out");
        return run();
      }),
    );
    const keys = Array.from({ length: 40 }, (_, i) => String(i));
    await deliver(
      store,
      supervisor,
      keys.map((key) => mail(key, "a")),
    );
    await clock.advance(3_000);
    expect(keys.filter((key) => words(key).length === 0)).toEqual(["13"]);
  });

  test("an actor whose commit hangs delays nobody else", async () => {
    const held = gate();
    let commits = 0;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        if (method === "commit" && (commits += 1) === 1) await held.opened;
        return run();
      }),
    );
    await deliver(store, supervisor, [mail("7", "slow")]);
    await clock.drain();
    await deliver(store, supervisor, [mail("8", "quick")]);
    await clock.drain();
    expect([words("7"), words("8")]).toEqual([[], ["quick"]]);
    held.open();
    await clock.drain();
    expect(words("7")).toEqual(["slow"]);
  });

  test("reads of many actors share one question to the store", async () => {
    const asked: string[] = [];
    const { clock, store, supervisor, db } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, (method, run) => {
        if (method === "activate" || method === "read") asked.push(method);
        return run();
      }),
    );
    const arrivals = Array.from({ length: 300 }, (_, i) => mail(String(i), "a"));
    await deliver(store, supervisor, arrivals);
    await clock.drain();
    expect(db.pendingOf.size).toBe(0);
    expect(asked).toEqual(["activate", "read"]);
  });
});

describe("nudges", () => {
  test("mail without a nudge is found by polling", async () => {
    const { clock, store, words } = await startSupervisor(ground());
    await store.append([mail("7", "a")]);
    await clock.advance(1_100);
    expect(words("7")).toEqual(["a"]);
  });

  test("mail that waits when a partition is gained is read at once, however many actors wait", async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const store = db.store("n1");
    await store.append(Array.from({ length: 1_700 }, (_, i) => mail(String(i), "a")));
    const deps = supervisorDeps(clock, store);
    const supervisor = new Supervisor(deps);
    await supervisor.start();
    await deps.hands.claimAll(store, "n1");
    expect(await clock.until(() => db.pendingOf.size === 0, 10)).toBe(true);
    await supervisor.stop();
  });

  test("polling does not read actors again that are busy", async () => {
    const held = gate();
    let reads = 0;
    const { clock, store, supervisor } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        if (method === "read") reads += 1;
        if (method === "commit") await held.opened;
        return run();
      }),
    );
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.advance(10_000);
    expect(reads).toBe(1);
    held.open();
    await clock.drain();
  });

  test("actors that are busy cannot hide another's mail from polling", async () => {
    const held = gate();
    const decided: string[] = [];
    const { clock, store, supervisor } = await startSupervisor(
      ground(),
      { registry: scripted((word) => decided.push(word)) },
      (inner) =>
        tap(inner, async (method, run) => {
          if (method === "commit") await held.opened;
          return run();
        }),
    );
    // More than a page of polling, all with mail that is not done yet.
    const busy = Array.from({ length: 700 }, (_, i) => mail(`busy${i}`, "busy"));
    await deliver(store, supervisor, busy);
    await clock.drain();
    await store.append([mail("7", "a")]);
    await clock.advance(2_000);
    expect(decided).toContain("a");
    held.open();
    await clock.drain();
  });

  test("a nudge that comes during a read leads to another read", async () => {
    const held = gate();
    let reads = 0;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run) => {
        const answer = await run();
        if (method === "read" && (reads += 1) === 1) await held.opened;
        return answer;
      }),
    );
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.drain();
    await deliver(store, supervisor, [mail("7", "b")]);
    held.open();
    await clock.drain();
    expect([reads, words("7")]).toEqual([2, ["a", "b"]]);
  });

  test("addresses of other processes' partitions are left alone", async () => {
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground());
    await deps.hands.take([partitionOf(fan("7"))]);
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.advance(5_000);
    expect([words("7"), supervisor.stats().live]).toEqual([[], 0]);
  });
});
