// One scripted conversation, killed at one I/O call after the other: every line of the loop between two
// calls is a place where a process dies once. Each fate takes every third call, the next fate the call
// after it.
import { expect, test } from "bun:test";
import type { CrashPoint } from "./faults.ts";
import type { Act } from "./traffic.ts";
import { runWorld } from "./world.ts";

const FAN = 7_000_000_001;

/** First contact, an album, running out of credits, a gift that releases, an answer, an edit. */
const SCRIPT: readonly Act[] = (
  [
    [0, "start"],
    [2_000, "text"],
    [3_000, "text"],
    [5_000, "reply"],
    [7_000, "album"],
    [12_000, "text"],
    [14_000, "photo"],
    [16_000, "gift"],
    [20_000, "edit"],
    [22_000, "reaction"],
    [24_000, "deleteTopic"],
    [25_000, "gift"],
    [26_000, "text"],
  ] as const
).map(([atMs, kind]) => ({ atMs, kind, fanId: FAN }));

const FATES: readonly CrashPoint["fate"][] = ["crashBefore", "crashAfter", "answerLost"];

test("a calm run of the script has nothing to hide", async () => {
  const report = await runWorld({ seed: 1, script: { acts: SCRIPT, crash: null } });
  expect(report.violations).toEqual([]);
  expect(report.acknowledged).toBeGreaterThanOrEqual(7);
});

for (const fate of FATES) {
  test(`${fate} at one I/O call after the other`, async () => {
    const { calls } = await runWorld({ seed: 1, script: { acts: SCRIPT, crash: null } });
    const failed: string[] = [];
    for (let call = 1 + FATES.indexOf(fate); call <= calls; call += FATES.length) {
      const report = await runWorld({ seed: 1, script: { acts: SCRIPT, crash: { call, fate } } });
      for (const { guarantee, what } of report.violations) {
        failed.push(`call ${call}: ${guarantee} ${what}`);
      }
    }
    expect(failed).toEqual([]);
  }, 60_000);
}
