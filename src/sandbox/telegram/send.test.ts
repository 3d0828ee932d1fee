import { describe, expect, test } from "bun:test";
import { ben, leo, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

async function withMia(): Promise<TestSandbox> {
  const sandbox = await openTestSandbox();
  await sandbox.say(mia.id, "hi");
  return sandbox;
}

const button = (rest: object) => ({ inline_keyboard: [[{ text: "A", ...rest }]] });

describe("a message's text", () => {
  test("is kept trimmed, with its entities moved along", async () => {
    await using sandbox = await withMia();
    const result = await sandbox.must("sendMessage", {
      chat_id: mia.id,
      text: "  bold text \n",
      entities: [{ type: "bold", offset: 2, length: 9 }],
    });
    expect(result).toMatchObject({
      text: "bold text",
      entities: [{ type: "bold", offset: 0, length: 9 }],
    });
  });

  test("gets the entities that Telegram finds by itself", async () => {
    await using sandbox = await withMia();
    const text = "/buy at https://example.com, ask @mia_fan or #help";
    const result = await sandbox.must("sendMessage", { chat_id: mia.id, text });
    expect(result.entities).toEqual([
      { type: "bot_command", offset: 0, length: 4 },
      { type: "url", offset: 8, length: 19 },
      { type: "mention", offset: 33, length: 8 },
      { type: "hashtag", offset: 45, length: 5 },
    ]);
  });

  test("may be 4,096 UTF-16 units long, and no longer", async () => {
    await using sandbox = await withMia();
    const longest = "😀".repeat(2048);
    expect((await sandbox.call("sendMessage", { chat_id: mia.id, text: longest })).ok).toBe(true);
    const answer = await sandbox.call("sendMessage", { chat_id: mia.id, text: `${longest}a` });
    expect(answer.description).toBe("Bad Request: message is too long");
  });

  test.each([
    ["only white space", { text: " \n " }, "text must be non-empty"],
    [
      "parse_mode",
      { text: "<b>a</b>", parse_mode: "HTML" },
      "the sandbox takes entities, not parse_mode",
    ],
    [
      "an entity of no known type",
      { text: "abc", entities: [{ type: "blink", offset: 0, length: 1 }] },
      "can't parse MessageEntity: Unsupported type specified",
    ],
    [
      "an entity that begins outside",
      { text: "abc", entities: [{ type: "bold", offset: 4, length: 1 }] },
      "can't parse entities: Entity begins after the end of the text at UTF-16 offset 4",
    ],
    [
      "an entity that ends outside",
      { text: "abc", entities: [{ type: "bold", offset: 1, length: 3 }] },
      "can't parse entities: Entity ends after the end of the text at UTF-16 offset 4",
    ],
    [
      "an entity that cuts an emoji",
      { text: "😀a", entities: [{ type: "bold", offset: 1, length: 2 }] },
      "can't parse entities: Entity begins in a middle of a UTF-16 symbol",
    ],
    [
      "a link without its URL",
      { text: "abc", entities: [{ type: "text_link", offset: 0, length: 3 }] },
      "can't parse MessageEntity: Can't find field \"url\"",
    ],
    [
      "a link to nowhere",
      { text: "abc", entities: [{ type: "text_link", offset: 0, length: 3, url: "nodot" }] },
      "Entity URL 'nodot' is invalid: Wrong HTTP URL",
    ],
  ])("is refused with %s", async (_what, params, reason) => {
    await using sandbox = await withMia();
    const answer = await sandbox.call("sendMessage", { chat_id: mia.id, ...params });
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${reason}` });
  });
});

describe("a keyboard", () => {
  test("counts callback data in bytes: 64 pass", async () => {
    await using sandbox = await withMia();
    const send = (data: string) =>
      sandbox.call("sendMessage", {
        chat_id: mia.id,
        text: "a",
        reply_markup: button({ callback_data: data }),
      });
    expect((await send("é".repeat(32))).ok).toBe(true);
    expect((await send(`${"é".repeat(32)}a`)).description).toBe("Bad Request: BUTTON_DATA_INVALID");
  });

  test.each([
    [
      "a button that does nothing",
      button({}),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      "a button with two actions",
      button({ url: "https://a.example", callback_data: "a" }),
      "can't parse inline keyboard button: url and callback_data exclude each other",
    ],
    [
      "a button without a label",
      { inline_keyboard: [[{ callback_data: "a" }]] },
      'can\'t find field "text"',
    ],
    [
      "a style that is none",
      button({ callback_data: "a", style: "pink" }),
      "can't parse inline keyboard button: invalid button style specified",
    ],
    [
      "a URL that Telegram does not open",
      button({ url: "http://localhost:3000" }),
      "inline keyboard button URL 'http://localhost:3000' is invalid: Wrong HTTP URL",
    ],
    [
      "rows that are no lists",
      { inline_keyboard: [{ text: "a" }] },
      'field of ReplyMarkup "inline_keyboard" must be an Array',
    ],
    [
      "two kinds at once",
      { ...button({ callback_data: "a" }), remove_keyboard: true },
      "reply_markup must be exactly one kind of keyboard",
    ],
    [
      "too many buttons",
      { inline_keyboard: [Array.from({ length: 9 }, () => ({ text: "a", callback_data: "a" }))] },
      "reply markup is too long",
    ],
  ])("is refused with %s", async (_what, reply_markup, reason) => {
    await using sandbox = await withMia();
    const params = { chat_id: mia.id, text: "a", reply_markup };
    const answer = await sandbox.call("sendMessage", params);
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${reason}` });
  });

  test("opens no web app in a group", async () => {
    await using sandbox = await withMia();
    const reply_markup = button({ web_app: { url: "https://app.example" } });
    expect(
      (await sandbox.call("sendMessage", { chat_id: mia.id, text: "a", reply_markup })).ok,
    ).toBe(true);
    const answer = await sandbox.call("sendMessage", {
      chat_id: sandbox.groupId,
      text: "a",
      reply_markup,
    });
    expect(answer.description).toBe("Bad Request: BUTTON_TYPE_INVALID");
  });
});

describe("a chat", () => {
  test("that nobody knows is not found", async () => {
    await using sandbox = await openTestSandbox();
    for (const chat_id of [42, -1, "@somebody"]) {
      const answer = await sandbox.call("sendMessage", { chat_id, text: "a" });
      expect(answer).toMatchObject({ status: 400, description: "Bad Request: chat not found" });
    }
  });

  test("of a person who never wrote cannot be opened by the bot", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("sendMessage", { chat_id: leo.id, text: "a" });
    expect(answer).toMatchObject({
      status: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    });
  });

  test("of a person who blocked the bot is closed until they unblock it", async () => {
    await using sandbox = await withMia();
    const send = () => sandbox.call("sendMessage", { chat_id: mia.id, text: "a" });
    await sandbox.mustAct({ act: "block", personId: mia.id, isBlocked: true });
    expect(await send()).toMatchObject({
      status: 403,
      description: "Forbidden: bot was blocked by the user",
    });
    await sandbox.mustAct({ act: "block", personId: mia.id, isBlocked: false });
    expect((await send()).ok).toBe(true);
  });

  test.each([
    ["kicked", "Forbidden: bot was kicked from the supergroup chat"],
    ["left", "Forbidden: bot is not a member of the supergroup chat"],
  ] as const)("that the bot was %s from is forbidden", async (status, description) => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, status });
    for (const method of ["sendMessage", "getChat"]) {
      const text = method === "sendMessage" ? { text: "a" } : {};
      const answer = await sandbox.call(method, { chat_id: sandbox.groupId, ...text });
      expect(answer).toMatchObject({ status: 403, description });
    }
  });

  test("that moved names its new id", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.mustAct({ act: "migrateGroup", groupId: sandbox.groupId });
    const answer = await sandbox.call("sendMessage", { chat_id: sandbox.groupId, text: "a" });
    expect(answer.description).toBe("Bad Request: group chat was upgraded to a supergroup chat");
    const next = answer.parameters?.["migrate_to_chat_id"];
    expect(sandbox.state().groups.map((group) => group.id)).toEqual([Number(next)]);
    expect((await sandbox.call("sendMessage", { chat_id: next, text: "a" })).ok).toBe(true);
  });
});

describe("a topic", () => {
  test("holds what is sent to it, as an answer to the message that opened it", async () => {
    await using sandbox = await openTestSandbox();
    const topic = await sandbox.topic();
    const result = await sandbox.must("sendMessage", {
      chat_id: sandbox.groupId,
      message_thread_id: topic,
      text: "a",
    });
    expect(result).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      reply_to_message: { message_id: topic, forum_topic_created: {} },
    });
  });

  test("General is written to without a number, and has none", async () => {
    await using sandbox = await openTestSandbox();
    const result = await sandbox.must("sendMessage", { chat_id: sandbox.groupId, text: "a" });
    expect(result.message_thread_id).toBeUndefined();
    const answer = await sandbox.call("sendMessage", {
      chat_id: sandbox.groupId,
      message_thread_id: 1,
      text: "a",
    });
    expect(answer.description).toBe("Bad Request: message thread not found");
  });

  test("that was deleted is not found", async () => {
    await using sandbox = await openTestSandbox();
    const topicId = await sandbox.topic();
    await sandbox.mustAct({ act: "topic", groupId: sandbox.groupId, topicId, to: "deleted" });
    const params = { chat_id: sandbox.groupId, message_thread_id: topicId, text: "a" };
    const answer = await sandbox.call("sendMessage", params);
    expect(answer.description).toBe("Bad Request: message thread not found");
  });

  test("that is closed takes messages of a bot that may manage topics, and of no other", async () => {
    await using sandbox = await openTestSandbox();
    const { groupId } = sandbox;
    const [topicId = 0] = await sandbox.mustAct({
      act: "newTopic",
      personId: ben.id,
      groupId,
      name: "Ben's",
    });
    await sandbox.mustAct({ act: "topic", groupId, topicId, to: "closed" });
    const send = () =>
      sandbox.call("sendMessage", { chat_id: groupId, message_thread_id: topicId, text: "a" });
    expect((await send()).ok).toBe(true);
    await sandbox.mustAct({ act: "setBot", groupId, canManageTopics: false });
    expect((await send()).description).toBe("Bad Request: TOPIC_CLOSED");
  });

  test("is ignored without a word once topics are switched off", async () => {
    await using sandbox = await openTestSandbox();
    const topicId = await sandbox.topic();
    await sandbox.mustAct({ act: "setForum", groupId: sandbox.groupId, isForum: false });
    const params = { chat_id: sandbox.groupId, message_thread_id: topicId, text: "a" };
    const result = await sandbox.must("sendMessage", params);
    expect(result.message_thread_id).toBeUndefined();
  });
});

describe("an answer to a message", () => {
  test("carries it, with the quote that was asked for", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "one two three");
    const result = await sandbox.must("sendMessage", {
      chat_id: mia.id,
      text: "a",
      reply_parameters: { message_id, quote: "two" },
    });
    expect(result).toMatchObject({
      reply_to_message: { message_id, text: "one two three" },
      quote: { text: "two", position: 4 },
    });
  });

  test("that is gone is refused, unless it may be sent without", async () => {
    await using sandbox = await withMia();
    const send = (rest: object) =>
      sandbox.call("sendMessage", {
        chat_id: mia.id,
        text: "a",
        reply_parameters: { message_id: 999, ...rest },
      });
    expect((await send({})).description).toBe("Bad Request: message to be replied not found");
    const answer = await send({ allow_sending_without_reply: true });
    expect(answer.result.reply_to_message).toBeUndefined();
  });

  test("with words that are not in it is refused", async () => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "one two three");
    const reply_parameters = { message_id, quote: "four" };
    const answer = await sandbox.call("sendMessage", {
      chat_id: mia.id,
      text: "a",
      reply_parameters,
    });
    expect(answer.description).toBe("Bad Request: QUOTE_TEXT_INVALID");
  });

  test("lands in its topic when no topic was named", async () => {
    await using sandbox = await openTestSandbox();
    const topic = await sandbox.topic();
    const chat_id = sandbox.groupId;
    const first = await sandbox.must("sendMessage", {
      chat_id,
      message_thread_id: topic,
      text: "a",
    });
    const reply_parameters = { message_id: first.message_id };
    const second = await sandbox.must("sendMessage", { chat_id, text: "b", reply_parameters });
    expect(second.message_thread_id).toBe(topic);
  });
});
