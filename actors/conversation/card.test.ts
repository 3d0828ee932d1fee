import { describe, expect, test } from "bun:test";
import { CARD_EVERY_MS } from "./limits.ts";
import { settled, Talk, TOPIC_ID } from "./test-kit.ts";

describe("the pinned card", () => {
  test("follows messages at most once a minute", () => {
    const talk = settled();
    const first = talk.writes("one");
    expect(first.verbs).not.toContain("card");
    expect(talk.timers.has("card")).toBe(true);
    const again = talk.wait(1000).writes("two");
    expect(again.decision.timers).toEqual([]);
    const refreshed = talk.fires("card");
    expect(refreshed.effect("card")).toMatchObject({
      messageId: 43,
      facts: { messagesIn: 3, credits: 97 },
    });
    expect(talk.timers.has("card")).toBe(false);
  });

  test("is left alone while nothing changes", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    talk.done(first, "openTopic", TOPIC_ID);
    talk.done(first, "card", 43);
    expect(talk.timers.has("card")).toBe(false);
  });

  test("catches up a minute after it got there when something changed on the way", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    talk.writes("and again");
    talk.done(first, "openTopic", TOPIC_ID);
    expect(talk.done(first, "card", 43).timers(talk.at)).toEqual([["card", CARD_EVERY_MS]]);
  });

  test("an act of the team shows at once and makes the waiting refresh needless", () => {
    const talk = settled();
    talk.writes("one");
    expect(talk.teamCommands("gift", "5").effect("card").messageId).toBe(43);
    expect(talk.timers.has("card")).toBe(false);
  });

  test("has the button that fits the fan's standing", () => {
    const talk = settled();
    const banned = talk.teamCommands("ban");
    expect(
      banned
        .effect("card")
        .keyboard.flat()
        .map(({ label }) => label),
    ).toContain("unban");
    const unbanned = talk.teamCommands("unban");
    expect(
      unbanned
        .effect("card")
        .keyboard.flat()
        .map(({ label }) => label),
    ).toContain("ban");
  });
});
