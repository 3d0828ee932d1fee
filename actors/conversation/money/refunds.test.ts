import { describe, expect, test } from "bun:test";
import {
  ben,
  boss,
  FAN_ID,
  type Heard,
  mask,
  passerby,
  settled,
  type Talk,
  teamData,
} from "#actors/conversation/test-kit.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { disputeFact, paymentFact, refundedFact, refundFact } from "./test-kit.ts";

describe("/purchases", () => {
  test("lists what was paid or is, newest first, with a button for what can be given back", () => {
    const talk = settled();
    buys(talk, { createdAt: talk.at - 3000 });
    for (const state of ["expired", "failed", "open"] as const) talk.begins({ state });
    talk.begins({ createdAt: talk.at - 2000, state: "processing" });
    buys(talk, { createdAt: talk.at - 1000, kind: "recharge" });
    const { say, keyboard } = talk.teamCommands("purchases").effect("tell");
    expect(say).toMatchObject({
      key: "purchases",
      with: {
        name: "@alice123",
        spentCents: 2000,
        currency: "usd",
        purchases: [
          { name: "1", state: "paid", isRecharge: true, refunded: 0 },
          { name: "2", state: "processing" },
          { name: "3", state: "paid", isRecharge: false },
        ],
      },
    });
    expect(keyboard.flat().map(({ label }) => label)).toEqual([{ literal: "1" }, { literal: "3" }]);
  });

  test("says so of a fan who has bought nothing", () => {
    const heard = settled().teamCommands("purchases");
    expect(heard.effect("tell")).toMatchObject({ say: { with: { purchases: [] } }, keyboard: [] });
  });
});

describe("a refund", () => {
  test("is chosen, confirmed, asked for once with a key of its own, and audited", () => {
    const talk = settled();
    const purchase = buys(talk);
    const menu = talk.teamPresses(talk.teamCommands("purchases").button("1"));
    expect(menu.effect("editTell")).toMatchObject({
      messageId: 600,
      say: { key: "refundMenu", with: { left: { amount: 1000, currency: "usd" } } },
    });
    const question = talk.teamPresses(menu.button("refundHalf"));
    expect(question.effect("editTell").say).toEqual({
      key: "refundConfirm",
      with: {
        price: { amount: 500, currency: "usd" },
        takes: { credits: 5, seconds: 0 },
        owes: { credits: 0, seconds: 0 },
      },
    });
    const asked = talk.teamPresses(question.button("confirm"));
    const { refundKey, ...effect } = asked.effect("refundPayment");
    expect(effect).toMatchObject({ purchaseId: "p1", paymentId: "pi_p1", amount: 500 });
    expect(refundKey).toMatch(/^p1:\d+$/);
    expect(asked.effect("editTell").say).toMatchObject({ key: "refundAsked", with: { by: "Ben" } });
    expect(asked.rows("audit")).toMatchObject([
      { byId: ben.id, act: "refund", at: talk.at, detail: { amount: 500, key: refundKey } },
    ]);
    expect(asked.rows("ledger")).toEqual([]);
    const before = talk.state.credits;
    const facts = [refundFact(purchase, { amount: 500 })];
    const answered = talk.answers(asked, "refundPayment", { type: "facts", facts });
    expect(talk.state.credits).toBe(before - 5);
    expect(answered.toldFan).toEqual(["refunded"]);
    expect(talk.state.refundsAsked).toEqual([]);
  });

  test("is confirmed knowing what becomes debt, which is what becomes debt then", () => {
    const talk = settled({ welcomeCredits: 2, lowBalance: 0 });
    const purchase = buys(talk);
    for (let i = 0; i < 8; i += 1) talk.writes(`message ${i}`);
    expect(talk.state.credits).toBe(3);
    const question = ask(talk, 1000);
    expect(question.effect("editTell").say).toMatchObject({
      with: { takes: { credits: 10 }, owes: { credits: 7 } },
    });
    talk.says(refundFact(purchase));
    expect(talk.state).toMatchObject({ credits: 0, debt: { credits: 7 } });
  });

  test("pressed twice, or by two people at once, is one", () => {
    const talk = settled();
    buys(talk);
    const [one, other] = [ask(talk, 1000), ask(talk, 1000)];
    expect(talk.teamPresses(one.button("confirm")).effects("refundPayment")).toHaveLength(1);
    const twice = talk.teamPresses(one.button("confirm"));
    expect(twice.answer).toBe("pressStale");
    const second = talk.teamPresses(other.button("confirm"), boss);
    expect(second.answer).toBe("nothingToGiveBack");
    expect(second.verbs).not.toContain("refundPayment");
    expect(second.rows("audit")).toEqual([]);
  });

  test("of two halves is two, each with its key, and then nothing is left", () => {
    const talk = settled();
    const purchase = buys(talk);
    const first = talk.teamPresses(ask(talk, 500).button("confirm"));
    const menu = talk.teamPresses(teamData("purchase", "p1"));
    expect(menu.effect("editTell").say).toMatchObject({ with: { left: { amount: 500 } } });
    expect(() => menu.button("refundHalf")).toThrow();
    const second = talk.teamPresses(ask(talk, 500).button("confirm"));
    expect(second.effect("refundPayment").refundKey).not.toBe(
      first.effect("refundPayment").refundKey,
    );
    talk.says(refundedFact(purchase));
    expect(talk.teamPresses(teamData("purchase", "p1")).answer).toBe("nothingToGiveBack");
    expect(talk.teamCommands("purchases").effect("tell").keyboard).toEqual([]);
  });

  test("that is refused is told with the reason, and can be asked for again", () => {
    const talk = settled();
    buys(talk);
    const asked = talk.teamPresses(ask(talk, 1000).button("confirm"));
    const refused = talk.refused(asked, "refundPayment", "bad-request");
    expect(refused.effect("tell").say).toMatchObject({
      key: "refundRefused",
      with: { price: { amount: 1000, currency: "usd" }, reason: expect.stringContaining("Bad") },
    });
    expect(ask(talk, 1000).effect("editTell").say.key).toBe("refundConfirm");
  });

  test("that was not answered is looked up before anybody may ask again", () => {
    const talk = settled();
    const purchase = buys(talk);
    const asked = talk.teamPresses(ask(talk, 1000).button("confirm"));
    const unknown = talk.refused(asked, "refundPayment", "unavailable");
    expect(unknown.effect("lookUpPayment").paymentId).toBe("pi_p1");
    expect(ask(talk, 1000).answer).toBe("nothingToGiveBack");
    const facts = [refundFact(purchase)];
    const found = talk.answers(unknown, "lookUpPayment", { type: "facts", facts });
    expect(found.toldFan).toEqual(["refunded"]);
    expect(ask(talk, 1000).answer).toBe("nothingToGiveBack");
  });

  test("of an odd half leaves the rest to be asked for, not a half once more", () => {
    const talk = settled();
    buys(talk, { amount: 999 });
    talk.teamPresses(ask(talk, 499).button("confirm"));
    const menu = talk.teamPresses(teamData("purchase", "p1"));
    expect(menu.effect("editTell").say).toMatchObject({ with: { left: { amount: 500 } } });
    expect(() => menu.button("refundHalf")).toThrow();
    menu.button("refundAll");
  });

  test("in Stars is all or nothing", () => {
    const talk = settled();
    const purchase = buys(talk, { rail: "stars", currency: "xtr", amount: 350 });
    const menu = talk.teamPresses(teamData("purchase", "p1"));
    expect(() => menu.button("refundHalf")).toThrow();
    expect(ask(talk, 175).answer).toBe("nothingToGiveBack");
    const asked = talk.teamPresses(ask(talk, 350).button("confirm"));
    expect(asked.effect("refundStars")).toMatchObject({ paymentId: "pi_p1", amount: 350 });
    const facts = [refundFact(purchase, { refundId: "pi_p1" })];
    const done = talk.answers(asked, "refundStars", { type: "facts", facts });
    expect(done.toldFan).toEqual(["refunded"]);
  });

  test.each(["p1:0", "p1:-1", "p1:1001", "p1:", "p1", "p9:10", ":", "p1:1e2", "p1:0x64"])(
    "forged as %p is not asked for",
    (argument) => {
      const talk = settled();
      buys(talk);
      const heard = talk.teamPresses(teamData("refund", argument));
      expect(heard.answer).toBe("nothingToGiveBack");
      expect(heard.effects("editTell")).toEqual([]);
      expect(talk.state.asks).toEqual([]);
    },
  );

  test("of what was never paid, is disputed or is lost is not asked for", () => {
    const talk = settled();
    talk.begins();
    expect(ask(talk, 1000).answer).toBe("nothingToGiveBack");
    const disputed = buys(talk);
    talk.says(disputeFact(disputed, { amount: 400 }));
    expect(ask(talk, 601, disputed.id).answer).toBe("nothingToGiveBack");
    expect(ask(talk, 600, disputed.id).effect("editTell").say.key).toBe("refundConfirm");
  });

  test("that fails at the bank can be asked for again", () => {
    const talk = settled();
    const purchase = buys(talk);
    const asked = talk.teamPresses(ask(talk, 1000).button("confirm"));
    const facts = [refundFact(purchase)];
    talk.answers(asked, "refundPayment", { type: "facts", facts });
    expect(ask(talk, 1000).answer).toBe("nothingToGiveBack");
    talk.says(refundFact(purchase, { state: "failed" }));
    expect(ask(talk, 1000).effect("editTell").say.key).toBe("refundConfirm");
  });

  test("that nobody confirms is not asked for: Back leads to the list", () => {
    const talk = settled();
    buys(talk);
    const menu = talk.teamPresses(teamData("purchase", "p1"));
    const back = talk.teamPresses(menu.button("back"));
    expect(back.effect("editTell").say.key).toBe("purchases");
    const cancelled = talk.teamPresses(ask(talk, 1000).button("cancel"));
    expect(cancelled.effect("editTell").say.key).toBe("cancelled");
    expect(talk.state.asks).toEqual([]);
  });
});

describe("who may", () => {
  const verbs = ["purchases", "purchase", "refund", "giveBack", "declineLine"];

  test.each(verbs)(
    "%s is not for an anonymous admin, a stranger or another fan's topic",
    (verb) => {
      const talk = settled();
      buys(talk);
      const data = teamData(verb, verb === "refund" ? "p1:1000" : "p1");
      expect(talk.teamPresses(data, mask).answer).toBe("anonymous");
      expect(talk.teamPresses(data, passerby).answer).toBe("pressDenied");
      expect(talk.teamPresses(teamData(verb, "p1", FAN_ID + 1)).answer).toBe("pressDenied");
    },
  );

  test.each(["purchases", "refund", "adjust"])("/%s is not for them either", (command) => {
    const talk = settled();
    expect(talk.teamCommands(command, "5 x", { by: mask }).toldTeam).toEqual(["anonymous"]);
    expect(talk.teamCommands(command, "5 x", { by: passerby }).toldTeam).toEqual(["notTeam"]);
  });

  test("a question that one asked, another of the team may answer, an anonymous admin not", () => {
    const talk = settled();
    buys(talk);
    const question = ask(talk, 1000);
    expect(talk.teamPresses(question.button("confirm"), mask).answer).toBe("anonymous");
    const asked = talk.teamPresses(question.button("confirm"), boss);
    expect(asked.rows("audit")).toMatchObject([{ byId: boss.id, act: "refund" }]);
  });
});

/** A purchase that is paid and granted. */
function buys(talk: Talk, changes: Partial<Purchase> = {}): Purchase {
  const purchase = talk.begins(changes);
  talk.says(paymentFact(purchase));
  return purchase;
}

/** Presses so much of a purchase in its menu. */
function ask(talk: Talk, amount: number, id = "p1"): Heard {
  return talk.teamPresses(teamData("refund", `${id}:${amount}`));
}
