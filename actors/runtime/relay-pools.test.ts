import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call } from "#actors/kernel/ports.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import {
  claim,
  done,
  fan,
  lookUp,
  notify,
  photo,
  Stage,
  type StageOptions,
} from "./relay-test-kit.ts";
import { gate, tap } from "./test-kit.ts";

const HOUR_MS = 3_600_000;

type Answering = NonNullable<StageOptions["answer"]>;

function ground() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  return { clock, db, store: db.store("n1"), outbox: db.outbox };
}

async function started(options: StageOptions = {}, world = ground()) {
  const stage = new Stage(world, options);
  await stage.relay.start();
  await world.clock.drain();
  const heard = () =>
    [...world.db.inbox.values()].map((row) => JSON.parse(row.arrival.body) as unknown);
  return { ...world, stage, heard };
}

function isStripes({ effect }: Call): boolean {
  return effect.verb === "lookUpPayment" || effect.verb === "checkout";
}

/** Calls to Stripe take that long, all others 10 ms. */
function stripeTakes(ms: number): Pick<StageOptions, "callMs"> {
  return { callMs: (call) => (isStripes(call) ? ms : 10) };
}

/** What was asked of Stripe, by purchase. */
function asked(stage: Stage): string[] {
  return stage.made.flatMap(({ call: { effect } }) =>
    effect.verb === "lookUpPayment" ? [effect.purchaseId] : [],
  );
}

/** What else was called, by verb or by message. */
function said(stage: Stage): string[] {
  return stage.said.filter((what) => what !== "lookUpPayment");
}

function atStripe(outcome: Outcome, times = Number.POSITIVE_INFINITY): Answering {
  let left = times;
  return (call) => {
    if (!isStripes(call) || left === 0) return done();
    left -= 1;
    return outcome;
  };
}

function refused(code: Extract<Outcome, { type: "refused" }>["code"]): Outcome {
  return { type: "refused", code, reason: `it is ${code}` };
}

function checkout(purchaseId: string): Effect {
  const gives = { credits: 10, seconds: 0 };
  const sale = { purchaseId, sku: "credits_10", gives, amount: 500, currency: "usd" };
  const more = { customerId: null, savesCard: false, expiresAt: 0, language: "en" } as const;
  return { verb: "checkout", sale, ...more };
}

describe("whatever befalls Telegram, Stripe goes on", () => {
  const telegramSays = (outcome: Outcome): Answering => {
    return (call) => (isStripes(call) || call.effect.verb === "claimPromo" ? done() : outcome);
  };

  test("when all of the bot is flooded", async () => {
    const answer = telegramSays({ type: "retry", afterMs: HOUR_MS, scope: "bot" });
    const { clock, stage } = await started({ answer });
    stage.turn(fan(7), [notify()]);
    await clock.advance(100);
    stage.turn(fan(8), [notify(), lookUp("p8"), claim("A")]);
    await clock.advance(100);
    expect(stage.said).toEqual(["notify", "lookUpPayment", "claimPromo"]);
    expect(stage.relay.stats().floods).toHaveLength(1);
  });

  test("when the bot's token is revoked", async () => {
    const { clock, stage } = await started({ answer: telegramSays(refused("unauthorized")) });
    stage.turn(fan(7), [notify()]);
    await clock.advance(100);
    stage.turn(fan(7), [lookUp("p7")]);
    await clock.advance(100);
    expect(stage.said).toEqual(["notify", "lookUpPayment"]);
  });

  test("when the fan's chat is closed", async () => {
    const answer = telegramSays({ type: "retry", afterMs: HOUR_MS, scope: "chat" });
    const { clock, stage } = await started({ answer });
    stage.turn(fan(7), [notify(), photo(1)]);
    await clock.advance(100);
    stage.turn(fan(7), [lookUp("p7")]);
    await clock.advance(100);
    expect(asked(stage)).toEqual(["p7"]);
  });

  test("when every call to Telegram hangs", async () => {
    const { clock, stage } = await started({
      callMs: (call) => (isStripes(call) ? 10 : HOUR_MS),
    });
    for (let who = 1; who <= 100; who += 1) stage.turn(fan(who), [photo(who)]);
    await clock.advance(100);
    expect(stage.made).toHaveLength(64);
    stage.turn(fan(7), [lookUp("p7")]);
    await clock.advance(100);
    expect(asked(stage)).toEqual(["p7"]);
  });

  test("when the message windows are spent", async () => {
    const limits = { messagesPerSecond: 1, groupMessagesPerMinute: 1, chatMessagesPerSecond: 1 };
    const { clock, stage } = await started({ limits });
    for (let who = 1; who <= 20; who += 1) stage.turn(fan(who), [photo(who), lookUp(`p${who}`)]);
    await clock.advance(100);
    expect([said(stage).length, asked(stage).length]).toEqual([1, 20]);
  });

  test("when there is no topic, no group and no chat", async () => {
    const { clock, stage } = await started();
    stage.setRoute(fan(7), { fanChatId: null, groupId: null, topicId: null });
    stage.turn(fan(7), [photo(1), notify(), lookUp("p7"), claim("A")]);
    await clock.advance(HOUR_MS);
    expect(stage.said).toEqual(["lookUpPayment", "claimPromo"]);
  });
});

describe("whatever befalls Stripe, Telegram goes on", () => {
  test("when a hundred calls hang, of which sixteen are made", async () => {
    const { clock, stage } = await started(stripeTakes(HOUR_MS));
    for (let who = 1; who <= 100; who += 1) stage.turn(fan(who), [lookUp(`p${who}`)]);
    await clock.advance(100);
    for (let who = 1; who <= 100; who += 1) stage.turn(fan(who), [photo(who), claim("A")]);
    await clock.advance(1_000);
    expect([asked(stage).length, said(stage).length]).toEqual([16, 200]);
    const { calls, pools } = stage.relay.stats();
    expect([calls, pools.stripe, pools.books]).toEqual([
      16,
      { calls: 16, waiting: 84, closedForMs: 0 },
      { calls: 0, waiting: 0, closedForMs: 0 },
    ]);
  });

  test("when both hang: each has all its own places", async () => {
    const { clock, stage } = await started({ callMs: HOUR_MS });
    for (let who = 1; who <= 100; who += 1) stage.turn(fan(who), [lookUp(`p${who}`), claim("A")]);
    await clock.advance(100);
    for (let who = 1; who <= 100; who += 1) stage.turn(fan(who), [photo(who)]);
    await clock.advance(1_000);
    const photos = said(stage).filter((what) => what !== "claimPromo");
    expect([asked(stage).length, said(stage).length, photos.length]).toEqual([16, 72, 64]);
  });

  test("when it wants quiet from all of us: the pool waits that long, and nobody else", async () => {
    const retry: Outcome = { type: "retry", afterMs: 30_000, scope: "bot" };
    const { clock, stage } = await started({ answer: atStripe(retry, 1) });
    stage.turn(fan(7), [lookUp("p7")]);
    await clock.advance(100);
    stage.turn(fan(8), [lookUp("p8"), photo(8), claim("A")]);
    await clock.advance(20_000);
    expect([asked(stage), said(stage)]).toEqual([["p7"], ["claimPromo", "8"]]);
    await clock.advance(10_000);
    expect(asked(stage)).toEqual(["p7", "p7", "p8"]);
    expect(stage.made.slice(3).map(({ at }) => at)).toEqual([30_010, 30_010]);
    expect(stage.events.filter(({ event }) => event === "flood")).toEqual([]);
  });

  test("when its key is revoked: that effect waits alone, and no actor is told", async () => {
    const { clock, stage, heard } = await started({ answer: atStripe(refused("unauthorized"), 2) });
    const [id] = stage.turn(fan(7), [lookUp("p7")]);
    await clock.advance(100);
    stage.turn(fan(8), [photo(8), lookUp("p8")]);
    await clock.advance(100);
    expect([stage.said, heard()]).toEqual([["lookUpPayment", "lookUpPayment", "8"], []]);
    await clock.advance(1_000);
    expect([asked(stage), stage.statusOf(id)]).toEqual([["p7", "p8", "p7", "p8"], "delivered"]);
  });

  test("when a partition with a call that hangs is read anew", async () => {
    const { clock, stage } = await started(stripeTakes(60_000));
    stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    await clock.advance(100);
    stage.relay.doubt(partitionOf(fan(7)));
    stage.turn(fan(7), [photo(1), notify()]);
    await clock.advance(1_000);
    expect([said(stage).toSorted(), asked(stage)]).toEqual([["1", "notify"], ["a"]]);
  });

  test("when a partition with a call that hangs changes hands", async () => {
    const { clock, stage } = await started(stripeTakes(HOUR_MS));
    stage.turn(fan(7), [lookUp("a")]);
    await clock.advance(100);
    const lost = stage.lose([partitionOf(fan(7))]).then(() => clock.monotonic());
    await clock.advance(60_000);
    expect(await lost).toBe(1_100);
  });
});

describe("a pool's lane", () => {
  test("is strictly in order, and each call waits until the answer before it is kept", async () => {
    const world = ground();
    const commit = gate();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") await commit.opened;
      return run();
    });
    const { clock, stage } = await started({}, { ...world, store });
    stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    stage.turn(fan(7), [lookUp("c")]);
    await clock.advance(1_000);
    expect(asked(stage)).toEqual(["a"]);
    commit.open();
    await clock.advance(1_000);
    expect([asked(stage), stage.pending]).toEqual([["a", "b", "c"], []]);
  });

  test("waits alone when it is told to: its own order holds, other fans go on", async () => {
    const retry: Outcome = { type: "retry", afterMs: 30_000, scope: "chat" };
    const { clock, stage } = await started({ answer: atStripe(retry, 1) });
    stage.turn(fan(7), [lookUp("a"), lookUp("b"), claim("A"), notify()]);
    await clock.advance(100);
    stage.turn(fan(8), [lookUp("c")]);
    await clock.advance(20_000);
    expect([asked(stage), said(stage)]).toEqual([
      ["a", "c"],
      ["claimPromo", "notify"],
    ]);
    await clock.advance(20_000);
    expect(asked(stage)).toEqual(["a", "c", "a", "b"]);
    expect(stage.made[4]).toMatchObject({ at: 30_010, call: { attempt: 1 } });
  });

  test("asks again after an unknown outcome, slower each time, and holds up no other fan", async () => {
    const { clock, stage } = await started({
      answer: ({ effect }) =>
        effect.verb === "lookUpPayment" && effect.purchaseId === "a"
          ? { type: "unknown", reason: "cut" }
          : done(),
    });
    const [id] = stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    stage.turn(fan(8), [lookUp("c")]);
    await clock.advance(8_000);
    expect(asked(stage)).toEqual(["a", "c", "a", "a", "a"]);
    expect(
      stage.made.map(({ call }) => call.effectIds[0]).filter((one) => one === id),
    ).toHaveLength(4);
    stage.answer = () => done();
    await clock.advance(60_000);
    expect([asked(stage).slice(-2), stage.pending]).toEqual([["a", "b"], []]);
  });

  test("tells its actor of every refusal, whatever the code, and goes on", async () => {
    for (const code of ["bad-request", "unavailable", "no-rights", "topic-gone"] as const) {
      const { clock, stage, heard } = await started({ answer: atStripe(refused(code), 1) });
      const [id] = stage.turn(fan(7), [{ ...lookUp("a"), tag: "why" }, lookUp("b")]);
      await clock.advance(1_000);
      expect([stage.statusOf(id), asked(stage)]).toEqual(["discarded", ["a", "b"]]);
      expect(heard()[0]).toEqual({
        type: "outcome",
        effectId: id,
        verb: "lookUpPayment",
        outcome: refused(code),
        tag: "why",
      });
    }
  });

  test("has one place however much it holds, and the next goes to who was served longest ago", async () => {
    const { clock, stage } = await started({ ...stripeTakes(100), poolCallsMax: { stripe: 1 } });
    stage.turn(fan(1), ["a1", "a2", "a3"].map(lookUp));
    await clock.advance(50);
    stage.turn(fan(2), ["b1", "b2"].map(lookUp));
    stage.turn(fan(3), ["c1"].map(lookUp));
    await clock.advance(10_000);
    expect(asked(stage)).toEqual(["a1", "b1", "a2", "c1", "b2", "a3"]);
  });

  test("of a fan who waits for a page goes before a whole pass of looking things up", async () => {
    const { clock, stage } = await started(stripeTakes(1_000));
    for (let who = 1; who <= 500; who += 1) stage.turn(fan(who), [lookUp(`p${who}`)]);
    await clock.advance(1_500);
    stage.turn(fan(900), [checkout("mine")]);
    await clock.advance(1_000);
    expect(stage.made.find(({ call }) => call.effect.verb === "checkout")?.at).toBe(2_000);
  });

  test("is not called on while the store takes no results", async () => {
    const world = ground();
    const store = tap(world.store, async (method, run) => {
      if (method === "settle") throw new Error("down");
      return run();
    });
    const { clock, stage } = await started({}, { ...world, store });
    for (let who = 1; who <= 2_000; who += 1) stage.turn(fan(who), [lookUp(`p${who}`)]);
    await clock.advance(60_000);
    expect(stage.made.length).toBeGreaterThanOrEqual(512);
    expect(stage.made.length).toBeLessThan(512 + 16);
  });
});

describe("a call that is under way", () => {
  const HERS = partitionOf(fan(7));

  test("ends before its partition's next reading of that lane, and is made once", async () => {
    const { clock, stage } = await started(stripeTakes(5_000));
    stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    await clock.advance(100);
    for (let i = 0; i < 3; i += 1) {
      stage.relay.doubt(HERS);
      await clock.advance(1_000);
    }
    stage.turn(fan(7), [lookUp("c")]);
    await clock.advance(60_000);
    expect(stage.made.map(({ at }) => at)).toEqual([0, 5_000, 10_000]);
    expect([asked(stage), stage.pending]).toEqual([["a", "b", "c"], []]);
  });

  test("is made again by the same lane when nobody knows what came of it", async () => {
    const unknown: Outcome = { type: "unknown", reason: "cut" };
    const { clock, stage } = await started({
      ...stripeTakes(5_000),
      answer: atStripe(unknown, 1),
    });
    stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    await clock.advance(100);
    stage.relay.doubt(HERS);
    await clock.advance(60_000);
    expect([asked(stage), stage.pending]).toEqual([["a", "a", "b"], []]);
  });

  test("is waited for by a partition that was lost and came back", async () => {
    const { clock, stage } = await started(stripeTakes(5_000));
    stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    await clock.advance(100);
    await Promise.all([stage.lose([HERS]), clock.advance(2_000)]);
    await stage.gain([HERS]);
    await clock.advance(60_000);
    expect([asked(stage), stage.pending]).toEqual([["a", "b"], []]);
  });

  test("is waited for by a stop, and its answer is kept", async () => {
    const { clock, stage, heard } = await started(stripeTakes(5_000));
    const [id] = stage.turn(fan(7), [lookUp("a"), lookUp("b")]);
    await clock.advance(100);
    const stopped = stage.relay.stop().then(() => clock.monotonic());
    await clock.advance(60_000);
    expect([await stopped, stage.statusOf(id), heard().length]).toEqual([5_000, "delivered", 1]);
    expect(asked(stage)).toEqual(["a"]);
  });

  test("that hangs past the stop is made again by the next owner, under the same id", async () => {
    const world = ground();
    const { clock, stage } = await started(stripeTakes(HOUR_MS), world);
    const [id] = stage.turn(fan(7), [lookUp("a")]);
    await clock.advance(100);
    const stopped = stage.relay.stop().then(() => clock.monotonic());
    await clock.advance(20_000);
    expect([await stopped, stage.statusOf(id)]).toEqual([10_100, "pending"]);
    const next = new Stage({ ...world, store: world.db.store("n2") });
    await next.relay.start();
    await clock.advance(1_000);
    expect(next.made.map(({ call }) => call.effectIds)).toEqual([[id ?? 0]]);
    expect(stage.statusOf(id)).toBe("delivered");
  });
});

describe("a fan who is forgotten", () => {
  test("has nothing asked that waited, but all that the last turn asks, after what is under way", async () => {
    const { clock, stage, db } = await started(stripeTakes(5_000));
    stage.turn(fan(7), [lookUp("under way"), lookUp("waits"), photo(1)]);
    await clock.advance(100);
    for (const [id, row] of db.outbox) if (row.status === "pending") db.outbox.delete(id);
    const ids = stage.turn(fan(7), [checkout("last"), notify(), lookUp("last"), claim("A")], {
      forgetsEarlier: true,
    });
    await clock.advance(1_000);
    expect(said(stage).toSorted()).toEqual(["1", "claimPromo", "notify"]);
    await clock.advance(60_000);
    expect(asked(stage)).toEqual(["under way", "last"]);
    expect(ids.map((id) => stage.statusOf(id))).toEqual(Array(4).fill("delivered"));
    expect(stage.relay.stats()).toMatchObject({ lanes: 0, effects: 0, calls: 0 });
  });
});
