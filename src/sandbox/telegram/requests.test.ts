import { describe, expect, test } from "bun:test";
import { mia, openTestSandbox, readAnswer } from "#src/sandbox/testing.ts";
import { METHODS, OBJECTS } from "./method-table.ts";

describe("a request", () => {
  test("is answered with ok and the result", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("getMe");
    expect(answer.status).toBe(200);
    expect(answer.ok).toBe(true);
    expect(answer.result).toMatchObject({ is_bot: true, username: "stagedoor_bot" });
  });

  test("may come as JSON, as a form, as multipart and in the query", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    const url = `${sandbox.telegram.url}/bot${sandbox.token}/sendMessage`;
    const fields = {
      chat_id: String(mia.id),
      text: "hello",
      disable_notification: "true",
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: "A", callback_data: "a" }]] }),
    };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    const requests: readonly Request[] = [
      new Request(url, { method: "POST", body: new URLSearchParams(fields) }),
      new Request(url, { method: "POST", body: multipart }),
      new Request(`${url}?${new URLSearchParams(fields)}`),
      new Request(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(fields),
      }),
    ];
    for (const request of requests) {
      const answer = await readAnswer(await fetch(request));
      expect(answer.result).toMatchObject({
        text: "hello",
        reply_markup: { inline_keyboard: [[{ text: "A", callback_data: "a" }]] },
      });
    }
  });

  test("with a wrong token is 401", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await readAnswer(await fetch(`${sandbox.telegram.url}/bot1:nobody/getMe`));
    expect(answer).toMatchObject({ status: 401, ok: false, description: "Unauthorized" });
  });

  test("for a method that is not there is 404", async () => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("sendMesage");
    expect(answer).toMatchObject({ status: 404, description: "Not Found: method not found" });
  });

  test("with broken JSON is 400", async () => {
    await using sandbox = await openTestSandbox();
    const response = await fetch(`${sandbox.telegram.url}/bot${sandbox.token}/getMe`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(await readAnswer(response)).toMatchObject({
      status: 400,
      description: "Bad Request: can't parse request JSON object",
    });
  });

  test.each([
    [
      "an unknown parameter",
      { chat_id: 1, text: "a", mesage_thread_id: 4 },
      'unknown parameter "mesage_thread_id"',
    ],
    ["a missing chat", { text: "a" }, "chat_id is empty"],
    ["a missing text", { chat_id: 1 }, "message text is empty"],
    ["an empty text", { chat_id: 1, text: "" }, "message text is empty"],
    ["a wrong type", { chat_id: 1, text: 5 }, 'parameter "text" must be of type String'],
    [
      "a fraction for an integer",
      { chat_id: 1.5, text: "a" },
      'parameter "chat_id" must be of type Chat',
    ],
    [
      "a wrong boolean",
      { chat_id: 1, text: "a", protect_content: "si" },
      'parameter "protect_content" must be of type Boolean',
    ],
    [
      "an object that is none",
      { chat_id: 1, text: "a", reply_markup: "{" },
      'parameter "reply_markup" must be an Object',
    ],
    [
      "a list that is none",
      { chat_id: 1, text: "a", entities: {} },
      'parameter "entities" must be an Array',
    ],
    [
      "an unknown field inside",
      { chat_id: 1, text: "a", reply_parameters: { message_id: 1, allow: true } },
      'unknown field of ReplyParameters "allow"',
    ],
    [
      "a missing field inside",
      { chat_id: 1, text: "a", reply_parameters: {} },
      'can\'t find field "message_id"',
    ],
  ])("with %s is refused", async (_what, params, reason) => {
    await using sandbox = await openTestSandbox();
    const answer = await sandbox.call("sendMessage", params);
    expect(answer.status).toBe(400);
    expect(answer.description).toBe(`Bad Request: ${reason}`);
  });

  test("may carry gramio's own suppress flag, which Telegram ignores", async () => {
    await using sandbox = await openTestSandbox();
    expect((await sandbox.call("getMe", { suppress: true })).ok).toBe(true);
  });
});

test("the method table names only types that are described", () => {
  const scalars = ["integer", "float", "boolean", "string", "chat", "file"];
  const known = new Set([...scalars, ...Object.keys(OBJECTS)]);
  const shapes: readonly Readonly<Record<string, string>>[] = [
    ...Object.values(METHODS),
    ...Object.values(OBJECTS),
  ];
  const named = shapes.flatMap((shape) => Object.values(shape));
  const unknown = named.filter((spec) => !known.has(spec.replaceAll(/[![\]]/gu, "")));
  expect(unknown).toEqual([]);
});
