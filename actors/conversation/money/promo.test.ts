import { describe, expect, test } from "bun:test";
import { fanData, type Heard, MINUTE_MS, Talk } from "#actors/conversation/test-kit.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { Promo } from "#actors/kernel/product.ts";
import {
  answer,
  BOTH_RAILS,
  editsOf,
  hears,
  openPage,
  pageComes,
  pageIs,
  pays,
  purchaseOf,
  SHELF_ID,
  shopper,
} from "./shop-test-kit.ts";

const HALF: Promo = { code: "HALF", kind: "percent", value: 50, until: null };
const PICK = fanData("pick", "credits_10");
const PICK_STARS = fanData("pickStars", "credits_10");

/** The books grant what the fan has asked for. */
function claims(talk: Talk, promo: Promo): Heard {
  const asked = talk.commands("promo", promo.code);
  return answer(talk, asked, "claimPromo", { type: "promo", promo });
}

function firstPrice(heard: Heard): { amount?: number; fullAmount?: number; promo?: unknown } {
  const say = [...heard.effects("notify"), ...heard.effects("editNotice")][0]?.say;
  if (say?.key !== "shop") throw new Error("not a shelf");
  const [item] = say.with.items;
  return { ...item, promo: say.with.promo };
}

describe("a code", () => {
  test.each(["HALF", "half", " Half "])("written %p is asked for in upper case", (written) => {
    const asked = shopper().commands("promo", written);
    expect(asked.effect("claimPromo")).toMatchObject({ code: "HALF" });
    expect(asked.toldFan).toEqual([]);
  });

  test.each(["", "two words", "x".repeat(33), "ПРОМО", "a-b", "';--"])(
    "written %p is not asked for",
    (written) => {
      const heard = shopper().commands("promo", written);
      expect(heard.toldFan).toEqual(["promoUsage"]);
      expect(heard.verbs).toEqual(["notify"]);
    },
  );

  test("comes by a deep link too, after the welcome", () => {
    const talk = new Talk(BOTH_RAILS);
    const heard = talk.commands("start", "promo_HALF");
    expect(heard.verbs).toEqual(["notify", "claimPromo"]);
    expect(heard.effect("claimPromo").code).toBe("HALF");
    expect(talk.state.source).toBe("promo_HALF");
  });

  test.each(["unknown", "expired", "usedUp", "usedByYou"] as const)(
    "that is %s is refused in words",
    (why) => {
      const talk = shopper();
      const asked = talk.commands("promo", "HALF");
      const refused = answer(talk, asked, "claimPromo", { type: "promoRefused", why });
      expect(refused.effect("notify").say).toEqual({
        key: "promoRefused",
        with: { code: "HALF", why },
      });
      expect(talk.state.promo).toBeNull();
    },
  );

  test("claimed already and not used yet is told again, and not claimed again", () => {
    const talk = shopper();
    claims(talk, HALF);
    const again = talk.commands("promo", "half");
    expect(again.toldFan).toEqual(["promoClaimed"]);
    expect(again.verbs).toEqual(["notify"]);
  });

  test("asked for by somebody who was erased since is nobody's", () => {
    const talk = shopper();
    const asked = talk.commands("promo", "HALF");
    const question = talk.presses(talk.commands("privacy").button("eraseData"));
    talk.presses(question.button("eraseConfirm"));
    const late = answer(talk, asked, "claimPromo", { type: "promo", promo: HALF });
    expect(late.verbs).toEqual([]);
    expect(talk.state.promo).toBeNull();
  });

  test("is refused to a banned fan", () => {
    const talk = shopper();
    talk.teamCommands("ban");
    expect(talk.commands("promo", "HALF").toldFan).toEqual(["banned"]);
    expect(talk.commands("start", "promo_HALF").verbs).toEqual([]);
  });
});

/** Forgets themselves, and begins anew. */
function startsAnew(talk: Talk): void {
  const question = talk.presses(talk.commands("privacy").button("eraseData"));
  talk.presses(question.button("eraseConfirm"));
  talk.commands("start");
}

/** The books refuse what the fan has asked for. */
function misses(talk: Talk): void {
  const asked = talk.commands("promo", "NOPE");
  answer(talk, asked, "claimPromo", { type: "promoRefused", why: "unknown" });
}

describe("a code of a life before", () => {
  test("is counted with each claim that follows, over any number of erasures", () => {
    const talk = shopper();
    expect(talk.commands("promo", "HALF").effect("claimPromo").earlierUses).toBe(0);
    for (const life of [1, 2, 3]) {
      claims(talk, HALF);
      startsAnew(talk);
      expect(talk.commands("promo", "HALF").effect("claimPromo").earlierUses).toBe(life);
      expect(talk.commands("promo", "OTHER").effect("claimPromo").earlierUses).toBe(0);
    }
  });

  test("is counted too when it was granted after the erasure", () => {
    const talk = shopper();
    const asked = talk.commands("promo", "HALF");
    const question = talk.presses(talk.commands("privacy").button("eraseData"));
    talk.presses(question.button("eraseConfirm"));
    answer(talk, asked, "claimPromo", { type: "promo", promo: HALF });
    talk.commands("start");
    expect(talk.commands("promo", "HALF").effect("claimPromo").earlierUses).toBe(1);
  });

  test("is one of fifty that are remembered", () => {
    const talk = shopper();
    for (let n = 0; n < 60; n += 1) {
      claims(talk, { code: `C${n}`, kind: "credits", value: 1, until: null });
    }
    startsAnew(talk);
    expect(talk.state.formerCodes).toHaveLength(50);
    expect(talk.state.formerCodes.at(-1)).toBe("C59");
  });
});

describe("guessing", () => {
  test("ends after ten codes in vain, until the next day, whoever starts anew", () => {
    const talk = shopper();
    for (let n = 0; n < 10; n += 1) misses(talk);
    const stopped = talk.commands("promo", "HALF");
    expect([stopped.toldFan, stopped.effects("claimPromo")]).toEqual([["promoTooMany"], []]);
    startsAnew(talk);
    expect(talk.commands("promo", "HALF").toldFan).toEqual(["promoTooMany"]);
    talk.wait(24 * 60 * MINUTE_MS);
    expect(talk.commands("promo", "HALF").verbs).toEqual(["claimPromo"]);
  });

  test("is not faster than the books answer, and what they grant is no guess", () => {
    const talk = shopper();
    const burst = Array.from({ length: 12 }, (_, n) => talk.commands("promo", `C${n}`));
    expect(burst.filter((one) => one.verbs.includes("claimPromo"))).toHaveLength(10);
    const [first] = burst;
    if (first === undefined) throw new Error("nothing was asked for");
    const gift = { code: "C0", kind: "credits", value: 1, until: null } as const;
    answer(talk, first, "claimPromo", { type: "promo", promo: gift });
    expect(talk.commands("promo", "HALF").verbs).toContain("claimPromo");
  });
});

describe("a reduction", () => {
  test("is on the shelf, beside the full price, and in what is asked for and booked", () => {
    const talk = shopper();
    const claimed = claims(talk, HALF);
    const shelf = talk.presses(claimed.button("buyCredits"), SHELF_ID);
    expect(firstPrice(shelf)).toMatchObject({ amount: 250, fullAmount: 499, promo: HALF });
    const picked = talk.presses(PICK, SHELF_ID);
    expect(picked.effect("checkout").sale.amount).toBe(250);
    expect(purchaseOf(talk)).toMatchObject({ amount: 250, promo: "HALF" });
    expect(pays(talk).rows("ledger")).toMatchObject([{ credits: 10, amountCents: 250 }]);
  });

  test("is used up by the purchase that is paid with it", () => {
    const talk = shopper();
    claims(talk, HALF);
    openPage(talk);
    expect(talk.state.promo).toEqual(HALF);
    pays(talk);
    expect(talk.state.promo).toBeNull();
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 499, promo: null });
  });

  test("is there again when the page has closed unpaid", () => {
    const talk = shopper();
    claims(talk, HALF);
    openPage(talk);
    hears(talk, pageIs(talk, purchaseOf(talk), "expired"));
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 250 });
  });

  test("is not used up by a purchase that it did nothing for", () => {
    const talk = shopper(BOTH_RAILS);
    claims(talk, { ...HALF, code: "FIVER", kind: "amount", value: 200 });
    const stars = talk.presses(fanData("shop", "stars"), SHELF_ID);
    expect(firstPrice(stars)).toMatchObject({ amount: 350, fullAmount: 350, promo: null });
    talk.presses(PICK_STARS, SHELF_ID);
    pays(talk);
    expect(talk.state.promo?.code).toBe("FIVER");
  });

  test("is dropped at its date, also from a shelf that still shows it", () => {
    const talk = shopper();
    claims(talk, { ...HALF, until: talk.at + MINUTE_MS });
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 250 });
    talk.wait(MINUTE_MS);
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 499, promo: null });
    expect(talk.presses(PICK, SHELF_ID).effect("checkout").sale.amount).toBe(499);
  });

  test("holds for a page that was begun before its date", () => {
    const talk = shopper();
    claims(talk, { ...HALF, until: talk.at + MINUTE_MS });
    openPage(talk);
    pays(talk.wait(2 * MINUTE_MS));
    expect(talk.ledger.at(-1)).toMatchObject({ amountCents: 250 });
  });

  test("goes into one invoice at a time: an invoice cannot be taken back", () => {
    const talk = shopper(BOTH_RAILS);
    claims(talk, HALF);
    const first = talk.presses(PICK_STARS, SHELF_ID);
    expect(first.effect("sendInvoice").sale.amount).toBe(175);
    const second = talk.presses(fanData("pickStars", "credits_25"), SHELF_ID);
    expect(second.effect("sendInvoice").sale.amount).toBe(700);
    talk.fires("checkout");
    const next = talk.wait(MINUTE_MS).presses(PICK_STARS, SHELF_ID);
    expect(next.effect("sendInvoice").sale.amount).toBe(175);
  });

  test("goes into a page or into an invoice: the page is closed", () => {
    const talk = shopper(BOTH_RAILS);
    claims(talk, HALF);
    openPage(talk);
    const invoice = talk.presses(PICK_STARS, 501);
    expect(invoice.effect("sendInvoice").sale.amount).toBe(175);
    expect(invoice.effect("expireCheckout").sessionId).toBe("cs_1");
    expect(editsOf(invoice)).toEqual([`${SHELF_ID}: checkoutDropped`]);
  });

  test("leaves a page open that has nothing to do with it", () => {
    const talk = shopper(BOTH_RAILS);
    openPage(talk);
    claims(talk, HALF);
    expect(talk.presses(PICK_STARS, 501).verbs).toEqual(["sendInvoice", "answerPress"]);
  });

  test("does not come back by so many invoices that the first is let go of", () => {
    const talk = shopper(BOTH_RAILS);
    claims(talk, HALF);
    for (let i = 0; i < 20; i += 1) talk.wait(MINUTE_MS).presses(PICK_STARS, SHELF_ID);
    const reduced = [...talk.books.purchases.values()].filter(({ promo }) => promo !== null);
    expect(reduced).toHaveLength(1);
  });

  test.each(["paid", "unpaid"] as const)("of a left page that is %s closes the next", (state) => {
    const talk = shopper();
    claims(talk, HALF);
    openPage(talk);
    const left = purchaseOf(talk);
    const next = talk.presses(fanData("pick", "credits_25"), SHELF_ID);
    pageComes(talk, next, "cs_2");
    const heard = hears(talk, pageIs(talk, left, state));
    expect(heard.effect("expireCheckout").sessionId).toBe("cs_2");
    expect(editsOf(heard)).toEqual([`${SHELF_ID}: checkoutDropped`]);
  });

  test("is not given twice while slow money is on its way", () => {
    const talk = shopper();
    claims(talk, HALF);
    openPage(talk);
    hears(talk, pageIs(talk, purchaseOf(talk), "unpaid"));
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 499, promo: null });
  });

  test("claimed later takes the place of one that was not used", () => {
    const talk = shopper();
    claims(talk, HALF);
    claims(talk, { ...HALF, code: "TENTH", value: 10 });
    expect(firstPrice(talk.commands("buy"))).toMatchObject({ amount: 450 });
  });
});

describe("credits by a code", () => {
  const GIFT: Promo = { code: "HELLO", kind: "credits", value: 7, until: null };

  test("are booked at once, with the code as the reason, and told", () => {
    const talk = shopper();
    const before = talk.state.credits;
    const given = claims(talk, GIFT);
    expect(talk.state.credits).toBe(before + 7);
    expect(given.rows("ledger")).toMatchObject([
      { kind: "gift", credits: 7, amountCents: 0, note: "promo code HELLO" },
    ]);
    expect(given.effect("notify").say).toMatchObject({
      key: "promoCredits",
      with: { credits: 7, account: { credits: before + 7 } },
    });
    expect(given.effect("card").facts.credits).toBe(before + 7);
    expect(talk.state.promo).toBeNull();
  });

  test("send what was held", () => {
    const talk = shopper({ welcomeCredits: 1 });
    talk.writes("waits");
    expect(claims(talk, GIFT).toldFan).toEqual(["promoCredits", "released"]);
  });

  test("that the books grant twice are booked twice", () => {
    const talk = shopper();
    const before = talk.state.credits;
    claims(talk, GIFT);
    claims(talk, GIFT);
    expect(talk.state.credits).toBe(before + 14);
  });

  test("go no further than a balance can", () => {
    const talk = shopper();
    claims(talk, { ...GIFT, value: CREDITS_MAX });
    expect(talk.state.credits).toBe(CREDITS_MAX);
    expect(claims(talk, GIFT).verbs).toEqual([]);
  });

  test("leave a reduction that was claimed before", () => {
    const talk = shopper();
    claims(talk, HALF);
    claims(talk, GIFT);
    expect(talk.state.promo).toEqual(HALF);
  });
});
