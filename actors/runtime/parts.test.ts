// The small parts that everything else stands on.
import { describe, expect, test } from "bun:test";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { backoffMs } from "./backoff.ts";
import { Batcher } from "./batcher.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { deepFreeze } from "./freeze.ts";
import { Lifecycle } from "./lifecycle.ts";
import { within } from "./within.ts";

describe("back-off", () => {
  test("doubles from 50 ms up to its bound", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((tries) => backoffMs(tries, 500, () => 0));
    expect(waits).toEqual([50, 100, 200, 400, 500, 500]);
  });

  test("adds up to half of itself at random", () => {
    expect(backoffMs(1, 500, () => 0.999)).toBe(74);
  });
});

describe("a bell", () => {
  test("wakes who waits, and keeps a ring for who comes late", async () => {
    const clock = new VirtualClock();
    const bell = new Bell(clock);
    const woken: string[] = [];
    const waiting = bell.wait().then(() => woken.push("rung"));
    await clock.drain();
    expect(woken).toEqual([]);
    bell.ring();
    await waiting;
    bell.ring();
    await bell.wait();
    expect(woken).toEqual(["rung"]);
  });

  test("ends a wait early, and lets it end by itself", async () => {
    const clock = new VirtualClock();
    const bell = new Bell(clock);
    const ends: number[] = [];
    const waiting = bell.wait(100).then(() => ends.push(clock.monotonic()));
    await clock.advance(30);
    bell.ring();
    await waiting;
    const again = bell.wait(100).then(() => ends.push(clock.monotonic()));
    await clock.advance(500);
    await again;
    expect(ends).toEqual([30, 130]);
  });
});

describe("a batcher", () => {
  test("fails every item of a batch that fails, and goes on with the next", async () => {
    let isDown = true;
    const batcher = new Batcher<number, number>({
      work: async (items) => {
        if (isDown) throw new Error("down");
        return items.map((item) => item * 2);
      },
      batchMax: 10,
      inFlightMax: 1,
    });
    const failed = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(failed.map((result) => result.status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    expect(await Promise.all([batcher.add(1), batcher.add(2)])).toEqual([2, 4]);
  });

  test("does not take a missing answer for a good one", async () => {
    const batcher = new Batcher<number, number>({
      work: async () => [],
      batchMax: 10,
      inFlightMax: 1,
    });
    expect(await batcher.add(1).catch(String)).toBe("InvariantError: answers are aligned");
  });
});

describe("waiting within a time", () => {
  test("hands on what comes in time", async () => {
    const clock = new VirtualClock();
    expect(await within(clock, 10, Promise.resolve(1))).toBe(1);
    const failing = within(clock, 10, Promise.reject(new Error("no")));
    expect(await failing.catch(String)).toBe("Error: no");
    expect(await clock.step()).toBe(false);
  });

  test("ends when nothing comes", async () => {
    const clock = new VirtualClock();
    const waiting = within(clock, 10, new Promise(() => {})).catch(String);
    await clock.advance(10);
    expect(await waiting).toBe("Error: no answer within 10 ms");
  });
});

test("an error is one line of bounded length, whatever was thrown", () => {
  expect(describeError(new TypeError("x is undefined"))).toBe("TypeError: x is undefined");
  expect(describeError("just text")).toBe("just text");
  expect(describeError(new Error("x".repeat(1_000)))).toHaveLength(300);
});

test("freezing goes all the way down", () => {
  const value = deepFreeze({ list: [{ deep: 1 }], nothing: null });
  expect([Object.isFrozen(value.list), Object.isFrozen(value.list[0])]).toEqual([true, true]);
});

test("a stop waits for loops, and a start for the stop before it", async () => {
  const order: string[] = [];
  const loop = Promise.withResolvers<void>();
  const lifecycle = new Lifecycle({
    begin: async (_signal, run) => {
      order.push("begun");
      run(loop.promise.then(() => void order.push("loop over")));
    },
    end: async () => {},
  });
  await lifecycle.start();
  const stopped = lifecycle.stop().then(() => order.push("stopped"));
  const started = lifecycle.start();
  await new VirtualClock().drain();
  expect(order).toEqual(["begun"]);
  loop.resolve();
  await stopped;
  await started;
  await lifecycle.stop();
  expect(order.filter((step) => step !== "stopped")).toEqual([
    "begun",
    "loop over",
    "begun",
    "loop over",
  ]);
});

test("a service whose start failed can be stopped and started again", async () => {
  let tries = 0;
  const lifecycle = new Lifecycle({
    begin: async () => {
      tries += 1;
      if (tries === 1) throw new Error("port taken");
    },
    end: async () => {},
  });
  expect(await lifecycle.start().catch(String)).toBe("Error: port taken");
  await lifecycle.stop();
  await lifecycle.start();
  await lifecycle.stop();
  expect(tries).toBe(2);
});
