import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { exerciseService } from "#actors/kernel/service-contract.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { openTestSandbox, type TestSandbox } from "#src/sandbox/testing.ts";
import { createTelegramApi } from "./api.ts";
import { createCheckUp } from "./check-up.ts";

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await openTestSandbox();
});
afterEach(() => sandbox.stop());

function world(publicUrl: string | null = null) {
  const clock = new VirtualClock();
  const heard: string[] = [];
  const line = (fields: object, message: string): void => {
    heard.push(`log ${message} ${"question" in fields ? String(fields.question) : ""}`.trim());
  };
  const checkUp = createCheckUp({
    connect: (until) => {
      const { url: root } = sandbox.telegram;
      return createTelegramApi({ token: sandbox.token, root, timeoutMs: 5_000, until });
    },
    botId: 7_000_000_001,
    groupIds: () => [sandbox.groupId],
    publicUrl,
    onUsername: (username) => void heard.push(`name ${username}`),
    onIncident: ({ kind }) => void heard.push(`incident ${kind}`),
    onMigrated: (from, to) => void heard.push(`moved ${from === sandbox.groupId} ${to !== from}`),
    clock,
    log: { debug: line, info: line, warn: line, error: line },
  });
  /** Lets calls be made and answered until so much was heard; the test's time-out is its limit. */
  const hears = async (lines: number): Promise<void> => {
    while (heard.length < lines) await clock.drain();
  };
  return { checkUp, clock, heard, hears };
}

describe("the check-up", () => {
  test("learns the bot's name and finds nothing wrong with a good group", async () => {
    const { checkUp, heard, hears } = world();
    await checkUp.start();
    await hears(1);
    await sandbox.waitFor(({ calls }) => calls.some(({ method }) => method === "getChatMember"));
    await checkUp.stop();
    expect(heard).toEqual(["name stagedoor_bot"]);
  });

  test("says that a group is unfit, and where one has gone", async () => {
    const { groupId } = sandbox;
    await sandbox.mustAct({ act: "setBot", groupId, canManageTopics: false });
    const { checkUp, heard, hears, clock } = world();
    await checkUp.start();
    await hears(2);
    expect(heard).toContain("incident no-rights");
    await sandbox.mustAct({ act: "migrateGroup", groupId });
    checkUp.lookAt(groupId);
    await clock.drain();
    await clock.advance(2_000);
    await hears(4);
    await checkUp.stop();
    expect(heard.slice(2)).toEqual(["moved true true", "incident migrated"]);
  });

  test("does not hold up a start while Telegram is down, and asks until it answers", async () => {
    await sandbox.mustAct({ act: "fault", set: { isTelegramDown: true } });
    const { checkUp, heard, hears, clock } = world();
    await checkUp.start();
    await hears(3);
    expect(heard).toEqual([
      "log Telegram could not be asked name",
      "log Telegram could not be asked updates",
      `log Telegram could not be asked group ${sandbox.groupId}`,
    ]);
    await sandbox.mustAct({ act: "fault", set: { isTelegramDown: false } });
    await clock.drain();
    await clock.advance(20_000);
    await hears(4);
    await checkUp.stop();
    expect(heard[3]).toBe("name stagedoor_bot");
  });

  test("shows the team its commands where updates are polled, and leaves them else", async () => {
    const commandsIn = (scope: object) => sandbox.must("getMyCommands", { scope });
    const team = { type: "chat", chat_id: sandbox.groupId };
    const hooked = world("http://127.0.0.1:9");
    await hooked.checkUp.start();
    await sandbox.waitFor(({ calls }) => calls.some(({ method }) => method === "getChatMember"));
    await hooked.checkUp.stop();
    expect(await commandsIn(team)).toEqual([]);
    const polled = world();
    await polled.checkUp.start();
    await sandbox.waitFor(
      ({ calls }) => calls.filter(({ method }) => method === "getChatMember").length === 2,
    );
    await polled.checkUp.stop();
    expect(await commandsIn(team)).toContainEqual(expect.objectContaining({ command: "gift" }));
  });

  test("says so when updates go somewhere else", async () => {
    await sandbox.must("setWebhook", { url: "http://127.0.0.1:9/elsewhere" });
    const { checkUp, heard, hears } = world("http://127.0.0.1:9");
    await checkUp.start();
    await hears(2);
    await checkUp.stop();
    expect(heard[1]).toContain("run webhooks:set");
  });
});

describe("the start/stop contract of the check-up", () => {
  exerciseService(async () => {
    const { checkUp, clock } = world();
    return { service: checkUp, isQuiet: async () => !(await clock.step()) };
  });
});
