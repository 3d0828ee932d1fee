import { expect, test } from "bun:test";
import { readRefund, readSession } from "./facts.ts";
import { createOwners } from "./owners.ts";
import { FAN, Rows } from "./rows-testing.ts";
import { BOT_ID, checkoutOf, openPurchase, pageIn, World } from "./stripe-testing.ts";

function sessionOf(metadata: object, change: object = {}) {
  return {
    id: "cs_1",
    mode: "payment",
    status: "complete",
    payment_status: "paid",
    amount_total: 500,
    currency: "usd",
    customer: null,
    metadata,
    ...change,
  };
}

/** Whose a page is that was paid, by its metadata. */
async function ownerOf(rows: Rows, metadata: object, change: object = {}) {
  const read = readSession(sessionOf(metadata, change), 0);
  if (read.type !== "said") throw new Error("a session that cannot be read");
  const findOwner = createOwners({ reads: rows, tagsOfPayment: async () => null, botId: BOT_ID });
  return (await findOwner(read.statement)).type;
}

const ours = { app: "stagedoor", purchase_id: "p1-abc", telegram_id: String(FAN) };

test("what another bot has sold on the same account is none of our business", async () => {
  expect(await ownerOf(new Rows(), { ...ours, bot_id: String(BOT_ID + 1) })).toBe("foreign");
  expect(await ownerOf(new Rows(), { ...ours, bot_id: String(BOT_ID) })).toBe("orphan");
  expect(await ownerOf(new Rows(), ours)).toBe("orphan");
});

test("a purchase of ours stays ours, whatever its metadata says of the bot", async () => {
  const rows = new Rows();
  rows.put(openPurchase());
  expect(await ownerOf(rows, { ...ours, bot_id: String(BOT_ID + 1) })).toBe("purchase");
});

test("all that we make says for which bot it is", async () => {
  await using world = new World();
  const page = pageIn(await world.do(checkoutOf(openPurchase())));
  world.stripe.world.pay(page.sessionId);
  const { checkout, customers, paymentIntents } = world.stripe.client;
  const made = [
    await checkout.sessions.retrieve(page.sessionId),
    await customers.retrieve(page.customerId),
    ...(await paymentIntents.list()).data,
  ];
  expect(made).toHaveLength(3);
  for (const one of made) expect(one).toMatchObject({ metadata: { bot_id: String(BOT_ID) } });
});

test("metadata that names another's purchase credits nobody", async () => {
  const rows = new Rows();
  rows.put({ ...openPurchase(), sessionId: "cs_of_this_one" });
  expect(await ownerOf(rows, ours)).toBe("contradiction");
  expect(await ownerOf(rows, ours, { id: "cs_of_this_one" })).toBe("purchase");

  rows.customers.set("cus_of_another", FAN + 1);
  rows.customers.set("cus_of_the_fan", FAN);
  const paidBy = (customer: string) => ownerOf(rows, ours, { id: "cs_of_this_one", customer });
  expect(await paidBy("cus_of_another")).toBe("contradiction");
  expect(await paidBy("cus_of_the_fan")).toBe("purchase");
  expect(await paidBy("cus_of_nobody")).toBe("purchase");
});

test("events that are asked about at Stripe hold up none that are in our rows", async () => {
  const rows = new Rows();
  rows.put({ ...openPurchase(), sessionId: "cs_1" });
  const never = new Promise<null>(() => undefined);
  const findOwner = createOwners({ reads: rows, tagsOfPayment: () => never, botId: BOT_ID });
  const refund = { id: "re_1", amount: 5, currency: "usd", status: "succeeded", metadata: {} };
  for (let i = 0; i < 50; i += 1) {
    const read = readRefund({ ...refund, payment_intent: `pi_${i}`, charge: null }, 0);
    if (read.type === "said") void findOwner(read.statement);
  }
  const read = readSession(sessionOf(ours), 0);
  if (read.type !== "said") throw new Error("a session that cannot be read");
  expect(await findOwner(read.statement)).toMatchObject({ type: "purchase" });
});
