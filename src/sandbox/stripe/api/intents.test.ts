import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import {
  customerWithCard,
  idIn,
  openTestStripe,
  refusalOf,
  type TestStripe,
} from "#src/sandbox/stripe/testing.ts";

/** A charge of somebody who is away, as an automatic recharge makes it. */
function recharge(
  { client }: TestStripe,
  saved: { readonly customer: string; readonly card: string },
  change: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> {
  return client.paymentIntents.create({
    amount: 1_000,
    currency: "usd",
    customer: saved.customer,
    payment_method: saved.card,
    allowed_payment_method_types: ["card"],
    confirm: true,
    off_session: true,
    metadata: { topup: "t1" },
    ...change,
  });
}

describe("a payment of somebody who is away", () => {
  test("succeeds at once", async () => {
    await using stripe = openTestStripe();
    const intent = await recharge(stripe, await customerWithCard(stripe), {
      expand: ["latest_charge"],
    });
    expect(intent).toMatchObject({
      status: "succeeded",
      amount_received: 1_000,
      latest_charge: { status: "succeeded", paid: true, metadata: { topup: "t1" } },
    });
    await stripe.world.idle();
    expect(stripe.kinds().slice(2)).toEqual([
      "payment_intent.created",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
    expect(stripe.world.books()).toMatchObject([{ paid: 1_000, refunded: 0, disputed: 0 }]);
  });

  const declines = [
    ["4000000000000002", "card_declined", "generic_decline"],
    ["4000000000009995", "card_declined", "insufficient_funds"],
    ["4000000000009987", "card_declined", "lost_card"],
    ["4000000000000069", "expired_card", "expired_card"],
    ["4000000000000119", "processing_error", "processing_error"],
    ["4000002760003184", "authentication_required", "authentication_required"],
    ["4000002500003155", "authentication_required", "authentication_required"],
  ] as const;
  test.each(declines)("is refused by %s as %s, %s", async (number, code, declineCode) => {
    await using stripe = openTestStripe();
    const saved = await customerWithCard(stripe);
    stripe.world.changeBank(saved.card, number);
    const refusal = await refusalOf(recharge(stripe, saved));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ statusCode: 402, code, decline_code: declineCode });
    expect(refusal.payment_intent).toMatchObject({
      status: "requires_payment_method",
      payment_method: null,
      last_payment_error: { code, type: "card_error" },
    });
    expect(refusal.payment_method?.id).toBe(saved.card);
    expect(refusal.charge).toStartWith("ch_");
    await stripe.world.idle();
    expect(stripe.kinds().slice(-3)).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
    ]);
    expect(stripe.world.books()).toEqual([]);
  });

  test("that needed the bank is confirmed later, when they are back", async () => {
    await using stripe = openTestStripe();
    const saved = await customerWithCard(stripe, "pm_card_authenticationRequired");
    const refusal = await refusalOf(recharge(stripe, saved));
    const id = refusal.payment_intent?.id ?? "";
    const waiting = await stripe.client.paymentIntents.confirm(id, {
      payment_method: saved.card,
      return_url: "http://127.0.0.1:9/back",
    });
    expect(waiting).toMatchObject({
      status: "requires_action",
      next_action: {
        type: "redirect_to_url",
        redirect_to_url: { url: `${stripe.url}/authenticate/${id}` },
      },
    });
    expect(stripe.world.authenticate(id, true)).toBeNull();
    expect((await stripe.client.paymentIntents.retrieve(id)).status).toBe("succeeded");
    await stripe.world.idle();
    expect(stripe.kinds().slice(-3)).toEqual([
      "payment_intent.requires_action",
      "charge.succeeded",
      "payment_intent.succeeded",
    ]);
  });

  test("is not asked of the bank once the card has been set up", async () => {
    await using stripe = openTestStripe();
    const customer = (await stripe.client.customers.create()).id;
    const setup = await stripe.client.setupIntents.create({
      customer,
      payment_method: "pm_card_authenticationRequiredOnSetup",
      confirm: true,
      return_url: "http://127.0.0.1:9/back",
    });
    expect(setup.status).toBe("requires_action");
    stripe.world.authenticate(setup.id, true);
    const done = await stripe.client.setupIntents.retrieve(setup.id);
    expect(done.status).toBe("succeeded");
    const card = idIn(done.payment_method);
    expect((await recharge(stripe, { customer, card })).status).toBe("succeeded");
  });

  test("fails instead of asking where that is wanted", async () => {
    await using stripe = openTestStripe();
    const saved = await customerWithCard(stripe, "pm_card_authenticationRequired");
    const refusal = await refusalOf(
      recharge(stripe, saved, { off_session: false, error_on_requires_action: true }),
    );
    expect(refusal).toMatchObject({
      statusCode: 402,
      code: "authentication_required",
      decline_code: "authentication_not_handled",
    });
  });

  test.each([
    ["pm_card_sandboxSettlesLater", "succeeded", "payment_intent.succeeded"],
    ["pm_card_sandboxFailsLater", "requires_payment_method", "payment_intent.payment_failed"],
  ] as const)("with %s is on its way for three days", async (token, status, kind) => {
    await using stripe = openTestStripe();
    const intent = await recharge(stripe, await customerWithCard(stripe, token));
    expect(intent.status).toBe("processing");
    expect(stripe.world.books()).toEqual([]);
    stripe.clock.advance(3 * 86_400_000 - 1);
    expect((await stripe.client.paymentIntents.retrieve(intent.id)).status).toBe("processing");
    stripe.clock.advance(1);
    expect((await stripe.client.paymentIntents.retrieve(intent.id)).status).toBe(status);
    await stripe.world.idle();
    expect(stripe.kinds()).toContain("payment_intent.processing");
    expect(stripe.kinds().at(-1)).toBe(kind);
  });
});

describe("what cannot be confirmed", () => {
  test("leaves nothing behind", async () => {
    await using stripe = openTestStripe();
    const saved = await customerWithCard(stripe);
    const other = (await stripe.client.customers.create()).id;
    const strange = await refusalOf(recharge(stripe, { ...saved, customer: other }));
    expect(strange.message).toContain("does not belong to the Customer");
    const { message } = await refusalOf(
      stripe.client.paymentIntents.create({
        amount: 1_000,
        currency: "usd",
        customer: saved.customer,
        payment_method: saved.card,
        confirm: true,
      }),
    );
    expect(message).toContain("you must provide a `return_url`");
    await stripe.client.paymentMethods.detach(saved.card);
    expect((await refusalOf(recharge(stripe, saved))).message).toContain("may not be used again");
    const away = stripe.client.paymentIntents.create({
      amount: 1_000,
      currency: "usd",
      off_session: true,
    });
    expect((await refusalOf(away)).param).toBe("off_session");
    expect(stripe.world.store.intents.size).toBe(0);
    expect(stripe.world.lastEvent("payment_intent.created")).toBeUndefined();
  });

  test("says what state it is in", async () => {
    await using stripe = openTestStripe();
    const { paymentIntents } = stripe.client;
    const paid = await recharge(stripe, await customerWithCard(stripe));
    const confirm = await refusalOf(
      paymentIntents.confirm(paid.id, { payment_method: "pm_card_visa" }),
    );
    expect(confirm).toMatchObject({
      statusCode: 400,
      code: "payment_intent_unexpected_state",
      payment_intent: { status: "succeeded" },
    });
    const cancel = await refusalOf(paymentIntents.cancel(paid.id));
    expect(cancel.message).toContain("it has a status of succeeded");
    const open = await paymentIntents.create({ amount: 500, currency: "eur" });
    const cancelled = await paymentIntents.cancel(open.id, {
      cancellation_reason: "requested_by_customer",
    });
    expect(cancelled.status).toBe("canceled");
    expect((await refusalOf(paymentIntents.cancel(open.id))).statusCode).toBe(400);
  });

  test("is a card that was used once without being saved", async () => {
    await using stripe = openTestStripe();
    const { customer } = await customerWithCard(stripe);
    const paid = await recharge(stripe, { customer, card: "pm_card_visa" });
    const card = idIn(paid.payment_method);
    const again = await refusalOf(recharge(stripe, { customer, card }));
    expect(again.message).toContain("may not be used again");
  });
});

describe("a setup intent", () => {
  test("saves a card, or says why not", async () => {
    await using stripe = openTestStripe();
    const { setupIntents } = stripe.client;
    const customer = (await stripe.client.customers.create()).id;
    const made = await setupIntents.create({ customer, metadata: { fan: "7" } });
    expect(made.status).toBe("requires_payment_method");
    const card = { payment_method: "pm_card_chargeDeclined" };
    const refusal = await refusalOf(setupIntents.confirm(made.id, card));
    expect(refusal).toMatchObject({
      statusCode: 402,
      code: "card_declined",
      setup_intent: { id: made.id, last_setup_error: { code: "card_declined" } },
    });
    const done = await setupIntents.confirm(made.id, { payment_method: "pm_card_visa" });
    expect(done.status).toBe("succeeded");
    expect((await stripe.client.paymentMethods.list({ customer })).data).toHaveLength(1);
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual([
      "customer.created",
      "setup_intent.created",
      "setup_intent.setup_failed",
      "payment_method.attached",
      "setup_intent.succeeded",
    ]);
    expect((await refusalOf(setupIntents.cancel(made.id))).code).toBe(
      "setup_intent_unexpected_state",
    );
    expect((await setupIntents.list({ customer })).data).toHaveLength(1);
  });
});

test("intents and charges are listed by customer", async () => {
  await using stripe = openTestStripe();
  const saved = await customerWithCard(stripe);
  const intent = await recharge(stripe, saved);
  await recharge(stripe, await customerWithCard(stripe));
  const { charges, paymentIntents, balance } = stripe.client;
  const { data } = await paymentIntents.list({ customer: saved.customer });
  expect(data.map(({ id }) => id)).toEqual([intent.id]);
  const ofIntent = await charges.list({ payment_intent: intent.id });
  expect(ofIntent.data.map(({ id }) => id)).toEqual([idIn(intent.latest_charge)]);
  expect((await charges.retrieve(idIn(intent.latest_charge))).amount).toBe(1_000);
  // Two payments of 10.00, each less 2.9 % and 0.30.
  expect((await balance.retrieve()).available).toMatchObject([{ amount: 1_882, currency: "usd" }]);
});
