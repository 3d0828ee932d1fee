import { describe, expect, test } from "bun:test";
import {
  ben,
  boss,
  broke,
  fanData,
  GROUP_ID,
  type Heard,
  settled,
  Talk,
  TOPIC_ID,
  teamData,
} from "#actors/conversation/test-kit.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import { paymentFact } from "./test-kit.ts";

const LINE_ID = 77;

/** `lineOf` as it is shown. */
const SHOWN = {
  kind: "message",
  credits: -3,
  seconds: 0,
  price: null,
  messageKind: "photo",
  at: 5,
};

describe("a line that the fan says was wrong", () => {
  test("goes to the team, and is given back once it is confirmed", () => {
    const talk = settled();
    const asked = complains(talk, lineOf());
    expect(asked.effect("tell")).toMatchObject({
      say: { key: "wrong", with: { name: "@alice123", line: SHOWN } },
      aboutFanMessageId: 12,
    });
    const pressed = talk.teamPresses(asked.button("giveBack"));
    expect(pressed.effect("lookUpLine").lineId).toBe(LINE_ID);
    expect(pressed.rows("ledger")).toEqual([]);
    const question = booksSay(talk, pressed, lineOf());
    expect(question.effect("editTell")).toMatchObject({
      messageId: 600,
      say: { key: "giveBackConfirm", with: { line: SHOWN } },
    });
    const before = talk.state.credits;
    const done = talk.teamPresses(question.button("confirm"), boss);
    expect(talk.state.credits).toBe(before + 3);
    expect(done.rows("ledger")).toMatchObject([
      { kind: "refund", credits: 3, reference: `giveback:${LINE_ID}` },
    ]);
    expect(done.rows("audit")).toMatchObject([
      { byId: boss.id, act: "giveBack", at: talk.at, detail: { lineId: LINE_ID, credits: 3 } },
    ]);
    expect(done.effect("notify").say).toMatchObject({
      key: "lineGivenBack",
      with: { line: SHOWN },
    });
    expect(done.effect("editTell").say).toMatchObject({
      with: { line: SHOWN, by: "Olga", balance: before + 3 },
    });
  });

  test("is given back once, whoever presses what again", () => {
    const talk = settled();
    const asked = complains(talk, lineOf());
    const [one, other] = [asksBack(talk, asked), asksBack(talk, asked)];
    talk.teamPresses(one.button("confirm"));
    expect(talk.teamPresses(one.button("confirm")).answer).toBe("pressStale");
    expect(talk.teamPresses(other.button("confirm")).answer).toBe("nothingToGiveBack");
    expect(talk.teamPresses(asked.button("giveBack")).answer).toBe("pressStale");
    expect(talk.teamPresses(asked.button("decline")).answer).toBe("pressStale");
    expect(talk.ledger.filter(({ reference }) => reference?.startsWith("giveback"))).toHaveLength(
      1,
    );
  });

  test("that is no message's is given back once too", () => {
    const talk = settled();
    const line = lineOf({ kind: "unlock", reference: "unlock:1" });
    const asked = complains(talk, line);
    const [one, other] = [asksBack(talk, asked, line), asksBack(talk, asked, line)];
    talk.teamPresses(one.button("confirm"));
    expect(talk.teamPresses(other.button("confirm")).answer).toBe("nothingToGiveBack");
  });

  test("that is declined stands, and the fan is told once", () => {
    const talk = settled();
    const asked = complains(talk, lineOf());
    const by = { ...ben, name: "Ben: the second" };
    const presses = [by, boss].map((who) => talk.teamPresses(asked.button("decline"), who));
    const [declined, again] = presses.map((pressed) => booksSay(talk, pressed, lineOf()));
    if (declined === undefined) throw new Error("nobody declined");
    expect(again?.verbs).toEqual([]);
    expect(declined.effect("notify").say).toEqual({ key: "lineRefused", with: { line: SHOWN } });
    expect(declined.effect("editTell")).toMatchObject({
      messageId: 600,
      say: { key: "lineRefused", with: { line: SHOWN, by: by.name } },
    });
    expect(declined.rows("audit")).toMatchObject([{ act: "declineLine", byId: ben.id }]);
    expect(talk.teamPresses(asked.button("decline")).toldFan).toEqual([]);
    expect(talk.teamPresses(asked.button("giveBack")).answer).toBe("pressStale");
    expect(talk.presses(fanData("wrong", `${LINE_ID}:0`)).answer).toBe("wrongTwice");
  });

  test("opens a topic where there is none", () => {
    const talk = new Talk();
    talk.commands("start");
    const asked = complains(talk, lineOf({ kind: "gift", credits: 5 }));
    expect(asked.verbs).toContain("openTopic");
    expect(asked.toldTeam).toEqual(["wrong"]);
    expect(() => asked.button("giveBack")).toThrow();
    asked.button("decline");
  });

  test("that the books do not have goes nowhere, and may be asked about again", () => {
    const talk = settled();
    const pressed = talk.presses(fanData("wrong", "123:0"));
    expect(booksSay(talk, pressed, null).verbs).toEqual(["showHistory"]);
    expect(talk.wait(11_000).presses(fanData("wrong", "123:0")).answer).toBe("wrongSent");
  });

  test("of a purchase leads to its refund", () => {
    const talk = settled();
    talk.says(paymentFact(talk.begins()));
    const line = lineOf({
      kind: "purchase",
      credits: 10,
      amount: 1000,
      currency: "usd",
      reference: "payment:pi_p1",
    });
    const asked = complains(talk, line);
    expect(asked.effect("tell").say).toMatchObject({ with: { line: { price: { amount: 1000 } } } });
    expect(asked.effect("tell").aboutFanMessageId).toBeUndefined();
    const pressed = talk.teamPresses(asked.button("giveBack"));
    const menu = booksSay(talk, pressed, line);
    expect(menu.effect("editTell").say).toMatchObject({ key: "refundMenu" });
    menu.button("refundAll");
  });

  test("sends out what was held, if it is enough for that", () => {
    const talk = broke();
    talk.writes("held");
    const asked = complains(talk, lineOf({ credits: -1 }));
    const heard = asksBack(talk, asked, lineOf({ credits: -1 }));
    const done = talk.teamPresses(heard.button("confirm"));
    expect(done.toldFan).toEqual(["lineGivenBack", "released"]);
  });
});

describe("there is nothing to give back", () => {
  test.each<[string, Partial<LedgerLine>]>([
    ["a gift", { kind: "gift", credits: 5 }],
    ["what was taken back with its money", { kind: "refund", credits: -5 }],
    ["what a dispute took", { kind: "dispute", credits: -5 }],
    ["what was given back before", { isGivenBack: true }],
    ["what was free", { credits: 0 }],
    ["a purchase that is not remembered", { kind: "purchase", reference: "payment:pi_9" }],
  ])("for %s", (_, changes) => {
    const talk = settled();
    const asked = complains(talk, lineOf(changes));
    expect(() => asked.button("giveBack")).toThrow();
    const forged = talk.teamPresses(teamData("giveBack", String(LINE_ID)));
    const heard = booksSay(talk, forged, lineOf(changes));
    expect(heard.effect("editTell")).toMatchObject({
      say: { key: "nothingToGiveBack" },
      keyboard: [],
    });
  });

  test("for a message that could not be delivered, even if that happens in between", () => {
    const talk = settled();
    const post = talk.writes("hello", { id: 901 });
    const line = lineOf({ credits: -1, reference: "message:7001:901" });
    const heard = asksBack(talk, complains(talk, line), line);
    talk.refused(post, "post", "bad-request");
    const before = talk.state.credits;
    expect(talk.teamPresses(heard.button("confirm")).answer).toBe("nothingToGiveBack");
    expect(talk.state.credits).toBe(before);
  });

  test("a second time for a message that cannot be delivered later", () => {
    const talk = settled();
    const post = talk.writes("hello", { id: 901 });
    const line = lineOf({ credits: -1, reference: "message:7001:901" });
    const heard = asksBack(talk, complains(talk, line), line);
    talk.teamPresses(heard.button("confirm"));
    const before = talk.state.credits;
    talk.refused(post, "post", "bad-request");
    expect(talk.state.credits).toBe(before);
  });

  test.each(["", "x", "-1", "1:2", "9".repeat(16)])("for a line forged as %p", (argument) => {
    const talk = settled();
    for (const verb of ["giveBack", "declineLine"]) {
      const heard = talk.teamPresses(teamData(verb, argument));
      expect(heard.answer).toBe("pressStale");
      expect(heard.toldFan).toEqual([]);
    }
  });
});

describe("/refund", () => {
  test("as a reply gives back what that message has cost", () => {
    const talk = settled();
    const heard = talk.teamCommands("refund", "", { replyTo: 450 });
    expect(heard.effect("lookUpLine")).toMatchObject({
      lineId: null,
      topicMessage: { groupId: GROUP_ID, messageId: 450 },
    });
    const asked = booksSay(talk, heard, lineOf());
    expect(asked.effect("tell").say).toEqual({ key: "giveBackConfirm", with: { line: SHOWN } });
    const before = talk.state.credits;
    talk.teamPresses(asked.button("confirm"));
    expect(talk.state.credits).toBe(before + 3);
  });

  test("as a reply to what was free says so", () => {
    const talk = settled();
    const heard = talk.teamCommands("refund", "", { replyTo: 450 });
    expect(booksSay(talk, heard, null).toldTeam).toEqual(["nothingToGiveBack"]);
  });

  test("alone shows the purchases, also in a topic whose messages all reply to its first", () => {
    const talk = settled();
    expect(talk.teamCommands("refund").toldTeam).toEqual(["purchases"]);
    expect(talk.teamCommands("refund", "", { replyTo: TOPIC_ID }).toldTeam).toEqual(["purchases"]);
  });

  test("with a figure and a reason gives so many credits; with anything else it says how", () => {
    const talk = settled();
    const before = talk.state.credits;
    expect(talk.teamCommands("refund", "4 sent twice").toldTeam).toEqual(["adjusted"]);
    expect(talk.state.credits).toBe(before + 4);
    expect(talk.teamCommands("refund", "4").toldTeam).toEqual(["adjustUsage"]);
    expect(talk.teamCommands("refund", "everything").toldTeam).toEqual(["refundUsage"]);
  });
});

/** A charge of three credits. */
function lineOf(changes: Partial<LedgerLine> = {}): LedgerLine {
  return {
    id: LINE_ID,
    kind: "message",
    credits: -3,
    seconds: 0,
    amount: 0,
    currency: null,
    reference: "message:7001:12",
    at: 5,
    isGivenBack: false,
    messageKind: "photo",
    ...changes,
  };
}

function booksSay(talk: Talk, heard: Heard, line: LedgerLine | null): Heard {
  return talk.answers(heard, "lookUpLine", { type: "line", line });
}

/** The fan presses "This was wrong"; what the team is told of it. */
function complains(talk: Talk, line: LedgerLine): Heard {
  return booksSay(talk, talk.presses(fanData("wrong", `${line.id}:0`)), line);
}

/** "Give back" under a complaint; the question. */
function asksBack(talk: Talk, asked: Heard, line = lineOf()): Heard {
  return booksSay(talk, talk.teamPresses(asked.button("giveBack")), line);
}
