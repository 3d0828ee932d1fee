import { describe, expect, test } from "bun:test";
import type { TelegramUpdate } from "@gramio/types";
import { leo, mia, openTestSandbox } from "#src/sandbox/testing.ts";

const idsOf = (batch: readonly TelegramUpdate[]) => batch.map((update) => update.update_id);

describe("getUpdates", () => {
  test("answers what is pending until an offset confirms it", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "one");
    await sandbox.say(leo.id, "two");
    const [first = 0, second = 0] = idsOf(await sandbox.must("getUpdates"));
    expect(second).toBe(first + 1);
    expect(idsOf(await sandbox.must("getUpdates"))).toEqual([first, second]);
    expect(idsOf(await sandbox.must("getUpdates", { offset: second }))).toEqual([second]);
    expect(idsOf(await sandbox.must("getUpdates", { offset: second + 1 }))).toEqual([]);
  });

  test("answers at most as many as asked for, and forgets all but the last for a negative offset", async () => {
    await using sandbox = await openTestSandbox();
    for (const text of ["a", "b", "c"]) await sandbox.say(mia.id, text);
    const all = idsOf(await sandbox.must("getUpdates"));
    expect(idsOf(await sandbox.must("getUpdates", { limit: 2 }))).toEqual(all.slice(0, 2));
    expect(idsOf(await sandbox.must("getUpdates", { offset: -1 }))).toEqual(all.slice(-1));
    expect(idsOf(await sandbox.must("getUpdates"))).toEqual(all.slice(-1));
    expect((await sandbox.call("getUpdates", { limit: 101 })).ok).toBe(false);
  });

  test("waits for a first update and answers it at once", async () => {
    await using sandbox = await openTestSandbox();
    const poll = sandbox.must("getUpdates", { timeout: 30 });
    await sandbox.waitFor((state) => state.bot.status === "running");
    await sandbox.say(mia.id, "here");
    expect(idsOf(await poll).length).toBe(1);
  });

  test("answers nothing when its time is up", async () => {
    await using sandbox = await openTestSandbox();
    const poll = sandbox.must("getUpdates", { timeout: 30 });
    await sandbox.waitFor((state) => state.bot.status === "running");
    sandbox.clock.advance(30_000);
    expect(idsOf(await poll)).toEqual([]);
  });

  test("ends an older call that waits: only one may take updates", async () => {
    await using sandbox = await openTestSandbox();
    const older = sandbox.call("getUpdates", { timeout: 30 });
    await sandbox.waitFor((state) => state.bot.status === "running");
    const newer = sandbox.call("getUpdates", { timeout: 30 });
    expect(await older).toMatchObject({
      status: 409,
      description:
        "Conflict: terminated by other getUpdates request; " +
        "make sure that only one bot instance is running",
    });
    await sandbox.say(mia.id, "for the newer");
    expect(idsOf((await newer).result).length).toBe(1);
  });

  test("is ended by a webhook", async () => {
    await using sandbox = await openTestSandbox();
    const poll = sandbox.call("getUpdates", { timeout: 30 });
    await sandbox.waitFor((state) => state.bot.status === "running");
    await sandbox.must("setWebhook", { url: "http://127.0.0.1:9/" });
    expect((await poll).description).toBe("Conflict: terminated by setWebhook request");
  });

  test("that hangs up takes nothing with it", async () => {
    await using sandbox = await openTestSandbox();
    const hangUp = new AbortController();
    const poll = fetch(`${sandbox.telegram.url}/bot${sandbox.token}/getUpdates?timeout=30`, {
      signal: hangUp.signal,
    });
    await sandbox.waitFor((state) => state.bot.status === "running");
    hangUp.abort();
    expect(poll).rejects.toThrow();
    await sandbox.waitFor((state) => state.bot.status === "stopped");
    await sandbox.say(mia.id, "still here");
    expect((await sandbox.updates()).length).toBe(1);
  });
});

describe("allowed_updates", () => {
  test("keeps its last value when left out, and goes back to the default when empty", async () => {
    await using sandbox = await openTestSandbox();
    const kinds = async () => {
      const batch = await sandbox.updates();
      return batch.map((update) => Object.keys(update)[1]);
    };
    const happen = async () => {
      const messageId = await sandbox.say(mia.id, "a");
      const at = { personId: mia.id, chatId: mia.id, messageId };
      await sandbox.mustAct({ act: "edit", ...at, text: "b" });
      await sandbox.mustAct({ act: "react", ...at, emoji: "👍" });
    };
    await happen();
    expect(await kinds()).toEqual(["message", "edited_message"]);
    await sandbox.must("getUpdates", { allowed_updates: ["message", "message_reaction"] });
    await happen();
    expect(await kinds()).toEqual(["message", "message_reaction"]);
    await sandbox.must("getUpdates", { allowed_updates: [] });
    await happen();
    expect(await kinds()).toEqual(["message", "edited_message"]);
  });

  test("does not touch updates that were made before", async () => {
    await using sandbox = await openTestSandbox();
    await sandbox.say(mia.id, "made before");
    await sandbox.must("getUpdates", { allowed_updates: ["callback_query"] });
    await sandbox.say(mia.id, "made after");
    const batch = await sandbox.updates();
    expect(batch.map((update) => update.message?.text)).toEqual(["made before"]);
  });
});

describe("a duplicate", () => {
  test("comes beside its original while everything is duplicated", async () => {
    await using sandbox = await openTestSandbox({ faults: { duplicatesUpdates: true } });
    await sandbox.say(mia.id, "twice");
    const ids = idsOf(await sandbox.must("getUpdates"));
    expect(ids.length).toBe(2);
    expect(new Set(ids).size).toBe(1);
    await sandbox.must("getUpdates", { offset: (ids[0] ?? 0) + 1 });
    await sandbox.idle();
  });

  test("of the last update comes even when its number was confirmed", async () => {
    await using sandbox = await openTestSandbox();
    expect((await sandbox.act({ act: "duplicateLastUpdate" })).ok).toBe(false);
    await sandbox.say(mia.id, "one");
    const first = await sandbox.updates();
    expect(await sandbox.updates()).toEqual([]);
    await sandbox.mustAct({ act: "duplicateLastUpdate" });
    expect(await sandbox.updates()).toEqual(first);
    expect(await sandbox.updates()).toEqual([]);
  });
});
