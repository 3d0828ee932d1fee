import { describe, expect, test } from "bun:test";
import { leo, mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

const REACTIONS = ["message", "message_reaction"];

async function pressed(sandbox: TestSandbox): Promise<string> {
  await sandbox.say(mia.id, "hi");
  const { message_id } = await sandbox.must("sendMessage", {
    chat_id: mia.id,
    text: "choose",
    reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] },
  });
  await sandbox.mustAct({
    act: "press",
    personId: mia.id,
    chatId: mia.id,
    messageId: message_id,
    callbackData: "a",
  });
  const update = (await sandbox.updates()).at(-1);
  expect(update?.callback_query).toMatchObject({
    from: { id: mia.id },
    message: { message_id, text: "choose" },
    data: "a",
  });
  return update?.callback_query?.id ?? "";
}

describe("a press", () => {
  test("is answered once, and the answer is shown to the one who pressed", async () => {
    await using sandbox = await openTestSandbox();
    const callback_query_id = await pressed(sandbox);
    const answer = { callback_query_id, text: "Gift sent", show_alert: true };
    expect((await sandbox.call("answerCallbackQuery", answer)).ok).toBe(true);
    expect(sandbox.state().toasts).toMatchObject([
      { personId: mia.id, text: "Gift sent", isAlert: true },
    ]);
    expect((await sandbox.call("answerCallbackQuery", answer)).description).toBe(
      "Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
  });

  test("waits 150 seconds for its answer, no longer", async () => {
    await using sandbox = await openTestSandbox();
    const callback_query_id = await pressed(sandbox);
    sandbox.clock.advance(150_000);
    const answer = await sandbox.call("answerCallbackQuery", { callback_query_id });
    expect(answer.description).toContain("query is too old");
  });

  test("is not answered by more than 200 characters, and waits on", async () => {
    await using sandbox = await openTestSandbox();
    const callback_query_id = await pressed(sandbox);
    const long = { callback_query_id, text: "a".repeat(201) };
    expect((await sandbox.call("answerCallbackQuery", long)).description).toBe(
      "Bad Request: MESSAGE_TOO_LONG",
    );
    expect((await sandbox.call("answerCallbackQuery", { callback_query_id })).ok).toBe(true);
  });

  test("of a button that is no longer there is not possible", async () => {
    await using sandbox = await openTestSandbox();
    await pressed(sandbox);
    await sandbox.must("editMessageReplyMarkup", { chat_id: mia.id, message_id: 2 });
    const press = { act: "press", chatId: mia.id, messageId: 2, callbackData: "a" } as const;
    expect(await sandbox.act({ ...press, personId: mia.id })).toEqual({
      ok: false,
      why: "there is no such button under the message",
    });
    expect((await sandbox.act({ ...press, personId: leo.id })).ok).toBe(false);
  });
});

describe("a bot's reaction", () => {
  test.each(["👌", "👀", "✍"])("%s is set, replaced and taken off", async (emoji) => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "hi");
    const shown = () =>
      sandbox.state().chats.find((chat) => chat.personId === mia.id)?.messages[0]?.reactions;
    const react = (reaction: readonly object[]) =>
      sandbox.must("setMessageReaction", { chat_id: mia.id, message_id, reaction });
    await react([{ type: "emoji", emoji: "👍" }]);
    await react([{ type: "emoji", emoji }]);
    expect(shown()).toMatchObject([{ emoji, byId: 7000000001 }]);
    await react([]);
    expect(shown()).toEqual([]);
  });

  test.each([
    ["an emoji that Telegram does not offer", [{ type: "emoji", emoji: "✅" }], "REACTION_INVALID"],
    ["a variation selector", [{ type: "emoji", emoji: "✍️" }], "REACTION_INVALID"],
    [
      "two at once",
      [
        { type: "emoji", emoji: "👌" },
        { type: "emoji", emoji: "👀" },
      ],
      "REACTIONS_TOO_MANY",
    ],
    ["a paid one", [{ type: "paid" }], "REACTION_INVALID"],
  ])("is refused with %s", async (_what, reaction, reason) => {
    await using sandbox = await openTestSandbox();
    const message_id = await sandbox.say(mia.id, "hi");
    const answer = await sandbox.call("setMessageReaction", {
      chat_id: mia.id,
      message_id,
      reaction,
    });
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("to a message that is gone is refused", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("setMessageReaction", { chat_id: mia.id, message_id: 9 });
    expect(answer.description).toBe("Bad Request: message to react not found");
  });

  test("to an album lands on its first part", async () => {
    await using sandbox = await openTestSandbox();
    const ids = await sandbox.mustAct({
      act: "sendMedia",
      personId: mia.id,
      place: { in: "private" },
      kinds: ["photo", "photo"],
    });
    await sandbox.must("setMessageReaction", {
      chat_id: mia.id,
      message_id: ids[1],
      reaction: [{ type: "emoji", emoji: "👌" }],
    });
    const messages = sandbox.state().chats.find((chat) => chat.personId === mia.id)?.messages;
    expect(messages?.map((message) => message.reactions.length)).toEqual([1, 0]);
  });
});

describe("a person's reaction", () => {
  test("reaches the bot only if it asked for reactions", async () => {
    await using sandbox = await openTestSandbox();
    const messageId = await sandbox.say(mia.id, "hi");
    const react = (emoji: string | null) =>
      sandbox.mustAct({ act: "react", personId: mia.id, chatId: mia.id, messageId, emoji });
    await react("👍");
    expect((await sandbox.updates()).length).toBe(1);
    await sandbox.must("getUpdates", { allowed_updates: REACTIONS });
    await react("🔥");
    await react("🔥");
    await react(null);
    const updates = (await sandbox.updates()).map((update) => update.message_reaction);
    expect(updates).toMatchObject([
      {
        user: { id: mia.id },
        message_id: messageId,
        old_reaction: [{ emoji: "👍" }],
        new_reaction: [{ type: "emoji", emoji: "🔥" }],
      },
      { old_reaction: [{ emoji: "🔥" }], new_reaction: [] },
    ]);
  });
});

describe("a chat action", () => {
  test("shows for five seconds, or until the bot writes there", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const type = () => sandbox.must("sendChatAction", { chat_id: mia.id, action: "typing" });
    const shown = () => sandbox.state().typing.map((typing) => typing.action);
    await type();
    sandbox.clock.advance(4_999);
    expect(shown()).toEqual(["typing"]);
    sandbox.clock.advance(1);
    expect(shown()).toEqual([]);
    await type();
    await sandbox.must("sendMessage", { chat_id: mia.id, text: "here" });
    expect(shown()).toEqual([]);
  });

  test("is true for a topic that was deleted: it is no probe", async () => {
    await using sandbox = await openTestSandbox();
    const params = { chat_id: sandbox.groupId, message_thread_id: 99, action: "typing" };
    expect((await sandbox.call("sendChatAction", params)).result).toBe(true);
  });

  test("that is none is refused", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("sendChatAction", {
      chat_id: sandbox.groupId,
      action: "dance",
    });
    expect(answer.description).toBe("Bad Request: wrong parameter action in request");
  });
});
