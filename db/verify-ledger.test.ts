// Books that are right, and every way of being wrong that a hand in the tables can bring about.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { LedgerRow } from "#actors/kernel/rows.ts";
import {
  ledger,
  projection,
  purchase,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";
import { auditLedger, verifyLedger } from "./verify-ledger.ts";

let home: TestDatabase;
let database: Database;
let node: TestNode;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  const store = createStore(database, "node-a", SILENT);
  node = await startNode({
    node: () => ({ store, leases: store }),
    lapse: () => Promise.resolve(),
    fan: () => Promise.resolve(null),
    stop: () => Promise.resolve(),
  });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  await force(`
    delete from transactions; delete from purchases; delete from users; delete from actors;
    create unique index if not exists transactions_reference_key on transactions (reference)
      where reference is not null`);
});

/** Past the guards, as a restored backup or a hand would. */
async function force(statements: string): Promise<void> {
  await database.sql.unsafe(`set local session_replication_role = replica; ${statements}`);
}

const PAID: Partial<Purchase> = { state: "paid", paidAt: T0, isGranted: true };

function grant(id: string, parts: Partial<LedgerRow> = {}): LedgerRow {
  const row = ledger(10, `payment:pi_${id}`);
  return { ...row, kind: "purchase", amountCents: 499, currency: "usd", ...parts };
}

/**
 * A fan whose first pack was taken back by seven credits: four that were there, and three as a debt, of
 * which the second pack has worked off one.
 */
async function trade(key: string): Promise<void> {
  const hand = await wake(node, key);
  const [p, q] = [`${key}a`, `${key}b`];
  await turn(node, hand, {
    credits: 13,
    rows: [
      ledger(3, `welcome:${key}`),
      grant(p),
      purchase(p, { ...PAID, paymentId: `pi_${p}`, reversed: { credits: 7, seconds: 0 } }),
      purchase(`${key}open`),
    ],
  });
  const shown = projection(key, 18);
  await turn(node, hand, {
    credits: 18,
    projection: { ...shown, user: { ...shown.user, debtCredits: 2 } },
    rows: [
      { ...ledger(-4, `reverse:${p}:2`), kind: "refund", amountCents: -200, currency: "usd" },
      grant(q, { kind: "recharge" }),
      purchase(q, { ...PAID, kind: "recharge", paymentId: `pi_${q}` }),
      { ...ledger(-1, `debt:${q}:1`), kind: "adjustment" },
    ],
  });
}

test("books that every commit wrote have no fault, and are all gone through", async () => {
  for (const key of ["7", "8", "9"]) await trade(key);
  const hand = await wake(node, "9");
  const gone = { ...projection("9", 18).user, debtCredits: 2 };
  await turn(
    node,
    { ...hand, credits: 18 },
    {
      projection: { ...projection("9", 18), user: gone },
      rows: [{ row: "erase", at: T0 }],
    },
  );
  expect(await auditLedger(database)).toEqual({ accounts: 3, purchases: 9, faults: [] });
});

test("books of more than a batch are gone through to the end", async () => {
  await force(`
    insert into users (telegram_id, credits, created_at, last_seen_at)
      select n, 2, now(), now() from generate_series(1, 1100) n;
    insert into transactions (user_id, kind, credits, seconds, amount_cents, reference, created_at)
      select id, 'message', 1, 0, 0, 'r' || id || ':' || k, now()
      from users, generate_series(1, 2) k;
    insert into transactions (user_id, kind, credits, seconds, amount_cents, created_at)
      select id, 'gift', 0, 0, 0, now() from users, generate_series(1, 5) k;
    update users set credits = 5 where telegram_id in (1, 500, 501, 1100)`);
  const { accounts, faults } = await auditLedger(database);
  expect(accounts).toBe(1100);
  expect(faults).toHaveLength(4);
});

describe("a fault is found:", () => {
  test.each<[string, string, string[]]>([
    [
      "a balance that is not its lines' sum",
      "update users set credits = 20",
      ["account N has 20 credits, its lines come to 18"],
    ],
    [
      "a debt below nothing",
      "alter table users drop constraint users_debt_check; update users set debt_seconds = -5",
      [
        "account N owes 2 credits and -5 seconds",
        "account N has kept some of 0 seconds that were taken back",
      ],
    ],
    [
      "credits that were taken back by a refund, and are still there",
      `update transactions set credits = -3 where reference like 'reverse:%';
        update users set credits = 19`,
      ["account N has kept some of 7 credits that were taken back"],
    ],
    [
      "a debt that was forgotten",
      "update users set debt_credits = 0",
      ["account N has kept some of 7 credits that were taken back"],
    ],
    [
      "auto-recharge without a customer",
      "update users set auto_recharge = true",
      ["account N is recharged, and has no customer to charge"],
    ],
    [
      "a purchase whose line is missing",
      `update transactions set kind = 'gift', reference = null where reference = 'payment:pi_7a'`,
      ["purchase 7a is granted, and has no line"],
    ],
    [
      "a line whose purchase is missing",
      "delete from purchases where id = '7a'",
      [
        "line N of account N is a purchase without its purchase",
        "line N of account N is a refund without its purchase",
      ],
    ],
    [
      "a purchase that is another fan's than its line",
      "update purchases set user_id = user_id + 1 where id = '7b'",
      [
        "purchase 7b has a line of another fan",
        "line N of account N is a recharge without its purchase",
        "line N of account N is a adjustment without its purchase",
      ],
    ],
    [
      "a purchase without a line of the payment's reference",
      "update transactions set reference = 'payment:pi_x' where reference = 'payment:pi_7a'",
      [
        "purchase 7a is granted, and has no line",
        "line N of account N is a purchase without its purchase",
      ],
    ],
    [
      "a purchase that gave and does not know it",
      `update purchases set is_granted = false,
        record = jsonb_set(record::jsonb, '{isGranted}', 'false')::json where id = '7a'`,
      ["purchase 7a is not granted, and has a line", "purchase 7a is paid, and is not granted"],
    ],
    [
      "another amount than was paid",
      "update transactions set amount_cents = 500 where reference = 'payment:pi_7a'",
      ["purchase 7a is 499 usd, its line 500 usd"],
    ],
    [
      "another currency",
      "update transactions set currency = 'xtr' where reference = 'payment:pi_7a'",
      ["purchase 7a is 499 usd, its line 499 xtr"],
    ],
    [
      "another kind of line",
      "update transactions set kind = 'gift' where reference = 'payment:pi_7a'",
      ["purchase 7a has a line of kind gift"],
    ],
    [
      "other units than were bought",
      "update transactions set seconds = 60 where reference = 'payment:pi_7a'",
      ["purchase 7a gives 10 credits and 0 seconds, its line others"],
    ],
    [
      "more taken back than was given",
      `update purchases set record = jsonb_set(record::jsonb, '{frozen,credits}', '4')::json
        where id = '7a'`,
      [
        "account N has kept some of 11 credits that were taken back",
        "purchase 7a has more taken back than it gave",
      ],
    ],
    [
      "a row that is not its record's",
      "update purchases set version = 9 where id = '7a'",
      ["purchase 7a has a record that is not its row's"],
    ],
    [
      "a record that cannot be read",
      `update purchases set record = '{}' where id = '7open'`,
      ["purchase 7open has a record that cannot be read"],
    ],
    [
      "a line of nobody",
      "update transactions set user_id = 0 where reference = 'welcome:7'; update users set credits = 15",
      ["line N of account N is of nobody"],
    ],
    [
      "a reference that is twice in the ledger, because its index was lost",
      `drop index transactions_reference_key;
        insert into transactions (user_id, kind, credits, seconds, amount_cents, reference, created_at)
          select user_id, 'gift', 0, 0, 0, reference, now() from transactions
          where reference = 'welcome:7'`,
      ["reference welcome:7 is 2 times in the ledger"],
    ],
    [
      "two lines of one payment",
      `drop index transactions_reference_key;
        update transactions set reference = 'payment:pi_7b', kind = 'recharge', credits = 10,
          amount_cents = 499, currency = 'usd'
        where reference = 'welcome:7'; update users set credits = 25`,
      ["purchase 7b has more than one line", "reference payment:pi_7b is 2 times in the ledger"],
    ],
  ])("%s", async (_what, statements, faults) => {
    await trade("7");
    await force(statements);
    const found = await verifyLedger(database);
    const words = found.map(({ where, what }) =>
      `${where} ${what}`.replaceAll(/(line|account) \d+(?= (of|has|owes|is))/g, "$1 N"),
    );
    expect(words.toSorted()).toEqual(faults.toSorted());
  });
});
