import { describe, expect, test } from "bun:test";
import { ALBUM_QUIET_MS, ALBUM_WAIT_MS_MAX } from "./limits.ts";
import { content, GROUP_ID, settled, type Talk } from "./test-kit.ts";

/** Sends so many parts; answers what the last one caused. */
function sendParts(talk: Talk, kinds: readonly ("photo" | "video")[], pauseMs = 10) {
  return kinds.map((kind, i) =>
    talk.wait(pauseMs).writes(content(kind, i === 0 ? "our trip" : ""), {
      id: 950 + i,
      albumId: "a",
    }),
  );
}

describe("a fan's album", () => {
  test("is one message at its dearest part's price for each part", () => {
    const talk = settled();
    const before = talk.state.credits;
    const parts = sendParts(talk, ["photo", "video", "photo"]);
    expect(parts.flatMap((heard) => heard.verbs)).toEqual([]);
    const heard = talk.fires("albumIn");
    expect(heard.verbs).toEqual(["post", "postAlbum", "react"]);
    expect(heard.effect("post")).toMatchObject({ parts: [], header: { contentKind: "album" } });
    expect(heard.effect("postAlbum").fanMessageIds).toEqual([950, 951, 952]);
    expect(heard.rows("message")).toMatchObject([
      { ref: "f950", kind: "album", text: "our trip", cost: 15 },
    ]);
    expect(before - talk.state.credits).toBe(15);
    expect(heard.reactions).toEqual(["👌 950"]);
    expect(heard.emitted("postAlbum").delivers).toEqual(["f950"]);
  });

  test("ends after a second of silence, and at the latest after three", () => {
    const talk = settled();
    const startedAt = talk.at + 10;
    const [first] = sendParts(talk, ["photo"]);
    expect(first?.timers(talk.at)).toEqual([["albumIn", ALBUM_QUIET_MS]]);
    for (let i = 1; i < 5; i += 1) {
      talk.wait(900).writes(content("photo"), { id: 950 + i, albumId: "a" });
    }
    expect(talk.timers.get("albumIn")).toBe(startedAt + ALBUM_WAIT_MS_MAX);
  });

  test("of ten parts is whole at once", () => {
    const talk = settled({ welcomeCredits: 1000 });
    const parts = sendParts(
      talk,
      Array.from({ length: 10 }, () => "photo" as const),
    );
    expect(parts.at(-1)?.effect("postAlbum").fanMessageIds).toHaveLength(10);
    expect(talk.state.albumIn).toBeNull();
    expect(talk.timers.has("albumIn")).toBe(false);
  });

  test("of which one part came is an ordinary message", () => {
    const talk = settled();
    sendParts(talk, ["photo"]);
    const heard = talk.fires("albumIn");
    expect(heard.effect("post")).toMatchObject({ header: { contentKind: "photo" } });
    expect(heard.rows("message")).toMatchObject([{ kind: "photo", cost: 3 }]);
  });

  test("goes out before whatever the fan sends next", () => {
    const talk = settled();
    sendParts(talk, ["photo", "photo"]);
    const heard = talk.writes("after", { id: 960 });
    const carried = heard.decision.effects.map(({ effect }) =>
      effect.verb === "post" ? effect.parts.map((part) => part.fanMessageId) : effect.verb,
    );
    expect(carried.filter((one) => one !== "react")).toEqual([[], "postAlbum", [960]]);
  });

  test("goes out before a command is answered", () => {
    const talk = settled();
    sendParts(talk, ["photo", "photo"]);
    expect(talk.commands("balance").verbs).toContain("postAlbum");
  });

  test("goes out before the next album", () => {
    const talk = settled();
    sendParts(talk, ["photo", "photo"]);
    const heard = talk.writes(content("photo"), { id: 960, albumId: "b" });
    expect(heard.effect("postAlbum").fanMessageIds).toEqual([950, 951]);
    expect(talk.state.albumIn?.messageIds).toEqual([960]);
  });

  test("is charged once when its parts come twice", () => {
    const talk = settled();
    sendParts(talk, ["photo", "photo"]);
    talk.writes(content("photo"), { id: 951, albumId: "a" });
    talk.fires("albumIn");
    const credits = talk.state.credits;
    expect(talk.writes(content("photo"), { id: 950, albumId: "a" }).decision.rows).toEqual([]);
    expect(talk.state.credits).toBe(credits);
  });

  test("of a fan who is banned meanwhile is dropped", () => {
    const talk = settled();
    sendParts(talk, ["photo", "photo"]);
    talk.teamCommands("ban");
    expect(talk.fires("albumIn").decision.effects).toEqual([]);
  });

  test("a timer that another part overtook waits for the new end", () => {
    const talk = settled();
    sendParts(talk, ["photo"]);
    const dueAt = talk.timers.get("albumIn") ?? 0;
    talk.wait(500).writes(content("photo"), { id: 951, albumId: "a" });
    talk.at = dueAt;
    const heard = talk.hear({ type: "timer", name: "albumIn", dueAt });
    expect(heard.decision.effects).toEqual([]);
    expect(heard.timers(talk.at)).toEqual([["albumIn", 500 - 0]]);
  });
});

describe("the team's album", () => {
  test("is one reply with all its parts", () => {
    const talk = settled();
    talk.team(content("photo"), { id: 302, albumId: "t", replyTo: 7 });
    talk.team(content("photo", "here you are"), { id: 301, albumId: "t" });
    const heard = talk.fires("albumOut");
    expect(heard.effect("reply")).toMatchObject({
      groupId: GROUP_ID,
      topicMessageIds: [301, 302],
      replyToTopicMessageId: 7,
    });
    expect(heard.rows("message")).toMatchObject([
      { ref: `g${GROUP_ID}:302`, kind: "album", direction: "out", text: "here you are" },
    ]);
    expect(talk.state.messagesOut).toBe(1);
  });

  test("goes out once, and a timer that comes after it finds nothing", () => {
    const talk = settled();
    talk.team(content("photo"), { id: 301, albumId: "t" });
    talk.team(content("photo"), { id: 302, albumId: "t" });
    expect(talk.teamCommands("help").verbs).toContain("reply");
    expect(talk.timers.has("albumOut")).toBe(false);
    expect(talk.state.albumOut).toBeNull();
    const stray = talk.hear({ type: "timer", name: "albumOut", dueAt: talk.at });
    expect(stray.decision.effects).toEqual([]);
  });

  test("with a note for a caption stays inside", () => {
    const talk = settled();
    talk.team(content("photo"), { albumId: "t" });
    talk.team(content("photo", "// for later"), { albumId: "t" });
    const heard = talk.fires("albumOut");
    expect(heard.verbs).not.toContain("reply");
    expect(heard.rows("note")).toMatchObject([{ text: "for later", byName: "Ben" }]);
  });

  test("goes out before whatever the team writes next", () => {
    const talk = settled();
    talk.team(content("photo"), { id: 301, albumId: "t" });
    talk.team(content("photo"), { id: 302, albumId: "t" });
    const replies = talk.team("after", { id: 303 }).effects("reply");
    expect(replies.map((reply) => reply.topicMessageIds)).toEqual([[301, 302], [303]]);
  });
});
