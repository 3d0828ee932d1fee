import { describe, expect, test } from "bun:test";
import { findStale, slugOf, type Tree } from "./docs.ts";

const files = ["src/main.ts", "src", "docs/guide.md", "docs/adr", "actors/kernel", "LICENSE"];
const tree: Tree = {
  scripts: new Set(["demo", "db:migrate"]),
  exists: (path) =>
    files.includes(path) ||
    (path.includes("*") && files.some((file) => new Bun.Glob(path).match(file))),
  readPage: (path) => (path === "docs/guide.md" ? "# Guide\n\n## When it's late\n" : null),
};
const stale = (line: string) => findStale("docs/page.md", line, tree);

describe("the documents check", () => {
  test.each([
    "see `src/main.ts`, or src/.",
    "all of `src/*.ts`",
    "──▶ src/main ──▶",
    "imported as `#actors/kernel`",
    "run `bun run demo` and `npm run db:migrate`",
    "every command works with `bun run X`",
    "[guide](guide.md), [late](./guide.md#when-its-late), [above](../LICENSE), [web](https://x.y/z)",
    "https://github.com/a/b/blob/main/src/gone.ts",
    "and/or, resources/x, a-src/x",
  ])("accepts %p", (line) => {
    expect(stale(line)).toEqual([]);
  });

  test.each([
    ["see `src/gone.ts`.", "src/gone.ts does not exist"],
    ["all of `db/*.ts`", "db/*.ts does not exist"],
    ["`#actors/wallet/state.ts`", "actors/wallet/state.ts does not exist"],
    ["`bun run deploy`", 'package.json has no script "deploy"'],
    ["`npm run seed` first", 'package.json has no script "seed"'],
    ["[x](missing.md)", "link to missing.md, which does not exist"],
    ["[x](guide.md#gone)", "link to guide.md#gone, which has no such heading"],
    ["[x](#gone)", "link to #gone, which has no such heading"],
  ])("reports %p", (line, problem) => {
    expect(stale(line)).toEqual([`docs/page.md:1: ${problem}`]);
  });

  test("counts lines from 1 and names a problem once a line", () => {
    expect(stale("fine\nsrc/gone.ts and src/gone.ts")).toEqual([
      "docs/page.md:2: src/gone.ts does not exist",
    ]);
  });

  test("slugs a heading as GitHub does", () => {
    expect(slugOf("`/ready` says 503: what now?")).toBe("ready-says-503-what-now");
    expect(slugOf("Größe & Maß")).toBe("größe--maß");
  });
});
