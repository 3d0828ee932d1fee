import { describe, expect, test } from "bun:test";
import {
  idIn,
  openSession,
  openTestStripe,
  refusalOf,
  type TestStripe,
} from "#src/sandbox/stripe/testing.ts";

const HOUR_MS = 3_600_000;

/** Pays a session with a test card; answers the intent's id. */
async function paid(stripe: TestStripe, card?: string): Promise<string> {
  const session = await openSession(stripe);
  stripe.world.pay(session.id, card);
  const done = await stripe.client.checkout.sessions.retrieve(session.id);
  return idIn(done.payment_intent);
}

describe("a refund", () => {
  test("counts up on its charge, part by part, and no further", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe);
    const { refunds, charges } = stripe.client;
    const part = await refunds.create({
      payment_intent: intent,
      amount: 300,
      metadata: { a: "b" },
    });
    expect(part).toMatchObject({ status: "succeeded", amount: 300, payment_intent: intent });
    const charge = idIn(part.charge);
    expect(await charges.retrieve(charge)).toMatchObject({ amount_refunded: 300, refunded: false });
    const over = await refusalOf(refunds.create({ charge, amount: 701 }));
    expect(over.message).toBe(
      "Refund amount ($7.01) is greater than unrefunded amount on charge ($7.00)",
    );
    expect((await refunds.create({ charge, reason: "requested_by_customer" })).amount).toBe(700);
    expect(await charges.retrieve(charge)).toMatchObject({
      amount_refunded: 1_000,
      refunded: true,
    });
    expect((await refusalOf(refunds.create({ charge }))).code).toBe("charge_already_refunded");
    expect((await refunds.list({ payment_intent: intent })).data).toHaveLength(2);
    await stripe.world.idle();
    expect(stripe.kinds().slice(-4)).toEqual([
      "refund.created",
      "charge.refunded",
      "refund.created",
      "charge.refunded",
    ]);
    const told = stripe.world.lastEvent("charge.refunded")?.data;
    expect(told).toMatchObject({
      object: { amount_refunded: 1_000, refunded: true },
      previous_attributes: { amount_refunded: 300, refunded: false },
    });
  });

  test("may be on its way for an hour", async () => {
    await using stripe = openTestStripe();
    const { refunds } = stripe.client;
    const made = await refunds.create({ payment_intent: await paid(stripe, "4000000000007726") });
    expect(made).toMatchObject({ status: "pending", pending_reason: "processing" });
    stripe.clock.advance(HOUR_MS);
    expect(await refunds.retrieve(made.id)).toMatchObject({ status: "succeeded" });
    await stripe.world.idle();
    expect(stripe.kinds().slice(-2)).toEqual(["refund.updated", "charge.refund.updated"]);
  });

  test("may fail after it had succeeded, and then counts no longer", async () => {
    await using stripe = openTestStripe();
    const { refunds, charges } = stripe.client;
    const made = await refunds.create({
      payment_intent: await paid(stripe, "4000000000005126"),
      amount: 400,
    });
    expect(made.status).toBe("succeeded");
    stripe.clock.advance(HOUR_MS);
    expect(await refunds.retrieve(made.id)).toMatchObject({
      status: "failed",
      failure_reason: "expired_or_canceled_card",
    });
    const charge = await charges.retrieve(idIn(made.charge));
    expect(charge).toMatchObject({ amount_refunded: 0, refunded: false });
    await stripe.world.idle();
    expect(stripe.kinds().slice(-4)).toEqual([
      "charge.updated",
      "refund.updated",
      "refund.failed",
      "charge.refund.updated",
    ]);
    expect(stripe.world.books()).toMatchObject([{ paid: 1_000, refunded: 0 }]);
    // The whole of it can be refunded again.
    expect((await refunds.create({ charge: charge.id })).amount).toBe(1_000);
  });

  test("can be taken back only while it is pending", async () => {
    await using stripe = openTestStripe();
    const { refunds } = stripe.client;
    const pending = await refunds.create({
      payment_intent: await paid(stripe, "4000000000007726"),
    });
    expect((await refunds.cancel(pending.id)).status).toBe("canceled");
    stripe.clock.advance(HOUR_MS);
    expect((await refunds.retrieve(pending.id)).status).toBe("canceled");
    const done = await refunds.create({ payment_intent: await paid(stripe) });
    expect((await refusalOf(refunds.cancel(done.id))).message).toContain("status is succeeded");
  });

  test("is made by hand at the dashboard, and failed by hand", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe);
    const { id } = stripe.world.refund(intent, 250);
    expect(stripe.world.books()).toMatchObject([{ refunded: 250 }]);
    stripe.world.settleRefund(id, "failed");
    expect(stripe.world.books()).toMatchObject([{ refunded: 0 }]);
    expect(() => stripe.world.settleRefund(id, "failed")).toThrow("failed");
  });

  test("wants a payment that succeeded", async () => {
    await using stripe = openTestStripe();
    const { refunds, paymentIntents } = stripe.client;
    const open = await paymentIntents.create({ amount: 500, currency: "usd" });
    const refusal = await refusalOf(refunds.create({ payment_intent: open.id }));
    expect(refusal.code).toBe("payment_intent_unexpected_state");
    expect((await refusalOf(refunds.create({}))).message).toContain("payment_intent or charge");
    expect((await refusalOf(refunds.create({ charge: "ch_no" }))).code).toBe("resource_missing");
  });
});

describe("a dispute", () => {
  test("takes the money and a fee at once, and bars refunds", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe, "4000000000000259");
    const { data } = await stripe.client.disputes.list({ payment_intent: intent });
    expect(data[0]).toMatchObject({
      status: "needs_response",
      reason: "fraudulent",
      amount: 1_000,
      balance_transactions: [{ amount: -1_000, fee: 1_500, net: -2_500 }],
    });
    await stripe.world.idle();
    expect(stripe.kinds().slice(-4)).toEqual([
      "checkout.session.completed",
      "charge.updated",
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
    ]);
    const refusal = await refusalOf(stripe.client.refunds.create({ payment_intent: intent }));
    expect(refusal.code).toBe("charge_disputed");
    expect(stripe.world.books()).toMatchObject([{ paid: 1_000, disputed: 1_000 }]);
  });

  test.each([
    ["won", ["charge.dispute.closed", "charge.dispute.funds_reinstated"], 0],
    ["lost", ["charge.dispute.closed"], 1_000],
    ["prevented", ["charge.dispute.closed", "charge.dispute.funds_reinstated"], 0],
  ] as const)("is %s", async (end, kinds, disputed) => {
    await using stripe = openTestStripe();
    const dispute = stripe.world.dispute(await paid(stripe));
    await stripe.world.idle();
    const before = stripe.letters.length;
    stripe.world.closeDispute(dispute.id, end);
    await stripe.world.idle();
    expect(stripe.kinds().slice(before)).toEqual([...kinds]);
    expect(stripe.world.books()).toMatchObject([{ disputed }]);
    expect(() => stripe.world.closeDispute(dispute.id, "lost")).toThrow("already closed");
  });

  test("that is an inquiry moves no money, and may become a chargeback", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe, "4000000000001976");
    const { disputes } = stripe.client;
    const [inquiry] = (await disputes.list({ payment_intent: intent })).data;
    const id = inquiry?.id ?? "";
    expect(inquiry).toMatchObject({
      status: "warning_needs_response",
      balance_transactions: [],
      is_charge_refundable: true,
    });
    expect(() => stripe.world.closeDispute(id, "lost")).toThrow("inquiry");
    stripe.world.escalateDispute(id);
    expect((await disputes.retrieve(id)).status).toBe("needs_response");
    expect(stripe.world.books()).toMatchObject([{ disputed: 1_000 }]);
    const calm = stripe.world.dispute(await paid(stripe), { isInquiry: true });
    expect((await disputes.close(calm.id)).status).toBe("warning_closed");
  });

  test("is decided by the evidence, a day later", async () => {
    await using stripe = openTestStripe();
    const { disputes } = stripe.client;
    const { id } = stripe.world.dispute(await paid(stripe));
    const given = { evidence: { uncategorized_text: "winning_evidence" } };
    expect((await disputes.update(id, { ...given, submit: false })).status).toBe("needs_response");
    expect((await disputes.update(id, given)).status).toBe("under_review");
    stripe.clock.advance(24 * HOUR_MS);
    expect((await disputes.retrieve(id)).status).toBe("won");
  });

  test("comes after a refund too, about the part that is asked for", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe);
    stripe.world.refund(intent, 400);
    stripe.world.dispute(intent, { amount: 600, reason: "product_not_received" });
    expect(stripe.world.books()).toMatchObject([{ paid: 1_000, refunded: 400, disputed: 600 }]);
    expect(() => stripe.world.dispute(intent)).toThrow("disputed already");
  });

  test("is foretold by an early fraud warning", async () => {
    await using stripe = openTestStripe();
    const intent = await paid(stripe, "4000000000005423");
    const { earlyFraudWarnings } = stripe.client.radar;
    const { data } = await earlyFraudWarnings.list({ payment_intent: intent });
    expect(data[0]).toMatchObject({ actionable: true, payment_intent: intent });
    expect((await earlyFraudWarnings.retrieve(data[0]?.id ?? "")).charge).toStartWith("ch_");
    await stripe.world.idle();
    expect(stripe.kinds().at(-1)).toBe("radar.early_fraud_warning.created");
  });
});
