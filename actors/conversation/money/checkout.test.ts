// One purchase by card, as it goes when all is well and when one thing after another is not; what
// happens when things cross on the way is in `checkout-races.test.ts`.
import { describe, expect, test } from "bun:test";
import { fanData, MINUTE_MS } from "#actors/conversation/test-kit.ts";
import { NO_UNITS } from "#actors/kernel/purchase.ts";
import {
  answer,
  buttonsOf,
  editsOf,
  hears,
  openPage,
  PAGE_URL,
  pageComes,
  pageIs,
  paidFact,
  pays,
  purchaseOf,
  SHELF_ID,
  shopper,
} from "./shop-test-kit.ts";

const SALE = { gives: { credits: 10, seconds: 0 }, amount: 499, currency: "usd" };

describe("a purchase", () => {
  test("begins where the shelf was, with a row, and asks Stripe for a page", () => {
    const talk = shopper();
    const picked = talk.presses(fanData("pick", "credits_10"), SHELF_ID);
    const { id } = purchaseOf(talk);
    expect(picked.effect("editNotice")).toMatchObject({
      messageId: SHELF_ID,
      say: { key: "checkoutComing", with: { sale: SALE } },
    });
    expect(picked.effect("checkout")).toMatchObject({
      sale: { purchaseId: id, sku: "credits_10", ...SALE },
      customerId: null,
      savesCard: false,
      expiresAt: talk.at + 31 * MINUTE_MS,
      language: "en",
    });
    expect(picked.rows("purchase")).toMatchObject([
      { purchase: { id, state: "open", rail: "stripe", version: 1, isGranted: false } },
    ]);
    expect(picked.answer).toBeNull();
  });

  test("has its address on a button when the page is there, and half an hour", () => {
    const talk = shopper();
    const ready = openPage(talk);
    expect(ready.effect("editNotice")).toMatchObject({
      messageId: SHELF_ID,
      say: { key: "checkoutReady", with: { sale: SALE, savesCard: false, leftSeconds: 30 * 60 } },
    });
    expect(buttonsOf(ready)).toEqual([
      { label: "pay", url: PAGE_URL },
      { label: "back", data: fanData("back", purchaseOf(talk).id) },
    ]);
    expect(purchaseOf(talk)).toMatchObject({ sessionId: "cs_1", noticeId: SHELF_ID });
    expect(talk.state.customerId).toBe("cus_1");
  });

  test("is the receipt when it is paid: the same message, the credits, the team, the card", () => {
    const talk = shopper();
    openPage(talk);
    const before = talk.state.credits;
    const paid = pays(talk);
    expect(paid.effect("editNotice")).toMatchObject({
      messageId: SHELF_ID,
      say: {
        key: "paid",
        with: {
          sale: SALE,
          isRecharge: false,
          worksOff: NO_UNITS,
          account: { credits: before + 10 },
        },
      },
      keyboard: [],
    });
    expect(paid.toldFan).toEqual([]);
    expect(paid.effect("tell").say).toEqual({
      key: "paid",
      with: { name: "@alice123", sale: SALE, isRecharge: false },
    });
    expect(paid.effect("card").facts.credits).toBe(before + 10);
    expect(paid.rows("ledger")).toMatchObject([
      { kind: "purchase", credits: 10, amountCents: 499 },
    ]);
    expect(talk.timers.has("checkout")).toBe(false);
  });

  test("of time starts the session", () => {
    const talk = shopper();
    openPage(talk, "time_1h");
    pays(talk);
    expect(talk.state.session?.endsAt).toBe(talk.at + 3_600_000);
  });

  test("sends what was held", () => {
    const talk = shopper({ welcomeCredits: 1 });
    talk.writes("waits");
    openPage(talk);
    const paid = pays(talk);
    expect(paid.toldFan).toContain("released");
    expect(new Set(paid.decision.held.map(({ to }) => to))).toEqual(new Set(["released"]));
  });

  test("uses the customer that Stripe knows from the last one", () => {
    const talk = shopper();
    openPage(talk);
    pays(talk);
    expect(talk.commands("buy25").effect("checkout").customerId).toBe("cus_1");
  });

  test("keeps the card when the fan ticked it, says so, and unticks it", () => {
    const talk = shopper();
    talk.presses(fanData("saveCard"), SHELF_ID);
    const ready = openPage(talk);
    expect(ready.effect("editNotice").say).toMatchObject({ with: { savesCard: true } });
    pays(talk);
    expect(talk.state.savesCard).toBe(false);
  });

  test("is given though its pack was switched off meanwhile, at the price it began with", () => {
    const talk = shopper();
    openPage(talk);
    talk.settings = { ...talk.settings, products: [], rails: [] };
    const before = talk.state.credits;
    pays(talk);
    expect(talk.state.credits).toBe(before + 10);
  });

  test("paid for another amount is not told as paid", () => {
    const talk = shopper();
    openPage(talk);
    const fact = { ...pageIs(talk, purchaseOf(talk), "paid"), amount: 1 };
    const heard = hears(talk, fact);
    expect(editsOf(heard)).toEqual([`${SHELF_ID}: paymentReview`]);
    expect(heard.rows("ledger")).toEqual([]);
    expect(heard.toldTeam).toEqual([]);
  });

  test.each(["none", "retired"] as const)("opens a topic where there is %p", (topicStatus) => {
    const talk = shopper();
    talk.state = { ...talk.state, topicStatus };
    expect(openPage(talk).verbs).not.toContain("openTopic");
    const paid = pays(talk);
    expect(paid.verbs).toContain("openTopic");
    expect(paid.toldTeam).toEqual(["paid"]);
  });
});

describe("by command", () => {
  test("the message comes first, the page in it after", () => {
    const talk = shopper();
    const asked = talk.commands("buy10");
    expect(asked.emitted("checkout").after).toBe(0);
    talk.done(asked, "notify", 700);
    const ready = pageComes(talk, asked);
    expect(editsOf(ready)).toEqual(["700: checkoutReady"]);
    expect(editsOf(pays(talk))).toEqual(["700: paid"]);
  });

  test("the page's address is kept for as long as it is open", () => {
    const talk = shopper();
    const asked = talk.commands("buy10");
    talk.done(asked, "notify", 700);
    pageComes(talk, asked);
    expect(purchaseOf(talk).pageUrl).toBe(PAGE_URL);
    pays(talk);
    expect(purchaseOf(talk)).not.toHaveProperty("pageUrl");
  });

  test("asked twice at once is asked once", () => {
    const talk = shopper();
    talk.commands("buy10");
    expect(talk.commands("buy10").verbs).toEqual([]);
    expect(talk.state.purchases).toHaveLength(1);
  });

  test("asked again later begins anew, and the page before is closed", () => {
    const talk = shopper();
    const first = talk.commands("buy10");
    talk.done(first, "notify", 700);
    pageComes(talk, first);
    const again = talk.commands("buy10");
    expect(editsOf(again)).toEqual(["700: checkoutDropped"]);
    expect(again.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(again.effect("checkout").sale.purchaseId).toBe(purchaseOf(talk).id);
  });
});

describe("a page that is not paid", () => {
  test("says so when Stripe closed it, with a way back to the shelf", () => {
    const talk = shopper();
    openPage(talk);
    const closed = hears(talk, pageIs(talk, purchaseOf(talk), "expired"));
    expect(editsOf(closed)).toEqual([`${SHELF_ID}: checkoutExpired`]);
    expect(talk.timers.has("checkout")).toBe(false);
    expect(editsOf(talk.presses(closed.button("shop"), SHELF_ID))).toEqual([`${SHELF_ID}: shop`]);
  });

  test("whose webhook is lost is looked up when its time is over", () => {
    const talk = shopper();
    openPage(talk);
    const { id, expiresAt } = purchaseOf(talk);
    const due = talk.fires("checkout");
    expect(talk.at).toBe((expiresAt ?? 0) + MINUTE_MS);
    expect(due.effect("lookUpPayment")).toMatchObject({
      purchaseId: id,
      sessionId: "cs_1",
      paymentId: null,
    });
    expect(editsOf(due)).toEqual([]);
  });

  test("is looked up until there is an answer, whatever else happens to be done", () => {
    const talk = shopper();
    openPage(talk);
    talk.wait(60 * MINUTE_MS);
    // Another turn is first: the timer is late, as after a time without a process.
    talk.presses(fanData("shop"), 501);
    const due = talk.fires("checkout");
    const again = talk.fires("checkout");
    expect(again.verbs).toEqual(due.verbs);
    talk.refused(again, "lookUpPayment", "unavailable");
    expect(purchaseOf(talk).state).toBe("expired");
    expect(talk.timers.has("checkout")).toBe(false);
  });

  test("was paid after all: the looked up payment is the receipt", () => {
    const talk = shopper();
    openPage(talk);
    const before = talk.state.credits;
    const due = talk.fires("checkout");
    const facts = [paidFact(talk, purchaseOf(talk)), pageIs(talk, purchaseOf(talk), "paid")];
    const found = answer(talk, due, "lookUpPayment", { type: "facts", facts });
    expect(editsOf(found)).toEqual([`${SHELF_ID}: paid`]);
    expect(talk.state.credits).toBe(before + 10);
  });

  test.each(["expired", "open", null] as const)("looked up as %p is over", (state) => {
    const talk = shopper();
    openPage(talk);
    const due = talk.fires("checkout");
    const facts = state === null ? [] : [pageIs(talk, purchaseOf(talk), state)];
    const found = answer(talk, due, "lookUpPayment", { type: "facts", facts });
    expect(editsOf(found)).toEqual([`${SHELF_ID}: checkoutExpired`]);
    expect(purchaseOf(talk).state).toBe("expired");
  });

  test("is over too when Stripe does not answer", () => {
    const talk = shopper();
    openPage(talk);
    const due = talk.fires("checkout");
    expect(editsOf(talk.refused(due, "lookUpPayment", "unavailable"))).toEqual([
      `${SHELF_ID}: checkoutExpired`,
    ]);
  });

  test("is left alone by a timer that comes early", () => {
    const talk = shopper();
    openPage(talk);
    const dueAt = talk.timers.get("checkout") ?? 0;
    const early = talk.hear({ type: "timer", name: "checkout", dueAt: talk.at });
    expect(early.verbs).toEqual([]);
    expect(talk.timers.get("checkout")).toBe(dueAt);
  });

  test("that Stripe could not make says that nothing was charged", () => {
    const talk = shopper();
    const picked = talk.presses(fanData("pick", "credits_10"), SHELF_ID);
    const failed = talk.refused(picked, "checkout", "bad-request");
    expect(editsOf(failed)).toEqual([`${SHELF_ID}: checkoutFailed`]);
    expect(purchaseOf(talk).state).toBe("failed");
    expect(editsOf(talk.presses(failed.button("shop"), SHELF_ID))).toEqual([`${SHELF_ID}: shop`]);
  });
});

describe("slow money", () => {
  test("is on its way, without a button, until it is there", () => {
    const talk = shopper();
    openPage(talk);
    const before = talk.state.credits;
    const slow = hears(talk, pageIs(talk, purchaseOf(talk), "unpaid"));
    expect(editsOf(slow)).toEqual([`${SHELF_ID}: checkoutProcessing`]);
    expect(buttonsOf(slow)).toEqual([]);
    expect(talk.state.credits).toBe(before);
    expect(talk.timers.has("checkout")).toBe(false);
    expect(editsOf(pays(talk.wait(3 * 24 * 60 * MINUTE_MS)))).toEqual([`${SHELF_ID}: paid`]);
    expect(talk.state.credits).toBe(before + 10);
  });

  test("that never came is told, with a way back to the shelf", () => {
    const talk = shopper();
    openPage(talk);
    hears(talk, pageIs(talk, purchaseOf(talk), "unpaid"));
    const failed = hears(talk, pageIs(talk, purchaseOf(talk), "failed"));
    expect(editsOf(failed)).toEqual([`${SHELF_ID}: checkoutUnpaid`]);
    expect(failed.button("shop")).toBe(fanData("shop"));
  });
});

describe("a message that the fan deleted", () => {
  test("is replaced by a receipt", () => {
    const talk = shopper();
    openPage(talk);
    const paid = pays(talk);
    const again = talk.refused(paid, "editNotice", "message-gone");
    expect(again.toldFan).toEqual(["paid"]);
  });

  test("while the page was made is the fan's no: the page is closed", () => {
    const talk = shopper();
    const ready = openPage(talk);
    const gone = talk.refused(ready, "editNotice", "message-gone");
    expect(gone.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(gone.toldFan).toEqual([]);
  });

  test("of a page that is over is missed by nobody", () => {
    const talk = shopper();
    openPage(talk);
    const closed = hears(talk, pageIs(talk, purchaseOf(talk), "expired"));
    expect(talk.refused(closed, "editNotice", "message-gone").verbs).toEqual([]);
  });
});

test("a fan who blocked the bot is sent nothing, and credited all the same", () => {
  const talk = shopper();
  openPage(talk);
  const before = talk.state.credits;
  talk.hear({ type: "fanBlocked" });
  const paid = pays(talk);
  expect(paid.effects("editNotice")).toEqual([]);
  expect(paid.toldFan).toEqual([]);
  expect(talk.state.credits).toBe(before + 10);
});
