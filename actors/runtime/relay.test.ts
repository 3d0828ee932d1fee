import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import {
  done,
  fan,
  GROUP,
  notify,
  photo,
  post,
  react,
  Stage,
  type StageOptions,
} from "./relay-test-kit.ts";
import { gate, tap } from "./test-kit.ts";

function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1"), outbox: db.outbox };
}

async function started(options: StageOptions = {}, world = ground()) {
  const stage = new Stage(world, options);
  await stage.relay.start();
  await world.clock.drain();
  return { ...world, stage };
}

describe("the start/stop contract", () => {
  exerciseService(async () => {
    const { clock, ...world } = ground();
    const stage = new Stage({ clock, ...world });
    return { service: stage.relay, isQuiet: async () => !(await clock.step()) };
  });
});

describe("lanes", () => {
  test("an effect that is released is called, settled and forgotten", async () => {
    const { clock, stage } = await started();
    stage.turn(fan(7), [photo(1), react(1)]);
    await clock.advance(100);
    expect([stage.said, stage.pending]).toEqual([["1", "👌1"], []]);
    expect(stage.relay.stats()).toMatchObject({ lanes: 0, effects: 0, calls: 0, unsettled: 0 });
  });

  test("a lane is strictly in order, with one call under way", async () => {
    const { clock, stage } = await started({ callMs: 100 });
    stage.turn(fan(7), [photo(1), photo(2)]);
    stage.turn(fan(7), [photo(3)]);
    await clock.advance(1_000);
    expect(stage.made.map(({ at }) => at)).toEqual([0, 100, 200]);
    expect(stage.said).toEqual(["1", "2", "3"]);
  });

  test("an earlier turn's effects go first although they were let out later", async () => {
    const { clock, stage } = await started({ callMs: 100 });
    stage.turn(fan(7), [photo(1)]);
    const late = stage.commit(fan(7), [photo(2)]);
    stage.turn(fan(7), [photo(3)]);
    await clock.advance(50);
    stage.turn(fan(7), [], { outbox: late });
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "2", "3"]);
  });

  test("a slow lane holds up neither the fan's other lane nor another fan", async () => {
    const { clock, stage } = await started({ callMs: 60_000 });
    stage.turn(fan(7), [photo(1), photo(2), notify(), notify()]);
    stage.turn(fan(8), [photo(3)]);
    await clock.advance(1_000);
    expect(stage.said.toSorted()).toEqual(["1", "3", "notify"]);
  });

  test("no more calls are under way than are allowed", async () => {
    const { clock, stage } = await started({ callMs: 100, callsMax: 3 });
    for (let i = 1; i <= 8; i += 1) stage.turn(fan(i), [photo(i)]);
    await clock.advance(50);
    expect(stage.relay.stats().calls).toBe(3);
    await clock.advance(1_000);
    expect(stage.made.map(({ at }) => at)).toEqual([0, 0, 0, 100, 100, 100, 200, 200]);
  });

  test("calls that are answered at once leave room for the rest of the process", async () => {
    const world = ground();
    let yields = 0;
    const clock: Clock = {
      now: () => world.clock.now(),
      monotonic: () => world.clock.monotonic(),
      sleep: (ms, signal) => world.clock.sleep(ms, signal),
      yield: () => {
        yields += 1;
        return world.clock.yield();
      },
    };
    const perform = async () => ({ outcome: done(), links: [] });
    const stage = new Stage({ ...world, clock }, { performer: { perform } });
    await stage.relay.start();
    await world.clock.drain();
    const before = yields;
    for (let i = 1; i <= 1_000; i += 1) stage.turn(fan(i), [photo(i)]);
    await world.clock.drain();
    expect(stage.pending).toEqual([]);
    expect(yields - before).toBeGreaterThanOrEqual(7);
  });
});

describe("results", () => {
  test("a lane goes on after a plain result before that is committed", async () => {
    const world = ground();
    const commit = gate();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") await commit.opened;
      return run();
    });
    const { clock, stage } = await started({}, { ...world, store });
    stage.turn(fan(7), [photo(1), photo(2)]);
    await clock.advance(1_000);
    expect([stage.said, stage.pending.length]).toEqual([["1", "2"], 2]);
    commit.open();
    await clock.drain();
    expect(stage.pending).toEqual([]);
  });

  test("a lane waits until a result that its actor asked for is committed", async () => {
    const world = ground();
    const commit = gate();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") await commit.opened;
      return run();
    });
    const { clock, stage, db } = await started({}, { ...world, store });
    const [id] = stage.turn(fan(7), [notify("greeting"), notify()]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["notify"]);
    commit.open();
    await clock.advance(1_000);
    expect(stage.said).toEqual(["notify", "notify"]);
    const mail = [...db.inbox.values()].map((row) => row.arrival);
    expect(mail).toMatchObject([{ dedupeKey: `outcome:${id}:1`, lane: "urgent", raw: null }]);
    expect(mail.map((arrival) => JSON.parse(arrival.body))).toEqual([
      { type: "outcome", effectId: id, verb: "notify", outcome: done(), tag: "greeting" },
    ]);
    expect(stage.nudged).toEqual(["conversation:7"]);
  });

  test("a store that takes no results ends the calling before long", async () => {
    const world = ground();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") throw new Error("down");
      return run();
    });
    const { clock, stage } = await started({}, { ...world, store });
    for (let i = 1; i <= 2_000; i += 1) stage.turn(fan(i), [photo(i)]);
    await clock.advance(10_000);
    expect(stage.made.length).toBeGreaterThanOrEqual(512);
    expect(stage.made.length).toBeLessThan(512 + 64);
  });

  test("what a message's row needs is settled with it", async () => {
    const world = ground();
    const settled: unknown[] = [];
    const store = tap(world.store, async (method, run, parameters) => {
      if (method === "settle") settled.push(...(parameters[0] as readonly unknown[]));
      return run();
    });
    const link = {
      fanId: 7,
      fanMessageId: 1,
      groupId: GROUP,
      topicMessageId: 9,
      direction: "in",
    } as const;
    const perform = async () => ({ outcome: done(GROUP, 5), links: [link] });
    const { clock, stage } = await started({ performer: { perform } }, { ...world, store });
    const [id] = stage.turn(fan(7), [{ effect: photo(1), delivers: ["f1"] }]);
    await clock.drain();
    expect(settled).toEqual([
      {
        effectId: id,
        address: fan(7),
        to: "delivered",
        outcome: done(GROUP, 5),
        attempts: 1,
        links: [link],
        delivers: ["f1"],
        arrival: null,
        at: clock.now(),
      },
    ]);
  });
});

describe("merging", () => {
  test("texts that wait for the group go out as one call, each settled with its own link", async () => {
    const world = ground();
    const perform: ConstructorParameters<typeof Stage>[1] = {
      limits: { messagesPerSecond: 0, groupMessagesPerMinute: 1, chatMessagesPerSecond: 0 },
    };
    const { clock, stage, db } = await started(perform, world);
    stage.turn(fan(7), [post(1), react(1)]);
    await clock.advance(1_000);
    const ids = [2, 3, 4].map((n) => stage.turn(fan(7), [post(n), react(n)])[0]);
    await clock.advance(90_000);
    expect(stage.said).toEqual(["1", "👌1", "2+3+4", "👌2", "👌3", "👌4"]);
    expect(stage.made[2]?.call.effectIds).toEqual(ids.map(Number));
    expect([...db.outbox.values()].every((row) => row.status === "delivered")).toBe(true);
  });

  test("a lone text is not held up for company", async () => {
    const { clock, stage } = await started();
    stage.turn(fan(7), [post(1)]);
    await clock.drain();
    expect(stage.made.map(({ at }) => at)).toEqual([0]);
  });

  test("a merged call that is refused is made again part by part", async () => {
    const { clock, stage } = await started({
      callMs: 100,
      answer: ({ effect }) =>
        effect.verb === "post" && effect.parts.some((part) => part.fanMessageId === 2)
          ? { type: "refused", code: "bad-request", reason: "no" }
          : done(),
    });
    const ids = [1, 2, 3].map((n) => stage.turn(fan(7), [post(n)])[0]);
    await clock.advance(5_000);
    expect(stage.said).toEqual(["1+2+3", "1", "2", "3"]);
    expect(ids.map((id) => stage.statusOf(id))).toEqual(["delivered", "discarded", "delivered"]);
  });
});

describe("transient effects", () => {
  const typing = { verb: "showAction", action: "typing" } as const;

  test("are called once and leave nothing behind", async () => {
    const { clock, stage } = await started({ answer: () => ({ type: "unknown", reason: "cut" }) });
    stage.turn(fan(7), [], { transient: [typing] });
    await clock.advance(60_000);
    expect([stage.said, stage.relay.stats().lanes]).toEqual([["showAction"], 0]);
    expect(stage.made[0]?.call.effectIds).toEqual([]);
  });

  test("go behind what waited before them, and before what their own turn says", async () => {
    const { clock, stage } = await started({ callMs: 100 });
    stage.turn(fan(7), [notify(), notify()]);
    stage.turn(fan(7), [notify()], { transient: [typing] });
    await clock.advance(1_000);
    expect(stage.said).toEqual(["notify", "notify", "showAction", "notify"]);
  });

  test("are not shown when their moment has passed", async () => {
    const { clock, stage } = await started({ callMs: 6_000 });
    stage.turn(fan(7), [notify()]);
    stage.turn(fan(7), [], { transient: [typing] });
    await clock.advance(60_000);
    expect(stage.said).toEqual(["notify"]);
  });

  test("are shown once for all that were asked for meanwhile", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    stage.turn(fan(7), [notify()]);
    for (let i = 0; i < 3; i += 1) stage.turn(fan(7), [], { transient: [typing] });
    await clock.advance(10_000);
    expect(stage.said).toEqual(["notify", "showAction"]);
  });

  test("a press is answered at once, whatever waits", async () => {
    const { clock, stage } = await started({ callMs: 60_000 });
    const answer = { verb: "answerPress", queryId: "q", say: null, isAlert: false } as const;
    stage.turn(fan(7), [photo(1), notify()], { transient: [answer, answer] });
    await clock.advance(10);
    expect(stage.said.toSorted()).toEqual(["1", "answerPress", "answerPress", "notify"]);
  });
});

describe("draining", () => {
  test("ends the calls under way, commits their results and makes no more", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    const [first, second] = stage.turn(fan(7), [photo(1), photo(2)]);
    await clock.advance(500);
    const drained = stage.relay.drain();
    stage.turn(fan(8), [photo(3)]);
    await clock.advance(10_000);
    expect([await drained, stage.said]).toEqual([true, ["1"]]);
    expect([stage.statusOf(first), stage.statusOf(second)]).toEqual(["delivered", "pending"]);
  });

  test("a stop does not wait for a call for ever, and what it did is not settled", async () => {
    const { clock, stage } = await started({ callMs: 3_600_000 });
    const [id] = stage.turn(fan(7), [photo(1)]);
    await clock.advance(10);
    const stopped = stage.relay.stop().then(() => clock.monotonic());
    await clock.advance(7_200_000);
    expect([await stopped, stage.statusOf(id)]).toEqual([10_010, "pending"]);
  });

  test("nor for what was to be read anew once that call is over", async () => {
    const { clock, stage } = await started({ callMs: 3_600_000 });
    stage.turn(fan(7), [photo(1)]);
    await clock.advance(10);
    stage.relay.doubt(partitionOf(fan(7)));
    await clock.advance(10);
    const stops: number[] = [];
    void stage.relay.stop().then(() => stops.push(clock.monotonic()));
    await clock.advance(7_200_000);
    expect(stops).toEqual([10_020]);
  });

  test("a relay that is started again finds what it had left", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    stage.turn(fan(7), [photo(1), photo(2)]);
    await clock.advance(500);
    const stopped = stage.relay.stop();
    await clock.advance(1_000);
    await stopped;
    await stage.relay.start();
    await clock.advance(5_000);
    expect([stage.said, stage.pending]).toEqual([["1", "2"], []]);
  });
});

describe("figures", () => {
  const EMPTY = { calls: 0, waiting: 0, closedForMs: 0 };

  test("say what waits in each group and for how long", async () => {
    const limits = { messagesPerSecond: 0, groupMessagesPerMinute: 1, chatMessagesPerSecond: 0 };
    const { clock, stage } = await started({ limits });
    const other = { fanChatId: 9, groupId: -2, topicId: 3 };
    stage.setRoute(fan(9), other);
    stage.turn(fan(7), [photo(1), photo(2)]);
    stage.turn(fan(8), [photo(3)]);
    stage.turn(fan(9), [photo(4), photo(5)]);
    await clock.advance(20_000);
    expect(stage.relay.stats()).toEqual({
      lanes: 3,
      effects: 3,
      calls: 0,
      pools: { stripe: EMPTY, books: EMPTY },
      unsettled: 0,
      stopped: 0,
      groups: [
        { groupId: GROUP, lanes: 2, effects: 2, oldestMs: 20_000 },
        { groupId: -2, lanes: 1, effects: 1, oldestMs: 20_000 },
      ],
      floods: [],
    });
  });
});
