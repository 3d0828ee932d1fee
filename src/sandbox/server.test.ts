import { describe, expect, test } from "bun:test";
import { SANDBOX_TOKEN } from "./default-world.ts";
import { startSandbox } from "./sandbox.ts";
import { mia, openTestSandbox, type TestSandbox } from "./testing.ts";

function post(sandbox: TestSandbox, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${sandbox.url}/sandbox/act`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("the page's server", () => {
  test("does an act and shows it in the state", async () => {
    await using sandbox = await openTestSandbox();
    const place = { in: "private" };
    const response = await post(sandbox, { act: "send", personId: mia.id, place, text: "hi" });
    expect(await response.json()).toEqual({ ok: true, messageIds: [1] });
    const state = await (await fetch(`${sandbox.url}/sandbox/state`)).json();
    expect(state).toEqual(JSON.parse(JSON.stringify(sandbox.state())));
  });

  test("says why an act was not possible", async () => {
    await using sandbox = await openTestSandbox();
    const response = await post(sandbox, { act: "block", personId: 1, isBlocked: true });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ok: false, why: "nobody has that id" });
  });

  test.each([
    ["no act", {}],
    ["an act that is none", { act: "dance" }],
    ["a field too many", { act: "advanceClock", byMs: 1, byS: 1 }],
    ["a clock turned back", { act: "advanceClock", byMs: -1 }],
  ])("refuses %s with 400", async (_what, body) => {
    await using sandbox = await openTestSandbox();
    const response = await post(sandbox, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false });
  });

  test("tells every change by an event, many at once as one", async () => {
    await using sandbox = await openTestSandbox();
    const response = await fetch(`${sandbox.url}/sandbox/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(/^data: \{"changed":\d+\}\n\n$/u);
    for (let i = 0; i < 20; i++) await sandbox.say(mia.id, `${i}`);
    const second = await reader?.read();
    expect(second?.value?.match(/data:/gu)?.length).toBe(1);
    expect(second?.value).not.toBe(first?.value);
    await reader?.cancel();
  });

  test("refuses another host's name and another site's page", async () => {
    await using sandbox = await openTestSandbox();
    for (const headers of [{ host: "evil.example" }, { origin: "https://evil.example" }]) {
      const response = await fetch(`${sandbox.url}/sandbox/state`, { headers });
      expect(response.status).toBe(403);
      expect((await post(sandbox, { act: "duplicateLastUpdate" }, headers)).status).toBe(403);
    }
    const own = { origin: sandbox.url };
    expect((await fetch(`${sandbox.url}/sandbox/state`, { headers: own })).status).toBe(200);
  });

  test("shows a file that the bot sent, which can do nothing on the page", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "/start");
    const form = new FormData();
    form.set("chat_id", String(mia.id));
    form.set("document", new File(["<script>1</script>"], "a.html", { type: "text/html" }));
    const root = `${sandbox.url}/bot${SANDBOX_TOKEN}`;
    const sent = await fetch(`${root}/sendDocument`, { method: "POST", body: form });
    expect(sent.status).toBe(200);
    const chat = sandbox.state().chats.find(({ personId }) => personId === mia.id);
    const url = chat?.messages.at(-1)?.media?.downloadUrl ?? "";
    const file = await fetch(`${sandbox.url}${url}`);
    expect(await file.text()).toBe("<script>1</script>");
    expect(file.headers.get("content-security-policy")).toStartWith("sandbox");
    expect((await fetch(`${sandbox.url}/sandbox/file/none`)).status).toBe(404);
  });

  test("answers what was hung in, and 404 elsewhere", async () => {
    await using sandbox = await openTestSandbox({
      routes: { "/hello": () => new Response("hello") },
    });
    expect(await (await fetch(`${sandbox.url}/hello`)).text()).toBe("hello");
    expect((await fetch(`${sandbox.url}/nothing`)).status).toBe(404);
  });

  test("takes any other port when the one it likes is taken", async () => {
    await using first = await openTestSandbox();
    const port = Number(new URL(first.url).port);
    const second = await startSandbox({ port });
    expect(second.url).not.toBe(first.url);
    await second.stop();
  });
});

describe("the bot's process", () => {
  test("is asked for its status and told what to do", async () => {
    const told: string[] = [];
    const note = (what: string) => async () => {
      told.push(what);
    };
    await using sandbox = await openTestSandbox({
      bot: {
        status: () => "starting",
        kill: note("kill"),
        start: note("start"),
        stop: note("stop"),
      },
    });
    expect(sandbox.state().bot.status).toBe("starting");
    for (const to of ["kill", "start", "stop"] as const) await sandbox.mustAct({ act: "bot", to });
    expect(told).toEqual(["kill", "start", "stop"]);
  });

  test("cannot be told anything when it runs outside", async () => {
    await using sandbox = await openTestSandbox();
    expect(await sandbox.act({ act: "bot", to: "kill" })).toEqual({
      ok: false,
      why: "the bot runs outside this sandbox",
    });
  });
});
