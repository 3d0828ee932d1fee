import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { customerWithCard, WEBHOOK_SECRET } from "#src/sandbox/stripe/testing.ts";
import { FAN } from "./rows-testing.ts";
import { openPurchase, World } from "./stripe-testing.ts";

describe("a webhook that is not believed", () => {
  /** The status words of one event sent in a manner of the sandbox's. */
  async function sent(world: World, manner: "badSignature" | "noSignature" | "stale" | "tampered") {
    const { sessionId } = await world.openPage();
    world.stripe.world.expire(sessionId);
    await world.takeLetters();
    await world.forget();
    const event = world.stripe.world.lastEvent("checkout.session.expired");
    world.stripe.world.resend(event?.id ?? "", manner);
    return world.takeLetters();
  }

  test.each(["badSignature", "noSignature", "stale", "tampered"] as const)("%s", async (manner) => {
    await using world = new World();
    expect(await sent(world, manner)).toEqual(["malformed"]);
    expect(world.arrivals).toEqual([]);
    expect(world.counted.at(-1)).toBe("none malformed");
  });

  test("nor anything at all while no secret is known, an empty one least of all", async () => {
    await using world = new World({ webhookSecret: null });
    const { sessionId } = await world.openPage();
    world.stripe.world.expire(sessionId);
    expect(new Set(await world.takeLetters())).toEqual(new Set(["malformed"]));
    expect((await world.side.take("{}", "t=1,v1=")).type).toBe("malformed");
  });

  test("five minutes are enough, and six too old, by our own clock", async () => {
    await using world = new World();
    const body = JSON.stringify({ id: "evt_1", object: "event", type: "ping", created: 1 });
    const at = (minutes: number) => Math.floor(world.clock.now() / 1000) - minutes * 60;
    expect((await world.side.take(body, await signed(body, at(6)))).type).toBe("malformed");
    const whole = { ...eventOf("invoice.paid"), livemode: false };
    const fresh = JSON.stringify(whole);
    expect((await world.side.take(fresh, await signed(fresh, at(5)))).type).toBe("ignored");
  });
});

test("what is signed and yet no event of version 1 is ignored: nobody could mend it", async () => {
  await using world = new World();
  const bodies = [
    "{}",
    "null",
    "[]",
    "not json",
    '{"object":"event"}',
    '{"object":"v2.core.event"}',
  ];
  for (const body of bodies) {
    const signature = await signed(body, Math.floor(world.clock.now() / 1000));
    expect((await world.side.take(body, signature)).type).toBe("ignored");
    expect(world.logged.at(-1)).toContain("no event of version 1");
  }
  expect([world.arrivals, world.counted.at(-1)]).toEqual([[], "other ignored"]);
});

describe("an event that is not for us", () => {
  test("of another mode than our key is told, and credits nothing", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.expire(sessionId);
    await world.takeLetters();
    await world.forget();
    const event = world.stripe.world.lastEvent("checkout.session.expired");
    world.stripe.world.resend(event?.id ?? "", "liveMode");
    expect(await world.takeLetters()).toEqual(["ignored"]);
    expect(world.arrivals).toEqual([]);
    expect(world.incidents).toMatchObject([{ kind: "stripe-mode" }]);
  });

  test("of a connected account is ignored", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.expire(sessionId);
    await world.takeLetters();
    await world.forget();
    const event = world.stripe.world.lastEvent("checkout.session.expired");
    world.stripe.world.resend(event?.id ?? "", "otherAccount");
    expect(await world.takeLetters()).toEqual(["ignored"]);
    expect(world.arrivals).toEqual([]);
    expect(world.logged.at(-1)).toContain("of another account");
  });

  test("of another thing that the account sells is ignored", async () => {
    await using world = new World();
    const { client } = world.stripe;
    const owner = await customerWithCard(world.stripe);
    const intent = await client.paymentIntents.create({
      amount: 900,
      currency: "usd",
      customer: owner.customer,
      payment_method: owner.card,
      confirm: true,
      allowed_payment_method_types: ["card"],
      metadata: { order: "17" },
    });
    world.stripe.world.refund(intent.id);
    world.stripe.world.dispute(intent.id);
    const answers = await world.takeLetters();
    expect(new Set(answers)).toEqual(new Set(["ignored"]));
    expect([world.arrivals, world.incidents]).toEqual([[], []]);
  });

  test("in another version is read all the same, and told once", async () => {
    await using world = new World();
    const { row } = await world.openPage();
    for (const id of ["evt_1", "evt_2"]) {
      const event = { ...eventOf("checkout.session.expired", id), api_version: "2019-01-01" };
      const object = sessionOf({ status: "expired", metadata: { purchase_id: row.id } });
      const body = JSON.stringify({ ...event, data: { object } });
      const taken = await world.side.take(
        body,
        await signed(body, Math.floor(world.clock.now() / 1000)),
      );
      expect(taken.type).toBe("ignored");
    }
    expect(world.incidents).toMatchObject([
      { kind: "stripe-version", mend: "bun run webhooks:set" },
    ]);
  });
});

describe("an event that contradicts our rows", () => {
  async function take(world: World, object: object, type = "checkout.session.completed") {
    const body = JSON.stringify({ ...eventOf(type), data: { object } });
    return (await world.side.take(body, await signed(body, Math.floor(world.clock.now() / 1000))))
      .type;
  }
  const ours = { app: "stagedoor", telegram_id: String(FAN) };

  test.each<[string, Parameters<typeof sessionOf>[0], string]>([
    ["names no purchase", { metadata: ours }, "orphan-payment"],
    ["names one that is not there", { metadata: { ...ours, purchase_id: "p9" } }, "orphan-payment"],
    [
      "names another fan",
      { metadata: { ...ours, telegram_id: "666", purchase_id: "p1-abc" } },
      "payment-contradiction",
    ],
    [
      "names a purchase that another payment paid",
      { payment_intent: "pi_other", metadata: { ...ours, purchase_id: "p2-paid" } },
      "payment-contradiction",
    ],
    [
      "names a purchase, and the payment of another",
      { payment_intent: "pi_known", metadata: { ...ours, purchase_id: "p1-abc" } },
      "payment-contradiction",
    ],
    [
      "is of a fan who was erased",
      { metadata: { ...ours, purchase_id: "p3-gone" } },
      "orphan-payment",
    ],
  ])("because it %s credits nothing and is told", async (_, change, kind) => {
    await using world = new World();
    world.rows.put(openPurchase());
    world.rows.put(openPurchase({ id: "p2-paid", paymentId: "pi_known", state: "paid" }));
    world.rows.put(openPurchase({ id: "p3-gone" }), -1);
    expect(await take(world, sessionOf(change))).toBe("ignored");
    expect(world.arrivals).toEqual([]);
    expect(world.incidents).toMatchObject([
      {
        kind: expect.stringMatching(new RegExp(`^${kind} (pi|cs)_`)) as string,
        detail: expect.stringContaining("500 usd") as string,
      },
    ]);
  });

  test("is told for each payment, however many there are within the hour", async () => {
    await using world = new World();
    for (const payment_intent of ["pi_a", "pi_b"]) {
      await take(world, sessionOf({ payment_intent, metadata: ours }));
    }
    expect(world.incidents.map(({ kind }) => kind)).toEqual([
      "orphan-payment pi_a",
      "orphan-payment pi_b",
    ]);
  });

  test("by an amount or a currency is the conversation's to judge, with the row beside it", async () => {
    await using world = new World();
    world.rows.put(openPurchase());
    const metadata = { ...ours, purchase_id: "p1-abc" };
    expect(await take(world, sessionOf({ amount_total: 1, currency: "jpy", metadata }))).toBe(
      "stored",
    );
    expect(world.facts()).toMatchObject([{ amount: 1, currency: "jpy" }]);
  });

  test("by a negative amount cannot be read, is told, and blocks nothing", async () => {
    await using world = new World();
    world.rows.put(openPurchase());
    const metadata = { ...ours, purchase_id: "p1-abc" };
    expect(await take(world, sessionOf({ amount_total: -500, metadata }))).toBe("ignored");
    expect(world.incidents).toMatchObject([{ kind: "stripe-unreadable" }]);
  });

  test("in nothing but its missing metadata is known by its page or its payment", async () => {
    await using world = new World();
    world.rows.put(openPurchase({ sessionId: "cs_1" }));
    expect(await take(world, sessionOf({ metadata: {} }))).toBe("stored");
    world.rows.put(openPurchase({ sessionId: "cs_1", paymentId: "pi_1" }));
    expect(await take(world, sessionOf({ id: "cs_2", metadata: {} }))).toBe("duplicate");
  });

  test("and is about a page that nobody was given says nothing of the purchase", async () => {
    await using world = new World();
    world.rows.put(openPurchase({ sessionId: "cs_given" }));
    const metadata = { ...ours, purchase_id: "p1-abc" };
    expect(await take(world, sessionOf({ status: "expired", metadata }))).toBe("ignored");
    expect([world.arrivals, world.incidents]).toEqual([[], []]);
  });

  test("whose customer nobody has is ignored, and another fan's is told", async () => {
    await using world = new World();
    const setup = { id: "seti_1", status: "succeeded", customer: "cus_1", payment_method: "pm_1" };
    const object = { ...setup, metadata: ours };
    expect(await take(world, object, "setup_intent.succeeded")).toBe("ignored");
    expect(world.incidents).toEqual([]);
    world.rows.customers.set("cus_1", 666);
    expect(await take(world, object, "setup_intent.succeeded")).toBe("ignored");
    expect(world.incidents).toMatchObject([{ kind: "payment-contradiction" }]);
  });
});

function signed(payload: string, timestamp: number): Promise<string> {
  const client = new Stripe("sk_test_x");
  return client.webhooks.generateTestHeaderStringAsync({
    payload,
    timestamp,
    secret: WEBHOOK_SECRET,
  });
}

function eventOf(type: string, id = "evt_made_up") {
  const version = Stripe.API_VERSION;
  const created = Date.UTC(2030, 0, 1) / 1000;
  const about = { livemode: false, api_version: version, data: { object: {} } };
  return { id, object: "event", type, created, ...about };
}

function sessionOf(change: object) {
  return {
    id: "cs_1",
    object: "checkout.session",
    mode: "payment",
    status: "complete",
    payment_status: "paid",
    amount_total: 500,
    currency: "usd",
    payment_intent: "pi_1",
    customer: "cus_1",
    ...change,
  };
}
