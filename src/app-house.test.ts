// Settings, shop, promo codes and saved replies, pressed and written as people do, through everything
// that is real but Telegram.
import { expect, test } from "bun:test";
import { SILENT } from "#db/testing.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { ada, ben, leo, mia } from "#src/sandbox/testing.ts";
import { createApp } from "./app.ts";
import { AppWorld } from "./app-testing.ts";
import { readConfig } from "./config.ts";

const TIMEOUT_MS = 90_000;

const CHANGES = `
select by_id as "byId", detail from audit_log
where act = 'setting' and detail ->> 'key' = $1 order by id`;
const ACTS = "select act from audit_log where act <> 'setting' order by id";

/** A fan who has a topic. */
async function meet(world: AppWorld, personId: number): Promise<number> {
  await world.fanSays(personId, "/start");
  await world.see(() => world.inChat(personId).some(({ from }) => from.isBot));
  await world.fanSays(personId, "good morning");
  return world.topicOf(personId);
}

/** Somebody of the team at their panel in the group's General topic. */
class Panel {
  readonly #world: AppWorld;
  readonly #personId: number;

  constructor(world: AppWorld, personId: number) {
    this.#world = world;
    this.#personId = personId;
  }

  async open(): Promise<void> {
    await this.write("/admin");
    await this.sees("Stagedoor");
  }

  /** Presses through buttons by their words; resolves when the panel says `then`. */
  async press(labels: readonly string[], then: string): Promise<string> {
    let before: string | null | undefined;
    for (const label of labels) {
      await this.#world.see(() => this.#panel()?.text !== before);
      const { message, data } = await this.#world.see(() => this.#button(label));
      before = message.text;
      await this.#world.sandbox.mustAct({
        act: "press",
        personId: this.#personId,
        chatId: message.chatId,
        messageId: message.id,
        callbackData: data,
      });
    }
    return this.sees(then);
  }

  async write(text: string): Promise<void> {
    const place = { in: "group", groupId: this.#world.sandbox.groupId, topicId: null } as const;
    await this.#world.sandbox.mustAct({ act: "send", personId: this.#personId, place, text });
  }

  async answer(text: string, then: string): Promise<string> {
    await this.write(text);
    return this.sees(then);
  }

  /** Resolves when this person's panel says so, with all that it says. */
  sees(words: string): Promise<string> {
    return this.#world.see(() => {
      const text = this.#panel()?.text;
      return text?.includes(words) === true ? text : null;
    });
  }

  #button(label: string): { readonly message: Message; readonly data: string } | null {
    const message = this.#panel();
    const buttons = message?.buttons.flat() ?? [];
    const exact = buttons.find(({ text }) => text === label);
    // A short word stands in longer ones.
    const button = label.length < 4 ? exact : buttons.find(({ text }) => text.includes(label));
    const data = button?.callbackData;
    return message === undefined || data === undefined ? null : { message, data };
  }

  /** The newest message whose buttons are this person's. */
  #panel(): Message | undefined {
    const own = `~${this.#personId.toString(36)}.`;
    const messages = this.#world.sandbox.state().groups[0]?.messages ?? [];
    return messages.findLast(({ threadId, buttons }) => {
      const isOwn = buttons.flat().some(({ callbackData }) => callbackData?.startsWith(own));
      return threadId === null && isOwn;
    });
  }
}

test(
  "another price of photos is pressed, and holds for the next photo",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, mia.id);
    await world.gift(mia.id, 20);
    const panel = new Panel(world, ada.id);
    await panel.open();
    await panel.press(["Settings", "Photo"], "Now: 3 credits");
    expect(await panel.sees("Photo")).toContain("Never changed.");
    await panel.press(["✏️ Write it"], "a whole number");
    await panel.answer("a lot", "✋ a whole number from 0 to 1,000,000.");
    const changed = await panel.answer("7", "Photo: 3 credits → 7 credits");
    expect(changed).toContain("Now: 7 credits");
    expect(changed).toMatch(/Before: 3 credits\nChanged by Ada, /);
    const before = await world.books(mia.id);
    const place = { in: "private" } as const;
    await world.sandbox.mustAct({ act: "sendMedia", personId: mia.id, place, kinds: ["photo"] });
    await world.see(() => world.inTopic(topicId).some(({ media }) => media?.kind === "photo"));
    await world.rest();
    const after = await world.books(mia.id);
    expect(before.credits - after.credits).toBe(7);
    await panel.press(["↩️ Use default"], "Photo: 7 credits → 3 credits");
    expect(await world.wrongBalances()).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "of two who change one setting the later holds, both are told what it was, both are audited",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const [owner, admin] = [new Panel(world, ada.id), new Panel(world, ben.id)];
    for (const panel of [owner, admin]) {
      await panel.open();
      await panel.press(["Settings", "Low balance"], "Now: 2 credits");
      await panel.press(["✏️ Write it"], "a whole number");
    }
    await owner.answer("4", "Low balance: 2 credits → 4 credits");
    const told = await admin.answer("9", "Low balance: 4 credits → 9 credits");
    expect(told).toMatch(/Before: 4 credits\nChanged by Ben, /);
    const rows = await world.database.query<{ byId: number; detail: object }>("changes", CHANGES, [
      "lowBalance",
    ]);
    expect(rows).toMatchObject([
      { byId: ada.id, detail: { from: null, to: 4 } },
      { byId: ben.id, detail: { from: 4, to: 9 } },
    ]);
    // The same value again is no change, and no line.
    await admin.press(["✏️ Write it"], "a whole number");
    await admin.answer("9", "is that already");
    // Two at the same moment: one of them finds what the other has set.
    for (const panel of [owner, admin]) await panel.press(["✏️ Write it"], "a whole number");
    await Promise.all([owner.write("11"), admin.write("12")]);
    await Promise.all([owner.sees("→ 11"), admin.sees("→ 12")]);
    const all = await world.database.query<{ detail: { from: number; to: number } }>(
      "changes",
      CHANGES,
      ["lowBalance"],
    );
    const [, , first, last] = all.map(({ detail }) => detail);
    expect(first?.from).toBe(9);
    expect(last?.from).toBe(first?.to ?? 0);
  },
  TIMEOUT_MS,
);

test(
  "texts, hours, switches and the choice of rails are set, and taken back",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const panel = new Panel(world, ada.id);
    await panel.open();
    await panel.press(["Settings", "Welcome text", "✏️ Write it"], "a text of at most 2,000");
    await panel.answer("Hi 🌞 <b>you</b>", "Welcome text: not set → “Hi 🌞 <b>you</b>”");
    await world.fanSays(leo.id, "/start");
    await world.see(() =>
      world.inChat(leo.id).some(({ text }) => text?.includes("Hi 🌞 <b>you</b>")),
    );
    await panel.press(["🧹 Use default"], "→ not set");
    await panel.press(["Back", "Team & hours", "Business hours", "✏️ Write it"], "Mon-Fri");
    await panel.answer("9-18", "✋ hours such as");
    await panel.answer("Mon-Fri 9-18 UTC+2", "always → Mon-Fri 9:00-18:00 UTC+2");
    await panel.press(["Back", "Auto-assign", "on"], "Auto-assign: off → on");
    await panel.press(["Back", "Money", "How fans pay"], "Nobody has said yet");
    await panel.press(["Both"], "Telegram's terms (6.2)");
    await panel.press(["Cancel"], "Nothing was changed");
    await panel.press(["Both", "✔️ Yes"], "💳 Cards → 💳 + ⭐ Both");
    await panel.sees("Risks read:");
    // A command in between ends what was asked; what is written next sets nothing.
    await panel.press(["Back", "Largest gift", "✏️ Write it"], "a whole number");
    await panel.open();
    await panel.write("5");
    await panel.press(["Settings", "Money", "Largest gift"], "Now: 1,000 credits");
    expect(await panel.sees("Largest gift")).toContain("Never changed.");
  },
  TIMEOUT_MS,
);

test(
  "a new product is in the fan's shop, at its place, until it is switched off",
  async () => {
    await using world = await AppWorld.open();
    const { url, apiKey, webhookSecret } = world.sandbox.stripe;
    const stripe = { STRIPE_API_KEY: apiKey, STRIPE_API_BASE: url };
    const env = { ...world.env(), ...stripe, STRIPE_WEBHOOK_SECRET: webhookSecret };
    const app = createApp(readConfig(env), { log: SILENT });
    await app.start();
    await meet(world, mia.id);
    const panel = new Panel(world, ada.id);
    await panel.open();
    await panel.press(["Shop", "➕ Credits"], "How many credits");
    await panel.answer("250", "What does it cost");
    await panel.answer("0.10", "✋ an amount such as 9.99, from $0.50");
    await panel.answer("79.90", "And in Stars?");
    await panel.answer("none", "On sale");
    expect(await panel.sees("By card")).toContain(
      "By card: $79.90\nIn Stars: not sold\nPlace: 8 of 8",
    );
    await panel.press(["⬆️ Up"], "Place: 7 of 8");
    await panel.press(["⭐ Stars"], "And in Stars?");
    await panel.answer("4000", "In Stars: ⭐ 4,000");
    const offered = async (): Promise<boolean> => {
      const before = world.inChat(mia.id).length;
      await world.fanSays(mia.id, "/buy");
      const shop = await world.see(() =>
        world
          .inChat(mia.id)
          .slice(before)
          .find(({ from, buttons }) => from.isBot && buttons[0]),
      );
      return shop.buttons.flat().some(({ text }) => text.includes("250"));
    };
    expect(await offered()).toBe(true);
    await panel.press(["Switch off"], "⏸ off");
    expect(await offered()).toBe(false);
    await panel.press(["Back", "Promo codes", "➕ Credits"], "The code");
    await panel.answer("hello", "How many credits on top");
    await panel.answer("15", "How many times in all");
    await panel.answer("100", "How many times a fan");
    await panel.answer("1", "Until when");
    await panel.answer("7d", "Made: HELLO");
    await world.fanSays(mia.id, "/promo hello");
    await world.see(() => world.inChat(mia.id).some(({ text }) => text?.includes("15 credits")));
    await world.rest();
    await panel.press(["Back", "HELLO · used 1 of 100"], "Gives: 15 credits on top");
    await panel.press(["Switch off", "✔️ Yes"], "HELLO is off");
    const acts = await world.database.query<{ act: string }>("acts", ACTS);
    expect(acts.map(({ act }) => act)).toEqual([
      "product",
      "productMoved",
      "product",
      "product",
      "promo",
      "promoOff",
    ]);
    await app.stop();
  },
  TIMEOUT_MS,
);

test(
  "what was answered once is saved in the topic, and sent again in another by name or from the menu",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const first = await meet(world, mia.id);
    const second = await meet(world, leo.id);
    const own = await world.teamSays(ada.id, first, "Dear {name}, you have {balance} credits");
    await world.teamSays(ben.id, first, "/save theirs", own);
    await world.see(() => says(world, first, "somebody else wrote that"));
    await world.teamSays(ada.id, first, "/save", own);
    await world.see(() => says(world, first, "NAME is one word"));
    await world.teamSays(ada.id, first, "/save Dear", own);
    await world.see(() => says(world, first, "Saved: /r dear sends it"));
    await world.teamSays(ada.id, second, "/r nobody");
    await world.see(() => says(world, second, "There is no reply nobody"));

    const { credits } = await world.books(leo.id);
    const command = await world.teamSays(ada.id, second, "/r dear");
    const words = `Dear Leo, you have ${credits} credits`;
    await world.arrived(leo.id, words);
    await world.see(() => says(world, second, `⚡ dear · Ada\n${words}`));
    // It is an answer like any other: it can be taken back under the command.
    await world.teamSays(ada.id, second, "/delete", command);
    await world.see(() => !world.inChat(leo.id).some(({ text }) => text === words));

    const [photo] = await world.sandbox.mustAct({
      act: "sendMedia",
      personId: ada.id,
      place: { in: "group", groupId: world.sandbox.groupId, topicId: first },
      kinds: ["photo"],
      caption: "For {name}",
    });
    await world.teamSays(ada.id, first, "/save pic", photo);
    await world.see(() => says(world, first, "Saved: /r pic"));
    await world.teamSays(ada.id, second, "/r");
    const menu = await world.see(() => says(world, second, "Send which?"));
    const pic = menu.buttons.flat().find(({ text }) => text === "pic")?.callbackData ?? "";
    const press = {
      act: "press",
      personId: ada.id,
      chatId: world.sandbox.groupId,
      messageId: menu.id,
      callbackData: pic,
    } as const;
    await Promise.all([world.sandbox.mustAct(press), world.sandbox.mustAct(press)]);
    await world.see(() => says(world, second, "⚡ pic · Ada · photo"));
    // The second press found the menu used up, rather than the database in its way. It may be fetched
    // after the first has been answered: nothing of it waits anywhere until then.
    const stale = "This button is out of date.";
    await world.see(() => world.sandbox.state().toasts.some(({ text }) => text === stale));
    await world.rest();
    const photos = world.inChat(leo.id).filter(({ media }) => media?.kind === "photo");
    expect(photos.map(({ text }) => text)).toEqual(["For Leo"]);
  },
  TIMEOUT_MS,
);

test(
  "replies are made, looked at, renamed and deleted in the panel",
  async () => {
    await using world = await AppWorld.open();
    await world.boot();
    const topicId = await meet(world, mia.id);
    const panel = new Panel(world, ada.id);
    await panel.open();
    await panel.press(["Replies", "New reply"], "What is it called?");
    await panel.answer("two words", "✋ one word");
    await panel.answer("hello", "Send the message");
    await panel.answer("// a note", "✋ a text, photo");
    await panel.answer("Hello {name}!", "Saved: /r hello");
    await panel.press(["Rename"], "What is it called?");
    await panel.answer("hi", "hello is hi now");
    await world.teamSays(ben.id, topicId, "/r hi");
    await world.arrived(mia.id, "Hello Mia!");
    await panel.press(["Preview"], "hello is hi now");
    await world.see(() =>
      world.sandbox
        .state()
        .groups[0]?.messages.some(
          ({ text, threadId }) => threadId === null && text === "Hello {name}!",
        ),
    );
    await panel.press(["Delete", "✔️ Yes"], "hi is gone");
  },
  TIMEOUT_MS,
);

function says(world: AppWorld, topicId: number, words: string): Message | undefined {
  return world.inTopic(topicId).find(({ from, text }) => from.isBot && text?.includes(words));
}
