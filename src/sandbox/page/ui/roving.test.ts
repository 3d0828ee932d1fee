import { expect, test } from "bun:test";
import { nextIndex } from "./roving.ts";

test("arrows go to the neighbour and round the ends, Home and End jump", () => {
  expect(nextIndex("ArrowDown", 0, 3)).toBe(1);
  expect(nextIndex("ArrowDown", 2, 3)).toBe(0);
  expect(nextIndex("ArrowUp", 0, 3)).toBe(2);
  expect(nextIndex("Home", 2, 3)).toBe(0);
  expect(nextIndex("End", 0, 3)).toBe(2);
});

test("from nowhere an arrow comes in at its near end", () => {
  expect(nextIndex("ArrowDown", -1, 3)).toBe(0);
  expect(nextIndex("ArrowUp", -1, 3)).toBe(2);
});

test("other keys and empty widgets lead nowhere", () => {
  expect(nextIndex("a", 0, 3)).toBeNull();
  expect(nextIndex("ArrowDown", -1, 0)).toBeNull();
  expect(nextIndex("Home", -1, 0)).toBeNull();
});
