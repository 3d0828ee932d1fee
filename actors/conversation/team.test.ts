import { describe, expect, test } from "bun:test";
import { ben, boss, content, GROUP_ID, mask, passerby, settled, Talk } from "./test-kit.ts";

describe("what the team writes", () => {
  test.each([ben, boss, mask])("goes to the fan, from $name", (by) => {
    const talk = settled();
    const heard = talk.team("hello!", { by, id: 301, replyTo: 5 });
    expect(heard.effect("reply")).toMatchObject({
      groupId: GROUP_ID,
      topicMessageIds: [301],
      content: { text: "hello!" },
      replyToTopicMessageId: 5,
    });
    expect(heard.rows("message")).toMatchObject([
      { ref: `g${GROUP_ID}:301`, direction: "out", cost: 0, status: "queued", byId: by.id },
    ]);
    expect(heard.emitted("reply").delivers).toEqual([`g${GROUP_ID}:301`]);
  });

  test("costs the fan nothing", () => {
    const talk = settled();
    const credits = talk.state.credits;
    talk.team(content("video"));
    expect(talk.state.credits).toBe(credits);
  });

  test("is not sent when it is not of the team, and the topic says why", () => {
    const talk = settled();
    const heard = talk.team("hello!", { by: passerby, id: 301 });
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.effect("tell")).toMatchObject({
      say: { key: "notTeam", with: { name: "Mallory" } },
      replyToMessageId: 301,
    });
    expect(heard.decision.rows).toEqual([]);
  });

  test("what bots cannot copy is told under it", () => {
    const heard = settled().team(content("unsupported"), { id: 301 });
    expect(heard.toldTeam).toEqual(["unsupportedReply"]);
  });

  test("waits for no topic to say that a fan is banned or has blocked the bot", () => {
    const talk = settled();
    talk.teamCommands("ban");
    const banned = talk.team("hello?", { id: 301 });
    expect(banned.verbs).toEqual(["tell"]);
    expect(banned.effect("tell")).toMatchObject({
      say: { key: "undelivered", with: { why: "banned" } },
      replyToMessageId: 301,
    });
    talk.teamCommands("unban");
    talk.hear({ type: "fanBlocked" });
    const blocked = talk.team("hello?", { id: 302 });
    expect(blocked.effect("tell").say).toMatchObject({ with: { why: "blocked" } });
  });
});

test.each(["/gift-5", "/ban-", "/tmp/x", "/: that face", "/замок", "\u200b/x"])(
  "a text %j is not sent, and the topic says so",
  (text) => {
    const heard = settled().team(text, { id: 301 });
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.toldTeam).toEqual(["unknownCommand"]);
    expect(heard.effect("tell").replyToMessageId).toBe(301);
    expect(heard.decision.rows).toEqual([]);
  },
);

describe("notes", () => {
  test.each([
    ["a text", content("text", "// likes cats")],
    ["a caption", content("photo", "//likes cats")],
    ["a text with blanks in front", content("text", " \n // likes cats")],
  ])("%s that begins with // is kept and never sent", (_, message) => {
    const talk = settled();
    const heard = talk.team(message);
    expect(heard.rows("note")).toMatchObject([{ text: "likes cats", byId: ben.id }]);
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.toldTeam).toEqual(["noted"]);
  });

  test("/note keeps one too, an empty one says how", () => {
    const talk = settled();
    expect(talk.teamCommands("note", "likes cats").rows("note")).toMatchObject([
      { text: "likes cats" },
    ]);
    expect(talk.teamCommands("note").toldTeam).toEqual(["noteUsage"]);
  });
});

describe("edits", () => {
  test("are followed", () => {
    const talk = settled();
    talk.team("helo", { id: 301 });
    const heard = talk.hear(edited("hello"));
    expect(heard.effect("editReply")).toMatchObject({ groupId: GROUP_ID, topicMessageId: 301 });
    expect(heard.rows("messageChange")).toMatchObject([{ ref: `g${GROUP_ID}:301`, text: "hello" }]);
  });

  test.each(["// a note now", "/gift 100", "/lock-3", "/tmp/x"])("to %p stay inside", (text) => {
    const talk = settled();
    talk.team("hello", { id: 301 });
    expect(talk.hear(edited(text)).decision.effects).toEqual([]);
  });

  test("of strangers are nobody's", () => {
    expect(settled().hear({ ...edited("hi"), by: passerby }).decision.effects).toEqual([]);
  });

  test("that do not arrive are told under the message", () => {
    const talk = settled();
    talk.team("helo", { id: 301 });
    const heard = talk.hear(edited("hello"));
    expect(talk.refused(heard, "editReply", "bad-request").effect("tell")).toMatchObject({
      say: { key: "undelivered", with: { why: "other" } },
      replyToMessageId: 301,
    });
    const again = talk.hear(edited("hello again"));
    expect(talk.refused(again, "editReply", "message-gone").decision.effects).toEqual([]);
  });

  function edited(text: string) {
    return {
      type: "teamEdited",
      by: ben,
      groupId: GROUP_ID,
      topicId: 42,
      messageId: 301,
      content: content("text", text),
    } as const;
  }
});

describe("/delete", () => {
  test("takes the fan's copy back and says so once it is gone", () => {
    const talk = settled();
    talk.team("oops", { id: 301 });
    const asked = talk.teamCommands("delete", "", { replyTo: 301 });
    expect(asked.effect("withdraw")).toMatchObject({ groupId: GROUP_ID, topicMessageId: 301 });
    expect(asked.decision.rows).toEqual([]);
    const done = talk.outcome(asked, "withdraw", { type: "done", sent: null });
    expect(done.rows("messageChange")).toMatchObject([
      { ref: `g${GROUP_ID}:301`, status: "withdrawn" },
    ]);
    expect(done.toldTeam).toEqual(["withdrawn"]);
  });

  test("says when it could not, and how when there is nothing to take back", () => {
    const talk = settled();
    const asked = talk.teamCommands("delete", "", { replyTo: 301 });
    const refused = talk.refused(asked, "withdraw", "too-late");
    expect(refused.toldTeam).toEqual(["withdrawFailed"]);
    expect(refused.decision.rows).toEqual([]);
    expect(talk.teamCommands("delete").toldTeam).toEqual(["withdrawUsage"]);
  });
});

describe("commands", () => {
  test("that nobody knows are told and never sent", () => {
    const talk = settled();
    const heard = talk.teamCommands("frobnicate", "now");
    expect(heard.verbs).toEqual(["tell"]);
    expect(heard.toldTeam).toEqual(["unknownCommand"]);
    const caption = talk.team(content("photo", "/frobnicate 5"));
    expect(caption.verbs).toEqual(["tell"]);
    expect(caption.toldTeam).toEqual(["unknownCommand"]);
  });

  test("/info sends a fresh card and leaves the pinned one pinned", () => {
    const talk = settled();
    const heard = talk.teamCommands("info");
    expect(heard.effect("card").messageId).toBeNull();
    const { cardId } = talk.state;
    expect(talk.done(heard, "card", 777).decision.effects).toEqual([]);
    expect(talk.state.cardId).toBe(cardId);
  });

  test("/help explains the topic", () => {
    expect(settled().teamCommands("help").toldTeam).toEqual(["teamHelp"]);
  });
});

describe("outcomes of replies", () => {
  test("a fan who blocked the bot is marked, told of under the message, and sent nothing", () => {
    const talk = settled();
    const reply = talk.team("hello!", { id: 301 });
    const refused = talk.refused(reply, "reply", "blocked");
    expect(talk.state.isUnreachable).toBe(true);
    expect(refused.effect("tell")).toMatchObject({
      say: { key: "undelivered", with: { why: "blocked" } },
      replyToMessageId: 301,
    });
    expect(refused.rows("messageChange")).toMatchObject([
      { ref: `g${GROUP_ID}:301`, status: "failed" },
    ]);
    expect(talk.teamCommands("gift", "5").toldFan).toEqual([]);
  });

  test("any other refusal is told with its reason", () => {
    const talk = settled();
    const refused = talk.refused(talk.team("hello!"), "reply", "bad-request");
    expect(refused.effect("tell").say).toMatchObject({
      key: "undelivered",
      with: { why: "other" },
    });
    expect(talk.state.isUnreachable).toBe(false);
  });

  test("a notice that meets a blocked chat tells the topic once", () => {
    const talk = settled();
    const notices = [talk.commands("help"), talk.commands("balance")];
    const heards = notices.map((notice) => talk.refused(notice, "notify", "blocked"));
    expect(heards.map((heard) => heard.toldTeam)).toEqual([["fanBlocked"], []]);
  });
});

describe("a fan who blocked the bot", () => {
  test("is told of in the topic once, on the card, and back when they unblock", () => {
    const talk = settled();
    const blocked = talk.hear({ type: "fanBlocked" });
    expect(blocked.toldTeam).toEqual(["fanBlocked"]);
    expect(blocked.effect("card").facts.isUnreachable).toBe(true);
    expect(talk.hear({ type: "fanBlocked" }).decision.effects).toEqual([]);
    const back = talk.hear({ type: "fanUnblocked" });
    expect(back.toldTeam).toEqual(["fanUnblocked"]);
    expect(back.effect("card").facts.isUnreachable).toBe(false);
    expect(talk.hear({ type: "fanUnblocked" }).decision.effects).toEqual([]);
  });

  test("is sent nothing, not even a change of what they have", () => {
    const talk = settled({ welcomeCredits: 1, lowBalance: 0, meter: true });
    talk.done(talk.writes("held"), "notify", 700);
    talk.hear({ type: "fanBlocked" });
    const heard = talk.teamCommands("gift", "5");
    expect(heard.decision.held).toHaveLength(2);
    expect(heard.verbs.filter((verb) => verb === "notify" || verb === "editNotice")).toEqual([]);
  });

  test("who has no topic yet is told of nowhere", () => {
    const talk = new Talk();
    talk.commands("start");
    expect(talk.hear({ type: "fanBlocked" }).decision.effects).toEqual([]);
    expect(talk.state.isUnreachable).toBe(true);
  });

  test("is written to again as soon as they write", () => {
    const talk = settled();
    talk.hear({ type: "fanBlocked" });
    talk.writes("I am back");
    expect(talk.state.isUnreachable).toBe(false);
    expect(talk.team("welcome").verbs).toContain("reply");
  });
});

test("the fan's reaction on an answer shows in the topic", () => {
  const talk = settled();
  const heard = talk.hear({ type: "fanReacted", messageId: 88, emoji: "🔥" });
  expect(heard.effect("mirrorReaction")).toMatchObject({ fanChatMessageId: 88, emoji: "🔥" });
  expect(new Talk().hear({ type: "fanReacted", messageId: 88, emoji: "🔥" }).verbs).toEqual([]);
});
