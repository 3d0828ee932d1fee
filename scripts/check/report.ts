/**
 * What the gate prints. A line a step as it ends; at the end every failure with what it said and the
 * command that repeats it alone; and as the very last line `N passed, N failed`, which any CI can
 * read. The numbers count tests one by one and every other step as one.
 */
import type { StepResult } from "./step.ts";

/** Enough to show any one failure whole; a broken tree can print thousands of lines. */
const detailLinesMax = 200;

/** `✓ lint          0.9 s` */
export function stepLine(result: StepResult): string {
  const mark = result.failed === 0 ? "✓" : "✗";
  const seconds = (result.durationMs / 1000).toFixed(1).padStart(6);
  const note = result.note === undefined ? "" : `  ${result.note}`;
  return `${mark} ${result.name.padEnd(12)}${seconds} s${note}`;
}

/**
 * @param runner what stands before the arguments so that the command works where the gate was
 *   called: `bun` where Bun is on the PATH, `npx bun` under npm.
 */
export function failureReport(results: readonly StepResult[], runner: string): string {
  return results
    .filter((result) => result.failed > 0)
    .map((result) =>
      [
        `── ${result.name} failed`,
        tail(result.detail),
        `   repeat it alone: ${[runner, ...result.repeatArgs].join(" ")}`,
        "",
      ].join("\n"),
    )
    .join("\n");
}

/** `1204 passed, 0 failed` */
export function totalsLine(results: readonly StepResult[]): string {
  const sum = (pick: (result: StepResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0);
  return `${sum((result) => result.passed)} passed, ${sum((result) => result.failed)} failed`;
}

function tail(text: string): string {
  const lines = text.trimEnd().split("\n");
  const cut = lines.length - detailLinesMax;
  if (cut <= 0) return lines.join("\n");
  return [`   (${cut} lines left out)`, ...lines.slice(cut)].join("\n");
}
