import { describe, expect, test } from "bun:test";
import { fanData, settled } from "#actors/conversation/test-kit.ts";

describe("/history", () => {
  test("shows the newest page in a message of its own", () => {
    expect(settled().commands("history").effect("showHistory")).toEqual({
      verb: "showHistory",
      page: 0,
      messageId: null,
      language: "en",
    });
  });

  test("turns its pages in place", () => {
    const turned = settled().presses(fanData("history", "3"), 640);
    expect(turned.effect("showHistory")).toMatchObject({ page: 3, messageId: 640 });
    expect(turned.answer).toBeNull();
  });

  test("is open to a banned fan", () => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.commands("history").verbs).toEqual(["showHistory"]);
    expect(talk.presses(fanData("history", "1")).verbs).toContain("showHistory");
  });

  test.each(["", "-1", "x", "1e3", "9999999"])("has no page %p", (page) => {
    const heard = settled().presses(`_.history.${page}`);
    expect(heard.verbs).toEqual(["answerPress"]);
    expect(heard.answer).toBe("pressStale");
  });
});

describe("a line that was wrong", () => {
  test("is looked up for the team, and the fan is told so", () => {
    const talk = settled();
    const pressed = talk.presses(fanData("wrong", "77"));
    expect(pressed.effect("lookUpLine")).toMatchObject({ lineId: 77, tag: "line:wrong:77" });
    expect(pressed.answer).toBe("wrongSent");
  });

  test("is asked about once", () => {
    const talk = settled();
    talk.presses(fanData("wrong", "77"));
    const again = talk.wait(60_000).presses(fanData("wrong", "77"));
    expect(again.verbs).toEqual(["answerPress"]);
    expect(again.answer).toBe("wrongTwice");
  });

  test("and the next have a pace, for each is a message in the group", () => {
    const talk = settled();
    talk.presses(fanData("wrong", "77"));
    expect(talk.presses(fanData("wrong", "78")).answer).toBe("askSoon");
    expect(talk.wait(10_000).presses(fanData("wrong", "78")).answer).toBe("wrongSent");
  });

  test("is remembered among twenty", () => {
    const talk = settled();
    for (let line = 1; line <= 21; line += 1) {
      expect(talk.wait(10_000).presses(fanData("wrong", String(line))).answer).toBe("wrongSent");
    }
    expect(talk.state.disputedLines).toHaveLength(20);
    expect(talk.wait(10_000).presses(fanData("wrong", "21")).answer).toBe("wrongTwice");
  });

  test.each(["", "-1", "x", "9".repeat(16)])("named %p is no line", (line) => {
    const heard = settled().presses(`_.wrong.${line}`);
    expect(heard.verbs).toEqual(["answerPress"]);
    expect(heard.answer).toBe("pressStale");
  });
});
