// One message from a fan's phone to the team and back, through everything that is real but Telegram.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mia } from "#src/sandbox/testing.ts";
import { type AppWorld, openAppWorld } from "./app-testing.ts";

let world: AppWorld;
beforeAll(async () => {
  world = await openAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe("a fan and the team", () => {
  test("a message goes to a topic of its own and its answer comes back", async () => {
    await world.boot();
    const { sandbox } = world;
    const say = { act: "send", personId: mia.id, place: { in: "private" } } as const;
    await sandbox.mustAct({ ...say, text: "/start" });
    await sandbox.waitFor(() => world.inChat(mia.id).some(({ from }) => from.isBot));
    const [messageId] = await sandbox.mustAct({ ...say, text: "hello <b>you</b>" });
    const topicId = await world.topicOf(mia.id);
    console.log(
      JSON.stringify(world.inTopic(topicId), null, 1),
      JSON.stringify(world.inChat(mia.id), null, 1),
    );
  });
});
