/**
 * The migrations must make exactly what the schema says. drizzle-kit is asked for the next migration
 * in a copy of the folder: when it has something to write, a schema change lacks its migration.
 */
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import config from "#db/drizzle.config.ts";
import { captureBun } from "./capture.ts";

const root = join(import.meta.dir, "..", "..");
const generateLimitMs = 60_000;
/**
 * drizzle-kit asks at the keyboard whether a column was renamed; where nobody can answer it ends well,
 * having written nothing. Only these words mean that there was nothing to write.
 */
const noChanges = "No schema changes";

async function main(): Promise<number> {
  const { dialect, out, schema } = config;
  if (out === undefined || schema === undefined) throw new Error("db/drizzle.config.ts is partial");
  // Inside the checkout, because drizzle-kit takes the folder relative to where it runs.
  const copy = await mkdtemp(join(root, "node_modules", ".stagedoor-migrations-"));
  try {
    await cp(join(root, out), copy, { recursive: true });
    const before = await filesIn(copy);
    const generate = ["x", "--bun", "drizzle-kit", "generate", `--dialect=${dialect}`];
    const schemas = [schema].flat().map((path) => `--schema=${path}`);
    const told = await captureBun([...generate, ...schemas, `--out=${relative(root, copy)}`], {
      limitMs: generateLimitMs,
    });
    const added = (await filesIn(copy)).filter((file) => !before.includes(file));
    const sql = added.filter((file) => file.endsWith(".sql"));
    if (told.exitCode === 0 && added.length === 0 && told.output.includes(noChanges)) return 0;
    console.error(told.output.trim());
    for (const file of sql) console.error(await Bun.file(join(copy, file)).text());
    console.error(
      "The schema and db/migrations differ: bun run db:generate, and read what it wrote.",
    );
    return 1;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function filesIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory, { recursive: true })).toSorted();
}

process.exitCode = await main();
