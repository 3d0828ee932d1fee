// A lane holds its first effects in memory and leaves the rest in the outbox: nothing is lost, doubled
// or overtaken at the border.
import { describe, expect, test } from "bun:test";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan, photo, react, Stage, type StageOptions } from "./relay-test-kit.ts";
import { gate, tap } from "./test-kit.ts";

const ANA = fan(7);

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

describe("a lane with more than memory holds", () => {
  test("is delivered whole and in order", async () => {
    const { clock, stage } = await started({ callMs: 1 });
    for (const n of numbers(1_000)) stage.turn(ANA, [photo(n), react(n)]);
    expect(stage.relay.stats().effects).toBe(256);
    await clock.advance(60_000);
    expect([posted(stage), stage.pending]).toEqual([numbers(1_000), []]);
    expect(stage.relay.stats()).toMatchObject({ lanes: 0, effects: 0 });
  });

  test("goes on taking more while it is delivered", async () => {
    const { clock, stage } = await started({ callMs: 1 });
    for (const n of numbers(1_500)) {
      stage.turn(ANA, [photo(n)]);
      if (n % 3 === 0) await clock.advance(1);
    }
    await clock.advance(60_000);
    expect([posted(stage), stage.pending]).toEqual([numbers(1_500), []]);
  });

  test("lets what mends it go first, although it came last", async () => {
    const { clock, stage } = await started({ callMs: 1 });
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: null });
    for (const n of numbers(300)) stage.turn(ANA, [photo(n)]);
    stage.turn(ANA, [{ verb: "openTopic", name: "Ana" }]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["openTopic"]);
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: 5 });
    stage.turn(ANA, [photo(301)]);
    await clock.advance(10_000);
    expect([posted(stage), stage.pending]).toEqual([numbers(301), []]);
    expect(stage.said.filter((said) => said === "openTopic")).toHaveLength(1);
  });

  test("finds what mends it at the start, at the end of all that waits", async () => {
    const world = ground();
    const stage = new Stage(world, { callMs: 1 });
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: null });
    for (const n of numbers(600)) stage.commit(ANA, [photo(n)]);
    stage.commit(ANA, [{ verb: "openTopic", name: "Ana" }]);
    await stage.relay.start();
    await world.clock.advance(1_000);
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: 5 });
    stage.turn(ANA, []);
    await world.clock.advance(10_000);
    expect(stage.said[0]).toBe("openTopic");
    expect([posted(stage), stage.pending]).toEqual([numbers(600), []]);
  });

  test("that was read at the start still puts an earlier effect before what it holds", async () => {
    const world = ground();
    const stage = new Stage(world, { callMs: 10 });
    const early = stage.commit(ANA, [photo(1)]);
    for (const { id } of early) world.db.outbox.delete(id);
    for (const n of numbers(300)) stage.commit(ANA, [photo(n + 1)]);
    await stage.relay.start();
    await world.clock.advance(5);
    stage.turn(ANA, [], { outbox: early });
    await world.clock.advance(60_000);
    expect(posted(stage).slice(0, 3)).toEqual([2, 1, 3]);
  });

  test("is not doubled while its results wait for their commit", async () => {
    const world = ground();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") await world.clock.sleep(5_000);
      return run();
    });
    const stage = new Stage({ ...world, store }, { callMs: 1 });
    for (const n of numbers(600)) stage.commit(ANA, [photo(n)]);
    await stage.relay.start();
    await world.clock.advance(120_000);
    expect([posted(stage), stage.pending]).toEqual([numbers(600), []]);
  });

  test("does not double what went ahead of it", async () => {
    const world = ground();
    const commit = gate();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") await commit.opened;
      return run();
    });
    const { clock, stage } = await started({ callMs: 1 }, { ...world, store });
    const earlier = stage.commit(ANA, numbers(300 - 50).map(photo));
    const more = stage.commit(
      ANA,
      numbers(50).map((n) => photo(n + 250)),
    );
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: null });
    stage.turn(ANA, [{ verb: "recap", limit: 5 }]);
    stage.turn(ANA, [], { outbox: [...earlier, ...more] });
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: 5 });
    stage.turn(ANA, []);
    await clock.advance(60_000);
    commit.open();
    await clock.advance(60_000);
    expect(stage.said.filter((said) => said === "recap")).toHaveLength(1);
    expect([posted(stage), stage.pending]).toEqual([numbers(300), []]);
  });

  test("takes in what mends it while it is read on", async () => {
    const world = ground();
    let page = gate();
    page.open();
    const store = tap(world.store, async (method, run) => {
      const rows = await run();
      if (method === "loadEffects") await page.opened;
      return rows;
    });
    const { clock, stage } = await started({ callMs: 1 }, { ...world, store });
    for (const n of numbers(1_000)) stage.turn(ANA, [photo(n)]);
    page = gate();
    await clock.advance(1_000);
    expect(posted(stage)).toEqual(numbers(256));
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: null });
    stage.turn(ANA, [{ verb: "openTopic", name: "Ana" }]);
    page.open();
    await clock.advance(1_000);
    expect(stage.said.at(-1)).toBe("openTopic");
    stage.setRoute(ANA, { fanChatId: 7, groupId: -1, topicId: 5 });
    stage.turn(ANA, []);
    await clock.advance(10_000);
    expect([posted(stage), stage.pending]).toEqual([numbers(1_000), []]);
  });

  test("takes no room from others: with very much in memory each lane holds less", async () => {
    const { stage } = await started({
      limits: { messagesPerSecond: 0, groupMessagesPerMinute: 1, chatMessagesPerSecond: 0 },
    });
    for (let who = 1; who <= 400; who += 1) {
      stage.turn(
        fan(who),
        numbers(200).map((n) => photo(n)),
      );
    }
    const { effects } = stage.relay.stats();
    expect(effects).toBeGreaterThan(65_000);
    expect(effects).toBeLessThan(65_536 + 400 * 16);
  });

  test("is read on although the store fails at first", async () => {
    const world = ground();
    let failures = 0;
    const store = tap(world.store, async (method, run) => {
      if (method === "loadEffects" && failures > 0) {
        failures -= 1;
        throw new Error("down");
      }
      return run();
    });
    const { clock, stage } = await started({ callMs: 1 }, { ...world, store });
    failures = 3;
    for (const n of numbers(400)) stage.turn(ANA, [photo(n)]);
    await clock.advance(60_000);
    expect([posted(stage), stage.pending, failures]).toEqual([numbers(400), [], 0]);
  });
});
