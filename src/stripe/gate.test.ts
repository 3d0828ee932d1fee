import { expect, test } from "bun:test";
import { OverloadedError } from "#src/http/inbox-batcher.ts";
import { createGate } from "./gate.ts";

function world(atOnce: number, waiting: number) {
  const gate = createGate(atOnce, waiting);
  const ends: ((error?: Error) => void)[] = [];
  const begun: number[] = [];
  const enter = (n: number) =>
    gate.pass(async () => {
      begun.push(n);
      await new Promise<void>((resolve, reject) => {
        ends.push((error) => (error === undefined ? resolve() : reject(error)));
      });
      return n;
    });
  return { enter, ends, begun };
}

test("so many run at once; the rest wait in order", async () => {
  const { enter, ends, begun } = world(2, 10);
  const all = [1, 2, 3, 4].map(enter);
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  expect(await all[1]).toBe(2);
  expect(begun).toEqual([1, 2, 3]);
  ends[0]?.();
  await all[0];
  expect(begun).toEqual([1, 2, 3, 4]);
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
});

test("what fails makes room too", async () => {
  const { enter, ends, begun } = world(1, 10);
  const failing = enter(1);
  const next = enter(2);
  ends[0]?.(new Error("no"));
  expect(await failing.catch((error: Error) => error.message)).toBe("no");
  expect(begun).toEqual([1, 2]);
  ends[1]?.();
  expect(await next).toBe(2);
});

test("too many that wait are told to come again", async () => {
  const { enter, ends } = world(1, 1);
  const first = enter(1);
  const second = enter(2);
  const refusal = await enter(3).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OverloadedError);
  ends[0]?.();
  await first;
  ends[1]?.();
  expect(await second).toBe(2);
});
