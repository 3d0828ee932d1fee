// An event that comes again when its inbox row is long gone: nothing but the books knows it then.
import { expect, test } from "bun:test";
import { keepHouse } from "#db/housekeeping.ts";
import { SILENT } from "#db/testing.ts";
import { mia } from "#src/sandbox/testing.ts";
import { createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 60_000;
/** Longer than the inbox keeps anything. */
const LATER_MS = 60 * 86_400_000;

const STRIPES = `select count(*)::integer as kept from inbox where dedupe_key like 'stripe:%'`;
const LEDGER = `select kind, credits, reference from transactions order by id`;

async function keptOf({ database }: AppWorld): Promise<number> {
  const [row] = await database.query<{ kept: number }>("stripe's rows", STRIPES, []);
  return row?.kept ?? 0;
}

/** The address of the page to pay at. */
async function pageFor(world: AppWorld, personId: number): Promise<string> {
  await world.fanSays(personId, "/start");
  await world.see(() => world.inChat(personId).some(({ from }) => from.isBot));
  await world.fanSays(personId, "/buy10");
  return world.see(() => {
    const buttons = world.inChat(personId).flatMap((message) => message.buttons.flat());
    return buttons
      .flatMap((button) => ("url" in button && button.url ? [button.url] : []))
      .map((url) => /\/pay\/(cs_\w+)$/.exec(url)?.[1])
      .find((id) => id !== undefined);
  });
}

test(
  "an event that comes again after the inbox was pruned credits nothing",
  async () => {
    await using world = await AppWorld.open();
    const { url, apiKey, webhookSecret, world: stripe } = world.sandbox.stripe;
    const keys = { STRIPE_API_KEY: apiKey, STRIPE_WEBHOOK_SECRET: webhookSecret };
    const env = { ...world.env("webhook"), ...keys, STRIPE_API_BASE: url };
    const app = createApp(readConfig(env), { log: SILENT });
    await app.start();
    world.sandbox.stripe.aim(`http://127.0.0.1:${app.port()}/stripe-webhook`);
    await world.aim(app);
    stripe.pay(await pageFor(world, mia.id));
    await world.see(() => world.inChat(mia.id).some(({ text }) => text?.includes("Paid")));
    await stripe.idle();
    await world.rest();
    const before = await world.database.query("ledger", LEDGER, []);
    await keepHouse(world.database, Date.now() + LATER_MS, SILENT);
    expect(await keptOf(world)).toBe(0);
    const events = ["checkout.session.completed", "payment_intent.succeeded"] as const;
    for (const type of events) stripe.resend(stripe.lastEvent(type)?.id ?? "");
    await stripe.idle();
    await world.rest();
    // Both are taken in anew, so it is not the inbox that knew them.
    expect(await keptOf(world)).toBe(2);
    expect(await world.database.query("ledger", LEDGER, [])).toEqual(before);
    expect(await world.books(mia.id)).toMatchObject({ credits: 13, ledger: 13 });
    await app.stop();
  },
  TIMEOUT_MS,
);
