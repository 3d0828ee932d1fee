/**
 * Documents rot where nothing reads them but people. This reads README.md, the other pages at the
 * root, everything under docs/ and the files that name scripts to run, and reports each of these that
 * does not exist:
 *
 * - a path that begins with one of this repository's folders (a picture may leave out `.ts`, a glob
 *   must match something),
 * - a script named by `bun run X` or `npm run X`, or a file run by `bun path`,
 * - the target of a relative link, and the heading after its `#`.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** What the pages are held against. `exists` takes a path or a glob relative to the root. */
export type Tree = {
  readonly scripts: ReadonlySet<string>;
  readonly exists: (pathOrGlob: string) => boolean;
  /** The text of another page, to look for a heading; null when there is no such file. */
  readonly readPage: (path: string) => string | null;
};

/** The pages, and the files of the root that name others as a page does. */
const readers = [
  "*.md",
  "docs/**/*.md",
  "package.json",
  "Dockerfile",
  "fly.toml",
  ".config/*",
  ".github/workflows/*",
];
const folders = ["actors", "db", "src", "scripts", "docs", "\\.ci", "\\.config", "\\.github"];
const pathPattern = new RegExp(
  `(?<![\\w./@-])(?:\\./|#)?((?:${folders.join("|")})/[\\w./*{},-]*)`,
  "g",
);
/** `bun run X` in capitals stands for any script; `bun run scripts/x.ts` is a path. */
const scriptPattern = /\b(?:bun|npm) run (?![A-Z]+\b)([\w:-]+)(?![\w./-])/g;
const linkPattern = /\]\(([^)\s]+)\)/g;

/**
 * @param page the page's own path, by which its relative links are resolved
 * @returns one line a problem, `page:line: what is wrong`
 */
export function findStale(page: string, text: string, tree: Tree): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const problems = [
      ...matches(line, pathPattern)
        .map(trimPunctuation)
        .filter((path) => !tree.exists(path) && !tree.exists(`${path}.ts`))
        .map((path) => `${path} does not exist`),
      ...matches(line, scriptPattern)
        .filter((script) => !tree.scripts.has(script))
        .map((script) => `package.json has no script "${script}"`),
      ...matches(line, linkPattern).flatMap((link) => brokenLink(page, text, link, tree)),
    ];
    return [...new Set(problems)].map((problem) => `${page}:${index + 1}: ${problem}`);
  });
}

/** The fragment by which GitHub links to a heading. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

function brokenLink(page: string, text: string, link: string, tree: Tree): readonly string[] {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return [];
  const [target = "", fragment] = link.split("#", 2);
  const path = target === "" ? page : normalize(join(dirname(page), target));
  if (target !== "" && !tree.exists(path)) return [`link to ${link}, which does not exist`];
  if (fragment === undefined) return [];
  const body = target === "" ? text : tree.readPage(path);
  const headings = [...(body ?? "").matchAll(/^#+\s+(.*)$/gm)].map((match) =>
    slugOf(match[1] ?? ""),
  );
  return headings.includes(fragment) ? [] : [`link to ${link}, which has no such heading`];
}

function matches(line: string, pattern: RegExp): readonly string[] {
  return [...line.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** A path at the end of a sentence or of a list carries what follows it: `see src/main.ts.` */
function trimPunctuation(path: string): string {
  return path.replace(/[.,}/-]+$/, (tail) =>
    tail.includes("}") ? tail.replace(/[.,/-]+$/, "") : "",
  );
}

async function main(): Promise<number> {
  const root = join(import.meta.dir, "..", "..");
  const manifest: unknown = await Bun.file(join(root, "package.json")).json();
  const pages = readers
    .flatMap((glob) => scan(root, glob))
    .filter((page) => statSync(join(root, page)).isFile());
  const texts = new Map<string, string>();
  for (const page of pages) texts.set(page, await Bun.file(join(root, page)).text());
  const tree: Tree = {
    scripts: new Set(Object.keys((manifest as { scripts: Record<string, string> }).scripts)),
    exists: (path) =>
      /[*{]/.test(path) ? scan(root, path).length > 0 : existsSync(join(root, path)),
    readPage: (path) => texts.get(path) ?? null,
  };
  const problems = pages.flatMap((page) => findStale(page, texts.get(page) ?? "", tree));
  if (!texts.has("README.md")) problems.push("README.md does not exist");
  if (problems.length > 0) console.error(problems.join("\n"));
  return problems.length === 0 ? 0 : 1;
}

function scan(root: string, glob: string): string[] {
  return [...new Bun.Glob(glob).scanSync({ cwd: root, dot: true, onlyFiles: false })].toSorted();
}

if (import.meta.main) process.exitCode = await main();
