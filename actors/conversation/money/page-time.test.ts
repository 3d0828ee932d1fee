import { expect, test } from "bun:test";
import { saidLeft } from "./page-time.ts";

test.each([
  [31 * 60_000, 30 * 60],
  [32 * 60_000 + 400, 30 * 60],
  [30 * 60_000, 30 * 60],
  [30 * 60_000 - 1, 25 * 60],
  [4 * 60_000, 4 * 60],
  [900, 0],
  [-1000, 0],
])("a page with %d ms left is said to stay open for %d s", (left, said) => {
  expect(saidLeft(1_000, 1_000 + left)).toBe(said);
});
