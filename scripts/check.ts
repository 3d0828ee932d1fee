/**
 * The gate, and what `npm test` runs: format, lint with the layer walls and the determinism bans,
 * types, unused code, secrets, documents, migrations, simulator seeds and tests.
 *
 *   bun scripts/check.ts              everything
 *   bun scripts/check.ts lint types   only these
 *
 * Two lanes run side by side: the tests, which wait for servers half of the time, and everything
 * else, which computes. A failing step stops nothing: one run shows all there is to mend. Ctrl-C stops
 * what runs and the servers with it.
 */
import { failureReport, stepLine, totalsLine } from "./check/report.ts";
import { runStep, type Step, type StepResult } from "./check/step.ts";
import { runTests } from "./check/tests.ts";

const testsName = "tests";

const otherSteps: readonly Step[] = [
  { name: "format", bunArgs: ["x", "--bun", "biome", "check", "."] },
  { name: "lint", bunArgs: ["x", "--bun", "oxlint"] },
  { name: "types", bunArgs: ["x", "--bun", "tsc", "--noEmit", "-p", "."] },
  { name: "unused", bunArgs: ["x", "--bun", "knip"] },
  { name: "secrets", bunArgs: ["scripts/secret-scan.ts", "--all"] },
  { name: "docs", bunArgs: ["scripts/check/docs.ts"] },
  { name: "migrations", bunArgs: ["scripts/check/migrations.ts"] },
  { name: "simulator", bunArgs: ["scripts/simulate.ts", "--seeds", "500"] },
];

const stepNames = [...otherSteps.map((step) => step.name), testsName];

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((name) => !stepNames.includes(name));
  if (unknown.length > 0) {
    console.error(`No step is called ${unknown.join(", ")}; there are ${stepNames.join(", ")}.`);
    return 2;
  }
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);

  const interrupt = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interrupt.abort());

  const results: StepResult[] = [];
  const finish = (result: StepResult) => {
    results.push(result);
    console.log(stepLine(result));
  };
  const testsLane = async () => {
    if (isWanted(testsName)) finish(await runTests(testsName, interrupt.signal));
  };
  const otherLane = async () => {
    for (const step of otherSteps) {
      if (interrupt.signal.aborted) return;
      if (isWanted(step.name)) finish(await runStep(step, interrupt.signal));
    }
  };
  await Promise.all([testsLane(), otherLane()]);
  if (interrupt.signal.aborted) return 130;

  const isUnderNpm = process.env["npm_config_user_agent"]?.startsWith("npm/") ?? false;
  console.log(`\n${failureReport(results, isUnderNpm ? "npx bun" : "bun")}`);
  console.log(totalsLine(results));
  return results.every((result) => result.failed === 0) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
