import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readMigrationFiles } from "drizzle-orm/migrator";
import postgres from "postgres";
import { MIGRATIONS_DIR, migrate } from "./migrate.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let sql: postgres.Sql;

beforeAll(async () => {
  home = await testDatabase("nothing");
  sql = postgres(home.url, { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await home.drop();
});

/** What the outside may rely on: columns that other programs read by name. */
const PROMISED = {
  users:
    "telegram_id username first_name credits session_ends_at tier is_banned auto_recharge " +
    "stripe_customer_id created_at last_seen_at",
  conversations:
    "user_id group_id topic_id unread_messages priority_level is_pinned assigned_to status " +
    "last_message_at",
  messages: "user_id direction kind cost status",
  products: "sku kind credits minutes price_cents currency is_active",
  transactions: "user_id kind credits seconds amount_cents currency reference created_at",
  daily_metrics: "day active_users new_users messages_in messages_out revenue_cents credits_spent",
};

async function isRefused(statement: string): Promise<boolean> {
  return await sql.unsafe(statement).then(
    () => false,
    () => true,
  );
}

describe("migrations", () => {
  test("are applied once, by whichever of several machines comes first", async () => {
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(home.url)));
    expect(applied.filter((count) => count > 0)).toHaveLength(1);
    expect(await migrate(home.url)).toBe(0);
    expect(await migrate(`${home.url}?pgbouncer=true`)).toBe(0);
  });

  test("make the promised tables and columns", async () => {
    for (const [table, columns] of Object.entries(PROMISED)) {
      const rows = await sql<{ name: string }[]>`
        select column_name as name from information_schema.columns where table_name = ${table}`;
      const names = rows.map((row) => row.name);
      expect(columns.split(" ").filter((column) => !names.includes(column))).toEqual([]);
    }
    for (const view of ["user_dashboard", "revenue_dashboard"]) {
      expect(await sql.unsafe(`select * from ${view}`)).toHaveLength(0);
    }
  });

  test("put the products on the shelf, and leave the operator's changes alone", async () => {
    const skus = await sql<{ sku: string }[]>`select sku from products order by sku`;
    expect(skus.map((row) => row.sku).join(" ")).toBe(
      "credits_10 credits_100 credits_25 credits_50 time_1h time_24h time_30m",
    );
    await sql`update products set price_cents = 123, is_active = false where sku = 'credits_10'`;
    await sql`delete from products where sku = 'time_24h'`;
    await migrate(home.url);
    const after = await sql`select price_cents, is_active from products where sku = 'credits_10'`;
    expect(after[0]).toEqual({ price_cents: 123, is_active: false });
    expect(await sql`select from products where sku = 'time_24h'`).toHaveLength(0);
  });

  test("seed a lease for every partition", async () => {
    const [row] = await sql`
      select count(*)::integer as n, min(partition) as low, max(partition) as high from leases`;
    expect(row).toEqual({ n: 256, low: 0, high: 255 });
  });
});

describe("the tables refuse", () => {
  test("changing or losing a ledger row, an audit row or a user", async () => {
    await sql`insert into users (id, telegram_id, created_at, last_seen_at)
      overriding system value values (1, 7, now(), now())`;
    await sql`insert into transactions (user_id, kind, credits, seconds, amount_cents, created_at)
      values (1, 'welcome', 3, 0, 0, now())`;
    await sql`insert into audit_log (by_id, by_name, act, detail, created_at)
      values (1, 'o', 'gift', '{}', now())`;
    expect(await isRefused("update transactions set credits = 300")).toBe(true);
    expect(await isRefused("delete from transactions")).toBe(true);
    expect(await isRefused("truncate transactions")).toBe(true);
    expect(await isRefused("update audit_log set act = 'none'")).toBe(true);
    expect(await isRefused("delete from audit_log")).toBe(true);
    expect(await isRefused("delete from users")).toBe(true);
    expect(await sql`select credits from transactions`).toMatchObject([{ credits: 3 }]);
  });

  test("debt, unknown words and a reference used twice", async () => {
    expect(await isRefused("update users set credits = -1")).toBe(true);
    expect(await isRefused("update users set tier = 'king'")).toBe(true);
    const insert = `insert into transactions
      (user_id, kind, credits, seconds, amount_cents, reference, created_at)
      values (1, 'purchase', 10, 0, 499, 'stripe:pi_1', now())`;
    await sql.unsafe(insert);
    expect(await isRefused(insert)).toBe(true);
  });

  // Columns of keys, expressions and predicates alike: a change of any of them makes a new entry in
  // every index of the row. None of these changes with every turn. `queue_key` and `is_unread` do when
  // a wait begins or ends, `seen_hour` once an hour. (BRIN does not count: PostgreSQL 16, release notes.)
  test("no update of a hot row leaves its page for an index's sake", async () => {
    const rows = await sql<{ name: string; columns: string }[]>`
      select t.relname as name, string_agg(distinct a.attname, ' ' order by a.attname) as columns
      from pg_index i
      join pg_class t on t.oid = i.indrelid
      join pg_class x on x.oid = i.indexrelid
      join pg_am on pg_am.oid = x.relam and pg_am.amname <> 'brin'
      join pg_attribute a on a.attrelid = t.oid and (a.attnum = any(i.indkey) or exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = x.oid
          and d.refobjid = t.oid and d.refobjsubid = a.attnum))
      where t.relname in ('users', 'conversations', 'actors', 'messages', 'mailbox', 'leases')
      group by 1 order by 1`;
    expect(Object.fromEntries(rows.map((row) => [row.name, row.columns]))).toEqual({
      actors: "id key kind",
      conversations: "assigned_to is_unread queue_key user_id",
      leases: "partition",
      mailbox: "inbox_id is_dead key kind lane",
      messages: "id ref user_id",
      users:
        "cards created_at first_name id is_banned is_unreachable seen_hour spent_cents stripe_customer_id telegram_id tier username",
    });
  });
});

test("the dashboards add up what a fan paid, was given and spent", async () => {
  await sql`insert into users (id, telegram_id, first_name, spent_cents, created_at, last_seen_at)
    overriding system value values (2, 8, 'Bo', 998, now(), now()), (3, -3, '', 0, now(), now())`;
  await sql`insert into transactions
    (user_id, kind, credits, seconds, amount_cents, currency, created_at) values
    (2, 'purchase', 10, 0, 499, 'usd', '2026-01-05T23:59:59Z'),
    (2, 'purchase', 10, 0, 499, 'usd', '2026-01-06T00:00:01Z'),
    (2, 'refund', -10, 0, -499, 'usd', '2026-01-06T10:00:00Z'),
    (2, 'dispute', -10, 0, -499, 'usd', '2026-01-07T10:00:00Z'),
    (2, 'dispute', 10, 0, 499, 'usd', '2026-01-08T10:00:00Z'),
    (2, 'recharge', 10, 0, 380, 'xtr', '2026-01-08T10:00:00Z'),
    (2, 'gift', 5, 0, 0, null, '2026-01-06T10:00:00Z'),
    (2, 'message', -1, 0, 0, null, '2026-01-06T10:00:00Z')`;
  expect(await sql`select * from user_dashboard where telegram_id < 0`).toHaveLength(0);
  const [fan] = await sql`select * from user_dashboard where telegram_id = 8`;
  expect(fan).toMatchObject({ first_name: "Bo", purchases: 3, credits_gifted: "5" });
  expect(fan).toMatchObject({ credits_bought: "30", credits_spent: "1", spent_cents: "998" });
  const days = await sql`
    select day::text, currency, purchases, paying_users, new_paying_users, gross_cents, refunded_cents,
      revenue_cents from revenue_dashboard where day > '2026-01-01' and day < '2026-02-01'
    order by day, currency`;
  expect(days.map((row) => Object.values(row).join(" "))).toEqual([
    "2026-01-05 usd 1 1 1 499 0 499",
    "2026-01-06 usd 1 1 0 499 499 0",
    "2026-01-07 usd 0 0 0 0 499 -499",
    "2026-01-08 usd 0 0 0 0 -499 499",
    "2026-01-08 xtr 1 1 0 380 0 380",
  ]);
});

describe("a database from before there was money", () => {
  let old: TestDatabase;
  let rows: postgres.Sql;
  beforeAll(async () => {
    old = await testDatabase("nothing");
    rows = postgres(old.url, { max: 1, onnotice: () => undefined });
    await applyFirst(rows, 2);
    await rows.unsafe(`
      insert into users (telegram_id, first_name, credits, stripe_customer_id, created_at,
        last_seen_at) values (7, 'Ana', 3, 'cus_7', now(), now()), (8, 'Bo', 0, null, now(), now());
      insert into transactions (user_id, kind, credits, seconds, amount_cents, reference, created_at)
        values (1, 'welcome', 3, 0, 0, 'welcome:7', now());
      update products set price_cents = 555 where sku = 'credits_10';
      update products set currency = 'USD' where sku = 'credits_25';
      update products set is_active = false where sku = 'time_1h';
      delete from products where sku = 'time_24h';
      insert into products (sku, kind, credits, minutes, price_cents)
        values ('my own!', 'credits', 0, 5, 100)`);
  });
  afterAll(async () => {
    await rows.end();
    await old.drop();
  });

  test("is brought up by one of several machines, and then left alone", async () => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(old.url)));
    const [counted] = await rows<{ count: number }[]>`
      select count(*)::integer from drizzle.__drizzle_migrations`;
    expect(applied.toSorted((a, b) => a - b)).toEqual([0, 0, Number(counted?.count) - 2]);
    expect(await migrate(old.url)).toBe(0);
  });

  test("keeps its rows, without a debt and with what it had of customers", async () => {
    expect(
      await rows`
        select telegram_id::integer as id, credits, debt_credits + debt_seconds as debt,
          stripe_customer_id as customer from users order by id`,
    ).toMatchObject([
      { id: 7, credits: 3, debt: 0, customer: "cus_7" },
      { id: 8, credits: 0, debt: 0, customer: null },
    ]);
    expect(await rows`select reference from transactions`).toMatchObject([
      { reference: "welcome:7" },
    ]);
    expect(await rows`select * from user_dashboard`).toHaveLength(2);
  });

  test("gets prices in Stars for what was never repriced, and keeps the operator's shelf", async () => {
    const shelf = await rows`
      select sku, price_cents, currency, price_stars, position, is_active from products
      order by position, sku`;
    expect(shelf.map((row) => Object.values(row).join(" "))).toEqual([
      "my own! 100 usd  0 true",
      "credits_10 555 usd  1 true",
      "credits_25 999 usd 770 2 true",
      "credits_50 1799 usd 1400 3 true",
      "credits_100 2999 usd 2300 4 true",
      "time_30m 1499 usd 1150 5 true",
      "time_1h 2499 usd 1900 6 false",
    ]);
  });
});

/** As an older version of the program would have left it. */
async function applyFirst(target: postgres.Sql, count: number): Promise<void> {
  await target.unsafe(`create schema drizzle; create table drizzle.__drizzle_migrations (
    id serial primary key, hash text not null, created_at bigint)`);
  for (const file of readMigrationFiles({ migrationsFolder: MIGRATIONS_DIR }).slice(0, count)) {
    for (const statement of file.sql) await target.unsafe(statement);
    await target`insert into drizzle.__drizzle_migrations (hash, created_at)
      values (${file.hash}, ${file.folderMillis})`;
  }
}
