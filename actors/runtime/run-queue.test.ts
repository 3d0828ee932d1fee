import { expect, test } from "bun:test";
import { RunQueue } from "./run-queue.ts";

/** Takes everything out. */
function drain<T>(queue: RunQueue<T>): T[] {
  const out: T[] = [];
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) out.push(item);
  return out;
}

test("urgent ones go first, each lane in its own order", () => {
  const queue = new RunQueue<string>();
  for (const item of ["a", "b"]) queue.push(item, false);
  for (const item of ["now", "next"]) queue.push(item, true);
  expect(queue.heads()).toEqual(["now", "a"]);
  expect(drain(queue)).toEqual(["now", "next", "a", "b"]);
});

test("a flood of urgent ones does not starve the others", () => {
  const queue = new RunQueue<string>();
  for (const item of ["a", "b"]) queue.push(item, false);
  for (let i = 0; i < 100; i += 1) queue.push("urgent", true);
  const out = drain(queue);
  expect([out.indexOf("a"), out.indexOf("b"), out.length]).toEqual([16, 33, 102]);
});

test("stays in order over many thousands of pushes and pops", () => {
  const queue = new RunQueue<number>();
  let pushed = 0;
  let popped = 0;
  for (let round = 0; round < 2_000; round += 1) {
    for (let i = 0; i < 7; i += 1) queue.push((pushed += 1), false);
    for (let i = 0; i < 6; i += 1) expect(queue.pop()).toBe((popped += 1));
  }
  expect(queue.size).toBe(2_000);
  expect(drain(queue)[0]).toBe(popped + 1);
});
