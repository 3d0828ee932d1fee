// What the page can do at Stripe, through the same door as the page: acts in, state out. What the
// verbs do to Stripe's objects is tested beside them.

import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import type { StripeAct, StripePayment, StripeState } from "#src/sandbox/stripe/protocol.ts";
import { clientOf, openSession, refusalOf } from "#src/sandbox/stripe/testing.ts";
import { mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

const VISA = "4242424242424242";
const SLOW = "4000000000003006";

/** A page for ten dollars that Mia may pay at. */
async function pageFor(sandbox: TestSandbox): Promise<Stripe.Checkout.Session> {
  const client = clientOf(sandbox.stripe);
  const metadata = { telegram_id: String(mia.id) };
  const { id: customer } = await client.customers.create({ metadata });
  const savesCard = { setup_future_usage: "off_session" } as const;
  return openSession({ client }, { customer, payment_intent_data: savesCard });
}

async function bought(sandbox: TestSandbox, card = VISA): Promise<StripePayment> {
  const { id } = await pageFor(sandbox);
  sandbox.stripe.world.pay(id, card);
  return newest(sandbox);
}

const stripeOf = (sandbox: TestSandbox): StripeState => sandbox.state().stripe;

function newest(sandbox: TestSandbox): StripePayment {
  const [payment] = stripeOf(sandbox).payments;
  if (!payment) throw new Error("no payment was made");
  return payment;
}

const turn = (paymentId: string, to: Extract<StripeAct, { act: "stripePayment" }>["to"]) =>
  ({ act: "stripePayment", paymentId, to }) as const;

describe("what the page sees of Stripe", () => {
  test("a page that waits, whose fan it is, and that it was paid", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await pageFor(sandbox);
    expect(newest(sandbox)).toMatchObject({
      id,
      personId: mia.id,
      what: "10 credits",
      amount: 1_000,
      currency: "usd",
      state: "open",
    });
    expect(stripeOf(sandbox).pages).toEqual([{ id, status: "open" }]);
    sandbox.stripe.world.pay(id, VISA);
    expect(stripeOf(sandbox).payments).toMatchObject([
      { sessionId: id, personId: mia.id, state: "paid", card: "Visa ending in 4242" },
    ]);
    expect(stripeOf(sandbox).pages).toEqual([{ id, status: "complete" }]);
  });

  test("a declined card, and why", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await pageFor(sandbox);
    sandbox.stripe.world.pay(id, "4000000000009995");
    expect(newest(sandbox)).toMatchObject({ state: "declined", decline: "insufficient_funds" });
  });

  test("every change wakes those who wait", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await pageFor(sandbox);
    const seen = sandbox.waitFor(({ stripe }) => stripe.payments[0]?.state === "paid");
    sandbox.stripe.world.pay(id, VISA);
    expect(await seen).toBe(true);
  });
});

describe("a payment", () => {
  test("is refunded by half, then wholly, and the refund fails", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await bought(sandbox);
    await sandbox.mustAct(turn(id, "halfRefunded"));
    expect(newest(sandbox).refunded).toBe(500);
    await sandbox.mustAct(turn(id, "refunded"));
    expect(newest(sandbox).refunded).toBe(1_000);
    await sandbox.mustAct(turn(id, "refundFailed"));
    expect(newest(sandbox).refunded).toBe(500);
  });

  test("settles when told, or when the sandbox's clock is turned", async () => {
    await using sandbox = await openTestSandbox();
    const first = await bought(sandbox, SLOW);
    expect(first.state).toBe("onItsWay");
    await sandbox.mustAct(turn(first.id, "unsettled"));
    expect(newest(sandbox).state).toBe("declined");
    await bought(sandbox, SLOW);
    await sandbox.mustAct({ act: "advanceClock", byMs: 3 * 86_400_000 });
    expect(newest(sandbox).state).toBe("paid");
  });

  test("is disputed, and the dispute is won", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await bought(sandbox);
    await sandbox.mustAct(turn(id, "disputed"));
    const { dispute } = newest(sandbox);
    expect(dispute).toMatchObject({ status: "needs_response", isInquiry: false, isOver: false });
    const disputeId = dispute?.id ?? "";
    await sandbox.mustAct({ act: "stripeDispute", disputeId, to: "won" });
    expect(newest(sandbox).dispute).toMatchObject({ status: "won", isOver: true });
  });

  test("is inquired about, and the inquiry becomes a dispute that is lost", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await bought(sandbox);
    await sandbox.mustAct(turn(id, "inquired"));
    const disputeId = newest(sandbox).dispute?.id ?? "";
    expect(newest(sandbox).dispute?.isInquiry).toBe(true);
    await sandbox.mustAct({ act: "stripeDispute", disputeId, to: "escalated" });
    await sandbox.mustAct({ act: "stripeDispute", disputeId, to: "lost" });
    expect(newest(sandbox).dispute).toMatchObject({ status: "lost", isInquiry: false });
  });

  test("is warned about, and its open page runs out of time", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await bought(sandbox);
    await sandbox.mustAct(turn(id, "warned"));
    expect(stripeOf(sandbox).events[0]?.type).toBe("radar.early_fraud_warning.created");
    const page = await pageFor(sandbox);
    await sandbox.mustAct(turn(page.id, "expired"));
    expect(stripeOf(sandbox).pages[0]).toEqual({ id: page.id, status: "expired" });
  });

  test("that Stripe would not turn so is left alone, in Stripe's words", async () => {
    await using sandbox = await openTestSandbox();
    const { id } = await bought(sandbox);
    await sandbox.mustAct(turn(id, "refunded"));
    const again = await sandbox.act(turn(id, "refunded"));
    expect(again).toMatchObject({
      ok: false,
      why: expect.stringContaining("already been refunded"),
    });
    expect(await sandbox.act(turn("pi_none", "halfRefunded"))).toMatchObject({ ok: false });
    expect(await sandbox.act(turn(id, "settled"))).toMatchObject({ ok: false });
  });
});

describe("a saved card", () => {
  test.each([
    ["revoked", "Reported stolen"],
    ["empty", "Not enough money"],
    ["asksTheBank", "Asks the bank every time, also when you are away"],
    ["works", "Pays"],
  ] as const)("whose bank says %s looks the same and behaves so", async (to, bank) => {
    await using sandbox = await openTestSandbox();
    await bought(sandbox);
    const cardId = stripeOf(sandbox).customers[0]?.cards[0]?.id ?? "";
    await sandbox.mustAct({ act: "stripeCard", cardId, to });
    const { personId, cards } = stripeOf(sandbox).customers[0] ?? {};
    expect([personId, cards]).toEqual([
      mia.id,
      [{ id: cardId, name: "Visa ending in 4242", isDefault: false, bank }],
    ]);
  });

  test("is renewed, removed, and goes with its customer", async () => {
    await using sandbox = await openTestSandbox();
    await bought(sandbox);
    const customer = stripeOf(sandbox).customers[0];
    const cardId = customer?.cards[0]?.id ?? "";
    await sandbox.mustAct({ act: "stripeCard", cardId, to: "renewed" });
    expect(stripeOf(sandbox).customers[0]?.cards[0]?.name).toBe("Visa ending in 1881");
    await sandbox.mustAct({ act: "stripeCard", cardId, to: "removed" });
    expect(stripeOf(sandbox).customers[0]?.cards).toEqual([]);
    await sandbox.mustAct({ act: "deleteCustomer", customerId: customer?.id ?? "" });
    expect(stripeOf(sandbox).customers).toEqual([]);
  });
});

describe("Stripe's failures", () => {
  test("are switched, and shown", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "stripeFault", set: { isStripeDown: true, rateLimitNext: 2 } });
    expect(stripeOf(sandbox).faults).toMatchObject({ isStripeDown: true, rateLimitNext: 2 });
    const { statusCode } = await refusalOf(pageFor(sandbox));
    expect(statusCode).toBe(503);
  });
});
