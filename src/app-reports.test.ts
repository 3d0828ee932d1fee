// The dashboard, charts, tables and reports, through everything that is real but Telegram itself.
import { expect, test } from "bun:test";
import { packDeskPress } from "#actors/kernel/desk.ts";
import { rollUp } from "#db/rollup.ts";
import { createStore } from "#db/store.ts";
import { SILENT } from "#db/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { ben, mia } from "#src/sandbox/testing.ts";
import type { App } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { dueReports } from "./metrics-roller.ts";

const TIMEOUT_MS = 60_000;
const PNG = Buffer.from("89504e47", "hex");

/** A person's private chat with the bot, as a panel is worked there. */
class Chat {
  readonly #world: AppWorld;
  readonly #personId: number;

  constructor(world: AppWorld, personId: number) {
    this.#world = world;
    this.#personId = personId;
  }

  says(text: string): Promise<number> {
    return this.#world.fanSays(this.#personId, text);
  }

  sees(look: (message: Message) => boolean): Promise<Message> {
    return this.#world.see(() =>
      this.#world.inChat(this.#personId).findLast((each) => each.from.isBot && look(each)),
    );
  }

  shows(...words: readonly string[]): Promise<Message> {
    return this.sees(({ text }) => words.every((word) => text?.includes(word) === true));
  }

  count(look: (message: Message) => boolean): number {
    return this.#world.inChat(this.#personId).filter((each) => each.from.isBot && look(each))
      .length;
  }

  async press(on: Message, label: string): Promise<void> {
    const button = on.buttons.flat().find(({ text }) => text.includes(label));
    const callbackData = button?.callbackData ?? `no button ${label}`;
    const { chatId, id: messageId } = on;
    const personId = this.#personId;
    await this.#world.sandbox.mustAct({ act: "press", personId, chatId, messageId, callbackData });
  }
}

interface Business extends AsyncDisposable {
  readonly world: AppWorld;
  readonly app: App;
}

/** Ben is an agent; a fan has written twice, was answered and given credits, and has paid. */
async function openBusiness(mode: "polling" | "webhook" = "polling"): Promise<Business> {
  const world = await AppWorld.open();
  await world.database.sql`
    insert into team (telegram_id, name, role, joined_at) values (${ben.id}, 'Ben', 'agent', now())`;
  const app = await world.boot(mode);
  if (mode === "webhook") await world.aim(app);
  await world.fanSays(mia.id, "hello");
  const topicId = await world.topicOf(mia.id);
  await world.posted(topicId, "hello");
  await world.teamSays(world.sandbox.ownerId, topicId, "hi there");
  await world.arrived(mia.id, "hi there");
  await world.fanSays(mia.id, "again");
  await world.posted(topicId, "again");
  await world.gift(mia.id, 7);
  await world.rest();
  await world.database.sql`
    insert into transactions (user_id, kind, credits, seconds, amount_cents, currency, created_at)
    select id, 'purchase', 0, 0, amount, currency, now()
    from users, (values (123456, 'usd'), (250, 'xtr')) as paid (amount, currency)
    where telegram_id = ${mia.id}`;
  return { world, app, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

let updates = 900_000_000;

/** Ben presses a button that is not there. */
function pressOf({ id: messageId, chatId }: Message, data: string): object {
  updates += 1;
  const from = { id: ben.id, is_bot: false, first_name: "Ben" };
  const chat = { id: chatId, type: "private", first_name: "Ben" };
  const message = { message_id: messageId, date: 1, chat, text: "" };
  const press = { id: String(updates), from, message, chat_instance: "1", data };
  return { update_id: updates, callback_query: press };
}

async function fileOf(world: AppWorld, message: Message): Promise<Uint8Array> {
  const path = message.media?.downloadUrl ?? message.media?.previewUrl ?? "";
  const response = await fetch(new URL(path, world.sandbox.url));
  return new Uint8Array(await response.arrayBuffer());
}

test(
  "the dashboard tells the day, and charts change in one message that is a picture",
  async () => {
    await using business = await openBusiness();
    const { world } = business;
    const owner = new Chat(world, world.sandbox.ownerId);
    await owner.says("/admin");
    const home = await owner.shows("Today", "7 days", "Health");
    for (const words of [
      "👥 1 active · 1 new",
      "💬 2 in · 1 out",
      "💰 $1,234.56 by card · 250 Stars",
      "⏳ 1 waiting",
      "✅ Well: bot, store",
    ]) {
      expect(home.text).toContain(words);
    }
    expect(home.text).not.toContain("Claude");
    const labels = home.buttons.flat().map(({ text }) => text.replace(/^\S+ /, ""));
    const doors = "Conversations,Fans,Analytics,Broadcast,Shop,Shelf,Replies,Team,Settings,Audit";
    expect(labels.join()).toBe(`${doors},Dead letters`);

    await owner.press(home, "Analytics");
    const messages = await owner.shows("From fans: 2", "Answers: 1");
    expect(messages.id).toBe(home.id);
    expect(messages.media?.kind).toBe("photo");
    expect(Buffer.from(await fileOf(world, messages)).subarray(0, 4)).toEqual(PNG);

    await owner.press(messages, "Revenue");
    const revenue = await owner.shows("Net: $1,234.56 · ⭐ 250");
    expect([revenue.id, revenue.isEdited]).toEqual([home.id, true]);
    await owner.press(revenue, "90 days");
    expect((await owner.shows("Last 90 days", "Purchases: 2")).id).toBe(home.id);
    for (const [label, words] of [
      ["Fans", "Active: 1"],
      ["First answer", "Answers to waiting fans"],
      ["Credits", "Gifts: +7"],
      ["Products", "Nothing was sold"],
      ["Retention", "New fans: 1"],
    ] as const) {
      const shown = await owner.sees(({ id }) => id === home.id);
      await owner.press(shown, label);
      expect((await owner.shows(words)).id).toBe(home.id);
    }

    const chart = await owner.sees(({ id }) => id === home.id);
    const editsOfText = (): number =>
      world.sandbox.state().calls.filter(({ method }) => method === "editMessageText").length;
    const before = editsOfText();
    await owner.press(chart, "Back");
    const back = await owner.shows("Today", "Health");
    expect(back.media).toBeNull();
    await world.see(() => owner.count(({ media }) => media !== null) === 0);
    // A picture cannot become a text: nobody tries.
    expect(editsOfText()).toBe(before);
  },
  TIMEOUT_MS,
);

test(
  "the table behind a chart is a file with the day's figures",
  async () => {
    await using business = await openBusiness();
    const { world } = business;
    const owner = new Chat(world, world.sandbox.ownerId);
    await owner.says("/admin");
    await owner.press(await owner.shows("Health"), "Analytics");
    await owner.press(await owner.shows("From fans: 2"), "CSV");
    const sent = await owner.sees(({ media }) => media?.kind === "document");
    const text = new TextDecoder().decode(await fileOf(world, sent));
    const today = new Date().toISOString().slice(0, 10);
    expect(text.split("\r\n").slice(0, 1)).toEqual(["day,messages_in,messages_out"]);
    expect(text).toContain(`${today},2,1\r\n`);
  },
  TIMEOUT_MS,
);

test(
  "/stats sends the day's picture, and a role without money gets it without",
  async () => {
    await using business = await openBusiness("webhook");
    const { world, app } = business;
    const owner = new Chat(world, world.sandbox.ownerId);
    await owner.says("/stats");
    const picture = await owner.shows("Today so far", "Revenue: $1,234.56", "Messages in: 2");
    expect(picture.media?.kind).toBe("photo");

    const agent = new Chat(world, ben.id);
    await agent.says("/stats");
    const withheld = await agent.shows("Today so far", "Messages in: 2");
    expect(withheld.text).not.toContain("1,234");

    await agent.says("/admin");
    const home = await agent.shows("Health");
    expect(home.text).not.toContain("💰");
    expect(home.text).not.toContain("1,234");
    await agent.press(home, "Analytics");
    const chart = await agent.shows("From fans: 2");
    const labels = chart.buttons.flat().map(({ text }) => text);
    expect(labels.some((text) => /Revenue|Products/.test(text))).toBe(false);

    const forge = (section: string, verb: string, argument: string): Promise<number> => {
      const data = packDeskPress({ memberId: ben.id, section, verb, argument });
      return world.deliver(app.port(), pressOf(chart, data));
    };
    await forge("nav", "go", "charts:revenue:7");
    const closed = await agent.shows("not for this role");
    expect(closed.media).toBeNull();
    expect(closed.text).not.toContain("1,234");
    await forge("charts", "csv", "revenue:7");
    await forge("charts", "csv", "messages:7");
    await agent.sees(({ media }) => media?.label.startsWith("messages-7d") === true);
    await world.rest();
    expect(agent.count(({ media }) => media?.kind === "document")).toBe(1);
  },
  TIMEOUT_MS,
);

test(
  "the owner's own report comes once, however many machines find that it is due",
  async () => {
    await using business = await openBusiness();
    const { world } = business;
    const ownerId = world.sandbox.ownerId;
    const wants = { ownerId, dailyReport: true, weeklyReport: false, businessHours: null };
    const noon = Date.parse(new Date().toISOString().slice(0, 10)) + 36 * 3_600_000;
    await rollUp(world.database, Date.now(), "usd");
    for (const node of ["one", "two", "three"]) {
      await createStore(world.database, node, SILENT).append(dueReports(wants, noon));
    }
    const owner = new Chat(world, ownerId);
    await owner.shows("The day that is over", "Messages in: 2", "Revenue: $1,234.56");
    await world.rest();
    expect(owner.count(({ text }) => text?.includes("that is over") === true)).toBe(1);
  },
  TIMEOUT_MS,
);
