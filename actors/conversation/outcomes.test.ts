import { describe, expect, test } from "bun:test";
import { paymentFact } from "./money/test-kit.ts";
import { broke, content, FAN_ID, settled } from "./test-kit.ts";

describe("a message that cannot be delivered for good", () => {
  test("is given back, marked and told, once", () => {
    const talk = settled();
    const post = talk.writes(content("photo", "look"));
    const id = talk.lastMessageId;
    const before = talk.state.credits;
    const refused = talk.refused(post, "post", "bad-request");
    expect(refused.rows("ledger")).toMatchObject([
      { kind: "refund", credits: 3, reference: `refund:message:${FAN_ID}:${id}` },
    ]);
    expect(refused.rows("messageChange")).toMatchObject([{ ref: `f${id}`, status: "failed" }]);
    expect(refused.effect("notify")).toMatchObject({
      say: { key: "undelivered", with: { credits: 3, balance: before + 3 } },
      replyToFanMessageId: id,
    });
    expect(talk.refused(post, "post", "bad-request").rows("ledger")).toEqual([]);
  });

  test("that was free is told, with nothing to give back", () => {
    const talk = settled();
    talk.teamCommands("gift", "1h");
    const refused = talk.refused(talk.writes("hi"), "post", "message-gone");
    expect(refused.rows("ledger")).toEqual([]);
    expect(refused.effect("notify").say).toMatchObject({ with: { credits: 0 } });
  });

  test("an album is given back whole", () => {
    const talk = settled();
    talk.writes(content("photo"), { albumId: "a" });
    talk.writes(content("photo"), { albumId: "a" });
    const album = talk.fires("albumIn");
    expect(talk.refused(album, "postAlbum", "bad-request").rows("ledger")).toMatchObject([
      { kind: "refund", credits: 6 },
    ]);
  });

  test("both halves of a long text refused give it back once", () => {
    const talk = settled();
    const post = talk.writes("x".repeat(4000));
    const first = talk.refused(post, "post", "bad-request");
    const [, half] = post.effects("post");
    const second = talk.hear({
      type: "outcome",
      effectId: post.idOf("post") + 1,
      verb: "post",
      outcome: { type: "refused", code: "bad-request", reason: "" },
      tag: half?.tag ?? null,
    });
    expect([...first.rows("ledger"), ...second.rows("ledger")]).toHaveLength(1);
  });

  test("a header alone that is refused gives nothing back: the message itself may arrive", () => {
    const talk = settled();
    const post = talk.writes(content("sticker"));
    expect(talk.refused(post, "post", "bad-request").rows("ledger")).toEqual([]);
  });

  test("what comes back lets a held message out", () => {
    const talk = broke({ welcomeCredits: 4 });
    const photo = talk.writes(content("photo"));
    talk.writes("held");
    const refused = talk.refused(photo, "post", "bad-request");
    expect(refused.decision.held.map(({ to }) => to)).toEqual(["released", "released"]);
    expect(talk.state.credits).toBe(2);
  });
});

describe("refusals that are somebody's to mend", () => {
  test.each(["topic-gone", "topic-closed", "no-rights", "chat-gone"] as const)(
    "%s gives nothing back: the row waits",
    (code) => {
      const talk = settled();
      const refused = talk.refused(talk.writes("hi"), "post", code);
      expect(refused.rows("ledger")).toEqual([]);
      expect(refused.rows("messageChange")).toEqual([]);
      expect(refused.toldFan).toEqual([]);
    },
  );
});

test("retries and unknown outcomes are the relay's", () => {
  const talk = settled();
  const post = talk.writes("hi");
  const retry = talk.outcome(post, "post", { type: "retry", afterMs: 1000, scope: "chat" });
  const unknown = talk.outcome(post, "post", { type: "unknown", reason: "cut" });
  expect([...retry.decision.effects, ...unknown.decision.effects]).toEqual([]);
});

describe("what came of an effect about money", () => {
  const invoice = { type: "outcome", effectId: 1, verb: "sendInvoice", tag: null } as const;

  test("an invoice that a fan cannot be sent says that they blocked the bot", () => {
    const talk = settled();
    const outcome = { type: "refused", code: "blocked", reason: "Forbidden" } as const;
    const heard = talk.hear({ ...invoice, outcome });
    expect(talk.state.isUnreachable).toBe(true);
    expect(heard.toldTeam).toEqual(["fanBlocked"]);
  });

  test("a service's refusal is never taken for the topic's", () => {
    const talk = settled();
    const outcome = { type: "refused", code: "topic-gone", reason: "No such customer" } as const;
    const heard = talk.hear({ ...invoice, verb: "openPortal", outcome });
    expect(heard.verbs).toEqual([]);
    expect(talk.state).toMatchObject({ isUnreachable: false, topicStatus: "open" });
  });

  test("a tag of no module of ours comes to nothing", () => {
    const talk = settled();
    const outcome = { type: "done", sent: null } as const;
    for (const tag of ["__proto__:1", "horoscope", "shop"]) {
      expect(talk.hear({ ...invoice, verb: "lookUpPayment", tag, outcome }).verbs).toEqual([]);
      expect(talk.hear({ ...invoice, verb: "notify", tag, outcome }).verbs).toEqual([]);
    }
  });

  test("facts in an answer are heard like a webhook's", () => {
    const talk = broke();
    const facts = [paymentFact(talk.begins())];
    const answer = { type: "facts", facts } as const;
    talk.hear({ ...invoice, verb: "chargeCard", outcome: { type: "done", sent: null, answer } });
    expect(talk.state.credits).toBe(10);
  });

  test("an edit of a receipt whose message is gone sends it anew", () => {
    const talk = broke();
    const heard = talk.says(paymentFact(talk.begins({ noticeId: 77 })));
    expect(heard.effect("editNotice")).toMatchObject({ messageId: 77, say: { key: "paid" } });
    expect(talk.refused(heard, "editNotice", "message-gone").toldFan).toEqual(["paid"]);
    expect(talk.refused(heard, "editNotice", "blocked").toldFan).toEqual([]);
  });
});
