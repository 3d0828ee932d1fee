import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import { idIn, openSession, openTestStripe, refusalOf } from "#src/sandbox/stripe/testing.ts";

const MINUTE_MS = 60_000;

describe("a checkout session", () => {
  test("is open, has no intent yet, and carries what it was given", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe, {
      metadata: { purchase: "p1" },
      client_reference_id: "p1",
      expand: ["line_items"],
    });
    expect(session).toMatchObject({
      object: "checkout.session",
      status: "open",
      payment_status: "unpaid",
      mode: "payment",
      ui_mode: "hosted_page",
      amount_total: 1_000,
      currency: "usd",
      payment_intent: null,
      metadata: { purchase: "p1" },
      url: `${stripe.url}/pay/${session.id}`,
      livemode: false,
    });
    expect(session.id).toStartWith("cs_test_");
    expect(session.line_items?.data[0]).toMatchObject({
      description: "10 credits",
      amount_total: 1_000,
      quantity: 1,
    });
    const { data } = await stripe.client.checkout.sessions.listLineItems(session.id);
    expect(data[0]?.price?.unit_amount).toBe(1_000);
  });

  test("is paid: intent, charge, events and metadata, each on its own object", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe, {
      metadata: { purchase: "p1" },
      payment_intent_data: { metadata: { intent: "i1" }, setup_future_usage: "off_session" },
    });
    expect(stripe.world.pay(session.id)).toBeNull();
    const paid = await stripe.client.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent.latest_charge", "payment_intent.payment_method"],
    });
    expect(paid).toMatchObject({ status: "complete", payment_status: "paid", url: null });
    const intent = paid.payment_intent as Stripe.PaymentIntent;
    expect(intent).toMatchObject({ status: "succeeded", metadata: { intent: "i1" } });
    expect(intent.latest_charge).toMatchObject({ metadata: { intent: "i1" }, amount: 1_000 });
    expect(intent.payment_method).toMatchObject({
      customer: session.customer,
      allow_redisplay: "limited",
    });
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.succeeded",
      "payment_method.attached",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
  });

  test("keeps no card unless it was to, and then the tick decides", async () => {
    await using stripe = openTestStripe();
    const saves = { saved_payment_method_options: { payment_method_save: "enabled" } } as const;
    const asked = await openSession(stripe, saves);
    const customer = idIn(asked.customer);
    const cards = async () => (await stripe.client.paymentMethods.list({ customer })).data;
    stripe.world.pay(asked.id, "4242424242424242", false);
    expect(await cards()).toEqual([]);
    const unasked = await openSession(stripe, { customer });
    stripe.world.pay(unasked.id, "4242424242424242", true);
    expect(await cards()).toEqual([]);
    const ticked = await openSession(stripe, { customer, ...saves });
    stripe.world.pay(ticked.id, "4242424242424242", true);
    const [kept] = await cards();
    expect(kept).toMatchObject({ allow_redisplay: "always" });
    const next = await openSession(stripe, { customer, ...saves });
    expect(stripe.world.pay(next.id, kept?.id)).toBeNull();
    expect((await stripe.client.checkout.sessions.retrieve(next.id)).payment_status).toBe("paid");
  });

  test("stays open after a declined card, with one intent for all tries", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    const decline = stripe.world.pay(session.id, "4000000000009995");
    expect(decline?.declineCode).toBe("insufficient_funds");
    const after = await stripe.client.checkout.sessions.retrieve(session.id);
    expect(after).toMatchObject({ status: "open", payment_status: "unpaid" });
    expect(stripe.world.pay(session.id)).toBeNull();
    expect(stripe.world.store.intents.size).toBe(1);
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual([
      "customer.created",
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(stripe.world.books()).toHaveLength(1);
  });

  test("waits for the bank, which may say no and then yes", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    stripe.world.pay(session.id, "4000002500003155");
    const intent = () => stripe.world.store.intents.newestFirst()[0];
    expect(intent()?.status).toBe("requires_action");
    const id = intent()?.id ?? "";
    expect(stripe.world.authenticate(id, false)?.code).toBe(
      "payment_intent_authentication_failure",
    );
    expect((await stripe.client.checkout.sessions.retrieve(session.id)).status).toBe("open");
    stripe.world.pay(session.id, "4000002500003155");
    expect(stripe.world.authenticate(id, true)).toBeNull();
    expect((await stripe.client.checkout.sessions.retrieve(session.id)).status).toBe("complete");
  });

  test.each([
    ["4000000000003006", "paid", "checkout.session.async_payment_succeeded"],
    ["4000000000003014", "unpaid", "checkout.session.async_payment_failed"],
  ] as const)("with %s completes unpaid, and learns in three days", async (card, end, kind) => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    stripe.world.pay(session.id, card);
    const { sessions } = stripe.client.checkout;
    expect(await sessions.retrieve(session.id)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
    });
    await stripe.world.idle();
    expect(stripe.kinds().slice(-3)).toEqual([
      "charge.pending",
      "payment_intent.processing",
      "checkout.session.completed",
    ]);
    stripe.clock.advance(3 * 86_400_000);
    await stripe.world.idle();
    expect((await sessions.retrieve(session.id)).payment_status).toBe(end);
    expect(stripe.kinds().at(-1)).toBe(kind);
  });

  test("in mode setup saves a card for later", async () => {
    await using stripe = openTestStripe();
    const customer = (await stripe.client.customers.create()).id;
    const session = await stripe.client.checkout.sessions.create({
      mode: "setup",
      currency: "usd",
      customer,
      success_url: "http://127.0.0.1:9/thanks",
      setup_intent_data: { metadata: { fan: "7" } },
    });
    expect(session.setup_intent).toStartWith("seti_");
    expect(stripe.world.pay(session.id, "4000000000000002")?.code).toBe("card_declined");
    expect(stripe.world.pay(session.id)).toBeNull();
    const done = await stripe.client.checkout.sessions.retrieve(session.id, {
      expand: ["setup_intent"],
    });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      setup_intent: { status: "succeeded", metadata: { fan: "7" } },
    });
    expect((await stripe.client.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  test("for nothing needs no payment", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe, {
      line_items: [
        {
          quantity: 1,
          price_data: { currency: "usd", unit_amount: 0, product_data: { name: "A gift" } },
        },
      ],
    });
    expect(session.payment_status).toBe("no_payment_required");
    stripe.world.pay(session.id);
    const done = await stripe.client.checkout.sessions.retrieve(session.id);
    expect(done).toMatchObject({ status: "complete", payment_intent: null });
  });

  test("makes a customer where that was asked for, and none for a guest", async () => {
    await using stripe = openTestStripe();
    const { sessions } = stripe.client.checkout;
    const line = { currency: "usd", unit_amount: 500, product_data: { name: "5 credits" } };
    const common: Stripe.Checkout.SessionCreateParams = {
      mode: "payment",
      line_items: [{ quantity: 1, price_data: line }],
      success_url: "http://127.0.0.1:9/thanks",
    };
    const guest = await sessions.create(common);
    stripe.world.pay(guest.id);
    expect((await sessions.retrieve(guest.id)).customer).toBeNull();
    const named = await sessions.create({
      ...common,
      customer_creation: "always",
      customer_email: "leo@example.com",
    });
    stripe.world.pay(named.id);
    const done = await sessions.retrieve(named.id, { expand: ["customer"] });
    expect(done.customer).toMatchObject({ object: "customer", email: "leo@example.com" });
  });
});

describe("the end of a session", () => {
  test("comes by its time, takes its intent along, and is told once", async () => {
    await using stripe = openTestStripe();
    const expiresAt = Math.floor(stripe.clock.now() / 1000) + 1_800;
    const session = await openSession(stripe, { expires_at: expiresAt });
    stripe.world.pay(session.id, "4000000000000002");
    stripe.clock.advance(30 * MINUTE_MS - 1);
    expect((await stripe.client.checkout.sessions.retrieve(session.id)).status).toBe("open");
    stripe.clock.advance(1);
    const ended = await stripe.client.checkout.sessions.retrieve(session.id, {
      expand: ["payment_intent"],
    });
    expect(ended).toMatchObject({
      status: "expired",
      url: null,
      payment_intent: { status: "canceled", cancellation_reason: "expired" },
    });
    await stripe.world.idle();
    expect(stripe.kinds().slice(-2)).toEqual([
      "payment_intent.canceled",
      "checkout.session.expired",
    ]);
    expect(() => stripe.world.pay(session.id)).toThrow("expired");
  });

  test("may be asked for while it is open", async () => {
    await using stripe = openTestStripe();
    const { sessions } = stripe.client.checkout;
    const session = await openSession(stripe);
    expect((await sessions.expire(session.id)).status).toBe("expired");
    expect((await refusalOf(sessions.expire(session.id))).message).toContain("status of expired");
    const paid = await openSession(stripe);
    stripe.world.pay(paid.id);
    stripe.clock.advance(86_400_000);
    expect((await sessions.retrieve(paid.id)).status).toBe("complete");
    const { data } = await sessions.list({ status: "complete" });
    expect(data.map(({ id }) => id)).toEqual([paid.id]);
  });

  test.each([1_700, 86_500])("cannot be set %d seconds away", async (seconds) => {
    await using stripe = openTestStripe();
    const expiresAt = Math.floor(stripe.clock.now() / 1000) + seconds;
    const refusal = await refusalOf(openSession(stripe, { expires_at: expiresAt }));
    expect(refusal.param).toBe("expires_at");
  });
});

test("a session's intent is neither confirmed nor cancelled by hand", async () => {
  await using stripe = openTestStripe();
  const session = await openSession(stripe);
  stripe.world.pay(session.id, "4000000000000002");
  const id = stripe.world.store.intents.newestFirst()[0]?.id ?? "";
  const { paymentIntents } = stripe.client;
  const confirm = await refusalOf(paymentIntents.confirm(id, { payment_method: "pm_card_visa" }));
  expect(confirm.message).toContain("Checkout Session");
  expect((await refusalOf(paymentIntents.cancel(id))).message).toContain("Checkout Session");
});

describe("what a session does not take", () => {
  const base = { success_url: "http://127.0.0.1:9/thanks" } as const;
  const cases: readonly [string, Stripe.Checkout.SessionCreateParams, string][] = [
    ["payment without lines", { ...base, mode: "payment" }, "line_items"],
    ["setup without a currency", { ...base, mode: "setup" }, "currency"],
    [
      "setup with payment data",
      { ...base, mode: "setup", currency: "usd", payment_intent_data: { description: "x" } },
      "payment_intent_data",
    ],
    ["subscriptions", { ...base, mode: "subscription" }, "mode"],
    ["a success_url that is none", { success_url: "thanks", mode: "payment" }, "success_url"],
    [
      "a price that nobody made",
      { ...base, mode: "payment", line_items: [{ price: "price_1", quantity: 1 }] },
      "line_items[0][price]",
    ],
    [
      "methods that are not cards",
      {
        ...base,
        mode: "setup",
        currency: "usd",
        allowed_payment_method_types: ["sepa_debit"],
      },
      "allowed_payment_method_types",
    ],
  ];
  test.each(cases)("is %s", async (_what, params, param) => {
    await using stripe = openTestStripe();
    const refusal = await refusalOf(stripe.client.checkout.sessions.create(params));
    expect(refusal).toMatchObject({ statusCode: 400, param });
    expect(stripe.world.store.sessions.size).toBe(0);
  });
});
