import { describe, expect, test } from "bun:test";
import { failureReport, stepLine, totalsLine } from "./report.ts";
import { runStep, type StepResult } from "./step.ts";

const lint: StepResult = {
  name: "lint",
  passed: 1,
  failed: 0,
  durationMs: 940,
  detail: "all well",
  repeatArgs: ["x", "--bun", "oxlint"],
};
const tests: StepResult = {
  name: "tests",
  passed: 411,
  failed: 2,
  note: "413 tests",
  durationMs: 61_020,
  detail: "(fail) charges once",
  repeatArgs: ["test", "./src/a.test.ts"],
};

describe("the gate's report", () => {
  test("has a line a step, with its time", () => {
    expect(stepLine(lint)).toBe("✓ lint           0.9 s");
    expect(stepLine(tests)).toBe("✗ tests         61.0 s  413 tests");
  });

  test("shows each failure with the command that repeats it, and nothing of what passed", () => {
    const report = failureReport([lint, tests], "npx bun");
    expect(report).toContain("(fail) charges once");
    expect(report).toContain("npx bun test ./src/a.test.ts");
    expect(report).not.toContain("all well");
  });

  test("keeps the end of an endless failure, where the reason stands", () => {
    const detail = Array.from({ length: 5000 }, (_, index) => `line ${index}`).join("\n");
    const report = failureReport([{ ...tests, detail }], "bun");
    expect(report).toContain("line 4999");
    expect(report).toContain("lines left out");
    expect(report.split("\n").length).toBeLessThan(300);
  });

  test("adds tests one by one and every other step as one", () => {
    expect(totalsLine([lint, tests])).toBe("412 passed, 2 failed");
    expect(totalsLine([])).toBe("0 passed, 0 failed");
  });
});

describe("a step", () => {
  test("passes when its command exits 0", async () => {
    const result = await runStep({ name: "quiet", bunArgs: ["-e", ""] });
    expect(result).toMatchObject({ name: "quiet", passed: 1, failed: 0 });
  });

  test("fails with what its command said on either stream", async () => {
    const code = "console.log('out'); console.error('err'); process.exit(3)";
    const result = await runStep({ name: "loud", bunArgs: ["-e", code] });
    expect(result).toMatchObject({ passed: 0, failed: 1, detail: "out\nerr\n" });
  });

  test("fails when its command does not exist", async () => {
    const result = await runStep({ name: "missing", bunArgs: ["scripts/no-such-file.ts"] });
    expect(result).toMatchObject({ passed: 0, failed: 1 });
    expect(result.detail).toContain("no-such-file");
  });
});
