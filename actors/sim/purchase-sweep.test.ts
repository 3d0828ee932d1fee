// Two scripts about money, killed at their first call to the store, to Stripe or to Telegram, then at the
// second, and so on: every line between two calls is a place where money could be lost or made twice.
import { expect, test } from "bun:test";
import type { CrashPoint } from "./faults.ts";
import type { MoneyAct } from "./money-traffic.ts";
import type { Act } from "./traffic.ts";
import { runWorld, type WorldReport } from "./world.ts";
import type { Script } from "./world-plan.ts";

const FAN = 7_000_000_001;
const FATES: readonly CrashPoint["fate"][] = ["crashBefore", "crashAfter", "answerLost"];
const TIMEOUT_MS = 60_000;

type Scripted = Omit<Script, "crash">;

const START: readonly Act[] = [{ atMs: 0, kind: "start", fanId: FAN }];

function moneyActs(acts: readonly (readonly [number, MoneyAct["kind"]])[]): readonly MoneyAct[] {
  return acts.map(([atMs, kind]) => ({ atMs, kind, fanId: FAN }));
}

/** Page, both events of its payment, a part given back, a dispute that is won. */
const PURCHASE: Scripted = {
  acts: START,
  moneyActs: moneyActs([
    [1_000, "buy"],
    [3_000, "pay"],
    [9_000, "refundHalf"],
    [15_000, "dispute"],
    [21_000, "winDispute"],
  ]),
};

/** Agrees to be charged, with a card saved on the way, and writes for the first time. */
const AGREES = [
  [300, "askRecharge"],
  [1_000, "pickRecharge"],
  [1_700, "saveCard"],
  [20_000, "pressAgree"],
  [20_600, "spend"],
] as const;

/** Charged, writes until it is low again, and answers the bank. */
const CHARGED: Scripted = {
  acts: [
    ...START,
    ...[21_600, 21_900, 22_200].map((atMs): Act => ({ atMs, kind: "photo", fanId: FAN })),
  ],
  moneyActs: moneyActs([...AGREES, [24_000, "settle"]]),
  verdicts: ["succeeds", "asks"],
};

/** Declined, and low at the message right behind it too. */
const DECLINED: Scripted = {
  acts: START,
  moneyActs: moneyActs([...AGREES, [20_700, "spend"]]),
  verdicts: ["declines", "succeeds"],
};

async function run(script: Scripted, crash: CrashPoint | null): Promise<WorldReport> {
  return await runWorld({ seed: 1, script: { ...script, crash } });
}

/** What goes wrong when the process dies at its n-th call, for each n. */
async function sweep(script: Scripted, fate: CrashPoint["fate"]): Promise<readonly string[]> {
  const { calls } = await run(script, null);
  const failed: string[] = [];
  for (let call = 1; call <= calls; call += 1) {
    const { violations } = await run(script, { call, fate });
    for (const { guarantee, what } of violations) failed.push(`call ${call}: ${guarantee} ${what}`);
  }
  return failed;
}

test("unharmed, the scripts do what they are about", async () => {
  const [purchase, recharge, declined] = await Promise.all(
    [PURCHASE, CHARGED, DECLINED].map((script) => run(script, null)),
  );
  const violations = [purchase, recharge, declined].map((report) => report?.violations);
  expect(violations).toEqual([[], [], []]);
  expect(purchase?.money).toMatchObject({ paid: 1, charged: 0, refunded: 1, disputed: 1 });
  expect(recharge?.money).toMatchObject({ paid: 2, charged: 2 });
  expect(declined?.money).toMatchObject({ paid: 0, charged: 0 });
});

for (const [name, script] of [
  ["a purchase", PURCHASE],
  ["an auto-recharge", CHARGED],
  ["a declined auto-recharge", DECLINED],
] as const) {
  for (const fate of FATES) {
    test(
      `${fate} at every call of ${name} in turn`,
      async () => {
        expect(await sweep(script, fate)).toEqual([]);
      },
      TIMEOUT_MS,
    );
  }
}
