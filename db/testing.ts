// A database for a test file: a copy of a template that has the current schema. The template is made
// once for a server and a set of migrations, whoever of several processes comes first.
import { setDefaultTimeout } from "bun:test";
import { createHash, randomBytes } from "node:crypto";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { MIGRATIONS_DIR, migrate } from "./migrate.ts";
import { startTestServer, TEST_DATABASE_URL, type TestServer } from "./testing-server.ts";

// The first to come makes the server and the template, on however busy a machine.
setDefaultTimeout(60_000);

/** Names our lock among the server's advisory locks. */
const TEMPLATE_LOCK = 911_471;

export { SILENT } from "./testing-server.ts";

export interface TestDatabase {
  readonly url: string;
  /** Removes it, and throws out who is still connected. */
  drop(): Promise<void>;
}

/** A database of the caller's own with the current schema, or with nothing in it. */
export async function testDatabase(
  content: "schema" | "nothing" = "schema",
): Promise<TestDatabase> {
  const server = await serverUrl();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(server, async (sql) => {
    const template = content === "schema" ? await ensureTemplate(server, sql) : "template0";
    await sql.unsafe(`create database ${name} template ${template}`);
  });
  return {
    url: databaseUrl(server, name),
    drop: () =>
      asAdmin(server, async (sql) => {
        await sql.unsafe(`drop database if exists ${name} with (force)`);
      }),
  };
}

let ownServer: Promise<TestServer> | undefined;

/** The server of the whole run, or one of our own that ends with this process. */
async function serverUrl(): Promise<string> {
  const given = process.env[TEST_DATABASE_URL];
  if (given !== undefined) return given;
  ownServer ??= startTestServer();
  return (await ownServer).url;
}

async function ensureTemplate(server: string, sql: postgres.Sql): Promise<string> {
  const hashes = readMigrationFiles({ migrationsFolder: MIGRATIONS_DIR }).map((file) => file.hash);
  const digest = createHash("sha256").update(hashes.join()).digest("hex").slice(0, 16);
  const template = `template_${digest}`;
  await sql`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    const found = await sql`select from pg_database where datname = ${template}`;
    if (found.length > 0) return template;
    const draft = `${template}_draft`;
    await sql.unsafe(`drop database if exists ${draft} with (force)`);
    await sql.unsafe(`create database ${draft} template template0`);
    await migrate(databaseUrl(server, draft));
    await sql.unsafe(`alter database ${draft} rename to ${template}`);
    return template;
  } finally {
    await sql`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

async function asAdmin(server: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(server, { max: 1, fetch_types: false, onnotice: () => undefined });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
