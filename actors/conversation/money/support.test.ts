import { expect, test } from "bun:test";
import { settled, Talk } from "#actors/conversation/test-kit.ts";

const MINUTE_MS = 60_000;

test("/paysupport with words brings them to the team in the fan's topic", () => {
  const heard = settled().commands("paysupport", "I paid twice on Monday");
  expect(heard.effect("tell").say).toEqual({
    key: "paySupport",
    with: { name: "@alice123", text: "I paid twice on Monday" },
  });
  expect(heard.toldFan).toEqual(["paySupportSent"]);
});

test("/paysupport opens a topic for a fan who has none, and reopens a closed one", () => {
  const fresh = new Talk();
  fresh.commands("start");
  const asked = fresh.commands("paysupport", "help");
  expect(asked.verbs).toContain("openTopic");
  expect(asked.toldTeam).toEqual(["paySupport"]);
  const talk = settled();
  talk.topicEvent("closed");
  expect(talk.commands("paysupport", "help").verbs).toContain("reopenTopic");
});

test("/paysupport without words says how to write", () => {
  const heard = settled().commands("paysupport");
  expect(heard.toldFan).toEqual(["paySupport"]);
  expect(heard.toldTeam).toEqual([]);
});

test("/paysupport is owed to a banned fan too", () => {
  const talk = settled();
  talk.teamCommands("ban");
  expect(talk.commands("paysupport", "help").toldTeam).toEqual(["paySupport"]);
  expect(talk.wait(MINUTE_MS).commands("paysupport").toldFan).toEqual(["paySupport"]);
});

test("/paysupport reaches the team once a minute, and says when it did not", () => {
  const talk = settled();
  talk.commands("paysupport", "one");
  const soon = talk.wait(MINUTE_MS - 1).commands("paysupport", "two");
  expect(soon.toldFan).toEqual(["askSoon"]);
  expect(soon.toldTeam).toEqual([]);
  expect(talk.wait(1).commands("paysupport", "two").toldTeam).toEqual(["paySupport"]);
});

test("/paysupport is cut where it would not fit, between characters", () => {
  const heard = settled().commands("paysupport", `${"x".repeat(1499)}💰💰`);
  const { say } = heard.effect("tell");
  if (say.key !== "paySupport") throw new Error("not the request");
  expect(say.with.text).toHaveLength(1500);
  expect(say.with.text.isWellFormed()).toBe(true);
});
