import { describe, expect, test } from "bun:test";
import { Stripe } from "stripe";
import { customerWithCard, openTestStripe, refusalOf } from "#src/sandbox/stripe/testing.ts";

describe("a customer", () => {
  test("is made, found by email, changed and deleted, and each is told", async () => {
    await using stripe = openTestStripe();
    const { customers } = stripe.client;
    const made = await customers.create({ email: "mia@example.com", metadata: { fan: "7" } });
    expect((await customers.list({ email: "mia@example.com" })).data[0]?.id).toBe(made.id);
    expect((await customers.list({ email: "leo@example.com" })).data).toEqual([]);
    const changed = await customers.update(made.id, { name: "Mia", email: "" });
    expect(changed).toMatchObject({ name: "Mia", email: null, metadata: { fan: "7" } });
    expect(await customers.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect(await customers.retrieve(made.id)).toMatchObject({ id: made.id, deleted: true });
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual(["customer.created", "customer.updated", "customer.deleted"]);
    const updated = stripe.world.lastEvent("customer.updated")?.data;
    expect(updated?.previous_attributes).toEqual({ name: null, email: "mia@example.com" });
  });

  test("who is deleted can be used for nothing", async () => {
    await using stripe = openTestStripe();
    const { customer, card } = await customerWithCard(stripe);
    stripe.world.deleteCustomer(customer);
    const session = stripe.client.checkout.sessions.create({
      mode: "setup",
      currency: "usd",
      customer,
      success_url: "https://a.example",
    });
    expect(await refusalOf(session)).toMatchObject({ statusCode: 400, code: "resource_missing" });
    const gone = await refusalOf(stripe.client.paymentMethods.list({ customer }));
    expect(gone.message).toBe(`No such customer: '${customer}'`);
    expect((await stripe.client.paymentMethods.retrieve(card)).customer).toBeNull();
  });

  test("who never was is a 404", async () => {
    await using stripe = openTestStripe();
    const refusal = await refusalOf(stripe.client.customers.retrieve("cus_nobody"));
    expect(refusal).toMatchObject({ statusCode: 404, code: "resource_missing", param: "id" });
  });
});

describe("a saved card", () => {
  test("is attached, listed, made the default, and detached for good", async () => {
    await using stripe = openTestStripe();
    const { customers, paymentMethods } = stripe.client;
    const { customer, card } = await customerWithCard(stripe, "pm_card_mastercard");
    const { data } = await paymentMethods.list({ customer });
    expect(data[0]).toMatchObject({
      id: card,
      customer,
      card: { brand: "mastercard", last4: "4444", exp_month: 12, exp_year: 2034 },
    });
    expect((await customers.listPaymentMethods(customer)).data[0]?.id).toBe(card);
    expect((await customers.retrievePaymentMethod(customer, card)).id).toBe(card);
    const settings = { default_payment_method: card };
    const changed = await customers.update(customer, { invoice_settings: settings });
    expect(changed.invoice_settings.default_payment_method).toBe(card);
    expect((await paymentMethods.detach(card)).customer).toBeNull();
    const after = await customers.retrieve(customer);
    expect(after).toMatchObject({ invoice_settings: { default_payment_method: null } });
    const again = await refusalOf(paymentMethods.attach(card, { customer }));
    expect(again.message).toContain("may not be used again");
    await stripe.world.idle();
    expect(stripe.kinds()).toEqual([
      "customer.created",
      "payment_method.attached",
      "customer.updated",
      "payment_method.detached",
      "customer.updated",
    ]);
  });

  test("of somebody else is no default, and no card of mine", async () => {
    await using stripe = openTestStripe();
    const { card } = await customerWithCard(stripe);
    const other = await stripe.client.customers.create();
    const change = { invoice_settings: { default_payment_method: card } };
    const refusal = await refusalOf(stripe.client.customers.update(other.id, change));
    expect(refusal.message).toContain("must be attached to the customer");
    const taken = stripe.client.paymentMethods.attach(card, { customer: other.id });
    expect((await refusalOf(taken)).code).toBe("payment_method_already_attached");
  });

  test("that its bank refuses is not saved, and no customer is left behind", async () => {
    await using stripe = openTestStripe();
    const made = stripe.client.customers.create({
      payment_method: "pm_card_visa_chargeDeclinedLostCard",
    });
    const refusal = await refusalOf(made);
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ code: "card_declined", decline_code: "lost_card" });
    expect(stripe.world.store.customers.size).toBe(0);
  });

  test("is renewed by its bank, and Stripe tells", async () => {
    await using stripe = openTestStripe();
    const { card } = await customerWithCard(stripe);
    stripe.world.renewCard(card, "1881", 2040);
    await stripe.world.idle();
    expect(stripe.kinds().at(-1)).toBe("payment_method.automatically_updated");
    const method = await stripe.client.paymentMethods.retrieve(card);
    expect(method.card).toMatchObject({ last4: "1881", exp_year: 2040 });
  });

  test("may be made of a test card's number, and of no other", async () => {
    await using stripe = openTestStripe();
    const { paymentMethods } = stripe.client;
    const card = { number: "4242424242424242", exp_month: 1, exp_year: 2033 };
    const made = await paymentMethods.create({ type: "card", card });
    expect(made.card).toMatchObject({ last4: "4242", exp_month: 1, exp_year: 2033 });
    const real = { ...card, number: "4111111111111111" };
    const refusal = await refusalOf(paymentMethods.create({ type: "card", card: real }));
    expect(refusal.code).toBe("card_declined");
  });
});
