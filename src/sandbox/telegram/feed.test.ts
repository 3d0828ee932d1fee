import { describe, expect, test } from "bun:test";
import {
  ada,
  ben,
  dan,
  leo,
  mia,
  openTestSandbox,
  type TestSandbox,
} from "#src/sandbox/testing.ts";

const privately = { in: "private" } as const;

function inGroup(sandbox: TestSandbox, topicId: number | null = null) {
  return { in: "group", groupId: sandbox.groupId, topicId } as const;
}

async function ask(sandbox: TestSandbox, kinds: readonly string[]): Promise<void> {
  await sandbox.must("getUpdates", { allowed_updates: kinds });
}

describe("a message in private", () => {
  test("comes with its author, chat and the command in it", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "/start promo");
    const [update] = await sandbox.updates();
    expect(update?.message).toEqual({
      message_id,
      from: {
        id: mia.id,
        is_bot: false,
        first_name: "Mia",
        username: "mia",
        language_code: "en",
      },
      chat: { id: mia.id, first_name: "Mia", username: "mia", type: "private" },
      date: Math.floor(sandbox.clock.now() / 1000),
      text: "/start promo",
      entities: [{ type: "bot_command", offset: 0, length: 6 }],
    });
  });

  test("of people without a username has none", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(leo.id, "hola");
    const [update] = await sandbox.updates();
    expect(update?.message?.from).not.toHaveProperty("username");
  });

  test("has an id that no message of another private chat has", async () => {
    await using sandbox = await openTestSandbox();
    const ids = [await sandbox.say(mia.id, "a"), await sandbox.say(leo.id, "b")];
    expect(new Set(ids).size).toBe(2);
  });

  test("can answer another, with a quote", async () => {
    await using sandbox = await openTestSandbox();
    const replyToId = await sandbox.say(mia.id, "first words");
    const send = { act: "send", personId: mia.id, place: privately, text: "b", replyToId } as const;
    await sandbox.mustAct({ ...send, quote: "words" });
    const update = (await sandbox.updates()).at(-1);
    expect(update?.message).toMatchObject({
      reply_to_message: { message_id: replyToId },
      quote: { text: "words", position: 6 },
    });
    expect((await sandbox.act({ ...send, quote: "nothing" })).ok).toBe(false);
    expect((await sandbox.act({ ...send, replyToId: 99 })).ok).toBe(false);
  });

  test("is edited, text and caption alike, and so reaches the bot", async () => {
    await using sandbox = await openTestSandbox();
    const text = await sandbox.say(mia.id, "a");
    const [photo = 0] = await sandbox.mustAct({
      act: "sendMedia",
      personId: mia.id,
      place: privately,
      kinds: ["photo"],
      caption: "b",
    });
    await sandbox.updates();
    for (const messageId of [text, photo]) {
      await sandbox.mustAct({
        act: "edit",
        personId: mia.id,
        chatId: mia.id,
        messageId,
        text: "c",
      });
    }
    const updates = (await sandbox.updates()).map((update) => update.edited_message);
    expect(updates).toMatchObject([
      { message_id: text, text: "c", edit_date: expect.any(Number) },
      { message_id: photo, caption: "c" },
    ]);
    const notOwn = {
      act: "edit",
      personId: leo.id,
      chatId: mia.id,
      messageId: text,
      text: "d",
    } as const;
    expect((await sandbox.act(notOwn)).ok).toBe(false);
  });

  test.each([
    ["photo", "photo"],
    ["video", "video"],
    ["voice", "voice"],
    ["audio", "audio"],
    ["video_note", "video_note"],
    ["document", "document"],
    ["sticker", "sticker"],
    ["animation", "animation"],
    ["location", "location"],
    ["contact", "contact"],
    ["poll", "poll"],
  ] as const)("can be a %s", async (kind, field) => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "sendMedia", personId: mia.id, place: privately, kinds: [kind] });
    const [update] = await sandbox.updates();
    expect(update?.message).toHaveProperty(field);
    const shown = sandbox.state().chats.find((chat) => chat.personId === mia.id)?.messages[0];
    expect(shown?.media).toMatchObject({ kind });
    expect(shown?.media?.label).not.toBe("");
  });

  test("can be an album: one update a part, one media_group_id, the caption on the first", async () => {
    await using sandbox = await openTestSandbox();
    const album = {
      act: "sendMedia",
      personId: mia.id,
      place: privately,
      caption: "trip",
    } as const;
    const ids = await sandbox.mustAct({ ...album, kinds: ["photo", "video", "photo"] });
    const parts = (await sandbox.updates()).map((update) => update.message);
    expect(parts.map((part) => part?.message_id)).toEqual([...ids]);
    expect(new Set(parts.map((part) => part?.media_group_id)).size).toBe(1);
    expect(parts.map((part) => part?.caption)).toEqual(["trip", undefined, undefined]);
    expect((await sandbox.act({ ...album, kinds: ["photo", "voice"] })).ok).toBe(false);
    expect((await sandbox.act({ ...album, kinds: ["sticker"] })).ok).toBe(false);
  });
});

describe("a message in the group", () => {
  test("in a topic says so, in General it does not", async () => {
    await using sandbox = await openTestSandbox();
    const topicId = await sandbox.topic();
    await sandbox.updates();
    for (const place of [inGroup(sandbox, topicId), inGroup(sandbox)]) {
      await sandbox.mustAct({ act: "send", personId: ben.id, place, text: "a" });
    }
    const [topical, general] = (await sandbox.updates()).map((update) => update.message);
    expect(topical).toMatchObject({
      message_thread_id: topicId,
      is_topic_message: true,
      reply_to_message: { forum_topic_created: {} },
    });
    expect(general).not.toHaveProperty("message_thread_id");
  });

  test("of an anonymous administrator comes from the group itself", async () => {
    await using sandbox = await openTestSandbox();
    const send = { act: "send", place: inGroup(sandbox), text: "a", isAnonymous: true } as const;
    await sandbox.mustAct({ ...send, personId: ben.id });
    const [update] = await sandbox.updates();
    expect(update?.message).toMatchObject({
      from: { id: 1087968824, is_bot: true, username: "GroupAnonymousBot" },
      sender_chat: { id: sandbox.groupId },
    });
    expect((await sandbox.act({ ...send, personId: dan.id })).ok).toBe(false);
  });

  test("is edited by its own author only", async () => {
    await using sandbox = await openTestSandbox();
    const send = { act: "send", place: inGroup(sandbox), text: "a", personId: dan.id } as const;
    const [messageId = 0] = await sandbox.mustAct(send);
    const edit = { act: "edit", chatId: sandbox.groupId, messageId, text: "b" } as const;
    expect(await sandbox.act({ ...edit, personId: ben.id })).toEqual({
      ok: false,
      why: "only one's own messages can be edited",
    });
    expect((await sandbox.act({ ...edit, personId: dan.id })).ok).toBe(true);
  });

  test("is for members, and in a closed topic for administrators", async () => {
    await using sandbox = await openTestSandbox();
    const topicId = await sandbox.topic();
    const say = (personId: number) =>
      sandbox.act({ act: "send", personId, place: inGroup(sandbox, topicId), text: "a" });
    expect(await say(mia.id)).toEqual({ ok: false, why: "only members write in the group" });
    expect((await say(dan.id)).ok).toBe(true);
    await sandbox.mustAct({ act: "topic", groupId: sandbox.groupId, topicId, to: "closed" });
    expect(await say(dan.id)).toEqual({ ok: false, why: "the topic is closed" });
    expect((await say(ben.id)).ok).toBe(true);
    await sandbox.mustAct({ act: "topic", groupId: sandbox.groupId, topicId, to: "deleted" });
    expect(await say(ben.id)).toEqual({ ok: false, why: "the topic was deleted" });
  });

  test("reaches a bot that is no administrator only if it is meant for it", async () => {
    await using sandbox = await openTestSandbox();
    const { message_id } = await sandbox.must("sendMessage", {
      chat_id: sandbox.groupId,
      text: "hi",
    });
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, status: "member" });
    await sandbox.updates();
    const say = { act: "send", personId: ben.id, place: inGroup(sandbox) } as const;
    await sandbox.mustAct({ ...say, text: "among us" });
    await sandbox.mustAct({ ...say, text: "/stats" });
    await sandbox.mustAct({ ...say, text: "to you", replyToId: message_id });
    const texts = (await sandbox.updates()).map((update) => update.message?.text);
    expect(texts).toEqual(["/stats", "to you"]);
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, status: "left" });
    await sandbox.updates();
    await sandbox.mustAct({ ...say, text: "/stats" });
    expect(await sandbox.updates()).toEqual([]);
  });

  test("that moved is announced in both chats", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "migrateGroup", groupId: sandbox.groupId });
    const [from, to] = (await sandbox.updates()).map((update) => update.message);
    const next = from?.migrate_to_chat_id;
    expect(from?.chat.id).toBe(sandbox.groupId);
    expect(to).toMatchObject({ chat: { id: next }, migrate_from_chat_id: sandbox.groupId });
  });
});

describe("a change of members", () => {
  test("a person who blocks the bot and lets it in again is told as my_chat_member", async () => {
    await using sandbox = await openTestSandbox();
    for (const isBlocked of [true, true, false]) {
      await sandbox.mustAct({ act: "block", personId: mia.id, isBlocked });
    }
    const updates = (await sandbox.updates()).map((update) => update.my_chat_member);
    expect(updates).toMatchObject([
      {
        chat: { id: mia.id, type: "private" },
        from: { id: mia.id },
        old_chat_member: { status: "member" },
        new_chat_member: { status: "kicked" },
      },
      { new_chat_member: { status: "member" } },
    ]);
  });

  test("a person who blocked the bot cannot write before they unblock it", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "block", personId: mia.id, isBlocked: true });
    const send = { act: "send", personId: mia.id, place: privately, text: "a" } as const;
    expect(await sandbox.act(send)).toEqual({ ok: false, why: "unblock the bot first" });
  });

  test("a new role comes as chat_member, if asked for, and is there at once", async () => {
    await using sandbox = await openTestSandbox();
    await ask(sandbox, ["chat_member"]);
    await sandbox.mustAct({ act: "setRole", personId: dan.id, role: "administrator" });
    await sandbox.mustAct({ act: "setRole", personId: ben.id, role: "fan" });
    const updates = (await sandbox.updates()).map((update) => update.chat_member);
    expect(updates).toMatchObject([
      {
        chat: { id: sandbox.groupId },
        from: { id: ada.id },
        old_chat_member: { status: "member", user: { id: dan.id } },
        new_chat_member: { status: "administrator" },
      },
      { old_chat_member: { status: "administrator" }, new_chat_member: { status: "left" } },
    ]);
    const member = { chat_id: sandbox.groupId, user_id: ben.id };
    expect((await sandbox.must("getChatMember", member)).status).toBe("left");
  });

  test("the bot's own rights come as my_chat_member", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, canManageTopics: false });
    const [update] = await sandbox.updates();
    expect(update?.my_chat_member).toMatchObject({
      old_chat_member: { can_manage_topics: true },
      new_chat_member: { can_manage_topics: false },
    });
  });

  test("neither roles nor reactions of a group reach a bot that is no administrator", async () => {
    await using sandbox = await openTestSandbox();
    const { groupId } = sandbox;
    const { message_id } = await sandbox.must("sendMessage", { chat_id: groupId, text: "a" });
    await ask(sandbox, ["chat_member", "message_reaction"]);
    await sandbox.mustAct({ act: "setBot", groupId, status: "member" });
    await sandbox.mustAct({ act: "setRole", personId: dan.id, role: "administrator" });
    const reaction = { act: "react", chatId: groupId, messageId: message_id, emoji: "👍" } as const;
    await sandbox.mustAct({ ...reaction, personId: ben.id });
    expect(await sandbox.updates()).toEqual([]);
    expect(await sandbox.act({ ...reaction, personId: mia.id })).toEqual({
      ok: false,
      why: "that is another person's chat",
    });
  });

  test("a new fan has an id of their own and can write", async () => {
    await using sandbox = await openTestSandbox();
    const fan = { act: "addFan", firstName: "Kim", username: null, languageCode: "pt-br" } as const;
    await sandbox.mustAct(fan);
    const kim = sandbox.state().people.at(-1);
    expect(kim).toMatchObject({ firstName: "Kim", role: "fan", languageCode: "pt-br" });
    await sandbox.say(kim?.id ?? 0, "hi");
    expect((await sandbox.updates()).length).toBe(1);
  });
});
