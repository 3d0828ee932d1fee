// Of effects with one key only the newest matters; what is cosmetic yields.
import { describe, expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import {
  card,
  done,
  fan,
  header,
  photo,
  react,
  Stage,
  type StageOptions,
} from "./relay-test-kit.ts";

const ANA = fan(7);
const ONE_A_MINUTE = { messagesPerSecond: 0, groupMessagesPerMinute: 1, chatMessagesPerSecond: 0 };

async function started(options: StageOptions = {}) {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox }, options);
  await stage.relay.start();
  await clock.drain();
  return { clock, db, stage };
}

/** A refreshed card that shows so many credits. */
function cardWith(credits: number): Effect {
  const effect = card();
  if (effect.verb !== "card") throw new Error("a card");
  return { ...effect, facts: { ...effect.facts, ...header("new", credits).facts } };
}

describe("effects with one key", () => {
  test("are called once when several wait, with the newest figures", async () => {
    const { clock, stage } = await started({ callMs: 100 });
    const ids = [photo(1), cardWith(3), cardWith(2), cardWith(1)].map(
      (effect) => stage.turn(ANA, [effect])[0],
    );
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "card"]);
    expect(stage.made[1]?.call.effect).toMatchObject({ facts: { credits: 1 } });
    expect(ids.map((id) => stage.statusOf(id))).toEqual(Array(4).fill("delivered"));
  });

  test("superseded ones are delivered as far as the store and its actor go: without a word", async () => {
    const { clock, stage, db } = await started({ callMs: 100 });
    stage.turn(ANA, [photo(1), cardWith(3)]);
    stage.turn(ANA, [cardWith(2)]);
    await clock.advance(50);
    expect(stage.pending).toHaveLength(2);
    expect(db.inbox.size).toBe(0);
  });

  test("never have two calls under way, so an older receipt cannot land on a newer one", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    stage.turn(ANA, [react(1, "👌")]);
    await clock.advance(100);
    stage.turn(ANA, [react(1, "👀")]);
    await clock.advance(800);
    expect(stage.said).toEqual(["👌1"]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["👌1", "👀1"]);
  });

  test("one that has to be tried again gives way to a newer one", async () => {
    const answer: StageOptions["answer"] = ({ effect }) =>
      effect.verb === "react" && effect.emoji === "👌" ? { type: "unknown", reason: "" } : done();
    const { clock, stage } = await started({ callMs: 100, answer });
    const [old] = stage.turn(ANA, [react(1, "👌")]);
    await clock.advance(50);
    stage.turn(ANA, [react(1, "👀")]);
    await clock.advance(10_000);
    expect([stage.said, stage.statusOf(old)]).toEqual([["👌1", "👀1"], "delivered"]);
  });

  test("of two actors have nothing to do with each other", async () => {
    const { clock, stage } = await started({ callMs: 100 });
    stage.turn(ANA, [photo(1), cardWith(3)]);
    stage.turn(fan(8), [photo(2), cardWith(2)]);
    await clock.advance(1_000);
    expect(stage.said.filter((verb) => verb === "card")).toHaveLength(2);
  });

  test("read back from the outbox, the greater id wins", async () => {
    const clock = new VirtualClock();
    const db = new MemoryDatabase(() => clock.now());
    const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox });
    stage.commit(ANA, [cardWith(3)]);
    stage.commit(ANA, [cardWith(2)]);
    await stage.relay.start();
    await clock.advance(1_000);
    expect(stage.made.map(({ call }) => call.effect)).toMatchObject([{ facts: { credits: 2 } }]);
    expect(stage.pending).toEqual([]);
  });
});

describe("what is cosmetic", () => {
  test("goes in its place while nobody is short of room", async () => {
    const { clock, stage } = await started();
    stage.turn(ANA, [card(null), photo(1)]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["card", "1"]);
  });

  test("is passed by the messages behind it while the group has no room", async () => {
    const { clock, stage } = await started({ limits: ONE_A_MINUTE });
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    stage.turn(ANA, [card(), photo(2), photo(3)]);
    await clock.advance(300_000);
    expect(stage.said).toEqual(["1", "2", "3", "card"]);
  });

  test("is passed by other fans' messages too", async () => {
    const { clock, stage } = await started({ limits: ONE_A_MINUTE });
    stage.turn(ANA, [photo(1)]);
    await clock.advance(1_000);
    stage.turn(ANA, [card()]);
    await clock.advance(1_000);
    stage.turn(fan(8), [photo(2), photo(3)]);
    await clock.advance(300_000);
    expect(stage.said).toEqual(["1", "2", "3", "card"]);
  });

  test("waits for no room when it needs none", async () => {
    const { clock, stage } = await started({ limits: ONE_A_MINUTE });
    stage.turn(ANA, [photo(1), react(1), photo(2), react(2)]);
    await clock.advance(10_000);
    expect(stage.said).toEqual(["1", "👌1"]);
  });

  test("never goes before the message that it acknowledges", async () => {
    const { clock, stage } = await started({ limits: ONE_A_MINUTE });
    for (let n = 1; n <= 3; n += 1) stage.turn(ANA, [photo(n), react(n)]);
    await clock.advance(300_000);
    expect(stage.said).toEqual(["1", "👌1", "2", "👌2", "3", "👌3"]);
  });
});
