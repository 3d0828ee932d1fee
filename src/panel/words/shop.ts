// What the panel says about products and promo codes.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { HouseDeskSays } from "#actors/kernel/say-house.ts";
import type { Words } from "#src/i18n/catalogue.ts";

type ShopSays = Omit<
  HouseDeskSays,
  "wanted" | "askSetting" | "settingChanged" | "settingUnchanged" | "askRails"
>;

const VALUE = {
  percent: "How many percent off, 1 to 95?",
  amount: "How much off, such as 5.00?",
  credits: "How many credits on top?",
} as const;

export const SHOP_WORDS: Words<ShopSays> = {
  askProductSize: (w) =>
    rich(
      w.kind === "credits"
        ? "🛍 How many credits are in the pack?"
        : "🛍 How long is the block of time? 30m, 1h, 1d.",
    ),
  askProductPrice: (w) =>
    rich(
      `🛍 What does it cost by card, in ${w.currency.toUpperCase()}? Such as `,
      code("9.99"),
      ".",
    ),
  askProductStars: () => rich("🛍 And in Stars? A whole number, or ", code("none"), "."),
  productAdded: (w) => rich("✅ On sale: ", code(w.sku), "."),
  productChanged: () => rich("✅ Changed."),
  productMoved: () => rich("✅ Moved."),
  askPromoCode: () => rich("🎟 The code, such as ", code("SUMMER_25"), "?"),
  askPromoValue: (w) => rich(`🎟 ${VALUE[w.kind]}`),
  askPromoUses: () =>
    rich("🎟 How many times in all? A number, or ", code("none"), " for no limit."),
  askPromoPerFan: () => rich("🎟 How many times a fan? Mostly ", code("1"), "."),
  askPromoEnds: () =>
    rich("🎟 Until when? ", code("7d"), ", ", code("2027-12-31"), " or ", code("never"), "."),
  promoAdded: (w) => rich("✅ Made: ", bold(code(w.code)), ". Fans write /promo and the code."),
  promoTaken: (w) => rich("✋ There was ", code(w.code), " before. Codes are never used again."),
  confirmPromoOff: (w) =>
    rich("🎟 Switch ", bold(w.code), " off for good? Who has claimed it keeps it."),
  promoEnded: (w) => rich("✅ ", code(w.code), " is off."),
};
