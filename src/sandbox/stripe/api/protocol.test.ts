import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { clientOf, openTestStripe, refusalOf } from "#src/sandbox/stripe/testing.ts";

/** The fetch client hands its Headers through where the types promise a record. */
function headersOf({ lastResponse }: Stripe.Response<object>): Headers {
  return new Headers(lastResponse.headers);
}

const CREDITS = { amount: 500, currency: "usd" } as const;

describe("the door", () => {
  test("takes the key, and shows a wrong one only in part", async () => {
    await using stripe = openTestStripe();
    expect((await stripe.client.accounts.retrieveCurrent()).charges_enabled).toBe(true);
    const refusal = await refusalOf(
      clientOf(stripe, "sk_test_somebody_elses_key").customers.create(),
    );
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
    expect(refusal.statusCode).toBe(401);
    expect(refusal.message).toMatch(/^Invalid API Key provided: sk_test_\*+_key$/u);
    const bare = await fetch(`${stripe.url}/v1/customers`);
    expect(bare.status).toBe(401);
  });

  test("speaks the client's version and no other", async () => {
    await using stripe = openTestStripe();
    const answer = await fetch(`${stripe.url}/v1/customers`, {
      headers: { authorization: `Bearer ${stripe.apiKey}`, "stripe-version": "2020-08-27" },
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Invalid Stripe API version: 2020-08-27");
  });

  test("names every request, and the address it does not know", async () => {
    await using stripe = openTestStripe();
    const customer = await stripe.client.customers.create();
    expect(customer.lastResponse.requestId).toStartWith("req_");
    const refusal = await refusalOf(stripe.client.subscriptions.list());
    expect(refusal.statusCode).toBe(404);
    expect(refusal.message).toStartWith("Unrecognized request URL (GET: /v1/subscriptions)");
    expect(refusal.requestId).toStartWith("req_");
  });

  test("refuses another host and another site's page", async () => {
    await using stripe = openTestStripe();
    const headers = { authorization: `Bearer ${stripe.apiKey}` };
    const origin = await fetch(`${stripe.url}/v1/customers`, {
      headers: { ...headers, origin: "https://evil.example" },
    });
    expect(origin.status).toBe(403);
    const host = await fetch(`${stripe.url}/v1/customers`, {
      headers: { ...headers, host: "evil.example" },
    });
    expect(host.status).toBe(403);
  });
});

describe("parameters", () => {
  const cases: readonly [string, Record<string, string>, string, string | undefined][] = [
    [
      "one that is unknown",
      { amount: "500", currency: "usd", colour: "red" },
      "parameter_unknown",
      "colour",
    ],
    [
      "one that this version took away",
      { amount: "500", currency: "usd", "payment_method_types[0]": "card" },
      "parameter_unknown",
      "payment_method_types",
    ],
    ["one that is missing", { currency: "usd" }, "parameter_missing", "amount"],
    [
      "a number that is none",
      { amount: "5.5", currency: "usd" },
      "parameter_invalid_integer",
      "amount",
    ],
    [
      "an empty one that cannot be unset",
      { amount: "500", currency: "" },
      "parameter_invalid_empty",
      "currency",
    ],
    ["too little money", { amount: "49", currency: "usd" }, "amount_too_small", "amount"],
    ["too much money", { amount: "100000000", currency: "usd" }, "amount_too_large", "amount"],
    [
      "a customer who is nobody",
      { amount: "500", currency: "usd", customer: "cus_no" },
      "resource_missing",
      "customer",
    ],
  ];
  test.each(cases)("refuses %s", async (_what, params, code, param) => {
    await using stripe = openTestStripe();
    const answer = await fetch(`${stripe.url}/v1/payment_intents`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${stripe.apiKey}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(params).toString(),
    });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: Record<string, string> };
    expect(error).toMatchObject({ type: "invalid_request_error", code, param });
    expect(stripe.world.store.intents.size).toBe(0);
  });

  test("names a nested one as Stripe does", async () => {
    await using stripe = openTestStripe();
    const refusal = await refusalOf(
      stripe.client.checkout.sessions.create({
        mode: "payment",
        success_url: "https://a.example",
        line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 100 } }],
      }),
    );
    expect(refusal.param).toBe("line_items[0][price_data][product_data]");
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  });

  test("refuses a body that is no form", async () => {
    await using stripe = openTestStripe();
    const answer = await fetch(`${stripe.url}/v1/customers`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${stripe.apiKey}`,
        "content-type": "application/json",
      },
      body: "{}",
    });
    expect(answer.status).toBe(400);
  });

  test("bounds metadata, merges it, and takes keys away", async () => {
    await using stripe = openTestStripe();
    const { customers } = stripe.client;
    const customer = await customers.create({ metadata: { fan: "7", tier: "vip" } });
    const changed = await customers.update(customer.id, { metadata: { tier: "", note: "x" } });
    expect(changed.metadata).toEqual({ fan: "7", note: "x" });
    expect((await customers.update(customer.id, { metadata: "" })).metadata).toEqual({});
    const long = await refusalOf(customers.create({ metadata: { a: "x".repeat(501) } }));
    expect(long.message).toContain("up to 500 characters");
    const key = await refusalOf(customers.create({ metadata: { ["k".repeat(41)]: "x" } }));
    expect(key.message).toContain("up to 40 characters");
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, "x"]));
    expect((await refusalOf(customers.create({ metadata: many }))).message).toContain("50");
  });
});

describe("idempotency keys", () => {
  test("answer the same again, to the byte, and do nothing", async () => {
    await using stripe = openTestStripe();
    const options = { idempotencyKey: "topup:1:1" };
    const first = await stripe.client.paymentIntents.create(CREDITS, options);
    const second = await stripe.client.paymentIntents.create(CREDITS, options);
    expect(second).toEqual(first);
    expect(headersOf(second).get("idempotent-replayed")).toBe("true");
    expect(headersOf(first).get("idempotent-replayed")).toBeNull();
    expect(stripe.world.store.intents.size).toBe(1);
  });

  test("refuse other parameters and another address", async () => {
    await using stripe = openTestStripe();
    const options = { idempotencyKey: "one" };
    await stripe.client.paymentIntents.create(CREDITS, options);
    const other = stripe.client.paymentIntents.create({ ...CREDITS, amount: 600 }, options);
    const refusal = await refusalOf(other);
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(refusal.statusCode).toBe(400);
    const elsewhere = await refusalOf(stripe.client.customers.create({}, options));
    expect(elsewhere.message).toContain("('/v1/customers' != '/v1/payment_intents')");
  });

  test("answer 409 while the first answer is on its way", async () => {
    await using stripe = openTestStripe({ faults: { latencyMs: 500 } });
    const options = { idempotencyKey: "slow" };
    const first = stripe.client.paymentIntents.create(CREDITS, options);
    await new Promise<void>((done) => {
      stripe.world.onChange(() => stripe.api.calls.all().length === 1 && done());
    });
    const second = refusalOf(stripe.client.paymentIntents.create(CREDITS, options));
    await new Promise<void>((done) => {
      stripe.world.onChange(() => stripe.api.calls.all().length === 2 && done());
    });
    stripe.clock.advance(500);
    expect((await second).statusCode).toBe(409);
    expect((await second).code).toBe("idempotency_key_in_use");
    const { id } = await first;
    stripe.world.faults.set({ latencyMs: 0 });
    expect((await stripe.client.paymentIntents.create(CREDITS, options)).id).toBe(id);
  });

  test("remember a declined card", async () => {
    await using stripe = openTestStripe();
    const charge = () =>
      stripe.client.paymentIntents.create(
        {
          ...CREDITS,
          confirm: true,
          payment_method: "pm_card_chargeDeclined",
          allowed_payment_method_types: ["card"],
        },
        { idempotencyKey: "declined" },
      );
    const first = await refusalOf(charge());
    const second = await refusalOf(charge());
    expect(second.headers?.["idempotent-replayed"]).toBe("true");
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id ?? "");
    expect(stripe.world.store.charges.size).toBe(1);
  });

  test("are not used up by what was never carried out, and end after a day", async () => {
    await using stripe = openTestStripe({ faults: { rateLimitNext: 1 } });
    const options = { idempotencyKey: "again" };
    expect(
      (await refusalOf(stripe.client.paymentIntents.create(CREDITS, options))).statusCode,
    ).toBe(429);
    const wrong = { ...CREDITS, amount: -1 };
    await refusalOf(stripe.client.paymentIntents.create(wrong, options));
    const first = await stripe.client.paymentIntents.create(CREDITS, options);
    stripe.clock.advance(86_400_001);
    const later = await stripe.client.paymentIntents.create(CREDITS, options);
    expect(later.id).not.toBe(first.id);
  });
});

describe("a fault", () => {
  test("limits the rate", async () => {
    await using stripe = openTestStripe({ faults: { rateLimitNext: 1 } });
    const refusal = await refusalOf(stripe.client.customers.list());
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeRateLimitError);
    expect(refusal.code).toBe("rate_limit");
    expect((await stripe.client.customers.list()).data).toEqual([]);
  });

  test("holds an object's lock", async () => {
    await using stripe = openTestStripe({ faults: { lockTimeoutNext: 1 } });
    const refusal = await refusalOf(stripe.client.customers.create());
    expect([refusal.statusCode, refusal.code]).toEqual([429, "lock_timeout"]);
    expect(stripe.world.store.customers.size).toBe(0);
  });

  test("breaks, and the key remembers it", async () => {
    await using stripe = openTestStripe({ faults: { breakNext: 1 } });
    const options = { idempotencyKey: "broken" };
    const refusal = await refusalOf(stripe.client.customers.create({}, options));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAPIError);
    expect((await refusalOf(stripe.client.customers.create({}, options))).statusCode).toBe(500);
    expect((await stripe.client.customers.create()).object).toBe("customer");
  });

  test("loses the answer after the deed, and the key brings it back", async () => {
    await using stripe = openTestStripe({ faults: { loseNextAnswers: 1 } });
    const options = { idempotencyKey: "lost" };
    const refusal = await refusalOf(stripe.client.paymentIntents.create(CREDITS, options));
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const done = stripe.world.store.intents.newestFirst()[0];
    const again = await stripe.client.paymentIntents.create(CREDITS, options);
    expect(again.id).toBe(done?.id ?? "");
    expect(stripe.world.store.intents.size).toBe(1);
  });

  test("loses the request before anything is done", async () => {
    await using stripe = openTestStripe({ faults: { loseNextRequests: 1 } });
    const refusal = await refusalOf(stripe.client.customers.create());
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(stripe.world.store.customers.size).toBe(0);
  });

  test("takes Stripe down until it is back", async () => {
    await using stripe = openTestStripe({ faults: { isStripeDown: true } });
    expect((await refusalOf(stripe.client.customers.list())).statusCode).toBe(503);
    stripe.world.faults.set({ isStripeDown: false });
    expect((await stripe.client.customers.list()).data).toEqual([]);
  });
});

describe("a list", () => {
  test("comes in pages, newest first, both ways", async () => {
    await using stripe = openTestStripe();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.unshift((await stripe.client.customers.create()).id);
    const first = await stripe.client.customers.list({ limit: 2 });
    expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2));
    expect(first.has_more).toBe(true);
    const last = await stripe.client.customers.list({ starting_after: made[2] ?? "" });
    expect(last.data.map(({ id }) => id)).toEqual(made.slice(3));
    expect(last.has_more).toBe(false);
    const before = await stripe.client.customers.list({ ending_before: made[3] ?? "", limit: 2 });
    expect(before.data.map(({ id }) => id)).toEqual(made.slice(1, 3));
    const all = await stripe.client.customers.list({ limit: 2 }).autoPagingToArray({ limit: 9 });
    expect(all.map(({ id }) => id)).toEqual(made);
    expect((await refusalOf(stripe.client.customers.list({ limit: 101 }))).param).toBe("limit");
  });

  test("is narrowed by the time of making", async () => {
    await using stripe = openTestStripe();
    const early = await stripe.client.customers.create();
    stripe.clock.advance(60_000);
    const late = await stripe.client.customers.create();
    const { customers } = stripe.client;
    const after = await customers.list({ created: { gt: early.created } });
    expect(after.data.map(({ id }) => id)).toEqual([late.id]);
    const until = await customers.list({ created: { lte: early.created } });
    expect(until.data.map(({ id }) => id)).toEqual([early.id]);
    expect((await customers.list({ created: late.created })).data).toHaveLength(1);
  });
});

describe("expansion", () => {
  test("goes through ids, lists and what is only included on request", async () => {
    await using stripe = openTestStripe();
    const { paymentIntents } = stripe.client;
    await paymentIntents.create({
      ...CREDITS,
      confirm: true,
      payment_method: "pm_card_visa",
      allowed_payment_method_types: ["card"],
    });
    const { data } = await paymentIntents.list({
      expand: ["data.latest_charge.refunds", "data.payment_method"],
    });
    const [intent] = data;
    if (!intent || typeof intent.latest_charge !== "object") throw new Error("not expanded");
    expect(intent.latest_charge?.refunds?.data).toEqual([]);
    expect(intent.payment_method).toMatchObject({ object: "payment_method" });
    const plain = await paymentIntents.retrieve(intent.id);
    expect(plain.latest_charge).toBeString();
    const refusal = await refusalOf(paymentIntents.retrieve(intent.id, { expand: ["amount"] }));
    expect(refusal.message).toBe("This property cannot be expanded (amount).");
  });
});
