// Locked media through everything that is real but Telegram itself: sold by a caption, bought once
// however often it is tapped, delivered once whatever dies in between, and to be had again.
import { expect, test } from "bun:test";
import { createMediaReads } from "#db/paid-media.ts";
import { SILENT } from "#db/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { mia } from "#src/sandbox/testing.ts";
import { type App, createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 60_000;

const SALES = `
select kind, credits, reference from transactions where kind in ('unlock', 'refund') order by id`;
const OWNED = `
select item_id as "itemId", credits from unlocks where bought_at is not null`;

interface Sale {
  readonly kind: string;
  readonly credits: number;
  readonly reference: string;
}

/** Mia has a topic and so many credits besides her welcome's. */
async function meet(world: AppWorld, credits: number): Promise<number> {
  await world.fanSays(mia.id, "/start");
  await world.fanSays(mia.id, "hello");
  const topicId = await world.topicOf(mia.id);
  if (credits > 0) await world.gift(mia.id, credits);
  return topicId;
}

/** A process that sells by card; Telegram and Stripe call it. */
async function openShop(world: AppWorld): Promise<App> {
  const { stripe } = world.sandbox;
  const keys = { STRIPE_API_KEY: stripe.apiKey, STRIPE_WEBHOOK_SECRET: stripe.webhookSecret };
  const env = { ...world.env("webhook"), ...keys, STRIPE_API_BASE: stripe.url };
  const app = createApp(readConfig(env), { log: SILENT });
  await app.start();
  stripe.aim(`http://127.0.0.1:${app.port()}/stripe-webhook`);
  await world.aim(app);
  return app;
}

async function teamSends(
  world: AppWorld,
  topicId: number,
  kinds: readonly ("photo" | "voice")[],
  caption: string,
): Promise<number> {
  const { groupId, ownerId: personId } = world.sandbox;
  const place = { in: "group", groupId, topicId } as const;
  const [id] = await world.sandbox.mustAct({ act: "sendMedia", personId, place, kinds, caption });
  return id ?? 0;
}

/** The newest card with a button that says this. */
function card(world: AppWorld, word: string): Promise<Message> {
  return world.see(() =>
    world
      .inChat(mia.id)
      .findLast(({ buttons }) => buttons.flat().some(({ text }) => text.includes(word))),
  );
}

async function press(world: AppWorld, message: Message, word: string): Promise<void> {
  const found = message.buttons.flat().find(({ text }) => text.includes(word));
  const callbackData = found?.callbackData ?? "";
  const { id: messageId, chatId } = message;
  await world.sandbox.mustAct({ act: "press", personId: mia.id, chatId, messageId, callbackData });
}

/** The id of the page where Mia can pay; undefined: she was sent none. */
function checkoutOf(world: AppWorld): string | undefined {
  return world
    .inChat(mia.id)
    .flatMap(({ buttons }) => buttons.flat())
    .map(({ url }) => /\/pay\/(cs_\w+)$/.exec(url ?? "")?.[1])
    .find((id) => id !== undefined);
}

/** The files that Mia has got: not ours to draw, and protected. */
function delivered(world: AppWorld): readonly Message[] {
  return world
    .inChat(mia.id)
    .filter(({ from, media, buttons, isProtected }) => {
      return from.isBot && media !== null && buttons.length === 0 && isProtected;
    })
    .filter(({ text }) => text === null || !text.includes("·"));
}

test(
  "a caption sells an album, which is charged and delivered once however often it is tapped",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, 40);
    await teamSends(world, topicId, ["photo", "photo"], "/lock 30 from the beach");
    const offered = await card(world, "Unlock");
    expect(offered.text).toContain("30 credits");
    expect(offered.text).toContain("from the beach");
    expect(offered.isProtected).toBe(true);
    await world.rest();
    expect(delivered(world)).toEqual([]);
    const before = await world.books(mia.id);
    await Promise.all([1, 2, 3].map(() => press(world, offered, "Unlock")));
    await world.see(() => delivered(world).length === 2);
    await world.rest();
    expect(delivered(world)).toHaveLength(2);
    expect(await world.books(mia.id)).toMatchObject({ credits: before.credits - 30 });
    const sales = await world.database.query<Sale>("sales", SALES);
    expect(sales).toEqual([
      { kind: "unlock", credits: -30, reference: expect.stringContaining(`unlock:${mia.id}:`) },
    ]);
    expect(world.inTopic(topicId).some(({ text }) => text?.includes("unlocked"))).toBe(true);
    expect(await world.wrongBalances()).toEqual([]);
    await press(world, await card(world, "Send again"), "Send again");
    await world.see(() => delivered(world).length === 4);
    await world.rest();
    expect(await world.database.query("sales", SALES)).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  "what was kept back is sold by a reply, what went to the fan is not, nor what they own",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, 40);
    const kept = await teamSends(world, topicId, ["photo"], "// for later");
    const sent = await teamSends(world, topicId, ["photo"], "look");
    await world.see(() => world.inChat(mia.id).some(({ media }) => media !== null));
    const { ownerId } = world.sandbox;
    const refused = await world.teamSays(ownerId, topicId, "/lock 20", sent);
    const answer = (id: number) =>
      world.see(() => world.inTopic(topicId).find(({ replyToId }) => replyToId === id)?.text);
    expect(await answer(refused)).toContain("went to the fan");
    await world.teamSays(ownerId, topicId, "/lock 20", kept);
    await press(world, await card(world, "Unlock"), "Unlock");
    await world.see(() => delivered(world).length === 1);
    const again = await world.teamSays(ownerId, topicId, "/lock 25", kept);
    expect(await answer(again)).toContain("has bought this already");
    await world.rest();
    expect(await world.database.query("owned", OWNED)).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  "with too few credits it is delivered by itself once they are there",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, 0);
    await teamSends(world, topicId, ["voice"], "/lock 12");
    await press(world, await card(world, "Unlock"), "Unlock");
    await card(world, "Not now");
    await world.rest();
    expect(delivered(world)).toEqual([]);
    await world.teamSays(world.sandbox.ownerId, topicId, "/gift 20");
    await world.see(() => delivered(world).length === 1);
    await world.rest();
    const sales = await world.database.query<Sale>("sales", SALES);
    expect(sales.map(({ credits }) => credits)).toEqual([-12]);
  },
  TIMEOUT_MS,
);

test(
  "with too few credits the shop is a tap away, and what is paid there delivers it by itself, once",
  async () => {
    await using world = await AppWorld.open();
    const app = await openShop(world);
    const { world: stripe } = world.sandbox.stripe;
    const topicId = await meet(world, 0);
    await teamSends(world, topicId, ["photo", "photo"], "/lock 12");
    await press(world, await card(world, "Unlock"), "Unlock");
    expect((await card(world, "Not now")).text).toContain("10 credits more");
    await press(world, await card(world, "10 credits"), "10 credits");
    const sessionId = await world.see(() => checkoutOf(world));
    await world.rest();
    expect(delivered(world)).toEqual([]);
    expect(await world.database.query("sales", SALES)).toEqual([]);

    stripe.faults.set({ duplicatesEvents: true, webhookOrder: "shuffled" });
    stripe.pay(sessionId);
    await world.see(() => delivered(world).length === 2);
    await stripe.idle();
    await world.rest();
    expect(delivered(world)).toHaveLength(2);
    const moves = "select kind, credits from transactions where kind <> 'message' order by id";
    expect(await world.database.query("moves", moves)).toEqual([
      { kind: "welcome", credits: 3 },
      { kind: "purchase", credits: 10 },
      { kind: "unlock", credits: -12 },
    ]);
    expect(await world.books(mia.id)).toMatchObject({ credits: 0, ledger: 0 });
    expect(await world.database.query("owned", OWNED)).toEqual([
      { itemId: expect.any(Number), credits: 12 },
    ]);
    expect(stripe.books()).toHaveLength(1);
    await app.stop();
  },
  TIMEOUT_MS,
);

test(
  "a process that dies between the charge and the delivery leaves a delivery to the next one",
  async () => {
    await using world = await AppWorld.open();
    const first = await world.spawn();
    const topicId = await meet(world, 40);
    await teamSends(world, topicId, ["photo"], "/lock 30");
    const offered = await card(world, "Unlock");
    await world.rest();
    // Telegram does not answer: the charge is committed, and the delivery has to wait.
    await world.sandbox.mustAct({ act: "fault", set: { latencyMs: 3_000 } });
    await press(world, offered, "Unlock");
    const charged = async (): Promise<boolean> =>
      (await world.database.query("sales", SALES)).length > 0;
    while (!(await charged()));
    first.process.kill("SIGKILL");
    await first.process.exited;
    await world.sandbox.mustAct({ act: "fault", set: { latencyMs: 0 } });
    await world.boot();
    await world.see(() => delivered(world).length > 0);
    await world.rest();
    expect(await world.database.query("sales", SALES)).toHaveLength(1);
    expect(await world.database.query("owned", OWNED)).toHaveLength(1);
    expect(await world.wrongBalances()).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "what is paid in Stars is booked once, and can be had again",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, 0);
    await teamSends(world, topicId, ["photo"], "/lock 50 stars");
    const offered = await world.see(() =>
      world.inChat(mia.id).find(({ paidMedia }) => paidMedia?.amount === 50),
    );
    const { id: messageId, chatId } = offered;
    await world.sandbox.mustAct({ act: "buyMedia", personId: mia.id, chatId, messageId });
    await world.sandbox.mustAct({ act: "duplicateLastUpdate" });
    await world.see(() => world.inTopic(topicId).some(({ text }) => text?.includes("unlocked")));
    await world.rest();
    const paid = `select kind, credits, amount_cents as "amount", currency, reference
      from transactions where amount_cents <> 0`;
    expect(await world.database.query("paid", paid)).toEqual([
      {
        kind: "unlock",
        credits: 0,
        amount: 50,
        currency: "xtr",
        reference: expect.stringContaining(`unlock:${mia.id}:`),
      },
    ]);
    const reads = createMediaReads(world.database);
    const [owned] = await world.database.query<{ readonly itemId: number }>("owned", OWNED);
    expect(await reads.mediaSales(mia.id, owned?.itemId ?? 0)).toMatchObject({ count: 1 });
    expect(await reads.mediaSales(mia.id, 1)).toMatchObject({ count: 0 });
    expect(await reads.mediaSales(1, owned?.itemId ?? 0)).toBeNull();
    expect(await reads.hasMediaForStars()).toBe(true);
    await world.fanSays(mia.id, "/unlocked");
    await press(world, await card(world, "1"), "1");
    await world.see(() => delivered(world).some(({ media }) => media !== null));
    const again = await world.teamSays(world.sandbox.ownerId, topicId, "/shelf");
    const shelf = await world.see(() => world.inTopic(topicId).find(({ id }) => id > again));
    const callbackData = shelf.buttons[0]?.[0]?.callbackData ?? "";
    const { ownerId, groupId } = world.sandbox;
    const pressed = { personId: ownerId, chatId: groupId, messageId: shelf.id, callbackData };
    await world.sandbox.mustAct({ act: "press", ...pressed });
    await world.see(() => world.inTopic(topicId).some(({ text }) => text?.includes("already")));
    await world.rest();
    expect(world.inChat(mia.id).filter(({ paidMedia }) => paidMedia !== null)).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  "a file that is gone is paid back, and is the fan's no more",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, 40);
    await teamSends(world, topicId, ["photo"], "/lock 30");
    const offered = await card(world, "Unlock");
    const before = await world.books(mia.id);
    const lost = `
      update shelf_items set item = replace(item::text, '"fileId":"Sandbox', '"fileId":"Gone')::json`;
    await world.database.query("lose the file", lost);
    await press(world, offered, "Unlock");
    await world.see(() => world.inTopic(topicId).some(({ text }) => text?.includes("given back")));
    await world.rest();
    expect((await world.books(mia.id)).credits).toBe(before.credits);
    const sales = await world.database.query<Sale>("sales", SALES);
    expect(sales.map(({ kind, credits }) => [kind, credits])).toEqual([
      ["unlock", -30],
      ["refund", 30],
    ]);
    expect(await world.database.query("owned", OWNED)).toEqual([]);
  },
  TIMEOUT_MS,
);
