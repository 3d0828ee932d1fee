// A purchase through everything that is real but Telegram and Stripe themselves: with webhooks, with
// webhooks that are lost, and without any.
import { expect, test } from "bun:test";
import type { Clock } from "#actors/kernel/ports.ts";
import { SILENT } from "#db/testing.ts";
import { mia } from "#src/sandbox/testing.ts";
import { type App, createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { systemClock } from "./clock.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 60_000;
/** How long Stripe's events are waited for where nobody sends them. */
const EVENTS_MS = 10_000;

const PURCHASES = `
select kind, credits, amount_cents as "amount", currency, reference from transactions
where kind = 'purchase' order by id`;

type Mode = "polling" | "webhook";

function shopEnv(world: AppWorld, mode: Mode): Record<string, string> {
  const { url, apiKey, webhookSecret } = world.sandbox.stripe;
  const stripe = { STRIPE_API_KEY: apiKey, STRIPE_API_BASE: url };
  return { ...world.env(mode), ...stripe, STRIPE_WEBHOOK_SECRET: webhookSecret };
}

/** A process with a shop; it is called by Telegram and Stripe, or asks them. */
async function openShop(world: AppWorld, mode: Mode, clock = systemClock): Promise<App> {
  const app = createApp(readConfig(shopEnv(world, mode)), { log: SILENT, clock });
  await app.start();
  if (mode === "webhook") {
    world.sandbox.stripe.aim(`http://127.0.0.1:${app.port()}/stripe-webhook`);
    await world.aim(app);
  }
  return app;
}

/** A fan asks for ten credits; answers the id of the page to pay at. */
async function orderTen(world: AppWorld, personId: number): Promise<string> {
  await world.fanSays(personId, "/start");
  await world.see(() => world.inChat(personId).some(({ from }) => from.isBot));
  await world.fanSays(personId, "/buy10");
  return world.see(() => {
    const buttons = world.inChat(personId).flatMap((message) => message.buttons.flat());
    const urls = buttons.flatMap((button) => ("url" in button ? [button.url] : []));
    return urls
      .map((url) => /\/pay\/(cs_\w+)$/.exec(url ?? "")?.[1])
      .find((id) => id !== undefined);
  });
}

/** Resolves when the chat says that it was paid. */
async function paid(world: AppWorld, personId: number): Promise<void> {
  await world.see(() => world.inChat(personId).some(({ text }) => text?.includes("Paid")));
  await world.rest();
}

test(
  "a payment is credited once, however often and in whatever order its events come",
  async () => {
    await using world = await AppWorld.open();
    const app = await openShop(world, "webhook");
    const { world: stripe } = world.sandbox.stripe;
    const sessionId = await orderTen(world, mia.id);
    stripe.faults.set({ duplicatesEvents: true, webhookOrder: "shuffled" });
    stripe.pay(sessionId);
    await paid(world, mia.id);
    await stripe.idle();
    await world.rest();
    const [intentId] = stripe.books().map((book) => book.intentId);
    expect(await world.database.query("purchases", PURCHASES)).toEqual([
      {
        kind: "purchase",
        credits: 10,
        amount: 499,
        currency: "usd",
        reference: expect.stringContaining(intentId ?? "?") as string,
      },
    ]);
    expect(await world.books(mia.id)).toMatchObject({ credits: 13, ledger: 13 });
    await app.stop();
  },
  TIMEOUT_MS,
);

test(
  "an event that is not Stripe's is refused by the server, and credits nothing",
  async () => {
    await using world = await AppWorld.open();
    const app = await openShop(world, "webhook");
    const { world: stripe } = world.sandbox.stripe;
    const sessionId = await orderTen(world, mia.id);
    // The real events are lost; what comes is forged.
    stripe.faults.set({ dropNextEvents: 1_000 });
    stripe.pay(sessionId);
    const event = stripe.lastEvent("payment_intent.succeeded")?.id ?? "";
    const forged = ["badSignature", "noSignature", "stale", "tampered"] as const;
    for (const manner of forged) stripe.resend(event, manner);
    stripe.resend(event, "liveMode");
    stripe.resend(event, "otherAccount");
    await stripe.idle();
    const statuses = stripe.courier.deliveries
      .filter(({ manner }) => manner !== "asItIs")
      .map(({ lastStatus }) => lastStatus);
    expect(statuses).toEqual([400, 400, 400, 400, 200, 200]);
    await world.rest();
    expect(await world.books(mia.id)).toMatchObject({ credits: 3, ledger: 3 });
    await app.stop();
  },
  TIMEOUT_MS,
);

test(
  "what lost webhooks left out is mended by hand, and nothing the second time",
  async () => {
    await using world = await AppWorld.open();
    const app = await openShop(world, "webhook");
    const { world: stripe } = world.sandbox.stripe;
    const sessionId = await orderTen(world, mia.id);
    stripe.faults.set({ dropNextEvents: 1_000 });
    stripe.pay(sessionId);
    // Without an address of its own it does not wait for webhooks that may be on their way.
    const env = { ...shopEnv(world, "polling"), PATH: process.env["PATH"] ?? "" };
    const reconcile = async (): Promise<string> => {
      const command = [process.execPath, "scripts/reconcile.ts"];
      return new Response(Bun.spawn(command, { env, stdout: "pipe" }).stdout).text();
    };
    expect(await reconcile()).toMatch(/mended payment_intent\.succeeded \(evt_\w+\)\n/);
    await paid(world, mia.id);
    expect(await world.books(mia.id)).toMatchObject({ credits: 13, ledger: 13 });
    expect(await reconcile()).toBe("nothing was left out (3 days)\n");
    await app.stop();
  },
  TIMEOUT_MS,
);

test(
  "a shop needs no address of its own: it asks Stripe",
  async () => {
    await using world = await AppWorld.open();
    // Only that wait is shortened: the rest of the process keeps its time.
    const clock: Clock = {
      ...systemClock,
      sleep: (ms, signal) => systemClock.sleep(ms === EVENTS_MS ? 100 : ms, signal),
    };
    const app = await openShop(world, "polling", clock);
    const sessionId = await orderTen(world, mia.id);
    world.sandbox.stripe.world.pay(sessionId);
    await paid(world, mia.id);
    expect(await world.books(mia.id)).toMatchObject({ credits: 13, ledger: 13 });
    await app.stop();
  },
  TIMEOUT_MS,
);
