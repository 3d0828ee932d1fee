import { describe, expect, test } from "bun:test";
import { broke, content, settled, Talk } from "./test-kit.ts";

describe("an edit", () => {
  test("changes the team's copy for nothing and keeps the old text", () => {
    const talk = settled();
    talk.writes("helo", { id: 950 });
    const credits = talk.state.credits;
    const heard = talk.edits(950, "hello");
    expect(heard.effect("editPost")).toMatchObject({
      fanMessageId: 950,
      header: { title: "edited", contentKind: "text" },
      content: { text: "hello" },
    });
    expect(heard.rows("messageChange")).toMatchObject([{ ref: "f950", text: "hello" }]);
    expect(talk.state.credits).toBe(credits);
  });

  test("that changed nothing does nothing", () => {
    const talk = settled();
    talk.writes(content("location"), { id: 950 });
    expect(talk.edits(950, content("location")).decision.effects).toEqual([]);
    expect(talk.edits(950, content("location")).decision.rows).toEqual([]);
  });

  test("twice to the same words is followed once", () => {
    const talk = settled();
    talk.writes("helo", { id: 950 });
    talk.edits(950, "hello");
    expect(talk.edits(950, "hello").decision.effects).toEqual([]);
  });

  test("of a message from long ago is followed too", () => {
    const talk = settled();
    talk.writes("helo", { id: 950 });
    for (let i = 0; i < 30; i += 1) talk.writes(`message ${i}`, { id: 951 + i });
    expect(talk.edits(950, "hello").verbs).toEqual(["editPost"]);
  });

  test("of a message that went nowhere goes nowhere", () => {
    const talk = settled();
    talk.writes(content("unsupported"), { id: 950 });
    expect(talk.edits(950, "now a text").decision.effects).toEqual([]);
    expect(talk.edits(4000, "never seen").decision.effects).toEqual([]);
  });

  test("of a banned fan goes nowhere", () => {
    const talk = settled();
    talk.writes("hi", { id: 950 });
    talk.teamCommands("ban");
    expect(talk.edits(950, "insult").decision.effects).toEqual([]);
  });

  test("that makes a text too long for one message shows what does not fit", () => {
    const talk = settled();
    talk.writes("short", { id: 950 });
    const heard = talk.edits(950, "x".repeat(4096));
    expect(heard.verbs).toEqual(["editPost", "post"]);
    const shown =
      heard.effect("editPost").content.text + heard.effect("post").parts[0]?.content.text;
    expect(shown).toBe("x".repeat(4096));
  });
});

describe("an edit of a held message", () => {
  test("replaces what waits, in its place, at its price", () => {
    const talk = broke();
    const held = talk.writes("helo", { id: 950, replyTo: 77 });
    talk.writes("second", { id: 951 });
    const heard = talk.edits(950, "hello");
    expect(heard.decision.held).toEqual([
      { effectId: held.idOf("post"), to: "dropped" },
      { effectId: held.idOf("react"), to: "dropped" },
    ]);
    expect(heard.emitted("post").held).toBe(true);
    expect(heard.effect("post")).toMatchObject({
      parts: [{ content: { text: "hello" } }],
      replyToFanMessageId: 77,
    });
    expect(talk.state.held.map(({ messageId, cost }) => [messageId, cost])).toEqual([
      [950, 1],
      [951, 1],
    ]);
    const released = talk.teamCommands("gift", "2");
    expect(released.decision.held.map(({ effectId }) => effectId)).toContain(heard.idOf("post"));
  });
});

describe("an edit of an album", () => {
  test("that still gathers changes its words before it goes out", () => {
    const talk = settled();
    talk.writes(content("photo", "helo"), { id: 950, albumId: "a" });
    talk.writes(content("photo"), { id: 951, albumId: "a" });
    expect(talk.edits(950, content("photo", "hello")).decision.effects).toEqual([]);
    expect(talk.fires("albumIn").rows("message")).toMatchObject([{ text: "hello" }]);
  });

  test("that is out edits the part's copy", () => {
    const talk = settled();
    talk.writes(content("photo", "helo"), { id: 950, albumId: "a" });
    talk.writes(content("photo"), { id: 951, albumId: "a" });
    talk.fires("albumIn");
    expect(talk.edits(950, content("photo", "hello")).effect("editPost").fanMessageId).toBe(950);
  });
});

test("an edit before anything was ever written does nothing", () => {
  expect(new Talk().edits(950, "hello").decision.effects).toEqual([]);
});
