/**
 * One step of the gate: a command of its own, so that a failure can be repeated alone by typing what
 * the report prints. A step ends in exactly one of four ways: it exits 0, it exits otherwise, it
 * outlives its limit and is killed, or it cannot be started; the last three are failures.
 */
import { captureBun, type Run } from "./capture.ts";

export type Step = {
  readonly name: string;
  /** Arguments of the Bun that runs the gate: `["x", "--bun", "knip"]`, `["scripts/simulate.ts"]`. */
  readonly bunArgs: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Turns the exit and the output into counts; without it the step counts as one. */
  readonly judge?: (run: Run) => Verdict | Promise<Verdict>;
};

export type Verdict = {
  readonly passed: number;
  readonly failed: number;
  /** A few words for the step's line, such as "412 tests, 3 skipped". */
  readonly note?: string;
  /** Replaces the step's command in the report when a narrower one repeats the failure. */
  readonly repeatArgs?: readonly string[];
  /** What the reader needs to see about a failure; the run's output when it is left out. */
  readonly detail?: string;
};

export type StepResult = Verdict & {
  readonly name: string;
  readonly durationMs: number;
  readonly detail: string;
  readonly repeatArgs: readonly string[];
};

/** A hung step must not hang the gate for ever; on two idle cores none takes a tenth of this. */
const stepLimitMs = 20 * 60_000;

/** Runs one step to its end. Never rejects: whatever goes wrong is the step's failure. */
export async function runStep(step: Step, signal?: AbortSignal): Promise<StepResult> {
  const startedAtMs = performance.now();
  const run = await captureBun(step.bunArgs, {
    limitMs: stepLimitMs,
    ...(step.env === undefined ? {} : { env: step.env }),
    ...(signal === undefined ? {} : { signal }),
  });
  const verdict = (await step.judge?.(run)) ?? judgeByExit(run);
  return {
    detail: run.output,
    repeatArgs: step.bunArgs,
    ...verdict,
    name: step.name,
    durationMs: performance.now() - startedAtMs,
  };
}

function judgeByExit(run: Run): Verdict {
  return run.exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
