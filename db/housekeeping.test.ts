import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Logger } from "#actors/kernel/ports.ts";
import {
  arrival,
  conversation,
  post,
  settled,
  startNode,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { keepHouse } from "./housekeeping.ts";
import { changeSetting } from "./setting-changes.ts";
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

test("envelopes are kept for as long as the owner wants", async () => {
  const left = async (): Promise<number> => {
    const rows = await database.sql`select id from inbox where dedupe_key like 'kept:%'`;
    return rows.length;
  };
  await database.sql`delete from mailbox`;
  await node.store.append([{ ...arrival("8", { dedupeKey: "kept:1" }), at: NOW - 10 * DAY_MS }]);
  await database.sql`delete from mailbox`;
  await keepHouse(database, NOW, SILENT);
  expect(await left()).toBe(1);
  const name = { key: "inboxRetentionDays", part: null } as const;
  await changeSetting(database, name, 7, { id: 501, name: "Ada" }, NOW);
  await keepHouse(database, NOW, SILENT);
  expect(await left()).toBe(0);
});
