import { describe, expect, test } from "bun:test";
import { mia, openTestSandbox } from "#src/sandbox/testing.ts";

const send = { chat_id: mia.id, text: "a" };

describe("a fault", () => {
  test("refuses the next N sends with 429, and only sends", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    await sandbox.mustAct({ act: "fault", set: { floodNext: 2, floodRetryAfterSeconds: 7 } });
    expect((await sandbox.call("getMe")).ok).toBe(true);
    for (let i = 0; i < 2; i++) {
      expect(await sandbox.call("sendMessage", send)).toMatchObject({
        status: 429,
        parameters: { retry_after: 7 },
      });
    }
    expect((await sandbox.call("sendMessage", send)).ok).toBe(true);
    expect(sandbox.state().faults.floodNext).toBe(0);
  });

  test("makes Telegram answer 502 in HTML until it is back", async () => {
    await using sandbox = await openTestSandbox({ faults: { isTelegramDown: true } });
    const response = await fetch(`${sandbox.telegram.url}/bot${sandbox.token}/getMe`);
    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toBe("text/html");
    await sandbox.mustAct({ act: "fault", set: { isTelegramDown: false } });
    expect((await sandbox.call("getMe")).ok).toBe(true);
  });

  test("loses the next N answers after the call was done", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "hi");
    await sandbox.mustAct({ act: "fault", set: { loseNextAnswers: 1 } });
    expect((await sandbox.call("getMe")).ok).toBe(true);
    expect(sandbox.call("sendMessage", send)).rejects.toThrow();
    await sandbox.waitFor((state) => state.calls.at(-1)?.method === "sendMessage");
    const written = sandbox.state().chats.find((chat) => chat.personId === mia.id)?.messages;
    expect(written?.map((message) => message.text)).toEqual(["hi", "a"]);
    expect((await sandbox.call("sendMessage", send)).ok).toBe(true);
  });

  test("holds every answer back by the latency", async () => {
    await using sandbox = await openTestSandbox({ faults: { latencyMs: 400 } });
    await sandbox.say(mia.id, "hi");
    let isAnswered = false;
    const answer = sandbox.call("sendMessage", send).then((result) => {
      isAnswered = true;
      return result;
    });
    await sandbox.waitFor((state) => state.chats.some((chat) => chat.messages.length === 2));
    sandbox.clock.advance(399);
    expect(isAnswered).toBe(false);
    sandbox.clock.advance(1);
    expect((await answer).ok).toBe(true);
    expect(sandbox.state().calls.at(-1)?.tookMs).toBe(400);
  });
});

describe("the log of calls", () => {
  test("keeps the last 300, with what was asked and what was refused", async () => {
    await using sandbox = await openTestSandbox();
    for (let i = 0; i < 301; i++) await sandbox.call("sendMessage", { chat_id: 42, text: `${i}` });
    const { calls } = sandbox.state();
    expect(calls.length).toBe(300);
    expect(calls.at(-1)).toMatchObject({
      seq: 301,
      method: "sendMessage",
      chatId: 42,
      ok: false,
      status: 400,
      description: "Bad Request: chat not found",
    });
  });

  test("shows neither the token nor the webhook's secret", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.must("setWebhook", { url: "http://127.0.0.1:9/", secret_token: "hush-hush" });
    const shown = JSON.stringify(sandbox.state());
    expect(shown).not.toContain("hush-hush");
    expect(shown).not.toContain(sandbox.token);
  });
});
