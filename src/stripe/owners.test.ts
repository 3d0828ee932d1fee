import { expect, test } from "bun:test";
import { readSession } from "./facts.ts";
import { createOwners } from "./owners.ts";
import { FAN, Rows } from "./rows-testing.ts";
import { BOT_ID, checkoutOf, openPurchase, pageIn, World } from "./stripe-testing.ts";

/** Whose a page is that was paid, by its metadata. */
async function ownerOf(rows: Rows, metadata: object) {
  const session = {
    id: "cs_1",
    mode: "payment",
    status: "complete",
    payment_status: "paid",
    amount_total: 500,
    currency: "usd",
    customer: null,
    metadata,
  };
  const read = readSession(session, 0);
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
