import { describe, expect, test } from "bun:test";
import { TelegramError } from "gramio";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import { createTelegramApi } from "./api.ts";
import { outcomeOf } from "./outcome.ts";

const FAN = { chatId: 5_000_000_001, attempt: 0 };
const GROUP = { chatId: -1_001_234_567_890, attempt: 0 };

function answered(
  code: number,
  description: string,
  parameters?: object,
): TelegramError<"sendMessage"> {
  const params = { chat_id: 1, text: "what the fan wrote" };
  const body = {
    ok: false as const,
    error_code: code,
    description,
    ...(parameters && { parameters }),
  };
  return new TelegramError(body, "sendMessage", params);
}

describe("outcomes of refused calls", () => {
  test.each<[number, string, RefusalCode]>([
    [403, "Forbidden: bot was blocked by the user", "blocked"],
    [403, "Forbidden: user is deactivated", "blocked"],
    [403, "Forbidden: bot can't initiate conversation with a user", "blocked"],
    [400, "Bad Request: PEER_ID_INVALID", "blocked"],
    [403, "Forbidden: bot was kicked from the supergroup chat", "chat-gone"],
    [403, "Forbidden: bot is not a member of the supergroup chat", "chat-gone"],
    [403, "Forbidden: the group chat was deleted", "chat-gone"],
    [400, "Bad Request: message thread not found", "topic-gone"],
    [400, "Bad Request: Message thread not found", "topic-gone"],
    [400, "Bad Request: TOPIC_DELETED", "topic-gone"],
    [400, "Bad Request: TOPIC_ID_INVALID", "topic-gone"],
    [400, "Bad Request: TOPIC_CLOSED", "topic-closed"],
    [400, "Bad Request: not enough rights to manage topics", "no-rights"],
    [400, "Bad Request: have no rights to send a message", "no-rights"],
    [400, "Bad Request: CHAT_ADMIN_REQUIRED", "no-rights"],
    [400, "Bad Request: need administrator rights in the channel chat", "no-rights"],
    [400, "Bad Request: the chat is not a forum", "no-rights"],
    [400, "Bad Request: message to edit not found", "message-gone"],
    [400, "Bad Request: message to delete not found", "message-gone"],
    [400, "Bad Request: message to copy not found", "message-gone"],
    [400, "Bad Request: message to be replied not found", "message-gone"],
    [400, "Bad Request: there are no messages to copy", "message-gone"],
    [400, "Bad Request: MESSAGE_ID_INVALID", "message-gone"],
    [400, "Bad Request: message can't be deleted", "too-late"],
    [400, "Bad Request: message can't be edited", "too-late"],
    [401, "Unauthorized", "unauthorized"],
    [404, "Not Found", "unauthorized"],
    [400, "Bad Request: message is too long", "bad-request"],
    [400, "Bad Request: CHARGE_NOT_FOUND", "bad-request"],
    [400, "Bad Request: STARS_INVOICE_INVALID", "bad-request"],
    [400, "Bad Request: can't parse entities", "bad-request"],
  ])("%i %s is %s", (code, description, expected) => {
    expect(outcomeOf(answered(code, description), GROUP)).toEqual({
      type: "refused",
      code: expected,
      reason: description,
    });
  });

  test("a chat that is not found is a fan who never wrote, or a group without the bot", () => {
    const error = answered(400, "Bad Request: chat not found");
    expect(outcomeOf(error, FAN)).toMatchObject({ type: "refused", code: "blocked" });
    expect(outcomeOf(error, GROUP)).toMatchObject({ type: "refused", code: "chat-gone" });
  });

  test("an upgraded group says where it went", () => {
    const error = answered(400, "Bad Request: group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: -1_004_503_599_627,
    });
    expect(outcomeOf(error, GROUP)).toMatchObject({
      type: "refused",
      code: "migrated",
      migratedTo: -1_004_503_599_627,
    });
  });

  test.each([
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
    "Bad Request: TOPIC_NOT_MODIFIED",
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
    "Bad Request: CHARGE_ALREADY_REFUNDED",
  ])("%s is as good as done", (description) => {
    expect(outcomeOf(answered(400, description), GROUP)).toEqual({ type: "done", sent: null });
  });

  test("a flood stops the chat for as long as Telegram says, or the bot when no chat is named", () => {
    const error = answered(429, "Too Many Requests: retry after 17", { retry_after: 17 });
    expect(outcomeOf(error, GROUP)).toEqual({ type: "retry", afterMs: 17_000, scope: "chat" });
    expect(outcomeOf(error, { chatId: null, attempt: 0 })).toMatchObject({ scope: "bot" });
  });

  test("a server error may have done the work", () => {
    const description =
      "Internal Server Error: sent message was immediately deleted and can't be returned";
    expect(outcomeOf(answered(500, description), FAN)).toMatchObject({ type: "unknown" });
  });
});

describe("outcomes of broken calls", () => {
  const token = "7000000001:AAFsecretsecretsecretsecretsecret";
  const send = async (root: string, timeoutMs = 5_000): Promise<unknown> => {
    const api = createTelegramApi({ token, root, timeoutMs });
    return api
      .sendMessage({ chat_id: 1, text: "what the fan wrote" })
      .catch((error: unknown) => error);
  };

  test("nothing was called where nobody listens: tried again, later each time", async () => {
    const error = await send("http://127.0.0.1:1");
    expect(outcomeOf(error, FAN)).toEqual({
      type: "retry",
      afterMs: 500,
      scope: "bot",
      isUnreached: true,
    });
    expect(outcomeOf(error, { ...FAN, attempt: 3 })).toMatchObject({ afterMs: 4_000 });
    expect(outcomeOf(error, { ...FAN, attempt: 50 })).toMatchObject({ afterMs: 30_000 });
  });

  test.each([
    ["a page instead of JSON", () => new Response("<html>502 Bad Gateway</html>", { status: 502 })],
    ["no answer in time", () => new Promise<Response>(() => undefined)],
  ])("%s is unknown, and says nothing of the call", async (_, fetch) => {
    using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
    // Deadlines are shared by the second, which is added: 100 ms in all.
    const error = await send(`http://127.0.0.1:${server.port}`, -900);
    const outcome = outcomeOf(error, FAN);
    expect(outcome).toMatchObject({ type: "unknown" });
    expect(JSON.stringify(outcome)).not.toContain(token);
    expect(JSON.stringify(outcome)).not.toContain("what the fan wrote");
  });

  test("a connection that breaks is unknown", async () => {
    const socket = { data: (peer: Bun.Socket) => peer.terminate() };
    using listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket });
    const error = await send(`http://127.0.0.1:${listener.port}`);
    expect(outcomeOf(error, FAN)).toMatchObject({ type: "unknown" });
  });

  test("a token in an error's own words is blotted", () => {
    const outcome = outcomeOf(new Error(`cannot reach https://x/bot${token}/sendMessage`), FAN);
    expect(JSON.stringify(outcome)).not.toContain("AAFsecret");
  });
});
