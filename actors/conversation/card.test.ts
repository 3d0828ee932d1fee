import { describe, expect, test } from "bun:test";
import { CARD_EVERY_MS } from "./limits.ts";
import { content, settled, Talk, TOPIC_ID } from "./test-kit.ts";

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

  test("catches up with an act of the team too", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    talk.done(first, "openTopic", TOPIC_ID);
    expect(talk.teamCommands("gift", "5").verbs).not.toContain("card");
    talk.done(first, "card", 43);
    expect(talk.fires("card").effect("card").facts.credits).toBe(7);
    talk.writes("and on it goes");
    expect(talk.timers.has("card")).toBe(true);
  });

  test.each([
    ["a held message", (talk: Talk) => talk.writes(content("video"))],
    ["an answer", (talk: Talk) => talk.team("answer")],
    ["a refund", (talk: Talk) => talk.refused(talk.writes("hi"), "post", "bad-request")],
  ])("follows %s", (_, act) => {
    const talk = settled({ welcomeCredits: 2 });
    act(talk);
    expect(talk.timers.has("card")).toBe(true);
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
