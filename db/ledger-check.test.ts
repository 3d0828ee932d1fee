import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Database, openDatabase } from "./client.ts";
import { checkLedgerDaily } from "./ledger-check.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

const HOUR_MS = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 2, 10);
const NIGHT = MIDNIGHT + 3 * HOUR_MS;

let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  await database.sql`insert into users (telegram_id, credits, created_at, last_seen_at)
    values (7, 5, now(), now())`;
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  await database.sql`delete from ledger_checks`;
});

test("the books are looked through once a day from three at night, whoever comes first", async () => {
  expect(await checkLedgerDaily(database, NIGHT - 1)).toBeNull();
  const checks = await Promise.all([1, 2, 3, 4].map(() => checkLedgerDaily(database, NIGHT)));
  expect(checks.filter((check) => check !== null && check.found !== null)).toEqual([
    { count: 1, found: [{ where: "account 1", what: "has 5 credits, its lines come to 0" }] },
  ]);
  expect(await checkLedgerDaily(database, NIGHT + HOUR_MS)).toEqual({ count: 1, found: null });
  expect(await checkLedgerDaily(database, MIDNIGHT + 24 * HOUR_MS)).toEqual({
    count: 1,
    found: null,
  });
  const next = await checkLedgerDaily(database, NIGHT + 24 * HOUR_MS);
  expect(next).toMatchObject({ count: 1, found: [{ where: "account 1" }] });
  expect(
    await database.sql`select day::text, accounts, purchases, faults from ledger_checks order by day`,
  ).toMatchObject([
    { day: "2026-03-10", accounts: 1, purchases: 0, faults: 1 },
    { day: "2026-03-11", accounts: 1, purchases: 0, faults: 1 },
  ]);
});

test("a machine that starts late in the day catches up", async () => {
  const late = await checkLedgerDaily(database, MIDNIGHT + 23 * HOUR_MS);
  expect(late?.found).toHaveLength(1);
});
