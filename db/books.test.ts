import { afterAll, beforeAll, expect, test } from "bun:test";
import type { LedgerRow } from "#actors/kernel/rows.ts";
import {
  ledger,
  message,
  purchase,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { chargeOf, historyOf, lineOf } from "./books.ts";
import { type Database, openDatabase } from "./client.ts";
import { createReads } from "./reads.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

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

function line(credits: number, reference: string, parts: Partial<LedgerRow> = {}): LedgerRow {
  return { ...ledger(credits, reference), ...parts };
}

test("a fan's history is newest first, in pages, with the kinds of messages", async () => {
  const bought = { kind: "purchase", amountCents: 499, currency: "usd" } as const;
  await turn(node, await wake(node, "7"), {
    credits: 20,
    rows: [
      message("f31", { kind: "photo" }),
      message("f32", { kind: "voice" }),
      line(3, "welcome:7"),
      line(20, "payment:pi_1", { ...bought, at: T0 + 5 }),
      line(-3, "message:7:31"),
      line(-5, "message:7:32"),
      line(5, "refund:message:7:32", { kind: "refund" }),
    ],
  });
  await turn(node, await wake(node, "8"), { credits: 3, rows: [line(3, "welcome:8")] });
  const first = await historyOf(database, { fanId: 7, page: 0, size: 3 });
  expect(first.pages).toBe(2);
  expect(
    first.lines.map(({ kind, credits, messageKind, isGivenBack }) => [
      kind,
      credits,
      messageKind,
      isGivenBack,
    ]),
  ).toEqual([
    ["refund", 5, "voice", false],
    ["message", -5, "voice", true],
    ["message", -3, "photo", false],
  ]);
  const second = await historyOf(database, { fanId: 7, page: 1, size: 3 });
  expect(second.lines).toMatchObject([
    {
      kind: "purchase",
      credits: 20,
      seconds: 0,
      amount: 499,
      currency: "usd",
      reference: "payment:pi_1",
      at: T0 + 5,
      messageKind: null,
    },
    { kind: "welcome", amount: 0, currency: null },
  ]);
  expect(await historyOf(database, { fanId: 7, page: 2, size: 3 })).toEqual({
    lines: [],
    pages: 2,
  });
  expect(await historyOf(database, { fanId: 404, page: 0, size: 3 })).toEqual({
    lines: [],
    pages: 0,
  });
});

test("a line is shown to its own fan alone, and says whether it was given back", async () => {
  const hand = await wake(node, "9");
  await turn(node, hand, { credits: 0, rows: [line(3, "welcome:9"), line(-3, "message:9:1")] });
  const { lines } = await historyOf(database, { fanId: 9, page: 0, size: 1 });
  const lineId = lines[0]?.id ?? 0;
  expect(await lineOf(database, { fanId: 9, lineId })).toEqual({
    id: lineId,
    kind: "message",
    credits: -3,
    seconds: 0,
    amount: 0,
    currency: null,
    reference: "message:9:1",
    at: T0,
    isGivenBack: false,
    messageKind: null,
  });
  expect(await lineOf(database, { fanId: 8, lineId })).toBeNull();
  expect(await lineOf(database, { fanId: 9, lineId: lineId + 1000 })).toBeNull();
  await turn(node, hand, { credits: 3, rows: [line(3, `giveback:${lineId}`, { kind: "refund" })] });
  expect(await lineOf(database, { fanId: 9, lineId })).toMatchObject({ isGivenBack: true });
});

test("what a message was charged is found by its copy in a topic, for its own fan alone", async () => {
  await turn(node, await wake(node, "21"), {
    credits: 4,
    rows: [line(9, "welcome:21"), line(-2, "message:21:6"), line(-3, "message:21:7")],
  });
  // Posts 91 and 92 are of the fan, the first of them of a free text and two that were charged.
  await database.sql.unsafe(`
    insert into message_links (fan_id, fan_message_id, group_id, topic_message_id, direction)
    values (21, 5, -100, 91, 'in'), (21, 7, -100, 91, 'in'), (21, 6, -100, 91, 'in'),
      (21, 5, -100, 92, 'in'), (21, 6, -100, 93, 'out')`);
  const copy = { fanId: 21, groupId: -100, messageId: 91 };
  expect(await chargeOf(database, copy)).toMatchObject({ kind: "message", credits: -2 });
  expect(await chargeOf(database, { ...copy, messageId: 92 })).toBeNull();
  expect(await chargeOf(database, { ...copy, messageId: 93 })).toBeNull();
  expect(await chargeOf(database, { ...copy, fanId: 9 })).toBeNull();
  expect(await chargeOf(database, { ...copy, groupId: -101 })).toBeNull();
});

test("a page of a long history is read from the index's end, without a sort", async () => {
  const plan = await database.sql.unsafe(`
    explain select * from transactions where user_id = 7 order by id desc limit 10`);
  const words = plan.map((row) => String(row["QUERY PLAN"])).join("\n");
  expect(words).toContain("Index Scan Backward using transactions_user_id_id_index");
  expect(words).not.toContain("Sort");
});

test("what is held of a fan has their purchases in it", async () => {
  await turn(node, await wake(node, "20"), { rows: [purchase("p20")] });
  const held: unknown = JSON.parse(await createReads(database).exportOf(20));
  expect(held).toMatchObject({ purchases: [purchase("p20").purchase] });
});
