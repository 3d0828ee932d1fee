import { describe, expect, test } from "bun:test";
import type { Stripe } from "stripe";
import { customerWithCard } from "#src/sandbox/stripe/testing.ts";
import { EVENT_KINDS } from "./events.ts";
import { FAN } from "./rows-testing.ts";
import { chargeOf, factsIn, openPurchase, pageIn, World } from "./stripe-testing.ts";

/** A purchase that was paid, as its row has it then; what Stripe said of that has been taken in. */
async function paid(world: World, card?: string) {
  const page = await world.openPage();
  world.stripe.world.pay(page.sessionId, card);
  await world.takeLetters();
  const [intent] = (await world.stripe.client.paymentIntents.list()).data;
  const paymentId = intent?.id ?? "";
  world.rows.put({ ...page.row, paymentId, state: "paid", isGranted: true });
  await world.forget();
  world.counted.length = 0;
  return { ...page, paymentId };
}

const kinds = (world: World) => world.facts().map((fact) => fact.type);

describe("a webhook", () => {
  test("becomes one urgent envelope of the fan, with its row and its raw body", async () => {
    await using world = new World();
    const { sessionId, row } = await world.openPage();
    world.stripe.world.pay(sessionId);
    await world.takeLetters();
    const arrival = world.arrivals.find(({ body }) => body.includes('"session"'));
    const letter = world.stripe.letters.find(({ body }) => body.includes("session.completed"));
    const event = JSON.parse(letter?.body ?? "") as Stripe.Event;
    expect(arrival).toMatchObject({
      dedupeKey: `stripe:${event.id}`,
      address: { kind: "conversation", key: String(FAN) },
      lane: "urgent",
      at: world.clock.now(),
      raw: letter?.body ?? "",
    });
    expect(JSON.parse(arrival?.body ?? "")).toEqual({
      type: "payment",
      fact: {
        type: "session",
        at: event.created * 1000,
        purchaseId: row.id,
        sessionId,
        state: "paid",
        amount: 500,
        currency: "usd",
        paymentId: expect.any(String) as string,
        customerId: expect.any(String) as string,
      },
      purchase: row,
    });
  });

  test("that comes again is a duplicate", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.faults.set({ duplicatesEvents: true, webhookOrder: "shuffled" });
    world.stripe.world.pay(sessionId);
    const answers = await world.takeLetters();
    const stored = answers.filter((answer) => answer === "stored").length;
    expect(answers.filter((answer) => answer === "duplicate")).toHaveLength(stored);
    expect(kinds(world).toSorted()).toEqual(["payment", "session"]);
  });
});

describe("every kind of event that we ask for", () => {
  test("is heard: a purchase, its refunds, its dispute", async () => {
    await using world = new World();
    const { paymentId } = await paid(world);
    const refund = world.stripe.world.refund(paymentId, 100);
    world.stripe.world.settleRefund(refund.id, "failed");
    world.stripe.world.warnOfFraud(paymentId);
    const dispute = world.stripe.world.dispute(paymentId);
    world.stripe.world.closeDispute(dispute.id, "won");
    await world.takeLetters();
    expect(world.facts()).toMatchObject([
      { type: "refund", state: "succeeded", amount: 100, purchaseId: "p1-abc" },
      { type: "refunded", amount: 100 },
      { type: "refund", state: "failed" },
      { type: "refund", state: "failed" },
      { type: "fraudWarning", paymentId },
      { type: "dispute", status: "needs_response", funds: null },
      { type: "dispute", status: "needs_response", funds: "withdrawn" },
      { type: "dispute", status: "won", funds: null },
      { type: "dispute", status: "won", funds: "reinstated" },
    ]);
  });

  test("is heard: an inquiry that becomes a chargeback, and is lost", async () => {
    await using world = new World();
    const { paymentId } = await paid(world);
    const { id } = world.stripe.world.dispute(paymentId, { isInquiry: true });
    world.stripe.world.escalateDispute(id);
    world.stripe.world.closeDispute(id, "lost");
    await world.takeLetters();
    expect(world.facts()).toMatchObject([
      { status: "warning_needs_response", funds: null },
      { status: "needs_response", funds: null },
      { status: "needs_response", funds: "withdrawn" },
      { status: "lost", funds: null },
    ]);
  });

  test("is heard: money that comes later, or never", async () => {
    for (const [end, state] of [
      ["succeeded", "paid"],
      ["failed", "failed"],
    ] as const) {
      await using world = new World();
      const { sessionId } = await world.openPage();
      world.stripe.world.pay(sessionId, "pm_card_sandboxSettlesLater");
      const [intent] = (await world.stripe.client.paymentIntents.list()).data;
      world.stripe.world.settle(intent?.id ?? "", end);
      await world.takeLetters();
      expect(world.facts()).toMatchObject([
        { type: "payment", state: "processing" },
        { type: "session", state: "unpaid" },
        { type: "payment", state: end },
        { type: "session", state },
      ]);
    }
  });

  test("is heard: a page that ran out", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.expire(sessionId);
    await world.takeLetters();
    expect(world.facts()).toMatchObject([{ type: "session", state: "expired" }]);
  });

  test("is heard: a card declined on the page, then a bank that asks", async () => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    world.stripe.world.pay(sessionId, "pm_card_visa_chargeDeclinedStolenCard");
    world.stripe.world.pay(sessionId, "pm_card_authenticationRequired");
    await world.takeLetters();
    expect(world.facts()).toMatchObject([
      { state: "failed", decline: { code: "stolen_card", isHard: true } },
      { state: "requiresAction", decline: null },
    ]);
  });

  test("is heard: a charge without the fan, declined and given up", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe, "pm_card_authenticationRequired");
    world.rows.customers.set(owner.customer, FAN);
    const purchase = world.rows.put(openPurchase({ kind: "recharge" }));
    const [asked] = factsIn(await world.do(chargeOf(purchase, owner)));
    const paymentId = asked?.type === "payment" ? asked.paymentId : "";
    await world.do({ verb: "cancelPayment", purchaseId: purchase.id, paymentId });
    await world.takeLetters();
    expect(world.facts()).toMatchObject([
      { type: "card", state: "attached", customerId: owner.customer },
      { type: "payment", state: "requiresAction", cardId: owner.card },
      { type: "payment", state: "canceled" },
    ]);
  });

  test("is heard: a card that is saved, renewed and taken away; a customer who is deleted", async () => {
    await using world = new World();
    const expiresAt = world.clock.now() + 1_800_000;
    const about = { setupId: "s1", customerId: null, expiresAt, language: "en" } as const;
    const page = pageIn(await world.do({ verb: "saveCard", ...about }));
    world.rows.customers.set(page.customerId, FAN);
    world.stripe.world.pay(page.sessionId, "pm_card_chargeDeclined");
    world.stripe.world.pay(page.sessionId);
    const { data } = await world.stripe.client.customers.listPaymentMethods(page.customerId);
    const cardId = data[0]?.id ?? "";
    world.stripe.world.renewCard(cardId, "9999", 2040);
    world.stripe.world.removeCard(cardId);
    world.stripe.world.deleteCustomer(page.customerId);
    await world.takeLetters();
    const { customerId } = page;
    expect(world.facts()).toMatchObject([
      { type: "setup", state: "failed", setupId: "s1", customerId },
      { type: "card", state: "attached", customerId },
      { type: "setup", state: "succeeded", setupId: "s1", cardId },
      { type: "card", state: "updated", card: { last4: "9999", expYear: 2040 } },
      { type: "card", state: "detached", customerId, card: { id: cardId } },
      { type: "customerDeleted", customerId },
    ]);
  });

  test("is counted by its kind, and no other kind has a name", async () => {
    await using world = new World();
    const page = await world.openPage();
    world.stripe.world.pay(page.sessionId);
    await world.takeLetters();
    const counted = new Set(world.counted.map((line) => line.split(" ")[0] ?? ""));
    expect(counted.size).toBeGreaterThan(2);
    expect(counted).toContain("other");
    for (const kind of counted) expect([...EVENT_KINDS, "other"]).toContain(kind);
  });
});

describe("an event that cannot be taken in now", () => {
  test.each<[string, (world: World) => void]>([
    ["the rows are out of reach", ({ rows }) => void (rows.isDown = true)],
    ["the inbox is out of reach", ({ inbox }) => void (inbox.isDown = true)],
    ["its actor is too far behind", ({ inbox }) => void (inbox.isFull = true)],
  ])("because %s is put off, and told by nobody", async (_, breakIt) => {
    await using world = new World();
    const { sessionId } = await world.openPage();
    await world.takeLetters();
    world.stripe.world.expire(sessionId);
    breakIt(world);
    expect(await world.takeLetters()).toEqual(["later"]);
    expect([world.arrivals, world.incidents]).toEqual([[], []]);
  });

  test("because Stripe must say whose it is, and cannot, is put off", async () => {
    await using world = new World();
    const { paymentId, row } = await paid(world);
    // The row does not know its payment yet, and a refund's own metadata says nothing.
    world.rows.put({ ...row, paymentId: null });
    world.stripe.world.refund(paymentId);
    await world.stripe.world.idle();
    world.stripe.world.faults.set({ isStripeDown: true });
    // The charge carries the payment's metadata, the refund does not.
    expect(await world.takeLetters()).toEqual(["later", "stored"]);
    world.stripe.world.faults.set({ isStripeDown: false });
    const event = world.stripe.world.lastEvent("refund.created");
    world.stripe.world.resend(event?.id ?? "");
    expect(await world.takeLetters()).toEqual(["stored"]);
    expect(world.facts().at(-1)).toMatchObject({ type: "refund", purchaseId: row.id });
  });
});
