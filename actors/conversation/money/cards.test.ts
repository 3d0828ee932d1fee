import { describe, expect, test } from "bun:test";
import { type Heard, MINUTE_MS, type Talk } from "#actors/conversation/test-kit.ts";
import type { AnswerOf } from "#actors/kernel/answer.ts";
import type { Card, FactOf } from "#actors/kernel/payment.ts";
import { AMEX, cardFact, crosses, fan, recharging, saves, VISA } from "./recharge-test-kit.ts";
import { paymentFact } from "./test-kit.ts";

const PAGE_URL = "https://checkout.stripe.test/s/1";

describe("/billing", () => {
  test("shows the cards, which is charged first, and a button for each", () => {
    const talk = fan();
    saves(talk);
    saves(talk, AMEX);
    const { say, keyboard } = talk.commands("billing").effect("notify");
    expect(say).toEqual({
      key: "billing",
      with: { cards: [VISA, AMEX], defaultCardId: AMEX.id, recharge: null },
    });
    const labels = keyboard.map((row) => row.map(({ label }) => label));
    expect(labels).toEqual([
      [{ card: VISA }, "makeDefault", "remove"],
      [{ card: AMEX, of: "remove" }],
      ["addCard"],
      ["portal"],
      ["history", "autoRecharge"],
    ]);
  });

  test("has no page to save a card at where cards are not taken", () => {
    const talk = fan({ rails: ["stars"] });
    expect(labelsOf(talk.commands("billing"))).not.toContain("addCard");
    expect(talk.presses("_.cardAdd.").answer).toBe("pressStale");
  });

  test("shows the auto-recharge, to be switched off with one tap", () => {
    const talk = recharging();
    const heard = talk.commands("billing");
    expect(heard.effect("notify").say).toMatchObject({ with: { recharge: { card: VISA } } });
    talk.presses(heard.button("rechargeOff"));
    expect(talk.state.recharge).toBeNull();
  });
});

describe("the default card", () => {
  test("is the one saved last, unless one is chosen", () => {
    const talk = fan();
    saves(talk, AMEX);
    const heard = talk.presses(`_.cardDefault.${VISA.id}`);
    expect(heard.answer).toBe("pressStale");
    saves(talk);
    expect(defaultShown(talk)).toBe(VISA.id);
    talk.presses(`_.cardDefault.${AMEX.id}`);
    expect(defaultShown(talk)).toBe(AMEX.id);
    saves(talk, { ...VISA, id: "pm_3" });
    expect(defaultShown(talk)).toBe(AMEX.id);
    talk.says(cardFact(AMEX, { state: "detached" }));
    expect(defaultShown(talk)).toBe("pm_3");
  });
});

describe("removing a card", () => {
  test("asks first, and is done once", () => {
    const talk = fan();
    saves(talk);
    const ask = talk.presses(talk.commands("billing").button("remove"));
    expect(ask.effect("editNotice").say).toEqual({
      key: "cardRemoveConfirm",
      with: { card: VISA },
    });
    expect(ask.verbs).not.toContain("removeCard");
    const done = talk.presses(ask.button("remove"));
    expect(done.effect("removeCard").cardId).toBe(VISA.id);
    expect(done.effect("editNotice").say).toEqual({ key: "cardRemoved", with: { card: VISA } });
    expect(talk.state.cards).toEqual([]);
    expect(talk.presses(ask.button("remove")).answer).toBe("pressStale");
  });

  test("that is forged removes nothing", () => {
    const talk = fan();
    saves(talk);
    for (const data of ["_.cardRemove.pm_9", "_.cardRemoveYes.pm_1", "_.cardRemoveYes.1"]) {
      expect(talk.presses(data).answer).toBe("pressStale");
    }
    const erase = talk.presses("_.erase.");
    const token = erase.button("eraseConfirm").split(".").at(-1) ?? "";
    expect(talk.presses(`_.cardRemoveYes.${token}`).answer).toBe("pressStale");
    expect(talk.state.cards).toEqual([VISA]);
  });

  test("that auto-recharge charges switches it off, and says so", () => {
    const talk = recharging();
    const ask = talk.presses(`_.cardRemove.${VISA.id}`);
    const done = talk.presses(ask.button("remove"));
    expect(done.effect("notify").say).toEqual({ key: "rechargeStopped", with: { why: "card" } });
    expect(done.toldTeam).toEqual(["rechargeOff"]);
    expect(crosses(talk).verbs).not.toContain("chargeCard");
  });

  test("that Stripe refuses is the owner's to do by hand", () => {
    const talk = fan();
    saves(talk);
    const ask = talk.presses(`_.cardRemove.${VISA.id}`);
    const done = talk.presses(ask.button("remove"));
    const refused = talk.refused(done, "removeCard", "unavailable");
    expect(refused.effect("alertOwner").say).toMatchObject({ key: "incident" });
    expect(talk.state.cards).toEqual([]);
  });
});

describe("facts about cards", () => {
  test("one that is gone is gone, whatever is heard of it later", () => {
    const talk = fan();
    saves(talk);
    talk.says(cardFact(VISA, { state: "detached", customerId: null }));
    for (const state of ["attached", "updated", "attached"] as const) {
      expect(talk.says(cardFact(VISA, { state })).verbs).toEqual([]);
    }
    const purchase = talk.begins();
    const paid = talk.says(paymentFact(purchase, { savesCard: true }));
    expect(paid.verbs).not.toContain("lookUpCard");
    expect(talk.state.cards).toEqual([]);
  });

  test("renewals count, in whichever order they are heard", () => {
    const renewed = { ...VISA, last4: "1881", expYear: 2034 };
    for (const order of [
      [VISA, renewed],
      [renewed, VISA],
    ] as const) {
      const talk = fan();
      for (const card of order) talk.says(cardFact(card, { state: "updated" }));
      expect(talk.state.cards).toEqual([renewed]);
    }
  });

  test("of another customer, or with an id that no button can hold, are not kept", () => {
    const talk = fan();
    saves(talk);
    talk.says(cardFact(AMEX, { customerId: "cus_2" }));
    talk.says(cardFact(AMEX, { customerId: null }));
    talk.says(cardFact({ ...AMEX, id: "pm 2" }));
    talk.says(cardFact({ ...AMEX, id: "p".repeat(41) }));
    expect(talk.state.cards).toEqual([VISA]);
  });

  test("ten are kept; the eleventh takes the place of the oldest that nothing needs", () => {
    const talk = recharging();
    const more = Array.from({ length: 10 }, (_, i): Card => ({ ...AMEX, id: `pm_more_${i}` }));
    for (const card of more.slice(0, 9)) saves(talk, card);
    expect(labelsOf(talk.commands("billing"))).not.toContain("addCard");
    expect(talk.presses("_.cardAdd.").answer).toBe("pressStale");
    saves(talk, more[9]);
    expect(talk.state.cards.map(({ id }) => id)).toEqual([
      VISA.id,
      ...more.slice(1).map(({ id }) => id),
    ]);
  });

  test("a payment that may be made again teaches the card, once", () => {
    const talk = fan();
    const purchase = talk.begins();
    const paid = talk.says(paymentFact(purchase, { savesCard: true }));
    expect(paid.effect("lookUpCard").cardId).toBe(VISA.id);
    talk.answers(paid, "lookUpCard", { type: "facts", facts: [cardFact(VISA)] });
    expect(talk.state.cards).toEqual([VISA]);
    const other = talk.begins();
    expect(talk.says(paymentFact(other, { savesCard: true })).verbs).not.toContain("lookUpCard");
    const third = talk.begins();
    expect(talk.says(paymentFact(third, { cardId: "pm_2" })).verbs).not.toContain("lookUpCard");
  });
});

describe("a customer that was deleted", () => {
  test("takes the cards and the auto-recharge along, and never comes back", () => {
    const talk = recharging();
    const fact = { type: "customerDeleted", at: 0, customerId: "cus_1" } as const;
    const heard = talk.says(fact);
    expect(heard.effect("notify").say).toEqual({
      key: "rechargeStopped",
      with: { why: "customer" },
    });
    expect(talk.state).toMatchObject({ cards: [], customerId: null, recharge: null });
    expect(talk.says(fact).verbs).toEqual([]);
    saves(talk, AMEX);
    talk.says(paymentFact(talk.begins(), { savesCard: true }));
    expect(talk.state).toMatchObject({ cards: [], customerId: null });
    talk.says(cardFact(AMEX, { customerId: "cus_2" }));
    expect(talk.state).toMatchObject({ cards: [AMEX], customerId: "cus_2" });
  });

  test("and of whom nobody has said so: a page for another one does, and cards are gone", () => {
    const talk = recharging();
    const pages = [
      talk.answers(talk.presses("_.cardAdd."), "saveCard", pageFor("cus_2", talk)),
      talk.answers(talk.presses("_.pick.credits_10", 501), "checkout", pageFor("cus_2", talk)),
    ];
    expect(pages.map(({ toldFan }) => toldFan)).toEqual([["rechargeStopped"], []]);
    expect(talk.state).toMatchObject({ cards: [], customerId: "cus_2", recharge: null });
    talk.says(cardFact(VISA));
    talk.says(cardFact(AMEX, { customerId: "cus_2" }));
    expect(talk.state.cards).toEqual([AMEX]);
  });

  test("who is not this fan's changes nothing", () => {
    const talk = recharging();
    talk.says({ type: "customerDeleted", at: 0, customerId: "cus_9" });
    expect(talk.state).toMatchObject({ cards: [VISA], customerId: "cus_1" });
    expect(talk.state.recharge).not.toBeNull();
  });
});

describe("saving a card", () => {
  test("is one message from the tap to the card", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    expect(coming.effect("editNotice")).toMatchObject({
      messageId: 500,
      say: { key: "pageComing" },
    });
    expect(coming.effect("saveCard")).toMatchObject({ customerId: null, language: "en" });
    const ready = pageComes(talk, coming);
    expect(ready.effect("editNotice")).toMatchObject({
      messageId: 500,
      say: { key: "saveCardReady", with: { leftSeconds: 30 * 60 } },
      keyboard: [[{ label: "addCard", url: PAGE_URL }], [{ label: "back" }]],
    });
    expect(talk.state.customerId).toBe("cus_1");
    saves(talk);
    const saved = talk.says(setUpFact(coming));
    expect(saved.effect("editNotice")).toMatchObject({
      messageId: 500,
      say: { key: "cardSaved", with: { card: VISA } },
    });
    expect(talk.state.setUp).toBeNull();
    expect(talk.timers.has("setUp")).toBe(false);
    expect(talk.says(setUpFact(coming)).verbs).toEqual([]);
  });

  test("in the other order asks Stripe which card it was", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    pageComes(talk, coming);
    const succeeded = talk.says(setUpFact(coming));
    expect(succeeded.effect("lookUpCard").cardId).toBe(VISA.id);
    expect(succeeded.verbs).not.toContain("editNotice");
    expect(talk.says(setUpFact(coming, { state: "expired" })).verbs).toEqual([]);
    const known = talk.answers(succeeded, "lookUpCard", { type: "facts", facts: [cardFact(VISA)] });
    expect(known.effect("editNotice").say).toEqual({ key: "cardSaved", with: { card: VISA } });
  });

  test("a decline does not end, the page's end does", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    pageComes(talk, coming);
    const failed = talk.says(setUpFact(coming, { state: "failed", cardId: null }));
    expect(failed.effect("editNotice").say.key).toBe("cardNotSaved");
    expect(talk.state.setUp).not.toBeNull();
    const expired = talk.says(setUpFact(coming, { state: "expired", cardId: null }));
    expect(expired.effect("editNotice").say.key).toBe("cardNotSaved");
    expect(talk.state.setUp).toBeNull();
  });

  test("of which nothing is heard is over when the timer says so, and no sooner", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    pageComes(talk, coming);
    expect(talk.hear({ type: "timer", name: "setUp", dueAt: talk.at }).verbs).toEqual([]);
    const over = talk.fires("setUp");
    expect(over.effect("editNotice").say.key).toBe("cardNotSaved");
    saves(talk);
    talk.says(setUpFact(coming));
    expect(talk.state.cards).toEqual([VISA]);
  });

  test("says so when no page could be made", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    const refused = talk.refused(coming, "saveCard", "unavailable");
    expect(refused.effect("editNotice").say.key).toBe("pageFailed");
    expect(talk.timers.has("setUp")).toBe(false);
  });

  test("by a double tap makes one page; Back closes it at Stripe", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    expect(talk.presses("_.cardAdd.").verbs).toEqual(["answerPress"]);
    const ready = pageComes(talk, coming);
    const back = talk.presses(ready.button("back"));
    expect(back.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(back.effect("editNotice").say.key).toBe("billing");
    expect(talk.presses("_.cardAdd.").verbs).toContain("saveCard");
  });

  test("at a page that came when nobody waited any more closes it", () => {
    const talk = fan();
    const coming = talk.presses("_.cardAdd.");
    talk.presses(coming.button("back"));
    const late = pageComes(talk, coming);
    expect(late.verbs).toEqual(["expireCheckout"]);
    expect(talk.state.customerId).toBe("cus_1");
  });

  test("in another message leaves the one before, and says so there", () => {
    const talk = fan();
    pageComes(talk, talk.presses("_.cardAdd."));
    const other = talk.wait(MINUTE_MS).presses("_.cardAdd.", 501);
    expect(other.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(other.effects("editNotice").map(({ messageId, say }) => [messageId, say.key])).toEqual([
      [500, "cardNotSaved"],
      [501, "pageComing"],
    ]);
  });

  test("is not for a banned fan", () => {
    const talk = fan();
    talk.teamCommands("ban");
    expect(talk.presses("_.cardAdd.").answer).toBe("banned");
  });
});

describe("the portal", () => {
  test("is a page of Stripe's in the same message", () => {
    const talk = fan();
    saves(talk);
    const coming = talk.presses("_.portal.");
    expect(coming.effect("openPortal").customerId).toBe("cus_1");
    const url = "https://billing.stripe.test/p/1";
    const ready = talk.answers(coming, "openPortal", { type: "link", url });
    expect(ready.effect("editNotice")).toMatchObject({
      messageId: 500,
      say: { key: "portalReady" },
      keyboard: [[{ label: "open", url }], [{ label: "back" }]],
    });
    const refused = talk.refused(talk.presses("_.portal."), "openPortal", "unavailable");
    expect(refused.effect("editNotice").say.key).toBe("pageFailed");
  });

  test("is nothing for whom Stripe does not know", () => {
    expect(fan().presses("_.portal.").answer).toBe("pressStale");
  });
});

function defaultShown(talk: Talk): string | null {
  const { say } = talk.commands("billing").effect("notify");
  return say.key === "billing" ? say.with.defaultCardId : null;
}

function labelsOf(heard: Heard): readonly unknown[] {
  return heard
    .effect("notify")
    .keyboard.flat()
    .map(({ label }) => label);
}

function pageComes(talk: Talk, heard: Heard): Heard {
  const { expiresAt } = heard.effect("saveCard");
  const page = { sessionId: "cs_1", url: PAGE_URL, customerId: "cus_1", expiresAt };
  return talk.answers(heard, "saveCard", { type: "page", ...page });
}

function pageFor(customerId: string, { at }: Talk): AnswerOf<"page"> {
  return { type: "page", sessionId: "cs_9", url: PAGE_URL, customerId, expiresAt: at + MINUTE_MS };
}

function setUpFact(heard: Heard, changes: Partial<FactOf<"setup">> = {}): FactOf<"setup"> {
  const { setupId } = heard.effect("saveCard");
  const said = { at: 0, state: "succeeded", customerId: "cus_1", cardId: VISA.id } as const;
  return { type: "setup", setupId, ...said, ...changes };
}
