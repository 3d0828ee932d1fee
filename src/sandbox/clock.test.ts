import { describe, expect, test } from "bun:test";
import { SandboxClock } from "./clock.ts";

describe("the clock", () => {
  test("turned forward runs what fell due, in order, and tells how far", () => {
    const clock = SandboxClock.frozen(1_000);
    const seen: string[] = [];
    clock.onAdvance((byMs) => seen.push(`turned ${byMs}`));
    clock.after(30, () => seen.push("third"));
    clock.after(10, () => seen.push("first"));
    clock.after(10, () => seen.push("second"));
    clock.after(31, () => seen.push("never"));
    clock.advance(30);
    expect(seen).toEqual(["first", "second", "third", "turned 30"]);
    expect(clock.now()).toBe(1_030);
    expect(clock.turnedMs).toBe(30);
  });

  test("runs a timer that was made due by another in the same turn", () => {
    const clock = SandboxClock.frozen();
    const seen: string[] = [];
    clock.after(10, () => clock.after(0, () => seen.push("chained")));
    clock.advance(10);
    expect(seen).toEqual(["chained"]);
  });

  test("forgets what was cancelled, and everything when stopped", () => {
    const clock = SandboxClock.frozen();
    const seen: string[] = [];
    const cancel = clock.after(10, () => seen.push("cancelled"));
    clock.after(10, () => seen.push("stopped"));
    cancel();
    clock.stop();
    clock.advance(10);
    expect(seen).toEqual([]);
  });

  test("never turns back", () => {
    const clock = SandboxClock.frozen();
    expect(() => clock.advance(-1)).toThrow(RangeError);
    expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  });

  test("asks its source to be woken for the earliest timer only", () => {
    const asked: number[] = [];
    let wake = () => {};
    let now = 0;
    const clock = new SandboxClock({
      now: () => now,
      wake(delayMs, run) {
        asked.push(delayMs);
        wake = run;
        return () => {};
      },
    });
    const seen: string[] = [];
    clock.after(50, () => seen.push("late"));
    clock.after(20, () => seen.push("early"));
    now = 20;
    wake();
    expect(seen).toEqual(["early"]);
    expect(asked).toEqual([50, 20, 30]);
  });
});
