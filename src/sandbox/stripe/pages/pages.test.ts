import { describe, expect, test } from "bun:test";
import {
  customerWithCard,
  idIn,
  openSession,
  openTestStripe,
  refusalOf,
  type TestStripe,
} from "#src/sandbox/stripe/testing.ts";

interface Shown {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

/** Opens a hosted page, or with fields sends its form, as a browser would. */
async function visit(url: string, fields?: Record<string, string>): Promise<Shown> {
  const { origin } = new URL(url);
  const response = await fetch(url, {
    redirect: "manual",
    ...(fields && { method: "POST", body: new URLSearchParams(fields), headers: { origin } }),
  });
  const { status, headers } = response;
  return { status, text: await response.text(), location: headers.get("location") };
}

describe("the page of a session", () => {
  test("shows what is bought, and takes a card", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    const page = await visit(session.url ?? "");
    expect(page.text).toContain("Pay $10.00");
    expect(page.text).toContain("10 credits");
    expect(page.text).not.toContain("Save my card");
    expect(page.text).toContain('href="http://127.0.0.1:9/cancelled"');
    const paid = await visit(session.url ?? "", { card: "4242424242424242" });
    expect(paid.status).toBe(303);
    expect(paid.location).toBe(`http://127.0.0.1:9/thanks?session=${session.id}`);
    const again = await visit(session.url ?? "", { card: "4242424242424242" });
    expect(again.text).toContain("all done here");
    expect(stripe.world.books()).toHaveLength(1);
  });

  test("says in words why a card was refused, and lets another be tried", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    const page = await visit(session.url ?? "", { card: "4000000000009995" });
    expect(page.status).toBe(402);
    expect(page.text).toContain('role="alert">Your card has insufficient funds.');
    expect(page.text).toContain('value="4000000000009995" required checked');
    expect((await visit(session.url ?? "", { card: "1234" })).status).toBe(400);
    expect((await visit(session.url ?? "", { card: "4242424242424242" })).status).toBe(303);
  });

  test("offers the tick and the cards that were saved by it", async () => {
    await using stripe = openTestStripe();
    const saves = { saved_payment_method_options: { payment_method_save: "enabled" } } as const;
    const first = await openSession(stripe, saves);
    expect((await visit(first.url ?? "")).text).toContain("Save my card");
    await visit(first.url ?? "", { card: "5555555555554444", save: "yes" });
    const second = await openSession(stripe, { ...saves, customer: idIn(first.customer) });
    expect((await visit(second.url ?? "")).text).toContain("Mastercard ending in 4444");
  });

  test("takes nobody else's card", async () => {
    await using stripe = openTestStripe();
    const { card } = await customerWithCard(stripe);
    const session = await openSession(stripe);
    expect(await visit(session.url ?? "", { card })).toMatchObject({ status: 400 });
    expect(stripe.world.books()).toEqual([]);
  });

  test("leads to the bank and back", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    const sent = await visit(session.url ?? "", { card: "4000002500003155" });
    expect(sent.location).toStartWith(`${stripe.url}/authenticate/pi_`);
    const bank = sent.location ?? "";
    expect((await visit(bank)).text).toContain("is this you?");
    const failed = await visit(bank, { answer: "fail" });
    expect(failed.location).toBe(`/pay/${session.id}`);
    expect((await visit(session.url ?? "")).text).toContain("has failed authentication");
    await visit(session.url ?? "", { card: "4000002500003155" });
    const passed = await visit(bank, { answer: "complete" });
    expect(passed.location).toBe(`http://127.0.0.1:9/thanks?session=${session.id}`);
    expect((await visit(bank)).text).toContain("nothing to confirm");
  });

  test("of setup names the consent and saves the card", async () => {
    await using stripe = openTestStripe();
    const customer = (await stripe.client.customers.create()).id;
    const session = await stripe.client.checkout.sessions.create({
      mode: "setup",
      currency: "usd",
      customer,
      success_url: "http://127.0.0.1:9/thanks",
    });
    const page = await visit(session.url ?? "");
    expect(page.text).toContain("Save a card");
    expect(page.text).toContain("you allow Stagedoor Sandbox to charge this card");
    await visit(session.url ?? "", { card: "4242424242424242" });
    expect((await stripe.client.paymentMethods.list({ customer })).data).toHaveLength(1);
  });

  test("that has expired says that nothing was charged", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe);
    stripe.world.expire(session.id);
    const page = await visit(session.url ?? "", { card: "4242424242424242" });
    expect(page).toMatchObject({ status: 410 });
    expect(page.text).toContain("Nothing was charged");
    expect(stripe.world.books()).toEqual([]);
  });

  test("shows what comes from outside as text", async () => {
    await using stripe = openTestStripe();
    const session = await openSession(stripe, {
      line_items: [
        {
          quantity: 2,
          price_data: {
            currency: "jpy",
            unit_amount: 500,
            product_data: { name: "<script>alert(1)</script>" },
          },
        },
      ],
    });
    const { text } = await visit(session.url ?? "");
    expect(text).not.toContain("<script");
    expect(text).toContain("&lt;script&gt;");
    expect(text).toContain("¥1,000");
  });

  test("is nowhere for a session that is none", async () => {
    await using stripe = openTestStripe();
    expect(await visit(`${stripe.url}/pay/cs_test_no`)).toMatchObject({ status: 404 });
  });
});

describe("the bank's page of an intent without a session", () => {
  test("leads back to the return_url with the outcome", async () => {
    await using stripe = openTestStripe();
    const saved = await customerWithCard(stripe, "pm_card_authenticationRequired");
    const intent = await stripe.client.paymentIntents.create({
      amount: 1_000,
      currency: "usd",
      customer: saved.customer,
      payment_method: saved.card,
      confirm: true,
      return_url: "http://127.0.0.1:9/back?a=1",
    });
    const bank = intent.next_action?.redirect_to_url?.url ?? "";
    const { location } = await visit(bank, { answer: "complete" });
    const back = new URL(location ?? "");
    expect(back.searchParams.get("payment_intent")).toBe(intent.id);
    expect(back.searchParams.get("redirect_status")).toBe("succeeded");
    expect(back.searchParams.get("a")).toBe("1");
  });
});

describe("the portal", () => {
  async function openPortal(stripe: TestStripe, customer: string): Promise<string> {
    const { configurations, sessions } = stripe.client.billingPortal;
    const { id } = await configurations.create({
      features: { invoice_history: { enabled: true }, payment_method_update: { enabled: true } },
      business_profile: { headline: "Stagedoor" },
    });
    const session = await sessions.create({
      customer,
      configuration: id,
      return_url: "http://127.0.0.1:9/home",
    });
    return session.url;
  }

  test("makes a card the default, removes one and adds one", async () => {
    await using stripe = openTestStripe();
    const { customer, card } = await customerWithCard(stripe);
    const url = await openPortal(stripe, customer);
    expect((await visit(url)).text).toContain("Visa ending in 4242");
    await visit(url, { do: "default", card });
    const retrieved = await stripe.client.customers.retrieve(customer);
    expect(retrieved).toMatchObject({ invoice_settings: { default_payment_method: card } });
    await visit(url, { do: "remove", card });
    expect((await visit(url)).text).toContain("No card is saved");
    expect(await visit(url, { do: "add", card: "4000000000000002" })).toMatchObject({
      status: 402,
    });
    await visit(url, { do: "add", card: "378282246310005" });
    expect((await visit(url)).text).toContain("American Express ending in 0005");
    await stripe.world.idle();
    expect(stripe.kinds()).toContain("payment_method.detached");
    expect(stripe.kinds().at(-1)).toBe("payment_method.attached");
  });

  test("touches nobody else's cards, and shows what was paid", async () => {
    await using stripe = openTestStripe();
    const other = await customerWithCard(stripe);
    const session = await openSession(stripe);
    stripe.world.pay(session.id);
    const url = await openPortal(stripe, idIn(session.customer));
    await visit(url, { do: "remove", card: other.card });
    const kept = await stripe.client.paymentMethods.retrieve(other.card);
    expect(kept.customer).toBe(other.customer);
    expect((await visit(url)).text).toContain("$10.00");
    expect((await visit(url)).text).toContain('href="http://127.0.0.1:9/home"');
  });

  test("needs a configuration, which can be found and changed", async () => {
    await using stripe = openTestStripe();
    const { customer } = await customerWithCard(stripe);
    const { configurations, sessions } = stripe.client.billingPortal;
    const refusal = await refusalOf(sessions.create({ customer }));
    expect(refusal.message).toStartWith("No configuration provided");
    const url = await openPortal(stripe, customer);
    const [known] = (await configurations.list({ active: true })).data;
    const id = known?.id ?? "";
    const changed = await configurations.update(id, {
      features: { payment_method_update: { enabled: false } },
      metadata: { v: "2" },
    });
    expect(changed.features.payment_method_update.enabled).toBe(false);
    expect(changed.features.invoice_history.enabled).toBe(true);
    expect((await configurations.retrieve(id)).metadata).toEqual({ v: "2" });
    expect((await visit(url)).text).not.toContain("Add a card");
    await configurations.update(id, { active: false });
    const closed = await refusalOf(sessions.create({ customer, configuration: id }));
    expect(closed.message).toContain("not active");
  });
});
