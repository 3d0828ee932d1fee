import { describe, expect, test } from "bun:test";
import { broke, content, fanData, OPEN_SHOP, Talk, TOPIC_ID } from "./test-kit.ts";

describe("a message that cannot be paid", () => {
  test("is kept with its posts in wait, and the fan is told what would send it", () => {
    const talk = broke();
    const heard = talk.writes(content("photo", "look"));
    expect(heard.rows("message")).toMatchObject([{ status: "held", cost: 3 }]);
    expect(heard.rows("ledger")).toEqual([]);
    expect(heard.emitted("post").held).toBe(true);
    expect(heard.emitted("react").held).toBe(true);
    expect(heard.effect("notify")).toMatchObject({
      replyToFanMessageId: talk.lastMessageId,
      say: { key: "held", with: { kind: "photo", cost: 3, credits: 0, held: 1 } },
    });
    expect(talk.state).toMatchObject({ unread: 1, messagesIn: 1 });
  });

  test("does not stop a cheaper one that can", () => {
    const talk = broke({ welcomeCredits: 3 });
    expect(talk.writes(content("video")).rows("message")).toMatchObject([{ status: "held" }]);
    expect(talk.writes("hi").rows("message")).toMatchObject([{ status: "queued" }]);
  });

  test("opens the topic, so that the team can see who waits", () => {
    const talk = new Talk({ welcomeCredits: 0 });
    const heard = talk.writes("hello");
    expect(heard.verbs).toContain("openTopic");
    expect(talk.state.held).toHaveLength(1);
  });

  test("a burst changes one notice, a later one sends a new one", () => {
    const talk = broke();
    const first = talk.writes("one");
    const noticeId = 700;
    talk.done(first, "notify", noticeId);
    const second = talk.wait(1000).writes("two");
    expect(second.toldFan).toEqual([]);
    expect(second.effect("editNotice")).toMatchObject({
      messageId: noticeId,
      say: { key: "held", with: { held: 2, cost: 2 } },
    });
    expect(talk.wait(60_000).writes("three").toldFan).toEqual(["held"]);
  });

  test("the one too many is refused with a word, not charged and not kept", () => {
    const talk = broke({ heldMax: 2 });
    talk.writes("one");
    talk.writes("two");
    const heard = talk.writes("three");
    expect(heard.toldFan).toEqual(["heldFull"]);
    expect(heard.decision.rows).toEqual([]);
    expect(heard.verbs).not.toContain("post");
    expect(talk.state.held).toHaveLength(2);
    expect(talk.edits(talk.lastMessageId, "three!").decision.effects).toEqual([]);
  });
});

describe("when credits arrive", () => {
  test("what waits goes out in order as far as the balance reaches, and the fan is told", () => {
    const talk = broke();
    const one = talk.writes("one");
    const two = talk.writes(content("photo"));
    talk.writes(content("video"));
    const heard = talk.teamCommands("gift", "5");
    expect(talk.state.credits).toBe(1);
    expect(heard.decision.held.map(({ effectId, to }) => [effectId, to])).toEqual([
      [one.idOf("post"), "released"],
      [one.idOf("react"), "released"],
      [two.idOf("post"), "released"],
      [two.idOf("react"), "released"],
    ]);
    expect(heard.rows("messageChange").map(({ status, cost }) => [status, cost])).toEqual([
      ["queued", 1],
      ["queued", 3],
    ]);
    expect(heard.effects("notify").map(({ say }) => say)).toContainEqual({
      key: "released",
      with: { count: 2, stillHeld: 1, credits: 1, creditsFull: talk.state.creditsFull },
    });
    expect(talk.state.held).toHaveLength(1);
    expect(talk.state.messagesIn).toBe(3);
  });

  test("released headers show the figures of that moment", () => {
    const talk = broke();
    talk.writes("one");
    const [released] = talk.teamCommands("gift", "5").decision.held;
    if (released?.to !== "released") throw new Error("nothing was released");
    expect(released.header).toMatchObject({ title: "held", facts: { credits: 4 } });
  });

  test("time lets it out for nothing, and nothing can be refunded for it", () => {
    const talk = broke();
    const held = talk.writes(content("photo"));
    const heard = talk.teamCommands("gift", "1h");
    expect(heard.rows("messageChange")).toMatchObject([{ status: "queued", cost: 0 }]);
    expect(heard.rows("ledger").map(({ kind }) => kind)).toEqual(["gift"]);
    const refused = talk.refused(held, "post", "bad-request");
    expect(refused.rows("ledger")).toEqual([]);
    expect(talk.state.credits).toBe(0);
  });

  test("the notice that asked for payment says that it is settled", () => {
    const talk = broke();
    talk.done(talk.writes("one"), "notify", 700);
    const heard = talk.teamCommands("gift", "5");
    expect(heard.effect("editNotice")).toMatchObject({
      messageId: 700,
      say: { key: "heldSettled" },
      keyboard: [],
    });
  });

  test("a notice that gets there after the release is settled then", () => {
    const talk = broke();
    const held = talk.writes("one");
    talk.teamCommands("gift", "5");
    expect(talk.done(held, "notify", 700).effect("editNotice").say.key).toBe("heldSettled");
  });

  test("a notice with something left to pay says what that is", () => {
    const talk = broke();
    talk.done(talk.writes("one"), "notify", 700);
    talk.writes(content("video"));
    expect(talk.teamCommands("gift", "2").effect("editNotice")).toMatchObject({
      messageId: 700,
      say: { key: "held", with: { kind: "video", cost: 5, credits: 1, held: 1 } },
    });
  });

  test("what is held after that is told anew", () => {
    const talk = broke();
    talk.done(talk.writes("one"), "notify", 700);
    talk.teamCommands("gift", "1");
    expect(talk.writes("two").toldFan).toEqual(["held"]);
  });

  test("one message says what went and that little is left, with the way to more", () => {
    const talk = broke({ ...OPEN_SHOP, lowBalance: 5 });
    talk.writes("one");
    const heard = talk.teamCommands("gift", "5");
    expect(heard.toldFan).toEqual(["gift", "released"]);
    expect(heard.button("buyCredits")).toBe(fanData("shop"));
  });

  test("of what went out for bought time there is nothing to buy", () => {
    const talk = broke({ ...OPEN_SHOP, lowBalance: 5 });
    talk.writes("one");
    const heard = talk.teamCommands("gift", "1h");
    expect(heard.toldFan).toEqual(["giftTime", "released"]);
    expect(() => heard.button("buyCredits")).toThrow();
  });

  test("a closed topic is reopened first", () => {
    const talk = broke();
    talk.writes("one");
    talk.topicEvent("closed");
    const heard = talk.teamCommands("gift", "5");
    expect(heard.verbs).toContain("reopenTopic");
    expect(talk.state.topicStatus).toBe("open");
  });
});

describe("taking it back", () => {
  test("drops the posts, marks the rows and tells how many", () => {
    const talk = broke();
    const held = talk.writes("one");
    const heard = talk.presses(fanData("discard"));
    expect(heard.decision.held).toEqual([
      { effectId: held.idOf("post"), to: "dropped" },
      { effectId: held.idOf("react"), to: "dropped" },
    ]);
    expect(heard.rows("messageChange")).toMatchObject([{ status: "withdrawn" }]);
    expect(heard.effect("editNotice").say).toEqual({ key: "heldDropped", with: { count: 1 } });
    expect(heard.decision.state).toMatchObject({ heldNotice: null, isCardStale: true });
    expect(talk.presses(fanData("discard")).answer).toBe("pressStale");
    expect(talk.teamCommands("gift", "5").decision.held).toEqual([]);
  });
});

test("an album waits and goes out with all its rows", () => {
  const talk = broke();
  talk.writes(content("photo"), { albumId: "a" });
  talk.writes(content("photo"), { albumId: "a" });
  const held = talk.fires("albumIn");
  expect(held.decision.effects.filter((emitted) => emitted.held)).toHaveLength(3);
  expect(held.effect("postAlbum").fanMessageIds).toHaveLength(2);
  const heard = talk.teamCommands("gift", "6");
  expect(heard.decision.held.map(({ to }) => to)).toEqual(["released", "released", "released"]);
  expect(talk.state).toMatchObject({ credits: 0, topicId: TOPIC_ID });
});
