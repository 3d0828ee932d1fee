// From the queue to the fan's card to an act, through everything that is real but Telegram itself.
import { expect, test } from "bun:test";
import { readWords } from "#db/message-words.ts";
import type { Message } from "#src/sandbox/protocol.ts";
import { leo, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 60_000;

/** The owner's panel in the private chat: one message, found anew each time it was edited. */
class Panel {
  readonly #world: AppWorld;

  constructor(world: AppWorld) {
    this.#world = world;
  }

  get #owner(): number {
    return this.#world.sandbox.ownerId;
  }

  /** Resolves with the newest message of the bot's that says this. */
  shows(text: string): Promise<Message> {
    return this.#world.see(() => this.#last(text));
  }

  #last(text: string): Message | undefined {
    return this.#world
      .inChat(this.#owner)
      .findLast((each) => each.from.isBot && each.text?.includes(text) === true);
  }

  async says(text: string): Promise<void> {
    await this.#world.fanSays(this.#owner, text);
  }

  /** Presses the button that begins so, on the message that says `on`; resolves when `then` is said. */
  async press(on: string, label: string, then: string): Promise<Message> {
    const { message, data } = await this.#world.see(() => {
      const found = this.#last(on);
      const buttons = found?.buttons.flat() ?? [];
      const button = buttons.find((each) => each.text.startsWith(label));
      const pressed = button?.callbackData;
      return found === undefined || !pressed ? null : { message: found, data: pressed };
    });
    await this.#world.sandbox.mustAct({
      act: "press",
      personId: this.#owner,
      chatId: message.chatId,
      messageId: message.id,
      callbackData: data,
    });
    return this.shows(then);
  }
}

/** A world in which two fans have written, and the panel of its owner. */
async function openDesk(): Promise<{ world: AppWorld; panel: Panel } & AsyncDisposable> {
  const world = await AppWorld.open();
  await world.boot();
  await world.fanSays(mia.id, "where is my lemonade");
  await world.topicOf(mia.id);
  await world.fanSays(leo.id, "hello");
  await world.topicOf(leo.id);
  await world.rest();
  return {
    world,
    panel: new Panel(world),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

test(
  "the queue leads to a fan's card, and from there credits reach the fan",
  async () => {
    await using desk = await openDesk();
    const { world, panel } = desk;
    await panel.says("/conversations");
    const list = await panel.shows("2 conversations");
    expect(list.text).toContain("where is my lemonade");
    expect(list.text).toContain("Nobody is on duty");
    const topicId = await world.topicOf(mia.id);
    const links = list.entities.flatMap((entity) => (entity.url === undefined ? [] : [entity.url]));
    expect(links.some((url) => url.endsWith(`/${topicId}`))).toBe(true);

    // Mia has waited longest, so hers is the first line.
    const card = await panel.press("2 conversations", "1", String(mia.id));
    expect(card.text).toContain("▰");
    await panel.press(String(mia.id), "💳 Credits", "How many credits");
    const before = await world.books(mia.id);
    await panel.says("1.5");
    await panel.shows("a whole number from 1");
    await panel.says("７ for the wait");
    await panel.shows(`${before.credits + 7} credits`);
    await world.rest();
    const after = await world.books(mia.id);
    expect(after).toMatchObject({ credits: before.credits + 7, ledger: before.credits + 7 });
    const [line] = await world.database.query<{ act: string }>(
      "audit",
      "select act from audit_log where user_id = (select id from users where telegram_id = $1)",
      [mia.id],
    );
    expect(line?.act).toContain("gift");
  },
  TIMEOUT_MS,
);

test(
  "a fan is found by what they said, by name and by id, and can be pinned to the top",
  async () => {
    await using desk = await openDesk();
    const { world, panel } = desk;
    // What was said settles first; here nothing else is on its way.
    await readWords(world.database, 0);
    await readWords(world.database, 0);
    for (const query of ["LEMONADE", String(mia.id), `@${mia.username ?? ""}`]) {
      await panel.says("/admin");
      await panel.press("Stagedoor", "👥 Fans", "Active");
      await panel.press("Active", "🔎 Search", "Whom?");
      await panel.says(query);
      const found = await panel.shows("1 fan");
      expect(found.text).toContain(query);
    }
    await panel.press("1 fan", "1", "🆔");
    await panel.press("🆔", "📌 Sort", "Sort");
    await panel.press("Sort", "📌 Pin", "📌");
    await world.rest();
    const [pinned] = await world.database.query<{ id: number }>(
      "pinned",
      "select users.telegram_id as id from conversations join users on users.id = user_id where is_pinned",
    );
    expect(pinned?.id).toBe(mia.id);
  },
  TIMEOUT_MS,
);

test(
  "erasing from the card asks twice, and an export comes as a file that the audit log knows of",
  async () => {
    await using desk = await openDesk();
    const { world, panel } = desk;
    await panel.says("/conversations");
    await panel.press("2 conversations", "1", "🆔");
    await panel.press("🆔", "📦 Export", "🆔");
    const file = await world.see(() =>
      world.inChat(world.sandbox.ownerId).find(({ media }) => media?.kind === "document"),
    );
    expect(file.media?.label).toContain(`fan-${mia.id}.json`);
    await panel.press("🆔", "🗑 Erase", "Erase this fan?");
    await panel.press("Erase this fan?", "✔️ Yes", "Nobody can undo this");
    const still = await world.books(mia.id);
    expect(still.delivered).toBe(1);
    await panel.press("Nobody can undo this", "✔️ Yes", "erased");
    await world.rest();
    const acts = await world.database.query<{ act: string }>(
      "acts",
      "select act from audit_log where user_id is not null order by id",
    );
    expect(acts.map(({ act }) => act)).toContain("export");
    const [left] = await world.database.query<{ count: number }>(
      "left",
      "select count(*)::integer as count from users where telegram_id = $1::bigint",
      [mia.id],
    );
    expect(left?.count).toBe(0);
  },
  TIMEOUT_MS,
);
