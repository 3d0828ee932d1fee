import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await openTestSandbox();
});
afterEach(() => sandbox.stop());

async function run(script: string, env: Readonly<Record<string, string>> = {}) {
  const child = Bun.spawn([process.execPath, `scripts/${script}.ts`], {
    env: {
      BOT_TOKEN: sandbox.token,
      ADMIN_CHAT_ID: String(sandbox.ownerId),
      ADMIN_GROUP_IDS: String(sandbox.groupId),
      TELEGRAM_API_ROOT: sandbox.telegram.url,
      TELEGRAM_WEBHOOK_SECRET: "s3cret",
      ...env,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out: out + err, code };
}

const PUBLIC = { PUBLIC_URL: "http://127.0.0.1:9" };

describe("webhooks:set", () => {
  test("may be repeated, and the doctor is content with it", async () => {
    for (let times = 0; times < 2; times += 1) {
      const { out, code } = await run("webhooks-set", PUBLIC);
      expect(out).toContain("webhook: http://127.0.0.1:9/telegram-webhook");
      expect(code).toBe(0);
    }
    const { out, code } = await run("doctor", PUBLIC);
    expect(out.trim().split("\n")).toEqual([
      "ok    Telegram token",
      `ok    admin group ${sandbox.groupId}`,
      "ok    Telegram updates",
      "ok    database",
    ]);
    expect(code).toBe(0);
  });

  test("leaves a polling deployment without a webhook", async () => {
    const { out, code } = await run("webhooks-set");
    expect(out).toContain("webhook: not set");
    expect([code, sandbox.state().calls.some(({ method }) => method === "setWebhook")]).toEqual([
      0,
      false,
    ]);
  });

  test("says what is wrong without saying the secret", async () => {
    const { out, code } = await run("webhooks-set", { TELEGRAM_API_ROOT: "http://127.0.0.1:1" });
    expect(code).toBe(1);
    expect(out).toContain("ECONNREFUSED");
    expect(out).not.toContain(sandbox.token);
  });
});

describe("the doctor", () => {
  test("names every problem with its mend, and exits with 1", async () => {
    await sandbox.mustAct({ act: "setForum", groupId: sandbox.groupId, isForum: false });
    const { out, code } = await run("doctor", {
      ...PUBLIC,
      DATABASE_URL: "postgres://app:hunter2@127.0.0.1:1/app",
    });
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}admin group [^]*→ In the group's settings, switch Topics on/);
    expect(out).toMatch(/FAIL {2}Telegram updates[^]*→ bun run webhooks:set/);
    expect(out).toMatch(/FAIL {2}database/);
    expect(out).not.toContain("hunter2");
  });

  test("begins with the environment", async () => {
    const { out, code } = await run("doctor", { BOT_TOKEN: "" });
    expect([out.startsWith("FAIL  BOT_TOKEN is missing"), code]).toEqual([true, 1]);
  });
});
