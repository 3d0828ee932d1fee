/** Against the real `bun test`: the counts come from its text, which another version may word anew. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureBun, type Run } from "./capture.ts";
import { judgeTests } from "./test-run.ts";

const files: Readonly<Record<string, string>> = {
  "good.test.ts": `test("adds", () => { expect(1 + 1).toBe(2); });`,
  "bad.test.ts": `test("adds", () => { expect(1 + 1).toBe(3); });`,
  "silent.test.ts": `test("says <nothing>", () => {});`,
  "skipped.test.ts": `test.skip("later", () => { expect(1).toBe(1); });`,
  "broken.test.ts": `throw new Error("does not load");`,
};
const runLimitMs = 20_000;

let root = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stagedoor-test-run-"));
  await Bun.write(join(root, "package.json"), "{}");
  for (const [name, code] of Object.entries(files)) {
    await Bun.write(join(root, name), `import { expect, test } from "bun:test";\n${code}\n`);
  }
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function bunTest(...names: readonly string[]): Promise<{ run: Run; junit: string }> {
  const junitFile = join(root, `${names.join("-")}.xml`);
  const paths = names.map((name) => `./${name}.test.ts`);
  const reporter = ["--reporter=junit", `--reporter-outfile=${junitFile}`];
  const run = await captureBun(["test", "--parallel=2", "--only-failures", ...reporter, ...paths], {
    limitMs: runLimitMs,
    cwd: root,
  });
  const file = Bun.file(junitFile);
  return { run, junit: (await file.exists()) ? await file.text() : "" };
}

describe("the verdict on a run of the tests", () => {
  test("counts what passed", async () => {
    const { run, junit } = await bunTest("good");
    expect(judgeTests(run, { isSkipFailure: true, junit })).toMatchObject({
      passed: 1,
      failed: 0,
      note: "1 tests",
    });
  });

  test("counts what failed and names the files that repeat it", async () => {
    const { run, junit } = await bunTest("good", "bad");
    const verdict = judgeTests(run, { isSkipFailure: false, junit });
    expect(verdict).toMatchObject({ passed: 1, failed: 1 });
    expect(verdict.repeatArgs?.[0]).toBe("test");
    expect(verdict.repeatArgs?.join(" ")).toContain("./bad.test.ts");
  });

  test("a file that does not load is a failure, and is named", async () => {
    const { run, junit } = await bunTest("good", "broken");
    const verdict = judgeTests(run, { isSkipFailure: false, junit });
    expect(verdict).toMatchObject({ passed: 1, failed: 1 });
    expect(verdict.repeatArgs?.join(" ")).toContain("/broken.test.ts");
  });

  test("a test that asserts nothing is a failure", async () => {
    const { run, junit } = await bunTest("good", "silent");
    const verdict = judgeTests(run, { isSkipFailure: false, junit });
    expect(verdict.failed).toBe(1);
    expect(verdict.detail).toContain("asserts nothing: silent.test.ts: says <nothing>");
  });

  test("a skipped test is counted, and fails where nothing may be skipped", async () => {
    const { run, junit } = await bunTest("good", "skipped");
    const lenient = judgeTests(run, { isSkipFailure: false, junit });
    expect(lenient).toMatchObject({ passed: 1, failed: 0, note: "2 tests, 1 skipped" });
    expect(judgeTests(run, { isSkipFailure: true, junit }).failed).toBe(1);
  });

  test.each([
    ["killed before its totals", { exitCode: null, output: "adds\nkilled by SIGKILL\n" }],
    ["that found no test", { exitCode: 1, output: "No tests found!\n" }],
    ["that exits badly after passing", { exitCode: 1, output: " 3 pass\n 0 fail\n" }],
  ])("a run %s is a failure", (_how, run) => {
    expect(judgeTests(run, { isSkipFailure: false, junit: "" }).failed).toBe(1);
  });
});
