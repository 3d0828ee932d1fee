import { describe, expect, test } from "bun:test";
import { broke, settled, Talk } from "./test-kit.ts";

/** Asks for the erasure and confirms it. */
function erase(talk: Talk) {
  const menu = talk.commands("privacy");
  const question = talk.presses(menu.button("eraseData"), 640);
  return { question, erased: talk.presses(question.button("eraseConfirm"), 640) };
}

describe("/privacy", () => {
  test("exports everything, once a minute", () => {
    const talk = settled();
    const data = talk.commands("privacy").button("exportData");
    expect(talk.presses(data).verbs).toEqual(["sendExport", "answerPress"]);
    const again = talk.presses(data);
    expect(again.verbs).toEqual(["answerPress"]);
    expect(again.answer).toBe("exportSoon");
    expect(talk.wait(60_000).presses(data).verbs).toContain("sendExport");
  });

  test("asks before it erases, naming what is given up; no means no", () => {
    const talk = settled({ welcomeCredits: 8 });
    const question = talk.presses(talk.commands("privacy").button("eraseData"), 640);
    expect(question.effect("editNotice")).toMatchObject({
      messageId: 640,
      say: { key: "eraseConfirm", with: { credits: 7 } },
    });
    const no = talk.presses(question.button("cancel"), 640);
    expect(no.effect("editNotice").say.key).toBe("privacy");
    expect(talk.presses(question.button("eraseConfirm")).answer).toBe("pressStale");
    expect(talk.state.firstName).toBe("Alice");
  });
});

describe("an erasure", () => {
  test("brings the ledger to zero, erases the rows, and tells the topic", () => {
    const talk = settled({ welcomeCredits: 8 });
    talk.teamCommands("gift", "1h");
    const { erased } = erase(talk);
    expect(erased.rows("ledger")).toMatchObject([
      { kind: "adjustment", credits: -7, seconds: -3600 },
    ]);
    expect(erased.decision.rows.at(-1)).toMatchObject({ row: "erase" });
    expect(erased.effect("editNotice").say.key).toBe("erased");
    expect(erased.toldTeam).toEqual(["fanErased"]);
    expect(erased.effect("renameTopic").name).toBe("");
    expect(talk.timers.size).toBe(0);
  });

  test("says nothing to a topic that is not there, until one comes that was on its way", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    const { erased } = erase(talk);
    expect(erased.verbs).not.toContain("tell");
    expect(erased.verbs).not.toContain("renameTopic");
    const opened = talk.done(first, "openTopic", 77);
    expect(opened.toldTeam).toEqual(["fanErased"]);
    expect(opened.effect("renameTopic").name).toBe("");
  });

  test("reopens a closed topic for the last that it hears", () => {
    const talk = settled();
    const { erased } = erase(talk);
    expect(talk.refused(erased, "tell", "topic-closed").verbs).toEqual(["reopenTopic"]);
    expect(talk.refused(erased, "tell", "topic-gone").verbs).toEqual([]);
  });

  test("leaves nothing of the person in the state", () => {
    const talk = settled();
    talk.commands("start", "campaign-7");
    erase(talk);
    const left = JSON.stringify(talk.state);
    for (const word of ["Alice", "alice123", "campaign-7"]) expect(left).not.toContain(word);
    expect(talk.state).toMatchObject({ credits: 0, messagesIn: 0, firstSeenAt: null });
  });

  test("takes back what was held", () => {
    const talk = broke();
    const held = talk.writes("secret");
    const { erased } = erase(talk);
    expect(erased.decision.held).toContainEqual({ effectId: held.idOf("post"), to: "dropped" });
    expect(talk.state.held).toEqual([]);
  });

  test("is done once: a second tap finds nothing", () => {
    const talk = settled();
    const { question } = erase(talk);
    const again = talk.presses(question.button("eraseConfirm"), 640);
    expect(again.answer).toBe("pressStale");
    expect(again.decision.rows).toEqual([]);
  });

  test("of somebody without a topic tells nobody", () => {
    const talk = new Talk();
    talk.commands("start");
    const { erased } = erase(talk);
    expect(erased.verbs).toEqual(["editNotice", "answerPress"]);
  });
});

describe("who comes back after it", () => {
  test("is new, in a new topic, without a second welcome's credits", () => {
    const talk = settled();
    erase(talk);
    const heard = talk.writes("hello again");
    expect(heard.toldFan).toEqual(["welcome", "held"]);
    expect(heard.rows("ledger")).toEqual([]);
    expect(heard.verbs).toContain("openTopic");
    expect(heard.verbs).not.toContain("recap");
    expect(talk.state.topicId).toBeNull();
    expect(talk.ledger.filter(({ kind }) => kind === "welcome")).toHaveLength(1);
    expect(talk.state.firstSeenAt).toBe(talk.at);
  });

  test("is still banned if they were", () => {
    const talk = settled();
    talk.teamCommands("ban");
    erase(talk);
    expect(talk.writes("hello again").verbs).not.toContain("post");
    expect(talk.state.isBanned).toBe(true);
  });

  test("is not charged again for what they wrote before, nor given it back", () => {
    const talk = settled();
    const post = talk.writes("old", { id: 950 });
    erase(talk);
    expect(talk.writes("old", { id: 950 }).decision.effects).toEqual([]);
    expect(talk.edits(950, "older").decision.effects).toEqual([]);
    const refused = talk.refused(post, "post", "bad-request");
    expect(refused.decision.rows).toEqual([]);
    expect(talk.state.credits).toBe(0);
  });
});

test("the team cannot reach, gift or ban who is gone", () => {
  const talk = settled();
  const post = talk.writes("hi");
  erase(talk);
  expect(talk.team("hello?").effect("tell").say).toMatchObject({ with: { why: "erased" } });
  expect(talk.teamCommands("gift", "5").toldTeam).toEqual(["fanErased"]);
  expect(talk.teamPresses(post.button("ban")).answer).toBe("fanErased");
  expect(talk.ledger.some(({ kind }) => kind === "gift")).toBe(false);
});
