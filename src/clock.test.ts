import { describe, expect, test } from "bun:test";
import { systemClock } from "./clock.ts";

describe("the system clock", () => {
  test("wakes a sleeper as soon as its signal aborts", async () => {
    const stop = new AbortController();
    const sleep = systemClock.sleep(2 ** 40, stop.signal);
    stop.abort();
    expect(await sleep).toBeUndefined();
  });

  test("does not go to sleep on a signal that was aborted before", async () => {
    expect(await systemClock.sleep(2 ** 40, AbortSignal.abort())).toBeUndefined();
  });

  test("yields a macrotask, so that timers and sockets get their turn", async () => {
    const order: string[] = [];
    setImmediate(() => order.push("other"));
    await systemClock.yield();
    order.push("self");
    expect(order).toEqual(["other", "self"]);
  });
});
