import { expect, test } from "bun:test";
import { PerformWorld } from "./perform-testing.ts";
import { createTopicIcons } from "./topic-icons.ts";

const sticker = (emoji: string, custom_emoji_id: string) => ({ emoji, custom_emoji_id }) as never;

test("an icon is the first of its pictures that Telegram has, whatever sign follows the emoji", async () => {
  let asked = 0;
  const icons = createTopicIcons({
    getForumTopicIconStickers: async () => {
      asked += 1;
      return [sticker("⚡", "1"), sticker("❗️", "2")];
    },
  } as never);
  expect(await icons.idOf("new")).toBe("1");
  expect(await icons.idOf("urgent")).toBe("2");
  expect(await icons.idOf("vip")).toBeNull();
  expect(await icons.idOf("none")).toBe("");
  expect(asked).toBe(1);
  icons.forget();
  await icons.idOf("new");
  expect(asked).toBe(2);
});

test("a list that could not be had is asked for again", async () => {
  let isBroken = true;
  const icons = createTopicIcons({
    getForumTopicIconStickers: async () => {
      if (isBroken) throw new Error("no answer");
      return [sticker("✅", "3")];
    },
  } as never);
  expect(await icons.idOf("closed").catch((error: Error) => error.message)).toBe("no answer");
  isBroken = false;
  expect(await icons.idOf("closed")).toBe("3");
});

test("a topic is given its icon, the same one twice, and none", async () => {
  const world = await PerformWorld.open();
  await using _ = world.sandbox;
  const icon = () => world.sandbox.state().groups[0]?.topics[0]?.iconEmoji;
  const set = () => world.perform({ verb: "setTopicIcon", icon: "vip" });
  expect((await set()).outcome.type).toBe("done");
  expect((await set()).outcome.type).toBe("done");
  expect(icon()).toBe("👑");
  await world.perform({ verb: "setTopicIcon", icon: "none" });
  expect(icon()).toBeNull();
});
