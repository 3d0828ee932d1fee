import { describe, expect, test } from "bun:test";
import { type Heard, MINUTE_MS, type Talk } from "#actors/conversation/test-kit.ts";
import {
  AMEX,
  cardFact,
  charged,
  chargeOf,
  crosses,
  DAY_MS,
  declined,
  disputes,
  HARD,
  HOUR_MS,
  noticeComes,
  PRICE,
  payment,
  recharging,
  SOFT,
  saves,
  shown,
  VISA,
} from "./recharge-test-kit.ts";

describe("a declined card", () => {
  test("softly is tried again after an hour, after a day, and then no more", () => {
    const talk = recharging();
    const first = declined(talk, crosses(talk), SOFT);
    expect(shown(first)).toMatchObject({ key: "rechargeDeclined", with: { againSeconds: 3600 } });
    const second = talk.fires("recharge");
    expect(second.verbs).toContain("chargeCard");
    expect(second.effect("editNotice")).toMatchObject({
      messageId: 700,
      say: { key: "rechargeTriedAgain" },
    });
    noticeComes(talk, second, 701);
    const rests = declined(talk, second, SOFT);
    expect(shown(rests)).toMatchObject({ with: { againSeconds: 86_400 } });
    const third = talk.fires("recharge");
    noticeComes(talk, third, 702);
    const over = declined(talk, third, SOFT);
    expect(shown(over)).toMatchObject({ with: { againSeconds: null, card: VISA } });
    expect(over.toldTeam).toEqual(["rechargeOff"]);
    expect(talk.state.recharge).toBeNull();
    expect(talk.timers.has("recharge")).toBe(false);
  });

  test("is not tried by any message while it rests", () => {
    const talk = recharging();
    declined(talk, crosses(talk), SOFT);
    for (let i = 0; i < 20; i += 1) expect(crosses(talk).verbs).not.toContain("chargeCard");
  });

  test("is not tried again when the balance is up by then", () => {
    const talk = recharging();
    declined(talk, crosses(talk), SOFT);
    talk.teamCommands("gift", "50");
    expect(talk.fires("recharge").verbs).toEqual([]);
  });

  test("hard switches it off at once, in words", () => {
    const talk = recharging();
    const heard = declined(talk, crosses(talk), HARD);
    expect(shown(heard)).toMatchObject({ key: "rechargeDeclined", with: { againSeconds: null } });
    expect(heard.toldTeam).toEqual(["rechargeOff"]);
    expect(talk.state.recharge).toBeNull();
    expect(crosses(talk).verbs).not.toContain("chargeCard");
  });

  test("begins a new count once a charge went through", () => {
    const talk = recharging();
    declined(talk, crosses(talk), SOFT);
    const second = talk.fires("recharge");
    noticeComes(talk, second, 701);
    charged(talk, second);
    expect(talk.state.recharge).toMatchObject({ declines: 0, pausedUntil: null });
  });

  test("is given up at Stripe, so that it cannot be paid beside the next try", () => {
    const talk = recharging();
    const heard = declined(talk, crosses(talk), SOFT);
    const { id: purchaseId, paymentId } = chargeOf(talk);
    expect(heard.effect("cancelPayment")).toMatchObject({ purchaseId, paymentId: paymentId ?? "" });
    const facts = [payment(talk, { state: "canceled" })];
    const canceled = talk.answers(heard, "cancelPayment", { type: "facts", facts });
    expect(canceled.verbs).toEqual([]);
    expect(talk.state.recharge?.declines).toBe(1);
  });

  test("that is paid after all is credited, on or off", () => {
    const talk = recharging();
    declined(talk, crosses(talk), HARD);
    const before = talk.state.credits;
    const paid = talk.says(payment(talk));
    expect(talk.state.credits).toBe(before + 10);
    expect(shown(paid)).toMatchObject({ key: "paid" });
  });
});

describe("the bank wants the fan", () => {
  test("who gets a link, and the receipt once they have answered", () => {
    const talk = recharging();
    const asked = charged(talk, crosses(talk), { state: "requiresAction" });
    expect(shown(asked)).toMatchObject({ key: "rechargeConfirm", with: { isReady: false } });
    const { paymentId } = chargeOf(talk);
    expect(asked.effect("confirmPayment")).toMatchObject({ paymentId, cardId: VISA.id });
    const url = "https://hooks.stripe.test/3ds";
    const linked = talk.answers(asked, "confirmPayment", { type: "link", url });
    expect(linked.effect("editNotice")).toMatchObject({
      messageId: 700,
      say: { key: "rechargeConfirm", with: { isReady: true } },
      keyboard: [[{ label: "confirmAtBank", url }]],
    });
    expect(crosses(talk).verbs).not.toContain("chargeCard");
    expect(shown(talk.says(payment(talk)))).toMatchObject({ key: "paid" });
  });

  test("for a day; then it is given up and rests", () => {
    const talk = recharging();
    charged(talk, crosses(talk), { state: "requiresAction" });
    const begun = talk.at;
    let heard = talk.fires("recharge");
    while (talk.at < begun + DAY_MS) {
      expect(heard.effects("lookUpPayment")).toHaveLength(1);
      expect(heard.effects("cancelPayment")).toEqual([]);
      heard = talk.fires("recharge");
    }
    expect(talk.at).toBe(begun + DAY_MS);
    const facts = [payment(talk, { state: "canceled" })];
    const over = talk.answers(heard, "cancelPayment", { type: "facts", facts });
    expect(shown(over)).toMatchObject({ key: "rechargeGivenUp" });
    expect(talk.state.recharge?.pausedUntil).toBe(talk.at + DAY_MS);
    expect(talk.state.recharged).toMatchObject({ purchaseId: null, dayCents: 0 });
  });

  test.each<[string, (talk: Talk) => Heard]>([
    ["switched off", (talk) => talk.presses("_.rechargeOff.")],
    ["banned", (talk) => talk.teamCommands("ban")],
    ["disputing", (talk) => disputes(talk)],
    ["without that card", (talk) => talk.says(cardFact(VISA, { state: "detached" }))],
  ])("who is %s meanwhile: it is given up at once", (_, act) => {
    const talk = recharging();
    charged(talk, crosses(talk), { state: "requiresAction" });
    expect(act(talk).effects("cancelPayment")).toHaveLength(1);
    const before = talk.state.credits;
    talk.says(payment(talk));
    expect(talk.state.credits).toBe(before + 10);
  });

  test("when there is no page to answer at: it is given up", () => {
    const talk = recharging();
    const asked = charged(talk, crosses(talk), { state: "requiresAction" });
    const refused = talk.refused(asked, "confirmPayment", "unavailable");
    expect(refused.effects("cancelPayment")).toHaveLength(1);
  });

  test("and finds it off already: nobody is asked", () => {
    const talk = recharging();
    const heard = crosses(talk);
    talk.presses("_.rechargeOff.");
    const asked = charged(talk, heard, { state: "requiresAction" });
    expect(asked.effects("confirmPayment")).toEqual([]);
    expect(asked.effects("cancelPayment")).toHaveLength(1);
  });
});

describe("a lost answer", () => {
  test("is asked for until there is one, and nothing is charged meanwhile", () => {
    const talk = recharging();
    const heard = crosses(talk);
    talk.refused(heard, "chargeCard", "unavailable");
    for (let i = 0; i < 30; i += 1) {
      const asks = talk.fires("recharge");
      expect(asks.effect("lookUpPayment").purchaseId).toBe(chargeOf(talk).id);
      expect(crosses(talk).verbs).not.toContain("chargeCard");
      talk.refused(asks, "lookUpPayment", "unavailable");
    }
    const facts = [payment(talk)];
    const found = talk.answers(talk.fires("recharge"), "lookUpPayment", { type: "facts", facts });
    expect(found.rows("ledger")[0]).toMatchObject({ kind: "recharge", credits: 10 });
    // What it let go has brought the balance down again.
    expect(found.effect("chargeCard").sale.purchaseId).toBe(chargeOf(talk).id);
  });

  test("is asked for less and less often, never less than every six hours", () => {
    const talk = recharging();
    crosses(talk);
    const gaps: number[] = [];
    for (let i = 0; i < 9; i += 1) {
      const before = talk.at;
      talk.fires("recharge");
      gaps.push((talk.at - before) / MINUTE_MS);
    }
    expect(gaps).toEqual([10, 10, 20, 40, 80, 160, 320, 360, 360]);
  });

  test("of which Stripe knows nothing was never made: it rests and is tried anew", () => {
    const talk = recharging();
    talk.refused(crosses(talk), "chargeCard", "unavailable");
    const first = chargeOf(talk).id;
    const asks = talk.fires("recharge");
    const none = talk.answers(asks, "lookUpPayment", { type: "facts", facts: [] });
    expect(shown(none)).toMatchObject({ key: "rechargeGivenUp" });
    expect(talk.state.recharged).toMatchObject({ purchaseId: null, dayCents: 0 });
    expect(talk.state.recharge).toMatchObject({ declines: 0, pausedUntil: talk.at + HOUR_MS });
    const again = talk.fires("recharge");
    expect(again.effect("chargeCard").sale.purchaseId).not.toBe(first);
  });

  test("of which Stripe knows nothing because the charge still waits for its notice is left", () => {
    const talk = recharging();
    const heard = talk.writes("hello");
    const asks = talk.fires("recharge");
    talk.answers(asks, "lookUpPayment", { type: "facts", facts: [] });
    expect(talk.state.recharged.purchaseId).toBe(chargeOf(talk).id);
    noticeComes(talk, heard);
    expect(shown(charged(talk, heard))).toMatchObject({ key: "paid" });
  });

  test("that comes by webhook first, and once more as the answer, is booked once", () => {
    const talk = recharging();
    const heard = crosses(talk);
    talk.says(payment(talk));
    const again = charged(talk, heard);
    expect(again.decision.rows).toEqual([]);
    expect(talk.ledger.filter(({ kind }) => kind === "recharge")).toHaveLength(1);
  });

  test("survives sixteen other purchases", () => {
    const talk = recharging();
    crosses(talk);
    const open = chargeOf(talk).id;
    for (let i = 0; i < 20; i += 1) talk.wait(MINUTE_MS).commands("buy10");
    expect(talk.state.purchases.map(({ id }) => id)).toContain(open);
  });
});

test("a refusal for good switches it off and says so", () => {
  const talk = recharging();
  const refused = talk.refused(crosses(talk), "chargeCard", "bad-request");
  expect(shown(refused)).toMatchObject({ key: "rechargeDeclined", with: { againSeconds: null } });
  expect(refused.toldTeam).toEqual(["rechargeOff"]);
  expect(chargeOf(talk).state).toBe("failed");
  expect(talk.state.recharged).toMatchObject({ purchaseId: null, dayCents: 0 });
});

test("money on its way is waited for", () => {
  const talk = recharging();
  const heard = charged(talk, crosses(talk), { state: "processing" });
  expect(shown(heard)).toMatchObject({ key: "rechargeProcessing" });
  expect(crosses(talk).verbs).not.toContain("chargeCard");
  talk.teamCommands("ban");
  const before = talk.state.credits;
  talk.says(payment(talk));
  expect(talk.state.credits).toBe(before + 10);
});

test("a charge of another amount credits nothing, and switches it off", () => {
  const talk = recharging();
  const heard = charged(talk, crosses(talk), { amount: PRICE - 1 });
  expect(heard.rows("ledger")).toEqual([]);
  expect(shown(heard)).toMatchObject({ key: "paymentReview" });
  expect(talk.state.recharge).toBeNull();
  expect(talk.state.recharged.purchaseId).toBeNull();
});

describe("the notice", () => {
  test("that is slower than the charge shows what became of it when it is there", () => {
    const talk = recharging();
    const heard = talk.writes("hello");
    charged(talk, heard);
    const late = noticeComes(talk, heard);
    expect(late.effect("editNotice")).toMatchObject({ messageId: 700, say: { key: "paid" } });
  });

  test("that is slower than the bank's question still gets the link", () => {
    const talk = recharging();
    const heard = talk.writes("hello");
    const asked = charged(talk, heard, { state: "requiresAction" });
    talk.answers(asked, "confirmPayment", { type: "link", url: "https://bank.test/1" });
    const late = noticeComes(talk, heard);
    const linked = talk.answers(late, "confirmPayment", {
      type: "link",
      url: "https://bank.test/1",
    });
    expect(shown(linked)).toMatchObject({ key: "rechargeConfirm", with: { isReady: true } });
  });

  test("that the fan deleted is said anew", () => {
    const talk = recharging();
    const paid = charged(talk, crosses(talk));
    const gone = talk.refused(paid, "editNotice", "message-gone");
    expect(gone.effect("notify").say).toMatchObject({ key: "paid", with: { isRecharge: true } });
    talk.done(gone, "notify", 705);
    expect(chargeOf(talk).noticeId).toBe(705);
  });
});

test("another card that is saved is not charged instead", () => {
  const talk = recharging();
  saves(talk, AMEX);
  expect(crosses(talk).effect("chargeCard").cardId).toBe(VISA.id);
});
