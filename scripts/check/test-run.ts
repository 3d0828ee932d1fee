/**
 * Reads what `bun test` says about itself: the totals at the end of its text, the files that failed,
 * and, from its JUnit file, the tests that asserted nothing. The text is the source of the totals
 * because a file that does not even load is missing from the JUnit file.
 */
import { relative, resolve } from "node:path";
import type { Run } from "./capture.ts";
import type { Verdict } from "./step.ts";

export type Demands = {
  /** True where everything the tests can use is present, so that no test may be skipped. */
  readonly isSkipFailure: boolean;
  /** The JUnit file's text, or "" when the run did not come to write one. */
  readonly junit: string;
};

/** The gate's verdict on one run of `bun test`. A run without totals is one failure. */
export function judgeTests(run: Run, demands: Demands): Verdict {
  const passed = countOf(run.output, "pass");
  const skipped = countOf(run.output, "skip") + countOf(run.output, "todo");
  const failed = Math.max(countOf(run.output, "fail"), run.exitCode === 0 && passed > 0 ? 0 : 1);
  const complaints = [
    ...testsWithoutAssertion(demands.junit).map((test) => `asserts nothing: ${test}`),
    ...(demands.isSkipFailure && skipped > 0 ? [`${skipped} skipped where none may be`] : []),
  ];
  const files = failedFiles(run.output);
  return {
    passed,
    failed: failed + complaints.length,
    note: `${passed + failed + skipped} tests${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    detail: [run.output.trim(), ...complaints].join("\n"),
    ...(files.length > 0 ? { repeatArgs: ["test", ...files] } : {}),
  };
}

/** The last ` 12 pass` line wins: a test may itself print the totals of a run that it drove. */
function countOf(output: string, word: string): number {
  const lines = [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}$`, "gm"))];
  return Number(lines.at(-1)?.[1] ?? 0);
}

/**
 * Every test file that the output names, as a heading or in a stack: with `--only-failures` those are
 * the ones in which something failed. An error at loading may stand under another file's heading,
 * so the headings alone would not do.
 */
function failedFiles(output: string): readonly string[] {
  const names = [...output.matchAll(/[^\s("'`]+\.test\.tsx?/g)].map(([name]) => resolve(name));
  return [...new Set(names)].map((name) => `./${relative(process.cwd(), name)}`);
}

function testsWithoutAssertion(junit: string): readonly string[] {
  const passedCase = /<testcase name="([^"]*)"[^>]*? file="([^"]*)"[^>]*? assertions="0" \/>/g;
  return [...junit.matchAll(passedCase)].map(([, name, file]) => `${file}: ${unescapeXml(name)}`);
}

function unescapeXml(text = ""): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'" };
  return text
    .replaceAll(/&(lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll("&amp;", "&");
}
