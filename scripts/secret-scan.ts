/**
 * Looks for credentials that must not be committed: the kinds this product handles, and private keys.
 *
 *   bun scripts/secret-scan.ts          what is staged, as it is staged (the pre-commit hook)
 *   bun scripts/secret-scan.ts --all    every file that git knows or would add (the gate)
 *
 * A made-up credential in a test says so on its own line or the line above: `secret-scan: fake`.
 * What is found is named by place and kind; the value itself is never printed, because the output
 * ends in logs.
 */
const kinds: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: "Telegram bot token", pattern: /(?<!\d)\d{8,10}:[\w-]{35}(?![\w-])/ },
  { name: "Stripe key", pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { name: "Stripe webhook secret", pattern: /\bwhsec_[A-Za-z0-9+/]{24,}/ },
  { name: "Anthropic key", pattern: /\bsk-ant-[\w-]{20,}/ },
  { name: "private key", pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
];

const fakeMark = "secret-scan: fake";

export type Finding = { readonly line: number; readonly kind: string };

/** Every credential in a text, by its line (from 1), but those marked as fakes. */
export function findSecrets(text: string): readonly Finding[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.includes(fakeMark) || lines[index - 1]?.includes(fakeMark)) return [];
    return kinds
      .filter(({ pattern }) => pattern.test(line))
      .map(({ name }) => ({ line: index + 1, kind: name }));
  });
}

type Source = readonly [name: string, text: string];

async function stagedFiles(): Promise<readonly Source[]> {
  const staged = split(await git("diff", "--cached", "--name-only", "-z", "--diff-filter=ACMR"));
  return Promise.all(
    staged.map(async (name): Promise<Source> => [name, await git("show", `:${name}`)]),
  );
}

async function allFiles(): Promise<readonly Source[]> {
  const sources = await Promise.all(
    (await listFiles()).map(async (name): Promise<Source> => {
      const file = Bun.file(name);
      return [name, (await file.exists()) ? await file.text() : ""];
    }),
  );
  return sources;
}

/** Git's own list; in a copy of the tree without its repository, everything but what is installed. */
async function listFiles(): Promise<readonly string[]> {
  try {
    return split(await git("ls-files", "-z", "--cached", "--others", "--exclude-standard"));
  } catch {
    const all = await Array.fromAsync(new Bun.Glob("**/*").scan({ dot: true }));
    return all.filter((name) => !/(^|\/)(node_modules|\.git|\.stagedoor)\//.test(name));
  }
}

async function git(...args: readonly string[]): Promise<string> {
  const child = Bun.spawn(["git", ...args], { stdout: "pipe", stderr: "pipe" });
  const [text, complaint] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`git ${args[0]}: ${complaint.trim()}`);
  return text;
}

function split(listing: string): readonly string[] {
  return listing.split("\0").filter((name) => name !== "");
}

async function main(isAll: boolean): Promise<number> {
  const sources = isAll ? await allFiles() : await stagedFiles();
  const found = sources.flatMap(([name, text]) =>
    findSecrets(text).map(({ line, kind }) => `${name}:${line}: looks like a ${kind}`),
  );
  if (found.length === 0) return 0;
  console.error(found.join("\n"));
  console.error(`\nTake it out and revoke it. If it is made up, say so beside it: ${fakeMark}`);
  return 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.includes("--all"));
