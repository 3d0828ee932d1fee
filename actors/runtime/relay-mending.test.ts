// What happens to messages whose topic or group is not as it should be: nothing is lost, nothing is
// overtaken, and the actor hears of it once.
import { describe, expect, test } from "bun:test";
import { partitionOf } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome, RefusalCode } from "#actors/kernel/outcome.ts";
import type { Call } from "#actors/kernel/ports.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { card, done, fan, GROUP, notify, photo, react, Stage } from "./relay-test-kit.ts";

const ANA = fan(7);
const openTopic: Effect = { verb: "openTopic", name: "Ana" };
const recap: Effect = { verb: "recap", limit: 5 };

/** A group whose topics a test makes, closes and deletes. */
async function started() {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const trouble = { topics: new Map<number, RefusalCode>(), group: null as RefusalCode | null };
  const answer = ({ effect, route }: Call): Outcome => {
    if (effect.verb === "react" || effect.verb === "notify") return done();
    const topic = effect.verb === "openTopic" ? undefined : trouble.topics.get(route.topicId ?? 0);
    const code = trouble.group ?? (effect.verb === "reopenTopic" ? undefined : topic);
    return code === undefined ? done(GROUP, 900) : { type: "refused", code, reason: code };
  };
  const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox }, { answer });
  await stage.relay.start();
  await clock.drain();
  const move = (topicId: number | null, groupId = GROUP) =>
    stage.setRoute(ANA, { fanChatId: 7, groupId, topicId });
  move(1);
  const told = () =>
    [...db.inbox.values()]
      .map((row) => JSON.parse(row.arrival.body) as { verb: string; outcome: Outcome })
      .map(({ verb, outcome }) => `${verb} ${outcome.type === "refused" ? outcome.code : "done"}`);
  return { clock, db, stage, trouble, move, told };
}

describe("a topic that is gone", () => {
  test("keeps its messages until there is another one, and they go there in order", async () => {
    const { clock, stage, trouble, move, told } = await started();
    trouble.topics.set(1, "topic-gone");
    const ids = stage.turn(ANA, [photo(1), react(1), photo(2), react(2)]);
    await clock.advance(1_000);
    expect([stage.said, told(), stage.pending]).toEqual([["1"], ["post topic-gone"], ids]);
    move(null);
    stage.turn(ANA, [openTopic, recap]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "openTopic"]);
    move(2);
    stage.turn(ANA, [card(null)]);
    await clock.advance(1_000);
    expect(stage.said.slice(2)).toEqual(["recap", "1", "👌1", "2", "👌2", "card"]);
    expect(stage.made.slice(2).every(({ call }) => call.route.topicId === 2)).toBe(true);
    expect(stage.pending).toEqual([]);
  });

  test("is opened once when the actor learned of it in spite of a lost answer", async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const answer = ({ effect }: Call): Outcome =>
      effect.verb === "openTopic" ? { type: "unknown", reason: "cut" } : done(GROUP, 900);
    const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox }, { answer });
    await stage.relay.start();
    stage.setRoute(ANA, { fanChatId: 7, groupId: GROUP, topicId: null });
    stage.turn(ANA, [openTopic, photo(1)]);
    await clock.advance(500);
    stage.setRoute(ANA, { fanChatId: 7, groupId: GROUP, topicId: 10 });
    stage.turn(ANA, []);
    await clock.advance(60_000);
    expect(stage.said).toEqual(["openTopic", "1"]);
    expect(stage.pending).toEqual([]);
  });

  test("is told once for all that waits", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-gone");
    for (let n = 1; n <= 5; n += 1) stage.turn(ANA, [photo(n)]);
    await clock.advance(20_000);
    expect([told(), stage.said, stage.nudged]).toEqual([
      ["post topic-gone"],
      ["1"],
      ["conversation:7"],
    ]);
    expect(stage.relay.stats().stopped).toBe(1);
  });

  test("does not stop what goes to the fan", async () => {
    const { clock, stage, trouble } = await started();
    trouble.topics.set(1, "topic-gone");
    stage.turn(ANA, [photo(1), notify()]);
    await clock.advance(1_000);
    stage.turn(ANA, [notify()]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "notify", "notify"]);
  });

  test("is replaced while turns let out more meanwhile", async () => {
    const { clock, stage, trouble, move } = await started();
    trouble.topics.set(1, "topic-gone");
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    move(null);
    stage.turn(ANA, [openTopic]);
    await clock.advance(1_000);
    stage.turn(ANA, [photo(2)]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "openTopic"]);
    move(2);
    stage.turn(ANA, []);
    await clock.advance(1_000);
    expect(stage.said.slice(2)).toEqual(["1", "2"]);
  });

  test("is the next owner's to tell when the partition is lost meanwhile", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-gone");
    stage.turn(ANA, [photo(1)]);
    await clock.drain();
    const lost = stage.lose([partitionOf(ANA)]);
    await clock.advance(1_000);
    await lost;
    expect([stage.said, told()]).toEqual([["1"], []]);
  });

  test("takes a card with it without a word", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-gone");
    const [id] = stage.turn(ANA, [card()]);
    await clock.advance(1_000);
    expect([stage.statusOf(id), told()]).toEqual(["discarded", []]);
  });

  test("that is lost again and again is not replaced at once for ever", async () => {
    const { clock, stage, trouble, move, told } = await started();
    const heard = () => told().filter((line) => line === "post topic-gone").length;
    stage.turn(ANA, [photo(2)]);
    let topics = 1;
    let known = 0;
    trouble.topics.set(1, "topic-gone");
    // The actor opens another topic whenever it hears of a loss; somebody deletes each at once.
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(1_000);
      if (heard() === known) continue;
      known = heard();
      topics += 1;
      trouble.topics.set(topics, "topic-gone");
      move(topics);
      stage.turn(ANA, []);
    }
    expect(topics).toBe(8);
    trouble.topics.clear();
    await clock.advance(600_000);
    expect(stage.said.at(-1)).toBe("2");
  });
});

describe("a topic that was never made", () => {
  test("is waited for by everything but the call that makes it, and receipts", async () => {
    const { clock, stage, move, told } = await started();
    move(null);
    stage.turn(ANA, [react(9), photo(1), openTopic, card(null)]);
    await clock.advance(5_000);
    expect([stage.said, told()]).toEqual([["openTopic", "👌9"], ["openTopic done"]]);
    move(3);
    stage.turn(ANA, []);
    await clock.advance(1_000);
    expect(stage.said.slice(2)).toEqual(["1", "card"]);
  });
});

describe("a topic that is closed", () => {
  test("is reopened before what waits, and that goes on without another word", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-closed");
    stage.turn(ANA, [photo(1), photo(2)]);
    await clock.advance(1_000);
    expect([stage.said, told()]).toEqual([["1"], ["post topic-closed"]]);
    stage.turn(ANA, [{ verb: "reopenTopic" }]);
    trouble.topics.delete(1);
    await clock.advance(1_000);
    expect(stage.said.slice(1)).toEqual(["reopenTopic", "1", "2"]);
  });

  test("is told again when nobody has reopened it", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-closed");
    stage.turn(ANA, [photo(1)]);
    await clock.advance(100_000);
    expect(told()).toEqual(Array(3).fill("post topic-closed"));
  });

  test("that is gone too by then lets the mender go and says so", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.topics.set(1, "topic-closed");
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    const [id] = stage.turn(ANA, [{ verb: "reopenTopic" }]);
    stage.answer = () => ({ type: "refused", code: "topic-gone", reason: "" });
    await clock.advance(1_000);
    expect([stage.statusOf(id), told()]).toEqual([
      "discarded",
      ["post topic-closed", "reopenTopic topic-gone"],
    ]);
  });
});

describe("a group that will not have us", () => {
  test("is tried again slowly, told once, and gets everything when it is mended", async () => {
    const { clock, stage, trouble, told } = await started();
    trouble.group = "no-rights";
    stage.turn(ANA, [photo(1), photo(2)]);
    await clock.advance(400_000);
    expect(stage.made.map(({ at }) => Math.round(at / 1_000))).toEqual([0, 30, 90, 210]);
    expect(told()).toEqual(["post no-rights"]);
    trouble.group = null;
    await clock.advance(400_000);
    expect([stage.said.slice(4), stage.pending, told().length]).toEqual([["1", "2"], [], 1]);
  });

  test("keeps a topic that it would not let us make", async () => {
    const { clock, stage, trouble, move, told } = await started();
    trouble.group = "no-rights";
    move(null);
    stage.turn(ANA, [openTopic, photo(1)]);
    await clock.advance(20_000);
    expect([stage.said, told()]).toEqual([["openTopic"], ["openTopic no-rights"]]);
    trouble.group = null;
    await clock.advance(20_000);
    expect(stage.said).toEqual(["openTopic", "openTopic"]);
  });

  test("has become another one: its messages follow as soon as its actor knows", async () => {
    const { clock, stage, trouble, move, told } = await started();
    trouble.group = "migrated";
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    trouble.group = null;
    move(1, -2_002);
    stage.turn(ANA, []);
    await clock.advance(1_000);
    expect([stage.said, told()]).toEqual([["1", "1"], ["post migrated"]]);
    expect(stage.made[1]?.call.route.groupId).toBe(-2_002);
  });
});
