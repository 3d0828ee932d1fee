import { expect, test } from "bun:test";
import { array, assert, nat, property } from "fast-check";
import { DueHeap } from "./due-heap.ts";

test("what comes due comes out soonest first, and those due together as they went in", () => {
  assert(
    property(array(nat(20)), (dueTimes) => {
      const heap = new DueHeap<{ dueAt: number; order: number }>();
      const entries = dueTimes.map((dueAt, order) => ({ dueAt, order }));
      for (const entry of entries) heap.push(entry.dueAt, entry);
      const out = [];
      for (let e = heap.popDue(20); e !== undefined; e = heap.popDue(20)) out.push(e);
      expect(out).toEqual(entries.toSorted((a, b) => a.dueAt - b.dueAt || a.order - b.order));
    }),
  );
});

test("what is not due stays, and says when it will be", () => {
  const heap = new DueHeap<string>();
  expect(heap.nextDueAt).toBe(Number.POSITIVE_INFINITY);
  heap.push(5, "later");
  heap.push(3, "soon");
  expect([heap.nextDueAt, heap.popDue(2), heap.size]).toEqual([3, undefined, 2]);
  expect([heap.popDue(3), heap.popDue(4), heap.size]).toEqual(["soon", undefined, 1]);
  heap.clear();
  expect([heap.size, heap.popDue(9)]).toEqual([0, undefined]);
});
