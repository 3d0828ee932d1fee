import { describe, expect, test } from "bun:test";
import { StoreFailure } from "#actors/kernel/errors.ts";
import type { CommitResult, TurnCommit } from "#actors/kernel/ports.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { Journal } from "./journal.ts";
import { fan, Recorder } from "./test-kit.ts";

/** A turn that only its envelope's id tells from others. */
function turn(envelopeId: number): TurnCommit {
  return {
    address: fan(String(envelopeId)),
    partition: 0,
    actor: { row: envelopeId, userId: null },
    epoch: 1,
    version: 0,
    envelopeId,
    at: 0,
    state: "{}",
    stateVersion: 1,
    projection: null,
    rows: [],
    outbox: [],
    held: [],
    timers: [],
  };
}

interface Batch {
  readonly ids: readonly number[];
  readonly answer: (results?: readonly CommitResult[]) => void;
  readonly fail: (error?: Error) => void;
}

/** A journal on a store whose commits a test answers one by one. */
function start() {
  const batches: Batch[] = [];
  const recorder = new Recorder();
  const clock = new VirtualClock();
  const store = {
    commit: (turns: readonly TurnCommit[]) =>
      new Promise<readonly CommitResult[]>((resolve, reject) => {
        batches.push({
          ids: turns.map((t) => t.envelopeId),
          answer: (results) => resolve(results ?? turns.map(() => "committed")),
          fail: (error = new Error("connection lost")) => reject(error),
        });
      }),
  };
  return { journal: new Journal({ store, clock, telemetry: recorder }), batches, recorder, clock };
}

const REFUSAL = new StoreFailure("a reference is used twice", true);

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

describe("batches", () => {
  test("a lone turn is committed at once", async () => {
    const { journal, batches, clock } = start();
    const result = journal.commit(turn(1));
    await clock.drain();
    expect(batches.map((b) => b.ids)).toEqual([[1]]);
    batches[0]?.answer();
    expect(await result).toBe("committed");
  });

  test("turns decided in one go are one batch", async () => {
    const { journal, batches, clock } = start();
    const results = range(0, 10).map((id) => journal.commit(turn(id)));
    await clock.drain();
    expect(batches.map((b) => b.ids)).toEqual([range(0, 10)]);
    batches[0]?.answer();
    expect(new Set(await Promise.all(results))).toEqual(new Set(["committed"]));
  });

  test("what is decided while two commits are under way goes together in the next", async () => {
    const { journal, batches, clock } = start();
    for (const id of range(0, 10)) {
      void journal.commit(turn(id));
      await clock.drain();
    }
    expect(batches.map((b) => b.ids)).toEqual([[0], [1]]);
    batches[0]?.answer();
    await clock.drain();
    expect(batches.map((b) => b.ids)).toEqual([[0], [1], range(2, 10)]);
  });

  test("a batch has at most 256 turns", async () => {
    const { journal, batches, clock } = start();
    for (const id of range(0, 600)) void journal.commit(turn(id));
    await clock.drain();
    expect(batches.map((b) => b.ids.length)).toEqual([256, 256]);
    batches[1]?.answer();
    await clock.drain();
    expect(batches.map((b) => b.ids.length)).toEqual([256, 256, 88]);
  });

  test("sizes and times are told", async () => {
    const { journal, batches, recorder, clock } = start();
    const results = range(0, 3).map((id) => journal.commit(turn(id)));
    await clock.advance(7);
    batches[0]?.answer(["committed", "missed", "committed"]);
    expect(await Promise.all(results)).toEqual(["committed", "missed", "committed"]);
    expect(recorder.events).toEqual([{ event: "commit", turns: 3, missed: 1, ms: 7 }]);
  });
});

describe("a batch that fails as a whole", () => {
  test("is tried turn by turn, so that the bad turn fails alone", async () => {
    const { journal, batches, clock } = start();
    const results = range(0, 4).map((id) => journal.commit(turn(id)));
    await clock.drain();
    batches[0]?.fail();
    for (const id of range(0, 4)) {
      await clock.drain();
      const single = batches[id + 1];
      expect(single?.ids).toEqual([id]);
      if (id === 2) single?.fail();
      else single?.answer();
    }
    expect(await Promise.all(results)).toEqual(["committed", "committed", "rejected", "committed"]);
  });

  test("although it was durable, misses at the second try", async () => {
    const { journal, batches, clock } = start();
    const results = range(0, 2).map((id) => journal.commit(turn(id)));
    await clock.drain();
    batches[0]?.fail();
    await clock.drain();
    batches[1]?.answer(["missed"]);
    await clock.drain();
    batches[2]?.answer(["missed"]);
    expect(await Promise.all(results)).toEqual(["missed", "missed"]);
  });

  test("is unknown, every turn of it, when the store takes none of them", async () => {
    const { journal, batches, clock } = start();
    const results = range(0, 50).map((id) => journal.commit(turn(id)));
    for (let i = 0; i < 60; i += 1) {
      await clock.drain();
      batches[i]?.fail();
    }
    expect(new Set(await Promise.all(results))).toEqual(new Set(["unknown"]));
    // Three single tries are enough to see that the store is down.
    expect(batches).toHaveLength(4);
  });

  test("because the store refuses one turn leaves the others alone, whatever comes of them", async () => {
    const { journal, batches, clock } = start();
    const results = range(0, 6).map((id) => journal.commit(turn(id)));
    for (let i = 0; i < 7; i += 1) {
      await clock.drain();
      if (i === 6) batches[i]?.answer();
      else batches[i]?.fail(REFUSAL);
    }
    const rejected = Array.from({ length: 5 }, () => "rejected");
    expect<unknown[]>(await Promise.all(results)).toEqual([...rejected, "committed"]);
  });

  test("of one turn that the store refuses by a rule is that turn's fault", async () => {
    const { journal, batches, clock } = start();
    const result = journal.commit(turn(1));
    await clock.drain();
    batches[0]?.fail(REFUSAL);
    expect([await result, batches.length]).toEqual(["rejected", 1]);
  });

  test("of one turn is unknown without another try", async () => {
    const { journal, batches, clock, recorder } = start();
    const result = journal.commit(turn(1));
    await clock.drain();
    batches[0]?.fail();
    expect(await result).toBe("unknown");
    expect(batches).toHaveLength(1);
    expect(recorder.of("storeError")).toHaveLength(1);
  });
});
