// The mark moves with every change of what it is about, however it was made, and with nothing else.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Database, openDatabase } from "./client.ts";
import { houseMark } from "./house-mark.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

test.each([
  [
    "a setting",
    `insert into settings (key, value, updated_at) values ('receipts', 'false', now())`,
  ],
  ["a setting by hand, at no later time", `update settings set value = 'true'`],
  ["a setting's deletion", "delete from settings"],
  [
    "a product",
    `insert into products (sku, kind, credits, price_cents) values ('p', 'credits', 1, 2)`,
  ],
  ["a product's price", "update products set price_cents = 3 where sku = 'p'"],
  ["a product that goes", "delete from products where sku = 'p'"],
  [
    "a member",
    `insert into team (telegram_id, name, role, joined_at) values (8, 'D', 'agent', now())`,
  ],
  ["a member's duty", "update team set is_on_duty = not is_on_duty"],
  ["the last member's going", "delete from team"],
  [
    "a team that was made once",
    `insert into team_invites (token_hash, role, created_by, created_at, expires_at, used_by, used_at)
      values ('h', 'agent', 1, now(), now(), 8, now())`,
  ],
])("%s moves the mark", async (_, change) => {
  const before = await houseMark(database);
  expect(await houseMark(database)).toBe(before);
  await database.sql.unsafe(change);
  expect(await houseMark(database)).not.toBe(before);
});
