import { describe, expect, test } from "bun:test";
import { type FanSay, LANGUAGES, type Language, type ShopItem } from "#actors/kernel/say.ts";
import { buttonText, fanText, invoiceText, ownerText } from "./index.ts";
import { cardName, money, unitPrice } from "./money.ts";
import { CARD, FULL, ITEM, LINE, MANY, PRICE, PROMO, SALE, STARS } from "./testing.ts";
import { DISPUTE } from "./testing-owner.ts";

/** Languages set hard spaces between a figure and its currency; people do not see the difference. */
const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/gu, " ");
const said = (say: FanSay, language: Language = "en"): string => plain(fanText(say, language).text);

describe("money", () => {
  test.each([
    [999, "usd", "en", "$9.99"],
    [999, "EUR", "de", "9,99 €"],
    [500, "jpy", "en", "¥500"],
    [1250, "kwd", "en", "KWD 1.250"],
    // Stripe counts these otherwise than the platform's data does.
    [1000, "isk", "en", "ISK 10"],
    [1000, "ugx", "en", "UGX 10"],
    [1000, "mga", "en", "MGA 1,000.00"],
    [350, "xtr", "en", "⭐ 350"],
    [12_000, "XTR", "de", "⭐ 12.000"],
    [-5, "made up", "en", "-5 made up"],
  ] as const)("%d %s in %s is %s", (amount, currency, language, words) => {
    expect(plain(money(amount, currency, language))).toBe(words);
  });

  test.each([
    [999, "usd", 25, "$0.40"],
    [999, "usd", 300, "$0.033"],
    [100, "usd", 1_000, "$0.001"],
    [350, "xtr", 25, "⭐ 14"],
    [337, "xtr", 25, "⭐ 13.5"],
    [50, "xtr", 1_000, "⭐ 0.05"],
  ] as const)("%d %s for %d is %s each", (amount, currency, units, words) => {
    expect(unitPrice({ amount, currency }, units, "en")).toBe(words);
  });

  test("cards carry the names that people know", () => {
    expect(cardName(CARD)).toBe("Visa •••• 4242");
    expect(cardName({ ...CARD, brand: "amex" })).toBe("American Express •••• 4242");
    expect(cardName({ ...CARD, brand: "newnet" })).toBe("Newnet •••• 4242");
  });
});

describe("buttons", () => {
  test("carry what they sell and its price, the best one a crown", () => {
    expect(buttonText({ item: ITEM }, "en")).toBe("25 credits · $9.99");
    const hour: ShopItem = {
      ...ITEM,
      ...STARS,
      gives: { credits: 0, seconds: 3600 },
      isBest: true,
    };
    expect(buttonText({ item: hour }, "en")).toBe("👑 ⏳ 1 hour · ⭐ 350");
  });

  test("carry cards, and what a press costs", () => {
    expect(buttonText({ card: CARD }, "en")).toBe("💳 •••• 4242");
    expect(plain(buttonText({ price: PRICE, of: "pay" }, "de"))).toBe("💳 Bezahlen · 9,99 $");
  });

  test("are never longer than can be read", () => {
    const item: ShopItem = { ...ITEM, amount: MANY, gives: { credits: MANY, seconds: MANY } };
    expect(buttonText({ item }, "ru").length).toBeLessThanOrEqual(64);
    expect(buttonText({ literal: "x".repeat(100) }, "en").length).toBe(64);
  });
});

describe("the shelf", () => {
  const shop = { account: FULL, promo: null, isStars: false, savesCard: false } as const;

  test("shows price, price a credit and the best value in words", () => {
    const say = { key: "shop", with: { ...shop, items: [{ ...ITEM, isBest: true }] } } as const;
    expect(said(say)).toContain("25 credits · $9.99 · $0.40 a credit · 👑 best value");
    expect(said(say, "de")).toContain("👑 am günstigsten");
  });

  test("strikes the full price through where a code takes something off", () => {
    const items = [{ ...ITEM, amount: 499 }];
    const { text, entities } = fanText(
      { key: "shop", with: { ...shop, items, promo: PROMO } },
      "en",
    );
    const struck = entities.filter(({ type }) => type === "strikethrough");
    expect(struck.map((e) => text.slice(e.offset, e.offset + e.length))).toEqual(["$9.99"]);
    expect(text).toContain("$9.99 $4.99");
    expect(text).toContain("🎟 SUMMER: $5.00 off, until Jun 15, 2025");
  });

  test("says nothing of a code that does nothing for Stars", () => {
    const items = [{ ...ITEM, ...STARS, fullAmount: 350 }];
    const say = { key: "shop", with: { ...shop, items, promo: PROMO, isStars: true } } as const;
    expect(said(say)).not.toContain("SUMMER");
  });

  test("compares blocks of time by the hour, and an hour with nothing", () => {
    const hours = (count: number): ShopItem => ({
      ...ITEM,
      gives: { credits: 0, seconds: count * 3600 },
    });
    const say = { key: "shop", with: { ...shop, items: [hours(1), hours(2)] } } as const;
    expect(said(say)).toContain("⏳ 1 hour of free messages · $9.99\n");
    expect(said(say)).toContain("⏳ 2 hours of free messages · $9.99 · $5.00 an hour");
  });

  test("sets credits and time apart", () => {
    const hour = { ...ITEM, gives: { credits: 0, seconds: 3600 } };
    const say = { key: "shop", with: { ...shop, items: [ITEM, hour, hour] } } as const;
    expect(said(say)).toContain("a credit\n\n⏳ 1 hour of free messages · $9.99\n⏳ 1 hour");
  });

  test("says what is still open", () => {
    const account = { ...FULL, debt: { credits: 5, seconds: 0 } };
    const say = { key: "shop", with: { ...shop, items: [ITEM], account } } as const;
    expect(said(say)).toContain("⚖️ Still open from a payment that was given back: 5 credits.");
  });
});

test("what is owed is worked off by a purchase, not by whatever comes in", () => {
  const account = { ...FULL, debt: { credits: 5, seconds: 0 } };
  const say = { key: "refunded", with: { price: PRICE, takes: account.debt, account } } as const;
  const buying = { en: "buy", de: "kaufst", es: "compra", pt: "compra", ru: "покупка" };
  for (const language of LANGUAGES) expect(said(say, language)).toContain(buying[language]);
});

test("a payment that is not what was asked for is nothing that arrives by itself", () => {
  const say = { key: "paymentReview", with: { sale: SALE } } as const;
  expect(said(say)).toContain("Nothing is lost");
  for (const language of LANGUAGES) expect(said(say, language)).toContain("/paysupport");
});

test("a receipt has the amount, what arrived, the bar and the figure", () => {
  const worksOff = { credits: 5, seconds: 0 };
  const say = {
    key: "paid",
    with: { sale: SALE, isRecharge: false, worksOff, account: FULL },
  } as const;
  expect(said(say).split("\n")).toEqual([
    "✅ Paid, thank you: $9.99",
    "+ 25 credits",
    "Of these, 5 credits went to what was still open.",
    "▰▰▰▰▰▰▰▰▰▰  28 credits",
  ]);
});

test("the receipt of an auto-recharge says how to end it", () => {
  const sale = { sale: SALE, worksOff: { credits: 0, seconds: 0 }, account: FULL };
  const receipt = (isRecharge: boolean): string =>
    said({ key: "paid", with: { ...sale, isRecharge } });
  expect(receipt(true)).toContain("off switch: /autorecharge");
  expect(receipt(false)).not.toContain("/autorecharge");
});

test("a statement tells money that went back from credits that did", () => {
  const back = { ...LINE, kind: "refund", credits: -6, price: PRICE };
  const lines = [back, { ...back, credits: 0 }, { ...back, credits: 3, price: null }];
  const text = said({ key: "history", with: { lines, page: 0, pages: 1 } });
  expect(text.split("\n").slice(3, 6)).toEqual([
    "1. Money back  −6 credits · $9.99",
    "1. Money back · $9.99",
    "1. Given back  +3 credits",
  ]);
});

test("Stars are not said to take a bank days", () => {
  const refunded = (price: typeof PRICE): string =>
    said({ key: "refunded", with: { price, takes: SALE.gives, account: FULL } });
  expect(refunded(PRICE)).toContain("bank");
  expect(refunded(STARS)).not.toContain("bank");
});

test("a statement has each day once, signs, and what was sent", () => {
  const DAY = 86_400_000;
  const lines = [
    LINE,
    { ...LINE, name: "2", kind: "purchase", credits: 25, price: PRICE },
    { ...LINE, name: "3", kind: "gift", credits: 0, seconds: 3600, at: LINE.at - DAY },
    { ...LINE, name: "4", kind: "of_tomorrow", at: LINE.at - DAY },
  ];
  expect(said({ key: "history", with: { lines, page: 1, pages: 3 } }).split("\n")).toEqual([
    "📒 Every credit, in and out · page 2 of 3",
    "",
    "Jun 15, 2025",
    "1. Your photo  −3 credits",
    "2. Purchase  +25 credits · $9.99",
    "",
    "Jun 14, 2025",
    "3. Gift  +1 hour",
    "4. of_tomorrow  −3 credits",
    "",
    "Tap a number for the details, and if something looks wrong.",
  ]);
});

describe("a dispute, told to the owner", () => {
  test("has who, what, why in words, until when, what speaks for the sale, and what to do", () => {
    const { text } = ownerText({ key: "dispute", with: DISPUTE });
    for (const shown of [
      "$9.99 is disputed: they say they did not make this payment.",
      "Alice (ID: 123456)",
      "Evidence is due Jun 15, 2025",
      "bought: 25 credits, paid Jun 4, 2025",
      "wrote 12 messages and got 10 back",
      "since May 23, 2025",
      "What to do: send the facts above",
      "du_1",
      "pi_1",
    ]) {
      expect(text).toContain(shown);
    }
  });

  test("shows a code that nobody knows yet as it is", () => {
    const facts = { ...DISPUTE, reason: "of_tomorrow", status: "of_tomorrow" };
    expect(ownerText({ key: "dispute", with: facts }).text).toContain("disputed: of_tomorrow.");
  });

  test("that is only an inquiry can be ended by a refund; a real one cannot", () => {
    const advice = (status: string): string =>
      ownerText({ key: "dispute", with: { ...DISPUTE, status } }).text;
    expect(advice("warning_needs_response")).toContain("refund the payment now");
    expect(advice("needs_response")).toContain("Do not refund it");
  });
});

test("an invoice keeps within Telegram's bounds, whatever it is for", () => {
  expect(invoiceText(SALE, "en").title).toBe("25 credits");
  const huge = { ...SALE, gives: { credits: MANY, seconds: MANY } };
  for (const language of ["en", "es", "pt", "ru", "de"] as const) {
    const { title, description } = invoiceText(huge, language);
    expect(title.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(255);
  }
});
