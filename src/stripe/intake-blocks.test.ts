import { expect, test } from "bun:test";
import { StoreError } from "#db/errors.ts";
import { World } from "./stripe-testing.ts";

test("a purchase whose row cannot be read is told, and its events are not sent for ever", async () => {
  await using world = new World();
  const { sessionId } = await world.openPage();
  await world.takeLetters();
  world.stripe.world.expire(sessionId);
  world.rows.purchaseById = async () => {
    throw new StoreError("purchase by id", "UNREADABLE_PURCHASE", null);
  };
  expect(await world.takeLetters()).toEqual(["ignored"]);
  expect(world.arrivals).toEqual([]);
  expect(world.incidents).toMatchObject([
    {
      kind: expect.stringMatching(/^payment-contradiction (?:pi|cs)_/) as string,
      detail: expect.stringContaining("ledger:verify") as string,
    },
  ]);
});

test("a full actor puts its webhooks off, and none of the events that are listed", async () => {
  await using world = new World({ hasWebhooks: false });
  const { sessionId } = await world.openPage();
  await world.takeLetters();
  world.stripe.world.expire(sessionId);
  world.inbox.isFull = true;
  expect(await world.takeLetters()).toEqual(["later"]);
  await world.side.reconciler.start();
  // The first reading of Stripe's events is over when it waits for the next.
  while ((await world.clock.next()).ms !== 10_000);
  expect(world.facts()).toMatchObject([{ type: "session", state: "expired" }]);
});
