// What must hold when processes die, meet, or lose what they stand on.
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { leo, mia } from "#src/sandbox/testing.ts";
import { AppWorld } from "./app-testing.ts";

const TIMEOUT_MS = 60_000;

let world: AppWorld;
beforeEach(async () => {
  world = await AppWorld.open();
}, TIMEOUT_MS);
afterEach(() => world[Symbol.asyncDispose](), TIMEOUT_MS);

const fans = () => world.sandbox.state().people.filter(({ role }) => role === "fan");

/** Every fan's texts stand in the fan's own topic, and were charged once. */
async function expectDelivered(texts: readonly string[]): Promise<void> {
  for (const { id } of fans()) {
    const topicId = await world.topicOf(id);
    for (const text of texts) await world.posted(topicId, text);
  }
  await world.rest();
  for (const { id } of fans()) {
    expect(await world.books(id)).toMatchObject({ charges: texts.length, delivered: texts.length });
  }
  expect(await world.wrongBalances()).toEqual([]);
}

function fanUpdate(updateId: number, personId: number, text: string): object {
  const from = { id: personId, is_bot: false, first_name: "Mia", language_code: "en" };
  const chat = { id: personId, type: "private" };
  return { update_id: updateId, message: { message_id: updateId, date: 1, from, chat, text } };
}

describe("a process", () => {
  test(
    "that is killed loses nothing and doubles nothing in the books",
    async () => {
      const first = await world.spawn({ INSTANCE_ID: "one" });
      for (const { id } of fans()) await world.fanSays(id, "before");
      await world.see(
        () =>
          world.sandbox.state().calls.filter(({ method }) => method === "sendMessage").length > 3,
      );
      first.process.kill("SIGKILL");
      await first.process.exited;
      for (const { id } of fans()) await world.fanSays(id, "while it was gone");
      await world.spawn({ INSTANCE_ID: "one" });
      await expectDelivered(["before", "while it was gone"]);
    },
    TIMEOUT_MS,
  );

  test(
    "that is asked to stop ends its calls, hands back its leases and exits with 0",
    async () => {
      const { process } = await world.spawn();
      await world.sandbox.mustAct({ act: "fault", set: { latencyMs: 300 } });
      await world.fanSays(mia.id, "hello");
      await world.see(() => world.sandbox.state().bot.pendingUpdates === 0);
      process.kill("SIGTERM");
      expect(await process.exited).toBe(0);
      const leases = "select count(*)::integer as held from leases where owner is not null";
      expect(await world.database.query("leases", leases)).toEqual([{ held: 0 }]);
      await world.sandbox.mustAct({ act: "fault", set: { latencyMs: 0 } });
      await world.spawn();
      await world.posted(await world.topicOf(mia.id), "hello");
    },
    TIMEOUT_MS,
  );

  test(
    "that is asked twice does not wait",
    async () => {
      const { process, port } = await world.spawn();
      await world.sandbox.mustAct({ act: "fault", set: { latencyMs: 60_000 } });
      await world.fanSays(mia.id, "hello");
      await world.fanSays(leo.id, "hello");
      process.kill("SIGTERM");
      while ((await fetch(`http://127.0.0.1:${port}/ready`)).status !== 503);
      process.kill("SIGTERM");
      expect(await process.exited).toBe(1);
    },
    TIMEOUT_MS,
  );

  test(
    "starts while Telegram is down, and does its work when it is back",
    async () => {
      await world.sandbox.mustAct({ act: "fault", set: { isTelegramDown: true } });
      const app = await world.boot("webhook");
      expect(app.phase()).toBe("ready");
      expect(await world.deliver(app.port(), fanUpdate(7, mia.id, "anybody?"))).toBe(200);
      await world.fanSays(mia.id, "/start");
      await world.sandbox.mustAct({ act: "fault", set: { isTelegramDown: false } });
      await world.posted(await world.topicOf(mia.id), "anybody?");
    },
    TIMEOUT_MS,
  );

  test(
    "without its database says so to everybody, and goes on when it is back",
    async () => {
      const app = await world.boot("webhook");
      const health = async (): Promise<number> =>
        (await fetch(`http://127.0.0.1:${app.port()}/health`)).status;
      expect(await health()).toBe(200);
      await world.breakDatabase(true);
      expect(await world.deliver(app.port(), fanUpdate(7, mia.id, "hello"))).toBe(503);
      while ((await health()) !== 503);
      await world.breakDatabase(false);
      while ((await world.deliver(app.port(), fanUpdate(7, mia.id, "hello"))) !== 200);
      while ((await health()) !== 200);
      await world.posted(await world.topicOf(mia.id), "hello");
      await world.rest();
      expect(await world.books(mia.id)).toMatchObject({ charges: 1, delivered: 1 });
    },
    TIMEOUT_MS,
  );
});

describe("two processes on one database", () => {
  test(
    "take turns at every webhook and deliver each message once, in order",
    async () => {
      const old = await world.boot("webhook");
      const young = await world.boot("webhook");
      // A newcomer takes work once the old one has handed it a share.
      while (young.phase() !== "ready") await world.database.query("wait", "select 1");
      await world.fanSays(mia.id, "/start");
      const texts = ["one", "two", "three"];
      for (const [i, text] of texts.entries()) {
        const port = (i === 0 ? old : young).port();
        expect(await world.deliver(port, fanUpdate(100 + i, mia.id, text))).toBe(200);
        // The old one goes in the middle of it all, as in a deploy.
        if (i === 1) await old.stop();
      }
      const topicId = await world.topicOf(mia.id);
      await world.posted(topicId, "three");
      await world.rest();
      // Texts that waited together may share a post, one below the other.
      const lines = world.inTopic(topicId).flatMap(({ text }) => text?.split("\n") ?? []);
      expect(lines.filter((line) => texts.includes(line))).toEqual(texts);
      expect(await world.books(mia.id)).toMatchObject({ charges: 3, delivered: 3, credits: 0 });
      expect(young.phase()).toBe("ready");
    },
    TIMEOUT_MS,
  );
});
