import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";
import { inspectGroup } from "./admin-groups.ts";
import { createTelegramApi, type TelegramApi } from "./api.ts";
import { setCommands, setWebhook } from "./set-up.ts";

const BOT_ID = 7_000_000_001;

let sandbox: TestSandbox;
let api: TelegramApi;
beforeEach(async () => {
  sandbox = await openTestSandbox();
  const { url: root } = sandbox.telegram;
  api = createTelegramApi({ token: sandbox.token, root, timeoutMs: 5_000 });
});
afterEach(() => sandbox.stop());

describe("setting up", () => {
  test("points Telegram at the deployment with the secret and the kinds that are read", async () => {
    const webhook = { publicUrl: "http://127.0.0.1:9", secret: "s3cret" };
    await setWebhook(api, webhook);
    await setWebhook(api, webhook);
    const call = sandbox.state().calls.findLast(({ method }) => method === "setWebhook");
    expect(JSON.parse(call?.params ?? "{}")).toMatchObject({
      url: "http://127.0.0.1:9/telegram-webhook",
      drop_pending_updates: false,
      allowed_updates: expect.arrayContaining([
        "message_reaction",
        "chat_member",
        "pre_checkout_query",
      ]),
    });
  });

  test("shows fans commands in their language and the team its own", async () => {
    const shop = { rails: [], products: [] };
    await setCommands(api, [sandbox.groupId], shop);
    await setCommands(api, [sandbox.groupId], shop);
    const inPrivate = { type: "all_private_chats" } as const;
    const german = await api.getMyCommands({ scope: inPrivate, language_code: "de" });
    const fallback = await api.getMyCommands({ scope: inPrivate });
    expect(german.find(({ command }) => command === "help")?.description).toBe("So geht es");
    expect(fallback.find(({ command }) => command === "help")?.description).toBe("How this works");
    const scope = { type: "chat", chat_id: sandbox.groupId } as const;
    const team = await api.getMyCommands({ scope });
    expect(team.map(({ command }) => command)).toContain("gift");
    expect(german.map(({ command }) => command)).not.toContain("gift");
  });
});

describe("an admin group", () => {
  const inspect = async () => (await inspectGroup(api, BOT_ID, sandbox.groupId)).incident;

  test("with topics and rights needs nothing", async () => {
    expect(await inspect()).toBeNull();
  });

  test("without topics is told so", async () => {
    await sandbox.mustAct({ act: "setForum", groupId: sandbox.groupId, isForum: false });
    expect(await inspect()).toMatchObject({ kind: "stray-topic" });
  });

  test("names the rights that the bot lacks", async () => {
    const { groupId } = sandbox;
    await sandbox.mustAct({ act: "setBot", groupId, canPinMessages: false });
    expect((await inspect())?.mend).toEndWith("allow Pin Messages.");
    await sandbox.mustAct({ act: "setBot", groupId, status: "member" });
    expect(await inspect()).toMatchObject({
      kind: "no-rights",
      mend: expect.stringContaining("Manage Topics, Pin Messages, Delete Messages"),
    });
  });

  test("that the bot is not in is out of reach", async () => {
    await sandbox.mustAct({ act: "setBot", groupId: sandbox.groupId, status: "kicked" });
    expect(await inspect()).toMatchObject({ kind: "chat-gone" });
    const strange = await inspectGroup(api, BOT_ID, -1_009);
    expect(strange).toMatchObject({ incident: { kind: "chat-gone" }, movedTo: null });
  });

  test("that has moved says where to", async () => {
    await sandbox.mustAct({ act: "migrateGroup", groupId: sandbox.groupId });
    const { incident, movedTo } = await inspectGroup(api, BOT_ID, sandbox.groupId);
    expect(movedTo).toBeLessThan(0);
    expect(incident?.mend).toContain(`${movedTo}`);
  });

  test("is not judged while Telegram cannot be asked", async () => {
    await sandbox.mustAct({ act: "fault", set: { isTelegramDown: true } });
    expect(await inspect().catch((error: Error) => error.name)).toBe("SyntaxError");
  });
});
