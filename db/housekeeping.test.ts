import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Logger } from "#actors/kernel/ports.ts";
import {
  arrival,
  conversation,
  ledger,
  message,
  post,
  settled,
  startNode,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { keepHouse } from "./housekeeping.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 2, 10, 12);

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

test("figures of the last days are counted, each day in UTC and as often as asked", async () => {
  const [ana, bo] = [await wake(node, "7"), await wake(node, "8")];
  const lastNight = Date.UTC(2026, 2, 9, 23, 59, 59, 999);
  await turn(node, ana, {
    credits: 12,
    rows: [
      message("f1", { at: NOW }),
      message("f2", { at: NOW }),
      message("f3", { at: lastNight }),
      message("g-5:1", { direction: "out", at: NOW }),
      { ...ledger(10), kind: "purchase", amountCents: 499, currency: "usd", at: NOW },
      { ...ledger(10), kind: "purchase", amountCents: 380, currency: "xtr", at: NOW },
      { ...ledger(10), kind: "recharge", amountCents: 999, currency: "usd", at: lastNight },
      { ...ledger(-20), kind: "refund", amountCents: -100, currency: "usd", at: NOW },
      { ...ledger(5), kind: "gift", at: NOW },
      { ...ledger(-1), kind: "message", at: NOW },
      { ...ledger(-2), kind: "message", at: lastNight },
    ],
  });
  await turn(node, bo, { rows: [message("f1", { at: NOW })] });
  await database.sql`update users set created_at = ${new Date(NOW)} where telegram_id = 8`;
  await keepHouse(database, NOW, SILENT);
  await keepHouse(database, NOW, SILENT);
  const rows = await database.sql`
    select day::text, active_users, new_users, messages_in, messages_out,
      revenue_cents::integer, credits_spent::integer
    from daily_metrics order by day`;
  expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
    "2026-03-08 0 0 0 0 0 0",
    "2026-03-09 1 0 1 0 999 2",
    "2026-03-10 2 1 3 1 399 1",
  ]);
});

test("what is long over is dropped, but never mail that waits", async () => {
  const old = NOW - 31 * DAY_MS;
  const arrivals = ["done", "dead", "waits"].map((dedupeKey) => ({
    ...arrival("9", { dedupeKey }),
    at: old,
  }));
  const [done, dead] = await node.store.append([
    ...arrivals,
    { ...arrival("9", { dedupeKey: "fresh" }), at: NOW },
  ]);
  await database.sql`delete from mailbox where inbox_id = ${Number(done)}`;
  const failure = { error: "boom", retryAt: old, deadLetter: true };
  await node.store.fail([{ ...failure, envelopeId: Number(dead) }]);
  const hand = await wake(node, "9");
  await database.sql`update inbox set at = ${new Date(NOW)} where dedupe_key like 'test:%'`;
  const id = await turn(node, hand, {
    effects: [{ effect: post("old") }, { effect: post("new") }],
  });
  await node.store.settle(
    [0, 1].map((index) => settled("9", id * 256 + index, { to: "discarded" })),
  );
  await database.sql`update outbox set at = ${new Date(old)} where id = ${id * 256}`;
  await database.sql`update outbox set at = ${new Date(NOW)} where id = ${id * 256 + 1}`;
  await database.sql`update inbox set at = ${new Date(NOW)} where id = ${id}`;

  await keepHouse(database, NOW, SILENT);
  const kept = await database.sql<{ key: string }[]>`
    select dedupe_key as key from inbox where dedupe_key not like 'test:%' order by id`;
  expect(kept.map((row) => row.key)).toEqual(["waits", "fresh"]);
  const [mail = []] = await node.store.read([conversation("9")], 10, NOW);
  expect(mail).toHaveLength(2);
  expect(await node.store.redrive({ address: conversation("9") })).toBe(0);
  expect(await database.sql`select id from outbox`).toMatchObject([{ id: id * 256 + 1 }]);
});

test("a database that is away is a line in the log and nothing more", async () => {
  const warned: string[] = [];
  const log: Logger = { ...SILENT, warn: (_, line) => void warned.push(line) };
  const away = openDatabase("postgres://nobody@127.0.0.1:1/none");
  await keepHouse(away, NOW, log);
  expect(warned).toHaveLength(2);
  await away.close();
});
