// Scripts about locked media, killed at one call to the store or to Telegram after the other: every line
// between the charge and the delivery is a place where one of them could be lost. Each fate takes every
// third call, the next fate the call after it, so that each call is one where something goes wrong.
import { expect, test } from "bun:test";
import type { CrashPoint } from "./faults.ts";
import type { LockedAct, LockedActKind } from "./locked-traffic.ts";
import type { Act } from "./traffic.ts";
import { runWorld, type WorldReport } from "./world.ts";
import type { Script } from "./world-plan.ts";

const FAN = 7_000_000_001;
const FATES: readonly CrashPoint["fate"][] = ["crashBefore", "crashAfter", "answerLost"];
const TIMEOUT_MS = 60_000;

type Scripted = Omit<Script, "crash">;

/** The topic is made by the first message. */
const ACTS: readonly Act[] = [
  { atMs: 0, kind: "start", fanId: FAN },
  { atMs: 300, kind: "text", fanId: FAN },
];

function lockedActs(acts: readonly (readonly [number, LockedActKind])[]): readonly LockedAct[] {
  return acts.map(([atMs, kind]) => ({ atMs, kind, fanId: FAN }));
}

/** Kept back, offered by a reply, tapped twice, and sent once more. */
const ENOUGH: Scripted = {
  acts: [...ACTS, { atMs: 1_500, kind: "gift", fanId: FAN }],
  lockedActs: lockedActs([
    [2_000, "lockKept"],
    [4_000, "unlockTwice"],
    [6_000, "sendAgain"],
  ]),
};

/** Tapped with too few credits: a pack is bought, and it comes by itself. */
const TOO_FEW: Scripted = {
  acts: ACTS,
  lockedActs: lockedActs([
    [2_000, "lockDear"],
    [4_000, "unlock"],
  ]),
  moneyActs: [
    { atMs: 6_000, kind: "buy", fanId: FAN },
    { atMs: 9_000, kind: "pay", fanId: FAN },
  ],
};

/** Paid for, and Telegram has the file no longer. */
const GONE: Scripted = {
  ...TOO_FEW,
  lockedActs: lockedActs([
    [2_000, "lockDear"],
    [3_500, "loseFile"],
    [4_000, "unlock"],
  ]),
};

const STARS: Scripted = {
  acts: ACTS,
  lockedActs: lockedActs([
    [2_000, "lockForStars"],
    [4_000, "buyMedia"],
  ]),
};

async function run(script: Scripted, crash: CrashPoint | null): Promise<WorldReport> {
  return await runWorld({ seed: 1, script: { ...script, crash } });
}

/** What goes wrong when that happens at the n-th call, for every third n. */
async function sweep(script: Scripted, fate: CrashPoint["fate"]): Promise<readonly string[]> {
  const { calls } = await run(script, null);
  const failed: string[] = [];
  for (let call = 1 + FATES.indexOf(fate); call <= calls; call += FATES.length) {
    const { violations } = await run(script, { call, fate });
    for (const { guarantee, what } of violations) failed.push(`call ${call}: ${guarantee} ${what}`);
  }
  return failed;
}

test("unharmed, the scripts do what they are about", async () => {
  const reports = await Promise.all(
    [ENOUGH, TOO_FEW, GONE, STARS].map((script) => run(script, null)),
  );
  expect(reports.map(({ violations }) => violations)).toEqual([[], [], [], []]);
  expect(reports.map(({ locked }) => locked)).toEqual([
    { sold: 1, delivered: 1, returned: 0, inStars: 0 },
    { sold: 1, delivered: 1, returned: 0, inStars: 0 },
    { sold: 1, delivered: 0, returned: 1, inStars: 0 },
    { sold: 1, delivered: 0, returned: 0, inStars: 1 },
  ]);
});

for (const [name, script] of [
  ["an unlock", ENOUGH],
  ["an unlock that waits for credits", TOO_FEW],
  ["an unlock of a file that is gone", GONE],
  ["a sale for Stars", STARS],
] as const) {
  for (const fate of FATES) {
    test(
      `${fate} at one call of ${name} after the other`,
      async () => {
        expect(await sweep(script, fate)).toEqual([]);
      },
      TIMEOUT_MS,
    );
  }
}
