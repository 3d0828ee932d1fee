// A fan's phone and the team's group, through everything that is real but Telegram itself.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ben, dan, leo, mia } from "#src/sandbox/testing.ts";
import { topicName } from "#src/telegram/topic-name.ts";
import { AppWorld } from "./app-testing.ts";

let world: AppWorld;
beforeAll(async () => {
  world = await AppWorld.open();
  await world.boot();
}, 30_000);
afterAll(() => world[Symbol.asyncDispose]());

const reactionOn = (personId: number, messageId: number): string | undefined =>
  world
    .inChat(personId)
    .find(({ id }) => id === messageId)
    ?.reactions.at(0)?.emoji;

describe("a first message", () => {
  test("is charged, opens a topic with a pinned card, and is acknowledged when it is there", async () => {
    await world.fanSays(mia.id, "/start friends");
    await world.see(() =>
      world.inChat(mia.id).some(({ from, buttons }) => from.isBot && buttons.length > 0),
    );
    const messageId = await world.fanSays(mia.id, "hello <b>you</b>");
    const topicId = await world.topicOf(mia.id);
    const group = world.sandbox.state().groups[0];
    expect(group?.topics.map(({ name }) => name)).toEqual([topicName("@mia", mia.id)]);
    const [card, post] = world.inTopic(topicId);
    expect(card).toMatchObject({ text: expect.stringContaining("friends") });
    expect(post).toMatchObject({
      text: expect.stringMatching(/@mia[^]*2 ▰[^]*\nhello <b>you<\/b>$/),
      buttons: [
        [{ text: "👤 User Info" }, { text: "🎁 Gift" }, { text: "🚫 Ban" }],
        [{}, {}],
      ],
    });
    await world.see(() => world.inTopic(topicId)[0]?.isPinned);
    await world.see(() => reactionOn(mia.id, messageId) === "👌");
    await world.rest();
    expect(await world.books(mia.id)).toEqual({ credits: 2, ledger: 2, charges: 1, delivered: 1 });
  });

  test("of another fan opens another topic", async () => {
    await world.fanSays(leo.id, "hola");
    const topicId = await world.topicOf(leo.id);
    expect(topicId).not.toBe(await world.topicOf(mia.id));
    expect(await world.books(leo.id)).toMatchObject({ credits: 2, charges: 1 });
  });
});

describe("an answer", () => {
  test("reaches the fan as a reply to the fan's own message, and takes the receipt on", async () => {
    const messageId = await world.fanSays(mia.id, "a question");
    const topicId = await world.topicOf(mia.id);
    const post = await world.posted(topicId, "a question");
    await world.teamSays(ben.id, topicId, "an answer", post.id);
    const answer = await world.arrived(mia.id, "an answer");
    expect(answer.replyToId).toBe(messageId);
    await world.see(() => reactionOn(mia.id, messageId) === "👀");
  });

  test("follows its edits, and a fan's edit its copy", async () => {
    const topicId = await world.topicOf(mia.id);
    const { groupId } = world.sandbox;
    const written = await world.teamSays(ben.id, topicId, "teh answer");
    const copy = await world.arrived(mia.id, "teh answer");
    const edit = { act: "edit", personId: ben.id, chatId: groupId, messageId: written } as const;
    await world.sandbox.mustAct({ ...edit, text: "the answer" });
    await world.see(
      () => world.inChat(mia.id).find(({ id }) => id === copy.id)?.text === "the answer",
    );
    await world.gift(mia.id, 10);
    const messageId = await world.fanSays(mia.id, "thnaks");
    const post = await world.posted(topicId, "thnaks");
    await world.sandbox.mustAct({
      act: "edit",
      personId: mia.id,
      chatId: mia.id,
      messageId,
      text: "thanks",
    });
    await world.see(() =>
      world
        .inTopic(topicId)
        .find(({ id }) => id === post.id)
        ?.text?.endsWith("\nthanks"),
    );
  });

  test("of somebody who is not in the team stays where it is", async () => {
    const topicId = await world.topicOf(mia.id);
    const written = await world.teamSays(dan.id, topicId, "psst, mia");
    await world.see(() => world.inTopic(topicId).some(({ replyToId }) => replyToId === written));
    expect(world.inChat(mia.id).some(({ text }) => text === "psst, mia")).toBe(false);
  });

  test("that begins with // is a note", async () => {
    const topicId = await world.topicOf(mia.id);
    const written = await world.teamSays(ben.id, topicId, "// a good one");
    await world.see(() => world.inTopic(topicId).some(({ replyToId }) => replyToId === written));
    const notes = await world.database.query("notes", "select text from notes");
    expect(notes).toEqual([{ text: "a good one" }]);
    expect(world.inChat(mia.id).some(({ text }) => text?.includes("a good one"))).toBe(false);
  });
});

describe("media", () => {
  test("of an album stays together both ways", async () => {
    await world.gift(mia.id, 50);
    const topicId = await world.topicOf(mia.id);
    const fan = { act: "sendMedia", personId: mia.id, place: { in: "private" } } as const;
    await world.sandbox.mustAct({ ...fan, kinds: ["photo", "photo", "photo"], caption: "look" });
    const album = await world.see(() => {
      const parts = world.inTopic(topicId).filter(({ albumId }) => albumId !== null);
      return parts.length === 3 && parts;
    });
    expect(new Set(album.map(({ albumId }) => albumId)).size).toBe(1);
    const place = { in: "group", groupId: world.sandbox.groupId, topicId } as const;
    const team = { act: "sendMedia", personId: ben.id, place } as const;
    await world.sandbox.mustAct({ ...team, kinds: ["photo", "video"] });
    await world.see(
      () => world.inChat(mia.id).filter(({ from, albumId }) => from.isBot && albumId).length === 2,
    );
  });

  test("is acted on by its header too: a reaction is seen, an answer is a reply to it", async () => {
    const topicId = await world.topicOf(mia.id);
    const fan = { act: "sendMedia", personId: mia.id, place: { in: "private" } } as const;
    const [stickerId = 0] = await world.sandbox.mustAct({ ...fan, kinds: ["sticker"] });
    const header = await world.see(() =>
      world.inTopic(topicId).find(({ text }) => text?.includes("New sticker")),
    );
    await world.see(() => reactionOn(mia.id, stickerId) === "👌");
    const { groupId: chatId } = world.sandbox;
    await world.sandbox.mustAct({
      act: "react",
      personId: ben.id,
      chatId,
      messageId: header.id,
      emoji: "❤",
    });
    await world.see(() => reactionOn(mia.id, stickerId) === "👀");
    await world.teamSays(ben.id, topicId, "what a fox", header.id);
    expect((await world.arrived(mia.id, "what a fox")).replyToId).toBe(stickerId);
  });
});

describe("what happens to a topic", () => {
  test("deleted, it is made again with a card and what was said, and nothing is lost", async () => {
    const before = await world.topicOf(mia.id);
    const { groupId } = world.sandbox;
    await world.sandbox.mustAct({ act: "topic", groupId, topicId: before, to: "deleted" });
    await world.fanSays(mia.id, "are you there?");
    const topicId = await world.see(() => {
      const topics = world.sandbox.state().groups[0]?.topics ?? [];
      return topics.find(({ id, name }) => id !== before && name.endsWith(`(${mia.id})`))?.id;
    });
    await world.posted(topicId, "are you there?");
    expect(world.inTopic(topicId)[0]?.text).toContain("an answer");
    await world.teamSays(ben.id, topicId, "always");
    await world.arrived(mia.id, "always");
  });

  test("closed, it is opened again", async () => {
    const topicId = await world.topicOf(leo.id);
    const { groupId } = world.sandbox;
    await world.sandbox.mustAct({ act: "topic", groupId, topicId, to: "closed" });
    await world.fanSays(leo.id, "¿hola?");
    await world.posted(topicId, "¿hola?");
  });
});

describe("a fan who blocks the bot", () => {
  test("is told of under the answer, and heard again on coming back", async () => {
    const topicId = await world.topicOf(leo.id);
    await world.sandbox.mustAct({ act: "block", personId: leo.id, isBlocked: true });
    const written = await world.teamSays(ben.id, topicId, "are you well?");
    await world.see(() =>
      world.inTopic(topicId).some(({ replyToId, from }) => replyToId === written && from.isBot),
    );
    await world.sandbox.mustAct({ act: "block", personId: leo.id, isBlocked: false });
    await world.gift(leo.id, 5);
    await world.fanSays(leo.id, "sí");
    await world.posted(topicId, "sí");
  });
});

test("the books are right at the end: every balance is the sum of its ledger", async () => {
  expect(await world.wrongBalances()).toEqual([]);
});
