import { describe, expect, test } from "bun:test";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { againAfterMs } from "./relay-outcome.ts";
import {
  card,
  done,
  fan,
  GROUP,
  notify,
  photo,
  react,
  Stage,
  type StageOptions,
} from "./relay-test-kit.ts";

async function started(options: StageOptions = {}) {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const stage = new Stage({ clock, store: db.store("n1"), outbox: db.outbox }, options);
  await stage.relay.start();
  await clock.drain();
  const heard = () => [...db.inbox.values()].map((row) => JSON.parse(row.arrival.body) as unknown);
  return { clock, db, stage, heard };
}

const unknown: Outcome = { type: "unknown", reason: "cut" };

function retry(scope: "chat" | "bot", afterMs = 5_000): Outcome {
  return { type: "retry", afterMs, scope };
}

function refused(code: Extract<Outcome, { type: "refused" }>["code"]): Outcome {
  return { type: "refused", code, reason: `it is ${code}` };
}

/** Gives these answers to the first calls, and `done` to all others. */
function first(...answers: readonly Outcome[]): () => Outcome {
  const left = [...answers];
  return () => left.shift() ?? done();
}

describe("retry after", () => {
  test("closes that chat for every lane, and no other chat", async () => {
    const { clock, stage } = await started({ answer: first(retry("chat", 30_000)) });
    stage.turn(fan(7), [photo(1)]);
    await clock.advance(100);
    stage.turn(fan(8), [photo(2), notify()]);
    await clock.advance(20_000);
    expect(stage.said).toEqual(["1", "notify"]);
    expect(stage.relay.stats().floods).toEqual([{ chat: GROUP, forMs: 9_910 }]);
    await clock.advance(20_000);
    expect([stage.said, stage.pending]).toEqual([["1", "notify", "1", "2"], []]);
    expect(stage.made[2]).toMatchObject({ at: 30_010, call: { attempt: 1 } });
  });

  test("stops everything when it is the whole bot that is flooded", async () => {
    const { clock, stage } = await started({ answer: first(retry("bot")) });
    stage.turn(fan(7), [photo(1)]);
    await clock.advance(100);
    stage.turn(fan(8), [notify(), react(1)]);
    await clock.advance(4_000);
    expect(stage.said).toEqual(["1"]);
    expect(stage.relay.stats().floods).toEqual([{ chat: null, forMs: 910 }]);
    await clock.advance(5_000);
    expect(stage.said.toSorted()).toEqual(["1", "1", "notify", "👌1"]);
    expect(stage.events).toContainEqual({ event: "flood", scope: "bot", afterMs: 5_000 });
  });

  test("waits for a vendor that was not reached, and calls that no flood", async () => {
    const unreached: Outcome = { type: "retry", afterMs: 500, scope: "bot", isUnreached: true };
    const { clock, stage } = await started({ answer: first(unreached) });
    stage.turn(fan(7), [photo(1)]);
    await clock.advance(5_000);
    expect(stage.said).toEqual(["1", "1"]);
    expect(stage.events.filter(({ event }) => event === "flood")).toEqual([]);
  });

  test("parks what is cosmetic, and its lane goes on", async () => {
    const answer: StageOptions["answer"] = ({ effect }) =>
      effect.verb === "react" ? retry("chat", 60_000) : done();
    const { clock, stage } = await started({ answer });
    stage.turn(fan(7), [photo(1), react(1), photo(2), react(2), photo(3)]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "👌1", "2", "3"]);
    stage.answer = () => done();
    await clock.advance(60_000);
    expect(stage.said.slice(4)).toEqual(["👌1", "👌2"]);
  });

  test("takes what is cosmetic out of the line of others too, so that their lanes go on", async () => {
    const { clock, stage } = await started({ answer: first(retry("chat", 60_000)), callsMax: 1 });
    stage.turn(fan(7), [photo(1)]);
    await clock.advance(5);
    stage.turn(fan(8), [card(), react(9)]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "👌9"]);
  });

  test("forgets what is transient", async () => {
    const { clock, stage } = await started({ answer: () => retry("chat") });
    stage.turn(fan(7), [], { transient: [{ verb: "showAction", action: "typing" }] });
    await clock.advance(60_000);
    expect([stage.said, stage.relay.stats().effects]).toEqual([["showAction"], 0]);
  });

  test("leaves the window narrower than it was", async () => {
    const limits = { messagesPerSecond: 0, groupMessagesPerMinute: 4, chatMessagesPerSecond: 0 };
    const { clock, stage } = await started({ limits, answer: first(retry("chat", 61_000)) });
    stage.turn(fan(7), [1, 2, 3, 4, 5].map(photo));
    await clock.advance(90_000);
    expect(stage.said).toEqual(["1", "1", "2", "3"]);
  });
});

describe("an unknown outcome", () => {
  test("is tried again, slower each time, and is never given up", async () => {
    const { clock, stage } = await started({ answer: () => unknown });
    const [id] = stage.turn(fan(7), [photo(1), photo(2)]);
    await clock.advance(3_600_000);
    const gaps = stage.made.slice(1, 9).map(({ at }, i) => at - (stage.made[i]?.at ?? 0) - 10);
    expect(gaps).toEqual([750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
    stage.answer = () => done();
    await clock.advance(60_000);
    expect([stage.statusOf(id), stage.pending]).toEqual(["delivered", []]);
  });

  test("waits from one to sixty seconds, less up to a quarter so that not all come back at once", () => {
    expect([againAfterMs(1, () => 0), againAfterMs(1, () => 0.999_9)]).toEqual([750, 1_000]);
    expect([againAfterMs(50, () => 0), againAfterMs(50, () => 0.999_9)]).toEqual([45_000, 59_999]);
  });

  test("is what a performer that throws is taken for", async () => {
    const perform = async () => Promise.reject(new Error("a bug"));
    const { clock, stage } = await started({ performer: { perform } });
    const [id] = stage.turn(fan(7), [photo(1)]);
    await clock.advance(10_000);
    expect(stage.statusOf(id)).toBe("pending");
    expect(stage.events).toContainEqual(
      expect.objectContaining({ event: "call", verb: "post", outcome: "unknown", merged: 1 }),
    );
  });
});

describe("a refusal", () => {
  test("is for good: discarded, told, and the lane goes on once its actor is sure to hear", async () => {
    const { clock, stage, heard } = await started({ answer: first(refused("blocked")) });
    const [id] = stage.turn(fan(7), [notify(), notify()]);
    await clock.advance(1_000);
    expect([stage.statusOf(id), stage.said.length, stage.pending]).toEqual(["discarded", 2, []]);
    const outcome = refused("blocked");
    expect(heard()).toEqual([
      { type: "outcome", effectId: id, verb: "notify", outcome, tag: null },
    ]);
    expect(stage.nudged).toEqual(["conversation:7"]);
    expect(stage.events).toContainEqual({
      event: "refused",
      verb: "notify",
      code: "blocked",
      reason: "it is blocked",
    });
  });

  test("of something cosmetic is nobody's news", async () => {
    const { clock, stage, heard } = await started({ answer: () => refused("message-gone") });
    const ids = stage.turn(fan(7), [react(1), card()]);
    await clock.advance(1_000);
    expect(ids.map((id) => stage.statusOf(id))).toEqual(["discarded", "discarded"]);
    expect(heard()).toEqual([]);
  });

  test("takes along what waits for the refused effect, in whatever lane", async () => {
    const { clock, stage, heard } = await started({ answer: first(refused("bad-request")) });
    const ids = stage.turn(fan(7), [
      { effect: photo(1) },
      { effect: photo(2), after: 0 },
      { effect: notify(), after: 1 },
      { effect: photo(3) },
    ]);
    await clock.advance(1_000);
    expect(stage.said).toEqual(["1", "3"]);
    expect(ids.map((id) => stage.statusOf(id))).toEqual([
      "discarded",
      "discarded",
      "discarded",
      "delivered",
    ]);
    expect(heard()).toHaveLength(1);
  });

  test("of the token itself is no effect's fault: everything waits", async () => {
    const { clock, stage, heard } = await started({ answer: first(refused("unauthorized")) });
    stage.turn(fan(7), [notify()]);
    await clock.advance(10_000);
    stage.turn(fan(8), [notify()]);
    await clock.advance(40_000);
    expect([stage.said, heard()]).toEqual([["notify"], []]);
    await clock.advance(60_000);
    expect([stage.said.length, stage.pending]).toEqual([3, []]);
  });

  test("is written in words that Postgres takes", async () => {
    const reason = `\0half \ud83d ${"x".repeat(400)}`;
    const outcome: Outcome = { type: "refused", code: "bad-request", reason };
    const { clock, stage, heard } = await started({ answer: () => outcome });
    stage.turn(fan(7), [notify()]);
    await clock.advance(1_000);
    const [told] = heard() as { outcome: { reason: string } }[];
    expect(told?.outcome.reason).toBe(`half � ${"x".repeat(293)}`);
  });
});

describe("an effect that waits for another one", () => {
  test("goes once that is done, from another lane too", async () => {
    const { clock, stage } = await started({ callMs: 1_000 });
    stage.turn(fan(7), [{ effect: photo(1) }, { effect: notify(), after: 0 }]);
    await clock.advance(900);
    expect(stage.said).toEqual(["1"]);
    await clock.advance(900);
    expect(stage.said).toEqual(["1", "notify"]);
  });
});
