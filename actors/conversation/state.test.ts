import { describe, expect, test } from "bun:test";
import { conversation } from "./index.ts";
import { paymentFact, refundFact } from "./money/test-kit.ts";
import { contentHash, hashOf, isTakenIn, type Recent, remember } from "./recent.ts";
import { initialState } from "./state.ts";
import { content, FAN_ID, GROUP_ID, settled, Talk, TOPIC_ID } from "./test-kit.ts";

const address = { kind: "conversation", key: String(FAN_ID) } as const;

describe("the state", () => {
  test("of an ordinary conversation is below 1.75 KB of JSON, and a flood adds little", () => {
    const talk = settled();
    for (let i = 0; i < 10; i += 1) {
      talk.wait(60_000).writes(`question ${i}`, { id: 1_000_000 + 3 * i });
      const reply = talk.team(`answer ${i}`);
      talk.done(reply, "reply");
    }
    const ordinary = JSON.stringify(talk.state).length;
    expect(ordinary).toBeLessThan(1792);
    for (let i = 0; i < 40; i += 1) talk.writes(`flood ${i}`, { id: 2_000_000 + i });
    expect(JSON.stringify(talk.state).length - ordinary).toBeLessThan(512);
  });

  test("remembers so many purchases, refunds and disputes, in a few kilobytes", () => {
    const talk = settled();
    const before = JSON.stringify(talk.state).length;
    for (let i = 0; i < 40; i += 1) {
      const purchase = talk.begins();
      talk.says(paymentFact(purchase));
      talk.says(refundFact(purchase, { amount: 100 }));
    }
    expect(talk.state.purchases).toHaveLength(16);
    expect(JSON.stringify(talk.state).length - before).toBeLessThan(12 * 1024);
  });

  test("that cannot be read is refused by the names of its fields, not by what is in them", () => {
    const broken = { ...settled().state, credits: -1, firstName: 7 };
    expect(() => conversation.load(broken, address)).toThrow(/firstName, credits/);
    expect(() => conversation.load(null, address)).toThrow(/can be read/);
  });

  test("of another fan is refused", () => {
    const other = initialState({ kind: "conversation", key: "8" });
    expect(() => conversation.load(other, address)).toThrow(/belongs to its address/);
  });

  test("says where effects go", () => {
    const talk = settled();
    expect(conversation.route(talk.state)).toEqual({
      fanChatId: FAN_ID,
      groupId: GROUP_ID,
      topicId: TOPIC_ID,
    });
  });

  test("shows people and reports what they need", () => {
    const talk = settled();
    expect(conversation.project(talk.state)).toMatchObject({
      user: { telegramId: FAN_ID, username: "alice123", credits: 99, tier: "new" },
      conversation: { groupId: GROUP_ID, topicId: TOPIC_ID, unreadMessages: 1, status: "open" },
    });
  });

  test("has a status in one word", () => {
    const talk = new Talk();
    const statusNow = () => conversation.project(talk.state)?.conversation.status;
    talk.commands("start");
    expect(statusNow()).toBe("new");
    talk.done(talk.writes("hi"), "openTopic", TOPIC_ID);
    expect(statusNow()).toBe("open");
    talk.topicEvent("closed");
    expect(statusNow()).toBe("closed");
    talk.hear({ type: "fanBlocked" });
    expect(statusNow()).toBe("unreachable");
    talk.teamCommands("ban");
    expect(statusNow()).toBe("banned");
  });

  test("has the tier that the settings make of what was spent", () => {
    const talk = settled();
    talk.state = { ...talk.state, spentCents: 500 };
    talk.writes("hi");
    expect(talk.state.tier).toBe("regular");
    talk.settings = { ...talk.settings, tierVipCents: 500 };
    expect(talk.writes("hi").effect("post").header?.facts.tier).toBe("regular");
    expect(talk.state.tier).toBe("vip");
  });
});

describe("what was taken in", () => {
  const none: Recent = { recent: [], takenInUpTo: 0 };

  test("is known one by one at first, then by the water mark", () => {
    let recent = none;
    for (let id = 1; id <= 100; id += 1) recent = remember(recent, id, 7);
    const known = { ...recent, forgottenUpTo: 0, newestEnvelopeId: 500 };
    expect([1, 100, 101].map((id) => isTakenIn(known, id, 501))).toEqual([true, true, false]);
    expect(recent.recent).toHaveLength(24);
  });

  test("does not swallow a message that is a little late", () => {
    const recent = remember(remember(none, 10, 7), 12, 7);
    expect(isTakenIn({ ...recent, forgottenUpTo: 0, newestEnvelopeId: 1 }, 11, 2)).toBe(false);
  });

  test("does not swallow what was put back, unless it was heard of or its fan is forgotten", () => {
    const marks = { ...remember(none, 50, 7), takenInUpTo: 40, newestEnvelopeId: 900 };
    const isKnown = (messageId: number, forgottenUpTo: number) =>
      isTakenIn({ ...marks, forgottenUpTo }, messageId, 300);
    expect([isKnown(7, 0), isKnown(50, 0), isKnown(7, 20)]).toEqual([false, true, true]);
  });

  test("keeps the newest hash of a message", () => {
    const recent = remember(remember(none, 10, 7), 10, 8);
    expect(hashOf(recent, 10)).toBe(8);
    expect(recent.recent).toHaveLength(2);
  });

  test("hashes what an edit can change, and nothing else", () => {
    const text = content("text", "hi");
    const bold = { ...text, entities: [{ type: "bold", offset: 0, length: 2 }] };
    expect(contentHash(text)).not.toBe(contentHash(content("text", "ho")));
    expect(contentHash(text)).not.toBe(contentHash(bold));
    expect(contentHash({ ...text, fileId: "other" })).toBe(contentHash(text));
    expect(contentHash(text)).toBeGreaterThan(0);
  });
});

test("a timer of another version comes to nothing", () => {
  const talk = settled();
  const heard = talk.hear({ type: "timer", name: "horoscope", dueAt: 1 });
  expect(heard.decision.effects).toEqual([]);
});

test("a body that is no message is refused", () => {
  expect(() => conversation.parse({ type: "fanWrote" })).toThrow();
  expect(() => conversation.parse({ type: "horoscope" })).toThrow();
});
