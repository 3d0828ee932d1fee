import { describe, expect, test } from "bun:test";
import { settled } from "./test-kit.ts";

describe("the meter", () => {
  test("is off unless the owner wants it", () => {
    expect(settled().writes("hi").toldFan).toEqual([]);
  });

  test("is sent once, pinned when it is there, and edited in place after each charge", () => {
    const talk = settled();
    talk.settings = { ...talk.settings, meter: true };
    const sent = talk.writes("one");
    expect(sent.effect("notify").say).toMatchObject({ key: "meter", with: { credits: 98 } });
    expect(talk.writes("two").toldFan).toEqual([]);
    const there = talk.done(sent, "notify", 800);
    expect(there.effect("pinNotice").messageId).toBe(800);
    expect(there.effect("editNotice").say).toMatchObject({ with: { credits: 97 } });
    expect(talk.writes("three").effect("editNotice")).toMatchObject({
      messageId: 800,
      say: { key: "meter", with: { credits: 96 } },
    });
  });

  test("that the fan deleted is sent anew at the next charge", () => {
    const talk = settled();
    talk.settings = { ...talk.settings, meter: true };
    talk.done(talk.writes("one"), "notify", 800);
    talk.refused(talk.writes("two"), "editNotice", "message-gone");
    expect(talk.writes("three").toldFan).toEqual(["meter"]);
  });
});
