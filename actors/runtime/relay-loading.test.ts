// Where effects come from: releases, and the outbox itself. Nothing is lost, doubled or overtaken.
import { describe, expect, test } from "bun:test";
import { PARTITION_COUNT, partitionOf } from "#actors/kernel/address.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan, notify, photo, post, react, Stage, type StageOptions } from "./relay-test-kit.ts";
import { gate, tap } from "./test-kit.ts";

const ANA = fan(7);
const HERS = partitionOf(ANA);
const ALL = Array.from({ length: PARTITION_COUNT }, (_, number) => number);

function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1"), outbox: db.outbox };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

async function started(options: StageOptions = {}, world = ground()) {
  const stage = new Stage(world, options);
  await stage.relay.start();
  await world.clock.drain();
  return { ...world, stage };
}

/** The numbers of the posts that were called, in order. */
function posted(stage: Stage): number[] {
  return stage.made.flatMap(({ call: { effect } }) =>
    effect.verb === "post" ? effect.parts.map((part) => part.fanMessageId) : [],
  );
}

describe("what waits at the start", () => {
  test("is delivered, in order, to where the store says", async () => {
    const world = ground();
    const stage = new Stage(world);
    for (const n of numbers(5)) stage.commit(ANA, [photo(n), react(n)]);
    stage.commit(fan(8), [photo(100)]);
    await stage.relay.start();
    await world.clock.advance(1_000);
    expect(stage.said.filter((said) => said !== "100")).toEqual(
      numbers(5).flatMap((n) => [`${n}`, `👌${n}`]),
    );
    expect(stage.made[0]?.call.route).toEqual(stage.routeOf(ANA));
    expect(stage.pending).toEqual([]);
  });

  test("is read page by page, however much it is", async () => {
    const world = ground();
    const stage = new Stage(world);
    for (const n of numbers(1_300)) stage.commit(fan(n % 50), [photo(n)]);
    await stage.relay.start();
    await world.clock.advance(10_000);
    expect(posted(stage).toSorted((a, b) => a - b)).toEqual(numbers(1_300));
    for (let who = 0; who < 50; who += 1) {
      const his = posted(stage).filter((n) => n % 50 === who);
      expect(his).toEqual(his.toSorted((a, b) => a - b));
    }
  });

  test("is read again until the store answers", async () => {
    const world = ground();
    let failures = 5;
    const store = tap(world.store, async (method, run) => {
      if (method.startsWith("load") && failures > 0) {
        failures -= 1;
        throw new Error("down");
      }
      return run();
    });
    const stage = new Stage({ ...world, store });
    stage.commit(ANA, [photo(1)]);
    await stage.relay.start();
    await world.clock.advance(10_000);
    expect([stage.said, failures]).toEqual([["1"], 0]);
    expect(stage.events).toContainEqual({
      event: "storeError",
      operation: "loadEffects",
      error: "Error: down",
    });
  });

  test("comes before what is let out while it is read, and nothing comes twice", async () => {
    const world = ground();
    const page = gate();
    const store = tap(world.store, async (method, run) => {
      const rows = await run();
      if (method === "loadEffects") await page.opened;
      return rows;
    });
    const stage = new Stage({ ...world, store });
    stage.commit(ANA, [photo(1)]);
    const seen = stage.commit(ANA, [photo(2)]);
    await stage.relay.start();
    await world.clock.drain();
    // The page has this row and its release comes later; the next row is too young for the page.
    stage.turn(ANA, [], { outbox: seen });
    stage.turn(ANA, [photo(3)]);
    await world.clock.drain();
    expect(stage.said).toEqual([]);
    page.open();
    await world.clock.advance(1_000);
    expect([posted(stage), stage.pending]).toEqual([[1, 2, 3], []]);
  });

  test("is not doubled by a release that comes after it was delivered", async () => {
    const world = ground();
    const stage = new Stage(world);
    const rows = stage.commit(ANA, [photo(1)]);
    await stage.relay.start();
    await world.clock.advance(1_000);
    stage.turn(ANA, [], { outbox: rows });
    await world.clock.advance(1_000);
    expect(stage.said).toEqual(["1"]);
  });
});

describe("held effects", () => {
  test("go when a later turn releases them, before what that turn adds", async () => {
    const { clock, stage, db } = await started();
    const ids = stage.turn(ANA, [
      { effect: photo(1), held: true },
      { effect: photo(2), held: true },
    ]);
    await clock.advance(1_000);
    expect(stage.said).toEqual([]);
    for (const id of ids) Object.assign(db.outbox.get(id) ?? {}, { status: "pending" });
    stage.turn(ANA, [photo(3)], { releasedIds: ids });
    stage.turn(ANA, [photo(4)]);
    await clock.advance(1_000);
    expect([posted(stage), stage.pending]).toEqual([[1, 2, 3, 4], []]);
  });
});

describe("a fan who is forgotten", () => {
  const spinner = { verb: "answerPress", queryId: "q", say: null, isAlert: false } as const;

  /** What the store does with the commit of such a turn, and then the turn lets out its last words. */
  function forget(stage: Stage, db: MemoryDatabase): void {
    for (const [id, row] of db.outbox) {
      if (row.address === ANA && row.status !== "delivered") db.outbox.delete(id);
    }
    stage.turn(ANA, [notify()], { transient: [spinner], forgetsEarlier: true });
  }

  test("is sent nothing that waited, only the last words", async () => {
    const { clock, stage, db } = await started({ callMs: 100 });
    stage.turn(ANA, [photo(1), photo(2), react(1), notify()]);
    await clock.advance(10);
    forget(stage, db);
    await clock.advance(10_000);
    expect(stage.said).toEqual(["1", "notify", "answerPress", "notify"]);
    expect(stage.pending).toEqual([]);
  });

  test("is sent nothing either of what was being read when the store forgot it", async () => {
    const world = ground();
    const reading = gate();
    const store = tap(world.store, async (method, run) => {
      const answer = await run();
      if (method === "loadEffects") await reading.opened;
      return answer;
    });
    const stage = new Stage({ ...world, store });
    stage.commit(ANA, [photo(1), photo(2)]);
    await stage.relay.start();
    await world.clock.drain();
    forget(stage, world.db);
    reading.open();
    await world.clock.advance(10_000);
    expect([stage.said.toSorted(), stage.pending]).toEqual([["answerPress", "notify"], []]);
  });

  test("takes nothing of others along", async () => {
    const { clock, stage, db } = await started({ callMs: 100 });
    const neighbour = numbers(5_000)
      .map(fan)
      .find((other) => other.key !== ANA.key && partitionOf(other) === HERS);
    const other = neighbour ?? ANA;
    stage.turn(other, [photo(11), photo(12)]);
    forget(stage, db);
    stage.turn(other, [photo(13)]);
    await clock.advance(10_000);
    expect(posted(stage)).toEqual([11, 12, 13]);
  });
});

describe("partitions", () => {
  test("what is let out for one that is not ours stays in the outbox until it is", async () => {
    const { clock, stage } = await started();
    await stage.lose(ALL);
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    expect(stage.said).toEqual([]);
    await stage.gain([HERS]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1"]);
  });

  test("one that is lost lets its call end and its result be committed, and no more", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    const ids = stage.turn(ANA, [photo(1), photo(2)]);
    await clock.advance(100);
    const lost = stage.lose([HERS]).then(() => clock.monotonic());
    await clock.advance(10_000);
    expect(await lost).toBe(1_000);
    expect(ids.map((id) => stage.statusOf(id))).toEqual(["delivered", "pending"]);
    expect([stage.said, stage.relay.stats().lanes]).toEqual([["1"], 0]);
  });

  test("one with a call that hangs is handed on all the same", async () => {
    const { clock, stage } = await started({ callMs: 3_600_000 });
    stage.turn(ANA, [photo(1)]);
    await clock.advance(100);
    const lost = stage.lose([HERS]).then(() => clock.monotonic());
    await clock.advance(60_000);
    expect(await lost).toBe(5_100);
  });

  test("one that comes back waits for the calls of before, so that nothing is called twice", async () => {
    const { clock, stage } = await started({ callMs: 20_000 });
    stage.turn(ANA, [photo(1), photo(2)]);
    await clock.advance(100);
    const lost = stage.lose([HERS]);
    await clock.advance(6_000);
    await lost;
    await stage.gain([HERS]);
    await clock.advance(100_000);
    expect([stage.said, stage.pending]).toEqual([["1", "2"], []]);
  });

  test("nothing is called once the lease's own deadline has passed", async () => {
    const { clock, stage } = await started();
    stage.disown([HERS]);
    stage.turn(ANA, [photo(1)]);
    await clock.advance(10_000);
    expect(stage.said).toEqual([]);
    await stage.gain([HERS]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1"]);
  });

  test("one whose commit is in doubt is read again, before anything else of it goes", async () => {
    const { clock, stage } = await started();
    stage.commit(ANA, [photo(1)]);
    stage.relay.doubt(HERS);
    stage.turn(ANA, [photo(2)]);
    await clock.advance(1_000);
    expect([posted(stage), stage.pending]).toEqual([[1, 2], []]);
  });

  test("a commit that becomes durable late is found too", async () => {
    const { clock, stage } = await started();
    stage.relay.doubt(HERS);
    await clock.advance(5_000);
    stage.commit(ANA, [photo(1)]);
    await clock.advance(20_000);
    expect(stage.said).toEqual([]);
    await clock.advance(10_000);
    expect(stage.said).toEqual(["1"]);
  });

  test("each doubt has its own time in which a commit can still become durable", async () => {
    const { clock, stage } = await started();
    stage.relay.doubt(HERS);
    await clock.advance(29_000);
    stage.relay.doubt(HERS);
    await clock.advance(8_000);
    stage.commit(ANA, [photo(1)]);
    await clock.advance(23_000);
    expect(stage.said).toEqual(["1"]);
  });

  test("one that is lost while it is in doubt is not taken back", async () => {
    const { clock, stage } = await started();
    stage.commit(ANA, [photo(1)]);
    stage.relay.doubt(HERS);
    const lost = stage.lose([HERS]);
    await clock.advance(1_000);
    await lost;
    expect([stage.said, stage.relay.stats().effects]).toEqual([[], 0]);
  });

  test("one that is doubted again and again calls nothing that is being called", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    stage.turn(ANA, [photo(1), photo(2)]);
    for (let times = 0; times < 3; times += 1) {
      await clock.advance(10);
      stage.relay.doubt(HERS);
    }
    await clock.advance(5_000);
    expect([stage.said, stage.pending]).toEqual([["1", "2"], []]);
  });

  test("doubts about many are answered by reading once", async () => {
    const world = ground();
    let reads = 0;
    const store = tap(world.store, async (method, run) => {
      if (method === "loadEffects") reads += 1;
      return run();
    });
    const { clock, stage } = await started({}, { ...world, store });
    const before = reads;
    for (const partition of ALL) stage.relay.doubt(partition);
    await clock.drain();
    expect(reads - before).toBe(1);
  });
});

describe("an effect that waits for one that is not in memory", () => {
  test("goes once that is done", async () => {
    const { clock, stage, db } = await started();
    const [first, second] = stage.commit(ANA, [photo(1), { effect: notify(), after: 0 }]);
    stage.turn(ANA, [], { outbox: second === undefined ? [] : [second] });
    await clock.advance(5_000);
    expect(stage.said).toEqual([]);
    Object.assign(db.outbox.get(first?.id ?? 0) ?? {}, { status: "delivered" });
    await clock.advance(5_000);
    expect(stage.said).toEqual(["notify"]);
  });

  test("is given up when that never will be", async () => {
    const { clock, stage, db } = await started();
    const [first, second] = stage.commit(ANA, [post(1), { effect: notify(), after: 0 }]);
    Object.assign(db.outbox.get(first?.id ?? 0) ?? {}, { status: "discarded" });
    stage.turn(ANA, [], { outbox: second === undefined ? [] : [second] });
    await clock.advance(5_000);
    expect([stage.said, stage.statusOf(second?.id)]).toEqual([[], "discarded"]);
    expect(db.inbox.size).toBe(1);
  });

  test("is let alone when somebody else has seen to it", async () => {
    const { clock, stage, db } = await started();
    const [first, second] = stage.commit(ANA, [post(1), { effect: notify(), after: 0 }]);
    db.outbox.delete(first?.id ?? 0);
    db.outbox.delete(second?.id ?? 0);
    stage.turn(ANA, [], { outbox: second === undefined ? [] : [second] });
    await clock.advance(5_000);
    expect([stage.said, db.inbox.size, stage.relay.stats().lanes]).toEqual([[], 0, 0]);
  });
});
