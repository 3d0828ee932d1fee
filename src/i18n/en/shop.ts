// English: the shop, from the shelf to the receipt, and what a bank does afterwards.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { Account, SaleFacts } from "#actors/kernel/say.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import {
  accountLines,
  hasUnits,
  isStars,
  type PromoPhrases,
  promoText,
  shelfLines,
  shelfPromo,
} from "#src/i18n/layout.ts";
import { price, unitsText } from "#src/i18n/money.ts";
import { lines, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "en";
const { credits, time } = nouns;
const units = (gives: SaleFacts["gives"]): string => unitsText(gives, nouns);
const sale = (s: SaleFacts): string => `${units(s.gives)} for ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const PROMO: PromoPhrases = {
  off: (what) => `${what} off`,
  extra: (more) => `${more} on top`,
  until: (day) => `until ${day}`,
};

export const shop = {
  shop: (w) =>
    lines(
      rich("🛍 ", bold("The shop")),
      "",
      ...(w.items.length === 0
        ? ["Nothing is on sale at the moment."]
        : shelfLines(w.items, nouns, {
            best: "best value",
            each: { credit: (each) => `${each} a credit`, hour: (each) => `${each} an hour` },
          })),
      "",
      shelfPromo(w, nouns, PROMO),
      w.savesCard
        ? "💾 Your card is kept for the next time. You can remove it whenever you like: /billing"
        : null,
      w.isStars ? "⭐ Paid with Telegram Stars." : null,
      ...has(w.account),
    ),
  notSold: () => rich("🤷 There is no such pack at the moment. Here is what there is: /buy"),
  invoice: (w) => rich(`${units(w.sale.gives)}, yours as soon as the Stars have arrived.`),
  invoiceStale: () =>
    rich("This invoice no longer holds, and nothing was charged. /buy makes a new one."),
  checkoutComing: (w) => rich("⏳ One moment: the payment page is on its way. ", sale(w.sale), "."),
  checkoutReady: (w) =>
    lines(
      rich("🧾 ", bold(sale(w.sale))),
      `The button opens the payment page at Stripe. It stays open for ${time(w.leftSeconds)}.`,
      w.savesCard ? "💾 Your card is kept for the next time: /billing" : null,
    ),
  checkoutFailed: (w) =>
    rich(
      `😕 The payment page could not be made (${sale(w.sale)}). Nothing was charged. Do try again: /buy`,
    ),
  checkoutExpired: (w) =>
    rich(`⌛ The payment page has expired (${sale(w.sale)}). Nothing was charged. A new one: /buy`),
  checkoutDropped: (w) => rich(`Not bought: ${sale(w.sale)}. Nothing was charged. The shop: /buy`),
  checkoutProcessing: (w) =>
    lines(
      rich("🏦 ", bold(`Thank you! ${price(w.sale, L)} is on its way through your bank.`)),
      `As soon as it is here, this arrives by itself: ${units(w.sale.gives)}. With some banks that takes a few days.`,
    ),
  paymentReview: (w) =>
    lines(
      rich("🔎 ", bold(`A person has to look at your payment of ${price(w.sale, L)} first.`)),
      "It does not match what was asked for, so nothing was credited yet. Nothing is lost: the owner knows. Questions: /paysupport",
    ),
  paidTwice: (w) =>
    rich(
      `↩️ This invoice was paid already. Your second payment of ${price(w.price, L)} is being given back to you.`,
    ),
  checkoutUnpaid: (w) =>
    rich(`🏦 The bank did not complete the payment (${sale(w.sale)}). You can try again: /buy`),
  paid: (w) =>
    lines(
      rich(w.isRecharge ? "🔄 Auto-recharge: " : "✅ Paid, thank you: ", bold(price(w.sale, L))),
      rich("+ ", bold(units(w.sale.gives))),
      hasUnits(w.worksOff) ? `Of these, ${units(w.worksOff)} went to what was still open.` : null,
      ...has(w.account),
      w.isRecharge ? "Terms and off switch: /autorecharge" : null,
    ),
  refunded: (w) =>
    lines(
      rich("↩️ ", bold(`You have ${price(w.price, L)} back.`)),
      isStars(w.price) ? null : "It can take your bank a few days to show it.",
      hasUnits(w.takes) ? `Taken off again: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  refundFailed: (w) =>
    lines(
      rich("🏦 ", bold(`The refund of ${price(w.price, L)} did not get through to your bank.`)),
      hasUnits(w.gives) ? `Yours again: ${units(w.gives)}.` : null,
      "We look for another way. Tell us what suits you: /paysupport",
      ...has(w.account),
    ),
  disputeOpened: (w) =>
    lines(
      rich("🏦 ", bold(`Your bank tells us that the payment of ${price(w.price, L)} is disputed.`)),
      hasUnits(w.freezes) ? `Until it is settled, ${units(w.freezes)} are set aside.` : null,
      "If it is a mix-up, a word to us helps: /paysupport",
      ...has(w.account),
    ),
  disputeWon: (w) =>
    lines(
      rich("🏦 ", bold(`The dispute about ${price(w.price, L)} is settled.`)),
      hasUnits(w.gives) ? `Yours again: ${units(w.gives)}.` : null,
      ...has(w.account),
    ),
  disputeLost: (w) =>
    lines(
      rich("🏦 ", bold(`Your bank has given you ${price(w.price, L)} back.`)),
      hasUnits(w.takes) ? `Taken off with it: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  promoUsage: () => rich("🎟 Send your code like this: ", code("/promo CODE")),
  promoClaimed: (w) =>
    lines(
      rich("🎟 ", bold(promoText(w.promo, w.currency, nouns, PROMO))),
      "It counts for your next purchase: /buy",
    ),
  promoCredits: (w) =>
    lines(rich("🎟 ", bold(`Your code brings you ${credits(w.credits)}!`)), ...has(w.account)),
  promoTooMany: () =>
    rich("🎟 That were too many codes that did not work for one day. Try again tomorrow."),
  promoRefused: (w) => {
    const why = {
      unknown: " is not a code that I know.",
      expired: " is past its date.",
      usedUp: " has been used as often as it could be.",
      usedByYou: " has already been used by you.",
    };
    return rich("🎟 ", code(plainName(w.code, 32)), why[w.why]);
  },
} satisfies SomeFanWords;
