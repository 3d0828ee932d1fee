import { describe, expect, test } from "bun:test";
import type { Effect } from "#actors/kernel/effect.ts";
import { customerWithCard } from "#src/sandbox/stripe/testing.ts";
import { chargeOf, checkoutOf, factsIn, openPurchase, pageIn, World } from "./stripe-testing.ts";

const recharge = openPurchase({ kind: "recharge" });

/** Calls as the relay does: again, with one more attempt, until it is over. */
async function persist(world: World, effect: Effect, tries = 100) {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const outcome = await world.do(effect, attempt);
    if (outcome.type === "done" || outcome.type === "refused") return { outcome, attempt };
  }
  throw new Error("it never ended");
}

describe("an answer that is lost", () => {
  test("of a charge is asked for again, and it is one charge", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    world.stripe.world.faults.set({ loseNextAnswers: 3 });
    const { outcome, attempt } = await persist(world, chargeOf(recharge, owner));
    expect(attempt).toBe(3);
    expect(factsIn(outcome)).toMatchObject([{ state: "succeeded" }]);
    expect(world.stripe.world.books()).toHaveLength(1);
    const keys = world.stripe.api.calls.all().map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys.filter((key) => key?.startsWith("recharge:")))).toEqual(
      new Set([`recharge:${recharge.id}`]),
    );
  });

  test("of a charge says how it was then, not that it is so now", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe, "pm_card_sandboxSettlesLater");
    world.stripe.world.faults.set({ loseNextAnswers: 1 });
    await world.do(chargeOf(recharge, owner));
    const madeAt = world.clock.now();
    world.stripe.clock.advance(60_000);
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    world.stripe.world.settle(intent?.id ?? "", "succeeded");
    // The repeated answer is older than the event that it succeeded, so it cannot undo it.
    const [fact] = factsIn(await world.do(chargeOf(recharge, owner), 1));
    expect(fact).toMatchObject({ state: "processing", at: madeAt });
  });

  test("of a page is asked for again, though its time goes by", async () => {
    await using world = new World();
    const purchase = openPurchase();
    world.stripe.world.faults.set({ loseNextAnswers: 2 });
    const effect = checkoutOf(purchase);
    expect(await world.do(effect)).toMatchObject({ type: "unknown" });
    world.stripe.clock.advance(1_000);
    expect(await world.do(effect, 1)).toMatchObject({ type: "unknown" });
    world.stripe.clock.advance(20_000);
    pageIn(await world.do(effect, 2));
    expect((await world.stripe.client.checkout.sessions.list()).data).toHaveLength(1);
    expect((await world.stripe.client.customers.list()).data).toHaveLength(1);
    world.stripe.clock.advance(10 * 60_000);
    pageIn(await world.do(effect, 3));
  });

  test("of a refund is one refund", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    const [charged] = factsIn(await world.do(chargeOf(recharge, owner)));
    const paymentId = charged?.type === "payment" ? charged.paymentId : "";
    world.stripe.world.faults.set({ loseNextAnswers: 2 });
    const about = { purchaseId: recharge.id, paymentId, refundKey: "r1", amount: 300 };
    await persist(world, { verb: "refundPayment", ...about });
    expect(world.stripe.world.books()).toMatchObject([{ refunded: 300 }]);
  });
});

describe("a Stripe that is busy", () => {
  test("is asked again within the call, a little later each time", async () => {
    await using world = new World();
    world.stripe.world.faults.set({ rateLimitNext: 2, lockTimeoutNext: 1 });
    pageIn(await world.do(checkoutOf(openPurchase())));
    expect(world.clock.short).toEqual([250, 500, 1_000]);
  });

  test("for longer is asked again by the relay, and no card is charged twice", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    world.stripe.world.faults.set({ lockTimeoutNext: 9 });
    expect(await world.do(chargeOf(recharge, owner))).toMatchObject({
      type: "retry",
      scope: "chat",
    });
    const { outcome } = await persist(world, chargeOf(recharge, owner));
    expect(factsIn(outcome)).toMatchObject([{ state: "succeeded" }]);
    expect(world.stripe.world.books()).toHaveLength(1);
  });
});

describe("a Stripe that breaks", () => {
  test("repeats that under the key: a page is made with another one", async () => {
    await using world = new World();
    const known = await customerWithCard(world.stripe);
    world.stripe.world.faults.set({ breakNext: 1 });
    const effect = checkoutOf(openPurchase(), { customerId: known.customer });
    expect(await world.do(effect)).toMatchObject({ type: "unknown" });
    pageIn(await world.do(effect, 1));
  });

  test("leaves a charge in doubt for as long as it takes, then its actor is told", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    world.stripe.world.faults.set({ breakNext: 1 });
    const { outcome, attempt } = await persist(world, chargeOf(recharge, owner));
    expect(outcome).toMatchObject({ type: "refused", code: "unavailable" });
    expect(attempt).toBeGreaterThan(60);
    expect(world.stripe.world.books()).toEqual([]);
  });

  test("after it has charged is not believed: the charge is found", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    const key = `recharge:${recharge.id}`;
    // What Stripe says when it broke behind the charge: the key's answer is a 500, the charge is there.
    world.stripe.world.faults.set({ breakNext: 1 });
    await world.do(chargeOf(recharge, owner));
    await world.stripe.client.paymentIntents.create(
      {
        amount: 500,
        currency: "usd",
        customer: owner.customer,
        payment_method: owner.card,
        off_session: true,
        confirm: true,
        allowed_payment_method_types: ["card"],
        metadata: { app: "stagedoor", purchase_id: recharge.id },
      },
      { idempotencyKey: `${key}:behind` },
    );
    const facts = factsIn(await world.do(chargeOf(recharge, owner), 1));
    expect(facts).toMatchObject([{ state: "succeeded", purchaseId: recharge.id }]);
    expect(world.stripe.world.books()).toHaveLength(1);
  });

  test("and stays so gives a page up after two minutes: it would be of no use", async () => {
    await using world = new World();
    world.stripe.world.faults.set({ isStripeDown: true });
    const { outcome, attempt } = await persist(world, checkoutOf(openPurchase()));
    expect(outcome).toMatchObject({ type: "refused", code: "unavailable" });
    expect(attempt).toBe(7);
  });

  test("or is not there at all is unknown, never a refusal", async () => {
    await using world = new World({ apiBase: "http://127.0.0.1:1" });
    const look = { verb: "lookUpCard", cardId: "pm_1" } as const;
    expect(await world.do(look)).toMatchObject({ type: "unknown" });
  });
});

describe("a key", () => {
  test("that is revoked stops nothing but Stripe, and somebody is told", async () => {
    await using world = new World({ apiKey: "sk_test_revoked_0123456789abcdef" });
    const asked = { verb: "lookUpCard", cardId: "pm_1" } as const;
    expect(await world.do(asked)).toEqual({ type: "retry", afterMs: 60_000, scope: "chat" });
    expect(world.incidents).toMatchObject([{ kind: "stripe-key" }]);
    expect(JSON.stringify(world.incidents)).not.toContain("sk_test_revoked");
  });

  test("that is revoked keeps nobody waiting for a page", async () => {
    await using world = new World({ apiKey: "sk_test_revoked_0123456789abcdef" });
    const outcome = await world.do(checkoutOf(openPurchase()));
    expect(outcome).toMatchObject({ type: "refused", code: "unavailable" });
    expect(world.incidents).toMatchObject([{ kind: "stripe-key" }]);
  });

  test("used for something else is refused, and somebody is told", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    await world.do(chargeOf(recharge, owner));
    const other = chargeOf({ ...recharge, amount: 900 }, owner);
    expect(await world.do(other)).toMatchObject({ type: "refused", code: "bad-request" });
    expect(world.incidents).toMatchObject([{ kind: "stripe-idempotency" }]);
    expect(world.stripe.world.books()).toMatchObject([{ paid: 500 }]);
  });
});

test("a refusal's words hold no card and no key", async () => {
  await using world = new World();
  const owner = await customerWithCard(world.stripe);
  const stranger = await customerWithCard(world.stripe);
  const outcome = await world.do(chargeOf(recharge, { ...owner, card: stranger.card }));
  expect(outcome).toMatchObject({ type: "refused", code: "bad-request" });
  expect(JSON.stringify(outcome).length).toBeLessThan(400);
  expect(JSON.stringify([outcome, world.logged])).not.toContain("4242");
});
