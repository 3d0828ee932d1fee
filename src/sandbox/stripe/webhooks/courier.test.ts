import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import {
  idIn,
  type Letter,
  openSession,
  openTestStripe,
  refusalOf,
  type TestStripe,
  WEBHOOK_SECRET,
} from "#src/sandbox/stripe/testing.ts";
import type { Delivery } from "./courier.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Reads a letter as a receiver does, at the sandbox's time. */
function read(stripe: TestStripe, { body, signature }: Letter): Promise<Stripe.Event> {
  return stripe.client.webhooks.constructEventAsync(
    body,
    signature ?? "",
    WEBHOOK_SECRET,
    300,
    undefined,
    stripe.clock.now(),
  );
}

/** What a receiver made of each letter: the event's kind, or "refused". */
function verdicts(stripe: TestStripe): Promise<string[]> {
  return Promise.all(
    stripe.letters.map(async (letter) => {
      const [outcome] = await Promise.allSettled([read(stripe, letter)]);
      return outcome.status === "fulfilled" ? outcome.value.type : "refused";
    }),
  );
}

function last({ world }: TestStripe): Delivery | undefined {
  return world.courier.deliveries.at(-1);
}

describe("a webhook", () => {
  test("is signed as the client checks it, and names its version and its call", async () => {
    await using stripe = openTestStripe();
    const options = { idempotencyKey: "customer:7" };
    const customer = await stripe.client.customers.create({ metadata: { fan: "7" } }, options);
    await stripe.world.idle();
    const [letter] = stripe.letters;
    if (!letter) throw new Error("nothing came");
    const event = await read(stripe, letter);
    expect(event).toMatchObject({
      type: "customer.created",
      api_version: "2026-10-28.endive",
      livemode: false,
      data: { object: { id: customer.id, metadata: { fan: "7" } } },
      request: { id: customer.lastResponse.requestId, idempotency_key: "customer:7" },
    });
    expect(last(stripe)).toMatchObject({ state: "delivered", attempts: 1, lastStatus: 200 });
  });

  test("tells how things were when it happened, not how they are", async () => {
    await using stripe = openTestStripe({ faults: { delayNextEvents: 1, eventDelayMs: 5_000 } });
    const customer = await stripe.client.customers.create({ name: "Mia" });
    await stripe.client.customers.update(customer.id, { name: "Leo" });
    stripe.clock.advance(5_000);
    await stripe.world.idle();
    const names = stripe.letters.map(({ body }) => {
      return (JSON.parse(body) as { data: { object: { name: string } } }).data.object.name;
    });
    expect(names).toEqual(["Leo", "Mia"]);
  });

  test("is tried again, longer and longer, for three days", async () => {
    await using stripe = openTestStripe();
    stripe.answer = () => 503;
    await stripe.client.customers.create();
    await stripe.world.idle();
    expect(last(stripe)).toMatchObject({ state: "resting", attempts: 1, lastStatus: 503 });
    stripe.clock.advance(10 * SECOND_MS - 1);
    await stripe.world.idle();
    expect(stripe.letters).toHaveLength(1);
    stripe.clock.advance(1);
    await stripe.world.idle();
    expect(stripe.letters).toHaveLength(2);
    for (let hour = 0; hour < 80; hour++) {
      stripe.clock.advance(HOUR_MS);
      await stripe.world.idle();
    }
    expect(last(stripe)?.state).toBe("abandoned");
    const tries = stripe.letters.length;
    expect(tries).toBeGreaterThan(8);
    stripe.clock.advance(100 * HOUR_MS);
    await stripe.world.idle();
    expect(stripe.letters).toHaveLength(tries);
  });

  test("is signed anew at each try, so a late one is still believed", async () => {
    await using stripe = openTestStripe();
    stripe.answer = () => 500;
    await stripe.client.customers.create();
    await stripe.world.idle();
    stripe.answer = () => 200;
    stripe.clock.advance(2 * HOUR_MS);
    await stripe.world.idle();
    expect(await verdicts(stripe)).toEqual(["refused", "customer.created"]);
    expect(last(stripe)?.state).toBe("delivered");
  });

  test("that fails holds up no other", async () => {
    await using stripe = openTestStripe();
    stripe.answer = ({ body }) => (body.includes('"customer.created"') ? 500 : 200);
    const customer = await stripe.client.customers.create();
    await stripe.client.customers.update(customer.id, { name: "Mia" });
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual(["customer.created", "customer.updated"]);
    expect(last(stripe)?.state).toBe("delivered");
  });
});

describe("a fault of the post", () => {
  test("sends everything twice", async () => {
    await using stripe = openTestStripe({ faults: { duplicatesEvents: true } });
    await stripe.client.customers.create();
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual(["customer.created", "customer.created"]);
    expect(
      new Set(stripe.letters.map(({ body }) => (JSON.parse(body) as Stripe.Event).id)).size,
    ).toBe(1);
  });

  test("turns the order of one act round, or shakes it up", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    await stripe.world.idle();
    stripe.letters.length = 0;
    stripe.world.faults.set({ webhookOrder: "reversed" });
    stripe.world.pay(session.id);
    await stripe.world.idle();
    const reversed = stripe.kinds();
    expect(reversed).toEqual([
      "checkout.session.completed",
      "payment_intent.succeeded",
      "charge.succeeded",
      "payment_intent.created",
    ]);
    const next = await openSession(stripe, { customer: idIn(session.customer) });
    stripe.letters.length = 0;
    stripe.world.faults.set({ webhookOrder: "shuffled" });
    stripe.world.pay(next.id);
    await stripe.world.idle();
    expect(stripe.kinds().toSorted()).toEqual(reversed.toSorted());
  });

  test("loses an event, which can still be listed", async () => {
    await using stripe = openTestStripe({ faults: { dropNextEvents: 1 } });
    const customer = await stripe.client.customers.create();
    stripe.clock.advance(100 * HOUR_MS);
    await stripe.world.idle();
    expect(stripe.letters).toEqual([]);
    expect(last(stripe)?.state).toBe("lost");
    const { data } = await stripe.client.events.list({ type: "customer.created" });
    expect(data[0]?.data.object).toMatchObject({ id: customer.id });
  });

  test("signs wrongly first, and rightly when tried again", async () => {
    await using stripe = openTestStripe({ faults: { misSignNextEvents: 1 } });
    stripe.answer = () => (stripe.letters.length === 1 ? 400 : 200);
    await stripe.client.customers.create();
    await stripe.world.idle();
    stripe.clock.advance(10 * SECOND_MS);
    await stripe.world.idle();
    const [wrong, right] = stripe.letters;
    expect(wrong?.body).toBe(right?.body ?? "");
    expect(await verdicts(stripe)).toEqual(["refused", "customer.created"]);
  });
});

describe("an event sent once more", () => {
  test("is the same event", async () => {
    await using stripe = openTestStripe();
    await stripe.client.customers.create();
    await stripe.world.idle();
    stripe.world.resend(stripe.world.lastEvent()?.id ?? "");
    await stripe.world.idle();
    const [first, second] = stripe.letters;
    const idOf = (letter: Letter | undefined) =>
      (JSON.parse(letter?.body ?? "") as Stripe.Event).id;
    expect(idOf(second)).toBe(idOf(first));
  });

  test.each(["badSignature", "noSignature", "stale", "tampered"] as const)(
    "is not believed with %s",
    async (manner) => {
      await using stripe = openTestStripe();
      await stripe.client.customers.create();
      await stripe.world.idle();
      stripe.world.resend(stripe.world.lastEvent()?.id ?? "", manner);
      await stripe.world.idle();
      expect(await verdicts(stripe)).toEqual(["customer.created", "refused"]);
    },
  );

  test("may be of live mode, or of another account, and rightly signed", async () => {
    await using stripe = openTestStripe();
    await stripe.client.customers.create();
    const id = stripe.world.lastEvent()?.id ?? "";
    stripe.world.resend(id, "liveMode");
    stripe.world.resend(id, "otherAccount");
    await stripe.world.idle();
    const [, live, other] = await Promise.all(stripe.letters.map((letter) => read(stripe, letter)));
    expect(live?.livemode).toBe(true);
    expect(other?.account).toStartWith("acct_");
  });
});

describe("an endpoint", () => {
  test("takes the kinds it asked for, and shows its secret once", async () => {
    await using stripe = openTestStripe();
    const { webhookEndpoints } = stripe.client;
    const url = `${stripe.url}/nowhere`;
    const made = await webhookEndpoints.create({
      url,
      enabled_events: ["checkout.session.completed"],
      api_version: "2026-10-28.endive",
    });
    expect(made.secret).toStartWith("whsec_");
    expect((await webhookEndpoints.retrieve(made.id)).secret).toBeUndefined();
    await stripe.client.customers.create();
    await stripe.world.idle();
    const to = () => stripe.world.courier.deliveries.filter((row) => row.endpointId === made.id);
    expect(to()).toEqual([]);
    const changed = await webhookEndpoints.update(made.id, { enabled_events: ["*"] });
    expect(changed.enabled_events).toEqual(["*"]);
    await stripe.client.customers.create();
    await stripe.world.idle();
    expect(to()).toMatchObject([{ state: "resting", lastStatus: 404 }]);
    await webhookEndpoints.update(made.id, { disabled: true });
    await stripe.client.customers.create();
    expect(to()).toHaveLength(1);
    expect((await webhookEndpoints.list()).data.map((row) => row.url)).toContain(url);
    await webhookEndpoints.del(made.id);
    expect((await refusalOf(webhookEndpoints.retrieve(made.id))).statusCode).toBe(404);
  });

  test("carries its own version on every event", async () => {
    await using stripe = openTestStripe();
    const { webhookEndpoints } = stripe.client;
    const [known] = (await webhookEndpoints.list()).data;
    await webhookEndpoints.create({
      url: known?.url ?? "",
      enabled_events: ["customer.created"],
      api_version: "2025-09-30.clover",
    });
    await stripe.client.customers.create();
    await stripe.world.idle();
    const versions = stripe.letters.map(
      ({ body }) => (JSON.parse(body) as Stripe.Event).api_version,
    );
    expect(versions.toSorted((a, b) => (a ?? "").localeCompare(b ?? ""))).toEqual([
      "2025-09-30.clover",
      "2026-10-28.endive",
    ]);
  });

  test("is one of sixteen at most", async () => {
    await using stripe = openTestStripe();
    const create = () =>
      stripe.client.webhookEndpoints.create({
        url: "https://bot.example/stripe-webhook",
        enabled_events: ["charge.refunded"],
      });
    for (let i = 0; i < 15; i++) await create();
    expect((await refusalOf(create())).message).toContain("maximum of 16");
  });
});

test("events are listed by kind and by delivery, for thirty days", async () => {
  await using stripe = openTestStripe();
  stripe.answer = () => 500;
  const session = await openSession(stripe);
  stripe.world.pay(session.id);
  await stripe.world.idle();
  const { events } = stripe.client;
  const kinds = async (params: Stripe.EventListParams) =>
    (await events.list(params)).data.map(({ type }) => type);
  expect(await kinds({ type: "payment_intent.*" })).toEqual([
    "payment_intent.succeeded",
    "payment_intent.created",
  ]);
  expect(await kinds({ types: ["charge.succeeded", "customer.created"] })).toHaveLength(2);
  expect(await kinds({ delivery_success: true })).toEqual([]);
  const [newest] = (await events.list({ delivery_success: false })).data;
  expect((await events.retrieve(newest?.id ?? "")).type).toBe("checkout.session.completed");
  stripe.clock.advance(30 * 24 * HOUR_MS);
  expect(await kinds({})).toEqual([]);
});
