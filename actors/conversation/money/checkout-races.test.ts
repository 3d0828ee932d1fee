// What happens when a fan, Stripe and a webhook cross on the way. Whatever the order: one purchase a
// tap, one open page a fan, each payment credited once, and every message says what is true.
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { fanData, type Heard, type Talk } from "#actors/conversation/test-kit.ts";
import {
  answer,
  editsOf,
  hears,
  openPage,
  pageComes,
  pageIs,
  paidFact,
  pays,
  purchaseOf,
  SHELF_ID,
  shopper,
} from "./shop-test-kit.ts";

const PICK = fanData("pick", "credits_10");

function back(talk: Talk): Heard {
  return talk.presses(fanData("back", purchaseOf(talk).id), SHELF_ID);
}

function erase(talk: Talk): void {
  talk.presses(talk.presses(talk.commands("privacy").button("eraseData")).button("eraseConfirm"));
}

describe("taps", () => {
  test("two on one pack make one purchase", () => {
    const talk = shopper();
    talk.presses(PICK, SHELF_ID);
    const second = talk.presses(PICK, SHELF_ID);
    expect(second.verbs).toEqual(["answerPress"]);
    expect(talk.state.purchases).toHaveLength(1);
  });

  test("on two packs of one shelf: the last one counts", () => {
    const talk = shopper();
    const first = talk.presses(PICK, SHELF_ID);
    const second = talk.presses(fanData("pick", "credits_25"), SHELF_ID);
    expect(editsOf(second)).toEqual([`${SHELF_ID}: checkoutComing`]);
    const late = pageComes(talk, first, "cs_first");
    expect(editsOf(late)).toEqual([]);
    expect(late.effect("expireCheckout").sessionId).toBe("cs_first");
    const ready = pageComes(talk, second, "cs_second");
    expect(editsOf(ready)).toEqual([`${SHELF_ID}: checkoutReady`]);
  });

  test("on another shelf close the page of the first", () => {
    const talk = shopper();
    openPage(talk);
    const other = talk.presses(fanData("pick", "credits_25"), 501);
    expect(editsOf(other)).toEqual([`${SHELF_ID}: checkoutDropped`, "501: checkoutComing"]);
    expect(other.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(talk.state.purchases.map(({ state }) => state)).toEqual(["expired", "open"]);
  });

  test("on another shelf, and the first was paid all the same: its message is the receipt", () => {
    const talk = shopper();
    openPage(talk);
    const first = purchaseOf(talk);
    talk.presses(fanData("pick", "credits_25"), 501);
    expect(editsOf(pays(talk, first))).toEqual([`${SHELF_ID}: paid`]);
  });
});

describe("Back", () => {
  test("closes the page at Stripe, and its message is the shelf again", () => {
    const talk = shopper();
    openPage(talk);
    const left = back(talk);
    expect(editsOf(left)).toEqual([`${SHELF_ID}: shop`]);
    expect(left.effect("expireCheckout")).toMatchObject({ sessionId: "cs_1" });
    expect(talk.timers.has("checkout")).toBe(false);
    const facts = [pageIs(talk, purchaseOf(talk), "expired")];
    const closed = answer(talk, left, "expireCheckout", { type: "facts", facts });
    expect(editsOf(closed)).toEqual([]);
    expect(closed.toldFan).toEqual([]);
  });

  test("before the page came: it is closed as soon as it does", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    expect(back(talk).verbs).not.toContain("expireCheckout");
    const late = pageComes(talk, picked);
    expect(late.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(editsOf(late)).toEqual([]);
  });

  test("twice is the shelf twice, and one closing", () => {
    const talk = shopper();
    openPage(talk);
    back(talk);
    const again = back(talk);
    expect(editsOf(again)).toEqual([`${SHELF_ID}: shop`]);
    expect(again.verbs).not.toContain("expireCheckout");
  });

  test("after it was paid changes nothing: the receipt stays", () => {
    const talk = shopper();
    openPage(talk);
    pays(talk);
    const late = back(talk);
    expect(late.answer).toBe("pressStale");
    expect(late.verbs).toEqual(["answerPress"]);
  });

  test("while it was being paid: the payment wins, in a message of its own", () => {
    const talk = shopper();
    openPage(talk);
    const left = back(talk);
    const before = talk.state.credits;
    const facts = [pageIs(talk, purchaseOf(talk), "paid")];
    const closed = answer(talk, left, "expireCheckout", { type: "facts", facts });
    expect(closed.toldFan).toEqual(["paid"]);
    expect(editsOf(closed)).toEqual([]);
    expect(talk.state.credits).toBe(before + 10);
    expect(pays(talk).toldFan).toEqual([]);
    expect(talk.state.credits).toBe(before + 10);
  });

  test("refused by Stripe for a reason that is not said: asks whether it was paid", () => {
    const talk = shopper();
    openPage(talk);
    const left = back(talk);
    const asked = talk.refused(left, "expireCheckout", "bad-request");
    const facts = [paidFact(talk, purchaseOf(talk))];
    const found = answer(talk, asked, "lookUpPayment", { type: "facts", facts });
    expect(found.toldFan).toEqual(["paid"]);
  });

  test("of a purchase that nobody remembers is the shelf", () => {
    const heard = shopper().presses(fanData("back", "pz-zz"), SHELF_ID);
    expect(editsOf(heard)).toEqual([`${SHELF_ID}: shop`]);
    expect(heard.verbs).not.toContain("expireCheckout");
  });
});

describe("out of order", () => {
  test("paid before the page's answer came back", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    expect(editsOf(pays(talk))).toEqual([`${SHELF_ID}: paid`]);
    expect(pageComes(talk, picked).verbs).toEqual([]);
  });

  test("completed before the page's answer came back: nothing is closed that is done", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    hears(talk, pageIs(talk, purchaseOf(talk), "paid"));
    expect(pageComes(talk, picked).verbs).toEqual([]);
  });

  test("closed before the page's answer came back: nothing is closed twice", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    const closed = hears(talk, pageIs(talk, purchaseOf(talk), "expired"));
    expect(editsOf(closed)).toEqual([`${SHELF_ID}: checkoutExpired`]);
    expect(pageComes(talk, picked).verbs).toEqual([]);
  });

  test("paid after its page had closed: the same message is the receipt", () => {
    const talk = shopper();
    openPage(talk);
    hears(talk, pageIs(talk, purchaseOf(talk), "expired"));
    expect(editsOf(pays(talk))).toEqual([`${SHELF_ID}: paid`]);
  });

  test("paid after its message became another purchase's: a receipt of its own", () => {
    const talk = shopper();
    openPage(talk);
    const first = purchaseOf(talk);
    const closed = hears(talk, pageIs(talk, first, "expired"));
    talk.presses(closed.button("shop"), SHELF_ID);
    openPage(talk, "credits_25");
    const paid = pays(talk, first);
    expect(paid.toldFan).toEqual(["paid"]);
    expect(editsOf(paid)).toEqual([]);
  });

  test("the id of a message is known only after it was left: it says that it is over", () => {
    const talk = shopper();
    const first = talk.commands("buy10");
    talk.commands("buy25");
    expect(editsOf(talk.done(first, "notify", 700))).toEqual(["700: checkoutExpired"]);
  });

  test("a page that is answered before its message's id is known has a message of its own", () => {
    const talk = shopper();
    const asked = talk.commands("buy10");
    const ready = pageComes(talk, asked);
    expect(ready.toldFan).toEqual(["checkoutReady"]);
    talk.done(ready, "notify", 701);
    expect(editsOf(pays(talk))).toEqual(["701: paid"]);
  });
});

describe("people who are gone", () => {
  test("banned while the page was made: it is closed", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    expect(editsOf(talk.teamCommands("ban"))).toEqual([`${SHELF_ID}: checkoutDropped`]);
    const late = pageComes(talk, picked);
    expect(late.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(editsOf(late)).toEqual([]);
  });

  test("banned with an open page: it is closed; what they pay all the same is theirs, and told", () => {
    const talk = shopper();
    openPage(talk);
    const before = talk.state.credits;
    const banned = talk.teamCommands("ban");
    expect(banned.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(editsOf(banned)).toEqual([`${SHELF_ID}: checkoutDropped`]);
    expect(editsOf(pays(talk))).toEqual([`${SHELF_ID}: paid`]);
    expect(talk.state.credits).toBe(before + 10);
  });

  test("who blocked the bot before a word of it arrived begin anew when they are back", () => {
    const talk = shopper();
    talk.refused(talk.commands("buy10"), "notify", "blocked");
    expect(purchaseOf(talk).state).toBe("expired");
    expect(talk.timers.has("checkout")).toBe(false);
    expect(talk.commands("buy10").verbs).toContain("checkout");
  });

  test("erased with an open page: it is closed", () => {
    const talk = shopper();
    openPage(talk);
    const question = talk.presses(talk.commands("privacy").button("eraseData"));
    const erased = talk.presses(question.button("eraseConfirm"));
    expect(erased.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(talk.timers.has("checkout")).toBe(false);
  });

  test("erased while the page was made: it is closed, and nothing is learned", () => {
    const talk = shopper();
    const picked = talk.presses(PICK, SHELF_ID);
    erase(talk);
    const late = pageComes(talk, picked);
    expect(late.verbs).toEqual(["expireCheckout"]);
    expect(talk.state.customerId).toBeNull();
  });
});

test("any order of taps, answers and facts: one open page, each payment once", () => {
  const acts = ["pick", "pick25", "back", "buy10", "page", "paid", "expired", "timer"] as const;
  const life = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(9)), { maxLength: 25 });
  fc.assert(
    fc.property(life, (steps) => {
      const talk = shopper();
      const asked: Heard[] = [];
      const paid = new Set<string>();
      const take = (heard: Heard) => {
        if (heard.effects("checkout").length > 0) asked.push(heard);
      };
      for (const [act, n] of steps) {
        const purchase = talk.state.purchases[n % Math.max(1, talk.state.purchases.length)];
        if (act === "pick") take(talk.presses(PICK, SHELF_ID + (n % 2)));
        else if (act === "pick25") take(talk.presses(fanData("pick", "credits_25"), SHELF_ID));
        else if (act === "buy10") take(talk.commands("buy10"));
        else if (act === "timer") talk.hear({ type: "timer", name: "checkout", dueAt: talk.at });
        else if (act === "page") {
          const [one] = asked.splice(n % Math.max(1, asked.length), 1);
          if (one !== undefined) pageComes(talk, one, `cs_${one.envelopeId}`);
        } else if (purchase === undefined) continue;
        else if (act === "back") talk.presses(fanData("back", purchase.id), SHELF_ID);
        else if (act === "expired") {
          hears(talk, pageIs(talk, { ...purchase, sessionId: `cs_${purchase.id}` }, "expired"));
        } else {
          paid.add(purchase.id);
          hears(talk, paidFact(talk, purchase));
        }
        const live = talk.state.purchases.filter(({ state }) => state === "open");
        expect(live.length).toBeLessThanOrEqual(1);
        expect(live.length > 0 && talk.at < (live[0]?.expiresAt ?? 0)).toBe(
          talk.timers.has("checkout"),
        );
      }
      const granted = talk.ledger.filter(({ kind }) => kind === "purchase");
      expect(granted).toHaveLength(paid.size);
    }),
    { numRuns: 150, seed: 20_261_122 },
  );
});
