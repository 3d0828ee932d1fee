import { describe, expect, test } from "bun:test";
import { CONTENT_KINDS } from "#actors/kernel/content.ts";
import {
  alice,
  content,
  FAN_ID,
  GROUP_ID,
  OPEN_SHOP,
  settled,
  Talk,
  TOPIC_ID,
} from "./test-kit.ts";

describe("a first message", () => {
  test("opens the topic, sends its card, posts, and acknowledges behind the post", () => {
    const talk = new Talk();
    talk.commands("start");
    const heard = talk.writes("hello");
    const inTopic = heard.verbs.filter((verb) => verb !== "notify");
    expect(inTopic).toEqual(["openTopic", "card", "post", "react"]);
    expect(heard.effect("openTopic").name).toBe("@alice123");
    const post = heard.decision.effects.findIndex(({ effect }) => effect.verb === "post");
    expect(heard.emitted("react").after).toBe(post);
    expect(heard.reactions).toEqual([`👌 ${talk.lastMessageId}`]);
    expect(heard.emitted("post").delivers).toEqual([`f${talk.lastMessageId}`]);
  });

  test("is charged, with the ledger row, the message row and the post in one decision", () => {
    const talk = new Talk();
    talk.commands("start");
    const heard = talk.writes("hello");
    const id = talk.lastMessageId;
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "message", credits: -1, reference: `message:${FAN_ID}:${id}` },
    ]);
    expect(heard.rows("message")).toMatchObject([
      { ref: `f${id}`, direction: "in", kind: "text", text: "hello", cost: 1, status: "queued" },
    ]);
    expect(heard.effect("post").header?.facts.credits).toBe(2);
    expect(talk.state.credits).toBe(2);
  });

  test("of somebody who never pressed start grants the welcome first, and says so", () => {
    const talk = new Talk();
    const heard = talk.writes("hello");
    expect(talk.ledger.map(({ kind, credits }) => [kind, credits])).toEqual([
      ["welcome", 3],
      ["message", -1],
    ]);
    expect(heard.toldFan).toContain("welcome");
    expect(heard.effects("post")).toHaveLength(1);
  });

  test("opens the topic once: the second waits for the same one", () => {
    const talk = new Talk();
    talk.writes("hello");
    const second = talk.writes("are you there?");
    expect(second.verbs).not.toContain("openTopic");
    expect(second.effects("post")).toHaveLength(1);
  });

  test("goes to a group that is always the same, and fans are spread over them", () => {
    const groupIds = [GROUP_ID, GROUP_ID - 1];
    const talk = new Talk({ groupIds });
    talk.writes("hello");
    expect(talk.state.groupId).toBe(groupIds[FAN_ID % 2] ?? 0);
    talk.settings = { ...talk.settings, groupIds: [GROUP_ID] };
    talk.writes("again");
    expect(talk.state.groupId).toBe(groupIds[FAN_ID % 2] ?? 0);
  });
});

describe("every kind", () => {
  const prices: Record<string, number> = { text: 1, photo: 3, voice: 5, video: 5 };
  for (const kind of CONTENT_KINDS.filter((each) => each !== "unsupported")) {
    test(`${kind} is relayed once at its price`, () => {
      const talk = settled();
      const before = talk.state.credits;
      const heard = talk.writes(content(kind, kind === "text" ? "hi" : ""));
      const price = talk.settings.costs[kind];
      expect(before - talk.state.credits).toBe(price);
      if (prices[kind] !== undefined) expect(price).toBe(prices[kind]);
      const parts = heard.effects("post").flatMap((post) => post.parts);
      expect(parts).toMatchObject([{ fanMessageId: talk.lastMessageId, content: { kind } }]);
      expect(heard.effects("post")[0]?.header?.contentKind).toBe(kind);
    });
  }

  test("what cannot be relayed is told and costs nothing", () => {
    const talk = settled();
    const before = talk.state.credits;
    const heard = talk.writes(content("unsupported"));
    expect(heard.toldFan).toEqual(["unsupported"]);
    expect(heard.effect("notify").replyToFanMessageId).toBe(talk.lastMessageId);
    expect(talk.state.credits).toBe(before);
    expect(heard.decision.rows).toEqual([]);
  });

  test("a burst of what cannot be relayed is told of once", () => {
    const talk = settled();
    talk.writes(content("unsupported"));
    expect(talk.wait(1000).writes(content("unsupported")).toldFan).toEqual([]);
    expect(talk.wait(5000).writes(content("unsupported")).toldFan).toEqual(["unsupported"]);
  });

  test("what cannot be relayed opens no topic", () => {
    const talk = new Talk();
    talk.commands("start");
    expect(talk.writes(content("unsupported")).verbs).toEqual(["notify"]);
  });
});

describe("how it is posted", () => {
  test("text and header are one message with the five buttons", () => {
    const heard = settled().writes("hi");
    const post = heard.effect("post");
    expect(post.header).toMatchObject({ title: "new", contentKind: "text" });
    expect(post.keyboard.flat().map(({ label }) => label)).toEqual([
      "userInfo",
      "gift",
      "ban",
      "seen",
      "assign",
    ]);
  });

  test("a text of 4,096 characters loses nothing and is charged once", () => {
    const talk = settled();
    const before = talk.state.credits;
    const text = "word ".repeat(819).padEnd(4096, "!");
    const heard = talk.writes(text);
    const [head, rest, ...others] = heard.effects("post");
    expect(others).toEqual([]);
    const pieces = [head, rest].map((post) => post?.parts[0]?.content.text ?? "");
    expect(pieces.join("")).toBe(text);
    expect(pieces[0]?.endsWith(" ")).toBe(true);
    expect(pieces[0]?.length).toBeLessThanOrEqual(4096 - 512);
    expect(rest?.header).toBeNull();
    expect(heard.decision.effects.map(({ after }) => after)).toEqual([undefined, 0, 1]);
    expect(before - talk.state.credits).toBe(1);
    expect(heard.decision.effects[1]?.delivers).toEqual([`f${talk.lastMessageId}`]);
  });

  test.each(["", "x"])("a split after %p never cuts a surrogate pair", (before) => {
    const heard = settled().writes(`${before}${"😀".repeat(2047)}`);
    expect(heard.effects("post")).toHaveLength(2);
    for (const post of heard.effects("post")) {
      expect(post.parts[0]?.content.text.isWellFormed()).toBe(true);
    }
  });

  test("a split is made between lines where there are any", () => {
    const heard = settled().writes(`${"a line of words\n".repeat(250)}the end`);
    expect(heard.effects("post")[0]?.parts[0]?.content.text.endsWith("words\n")).toBe(true);
  });

  test("entities go with their part of a split text", () => {
    const text = `${"a".repeat(3580)} bold words at the end`;
    const entities = [{ type: "bold", offset: 3581, length: 4 }];
    const heard = settled().writes({ ...content("text", text), entities });
    const [head, rest] = heard.effects("post").map((post) => post.parts[0]?.content);
    expect(head?.entities).toEqual([]);
    const bold = rest?.entities[0];
    expect(rest?.text.slice(bold?.offset, (bold?.offset ?? 0) + (bold?.length ?? 0))).toBe("bold");
  });

  test("media with a short caption is one post, the header above the caption", () => {
    const heard = settled().writes(content("photo", "look!"));
    expect(heard.effect("post")).toMatchObject({ header: { contentKind: "photo" } });
    expect(heard.effect("post").parts).toHaveLength(1);
  });

  test.each([
    ["a long caption", content("photo", "x".repeat(600))],
    ["no caption at all", content("video_note")],
  ])("media with %s goes bare behind its header", (_, message) => {
    const talk = settled();
    const heard = talk.writes(message);
    const [header, bare] = heard.effects("post");
    expect(header).toMatchObject({ parts: [], header: { contentKind: message.kind } });
    expect(header?.keyboard.flat()).toHaveLength(5);
    expect(bare).toMatchObject({ header: null, keyboard: [], parts: [{ content: message }] });
    expect(heard.decision.effects.map(({ delivers }) => delivers)).toEqual([
      undefined,
      [`f${talk.lastMessageId}`],
      undefined,
    ]);
    expect(heard.decision.effects.map(({ after }) => after)).toEqual([undefined, undefined, 1]);
  });

  test("a reply keeps the message it replies to", () => {
    const talk = settled();
    const heard = talk.writes("that one", { replyTo: 77 });
    expect(heard.effect("post").replyToFanMessageId).toBe(77);
  });
});

describe("once", () => {
  test("the same message under another update id does nothing", () => {
    const talk = settled();
    talk.writes("hi", { id: 900 });
    const before = talk.state;
    const heard = talk.writes("hi", { id: 900 });
    expect(heard.decision.effects).toEqual([]);
    expect(heard.decision.rows).toEqual([]);
    expect(heard.decision.state).toEqual(before);
  });

  test("not even after so many others that it is not remembered one by one", () => {
    const talk = settled();
    const old = talk.nextMessageId();
    talk.writes("old", { id: old });
    for (let i = 0; i < 60; i += 1) talk.writes(`message ${i}`);
    const credits = talk.state.credits;
    expect(talk.writes("old", { id: old }).decision.effects).toEqual([]);
    expect(talk.state.credits).toBe(credits);
  });
});

describe("who wrote", () => {
  test("a new name renames the topic and refreshes the card", () => {
    const talk = settled();
    const heard = talk.writes("hi", { person: { ...alice, username: "alice_new" } });
    expect(heard.effect("renameTopic").name).toBe("@alice_new");
    expect(heard.effect("card").facts.username).toBe("alice_new");
  });

  test("somebody without a username is called by their first name", () => {
    const talk = new Talk();
    const heard = talk.writes("hi", { person: { ...alice, username: null } });
    expect(heard.effect("openTopic").name).toBe("Alice");
  });

  test("names are kept within bounds and whole", () => {
    const talk = new Talk();
    talk.writes("hi", { person: { ...alice, firstName: `x${"😀".repeat(400)}` } });
    expect(talk.state.firstName.length).toBeLessThanOrEqual(64);
    expect(talk.state.firstName.isWellFormed()).toBe(true);
  });
});

describe("a low balance", () => {
  test("is told once a crossing, and again after it was up in between", () => {
    const talk = settled({ welcomeCredits: 5, lowBalance: 3 });
    expect(talk.writes("to 3").toldFan).toEqual([]);
    expect(talk.writes("to 2").toldFan).toEqual(["lowBalance"]);
    expect(talk.writes("to 1").toldFan).toEqual([]);
    talk.teamCommands("gift", "3");
    expect(talk.writes("to 3").toldFan).toEqual([]);
    expect(talk.writes("to 2 again").toldFan).toEqual(["lowBalance"]);
  });

  test("offers more where there is a shop", () => {
    const talk = settled({ welcomeCredits: 2, lowBalance: 1, ...OPEN_SHOP });
    expect(talk.writes("to 0").button("buyCredits")).toBe("_.shop.");
  });
});

test("counts what the team has to see", () => {
  const talk = settled();
  talk.wait(1000).writes("two");
  const shown = talk.hear({ type: "fanReacted", messageId: 1, emoji: null });
  expect(shown.decision.state).toMatchObject({
    messagesIn: 2,
    unread: 2,
    waitingSince: talk.at - 1000,
    lastMessageAt: talk.at,
    topicId: TOPIC_ID,
  });
});
