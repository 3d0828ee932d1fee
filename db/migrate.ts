// Brings a database to the current schema: all that is missing in one transaction, under a lock that
// ends with it. (Drizzle's own `migrate()` has no lock: of three machines that started together, two
// failed. A session's advisory lock would hang behind a transaction pooler; this one does not.)
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { readUrl } from "./client.ts";
import { storeError } from "./errors.ts";

export const MIGRATIONS_DIR = join(import.meta.dir, "migrations");

/** Names our lock among a database's advisory locks; any number, for ever the same. */
const LOCK_ID = 7_236_458_119;
/** How long a machine waits for another one that migrates. */
const LOCK_TIMEOUT_MS = 300_000;
const CONNECT_TIMEOUT_SECONDS = 5;

/**
 * Applies the migrations that are not yet in the database and answers how many those were. Safe to
 * repeat and to run from several machines at once; all or nothing.
 * @throws StoreError when the database cannot be reached or refuses a statement.
 */
export async function migrate(url: string): Promise<number> {
  const sql = postgres(readUrl(url).url, {
    max: 1,
    prepare: false,
    fetch_types: false,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    onnotice: () => undefined,
  });
  try {
    return await sql.begin(applyMissing);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw storeError(`migrate: ${reason}`, error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function applyMissing(sql: postgres.TransactionSql): Promise<number> {
  await sql.unsafe("set local statement_timeout = 0");
  await sql.unsafe(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  await sql.unsafe(`select pg_advisory_xact_lock(${LOCK_ID})`);
  // Drizzle's own book-keeping, so that its tools find what they expect.
  await sql.unsafe("create schema if not exists drizzle");
  await sql.unsafe(`
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key, hash text not null, created_at bigint
    )`);
  const [last] = await sql.unsafe<{ at: string | null }[]>(
    "select max(created_at) as at from drizzle.__drizzle_migrations",
  );
  const appliedUntil = Number(last?.at ?? 0);
  const missing = readMigrationFiles({ migrationsFolder: MIGRATIONS_DIR }).filter(
    (migration) => migration.folderMillis > appliedUntil,
  );
  for (const migration of missing) {
    for (const statement of migration.sql) await sql.unsafe(statement);
    await sql.unsafe(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)",
      [migration.hash, migration.folderMillis],
    );
  }
  return missing.length;
}
