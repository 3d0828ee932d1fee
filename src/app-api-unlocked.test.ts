// What a fan has unlocked, through the Mini App's API: what it is and never where the file is, and sent to
// the chat again once for each wish.
import { expect, test } from "bun:test";
import { SILENT } from "#db/testing.ts";
import { leo, mia } from "#src/sandbox/testing.ts";
import { createApiClient } from "./api/client.ts";
import { signInitData } from "./api/init-data-testing.ts";
import { createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 30_000;
const KEY = { headers: { "idempotency-key": "the-same-key" } };

test(
  "a fan sees what they unlocked without its file, and has it sent again; nobody else has",
  async () => {
    await using world = await AppWorld.open();
    const app = createApp(readConfig(world.env("webhook")), { log: SILENT });
    await app.start();
    await world.aim(app);
    const origin = `http://127.0.0.1:${app.port()}`;
    const signedIn = async ({ id, firstName }: { id: number; firstName: string }) => {
      const user = { id, first_name: firstName };
      const authDate = Math.floor(Date.now() / 1000);
      const initData = signInitData({ botToken: world.sandbox.token, user, authDate });
      const { data } = await createApiClient(origin, () => null).api.v1.session.post({ initData });
      const client = createApiClient(origin, () => data?.token ?? "");
      // Awaited by itself a path of the client would be taken for a promise.
      return { unlocked: client.api.v1.fan.unlocked };
    };
    await world.fanSays(mia.id, "/start");
    await world.fanSays(mia.id, "hello");
    await world.fanSays(leo.id, "/start");
    const topicId = await world.topicOf(mia.id);
    const { groupId, ownerId } = world.sandbox;
    await world.sandbox.mustAct({
      act: "sendMedia",
      personId: ownerId,
      place: { in: "group", groupId, topicId },
      kinds: ["photo"],
      caption: "/lock 2 from the beach",
    });
    const photos = () => world.inChat(mia.id).filter(({ text }) => text === "from the beach");
    const card = await world.see(() =>
      world.inChat(mia.id).findLast(({ buttons }) => buttons[0]?.[0]?.text.includes("Unlock")),
    );
    const { unlocked } = await signedIn(mia);
    expect((await unlocked.get({ query: {} })).data?.items).toEqual([]);
    const callbackData = card.buttons[0]?.[0]?.callbackData ?? "";
    const pressed = { personId: mia.id, chatId: mia.id, messageId: card.id, callbackData };
    await world.sandbox.mustAct({ act: "press", ...pressed });
    await world.see(() => photos().length === 1);
    await world.rest();
    const { data } = await unlocked.get({ query: {} });
    expect(data?.items).toMatchObject([
      { kind: "photo", count: 1, caption: "from the beach", price: { unit: "credits", amount: 2 } },
    ]);
    expect(JSON.stringify(data)).not.toContain("file");
    const id = data?.items[0]?.id ?? 0;
    const first = await unlocked({ id }).sending.post({}, KEY);
    const second = await unlocked({ id }).sending.post({}, KEY);
    expect([first.status, first.data?.isNew, second.data?.isNew]).toEqual([202, true, false]);
    await world.see(() => photos().length === 2);
    await world.rest();
    expect(photos()).toHaveLength(2);
    const { unlocked: others } = await signedIn(leo);
    expect((await others.get({ query: {} })).data?.items).toEqual([]);
    expect((await others({ id }).sending.post({}, KEY)).status).toBe(404);
    await app.stop();
  },
  TIMEOUT_MS,
);
