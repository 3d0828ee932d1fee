import { describe, expect, test } from "bun:test";
import { customerWithCard, idIn } from "#src/sandbox/stripe/testing.ts";
import { FAN } from "./rows-testing.ts";
import { chargeOf, checkoutOf, factsIn, openPurchase, pageIn, World } from "./stripe-testing.ts";

const MINUTE_MS = 60_000;

/** A purchase that was paid on its page; answers the payment's id. */
async function paid(world: World, savesCard = false, card?: string): Promise<string> {
  const purchase = world.rows.put(openPurchase());
  const { sessionId } = pageIn(await world.do(checkoutOf(purchase, { savesCard })));
  world.stripe.world.pay(sessionId, card);
  const session = await world.stripe.client.checkout.sessions.retrieve(sessionId);
  return idIn(session.payment_intent);
}

describe("a page to pay at", () => {
  test("is for one purchase of one fan, and says so on the page and on its payment", async () => {
    await using world = new World();
    const purchase = openPurchase();
    const page = pageIn(await world.do(checkoutOf(purchase)));
    const { client } = world.stripe;
    const session = await client.checkout.sessions.retrieve(page.sessionId);
    const metadata = { app: "stagedoor", purchase_id: purchase.id, telegram_id: String(FAN) };
    expect(session).toMatchObject({
      mode: "payment",
      amount_total: 500,
      currency: "usd",
      customer: page.customerId,
      client_reference_id: purchase.id,
      success_url: "https://t.me/stage_bot",
      locale: "en",
      metadata,
    });
    expect(page).toMatchObject({ url: session.url ?? "", expiresAt: session.expires_at * 1000 });
    world.stripe.world.pay(page.sessionId);
    const [intent] = (await client.paymentIntents.list()).data;
    expect(intent).toMatchObject({ metadata, setup_future_usage: null });
    const lines = await client.checkout.sessions.listLineItems(page.sessionId);
    expect(lines.data[0]?.description).toBe("10 credits");
  });

  test("ends about half an hour after it was asked for, however late it is made", async () => {
    await using world = new World();
    const purchase = openPurchase();
    const lives: number[] = [];
    for (const waited of [0, 50_000, 10 * MINUTE_MS]) {
      world.stripe.clock.advance(waited);
      const { id, createdAt } = { ...purchase, id: `${purchase.id}${waited}` };
      const page = pageIn(await world.do(checkoutOf({ ...purchase, id, createdAt })));
      lives.push((page.expiresAt - world.clock.now()) / MINUTE_MS);
    }
    for (const minutes of lives) {
      expect(minutes).toBeGreaterThanOrEqual(30);
      expect(minutes).toBeLessThan(40);
    }
    world.stripe.clock.advance(30 * MINUTE_MS);
    expect(await world.do(checkoutOf(purchase))).toMatchObject({ code: "unavailable" });
  });

  test("keeps the card for later only where the fan has said so", async () => {
    await using world = new World();
    const page = pageIn(await world.do(checkoutOf(openPurchase(), { savesCard: true })));
    world.stripe.world.pay(page.sessionId);
    const cards = await world.stripe.client.customers.listPaymentMethods(page.customerId);
    expect(cards.data).toHaveLength(1);
    const [intent] = (await world.stripe.client.paymentIntents.list()).data;
    expect(intent?.setup_future_usage).toBe("off_session");
  });

  test("uses the fan's customer again, and makes a new one where that was deleted", async () => {
    await using world = new World();
    const first = pageIn(await world.do(checkoutOf(openPurchase())));
    const { customerId } = first;
    const again = checkoutOf(openPurchase({ id: "p2-abc" }), { customerId });
    expect(pageIn(await world.do(again)).customerId).toBe(customerId);
    const customer = await world.stripe.client.customers.retrieve(customerId);
    expect(customer).toMatchObject({ metadata: { app: "stagedoor", telegram_id: String(FAN) } });
    world.stripe.world.deleteCustomer(customerId);
    const anew = pageIn(await world.do(checkoutOf(openPurchase({ id: "p3-abc" }), { customerId })));
    expect(anew.customerId).not.toBe(customerId);
  });

  test("waits until Telegram has told the bot's name", async () => {
    await using world = new World();
    world.bot = null;
    expect(await world.do(checkoutOf(openPurchase()))).toMatchObject({
      type: "retry",
      isUnreached: true,
    });
  });

  test("that is closed early says so; one that was paid says that", async () => {
    await using world = new World();
    const purchase = openPurchase();
    const { sessionId } = pageIn(await world.do(checkoutOf(purchase)));
    const close = { verb: "expireCheckout", purchaseId: purchase.id, sessionId } as const;
    expect(factsIn(await world.do(close))).toMatchObject([{ type: "session", state: "expired" }]);
    expect(factsIn(await world.do(close))).toMatchObject([{ state: "expired" }]);
    const other = openPurchase({ id: "p2-abc" });
    const page = pageIn(await world.do(checkoutOf(other)));
    world.stripe.world.pay(page.sessionId);
    const late = { ...close, purchaseId: other.id, sessionId: page.sessionId };
    expect(factsIn(await world.do(late))).toMatchObject([
      { purchaseId: other.id, state: "paid", amount: 500, currency: "usd" },
    ]);
  });
});

describe("saving a card", () => {
  test("has a page of its own, and the card is the customer's then", async () => {
    await using world = new World();
    const expiresAt = world.clock.now() + 30 * MINUTE_MS;
    const effect = { verb: "saveCard", setupId: "s1", customerId: null, expiresAt } as const;
    const page = pageIn(await world.do({ ...effect, language: "de" }));
    world.stripe.world.pay(page.sessionId);
    const { data } = await world.stripe.client.customers.listPaymentMethods(page.customerId);
    expect(data.map(({ card }) => card?.last4)).toEqual(["4242"]);
    const session = await world.stripe.client.checkout.sessions.retrieve(page.sessionId);
    expect(session).toMatchObject({
      mode: "setup",
      metadata: { app: "stagedoor", setup_id: "s1", telegram_id: String(FAN) },
    });
  });

  test("a card can be looked up, removed, and removed again", async () => {
    await using world = new World();
    const { card, customer } = await customerWithCard(world.stripe);
    const look = { verb: "lookUpCard", cardId: card } as const;
    expect(factsIn(await world.do(look))).toMatchObject([
      {
        type: "card",
        state: "attached",
        customerId: customer,
        card: { id: card, brand: "visa", last4: "4242", expMonth: 12, expYear: 2034 },
      },
    ]);
    const remove = { verb: "removeCard", cardId: card } as const;
    expect(factsIn(await world.do(remove))).toMatchObject([{ state: "detached" }]);
    expect(factsIn(await world.do(remove))).toMatchObject([{ state: "detached" }]);
    expect(factsIn(await world.do(look))).toMatchObject([{ state: "detached", customerId: null }]);
    expect(await world.do({ ...look, cardId: "pm_nobodys" })).toMatchObject({
      type: "refused",
      code: "bad-request",
    });
  });
});

test("a customer is deleted with all cards, and deleted again", async () => {
  await using world = new World();
  const { card, customer } = await customerWithCard(world.stripe);
  const forget = { verb: "forgetCustomer", customerId: customer } as const;
  expect(await world.do(forget)).toEqual({ type: "done", sent: null });
  expect(await world.do(forget)).toEqual({ type: "done", sent: null });
  expect(await world.stripe.client.customers.retrieve(customer)).toMatchObject({ deleted: true });
  const look = { verb: "lookUpCard", cardId: card } as const;
  expect(factsIn(await world.do(look))).toMatchObject([{ state: "detached", customerId: null }]);
});

describe("charging a saved card", () => {
  test("answers the payment, with the purchase in its metadata", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    const purchase = openPurchase({ kind: "recharge" });
    expect(factsIn(await world.do(chargeOf(purchase, owner)))).toEqual([
      {
        type: "payment",
        at: world.clock.now(),
        purchaseId: purchase.id,
        rail: "stripe",
        paymentId: expect.stringMatching(/^pi_/) as string,
        state: "succeeded",
        amount: 500,
        currency: "usd",
        customerId: owner.customer,
        cardId: owner.card,
        savesCard: false,
        decline: null,
      },
    ]);
    expect(world.stripe.world.books()).toMatchObject([{ metadata: { purchase_id: purchase.id } }]);
  });

  test.each([
    ["pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds", false],
    ["pm_card_visa_chargeDeclinedLostCard", "lost_card", true],
    ["pm_card_chargeDeclinedExpiredCard", "expired_card", true],
    ["pm_card_chargeCustomerFail", "generic_decline", false],
  ])("%s is declined as %s", async (bank, code, isHard) => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    world.stripe.world.changeBank(owner.card, bank);
    const facts = factsIn(await world.do(chargeOf(openPurchase({ kind: "recharge" }), owner)));
    expect(facts).toMatchObject([
      { state: "failed", cardId: owner.card, decline: { code, isHard } },
    ]);
  });

  test("money that takes days is processing", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe, "pm_card_sandboxSettlesLater");
    const charge = chargeOf(openPurchase({ kind: "recharge" }), owner);
    expect(factsIn(await world.do(charge))).toMatchObject([{ state: "processing", amount: 500 }]);
  });

  test("a bank that asks is answered on a page of its own, or the charge is given up", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe, "pm_card_authenticationRequired");
    const purchase = openPurchase({ kind: "recharge" });
    const [asked] = factsIn(await world.do(chargeOf(purchase, owner)));
    expect(asked).toMatchObject({ state: "requiresAction", decline: null });
    const paymentId = asked?.type === "payment" ? asked.paymentId : "";
    const about = { purchaseId: purchase.id, paymentId };
    const confirm = { verb: "confirmPayment", ...about, cardId: owner.card } as const;
    const link = await world.do(confirm);
    expect(link).toMatchObject({ answer: { type: "link" } });
    // Asked twice, it is the same page, and no second charge.
    expect(await world.do(confirm)).toEqual(link);
    world.stripe.world.authenticate(paymentId, true);
    expect(factsIn(await world.do(confirm))).toMatchObject([{ state: "succeeded" }]);
    const cancel = { verb: "cancelPayment", ...about } as const;
    expect(factsIn(await world.do(cancel))).toMatchObject([{ state: "succeeded" }]);
    expect(world.stripe.world.books()).toHaveLength(1);
  });

  test("that waits for the fan can be given up, twice", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe, "pm_card_authenticationRequired");
    const purchase = openPurchase({ kind: "recharge" });
    const [asked] = factsIn(await world.do(chargeOf(purchase, owner)));
    const paymentId = asked?.type === "payment" ? asked.paymentId : "";
    const cancel = { verb: "cancelPayment", purchaseId: purchase.id, paymentId } as const;
    expect(factsIn(await world.do(cancel))).toMatchObject([{ state: "canceled" }]);
    expect(factsIn(await world.do(cancel))).toMatchObject([{ state: "canceled" }]);
  });

  test("a fan whom the bank turns away learns it", async () => {
    await using world = new World();
    const bank = "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds";
    const owner = await customerWithCard(world.stripe);
    world.stripe.world.changeBank(owner.card, bank);
    const purchase = openPurchase({ kind: "recharge" });
    const [asked] = factsIn(await world.do(chargeOf(purchase, owner)));
    const paymentId = asked?.type === "payment" ? asked.paymentId : "";
    const about = { purchaseId: purchase.id, paymentId };
    await world.do({ verb: "confirmPayment", ...about, cardId: owner.card });
    world.stripe.world.authenticate(paymentId, true);
    const look = { verb: "lookUpPayment", sessionId: null, ...about } as const;
    expect(factsIn(await world.do(look))[0]).toMatchObject({
      state: "failed",
      decline: { code: "insufficient_funds", isHard: false },
    });
  });
});

describe("giving money back", () => {
  test("answers the refund; the same key again is the same refund", async () => {
    await using world = new World();
    const paymentId = await paid(world);
    const refund = {
      verb: "refundPayment",
      purchaseId: "p1-abc",
      paymentId,
      refundKey: "r1",
      amount: 200,
    } as const;
    const facts = factsIn(await world.do(refund));
    expect(facts).toMatchObject([{ type: "refund", paymentId, amount: 200, state: "succeeded" }]);
    expect(factsIn(await world.do(refund))).toEqual([...facts]);
    expect(world.stripe.world.books()).toMatchObject([{ paid: 500, refunded: 200 }]);
  });

  test("of what was given back at the dashboard answers what was", async () => {
    await using world = new World();
    const paymentId = await paid(world);
    world.stripe.world.refund(paymentId);
    const about = { verb: "refundPayment", purchaseId: "p1-abc", paymentId } as const;
    const facts = factsIn(await world.do({ ...about, refundKey: "r1", amount: 500 }));
    expect(facts).toMatchObject([
      { type: "refund", amount: 500, state: "succeeded" },
      { type: "refunded", amount: 500 },
    ]);
    expect(world.stripe.world.books()).toMatchObject([{ refunded: 500 }]);
  });

  test("of more than is left, or of a disputed payment, is refused with the reason", async () => {
    await using world = new World();
    const paymentId = await paid(world);
    world.stripe.world.refund(paymentId, 400);
    const about = { verb: "refundPayment", purchaseId: "p1-abc", paymentId } as const;
    expect(await world.do({ ...about, refundKey: "r1", amount: 200 })).toMatchObject({
      type: "refused",
      code: "bad-request",
      reason: expect.stringContaining("greater than unrefunded amount") as string,
    });
    world.stripe.world.dispute(paymentId);
    expect(await world.do({ ...about, refundKey: "r2", amount: 100 })).toMatchObject({
      reason: expect.stringContaining("charged back") as string,
    });
  });
});

describe("looking a purchase up", () => {
  test("answers its page, payment, refunds, dispute and warning", async () => {
    await using world = new World();
    const paymentId = await paid(world);
    world.stripe.world.refund(paymentId, 100);
    world.stripe.world.warnOfFraud(paymentId);
    world.stripe.world.dispute(paymentId, { amount: 400 });
    const [session] = (await world.stripe.client.checkout.sessions.list()).data;
    const look = { verb: "lookUpPayment", purchaseId: "p1-abc", paymentId: null } as const;
    const facts = factsIn(await world.do({ ...look, sessionId: session?.id ?? "" }));
    expect(facts).toMatchObject([
      { type: "session", state: "paid", paymentId },
      { type: "payment", state: "succeeded", amount: 500 },
      { type: "refund", amount: 100 },
      { type: "refunded", amount: 100 },
      { type: "dispute", status: "needs_response", funds: "withdrawn", amount: 400 },
      { type: "fraudWarning" },
    ]);
    expect(new Set(facts.map((fact) => ("purchaseId" in fact ? fact.purchaseId : "")))).toEqual(
      new Set(["p1-abc"]),
    );
  });

  test("finds a charge whose answer was lost, by its purchase", async () => {
    await using world = new World();
    const owner = await customerWithCard(world.stripe);
    const purchase = world.rows.put(openPurchase({ kind: "recharge" }));
    world.stripe.world.faults.set({ loseNextAnswers: 1 });
    expect(await world.do(chargeOf(purchase, owner))).toMatchObject({ type: "unknown" });
    const nothing = { sessionId: null, paymentId: null };
    const look = { verb: "lookUpPayment", purchaseId: purchase.id, ...nothing } as const;
    expect(factsIn(await world.do(look))).toMatchObject([{ state: "succeeded" }, { amount: 0 }]);
    world.rows.put(openPurchase({ id: "p2-abc" }));
    expect(factsIn(await world.do({ ...look, purchaseId: "p2-abc" }))).toEqual([]);
  });

  test("a page whose money never came has failed", async () => {
    await using world = new World();
    const paymentId = await paid(world, false, "pm_card_sandboxFailsLater");
    world.stripe.world.settle(paymentId, "failed");
    const [session] = (await world.stripe.client.checkout.sessions.list()).data;
    const look = { verb: "lookUpPayment", purchaseId: "p1-abc", paymentId: null } as const;
    const facts = factsIn(await world.do({ ...look, sessionId: session?.id ?? "" }));
    expect(facts.slice(0, 2)).toMatchObject([
      { type: "session", state: "failed" },
      { type: "payment", state: "failed" },
    ]);
  });
});

describe("the portal", () => {
  test("is one configuration for all: cards and invoices, nothing else", async () => {
    await using world = new World();
    const { customer } = await customerWithCard(world.stripe);
    const open = { verb: "openPortal", customerId: customer, language: "es" } as const;
    for (let times = 0; times < 3; times += 1) {
      expect(await world.do(open)).toMatchObject({ answer: { type: "link" } });
    }
    const { data } = await world.stripe.client.billingPortal.configurations.list();
    expect(data).toHaveLength(1);
    expect(data[0]?.features).toMatchObject({
      payment_method_update: { enabled: true },
      invoice_history: { enabled: true },
      customer_update: { enabled: false },
      subscription_cancel: { enabled: false },
    });
  });

  test("is made anew when somebody has switched it off", async () => {
    await using world = new World();
    const { customer } = await customerWithCard(world.stripe);
    const { configurations } = world.stripe.client.billingPortal;
    const open = { verb: "openPortal", customerId: customer, language: "es" } as const;
    await world.do(open);
    const [made] = (await configurations.list()).data;
    await configurations.update(made?.id ?? "", { active: false });
    expect(await world.do(open)).toMatchObject({ answer: { type: "link" } });
  });
});

test("what is not for Stripe is refused, not carried out", async () => {
  await using world = new World();
  expect(await world.do({ verb: "closeTopic" })).toMatchObject({ code: "bad-request" });
});
