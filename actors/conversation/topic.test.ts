import { describe, expect, test } from "bun:test";
import { MEND_WINDOW_MS, MENDS_MAX } from "./limits.ts";
import { GROUP_ID, MINUTE_MS, settled, Talk, TOPIC_ID } from "./test-kit.ts";

/** Posts a message that finds the topic gone. */
function loseTopic(talk: Talk) {
  return talk.refused(talk.writes("hi"), "post", "topic-gone");
}

describe("opening", () => {
  test("the topic's id is learned, kept as a row, and the card is pinned", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    const opened = talk.done(first, "openTopic", TOPIC_ID);
    expect(opened.rows("topic")).toMatchObject([{ groupId: GROUP_ID, topicId: TOPIC_ID }]);
    expect(talk.state).toMatchObject({ topicId: TOPIC_ID, topicStatus: "open" });
    expect(talk.done(first, "card", 43).effect("pin").messageId).toBe(43);
    expect(talk.state.cardId).toBe(43);
  });

  test("the service message and the answer may both come: it is one topic", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    talk.topicEvent("created", true);
    expect(talk.done(first, "openTopic", TOPIC_ID).decision.rows).toEqual([]);
  });

  test("refusals that come late are about a topic that is not wanted any more", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    expect(talk.refused(first, "post", "topic-closed").decision.effects).toEqual([]);
    talk.topicEvent("created", true);
    const refused = talk.refused(first, "openTopic", "bad-request");
    expect(refused.decision.timers).toEqual([]);
    expect(talk.state.topicStatus).toBe("open");
  });

  test("commands open none", () => {
    const talk = new Talk();
    for (const command of ["start", "help", "balance", "settings", "privacy", "nonsense"]) {
      expect(talk.commands(command).verbs).toEqual(["notify"]);
    }
    expect(talk.state.topicStatus).toBe("none");
  });

  test("the service message of a topic whose answer was lost adopts it", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    talk.topicEvent("created", true);
    expect(talk.state).toMatchObject({ topicId: TOPIC_ID, topicStatus: "open" });
    const late = talk.done(first, "openTopic", TOPIC_ID + 1);
    expect(talk.state.topicId).toBe(TOPIC_ID);
    expect(late.rows("topic")).toMatchObject([{ topicId: TOPIC_ID + 1 }]);
  });

  test("a refusal for good is tried again after 1, 5 and 15 minutes, without a second card", () => {
    const talk = new Talk();
    let heard = talk.writes("hello");
    for (const minutes of [1, 5, 15, 15]) {
      const refused = talk.refused(heard, "openTopic", "bad-request");
      expect(refused.timers(talk.at)).toEqual([["topic", minutes * MINUTE_MS]]);
      heard = talk.fires("topic");
      expect(heard.verbs).toEqual(["openTopic"]);
      talk.wait(MEND_WINDOW_MS);
    }
    talk.done(heard, "openTopic", TOPIC_ID);
    expect(talk.state).toMatchObject({ topicStatus: "open", openFailures: 0 });
  });

  test("a topic without an id is no topic: it is asked for again", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    const heard = talk.outcome(first, "openTopic", { type: "done", sent: null });
    expect(heard.timers(talk.at)).toEqual([["topic", MINUTE_MS]]);
  });

  test.each(["no-rights", "chat-gone"] as const)("%s is the owner's to mend: it waits", (code) => {
    const talk = new Talk();
    const heard = talk.refused(talk.writes("hello"), "openTopic", code);
    expect(heard.decision.effects).toEqual([]);
    expect(talk.state.topicStatus).toBe("opening");
  });
});

describe("a lost topic", () => {
  test("is replaced by a new one with what was said last and a new card", () => {
    const talk = settled();
    const heard = loseTopic(talk);
    expect(heard.verbs).toEqual(["openTopic", "recap", "card"]);
    expect(heard.effect("card").messageId).toBeNull();
    expect(heard.rows("messageChange")).toEqual([]);
    expect(talk.state).toMatchObject({ topicId: null, lostTopicId: TOPIC_ID });
    talk.done(heard, "openTopic", TOPIC_ID + 9);
    expect(talk.done(heard, "card", 99).effect("pin").messageId).toBe(99);
    expect(talk.state.topicId).toBe(TOPIC_ID + 9);
  });

  test("is replaced once, however many messages find it gone", () => {
    const talk = settled();
    const posts = [talk.writes("one"), talk.writes("two"), talk.writes("three")];
    const heards = posts.map((post) => talk.refused(post, "post", "topic-gone"));
    expect(heards.map((heard) => heard.effects("openTopic").length)).toEqual([1, 0, 0]);
  });

  test("its own late service message does not bring it back", () => {
    const talk = settled();
    loseTopic(talk);
    talk.topicEvent("created", true, TOPIC_ID);
    expect(talk.state.topicStatus).toBe("opening");
  });

  test("is replaced at most so often, then the timer tries again", () => {
    const talk = settled();
    for (let i = 0; i < MENDS_MAX; i += 1) {
      const heard = loseTopic(talk);
      expect(heard.verbs).toContain("openTopic");
      talk.done(heard, "openTopic", TOPIC_ID + 1 + i);
    }
    const stopped = loseTopic(talk);
    expect(stopped.verbs).toEqual([]);
    expect(stopped.timers(talk.at)).toEqual([["topic", MEND_WINDOW_MS]]);
    expect(talk.writes("waits").verbs).not.toContain("openTopic");
    expect(talk.fires("topic").verbs).toEqual(["openTopic", "recap", "card"]);
  });
});

describe("a closed topic", () => {
  test("met by a message is reopened", () => {
    const talk = settled();
    const heard = talk.refused(talk.writes("hi"), "post", "topic-closed");
    expect(heard.verbs).toEqual(["reopenTopic"]);
  });

  test("closed by a person is reopened before the fan's next message", () => {
    const talk = settled();
    talk.topicEvent("closed");
    expect(talk.state.topicStatus).toBe("closed");
    expect(talk.writes("hi").verbs.slice(0, 2)).toEqual(["reopenTopic", "post"]);
    expect(talk.writes("again").verbs).not.toContain("reopenTopic");
  });

  test("reopened by a person needs nothing", () => {
    const talk = settled();
    talk.topicEvent("closed");
    talk.topicEvent("closed");
    expect(talk.state.topicStatus).toBe("closed");
    talk.topicEvent("reopened");
    talk.topicEvent("reopened");
    expect(talk.writes("hi").verbs).not.toContain("reopenTopic");
  });

  test("our own acts are no news, and nor are other topics' events", () => {
    const talk = settled();
    talk.topicEvent("closed", true);
    talk.topicEvent("closed", false, TOPIC_ID + 1);
    expect(talk.state.topicStatus).toBe("open");
  });

  test("that cannot be reopened is not asked for ever", () => {
    const talk = settled();
    for (let i = 0; i < MENDS_MAX; i += 1) {
      expect(talk.refused(talk.writes("hi"), "post", "topic-closed").verbs).toEqual([
        "reopenTopic",
      ]);
    }
    const stopped = talk.refused(talk.writes("hi"), "post", "topic-closed");
    expect(stopped.timers(talk.at)).toEqual([["topic", MEND_WINDOW_MS]]);
    expect(talk.fires("topic").verbs).toEqual(["reopenTopic"]);
    expect(talk.state.topicStatus).toBe("open");
  });
});

describe("a group that became another chat", () => {
  test("is learned from a refusal", () => {
    const talk = settled();
    const heard = talk.refused(talk.writes("hi"), "post", "migrated", -100_777);
    expect(heard.rows("topic")).toMatchObject([{ groupId: -100_777, topicId: TOPIC_ID }]);
    expect(talk.state.groupId).toBe(-100_777);
  });

  test("is learned from its service message, once", () => {
    const talk = settled();
    const migrated = { type: "groupMigrated", from: GROUP_ID, to: -100_777 } as const;
    talk.hear(migrated);
    expect(talk.state.groupId).toBe(-100_777);
    expect(talk.hear(migrated).decision.rows).toEqual([]);
  });

  test("is no news for a fan of another group", () => {
    const talk = settled();
    talk.hear({ type: "groupMigrated", from: -5, to: -100_777 });
    expect(talk.state.groupId).toBe(GROUP_ID);
  });
});

describe("Telegram's own lines in the topic", () => {
  test("about our icon or name go", () => {
    const talk = settled();
    const swept = talk.topicEvent("edited", true).effect("sweepTopic");
    expect(swept.messageId).toBeGreaterThan(0);
  });

  test("about what people changed, of another topic, or of closing stay", () => {
    const talk = settled();
    const heard = [
      talk.topicEvent("edited"),
      talk.topicEvent("edited", true, TOPIC_ID + 1),
      talk.topicEvent("closed", true),
      talk.topicEvent("reopened", true),
    ];
    expect(heard.flatMap(({ verbs }) => verbs)).not.toContain("sweepTopic");
  });
});
