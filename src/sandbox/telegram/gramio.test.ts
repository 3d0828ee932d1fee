// The real client against the sandbox: what it sends must be understood, and what the sandbox
// answers must be what the client was built for.

import { expect, test } from "bun:test";
import { Bot, TelegramError } from "gramio";
import { DEFAULT_BOT } from "#src/sandbox/default-world.ts";
import { mia, openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

function client(sandbox: TestSandbox) {
  const { id, firstName, username } = DEFAULT_BOT;
  return new Bot(sandbox.token, {
    api: { baseURL: `${sandbox.telegram.url}/bot` },
    info: {
      id,
      is_bot: true,
      first_name: firstName,
      username,
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      supports_guest_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
      has_topics_enabled: false,
      allows_users_to_create_topics: false,
      can_manage_bots: false,
      supports_join_request_queries: false,
    },
  });
}

test("gramio takes a fan's message into a topic and the answer back", async () => {
  await using sandbox = await openTestSandbox();
  const { api } = client(sandbox);
  const fanMessage = await sandbox.say(mia.id, "hello there");
  const [update] = await api.getUpdates({ timeout: 1, allowed_updates: ["message"] });
  expect(update?.message?.text).toBe("hello there");

  const topic = await api.createForumTopic({ chat_id: sandbox.groupId, name: "👤 mia (1)" });
  const posted = await api.sendMessage({
    chat_id: sandbox.groupId,
    message_thread_id: topic.message_thread_id,
    text: "Mia · 2 credits\nhello there",
    entities: [{ type: "bold", offset: 0, length: 3 }],
    reply_markup: { inline_keyboard: [[{ text: "Gift", callback_data: "gift" }]] },
  });
  expect(posted.message_thread_id).toBe(topic.message_thread_id);

  const answer = await api.copyMessage({
    chat_id: mia.id,
    from_chat_id: sandbox.groupId,
    message_id: posted.message_id,
    reply_parameters: { message_id: fanMessage, allow_sending_without_reply: true },
  });
  const phone = sandbox.state().chats.find((chat) => chat.personId === mia.id);
  expect(phone?.messages.at(-1)).toMatchObject({ id: answer.message_id, replyToId: fanMessage });
});

test("gramio uploads a document and an album", async () => {
  await using sandbox = await openTestSandbox();
  const { api } = client(sandbox);
  await sandbox.say(mia.id, "hi");
  const file = new File(["{}"], "export.json", { type: "application/json" });
  const sent = await api.sendDocument({ chat_id: mia.id, document: file, caption: "Your data" });
  expect(sent.document?.file_name).toBe("export.json");
  const album = await api.sendMediaGroup({
    chat_id: mia.id,
    media: [
      { type: "photo", media: new File(["1"], "1.jpg"), caption: "two" },
      { type: "photo", media: new File(["2"], "2.jpg") },
    ],
  });
  expect(new Set(album.map((part) => part.media_group_id)).size).toBe(1);
});

test("gramio makes its error of a refusal, with code and parameters", async () => {
  await using sandbox = await openTestSandbox({ faults: { floodNext: 1 } });
  const { api } = client(sandbox);
  const refused = await api.sendMessage({ chat_id: 42, text: "a", suppress: true });
  expect(refused).toBeInstanceOf(TelegramError);
  expect(refused).toMatchObject({ code: 429, payload: { retry_after: 3 } });
  const unknown = await api.sendMessage({ chat_id: 42, text: "a", suppress: true });
  expect(unknown).toMatchObject({ code: 400, message: "Bad Request: chat not found" });
});

test("gramio does not send a call again when its answer was lost", async () => {
  await using sandbox = await openTestSandbox();
  const { api } = client(sandbox);
  await sandbox.say(mia.id, "hi");
  await api.sendMessage({ chat_id: mia.id, text: "warms the connection" });
  await sandbox.mustAct({ act: "fault", set: { loseNextAnswers: 1 } });
  expect(api.sendMessage({ chat_id: mia.id, text: "once" })).rejects.toThrow();
  await sandbox.waitFor((state) => state.calls.length === 2);
  await api.getMe();
  const phone = sandbox.state().chats.find((chat) => chat.personId === mia.id);
  expect(phone?.messages.filter((message) => message.text === "once").length).toBe(1);
});
