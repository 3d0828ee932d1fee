import { expect, test } from "bun:test";
import { activeFaults, CALM } from "./faults.ts";

test("a calm world has no failures, and real limits are not one", () => {
  expect(activeFaults(CALM)).toEqual([]);
  expect(activeFaults({ ...CALM, enforcesLimits: true })).toEqual([]);
});

test("each failure is told in words, with what is left of it", () => {
  const faults = {
    ...CALM,
    isTelegramDown: true,
    floodNext: 2,
    loseNextAnswers: 1,
    latencyMs: 250,
  };
  expect(activeFaults({ ...faults, duplicatesUpdates: true })).toEqual([
    "Telegram is down",
    "429 for 2 more",
    "answers lost: 1 to come",
    "every update twice",
    "250 ms latency",
  ]);
});
