import { expect, test } from "bun:test";
import type { Teammate } from "#actors/kernel/team.ts";
import { type Heard, mask, passerby, settled } from "./test-kit.ts";

const eve: Teammate = { id: 9998, name: "Eve", role: "stranger" };
const nobody: Teammate = { ...mask, role: "stranger" };

function word(heard: Heard): readonly [string, number | null] {
  const { say, replyToMessageId } = heard.effect("tell");
  return [say.key === "notTeam" ? say.with.name : say.key, replyToMessageId];
}

test("each of several strangers is told, the first at once and the others by one word", () => {
  const talk = settled();
  expect(word(talk.team("one", { by: passerby, id: 301 }))).toEqual(["Mallory", 301]);
  expect(talk.wait(500).team("two", { by: eve, id: 302 }).verbs).toEqual([]);
  expect(talk.wait(500).team("three", { by: nobody, id: 303 }).verbs).toEqual([]);
  const since = talk.at;
  expect(word(talk.fires("strangers"))).toEqual(["Eve, Anonymous admin", 303]);
  expect(talk.at - since).toBe(2000);
  expect(talk.timers.has("strangers")).toBe(false);
});

test("one person's flood is told of each ten seconds, and its end too", () => {
  const talk = settled();
  talk.team("one", { by: passerby, id: 301 });
  const since = talk.at;
  for (let id = 302; id < 307; id += 1) {
    expect(talk.wait(1000).team("more", { by: passerby, id }).verbs).toEqual([]);
  }
  expect(word(talk.fires("strangers"))).toEqual(["Mallory", 306]);
  expect(talk.at - since).toBe(10_000);
});

test("somebody new does not wait for as long as somebody who was just told", () => {
  const talk = settled();
  talk.team("one", { by: nobody, id: 301 });
  talk.wait(1000).team("another of them, or the same", { by: nobody, id: 302 });
  const since = talk.at;
  talk.team("new here", { by: eve, id: 303 });
  expect(word(talk.fires("strangers"))).toEqual(["Anonymous admin, Eve", 303]);
  expect(talk.at - since).toBe(2000);
});

test("a command of a stranger's is told like any message", () => {
  const talk = settled();
  talk.team("one", { by: passerby });
  expect(talk.teamCommands("gift", "5", { by: eve }).verbs).toEqual([]);
  expect(word(talk.fires("strangers"))[0]).toBe("Eve");
});

test("after a pause a word comes at once, and a flood of many keeps the state small", () => {
  const talk = settled();
  talk.team("one", { by: passerby });
  expect(talk.wait(60_000).teamCommands("info", "", { by: passerby }).toldTeam).toEqual([
    "notTeam",
  ]);
  for (let id = 1; id <= 100; id += 1) {
    talk.team("x", { by: { id, name: `${"n".repeat(200)}${id}`, role: "stranger" } });
  }
  expect(talk.state.strangers.waiting).toHaveLength(5);
  expect(JSON.stringify(talk.state.strangers).length).toBeLessThan(500);
});
