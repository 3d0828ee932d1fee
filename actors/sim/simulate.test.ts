// The simulator's own promises, and the seeds that once failed. The many seeds of the gate are run by
// `scripts/simulate.ts`; here are the few that must never be forgotten.
import { describe, expect, test } from "bun:test";
import type { Guards } from "./memory-store.ts";
import { runWorld } from "./world.ts";

/** Found by a seed? Keep the seed, with what it found in one line. */
const KEPT: readonly (readonly [number, string])[] = [
  [6, "a commit whose answer was lost had let out posts that nobody knew of"],
  [8, "a message that was put back after a dozen later ones was taken for one heard before"],
  [18, "what waited for a fan who was forgotten was sent all the same"],
  [38, "a frozen process committed, on waking, into a partition that it had lost"],
  [53, "a partition doubted twice within one call was read while that call was under way"],
  [417, "whoever was erased and came back was charged past the ceiling of the day"],
  [673, "a topic that came while its fan was erased kept their name, and was never told"],
];

describe("kept seeds", () => {
  for (const [seed, story] of KEPT) {
    test(`${seed}: ${story}`, async () => {
      expect((await runWorld({ seed })).violations).toEqual([]);
    });
  }
});

test("the same seed is the same run, to the last step", async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const [first, second] = [await runWorld({ seed }), await runWorld({ seed })];
    expect(second).toEqual(first);
    expect(first.calls).toBeGreaterThan(100);
  }
});

test("different seeds are different runs", async () => {
  const traces = new Set<number>();
  for (let seed = 1; seed <= 5; seed += 1) traces.add((await runWorld({ seed })).trace);
  expect(traces.size).toBe(5);
});

describe("without a guard some seed fails", () => {
  const SEEDS = 60;
  const TIMEOUT_MS = 30_000;
  const cases: readonly (readonly [keyof Guards, string])[] = [
    ["dedupe", "G2"],
    ["fence", "G3"],
    ["order", "G5"],
  ];
  for (const [guard, guarantee] of cases) {
    test(
      `without ${guard}`,
      async () => {
        const found = await firstViolation({ [guard]: false }, SEEDS, guarantee);
        expect(found).toStartWith(guarantee);
      },
      TIMEOUT_MS,
    );
  }
});

/** The first guarantee that breaks, starting with `prefix`; "" when none does. */
async function firstViolation(
  guards: Partial<Guards>,
  seeds: number,
  prefix: string,
): Promise<string> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { violations } = await runWorld({ seed, guards });
    const hit = violations.find((violation) => violation.guarantee.startsWith(prefix));
    if (hit !== undefined) return hit.guarantee;
  }
  return "";
}
