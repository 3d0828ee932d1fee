import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  purchase,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { type Database, openDatabase } from "./client.ts";
import { StoreError } from "./errors.ts";
import { createPaymentReads, type PaymentReads } from "./payments.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;
let node: TestNode;
let reads: PaymentReads;

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
  reads = createPaymentReads(database);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const PAID = {
  state: "paid",
  sessionId: "cs_1",
  paymentId: "pi_1",
  paidAt: T0 + 5,
  isGranted: true,
  refunds: [
    { id: "re_1", amount: 100, state: "succeeded", at: T0 },
    { id: "re_2", amount: 50, state: "failed", at: T0 },
  ],
  refunded: { amount: 99, at: T0 },
} as const;

describe("a purchase", () => {
  test("is found by what services call it, with its fan", async () => {
    const hand = await wake(node, "7");
    const { purchase: paid } = purchase("p7", { ...PAID, refunds: [...PAID.refunds] });
    await turn(node, hand, { rows: [{ row: "purchase", at: T0 + 9, purchase: paid }] });
    const found = { fanId: 7, purchase: paid };
    expect(await reads.purchaseById("p7")).toEqual(found);
    expect(await reads.purchaseByPayment("pi_1")).toEqual(found);
    expect(await reads.purchaseBySession("cs_1")).toEqual(found);
    expect(await reads.purchaseByPayment("pi_1", "stars")).toBeNull();
    expect(await reads.purchaseById("p404")).toBeNull();
    expect(await reads.purchaseBySession("cs_404")).toBeNull();
  });

  test("has columns for people that say what its record says", async () => {
    const rows = await database.sql`
      select rail, kind, sku, credits, seconds, amount, currency, promo, state, session_id,
        payment_id, refunded_amount, is_disputed, is_granted, version, created_at, updated_at, paid_at
      from purchases where id = 'p7'`;
    expect(rows.map((row) => Object.values(row).map(String).join(" "))).toEqual([
      `stripe checkout credits_10 10 0 499 usd null paid cs_1 pi_1 100 false true 1 ${[
        new Date(T0),
        new Date(T0 + 9),
        new Date(T0 + 5),
      ].join(" ")}`,
    ]);
  });

  test.each([
    ["101", "needs_response", true],
    ["102", "lost", true],
    ["103", "a status of next year", true],
    ["104", "won", false],
    ["105", "warning_closed", false],
  ])("of fan %s with a dispute that is %s: disputed is %p", async (key, status, isDisputed) => {
    const dispute = { id: "dp_1", amount: 1, status, statusAt: 1, reason: "", fundsAt: 1 };
    const rows = [purchase(`p${key}`, { disputes: [{ ...dispute, funds: null }] })];
    await turn(node, await wake(node, key), { rows });
    expect(
      await database.sql`select is_disputed as d from purchases where id = ${`p${key}`}`,
    ).toMatchObject([{ d: isDisputed }]);
  });

  test("of an erased fan is nobody's, and still found", async () => {
    const hand = await wake(node, "8");
    await turn(node, hand, { rows: [purchase("p8", { paymentId: "pi_8" })] });
    await turn(node, hand, { rows: [{ row: "erase", at: T0 }] });
    expect(await reads.purchaseByPayment("pi_8")).toMatchObject({
      fanId: -Number(hand.actor.userId),
      purchase: { id: "p8" },
    });
  });

  test("whose record cannot be read is a clear error alone, and hides no other in a list", async () => {
    await turn(node, await wake(node, "9"), {
      rows: [
        purchase("p9", { rail: "stars", createdAt: T0 + 100 }),
        purchase("p10", { rail: "stars", createdAt: T0 + 101 }),
      ],
    });
    await database.sql`update purchases set record = '{"id": "p9"}' where id = 'p9'`;
    const failure = await reads.purchaseById("p9").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toContain("purchase by id: UNREADABLE_PURCHASE");
    const open = await reads.openPurchases("stars", 10);
    expect(open.map((each) => each.purchase.id)).toEqual(["p10"]);
  });
});

test("a rail has purchases when something waits to be paid there, or ever was", async () => {
  const about = { rail: "stars", currency: "xtr" } as const;
  const rows = [purchase("h1", { ...about, state: "paid", paymentId: "stx_h1" })];
  expect(await reads.hasPurchases("stripe")).toBe(true);
  await turn(node, await wake(node, "22"), { rows });
  expect(await reads.hasPurchases("stars")).toBe(true);
});

test("those that wait to be paid are listed by rail, oldest first", async () => {
  const states = ["open", "processing", "requiresAction", "paid", "failed", "expired"] as const;
  const rows = states.map((state, n) =>
    purchase(`w-${state}`, { state, createdAt: T0 - 1000 - n }),
  );
  await turn(node, await wake(node, "20"), { rows });
  const open = await reads.openPurchases("stripe", 3);
  expect(open.map(({ fanId, purchase: { id } }) => `${fanId} ${id}`)).toEqual([
    "20 w-requiresAction",
    "20 w-processing",
    "20 w-open",
  ]);
});

test("those made lately are listed whatever became of them, newest first", async () => {
  const since = T0 + 10_000_000;
  const rows = [-1, 0, 1, 2].map((n) => purchase(`r${n}`, { createdAt: since + n }));
  await turn(node, await wake(node, "21"), { rows });
  const ids = (await reads.recentPurchases(since, 10)).map((each) => each.purchase.id);
  expect(ids).toEqual(["r2", "r1", "r0"]);
  expect(await reads.recentPurchases(since, 1)).toHaveLength(1);
});

test("a customer is one fan's, and nobody's once the fan is erased", async () => {
  const hand = await wake(node, "22");
  await turn(node, hand);
  await database.sql`
    update users set stripe_customer_id = 'cus_22', auto_recharge = true where telegram_id = 22`;
  expect(await reads.fanOfCustomer("cus_22")).toBe(22);
  expect(await reads.fanOfCustomer("cus_404")).toBeNull();
  await turn(node, hand, { rows: [{ row: "erase", at: T0 }] });
  expect(await reads.fanOfCustomer("cus_22")).toBeNull();
  expect(
    await database.sql`select auto_recharge from users where id = ${hand.actor.userId}`,
  ).toMatchObject([{ auto_recharge: false }]);
});

test("every look is one by index, however many purchases there are", async () => {
  const statements = [
    "select from purchases where rail = 'stripe' and payment_id = 'x'",
    "select from purchases where session_id = 'x'",
    `select from purchases where rail = 'stripe'
      and state in ('open', 'processing', 'requiresAction') order by created_at limit 5`,
    "select from purchases where created_at >= now() order by created_at desc limit 5",
    "select from users where stripe_customer_id = 'x'",
  ];
  for (const statement of statements) {
    const plan = await database.sql.unsafe(`explain ${statement}`);
    const words = plan.map((row) => String(row["QUERY PLAN"])).join("\n");
    expect(words).toMatch(/Index (Only )?Scan/);
    expect(words).not.toMatch(/Seq Scan|Sort/);
  }
});
