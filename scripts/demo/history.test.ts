import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Database, openDatabase } from "#db/client.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { verifyLedger } from "#db/verify-ledger.ts";
import { fillHistory } from "./history.ts";

const NOW = Date.UTC(2026, 10, 22, 18);

let copy: TestDatabase;
let database: Database;

beforeAll(async () => {
  copy = await testDatabase();
  database = openDatabase(copy.url);
  await fillHistory(database, NOW);
});

afterAll(async () => {
  await database.close();
  await copy.drop();
});

async function count(table: string): Promise<number> {
  const [row] = await database.query<{ n: number }>("count", `select count(*) as n from ${table}`);
  return row?.n ?? 0;
}

test("a month of fans, words and purchases is there, and its books are in order", async () => {
  expect(await count("users")).toBe(120);
  expect(await count("messages where direction = 'out' and waited_seconds > 0")).toBeGreaterThan(
    100,
  );
  expect(await count("purchases where rail = 'stars'")).toBeGreaterThan(5);
  expect(await verifyLedger(database)).toEqual([]);
});

test("nothing of it lies ahead, and nobody of it can be written to", async () => {
  const now = `to_timestamp(${NOW / 1000})`;
  expect(await count(`messages where created_at > ${now}`)).toBe(0);
  expect(await count("users where is_promotable")).toBe(0);
  expect(await count("conversations where topic_id is not null or unread_messages > 0")).toBe(0);
});

test("where somebody has been already, nothing is added", async () => {
  const before = await count("messages");
  await fillHistory(database, NOW + 86_400_000);
  expect(await count("messages")).toBe(before);
});
