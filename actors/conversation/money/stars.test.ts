import { describe, expect, test } from "bun:test";
import { fanData, type Heard, MINUTE_MS, type Talk } from "#actors/conversation/test-kit.ts";
import { BOTH_RAILS, editsOf, pays, purchaseOf, SHELF_ID, shopper } from "./shop-test-kit.ts";
import { paymentFact, refundFact } from "./test-kit.ts";

const PICK = fanData("pickStars", "credits_10");
const DAY_MS = 24 * 60 * MINUTE_MS;

/** A fan with an invoice for ten credits in the chat, as message 700. */
function invoiced(): Talk {
  const talk = shopper(BOTH_RAILS);
  talk.done(talk.presses(PICK, SHELF_ID), "sendInvoice", 700);
  return talk;
}

test("what was paid in Stars is counted apart from money, and off again when it is given back", () => {
  const talk = invoiced();
  pays(talk);
  expect(talk.state).toMatchObject({ spentStars: 350, spentCents: 0, tier: "new" });
  const listed = talk.teamCommands("purchases").effect("tell").say;
  expect(listed).toMatchObject({ with: { spentStars: 350, spentCents: 0 } });
  talk.says(refundFact(purchaseOf(talk), { amount: 350 }));
  expect(talk.state.spentStars).toBe(0);
});

test("what was paid in Stars is counted apart from money, and off again when it is given back", () => {
  const talk = invoiced();
  pays(talk);
  expect(talk.state).toMatchObject({ spentStars: 350, spentCents: 0, tier: "new" });
  const listed = talk.teamCommands("purchases").effect("tell").say;
  expect(listed).toMatchObject({ with: { spentStars: 350, spentCents: 0 } });
  talk.says(refundFact(purchaseOf(talk), { amount: 350 }));
  expect(talk.state.spentStars).toBe(0);
});

describe("an invoice in Stars", () => {
  test("is sent below the shelf, at the price in Stars, with a row", () => {
    const talk = shopper(BOTH_RAILS);
    const picked = talk.presses(PICK, SHELF_ID);
    expect(picked.effect("sendInvoice").sale).toEqual({
      purchaseId: purchaseOf(talk).id,
      sku: "credits_10",
      gives: { credits: 10, seconds: 0 },
      amount: 350,
      currency: "xtr",
    });
    expect(editsOf(picked)).toEqual([]);
    expect(picked.rows("purchase")).toMatchObject([
      { purchase: { rail: "stars", state: "open", expiresAt: talk.at + DAY_MS } },
    ]);
  });

  test("is answered by the receipt, which cannot stand in it, when it is paid", () => {
    const talk = invoiced();
    const before = talk.state.credits;
    const paid = pays(talk);
    expect(paid.effect("notify")).toMatchObject({
      say: { key: "paid", with: { sale: { amount: 350, currency: "xtr" } } },
      replyToFanMessageId: 700,
    });
    expect(editsOf(paid)).toEqual([]);
    expect(paid.toldTeam).toEqual(["paid"]);
    expect(talk.state.credits).toBe(before + 10);
    expect(paid.rows("ledger")).toMatchObject([
      { amountCents: 350, currency: "xtr", reference: `payment:pi_${purchaseOf(talk).id}` },
    ]);
  });

  test("heard of as paid twice is credited once", () => {
    const talk = invoiced();
    pays(talk);
    const credits = talk.state.credits;
    expect(pays(talk).verbs).toEqual([]);
    expect(talk.state.credits).toBe(credits);
  });

  test("paid before its own sending was heard of is credited all the same", () => {
    const talk = shopper(BOTH_RAILS);
    const picked = talk.presses(PICK, SHELF_ID);
    expect(pays(talk).toldFan).toEqual(["paid"]);
    expect(talk.done(picked, "sendInvoice", 700).verbs).toEqual([]);
  });

  test("tapped twice is sent once; a minute later it is sent again", () => {
    const talk = invoiced();
    expect(talk.presses(PICK, SHELF_ID).verbs).toEqual(["answerPress"]);
    talk.wait(MINUTE_MS);
    expect(talk.presses(PICK, SHELF_ID).verbs).toContain("sendInvoice");
  });

  test("for another pack is another invoice", () => {
    const talk = invoiced();
    const other = talk.presses(fanData("pickStars", "credits_25"), SHELF_ID);
    expect(other.effect("sendInvoice").sale.amount).toBe(700);
    expect(talk.state.purchases.map(({ state }) => state)).toEqual(["open", "open"]);
  });

  test("that nobody paid ends with its day, in silence", () => {
    const talk = invoiced();
    const ended = talk.fires("checkout");
    expect(ended.verbs).toEqual([]);
    expect(purchaseOf(talk).state).toBe("expired");
    expect(talk.timers.has("checkout")).toBe(false);
  });

  test("paid in its last second, and heard of a day later, is paid", () => {
    const talk = invoiced();
    talk.fires("checkout");
    const before = talk.state.credits;
    expect(pays(talk.wait(DAY_MS)).toldFan).toEqual(["paid"]);
    expect(talk.state.credits).toBe(before + 10);
  });

  test("is left open by a page, and leaves a page open: each has its own end", () => {
    const talk = invoiced();
    const invoice = purchaseOf(talk);
    const page = talk.presses(fanData("pick", "credits_25"), SHELF_ID);
    expect(page.verbs).not.toContain("expireCheckout");
    expect(talk.timers.get("checkout")).toBe((purchaseOf(talk).expiresAt ?? 0) + MINUTE_MS);
    talk.refused(page, "checkout", "bad-request");
    expect(talk.timers.get("checkout")).toBe((invoice.expiresAt ?? 0) + MINUTE_MS);
  });

  test("that could not be sent says that nothing was charged", () => {
    const talk = shopper(BOTH_RAILS);
    const picked = talk.presses(PICK, SHELF_ID);
    const failed = talk.refused(picked, "sendInvoice", "bad-request");
    expect(failed.toldFan).toEqual(["checkoutFailed"]);
    expect(purchaseOf(talk).state).toBe("failed");
    expect(talk.timers.has("checkout")).toBe(false);
  });

  test("whose sending was given up on, but which was paid, stays paid", () => {
    const talk = shopper(BOTH_RAILS);
    const picked = talk.presses(PICK, SHELF_ID);
    pays(talk);
    expect(talk.refused(picked, "sendInvoice", "unavailable").toldFan).toEqual([]);
    expect(purchaseOf(talk).state).toBe("paid");
  });

  describe("that is paid again", () => {
    const SECOND = { paymentId: "stx:second" };

    /** Its first payment is booked; what the second has caused. */
    function paysAgain(talk: Talk): Heard {
      pays(talk);
      return talk.says(paymentFact(purchaseOf(talk), SECOND));
    }

    test("is given back at once, the second payment, and fan and owner are told", () => {
      const talk = invoiced();
      const again = paysAgain(talk);
      expect(again.effect("refundStars")).toMatchObject({
        purchaseId: purchaseOf(talk).id,
        paymentId: "stx:second",
        amount: 350,
      });
      expect(again.effect("notify").say).toEqual({
        key: "paidTwice",
        with: { price: { amount: 350, currency: "xtr" } },
      });
      expect(again.effect("alertOwner").say).toMatchObject({
        key: "paidTwice",
        with: { paymentId: "stx:second", refusal: null },
      });
      expect(again.decision.rows).toEqual([]);
      // Once, however often it is heard of.
      expect(talk.says(paymentFact(purchaseOf(talk), SECOND)).verbs).toEqual([]);
    });

    test("keeps what the first has given, whatever comes of the second", () => {
      const talk = invoiced();
      const again = paysAgain(talk);
      const { credits } = talk.state;
      const bought = purchaseOf(talk);
      const facts = [refundFact(bought, { ...SECOND, amount: 350 })];
      const back = talk.answers(again, "refundStars", { type: "facts", facts });
      expect([back.decision.rows, back.verbs]).toEqual([[], []]);
      expect(talk.state.credits).toBe(credits);
      expect(purchaseOf(talk)).toEqual(bought);
    });

    test("is the owner's where Telegram will not give it back", () => {
      const talk = invoiced();
      const refused = talk.refused(paysAgain(talk), "refundStars", "bad-request");
      expect(refused.effect("alertOwner").say).toMatchObject({
        key: "paidTwice",
        with: { price: { amount: 350 }, paymentId: "stx:second", refusal: expect.any(String) },
      });
    });
  });
});
