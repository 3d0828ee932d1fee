// Words on their way to the search: each message once, none before it has settled, none of a fan who
// was erased.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Database, openDatabase } from "./client.ts";
import { sweepErasures } from "./erasure.ts";
import { readWords } from "./message-words.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;
beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

let said = 0;
async function say(userId: number, text: string): Promise<void> {
  said += 1;
  await database.query(
    "say",
    `insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
      values ($1::bigint, $2, 'in', 'text', $3, 1, 'delivered', now())`,
    [userId, `f${said}`, text],
  );
}

async function usersOf(word: string): Promise<readonly number[]> {
  const rows = await database.query<{ id: number }>(
    "users of",
    "select user_id as id from message_words where words @@ plainto_tsquery('simple', $1) order by id",
    [word],
  );
  return rows.map(({ id }) => id);
}

/** All that is there settles, and is read. */
async function readAll(): Promise<void> {
  await readWords(database, 0);
  await readWords(database, 0);
}

test("are found once they have settled, in any case, each message once", async () => {
  await say(1, "Lemonade, please");
  await say(2, "");
  await readWords(database, 0);
  expect(await usersOf("lemonade")).toEqual([]);
  await readWords(database, 0);
  expect(await usersOf("LEMONADE")).toEqual([1]);
  await readAll();
  expect(await usersOf("lemonade")).toEqual([1]);
});

test("wait as long as a statement that was given an id may still run", async () => {
  await say(3, "tangerine");
  await readWords(database);
  await readWords(database);
  expect(await usersOf("tangerine")).toEqual([]);
});

test("are read by one of two machines, and none twice", async () => {
  await say(4, "papaya");
  await readWords(database, 0);
  await Promise.all([readWords(database, 0), readWords(database, 0)]);
  expect(await usersOf("papaya")).toEqual([4]);
});

test("go with their fan, also when they are read while the fan is being erased", async () => {
  await say(5, "secret guava");
  await readAll();
  await say(5, "another guava");
  await readWords(database, 0);
  await database.query("forget", "update messages set text = '' where user_id = 5");
  await database.query(
    "note",
    "insert into erasures (user_id, key, until_inbox_id) values (5, '500', 0)",
  );
  await Promise.all([sweepErasures(database, SILENT), readWords(database, 0)]);
  await readAll();
  expect(await usersOf("guava")).toEqual([]);
});
