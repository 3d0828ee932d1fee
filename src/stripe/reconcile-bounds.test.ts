import { expect, test } from "bun:test";
import { customerWithCard } from "#src/sandbox/stripe/testing.ts";
import { reconcileOnce } from "./reconciler.ts";
import { BOT_ID, World } from "./stripe-testing.ts";

const DAY_MS = 86_400_000;

/** One pass over the last three days, with nothing to wait for. */
function pass(world: World, pagesMax = 20): Promise<readonly string[]> {
  const { rows, inbox, stripe, clock, incidents } = world;
  const parts = {
    connect: () => stripe.client,
    reads: rows,
    botId: BOT_ID,
    hasWebhooks: false,
    takeListed: async () => ({ type: "duplicate" }) as const,
    append: inbox.append,
    onIncident: (incident: (typeof incidents)[number]) => void incidents.push(incident),
    clock,
    random: () => 0.5,
    log: { debug: () => undefined, info: () => undefined, warn: () => {}, error: () => {} },
  };
  const since = clock.now() - 3 * DAY_MS;
  const { signal } = new AbortController();
  return reconcileOnce(parts, { since, hasWebhooks: false, signal, pagesMax });
}

test("a page whose money never came is found out, however long ago it was opened", async () => {
  await using world = new World();
  const { sessionId, row } = await world.openPage();
  world.stripe.world.faults.set({ dropNextEvents: 100 });
  world.stripe.world.pay(sessionId, "pm_card_sandboxFailsLater");
  const [intent] = (await world.stripe.client.paymentIntents.list()).data;
  const paymentId = intent?.id ?? "";
  world.stripe.world.settle(paymentId, "failed");
  world.rows.put({ ...row, paymentId, state: "processing" });
  world.stripe.clock.advance(14 * DAY_MS);
  await pass(world);
  expect(world.facts()).toMatchObject([{ type: "session", state: "failed" }]);
});

test("a list that is longer than what is read of it is told", async () => {
  await using world = new World();
  const { paymentIntents } = world.stripe.client;
  for (let made = 0; made < 101; made += 1) {
    await paymentIntents.create({ amount: 500, currency: "usd" });
  }
  await pass(world, 2);
  expect(world.incidents).toEqual([]);
  await pass(world, 1);
  expect(world.incidents).toMatchObject([
    { kind: "reconcile-cut", detail: expect.stringContaining("100") as string },
  ]);
});

test("what is somebody else's is asked about once in a pass", async () => {
  await using world = new World();
  const { customer, card } = await customerWithCard(world.stripe);
  const { paymentIntents, refunds } = world.stripe.client;
  const about = { amount: 500, currency: "usd", customer, payment_method: card } as const;
  const now = { off_session: true, confirm: true } as const;
  const { id } = await paymentIntents.create({
    ...about,
    ...now,
    allowed_payment_method_types: ["card"],
  });
  await refunds.create({ payment_intent: id, amount: 100 });
  await pass(world);
  const asked = world.stripe.api.calls.all().filter(({ path }) => path.endsWith(`/${id}`));
  // For the refund, and for what the charge says of all refunds.
  expect(asked).toHaveLength(2);
  expect(world.incidents).toEqual([]);
});
