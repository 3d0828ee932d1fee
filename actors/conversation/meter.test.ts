import { describe, expect, test } from "bun:test";
import { fanData, settled } from "./test-kit.ts";

describe("the meter", () => {
  test("is off unless the owner wants it", () => {
    expect(settled().writes("hi").toldFan).toEqual([]);
  });

  test("is sent once, pinned when it is there, and edited in place after each charge", () => {
    const talk = settled();
    talk.settings = { ...talk.settings, meter: true };
    const sent = talk.writes("one");
    expect(sent.effect("notify").say).toMatchObject({ key: "meter", with: { credits: 98 } });
    expect(talk.writes("two").verbs).toEqual(["post", "react"]);
    const there = talk.done(sent, "notify", 800);
    expect(there.effect("pinNotice").messageId).toBe(800);
    expect(there.effect("editNotice").say).toMatchObject({ with: { credits: 97 } });
    expect(talk.writes("three").effect("editNotice")).toMatchObject({
      messageId: 800,
      say: { key: "meter", with: { credits: 96 } },
    });
  });

  test("changes once a turn, however many messages a gift lets out", () => {
    const talk = settled({ welcomeCredits: 1, lowBalance: 0, meter: true });
    for (const text of ["one", "two", "three"]) talk.writes(text);
    talk.state = { ...talk.state, meterId: 800 };
    const meters = talk
      .teamCommands("gift", "10")
      .effects("editNotice")
      .filter(({ messageId }) => messageId === 800);
    expect(meters.map(({ say }) => say.with)).toMatchObject([{ credits: 7 }]);
  });

  test("shows time as it starts and as it ends", () => {
    const talk = settled({ meter: true });
    talk.state = { ...talk.state, meterId: 800 };
    const started = talk.teamCommands("gift", "1h").effect("editNotice");
    expect(started.say.with).toMatchObject({ sessionSeconds: 3600, sessionFullSeconds: 3600 });
    const ended = talk.fires("sessionEnd").effect("editNotice");
    expect(ended.say.with).toMatchObject({ sessionSeconds: 0 });
  });

  test("is not sent to who was forgotten", () => {
    const talk = settled({ meter: true });
    const question = talk.presses(fanData("erase"));
    expect(talk.presses(question.button("eraseConfirm")).toldFan).toEqual([]);
  });

  test("that the fan deleted is sent anew at the next charge", () => {
    const talk = settled();
    talk.settings = { ...talk.settings, meter: true };
    talk.done(talk.writes("one"), "notify", 800);
    talk.refused(talk.writes("two"), "editNotice", "message-gone");
    expect(talk.writes("three").toldFan).toEqual(["meter"]);
  });
});
