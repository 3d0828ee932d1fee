import { describe, expect, test } from "bun:test";
import { ada, ben, dan, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

const NO_PIN_RIGHT = "Bad Request: not enough rights to manage pinned messages in the chat";

function topicOf(sandbox: TestSandbox, id: number) {
  return sandbox.state().groups[0]?.topics.find((topic) => topic.id === id);
}

function services(sandbox: TestSandbox) {
  return (sandbox.state().groups[0]?.messages ?? []).map((message) => message.service);
}

describe("a topic", () => {
  test("is numbered by the message that opens it, which the bot gets too", async () => {
    await using sandbox = await openTestSandbox();
    const params = { chat_id: sandbox.groupId, name: "👤 mia (1)", icon_color: 16766590 };
    const topic = await sandbox.must("createForumTopic", params);
    const id = topic.message_thread_id;
    expect(topic).toMatchObject({ name: "👤 mia (1)", icon_color: 16766590 });
    expect(topicOf(sandbox, id)).toMatchObject({ name: "👤 mia (1)", isClosed: false });
    const [update] = await sandbox.updates();
    expect(update?.message).toMatchObject({
      message_id: id,
      message_thread_id: id,
      is_topic_message: true,
      from: { is_bot: true },
      forum_topic_created: { name: "👤 mia (1)", icon_color: 16766590 },
    });
  });

  test("is renamed, closed, reopened and deleted; each but the last leaves a message", async () => {
    await using sandbox = await openTestSandbox();
    const message_thread_id = await sandbox.topic("first");
    const topic = { chat_id: sandbox.groupId, message_thread_id };
    await sandbox.must("editForumTopic", { ...topic, name: "second" });
    await sandbox.must("closeForumTopic", topic);
    expect(topicOf(sandbox, message_thread_id)).toMatchObject({ name: "second", isClosed: true });
    await sandbox.must("reopenForumTopic", topic);
    const updates = (await sandbox.updates()).map((update) => update.message);
    expect(updates[1]?.forum_topic_edited).toEqual({ name: "second" });
    expect(updates[2]?.forum_topic_closed).toEqual({});
    expect(updates[3]?.forum_topic_reopened).toEqual({});
    await sandbox.must("deleteForumTopic", topic);
    expect(services(sandbox)).toEqual([]);
    expect(await sandbox.updates()).toEqual([]);
  });

  test("changed to what it is already is TOPIC_NOT_MODIFIED", async () => {
    await using sandbox = await openTestSandbox();
    const message_thread_id = await sandbox.topic("name");
    const topic = { chat_id: sandbox.groupId, message_thread_id };
    const refused = "Bad Request: TOPIC_NOT_MODIFIED";
    expect((await sandbox.call("reopenForumTopic", topic)).description).toBe(refused);
    expect((await sandbox.call("editForumTopic", { ...topic, name: "name" })).description).toBe(
      refused,
    );
    await sandbox.must("closeForumTopic", topic);
    expect((await sandbox.call("closeForumTopic", topic)).description).toBe(refused);
    expect((await sandbox.call("editForumTopic", { ...topic, name: "" })).ok).toBe(true);
  });

  test.each([
    ["closeForumTopic", "TOPIC_ID_INVALID"],
    ["reopenForumTopic", "TOPIC_ID_INVALID"],
    ["editForumTopic", "TOPIC_ID_INVALID"],
    ["deleteForumTopic", "TOPIC_ID_INVALID"],
    ["unpinAllForumTopicMessages", "TOPIC_ID_INVALID"],
  ])("that is not there is refused by %s", async (method, reason) => {
    await using sandbox = await openTestSandbox();
    const params = { chat_id: sandbox.groupId, message_thread_id: 99 };
    const answer = await sandbox.call(method, params);
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test.each([
    ["an empty name", { name: "  " }, "title must be non-empty"],
    ["a name of 129 units", { name: "a".repeat(129) }, "topic name is longer than 128"],
    ["a colour of its own", { name: "a", icon_color: 1 }, "invalid icon color specified"],
    ["an icon of its own", { name: "a", icon_custom_emoji_id: "1" }, "DOCUMENT_INVALID"],
  ])("is refused with %s", async (_what, params, reason) => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("createForumTopic", { chat_id: sandbox.groupId, ...params });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("takes an icon that Telegram offers", async () => {
    await using sandbox = await openTestSandbox();
    const icons = await sandbox.must("getForumTopicIconStickers");
    const icon = icons[0];
    const params = {
      chat_id: sandbox.groupId,
      name: "a",
      icon_custom_emoji_id: icon?.custom_emoji_id,
    };
    expect(await sandbox.must("createForumTopic", params)).toMatchObject({
      icon_custom_emoji_id: icon?.custom_emoji_id,
    });
  });

  test("needs a forum", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "setForum", groupId: sandbox.groupId, isForum: false });
    for (const chat_id of [sandbox.groupId, ada.id]) {
      const answer = await sandbox.call("createForumTopic", { chat_id, name: "a" });
      expect(answer.description).toBe("Bad Request: the chat is not a forum");
    }
  });

  test("needs the right to manage topics, unless the bot made it; deleting needs its own", async () => {
    await using sandbox = await openTestSandbox();
    const { groupId } = sandbox;
    const own = await sandbox.topic();
    const [bens = 0] = await sandbox.mustAct({
      act: "newTopic",
      personId: ben.id,
      groupId,
      name: "Ben's",
    });
    await sandbox.mustAct({
      act: "setBot",
      groupId,
      canManageTopics: false,
      canDeleteMessages: false,
    });
    const call = async (method: string, message_thread_id: number, rest: object = {}) =>
      (await sandbox.call(method, { chat_id: groupId, message_thread_id, ...rest })).description;
    expect(
      (await sandbox.call("createForumTopic", { chat_id: groupId, name: "a" })).description,
    ).toBe("Bad Request: not enough rights to create a topic");
    expect(await call("editForumTopic", bens, { name: "b" })).toBe(
      "Bad Request: not enough rights to edit the topic",
    );
    expect(await call("closeForumTopic", bens)).toBe(
      "Bad Request: not enough rights to close or open the topic",
    );
    expect(await call("closeForumTopic", own)).toBeUndefined();
    expect(await call("deleteForumTopic", own)).toBe(
      "Bad Request: not enough rights to delete the topic",
    );
  });

  test("is changed by administrators only, who are named in the update", async () => {
    await using sandbox = await openTestSandbox();
    const { groupId } = sandbox;
    const topicId = await sandbox.topic("a");
    await sandbox.updates();
    const rename = (personId: number, name: string) =>
      sandbox.act({ act: "renameTopic", personId, groupId, topicId, name });
    expect(await rename(dan.id, "b")).toEqual({
      ok: false,
      why: "only administrators change topics",
    });
    expect((await rename(ben.id, "c")).ok).toBe(true);
    await sandbox.mustAct({ act: "topic", groupId, topicId, to: "closed" });
    const updates = (await sandbox.updates()).map((update) => update.message);
    expect(updates[0]).toMatchObject({ from: { id: ben.id }, forum_topic_edited: { name: "c" } });
    expect(updates[1]).toMatchObject({ from: { id: ada.id }, forum_topic_closed: {} });
  });
});

describe("a pin", () => {
  test("leaves a service message that the bot gets, in the same topic", async () => {
    await using sandbox = await openTestSandbox();
    const chat_id = sandbox.groupId;
    const message_thread_id = await sandbox.topic();
    const { message_id } = await sandbox.must("sendMessage", {
      chat_id,
      message_thread_id,
      text: "card",
    });
    await sandbox.updates();
    await sandbox.must("pinChatMessage", { chat_id, message_id });
    await sandbox.must("pinChatMessage", { chat_id, message_id });
    const updates = await sandbox.updates();
    expect(updates.length).toBe(1);
    expect(updates[0]?.message).toMatchObject({
      from: { is_bot: true },
      message_thread_id,
      pinned_message: { message_id, text: "card" },
    });
    expect(await sandbox.must("getChat", { chat_id })).toMatchObject({
      pinned_message: { message_id },
    });
  });

  test("is taken off by id, by being the last, or with all of its topic", async () => {
    await using sandbox = await openTestSandbox();
    const chat_id = sandbox.groupId;
    const message_thread_id = await sandbox.topic();
    const ids: unknown[] = [];
    for (const text of ["a", "b", "c"]) {
      const sent = await sandbox.must("sendMessage", { chat_id, message_thread_id, text });
      await sandbox.must("pinChatMessage", { chat_id, message_id: sent.message_id });
      ids.push(sent.message_id);
    }
    const pinned = () =>
      sandbox
        .state()
        .groups[0]?.messages.filter((message) => message.isPinned)
        .map((message) => message.text);
    await sandbox.must("unpinChatMessage", { chat_id, message_id: ids[0] });
    expect(pinned()).toEqual(["b", "c"]);
    await sandbox.must("unpinChatMessage", { chat_id });
    expect(pinned()).toEqual(["b"]);
    await sandbox.must("unpinAllForumTopicMessages", { chat_id, message_thread_id });
    expect(pinned()).toEqual([]);
    expect((await sandbox.call("unpinChatMessage", { chat_id })).description).toBe(
      "Bad Request: message to unpin not found",
    );
  });

  test("needs the message first, then the right", async () => {
    await using sandbox = await openTestSandbox();
    const chat_id = sandbox.groupId;
    const { message_id } = await sandbox.must("sendMessage", { chat_id, text: "a" });
    await sandbox.mustAct({ act: "setBot", groupId: chat_id, canPinMessages: false });
    expect((await sandbox.call("pinChatMessage", { chat_id, message_id: 99 })).description).toBe(
      "Bad Request: message to pin not found",
    );
    expect((await sandbox.call("pinChatMessage", { chat_id, message_id })).description).toBe(
      NO_PIN_RIGHT,
    );
  });

  test("in a private chat needs no right", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "hi");
    expect((await sandbox.call("pinChatMessage", { chat_id: mia.id, message_id })).ok).toBe(true);
  });

  test("of a person reaches the bot with the person's name on it", async () => {
    await using sandbox = await openTestSandbox();
    const chatId = sandbox.groupId;
    const { message_id } = await sandbox.must("sendMessage", { chat_id: chatId, text: "a" });
    const pin = { act: "pin", chatId, messageId: message_id, isPinned: true } as const;
    expect((await sandbox.act({ ...pin, personId: dan.id })).ok).toBe(false);
    await sandbox.mustAct({ ...pin, personId: ben.id });
    const [update] = await sandbox.updates();
    expect(update?.message).toMatchObject({
      from: { id: ben.id },
      pinned_message: { message_id },
    });
  });
});
