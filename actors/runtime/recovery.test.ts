import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import type { Store } from "#actors/kernel/ports.ts";
import { MemoryDatabase, type MemoryStore } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { ALL_PARTITIONS, deliver, fan, mail, scripted, startSupervisor, tap } from "./test-kit.ts";

const MINUTE_MS = 60_000;

/** An empty database and its time. */
function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1") };
}

/** A store whose method fails while `isDown` says so, before or after it has done its work. */
function failing(
  method: keyof Store,
  isDown: () => boolean,
  when: "before" | "after" = "before",
): (store: MemoryStore) => Store {
  return (inner) =>
    tap(inner, async (called, run) => {
      if (called !== method || !isDown()) return run();
      if (when === "after") await run();
      throw new Error("connection lost");
    });
}

/** Fails however often it is tried. */
const poison = (say: string) => ({ say, failsFor: 1e9 });

describe("an envelope that fails", () => {
  test("is tried again from committed state until it works, before anything behind it", async () => {
    const { clock, store, supervisor, words, deps, db } = await startSupervisor(ground());
    const [id] = await deliver(store, supervisor, [
      mail("7", { say: "a", failsFor: 3 }),
      mail("7", "b"),
    ]);
    await clock.advance(2_000);
    expect(words("7")).toEqual(["a", "b"]);
    expect(db.inbox.get(id ?? 0)?.attempts).toBe(3);
    expect(deps.recorder.of("restart")).toHaveLength(3);
  });

  test("waits a little longer after each try", async () => {
    const at: number[] = [];
    const world = ground();
    const { clock, store, supervisor } = await startSupervisor(world, {
      registry: scripted(() => at.push(world.clock.monotonic())),
    });
    await deliver(store, supervisor, [mail("7", poison("x"))]);
    await clock.advance(5_000);
    expect(at.map((ms) => ms - (at[0] ?? 0))).toEqual([0, 50, 150, 350, 750]);
  });

  test("becomes a dead letter after five tries, and the actor goes on", async () => {
    const { clock, store, supervisor, words, deps, db } = await startSupervisor(ground());
    const [id] = await deliver(store, supervisor, [
      mail("7", "a"),
      mail("7", poison("x")),
      mail("7", "b"),
    ]).then((ids) => ids.slice(1));
    await clock.advance(2_000);
    expect(words("7")).toEqual(["a", "b"]);
    expect(db.inbox.get(id ?? 0)?.status).toBe("dead");
    expect(deps.recorder.of("deadLetter")).toEqual([
      {
        event: "deadLetter",
        address: fan("7"),
        id: id ?? 0,
        error: "InvariantError: cannot x",
      },
    ]);
    expect(deps.recorder.of("quarantine")).toEqual([]);
  });

  test("can be redriven once its cause is mended", async () => {
    let isMended = false;
    const registry = scripted();
    const { conversation } = registry;
    const { clock, store, supervisor, words } = await startSupervisor(ground(), {
      registry: {
        ...registry,
        conversation: {
          ...conversation,
          parse: (body) => {
            if (!isMended) throw new Error("unknown kind");
            return conversation.parse(body);
          },
        },
      },
    });
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.advance(2_000);
    isMended = true;
    expect(await store.redrive({ address: fan("7") })).toBe(1);
    await clock.advance(2_000);
    expect(words("7")).toEqual(["a"]);
  });

  test("with a body that is no message is a dead letter like any other, and says no word of it", async () => {
    const { clock, store, supervisor, words, deps } = await startSupervisor(ground());
    const broken = { ...mail("7", "a"), body: '{"say":"my secret"' };
    await deliver(store, supervisor, [broken, mail("7", "b")]);
    await clock.advance(2_000);
    expect(words("7")).toEqual(["b"]);
    const [letter] = deps.recorder.of("deadLetter");
    expect(letter?.error).toBe("InvariantError: bodies and states are JSON");
  });

  test("delays no other actor", async () => {
    const { clock, store, supervisor, words } = await startSupervisor(ground());
    const poisoned = Array.from({ length: 20 }, (_, i) => mail(`p${i}`, poison("x")));
    await deliver(store, supervisor, poisoned);
    await clock.drain();
    await deliver(store, supervisor, [mail("8", "a")]);
    await clock.drain();
    expect(words("8")).toEqual(["a"]);
  });

  test("is not overtaken by what is behind it when another process takes over", async () => {
    const world = ground();
    const before = await startSupervisor(world);
    await deliver(world.store, before.supervisor, [
      mail("7", { say: "a", failsFor: 4 }),
      mail("7", "b"),
    ]);
    await world.clock.advance(351);
    await before.supervisor.stop();
    await world.store.release("n1", ALL_PARTITIONS);
    // Its next try is 400 ms away, and nothing but the inbox row knows of it.
    const { words } = await startSupervisor(world);
    await world.clock.advance(1_000);
    expect(words("7")).toEqual(["a", "b"]);
  });

  test("whose attempt cannot be counted is tried again all the same", async () => {
    let isDown = true;
    const { clock, store, supervisor, words, deps } = await startSupervisor(
      ground(),
      {},
      failing("fail", () => isDown),
    );
    await deliver(store, supervisor, [mail("7", { say: "a", failsFor: 1 })]);
    await clock.advance(1_000);
    expect(words("7")).toEqual([]);
    expect(deps.recorder.of("storeError")[0]?.operation).toBe("fail");
    isDown = false;
    // Uncounted tries are restarts nevertheless: it was parked, once for a minute, once for five.
    await clock.advance(7 * MINUTE_MS);
    expect(words("7")).toEqual(["a"]);
  });
});

describe("an actor that keeps failing", () => {
  const broken = () => [poison("x"), poison("y"), "z"].map((script) => mail("7", script));

  test("is parked while its mail waits, whatever lane that has", async () => {
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground());
    const began = clock.now();
    await deliver(store, supervisor, broken());
    await clock.advance(2_000);
    // Five tries for x, one for y: more than five restarts in half a minute.
    const ends = deps.recorder.of("quarantine").map((e) => (e.untilMs - began) / MINUTE_MS);
    expect(ends.map(Math.round)).toEqual([1]);
    await deliver(store, supervisor, [mail("7", "later", { lane: "urgent" })]);
    await clock.advance(30_000);
    expect(words("7")).toEqual([]);
    await clock.advance(MINUTE_MS);
    // A turn that commits ends the probation: y may use up its tries without another park.
    expect(words("7")).toEqual(["later", "z"]);
    expect(deps.recorder.of("quarantine")).toHaveLength(1);
  });

  test("goes back to its park at the first failure of its probation, each time for longer", async () => {
    const { clock, store, supervisor, deps, words } = await startSupervisor(ground());
    const began = clock.now();
    await deliver(store, supervisor, broken());
    await clock.advance(60 * MINUTE_MS);
    const ends = deps.recorder.of("quarantine").map((e) => (e.untilMs - began) / MINUTE_MS);
    expect(ends.map(Math.round)).toEqual([1, 6, 21, 36, 51]);
    // y has had its five tries by then, and z was not blamed for any of it.
    expect(words("7")).toEqual(["z"]);
    expect(deps.recorder.of("deadLetter")).toHaveLength(2);
  });

  test("is judged anew after a good while without failures", async () => {
    const { clock, store, supervisor, deps } = await startSupervisor(ground());
    for (let round = 0; round < 2; round += 1) {
      await deliver(store, supervisor, broken());
      // Parked for 1, 5, 15, 15 and 15 minutes until y is a dead letter, then 15 quiet ones.
      await clock.advance(90 * MINUTE_MS);
    }
    const parks = deps.recorder.of("quarantine").map((e) => e.untilMs);
    expect(parks).toHaveLength(10);
    const lengths = parks.map((until, i) => Math.round((until - (parks[i - 1] ?? 0)) / MINUTE_MS));
    expect(lengths.slice(1, 5)).toEqual([5, 15, 15, 15]);
    expect(lengths.slice(6)).toEqual([5, 15, 15, 15]);
  });

  test("does not count as overload of the process", async () => {
    const { clock, store, supervisor } = await startSupervisor(ground());
    await deliver(store, supervisor, [mail("7", poison("x")), mail("7", poison("y"))]);
    await clock.advance(2_000);
    for (let i = 0; i < 1_000; i += 1) supervisor.nudge(fan("7"), false);
    expect(supervisor.isFull(fan("7"))).toBe(true);
    expect(supervisor.stats()).toMatchObject({ backlog: 0, phases: { waiting: 1 } });
  });

  test("many of one partition together end the process, a few do not", async () => {
    const reasons: string[] = [];
    const { clock, store, supervisor } = await startSupervisor(ground(), {
      onEscalate: (reason) => reasons.push(reason),
    });
    const partition = partitionOf(fan("7"));
    const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}`)
      .filter((key) => partitionOf(fan(key)) === partition)
      .slice(0, 11);
    await deliver(
      store,
      supervisor,
      keys.slice(0, 10).map((key) => mail(key, poison("x"))),
    );
    await clock.advance(1_000);
    expect(reasons).toEqual([]);
    await deliver(
      store,
      supervisor,
      keys.slice(10).map((key) => mail(key, poison("x"))),
    );
    await clock.advance(1_000);
    expect(reasons).toEqual([`too many actors of partition ${partition} crash`]);
  });
});

describe("a commit whose outcome is unknown", () => {
  test("is not believed: the actor is read again, and nothing happens twice", async () => {
    let failures = 1;
    const { clock, store, supervisor, words, db } = await startSupervisor(
      ground(),
      {},
      failing("commit", () => (failures -= 1) >= 0, "after"),
    );
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.drain();
    expect(words("7")).toEqual(["a"]);
    await deliver(store, supervisor, [mail("7", "b")]);
    await clock.drain();
    expect(words("7")).toEqual(["a", "b"]);
    expect([...db.actors.values()][0]?.version).toBe(2);
  });

  test("has the outlet look for what it may have let out", async () => {
    let failures = 1;
    const { clock, store, supervisor, deps } = await startSupervisor(
      ground(),
      {},
      failing("commit", () => (failures -= 1) >= 0, "after"),
    );
    await deliver(store, supervisor, [mail("7", "a")]);
    await clock.drain();
    expect(deps.recorder.releases).toEqual([]);
    expect(deps.recorder.doubted).toEqual([partitionOf(fan("7"))]);
  });

  test("costs the envelope no attempt while the store is down, and ends when it is back", async () => {
    let isDown = true;
    const { clock, store, supervisor, words, db, deps } = await startSupervisor(
      ground(),
      {},
      (inner) =>
        tap(inner, async (_method, run) => {
          if (isDown) throw new Error("connection refused");
          return run();
        }),
    );
    const ids = await deliver(store, supervisor, [mail("7", "a"), mail("8", "a")]);
    await clock.advance(10 * MINUTE_MS);
    expect(words("7")).toEqual([]);
    // At most one try every five seconds once it is clear that the store is down, of each loop.
    expect(deps.recorder.of("storeError").length).toBeLessThan(300);
    isDown = false;
    await clock.advance(10_000);
    expect([words("7"), words("8")]).toEqual([["a"], ["a"]]);
    expect(ids.map((id) => db.inbox.get(id ?? 0)?.attempts)).toEqual([0, 0]);
  });

  test("counts only in a row: an actor whose commits fail now and then loses nothing", async () => {
    let isDown = false;
    const { clock, store, supervisor, words, deps } = await startSupervisor(
      ground(),
      {},
      failing("commit", () => isDown),
    );
    const said = Array.from({ length: 30 }, (_, i) => `m${i}`);
    for (const word of said) {
      isDown = true;
      await deliver(store, supervisor, [mail("7", word)]);
      await clock.drain();
      isDown = false;
      await clock.advance(200);
    }
    expect(words("7")).toEqual(said);
    expect(deps.recorder.of("restart")).toEqual([]);
  });

  test("that never gets an answer is given up in the end", async () => {
    const { clock, store, supervisor, words, db } = await startSupervisor(ground(), {}, (inner) =>
      tap(inner, async (method, run, [turns]) => {
        const isCursed = method === "commit" && JSON.stringify(turns).includes("cursed");
        if (isCursed) throw new Error("timeout");
        return run();
      }),
    );
    const [id] = await deliver(store, supervisor, [mail("7", "cursed"), mail("7", "b")]);
    await clock.advance(60_000);
    expect(db.inbox.get(id ?? 0)?.status).toBe("pending");
    await clock.advance(20 * MINUTE_MS);
    expect([db.inbox.get(id ?? 0)?.status, words("7")]).toEqual(["dead", ["b"]]);
  });
});

test("a commit that misses makes the actor read what is true", async () => {
  const { clock, store, supervisor, words, db } = await startSupervisor(ground());
  await deliver(store, supervisor, [mail("7", "a")]);
  await clock.drain();
  // Another process has written the row since.
  const row = [...db.actors.values()][0];
  if (row !== undefined) Object.assign(row, { version: 9, state: '{"words":["theirs"]}' });
  await deliver(store, supervisor, [mail("7", "b")]);
  await clock.drain();
  expect([words("7"), row?.version]).toEqual([["theirs", "b"], 10]);
});

test("an actor whose state cannot be read loses no mail while it is parked", async () => {
  const { clock, store, supervisor, db, deps } = await startSupervisor(ground());
  await deliver(store, supervisor, [mail("7", "a")]);
  await clock.drain();
  const row = [...db.actors.values()][0];
  if (row !== undefined) row.state = "not json";
  await clock.advance(3 * MINUTE_MS);
  await deliver(
    store,
    supervisor,
    ["b", "c", "d"].map((word) => mail("7", word)),
  );
  await clock.advance(10 * MINUTE_MS);
  // b was tried five times and more than five restarts parked the actor: c has hardly been touched.
  expect(deps.recorder.of("deadLetter")).toHaveLength(1);
  expect(db.pendingOf.get("conversation:7")?.size).toBe(2);
});
