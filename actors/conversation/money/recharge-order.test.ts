import { describe, expect, test } from "bun:test";
import { alice, type Talk } from "#actors/conversation/test-kit.ts";
import {
  AMEX,
  agrees,
  charged,
  crosses,
  disputes,
  fan,
  recharging,
  saves,
  VISA,
} from "./recharge-test-kit.ts";

const TERMS = {
  pack: { gives: { credits: 10, seconds: 0 }, amount: 499, currency: "usd" },
  threshold: 5,
  dayMax: 10_000,
  monthMax: 30_000,
  card: VISA,
};

describe("/autorecharge", () => {
  test("offers packs of credits that lift a balance over the threshold, at their full price", () => {
    const talk = fan({ rechargeThreshold: 11 });
    const heard = talk.commands("autorecharge");
    expect(heard.effect("notify").say).toEqual({ key: "rechargeMenu", with: { threshold: 11 } });
    const labels = heard
      .effect("notify")
      .keyboard.flat()
      .map(({ label }) => label);
    expect(labels).toMatchObject([{ item: { sku: "credits_25", amount: 999 } }, "back"]);
    expect(talk.presses(heard.button("back")).effect("editNotice").say.key).toBe("billing");
  });

  test.each([
    { rechargeThreshold: 0 },
    { rechargeDayMaxCents: 498 },
    { rechargeMonthMaxCents: 498 },
  ])("offers nothing that would never be charged: %p", (settings) => {
    const talk = fan(settings);
    saves(talk);
    expect(talk.commands("autorecharge").toldFan).toEqual(["shopClosed"]);
    expect(talk.presses("_.rechargePack.credits_10").verbs).not.toContain("notify");
    expect(talk.state.asks).toEqual([]);
  });

  test("states all terms, and only the press under them agrees", () => {
    const talk = fan();
    saves(talk);
    const menu = talk.commands("autorecharge");
    const offer = talk.presses(menu.button("credits_10"));
    expect(offer.effect("editNotice").say).toEqual({
      key: "rechargeOffer",
      with: { terms: TERMS },
    });
    expect(talk.state.recharge).toBeNull();
    const on = talk.presses(offer.button("agree"));
    expect(on.effect("editNotice").say).toEqual({ key: "rechargeOn", with: { terms: TERMS } });
    expect(on.rows("audit")).toMatchObject([
      {
        byId: alice.id,
        act: "rechargeAgreed",
        at: talk.at,
        detail: {
          sku: "credits_10",
          credits: 10,
          amount: 499,
          currency: "usd",
          threshold: 5,
          dayMax: 10_000,
          monthMax: 30_000,
          cardId: VISA.id,
          cardBrand: "visa",
          cardLast4: "4242",
        },
      },
    ]);
    expect(talk.state.recharge).toMatchObject({ sku: "credits_10", agreedAt: talk.at });
    expect(on.verbs).not.toContain("chargeCard");
  });

  test("charges at once where a message waits to be paid for", () => {
    const talk = fan({ welcomeCredits: 1 });
    saves(talk);
    talk.writes("held");
    const on = agrees(talk);
    expect(on.verbs).toContain("chargeCard");
    expect(charged(talk, on).toldFan).toEqual(["released"]);
  });

  test("shows the terms while it is on, with one tap to switch it off", () => {
    const talk = recharging();
    const shown = talk.commands("autorecharge");
    expect(shown.effect("notify").say).toEqual({ key: "rechargeOn", with: { terms: TERMS } });
    const off = talk.presses(shown.button("rechargeOff"));
    expect(off.effect("editNotice").say.key).toBe("rechargeOff");
    expect(off.rows("audit")).toMatchObject([{ act: "rechargeOff", detail: { amount: 499 } }]);
    expect(talk.state.recharge).toBeNull();
    const again = talk.presses(off.button("rechargeOn"));
    expect(again.effect("editNotice").say.key).toBe("rechargeMenu");
  });

  test.each<[string, (talk: Talk) => void, "shopClosed" | "rechargeStopped"]>([
    ["there is nothing to buy by card", (talk) => change(talk, { rails: ["stars"] }), "shopClosed"],
    ["there are no packs", (talk) => change(talk, { products: [] }), "shopClosed"],
    ["a dispute is open", (talk) => void disputes(talk), "rechargeStopped"],
  ])("offers nothing when %s", (_, prepare, said) => {
    const talk = fan();
    saves(talk);
    prepare(talk);
    expect(talk.commands("autorecharge").toldFan).toEqual([said]);
    expect(talk.presses("_.rechargePack.credits_10").effect("editNotice").say.key).toBe(said);
  });
});

describe("without a saved card", () => {
  test("it leads to saving one, and from there back to the offer", () => {
    const talk = fan();
    const needs = talk.presses("_.rechargePack.credits_25");
    expect(needs.effect("editNotice").say.key).toBe("rechargeNeedsCard");
    const coming = talk.presses(needs.button("addCard"));
    const { setupId } = coming.effect("saveCard");
    saves(talk);
    const saved = talk.says({
      type: "setup",
      at: 0,
      state: "succeeded",
      setupId,
      customerId: "cus_1",
      cardId: VISA.id,
    });
    expect(saved.effect("editNotice")).toMatchObject({
      messageId: 500,
      say: { key: "rechargeOffer", with: { terms: { pack: { amount: 999 }, card: VISA } } },
    });
    talk.presses(saved.button("agree"));
    expect(talk.state.recharge).toMatchObject({ sku: "credits_25", cardId: VISA.id });
  });
});

describe("a press agrees to nothing", () => {
  test("when a term has changed since: it is offered anew", () => {
    for (const settings of [{ rechargeThreshold: 6 }, { rechargeDayMaxCents: 600 }]) {
      const talk = fan();
      saves(talk);
      const offer = talk.presses("_.rechargePack.credits_10");
      change(talk, settings);
      const pressed = talk.presses(offer.button("agree"));
      expect(pressed.answer).toBe("pressStale");
      expect(pressed.effect("editNotice").say.key).toBe("rechargeOffer");
      expect(talk.state.recharge).toBeNull();
      talk.presses(pressed.button("agree"));
      expect(talk.state.recharge).not.toBeNull();
    }
  });

  test("when the card is gone since", () => {
    const talk = fan();
    saves(talk);
    const offer = talk.presses("_.rechargePack.credits_10");
    talk.says({ type: "card", at: 0, customerId: null, state: "detached", card: VISA });
    talk.presses(offer.button("agree"));
    expect(talk.state.recharge).toBeNull();
  });

  test("twice, forged, too late, or of a banned fan", () => {
    const talk = recharging();
    const agreed = talk.state.recharge;
    expect(talk.presses("_.rechargeAgree.1").answer).toBe("pressStale");
    const token = talk.presses("_.erase.").button("eraseConfirm").split(".").at(-1);
    const forged = talk.presses(`_.rechargeAgree.${token}`);
    expect(forged.verbs).toEqual(["answerPress"]);
    const offer = talk.presses("_.rechargePack.credits_10");
    talk.wait(11 * 60_000);
    expect(talk.presses(offer.button("agree")).answer).toBe("pressStale");
    expect(talk.state.recharge).toEqual(agreed);
    const other = fan();
    saves(other);
    const asked = other.presses("_.rechargePack.credits_10");
    other.teamCommands("ban");
    expect(other.presses(asked.button("agree")).answer).toBe("banned");
    expect(other.state.recharge).toBeNull();
  });

  test("for a pack that there is not", () => {
    const talk = fan();
    saves(talk);
    for (const sku of ["time_1h", "credits_9", ""]) {
      const heard = talk.presses(`_.rechargePack.${sku}`);
      expect(heard.effect("editNotice").say.key).toBe("rechargeMenu");
    }
  });
});

test("a banned fan can still switch it off", () => {
  const talk = recharging();
  talk.teamCommands("ban");
  talk.presses("_.rechargeOff.");
  expect(talk.state.recharge).toBeNull();
});

test("the chosen card is the one that is offered", () => {
  const talk = fan();
  saves(talk);
  saves(talk, AMEX);
  talk.presses(`_.cardDefault.${VISA.id}`);
  agrees(talk);
  expect(crosses(talk).effect("chargeCard").cardId).toBe(VISA.id);
});

function change(talk: Talk, settings: Partial<Talk["settings"]>): void {
  talk.settings = { ...talk.settings, ...settings };
}
