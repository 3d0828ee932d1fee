// Two people of the team and one fan, through everything that is real but Telegram itself.
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Message } from "#src/sandbox/protocol.ts";
import { ben, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 60_000;

let world: AppWorld;
let topicId: number;

beforeAll(async () => {
  world = await AppWorld.open();
  await world.boot();
  await world.fanSays(mia.id, "hello");
  topicId = await world.topicOf(mia.id);
}, TIMEOUT_MS);
afterAll(() => world[Symbol.asyncDispose]());

const line = (words: string): Promise<Message> =>
  world.see(() => world.inTopic(topicId).findLast(({ text }) => text?.includes(words)));

async function press(personId: number, message: Message, label: string): Promise<void> {
  const button = message.buttons.flat().find(({ text }) => text.includes(label));
  if (button === undefined || !("callbackData" in button)) throw new Error(`no button ${label}`);
  await world.sandbox.mustAct({
    act: "press",
    personId,
    chatId: world.sandbox.groupId,
    messageId: message.id,
    callbackData: button.callbackData ?? "",
  });
}

test(
  "a second person's answer waits for a press, and arrives once",
  async () => {
    const { ownerId } = world.sandbox;
    await world.teamSays(ben.id, topicId, "hi Mia");
    await world.arrived(mia.id, "hi Mia");
    const second = await world.teamSays(ownerId, topicId, "and from me");
    const question = await line("Not sent");
    expect(question.replyToId).toBe(second);
    expect(world.inChat(mia.id).some(({ text }) => text === "and from me")).toBe(false);
    await press(ownerId, question, "Send anyway");
    await world.arrived(mia.id, "and from me");
    await press(ben.id, question, "Send anyway").catch(() => undefined);
    await world.rest();
    const copies = world.inChat(mia.id).filter(({ text }) => text === "and from me");
    expect(copies).toHaveLength(1);
    expect((await line("Sent")).buttons).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "whoever is assigned hears in private that their fan wrote, with a link to the topic",
  async () => {
    const { ownerId } = world.sandbox;
    await world.fanSays(ownerId, "/start");
    await world.teamSays(ben.id, topicId, "/assign owner");
    await line("Assigned to");
    await world.see(() =>
      world.inChat(ownerId).some(({ text }) => text?.includes("is yours to look after")),
    );
    await world.fanSays(mia.id, "are you there?");
    const word = await world.see(() =>
      world.inChat(ownerId).find(({ text }) => text === "💬 @mia wrote to you."),
    );
    const [button] = word.buttons.flat();
    expect(button).toMatchObject({
      url: `https://t.me/c/${String(world.sandbox.groupId).replace(/^-100/, "")}/${topicId}`,
    });
    const post = await world.posted(topicId, "are you there?");
    expect(post.text?.split("\n")[0]).toMatch(/→ \S/);
  },
  TIMEOUT_MS,
);

test(
  "what two people sort at once is done once, and is what the list reads",
  async () => {
    await Promise.all(
      [ben.id, world.sandbox.ownerId].map((id) => world.teamSays(id, topicId, "/pin")),
    );
    await line("Pinned by");
    await line("Already pinned");
    await world.teamSays(ben.id, topicId, "/priority urgent");
    await world.teamSays(ben.id, topicId, "/tag late");
    await line("#late");
    await world.rest();
    const rows = await world.database.query(
      "sorted",
      `select is_pinned as "isPinned", priority_level as "priority", tags, assigned_to as "to"
       from conversations join users on users.id = user_id where telegram_id = $1::bigint`,
      [mia.id],
    );
    expect(rows).toEqual([
      { isPinned: true, priority: "urgent", tags: ["late"], to: world.sandbox.ownerId },
    ]);
    const audit = await world.database.query("pins", "select act from audit_log where act = 'pin'");
    expect(audit).toHaveLength(1);
  },
  TIMEOUT_MS,
);

test(
  "a closed topic has its icon, and the fan's next message opens it again",
  async () => {
    const topic = () => world.sandbox.state().groups[0]?.topics.find(({ id }) => id === topicId);
    await world.see(() => topic()?.iconEmoji === "‼️");
    await world.teamSays(ben.id, topicId, "/close");
    await line("Closed");
    await world.see(() => topic()?.isClosed);
    await world.fanSays(mia.id, "one more");
    await world.posted(topicId, "one more");
    expect(topic()?.isClosed).toBe(false);
    // The icon has changed three times by now; of it, unlike of the closing, no line is left.
    await world.rest();
    const messages = world.sandbox.state().groups[0]?.messages ?? [];
    const own = messages.filter(({ threadId }) => threadId === topicId);
    const lines = own.flatMap(({ service }) => service ?? []);
    expect(lines.filter((said) => /renamed/.test(said))).toEqual([]);
    expect(lines.filter((said) => /closed/.test(said))).toHaveLength(1);
  },
  TIMEOUT_MS,
);
