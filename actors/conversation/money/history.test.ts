import { describe, expect, test } from "bun:test";
import { fanData, settled, type Talk } from "#actors/conversation/test-kit.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";

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

describe("a line", () => {
  const line = {
    id: 77,
    kind: "message",
    credits: -3,
    seconds: 0,
    amount: 0,
    currency: null,
    reference: "message:7001:12",
    at: 5,
    isGivenBack: false,
    messageKind: "photo",
  };
  const shown = (talk: Talk, found: LedgerLine | null = line) => {
    const pressed = talk.presses(fanData("line", "77:2"), 640);
    return talk.answers(pressed, "lookUpLine", { type: "line", line: found });
  };

  test("is shown in the same message, and asks the team only by its own button", () => {
    const talk = settled();
    const opened = shown(talk);
    expect(opened.toldTeam).toEqual([]);
    expect(opened.effect("editNotice")).toMatchObject({
      messageId: 640,
      say: {
        key: "historyLine",
        with: {
          isAsked: false,
          line: { kind: "message", credits: -3, messageKind: "photo", at: 5 },
        },
      },
    });
    expect(opened.button("back")).toBe(fanData("history", "2"));
    const wrong = talk.presses(opened.button("wrong"), 640);
    const asked = talk.answers(wrong, "lookUpLine", { type: "line", line });
    expect(asked.toldTeam).toEqual(["wrong"]);
    expect(asked.effect("editNotice").say).toMatchObject({ with: { isAsked: true } });
    expect(() => asked.button("wrong")).toThrow();
    expect(() => shown(talk).button("wrong")).toThrow();
  });

  test("that is not there any more is its page", () => {
    const back = shown(settled(), null).effect("showHistory");
    expect(back).toMatchObject({ page: 2, messageId: 640 });
  });
});

describe("a line that was wrong", () => {
  test("is looked up for the team, and the fan is told so", () => {
    const talk = settled();
    const pressed = talk.presses(fanData("wrong", "77:0"));
    expect(pressed.effect("lookUpLine")).toMatchObject({ lineId: 77, tag: "line:wrong:77:0:500" });
    expect(pressed.answer).toBe("wrongSent");
  });

  test("is asked about once", () => {
    const talk = settled();
    talk.presses(fanData("wrong", "77:0"));
    const again = talk.wait(60_000).presses(fanData("wrong", "77:0"));
    expect(again.verbs).toEqual(["answerPress"]);
    expect(again.answer).toBe("wrongTwice");
  });

  test("and the next have a pace, for each is a message in the group", () => {
    const talk = settled();
    talk.presses(fanData("wrong", "77:0"));
    expect(talk.presses(fanData("wrong", "78:0")).answer).toBe("askSoon");
    expect(talk.wait(10_000).presses(fanData("wrong", "78:0")).answer).toBe("wrongSent");
  });

  test("is remembered among twenty", () => {
    const talk = settled();
    for (let line = 1; line <= 21; line += 1) {
      expect(talk.wait(10_000).presses(fanData("wrong", `${line}:0`)).answer).toBe("wrongSent");
    }
    expect(talk.state.disputedLines).toHaveLength(20);
    expect(talk.wait(10_000).presses(fanData("wrong", "21:0")).answer).toBe("wrongTwice");
  });

  test.each(["", "-1:0", "77", "x:0", "77:", `${"9".repeat(16)}:0`])(
    "named %p is no line",
    (line) => {
      for (const verb of ["line", "wrong"]) {
        const heard = settled().presses(`_.${verb}.${line}`);
        expect(heard.verbs).toEqual(["answerPress"]);
        expect(heard.answer).toBe("pressStale");
      }
    },
  );
});
