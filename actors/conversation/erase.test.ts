import { describe, expect, test } from "bun:test";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { cardFact, VISA } from "./money/recharge-test-kit.ts";
import { disputeFact, paymentFact, refundFact, sessionFact } from "./money/test-kit.ts";
import { broke, OPEN_SHOP, settled, Talk } from "./test-kit.ts";

/** Asks for the erasure and confirms it. */
function erase(talk: Talk) {
  const menu = talk.commands("privacy");
  const question = talk.presses(menu.button("eraseData"), 640);
  return { question, erased: talk.presses(question.button("eraseConfirm"), 640) };
}

describe("/privacy", () => {
  test("exports everything, once a minute", () => {
    const talk = settled();
    const data = talk.commands("privacy").button("exportData");
    expect(talk.presses(data).verbs).toEqual(["sendExport", "answerPress"]);
    const again = talk.presses(data);
    expect(again.verbs).toEqual(["answerPress"]);
    expect(again.answer).toBe("exportSoon");
    expect(talk.wait(60_000).presses(data).verbs).toContain("sendExport");
  });

  test("asks before it erases, naming what is given up; no means no", () => {
    const talk = settled({ welcomeCredits: 8 });
    const question = talk.presses(talk.commands("privacy").button("eraseData"), 640);
    expect(question.effect("editNotice")).toMatchObject({
      messageId: 640,
      say: { key: "eraseConfirm", with: { credits: 7 } },
    });
    const no = talk.presses(question.button("cancel"), 640);
    expect(no.effect("editNotice").say.key).toBe("privacy");
    expect(talk.presses(question.button("eraseConfirm")).answer).toBe("pressStale");
    expect(talk.state.firstName).toBe("Alice");
  });
});

describe("an erasure", () => {
  test("brings the ledger to zero, erases the rows, and tells the topic", () => {
    const talk = settled({ welcomeCredits: 8 });
    talk.teamCommands("gift", "1h");
    const { erased } = erase(talk);
    expect(erased.rows("ledger")).toMatchObject([
      { kind: "adjustment", credits: -7, seconds: -3600 },
    ]);
    expect(erased.decision.rows.at(-1)).toMatchObject({ row: "erase" });
    expect(erased.effect("editNotice").say.key).toBe("erased");
    expect(erased.toldTeam).toEqual(["fanErased"]);
    expect(erased.effect("renameTopic").name).toBe("");
    expect(talk.timers.size).toBe(0);
  });

  test("says nothing to a topic that is not there, until one comes that was on its way", () => {
    const talk = new Talk();
    const first = talk.writes("hello");
    const { erased } = erase(talk);
    expect(erased.verbs).not.toContain("tell");
    expect(erased.verbs).not.toContain("renameTopic");
    const opened = talk.done(first, "openTopic", 77);
    expect(opened.toldTeam).toEqual(["fanErased"]);
    expect(opened.effect("renameTopic").name).toBe("");
  });

  test("reopens a closed topic for the last that it hears", () => {
    const talk = settled();
    const { erased } = erase(talk);
    expect(talk.refused(erased, "tell", "topic-closed").verbs).toEqual(["reopenTopic"]);
    expect(talk.refused(erased, "tell", "topic-gone").verbs).toEqual([]);
  });

  test("leaves nothing of the person in the state", () => {
    const talk = settled();
    talk.commands("start", "campaign-7");
    erase(talk);
    const left = JSON.stringify(talk.state);
    for (const word of ["Alice", "alice123", "campaign-7"]) expect(left).not.toContain(word);
    expect(talk.state).toMatchObject({ credits: 0, messagesIn: 0, firstSeenAt: null });
  });

  test("takes back what was held", () => {
    const talk = broke();
    const held = talk.writes("secret");
    const { erased } = erase(talk);
    expect(erased.decision.held).toContainEqual({ effectId: held.idOf("post"), to: "dropped" });
    expect(talk.state.held).toEqual([]);
  });

  test("is done once: a second tap finds nothing", () => {
    const talk = settled();
    const { question } = erase(talk);
    const again = talk.presses(question.button("eraseConfirm"), 640);
    expect(again.answer).toBe("pressStale");
    expect(again.decision.rows).toEqual([]);
  });

  test("of somebody without a topic tells nobody", () => {
    const talk = new Talk();
    talk.commands("start");
    const { erased } = erase(talk);
    expect(erased.verbs).toEqual(["editNotice", "answerPress"]);
  });
});

test("a topic that was on its way, and is heard of only by its service message, is told too", () => {
  const talk = new Talk();
  talk.writes("hello");
  erase(talk);
  const created = talk.topicEvent("created", true, 77);
  expect(created.toldTeam).toEqual(["fanErased"]);
  expect(created.effect("renameTopic").name).toBe("");
  expect(talk.state).toMatchObject({ topicId: 77, topicStatus: "retired" });
  expect(talk.topicEvent("created", true, 77).verbs).toEqual([]);
});

describe("who comes back after it", () => {
  test("is new, in a new topic, without a second welcome's credits", () => {
    const talk = settled();
    erase(talk);
    const heard = talk.writes("hello again");
    expect(heard.toldFan).toEqual(["welcome", "held"]);
    expect(heard.rows("ledger")).toEqual([]);
    expect(heard.verbs).toContain("openTopic");
    expect(heard.verbs).not.toContain("recap");
    expect(talk.state.topicId).toBeNull();
    expect(talk.ledger.filter(({ kind }) => kind === "welcome")).toHaveLength(1);
    expect(talk.state.firstSeenAt).toBe(talk.at);
  });

  test("is told of their ban anew: the word that they had may have gone with the rest", () => {
    const talk = settled();
    talk.teamCommands("ban");
    expect(talk.writes("hello?").toldFan).toContain("banned");
    erase(talk);
    expect(talk.writes("hello again?").toldFan).toContain("banned");
  });

  test("is still banned if they were", () => {
    const talk = settled();
    talk.teamCommands("ban");
    erase(talk);
    expect(talk.writes("hello again").verbs).not.toContain("post");
    expect(talk.state.isBanned).toBe(true);
  });

  test("is not charged again for what they wrote before, nor given it back", () => {
    const talk = settled();
    const post = talk.writes("old", { id: 950 });
    erase(talk);
    expect(talk.writes("old", { id: 950 }).decision.effects).toEqual([]);
    expect(talk.edits(950, "older").decision.effects).toEqual([]);
    const refused = talk.refused(post, "post", "bad-request");
    expect(refused.decision.rows).toEqual([]);
    expect(talk.state.credits).toBe(0);
  });
});

test("the team cannot reach, gift or ban who is gone", () => {
  const talk = settled();
  const post = talk.writes("hi");
  erase(talk);
  expect(talk.team("hello?").effect("tell").say).toMatchObject({ with: { why: "erased" } });
  expect(talk.teamCommands("gift", "5").toldTeam).toEqual(["fanErased"]);
  expect(talk.teamPresses(post.button("ban")).answer).toBe("fanErased");
  expect(talk.ledger.some(({ kind }) => kind === "gift")).toBe(false);
});

describe("money after an erasure", () => {
  const card = { id: "pm_1", brand: "visa", last4: "4242", expMonth: 1, expYear: 2030 };

  function bought(talk: Talk, changes: Partial<Purchase> = {}): Purchase {
    const purchase = talk.begins(changes);
    talk.says(paymentFact(purchase));
    return purchase;
  }

  test("is charged to nobody: pages close, charges end, the customer goes with all cards", () => {
    const talk = settled();
    talk.begins({ sessionId: "cs_1" });
    talk.begins({ kind: "recharge", state: "requiresAction", paymentId: "pi_2" });
    const { state } = talk;
    talk.state = { ...state, cards: [card, { ...card, id: "pm_2" }], customerId: "cus_1" };
    const { erased } = erase(talk);
    expect(erased.effect("expireCheckout")).toMatchObject({ purchaseId: "p1", sessionId: "cs_1" });
    expect(erased.effect("cancelPayment")).toMatchObject({ purchaseId: "p2", paymentId: "pi_2" });
    expect(erased.effect("forgetCustomer").customerId).toBe("cus_1");
    expect(talk.state).toMatchObject({ cards: [], customerId: null, recharge: null });
    expect(talk.state.purchases).toEqual([]);
  });

  test("closes the page where a card was to be saved", () => {
    const talk = settled();
    const setUp = { id: "s1", noticeId: 5, sessionId: "cs_9", expiresAt: talk.at + 1 };
    talk.state = { ...talk.state, setUp: { ...setUp, cardId: null, sku: null } };
    const { erased } = erase(talk);
    expect(erased.effect("expireCheckout").sessionId).toBe("cs_9");
  });

  test("is still owed, and the next purchase works it off", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 10; i += 1) talk.writes(`message ${i}`);
    talk.says(refundFact(purchase, { amount: 400 }));
    erase(talk);
    expect(talk.state.debt).toEqual({ credits: 4, seconds: 0 });
    talk.wait(1).writes("hello again");
    bought(talk, { id: "later" });
    expect(talk.state).toMatchObject({ debt: { credits: 0 }, credits: 5 });
  });

  test("counts against the ceilings of who comes back on the same day", () => {
    const talk = settled();
    const taken = { day: "2026-11-22", dayCents: 998, month: "2026-11", monthCents: 998 };
    const open = { ...talk.state.recharged, ...taken, purchaseId: "p1" };
    talk.state = { ...talk.state, recharged: open };
    erase(talk);
    expect(talk.state.recharged).toMatchObject({ ...taken, purchaseId: null });
  });

  test("that a dispute had set aside is given up, and never comes back", () => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    const { erased } = erase(talk);
    expect(erased.rows("purchase")).toMatchObject([
      { purchase: { id: "p1", frozen: { credits: 0 }, reversed: { credits: 10 } } },
    ]);
    expect(talk.ledger.reduce((sum, { credits }) => sum + credits, 0)).toBe(0);
    talk.wait(1).writes("hello again");
    const won = talk.says(disputeFact(purchase, { status: "won" }));
    expect(won.rows("ledger")).toEqual([]);
    expect(won.effect("alertOwner").say.key).toBe("orphanPayment");
  });

  test("leaves nobody whose customer or card could be learned", () => {
    const talk = settled(OPEN_SHOP);
    const asked = talk.presses("_.cardAdd.");
    erase(talk);
    const about = { sessionId: "cs_1", url: "https://checkout.test/1", customerId: "cus_1" };
    const page = { type: "page", ...about, expiresAt: talk.at } as const;
    expect(talk.answers(asked, "saveCard", page).verbs).toEqual(["expireCheckout"]);
    talk.says(cardFact(VISA));
    expect(talk.state).toMatchObject({ customerId: null, cards: [] });
  });

  test("of somebody who has just asked about a line opens no topic for it", () => {
    const talk = settled();
    const asked = talk.presses("_.wrong.5:0");
    erase(talk);
    const about = { kind: "message", credits: -1, seconds: 0, amount: 0, currency: null };
    const line = {
      id: 5,
      ...about,
      reference: null,
      at: talk.at,
      isGivenBack: false,
      messageKind: null,
    };
    expect(talk.answers(asked, "lookUpLine", { type: "line", line }).verbs).toEqual([]);
    expect(talk.state.topicStatus).toBe("retired");
  });

  test("that is paid at last is nobody's, whether they came back or not", () => {
    for (const comesBack of [false, true]) {
      const talk = settled();
      const purchase = talk.begins({ sessionId: "cs_p1" });
      erase(talk);
      if (comesBack) talk.wait(1).commands("start");
      const paid = talk.says(sessionFact(purchase));
      expect(paid.verbs).toEqual(["alertOwner"]);
      expect(paid.decision.rows).toEqual([]);
      expect(talk.says(paymentFact(purchase)).verbs).toEqual([]);
      expect(talk.state.credits).toBe(0);
    }
  });
});
