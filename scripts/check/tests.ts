/**
 * The step that runs every `*.test.ts`, several files at a time, each in a process world of its own
 * (`--parallel` implies `--isolate`), against the servers that all of them share.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type Servers, startServers } from "./servers.ts";
import { runStep, type Step, type StepResult } from "./step.ts";
import { judgeTests } from "./test-run.ts";

/** A test that waits for a browser or a fresh Postgres on a busy machine needs more than Bun's 5 s. */
const testLimitMs = 30_000;

const bunArgs = [
  "test",
  // A developer's own .env must not decide what the tests see.
  "--no-env-file",
  `--parallel=${Math.max(2, availableParallelism())}`,
  `--timeout=${testLimitMs}`,
  "--only-failures",
];

/** Starts the servers, runs the tests, stops the servers. A server that does not start is a failure. */
export async function runTests(name: string, signal: AbortSignal): Promise<StepResult> {
  const startedAtMs = performance.now();
  const scratch = await mkdtemp(join(tmpdir(), "stagedoor-check-"));
  const junitFile = join(scratch, "junit.xml");
  let servers: Servers | undefined;
  try {
    servers = await startServers();
    const step: Step = {
      name,
      bunArgs: [...bunArgs, "--reporter=junit", `--reporter-outfile=${junitFile}`],
      env: servers.env,
      judge: async (run) => judgeTests(run, { isSkipFailure, junit: await readIfThere(junitFile) }),
    };
    const result = await runStep(step, signal);
    return { ...result, durationMs: performance.now() - startedAtMs };
  } catch (error) {
    const durationMs = performance.now() - startedAtMs;
    return { name, passed: 0, failed: 1, durationMs, detail: String(error), repeatArgs: bunArgs };
  } finally {
    await servers?.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Set where Redis and Chromium were installed for the run: a skip there hides a broken set-up. */
const isSkipFailure =
  process.env["STAGEDOOR_REQUIRE_REDIS"] === "1" &&
  process.env["STAGEDOOR_REQUIRE_CHROMIUM"] === "1";

async function readIfThere(path: string): Promise<string> {
  const file = Bun.file(path);
  return (await file.exists()) ? file.text() : "";
}
