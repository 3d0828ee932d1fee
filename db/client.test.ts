import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Database, type DatabaseOptions, openDatabase, readUrl } from "./client.ts";
import { isTransient, isUniqueViolation, StoreError, storeError, wasUndone } from "./errors.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
const open: Database[] = [];

beforeAll(async () => {
  home = await testDatabase("nothing");
});
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()));
  await home.drop();
});

function connect(options: DatabaseOptions = {}, suffix = ""): Database {
  const database = openDatabase(home.url + suffix, { max: 1, ...options });
  open.push(database);
  return database;
}

async function failureOf(call: Promise<unknown>): Promise<StoreError> {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof StoreError) return failure;
  throw new Error("the call should have failed with a StoreError");
}

describe("a query", () => {
  test("is prepared, but not through a pooler", async () => {
    const count = async (database: Database) => {
      await database.query("one", "select $1::integer as one", [1]);
      const rows = await database.query<{ n: number }>(
        "count",
        "select count(*)::integer as n from pg_prepared_statements where statement like $1",
        ["%as one%"],
      );
      return rows[0]?.n;
    };
    expect(await count(connect())).toBe(1);
    expect(await count(connect({}, "?pgbouncer=true"))).toBe(0);
  });

  test("ends in time on both sides", async () => {
    const server = connect({ queryTimeoutMs: 2000 });
    expect((await failureOf(server.query("sleep", "select pg_sleep(10)"))).code).toBe("57014");
    const pooled = connect({ queryTimeoutMs: 50 }, "?pgbouncer=true");
    const failure = await failureOf(pooled.query("sleep", "select pg_sleep(10)"));
    expect(failure.code).toBe("QUERY_TIMEOUT");
    expect(isTransient(failure)).toBe(true);
  });

  test("answers bigints as numbers, and refuses those that are none", async () => {
    const database = connect();
    const statement = "select $1::text::bigint as n";
    const max = String(Number.MAX_SAFE_INTEGER);
    expect(await database.query<{ n: number }>("n", statement, [max])).toEqual([
      { n: Number.MAX_SAFE_INTEGER },
    ]);
    const failure = await failureOf(database.query("n", statement, ["9007199254740993"]));
    expect(failure.code).toBe("UNSAFE_INTEGER");
  });

  test("is run again when Postgres undid it for a deadlock, but not for ever", async () => {
    const database = connect();
    await database.sql.unsafe(`
      create sequence tries;
      create function give_way(times integer) returns integer language plpgsql as $$
        declare try integer := nextval('tries');
        begin
          if try <= times then raise exception 'deadlock' using errcode = '40P01'; end if;
          return try;
        end $$`);
    const statement = "select give_way($1::integer) as tries";
    expect(await database.query<{ tries: number }>("try", statement, [3])).toEqual([{ tries: 4 }]);
    const failure = await failureOf(database.query("try", statement, [1000]));
    expect(wasUndone(failure)).toBe(true);
  });

  test("fails without a word of what was in it", async () => {
    const database = connect();
    await database.sql.unsafe("create table kept (secret text constraint kept_once unique)");
    const statement = "insert into kept values ($1)";
    await database.query("keep", statement, ["a fan's words"]);
    const failure = await failureOf(database.query("keep", statement, ["a fan's words"]));
    expect(isUniqueViolation(failure, "kept_once")).toBe(true);
    expect(isUniqueViolation(failure, "another")).toBe(false);
    expect(isTransient(failure)).toBe(false);
    const told = `${Bun.inspect(failure)} ${JSON.stringify(failure)} ${failure.stack}`;
    expect(told).not.toContain("a fan's words");
    expect(told).not.toContain("insert");
    expect(failure.message).toBe("keep: 23505 (kept_once)");
  });

  test("says that nobody is there, and that this may pass", async () => {
    const database = openDatabase("postgres://nobody:secret@127.0.0.1:1/none");
    const failure = await failureOf(database.query("ask", "select 1"));
    expect(isTransient(failure)).toBe(true);
    expect(failure.message).toBe("ask: ECONNREFUSED");
    await database.close();
  });
});

test("keeps what else a URL says", () => {
  expect(readUrl("postgres://u:p@h/d?pgbouncer=true&sslmode=require")).toEqual({
    url: "postgres://u:p@h/d?sslmode=require",
    isPooled: true,
  });
  expect(readUrl("postgres://h1:1,h2:2/d")).toEqual({
    url: "postgres://h1:1,h2:2/d",
    isPooled: false,
  });
});

test("an error that is no error of the driver has a code all the same", () => {
  expect(storeError("ask", "what").code).toBe("UNKNOWN");
  expect(storeError("ask", null).constraint).toBeNull();
});
