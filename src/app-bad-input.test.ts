// What strangers, broken senders and hostile fans can send: none of it crashes, leaks or charges.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { leo, mia } from "#src/sandbox/testing.ts";
import type { App } from "./app.ts";
import { AppWorld, SECRET } from "./app-testing.ts";

const TIMEOUT_MS = 60_000;

let world: AppWorld;
let app: App;
/** Far from those that the sandbox hands out. */
let updateId = 900_000_000;
beforeAll(async () => {
  world = await AppWorld.open();
  app = await world.boot("webhook");
  await world.aim(app);
  for (const { id } of [mia, leo]) {
    await world.fanSays(id, "hello");
    await world.posted(await world.topicOf(id), "hello");
  }
}, TIMEOUT_MS);
afterAll(() => world[Symbol.asyncDispose](), TIMEOUT_MS);

const nextId = (): number => (updateId += 1);

function fanUpdate(personId: number, message: object): object {
  const id = nextId();
  const from = { id: personId, is_bot: false, first_name: "Mia", language_code: "en" };
  const chat = { id: personId, type: "private" };
  return { update_id: id, message: { message_id: id, date: 1, from, chat, ...message } };
}
async function fanWrites(personId: number, message: object): Promise<void> {
  expect(await world.deliver(app.port(), fanUpdate(personId, message))).toBe(200);
}

/** Everything that has happened has been worked off, no actor has failed, and the books are right. */
async function expectCalm(): Promise<void> {
  await world.rest();
  const dead = await world.database.query("dead", "select error from mailbox where is_dead");
  expect(dead).toEqual([]);
  expect(await world.wrongBalances()).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${app.port()}/health`)).status).toBe(200);
}

describe("bodies that are no updates", () => {
  test.each<[string, string, number]>([
    ["nothing", "", 400],
    ["broken JSON", "{", 400],
    ["another shape", '{"hello":"world"}', 400],
    ["a list", "[]", 400],
    ["a kind with a wrong shape", '{"update_id":5,"message":{"text":"hi"}}', 400],
    ["a deep nest", "[".repeat(100_000), 400],
    ["an id beyond numbers", '{"update_id":1e400}', 400],
    ["an unknown kind", '{"update_id":5,"poll_answer":{}}', 200],
    ["more than a megabyte", `{"update_id":5,"x":"${"x".repeat(1024 * 1024)}"}`, 413],
  ])("%s", async (_, body, status) => {
    expect(await world.deliver(app.port(), body)).toBe(status);
    await expectCalm();
  });

  test("nothing is said to those without the secret", async () => {
    const url = `http://127.0.0.1:${app.port()}/telegram-webhook`;
    const response = await fetch(url, { method: "POST", body: JSON.stringify(fanUpdate(9, {})) });
    expect([response.status, await response.text()]).toEqual([401, ""]);
    const headers = { "X-Telegram-Bot-Api-Secret-Token": `${SECRET}0` };
    expect((await fetch(url, { method: "POST", headers })).status).toBe(401);
  });
});

describe("the same update", () => {
  test("many times at once, and an hour later, is charged and posted once", async () => {
    const before = await world.books(mia.id);
    const update = fanUpdate(mia.id, { text: "only once" });
    const port = app.port();
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => world.deliver(port, update)),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    const topicId = await world.topicOf(mia.id);
    await world.posted(topicId, "only once");
    expect(await world.deliver(port, update)).toBe(200);
    await expectCalm();
    const posts = world.inTopic(topicId).filter(({ text }) => text?.includes("only once"));
    expect(posts).toHaveLength(1);
    expect(await world.books(mia.id)).toMatchObject({
      credits: before.credits - 1,
      charges: before.charges + 1,
    });
  });

  test("with another content changes nothing", async () => {
    const update = fanUpdate(mia.id, { text: "the first" });
    await world.deliver(app.port(), update);
    const forged = { ...fanUpdate(mia.id, { text: "the second" }), ...update };
    await world.deliver(app.port(), { ...forged, message: { ...fanUpdate(mia.id, {}) } });
    await expectCalm();
    const topicId = await world.topicOf(mia.id);
    expect(world.inTopic(topicId).some(({ text }) => text?.includes("the second"))).toBe(false);
  });
});

describe("texts and names", () => {
  test.each([
    ["of the greatest length", "x".repeat(4096)],
    ["of emoji", "👩‍👩‍👧‍👦".repeat(300)],
    ["of HTML", "<b>bold</b> <script>alert(1)</script> &amp;"],
    ["of Markdown", "*bold* _it_ [link](tg://user?id=1) `code` \\"],
    ["of SQL", "'; drop table users; -- $1 %s"],
    ["of direction marks", "\u202Eabc\u202C \u2067עברית\u2069"],
    ["with a NUL and half a pair", "a\0b\uD83D"],
  ])("%s arrive as they are", async (_, text) => {
    await world.gift(mia.id, 5);
    await fanWrites(mia.id, { text });
    const end = text.replace("\0", "\u{FFFD}").toWellFormed().slice(-60);
    const topicId = await world.topicOf(mia.id);
    await world.see(() => world.inTopic(topicId).some((post) => post.text?.endsWith(end)));
    await expectCalm();
  });

  test.each([
    "\u202E\u202E\n\n",
    "<b>&</b>",
    "'; drop table users; --",
    "👩‍👩‍👧‍👦".repeat(40),
    "\0",
  ])("a fan who is called %# gets a topic", async (first_name) => {
    const person = { firstName: "x", username: null, languageCode: "en" };
    await world.sandbox.mustAct({ act: "addFan", ...person });
    const id = world.sandbox.state().people.at(-1)?.id ?? 0;
    await world.fanSays(id, "/start");
    await fanWrites(id, { text: "hi", from: { id, is_bot: false, first_name } });
    const topic = await world.see(() =>
      world.sandbox.state().groups[0]?.topics.find(({ name }) => name.endsWith(`(${id})`)),
    );
    expect(topic.name).toMatch(/^👤 \S/u);
    await expectCalm();
  });
});

describe("presses that nobody was offered", () => {
  const press = async (personId: number, data: string, message: object): Promise<number> => {
    const from = { id: personId, is_bot: false, first_name: "X" };
    const query = { id: String(nextId()), from, chat_instance: "1", message, data };
    return world.deliver(app.port(), { update_id: nextId(), callback_query: query });
  };
  const data = [
    "",
    "x",
    "_.gift.1000000",
    "_.start.",
    "zz.ban.",
    "\0",
    "x".repeat(4_000),
    "a.b.c.d",
  ];

  test.each(data)("number %# in a fan's chat", async (forged) => {
    const before = await world.books(mia.id);
    const message = { message_id: 1, date: 0, chat: { id: mia.id, type: "private" } };
    expect(await press(mia.id, forged, message)).toBe(200);
    await expectCalm();
    expect(await world.books(mia.id)).toEqual(before);
  });

  test.each([mia.id, leo.id, 5_000_000_999])(
    "a gift in a topic pressed by %i",
    async (personId) => {
      const before = await world.books(mia.id);
      const topicId = await world.topicOf(mia.id);
      const chat = { id: world.sandbox.groupId, type: "supergroup" };
      const place = { chat, message_thread_id: topicId, is_topic_message: true };
      for (const act of ["gift.100", "giftok.100", "ban.", "banok."]) {
        const forged = `${mia.id.toString(36)}.${act}`;
        expect(await press(personId, forged, { message_id: 2, date: 1, ...place })).toBe(200);
      }
      await expectCalm();
      expect(await world.books(mia.id)).toEqual(before);
      const banned = "select is_banned from users where telegram_id = $1::bigint";
      expect(await world.database.query("banned", banned, [mia.id])).toEqual([
        { is_banned: false },
      ]);
    },
  );

  test("a button of another fan's topic, pressed by the team", async () => {
    const before = await world.books(leo.id);
    const topicId = await world.topicOf(mia.id);
    const chat = { id: world.sandbox.groupId, type: "supergroup" };
    const place = { chat, message_thread_id: topicId, is_topic_message: true };
    const forged = `${leo.id.toString(36)}.gift.100`;
    await press(world.sandbox.ownerId, forged, { message_id: 2, date: 1, ...place });
    await expectCalm();
    expect(await world.books(leo.id)).toEqual(before);
  });
});
