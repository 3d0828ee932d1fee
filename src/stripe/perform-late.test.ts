import { expect, test } from "bun:test";
import { customerWithCard } from "#src/sandbox/stripe/testing.ts";
import { chargeOf, factsIn, openPurchase, World } from "./stripe-testing.ts";

// Stripe forgets a key after a day, and this program may have been off for longer than that.
const DAY_MS = 86_400_000;

async function charging(world: World) {
  const owner = await customerWithCard(world.stripe);
  const createdAt = world.clock.now();
  const purchase = world.rows.put(openPurchase({ kind: "recharge", createdAt }));
  return chargeOf(purchase, owner);
}

test("a charge whose answer was lost days ago is found, and is no second charge", async () => {
  await using world = new World();
  const charge = await charging(world);
  world.stripe.world.faults.set({ loseNextAnswers: 1 });
  expect(await world.do(charge)).toMatchObject({ type: "unknown" });
  world.stripe.clock.advance(5 * DAY_MS);
  const at = world.clock.now();
  expect(factsIn(await world.do(charge))).toMatchObject([{ state: "succeeded", at }]);
  expect(world.stripe.world.books()).toHaveLength(1);
});

test("a charge that was never made is not begun a day late: its actor is told", async () => {
  await using world = new World();
  const charge = await charging(world);
  world.stripe.clock.advance(DAY_MS);
  expect(await world.do(charge)).toMatchObject({ type: "refused", code: "unavailable" });
  expect(world.stripe.world.books()).toEqual([]);
});

test("a charge that waited for some hours is made all the same", async () => {
  await using world = new World();
  const charge = await charging(world);
  world.stripe.clock.advance(22 * 3_600_000);
  expect(factsIn(await world.do(charge))).toMatchObject([{ state: "succeeded" }]);
});

test("a refund whose answer was lost days ago is found, and is no second refund", async () => {
  await using world = new World();
  const [paid] = factsIn(await world.do(await charging(world)));
  const paymentId = paid?.type === "payment" ? paid.paymentId : "";
  const about = { purchaseId: "p1-abc", paymentId, refundKey: "r1", amount: 200 };
  world.stripe.world.faults.set({ loseNextAnswers: 2 });
  const refund = { verb: "refundPayment", ...about } as const;
  // Both the list and the refund itself were asked for, and nobody heard either.
  for (const attempt of [0, 1, 2]) await world.do(refund, attempt);
  world.stripe.clock.advance(2 * DAY_MS);
  expect(factsIn(await world.do(refund))).toMatchObject([{ type: "refund", amount: 200 }]);
  expect(world.stripe.world.books()).toMatchObject([{ refunded: 200 }]);
});
