// English: saved cards, auto-recharge, the statement and the team's answers about money.
import { bold, rich } from "#actors/kernel/rich.ts";
import type { Account, RechargeTerms, SaleFacts } from "#actors/kernel/say.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import {
  accountLines,
  datedLineText,
  type HistoryPhrases,
  historyLineText,
  historyText,
  signedCredits,
} from "#src/i18n/layout.ts";
import { cardLine, cardName, money, price, unitsText } from "#src/i18n/money.ts";
import { lines } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "en";
const { credits, time } = nouns;
const sale = (s: SaleFacts): string => `${unitsText(s.gives, nouns)} for ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const terms = (t: RechargeTerms): readonly string[] => [
  `When you have fewer than ${credits(t.threshold)}: ${sale(t.pack)}.`,
  `Card: ${cardLine(t.card)}.`,
  `Never more than ${money(t.dayMax, t.pack.currency, L)} a day and ${money(t.monthMax, t.pack.currency, L)} a month (UTC).`,
];

const HISTORY: HistoryPhrases = {
  title: "📒 Every credit, in and out",
  page: (page, of) => `page ${page} of ${of}`,
  empty: "Nothing yet.",
  hint: "Tap a number for the details, and if something looks wrong.",
  ask: "Is it wrong? The button asks the team to look into it.",
  asked: "📨 The team has been asked about it.",
  moneyBack: "Money back",
  kinds: {
    welcome: "Welcome gift",
    purchase: "Purchase",
    message: "Message",
    gift: "Gift",
    refund: "Given back",
    dispute: "Dispute at the bank",
    unlock: "Unlocked",
    recharge: "Auto-recharge",
    adjustment: "Correction",
    session: "Free time",
  },
};

export const cards = {
  billing: (w) =>
    lines(
      rich("💳 ", bold("Your cards")),
      w.cards.length === 0 ? "No card is saved yet." : null,
      ...w.cards.map((card) =>
        rich(
          `• ${cardLine(card)}`,
          card.id === w.defaultCardId ? rich(" · ", bold("used first")) : "",
        ),
      ),
      "",
      w.recharge === null ? "🔄 Auto-recharge is off: /autorecharge" : "🔄 Auto-recharge is on.",
      ...(w.recharge === null ? [] : terms(w.recharge)),
      "",
      "/history  every credit, in and out",
    ),
  pageComing: () => rich("⏳ One moment: the page is on its way."),
  saveCardReady: (w) =>
    rich(
      `💳 The button opens a page at Stripe where you save a card. Nothing is charged. It stays open for ${time(w.leftSeconds)}.`,
    ),
  portalReady: () =>
    rich(
      "🗂 The button opens your own page at Stripe: your cards and the receipts of your payments.",
    ),
  pageFailed: () =>
    rich("😕 The page could not be made. Nothing was changed or charged. Do try again: /billing"),
  cardSaved: (w) => rich("💳 ", bold("Saved: "), cardLine(w.card), "."),
  cardNotSaved: () => rich("💳 No card was saved, and nothing was charged. Once more? /billing"),
  cardRemoveConfirm: (w) =>
    lines(
      rich("🗑 ", bold(`Remove ${cardName(w.card)}?`)),
      "Nothing is charged to it any more. An auto-recharge that uses it stops.",
    ),
  cardRemoved: (w) => rich(`🗑 Removed: ${cardName(w.card)}.`),
  rechargeMenu: (w) =>
    lines(
      rich("🔄 ", bold("Auto-recharge")),
      `When you have fewer than ${credits(w.threshold)}, a pack is bought with your saved card, and you never run out in the middle of a chat.`,
      "Which pack shall it be? You see all terms before anything is switched on.",
    ),
  rechargeOffer: (w) =>
    lines(
      rich("🔄 ", bold("Auto-recharge: what you agree to")),
      ...terms(w.terms),
      "You hear of every charge at once, and one tap switches it off: /autorecharge",
    ),
  rechargeNeedsCard: () =>
    rich("💳 Auto-recharge needs a saved card. Save one, and we go on from there."),
  rechargeOn: (w) =>
    lines(
      rich("🔄 ", bold("Auto-recharge is on.")),
      ...terms(w.terms),
      "One tap switches it off: /autorecharge",
    ),
  rechargeOff: () => rich("🔄 Auto-recharge is off. Nothing is charged by itself any more."),
  rechargeComing: (w) =>
    rich(`🔄 Auto-recharge: ${sale(w.sale)}, being charged to ${cardName(w.card)} …`),
  rechargeProcessing: (w) =>
    rich(
      `🏦 Auto-recharge: ${price(w.sale, L)} is on its way through your bank. As soon as it is here, this arrives by itself: ${unitsText(w.sale.gives, nouns)}.`,
    ),
  rechargeDeclined: (w) =>
    lines(
      rich("💳 ", bold(`Auto-recharge: your bank did not let ${price(w.sale, L)} through.`)),
      `Card: ${cardName(w.card)}. Nothing was charged.`,
      w.againSeconds === null
        ? "It is off now. Another card: /billing. Switch it on again: /autorecharge"
        : `The next try is in ${time(w.againSeconds)}. Another card: /billing`,
    ),
  rechargeTriedAgain: (w) =>
    rich(`🔄 Auto-recharge: this was not charged, and is tried again below: ${sale(w.sale)}.`),
  rechargeConfirm: (w) =>
    lines(
      rich("🔐 ", bold(`Your bank asks you to confirm ${price(w.sale, L)}.`)),
      `It is for your auto-recharge: ${sale(w.sale)}.`,
      w.isReady
        ? "The button leads to your bank's question. It waits for 24 hours, and nothing is charged until you confirm."
        : "The link comes in a moment.",
    ),
  rechargeGivenUp: (w) =>
    rich(`🔐 Not confirmed, and so not charged: ${sale(w.sale)}. Whenever you like: /buy`),
  rechargeCeiling: (w) =>
    rich(
      w.of === "day"
        ? `🔄 Auto-recharge rests until tomorrow: it would pass your ceiling of ${price(w.max, L)} a day. You can buy by hand: /buy`
        : `🔄 Auto-recharge rests until next month: it would pass your ceiling of ${price(w.max, L)} a month. You can buy by hand: /buy`,
    ),
  rechargeStopped: (w) => {
    const why = {
      dispute:
        "a payment is disputed at your bank. Once that is settled, it can be switched on again.",
      card: "its card is no longer there.",
      customer: "your payment details at Stripe are no longer there.",
      shop: "its pack is no longer sold.",
    };
    const again = w.why === "dispute" ? "" : " You can switch it on again: /autorecharge";
    return rich(`🔄 Auto-recharge is off: ${why[w.why]}${again}`);
  },
  history: (w) => historyText(w, nouns, HISTORY),
  historyLine: (w) => historyLineText(w, nouns, HISTORY),
  wrongSent: () => rich("📨 Thank you: the team looks into it and tells you here."),
  wrongTwice: () => rich("📨 The team has this one already."),
  lineGivenBack: (w) =>
    lines(
      rich("↩️ ", bold(`You have ${credits(-w.line.credits)} back.`)),
      datedLineText(w.line, nouns, HISTORY),
      "",
      ...has(w.account),
    ),
  lineRefused: (w) =>
    lines(
      "📒 The team has looked into it, and the line is right as it is. Any questions? /paysupport",
      datedLineText(w.line, nouns, HISTORY),
    ),
  adjusted: (w) =>
    lines(
      rich("⚖️ ", bold(`Your balance was put right: ${signedCredits(w.credits, nouns)}.`)),
      ...has(w.account),
    ),
  paySupportSent: () => rich("📨 Your request is with the team. The answer comes here."),
  askSoon: () =>
    rich(
      "⏳ The team has just been asked something by you. This was not sent: once more in a minute, please.",
    ),
} satisfies SomeFanWords;
