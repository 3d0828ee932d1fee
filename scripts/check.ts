/**
 * The gate, and what `npm test` runs: format, lint with the layer walls and the determinism bans,
 * types, unused code, secrets, documents, migrations, simulator seeds and tests.
 *
 *   bun scripts/check.ts              everything
 *   bun scripts/check.ts lint types   only these
 *
 * Two workers take the steps in order: the tests, which wait for servers half of the time, keep one
 * busy while the other computes, and whoever is free first takes the last seeds. A failing step stops
 * nothing: one run shows all there is to mend. Ctrl-C stops what runs and the servers with it.
 */
import { failureReport, stepLine, totalsLine } from "./check/report.ts";
import { runStep, type Step, type StepResult } from "./check/step.ts";
import { runTests } from "./check/tests.ts";

type Job = {
  readonly name: string;
  readonly run: (signal: AbortSignal) => Promise<StepResult>;
};

const steps: readonly Step[] = [
  { name: "format", bunArgs: ["x", "--bun", "biome", "check", "."] },
  { name: "lint", bunArgs: ["x", "--bun", "oxlint"] },
  { name: "types", bunArgs: ["x", "--bun", "tsc", "--noEmit", "-p", "."] },
  { name: "unused", bunArgs: ["x", "--bun", "knip"] },
  { name: "secrets", bunArgs: ["scripts/secret-scan.ts", "--all"] },
  { name: "docs", bunArgs: ["scripts/check/docs.ts"] },
  { name: "migrations", bunArgs: ["scripts/check/migrations.ts"] },
  { name: "simulator-1", bunArgs: ["scripts/simulate.ts", "--seeds", "80"] },
  { name: "simulator-2", bunArgs: ["scripts/simulate.ts", "--seeds", "80", "--from", "81"] },
];

const jobs: readonly Job[] = [
  { name: "tests", run: (signal) => runTests("tests", signal) },
  ...steps.map((step): Job => ({ name: step.name, run: (signal) => runStep(step, signal) })),
];

const workersCount = 2;

async function main(wanted: readonly string[]): Promise<number> {
  const names = jobs.map((job) => job.name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`No step is called ${unknown.join(", ")}; there are ${names.join(", ")}.`);
    return 2;
  }
  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupt.abort());

  const chosen = jobs.filter((job) => wanted.length === 0 || wanted.includes(job.name));
  const results = await runAll(chosen, interrupt.signal);
  if (interrupt.signal.aborted) return 130;

  const isUnderNpm = process.env["npm_config_user_agent"]?.startsWith("npm/") ?? false;
  console.log(`\n${failureReport(results, isUnderNpm ? "npx bun" : "bun")}`);
  console.log(totalsLine(results));
  return results.every((result) => result.failed === 0) ? 0 : 1;
}

/** Prints a line as each job ends; after an interrupt it starts no further one. */
async function runAll(chosen: readonly Job[], signal: AbortSignal): Promise<readonly StepResult[]> {
  const queue = [...chosen];
  const results: StepResult[] = [];
  const work = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      if (signal.aborted) return;
      const result = await job.run(signal);
      results.push(result);
      console.log(stepLine(result));
    }
  };
  await Promise.all(Array.from({ length: workersCount }, work));
  return results;
}

process.exitCode = await main(process.argv.slice(2));
