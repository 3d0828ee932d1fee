/**
 * `bun run db:migrate`: brings the database to the current schema. Needs only DATABASE_URL, or
 * DATA_DIR for the embedded one; safe to run twice, and from two machines at once.
 */
import { migrate } from "#db/migrate.ts";
import { provideDatabase } from "#db/provide.ts";

const log = {
  debug: () => undefined,
  info: (fields: object, message: string) => console.log(message, fields),
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

async function main(): Promise<void> {
  const database = await provideDatabase({
    databaseUrl: process.env["DATABASE_URL"] || null,
    dataDir: process.env["DATA_DIR"] || ".stagedoor",
    log,
  });
  try {
    const applied = await migrate(database.url);
    console.log(applied === 0 ? "the schema is current" : `applied ${applied} migrations`);
  } finally {
    await database.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
