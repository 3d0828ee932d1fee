/**
 * Tests of the linter's configuration. Oxlint is silent when a wall is down: a later override that
 * names a rule replaces the earlier one, and a config in another folder matches no `files`. So every
 * wall and ban gets a violation planted behind it, in a copy of the folder tree outside the
 * checkout, and must be reported there; what the walls allow must stay unreported.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { captureBun } from "./capture.ts";

type Plant = readonly [file: string, rule: string, code: string];

const bans = "no-restricted-globals";
const imports = "no-restricted-imports";

const globals = [
  "Date.now()",
  "new Date(0)",
  "performance.now()",
  "setTimeout(() => undefined, 1)",
  "setInterval(() => undefined, 1)",
  "setImmediate(() => undefined)",
  "queueMicrotask(() => undefined)",
  "crypto.randomUUID()",
  'fetch("http://localhost")',
  'process.env["HOME"]',
  "Bun.version",
  "globalThis.Date",
  "new WeakRef({})",
].map(
  (use, index): Plant => [
    `actors/conversation/global-${index}.ts`,
    bans,
    `export const x = ${use};`,
  ],
);

const planted: readonly Plant[] = [
  ...globals,
  ["actors/kernel/clock.ts", bans, "export const x = Date.now();"],
  ["actors/runtime/clock.ts", bans, "export const x = setTimeout(() => undefined, 1);"],
  ["actors/sim/clock.ts", bans, "export const x = Date.now();"],
  ["actors/desk/random.ts", "no-restricted-properties", "export const x = Math.random();"],
  ["actors/runtime/random.ts", "no-restricted-properties", "export const x = Math.random();"],
  ["actors/sim/random.ts", "no-restricted-properties", "export const x = Math.random();"],
  ["actors/conversation/print.ts", "no-console", 'console.log("here");'],
  ["src/print.ts", "no-console", 'console.log("here");'],
  ["db/print.ts", "no-console", 'console.log("here");'],

  ["actors/kernel/up.ts", imports, 'export { x } from "#actors/runtime/ok.ts";'],
  ["actors/kernel/pack.ts", imports, 'export { pino } from "pino";'],
  ["actors/runtime/actor.ts", imports, 'export { x } from "#actors/conversation/ok.ts";'],
  ["actors/runtime/sim.ts", imports, 'export { x } from "#actors/sim/ok.ts";'],
  ["actors/conversation/sibling.ts", imports, 'export { x } from "#actors/desk/ok.ts";'],
  ["actors/conversation/types.ts", imports, 'export type { X } from "#actors/desk/ok.ts";'],
  ["actors/conversation/late.ts", imports, 'export const x = import("#actors/desk/ok.ts");'],
  ["actors/desk/sibling.ts", imports, 'export { x } from "#actors/conversation/ok.ts";'],
  ["actors/desk/machine.ts", imports, 'export { x } from "#actors/runtime/ok.ts";'],
  ["actors/conversation/vendor.ts", imports, 'export { Bot } from "gramio";'],
  ["actors/conversation/node.ts", imports, 'export { readFile } from "node:fs/promises";'],
  ["actors/conversation/store.ts", imports, 'export { x } from "#db/ok.ts";'],
  ["actors/conversation/outside.ts", imports, 'export { x } from "#src/ok.ts";'],
  ["actors/sim/store.ts", imports, 'export { x } from "#db/ok.ts";'],
  ["actors/sim/node.ts", imports, 'export { readFile } from "node:fs/promises";'],
  ["actors/campaign/sibling.ts", imports, 'export { x } from "#actors/desk/ok.ts";'],
  ["db/up.ts", imports, 'export { x } from "#src/ok.ts";'],
  ["db/machine.ts", imports, 'export { x } from "#actors/runtime/ok.ts";'],
  ["db/up.test.ts", imports, 'export { x } from "#src/ok.ts";'],
  ["src/up.ts", imports, 'export { x } from "#scripts/ok.ts";'],
  ["src/http/sim.ts", imports, 'export { x } from "#actors/sim/ok.ts";'],
  ["src/sandboxed.ts", imports, 'export { x } from "#src/sandbox/ok.ts";'],
  ["src/up.test.ts", imports, 'export { x } from "#scripts/ok.ts";'],
  ["src/sandbox/store.ts", imports, 'export { x } from "#db/ok.ts";'],
  ["src/sandbox/actor.ts", imports, 'export { x } from "#actors/kernel/ok.ts";'],
  ["actors/kernel/parent.ts", imports, 'export { x } from "../runtime/ok.ts";'],
  ["actors/runtime/parent.test.ts", imports, 'export { x } from "../kernel/ok.ts";'],
  ["db/schema/parent.ts", imports, 'export { x } from "../ok.ts";'],
  ["src/http/parent.ts", imports, 'export { x } from "../ok.ts";'],
  ["src/sandbox/parent.ts", imports, 'export { x } from "../ok.ts";'],
  ["scripts/bench/parent.ts", imports, 'export { x } from "../ok.ts";'],

  [
    "src/floating.ts",
    "no-floating-promises",
    "export function f(): void {\n  Promise.resolve(1);\n}",
  ],
  ["src/default.ts", "no-default-export", "export default 1;"],
  ["src/any.ts", "no-explicit-any", "export const x = (y: any): unknown => y;"],
  ["src/bang.ts", "no-non-null-assertion", "export const x = (y?: string): string => y!;"],
  [
    "src/switch.ts",
    "switch-exhaustiveness-check",
    'export function f(kind: "a" | "b"): number {\n  switch (kind) {\n    case "a":\n      return 1;\n  }\n  return 2;\n}',
  ],
  ["src/catch.ts", "no-empty", "try {\n  JSON.parse(text);\n} catch {}\nexport const text = '1';"],
  ["src/throws.ts", "only-throw-error", 'export function f(): never {\n  throw "no";\n}'],
  ["src/later.ts", "no-warning-comments", "// TODO mend\nexport const x = 1;"],
  ["src/NotKebab.ts", "filename-case", "export const x = 1;"],
  ["src/cycle-a.ts", "no-cycle", 'export type { X } from "./cycle-b.ts";\nexport type Y = 1;'],
  ["src/cycle-b.ts", "no-cycle", 'export type { Y } from "./cycle-a.ts";\nexport type X = 1;'],
  ["src/sandbox/page/blind.tsx", "alt-text", 'export const x = <img src="x.png" />;'],
  [
    "src/sandbox/page/hook.tsx",
    "rules-of-hooks",
    'import { useState } from "react";\nexport function useX(is: boolean): unknown {\n  return is ? useState(1) : 1;\n}',
  ],
  ["src/sandbox/page/up.tsx", imports, 'export { x } from "#db/ok.ts";'],
  ["src/long.ts", "max-lines-per-function", longFunction(71)],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ["actors/kernel/allowed.ts", 'export { z } from "zod";\nexport { x } from "./ok.ts";'],
  ["actors/runtime/allowed.ts", 'export { x } from "#actors/kernel/ok.ts";'],
  ["actors/runtime/allowed.test.ts", 'export { x } from "#actors/sim/ok.ts";'],
  ["actors/conversation/allowed.ts", 'export { x } from "#actors/kernel/ok.ts";'],
  ["actors/desk/allowed.ts", 'export { z } from "zod";\nexport { x } from "./ok.ts";'],
  ["actors/desk/allowed.test.ts", 'export { test } from "bun:test";'],
  ["actors/sim/allowed.ts", 'export { x } from "#actors/conversation/ok.ts";'],
  ["actors/sim/yield.ts", "export const x = (): unknown => setImmediate(() => undefined);"],
  ["db/allowed.ts", 'export { x } from "#actors/kernel/ok.ts";\nexport const y = Date.now();'],
  ["db/allowed.test.ts", 'export { x } from "#actors/sim/ok.ts";'],
  ["src/allowed.ts", 'export { x } from "#db/ok.ts";\nexport { y } from "#actors/desk/ok.ts";'],
  ["src/allowed.test.ts", 'export { x } from "#src/sandbox/ok.ts";'],
  ["src/sandbox/allowed.ts", 'export { x } from "#src/sandbox/ok.ts";'],
  ["scripts/allowed.ts", 'export { x } from "#src/sandbox/ok.ts";\nconsole.log("said");'],
  ["src/short.ts", longFunction(69)],
];

/** What the planted imports point at; nothing may be reported in them either. */
const targets = ["", "kernel/", "runtime/", "conversation/", "desk/", "sim/"]
  .map((folder) => `actors/${folder}ok.ts`)
  .concat("db/ok.ts", "src/ok.ts", "src/sandbox/ok.ts", "scripts/ok.ts");

const checkout = join(import.meta.dir, "..", "..");
/** Linting this handful takes a second; on a machine that runs everything else beside it, more. */
const lintLimitMs = 60_000;

let root = "";
/** `file rule`, one entry a report. */
let reported: ReadonlySet<string> = new Set();
let reportedFiles: ReadonlySet<string> = new Set();

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "stagedoor-walls-"));
  // Without .gitignore the linter would walk through the link into every package.
  for (const file of [".gitignore", ".oxlintrc.json", "tsconfig.json", "package.json"]) {
    await cp(join(checkout, file), join(root, file));
  }
  await symlink(join(checkout, "node_modules"), join(root, "node_modules"));
  for (const file of targets)
    await plant(file, "export const x = 1;\nexport const y = 2;\nexport type X = 1;");
  for (const [file, , code] of planted) await plant(file, code);
  for (const [file, code] of allowed) await plant(file, code);

  const { diagnostics } = await lint();
  reported = new Set(diagnostics.map(({ code, filename }) => `${filename} ${ruleOf(code)}`));
  reportedFiles = new Set(diagnostics.map(({ filename }) => filename));
}, lintLimitMs);

afterAll(() => rm(root, { recursive: true, force: true }));

describe("a planted violation is reported", () => {
  test.each(planted)("%s by %s", (file, rule) => {
    expect(reported).toContain(`${file} ${rule}`);
  });
});

describe("what the walls allow is not", () => {
  test.each([...targets, ...allowed.map(([file]) => file)])("%s", (file) => {
    expect(reportedFiles).not.toContain(file);
  });
});

async function plant(file: string, code: string): Promise<void> {
  await mkdir(join(root, dirname(file)), { recursive: true });
  await Bun.write(join(root, file), `${code}\n`);
}

type Report = {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
};

async function lint(): Promise<Report> {
  const bunArgs = ["x", "--bun", "oxlint", "--format=json"];
  const run = await captureBun(bunArgs, { limitMs: lintLimitMs, cwd: root });
  return JSON.parse(run.output) as Report;
}

/** `typescript(no-explicit-any)` → `no-explicit-any` */
function ruleOf(code: string): string {
  return /\(([^)]*)\)$/.exec(code)?.[1] ?? code;
}

function longFunction(lines: number): string {
  const body = Array.from({ length: lines - 2 }, (_, index) => `  count(${index});`);
  return [
    "export const count = (value: number): number => value;",
    "export function long(): void {",
    ...body,
    "}",
  ].join("\n");
}
