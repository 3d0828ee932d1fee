import { describe, expect, test } from "bun:test";
import { array, assert, double, integer, property, record } from "fast-check";
import { botWindow, chatWindows, type LimitOptions, Window } from "./limits.ts";

const OPTIONS: LimitOptions = {
  messagesPerSecond: 30,
  groupMessagesPerMinute: 20,
  chatMessagesPerSecond: 1,
};

interface Made {
  readonly latency: number;
  /** Where between the call's leaving and its answer the server counts it, 0…1. */
  readonly share: number;
}

/** Makes calls as soon as a window admits them, several under way; answers when each was counted. */
function countedAt(window: Window, calls: readonly Made[]): number[] {
  const counted: number[] = [];
  const answers: number[] = [];
  const waiting = [...calls];
  let now = 0;
  while (waiting.length > 0) {
    for (let next = waiting[0]; next !== undefined && window.admits(1, now); next = waiting[0]) {
      waiting.shift();
      window.take(1);
      counted.push(now + next.latency * next.share);
      answers.push(now + next.latency);
    }
    answers.sort((a, b) => a - b);
    now = Math.min(answers[0] ?? Infinity, Math.max(now, window.freeAt(1, now)));
    while ((answers[0] ?? Infinity) <= now) window.finish(1, answers.shift() ?? now);
  }
  return counted.toSorted((a, b) => a - b);
}

/** When calls leave that are counted and answered at once. */
function leave(window: Window, calls: number): number[] {
  return countedAt(
    window,
    Array.from({ length: calls }, () => ({ latency: 0, share: 0 })),
  );
}

describe("a window", () => {
  test("lets its capacity through at once and then one for each that has aged a span", () => {
    expect(leave(new Window(3, 1_000), 7)).toEqual([0, 0, 0, 1_000, 1_000, 1_000, 2_000]);
  });

  test("never has more than its capacity in any span, whenever the server counts a call", () => {
    const call = record({
      latency: integer({ min: 0, max: 3_000 }),
      share: double({ min: 0, max: 1, noNaN: true }),
    });
    assert(
      property(integer({ min: 1, max: 8 }), array(call, { maxLength: 60 }), (most, calls) => {
        const counted = countedAt(new Window(most, 1_000), calls);
        const spans = counted.slice(most).map((at, i) => at - (counted[i] ?? 0));
        expect(Math.min(1_000, ...spans)).toBe(1_000);
      }),
    );
  });

  test("holds a slot while its call has no answer, however long that takes", () => {
    const window = new Window(1, 1_000);
    window.take(1);
    expect([window.admits(1, 50_000), window.freeAt(1, 50_000)]).toEqual([false, Infinity]);
    window.finish(1, 60_000);
    expect([window.freeAt(1, 60_000), window.admits(1, 61_000)]).toEqual([61_000, true]);
  });

  test("has a call that was not made back at once", () => {
    const window = new Window(1, 1_000);
    window.take(1);
    window.giveBack(1);
    expect(window.admits(1, 0)).toBe(true);
  });

  test("lets an album larger than itself go when it is empty, and nothing beside it", () => {
    const window = new Window(5, 1_000);
    expect(window.admits(10, 0)).toBe(true);
    window.take(10);
    window.finish(10, 0);
    expect([window.admits(1, 999), window.admits(10, 1_000)]).toEqual([false, true]);
  });

  test("waits for as many slots as an album needs", () => {
    const window = new Window(4, 1_000);
    for (const at of [0, 100, 200]) {
      window.take(1);
      window.finish(1, at);
    }
    expect(window.freeAt(3, 300)).toBe(1_100);
  });

  test("narrows by a quarter with each 429, to a third at most, and widens every ten minutes", () => {
    const window = new Window(20, 1_000);
    const capacityAt = (now: number): number => {
      const sizes = Array.from({ length: 21 }, (_, size) => size);
      window.take(1);
      const most = sizes.findLast((size) => window.admits(size, now)) ?? 0;
      window.giveBack(1);
      return most + 1;
    };
    window.narrow(0);
    expect(capacityAt(0)).toBe(15);
    for (let i = 0; i < 9; i += 1) window.narrow(1);
    expect(capacityAt(1)).toBe(6);
    expect(capacityAt(600_001)).toBe(8);
    expect([capacityAt(2_400_000), capacityAt(2_400_001)]).toEqual([15, 20]);
  });

  test("is as good as new once its slots are back and it is wide again", () => {
    const window = new Window(2, 1_000);
    expect(window.freshAt(5)).toBe(5);
    window.take(1);
    expect(window.freshAt(5)).toBe(Infinity);
    window.finish(1, 10);
    expect(window.freshAt(10)).toBe(1_010);
    window.narrow(20);
    window.narrow(20);
    expect(window.freshAt(20)).toBe(1_200_020);
  });
});

describe("the windows of a chat", () => {
  test("a fan's chat takes five messages at once and then about one a second", () => {
    const [window, ...others] = chatWindows(false, OPTIONS);
    expect(others).toEqual([]);
    const sent = window === undefined ? [] : leave(window, 11);
    expect(sent).toEqual([...Array<number>(5).fill(0), ...Array<number>(5).fill(5_050), 10_100]);
  });

  test("a group has twenty a minute besides, with a second to spare", () => {
    const [, minute] = chatWindows(true, OPTIONS);
    const sent = minute === undefined ? [] : leave(minute, 41);
    expect([sent[19], sent[20], sent[40]]).toEqual([0, 61_000, 122_000]);
  });

  test("a limit of 0 is none", () => {
    const off = { messagesPerSecond: 0, groupMessagesPerMinute: 0, chatMessagesPerSecond: 0 };
    expect([botWindow(off), chatWindows(true, off), chatWindows(false, off)]).toEqual([
      null,
      [],
      [],
    ]);
  });
});
