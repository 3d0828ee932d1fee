// German: the shop, from the shelf to the receipt, and what a bank does afterwards.
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

const L = "de";
const { credits, time } = nouns;
const units = (gives: SaleFacts["gives"]): string => unitsText(gives, nouns);
const sale = (s: SaleFacts): string => `${units(s.gives)} für ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const PROMO: PromoPhrases = {
  off: (what) => `${what} Rabatt`,
  extra: (more) => `${more} obendrauf`,
  until: (day) => `bis ${day}`,
};

export const shop = {
  shop: (w) =>
    lines(
      rich("🛍 ", bold("Der Shop")),
      "",
      ...(w.items.length === 0
        ? ["Gerade gibt es nichts zu kaufen."]
        : shelfLines(w.items, nouns, {
            best: "am günstigsten",
            each: {
              credit: (each) => `${each} pro Credit`,
              hour: (each) => `${each} pro Stunde`,
            },
          })),
      "",
      shelfPromo(w, nouns, PROMO),
      w.savesCard
        ? "💾 Deine Karte bleibt fürs nächste Mal gespeichert. Entfernen geht jederzeit: /billing"
        : null,
      w.isStars ? "⭐ Bezahlt wird mit Telegram Stars." : null,
      ...has(w.account),
    ),
  notSold: () => rich("🤷 So ein Paket gibt es gerade nicht. Das hier gibt es: /buy"),
  invoice: (w) => rich(`${units(w.sale.gives)}: da, sobald die Stars angekommen sind.`),
  invoiceStale: () =>
    rich("Diese Rechnung gilt nicht mehr, abgebucht wurde nichts. Eine neue gibt es mit /buy."),
  checkoutComing: (w) =>
    rich("⏳ Einen Moment: Die Bezahlseite ist unterwegs. ", sale(w.sale), "."),
  checkoutReady: (w) =>
    lines(
      rich("🧾 ", bold(sale(w.sale))),
      `Der Knopf öffnet die Bezahlseite bei Stripe. So lange bleibt sie offen: ${time(w.leftSeconds)}.`,
      w.savesCard ? "💾 Deine Karte bleibt fürs nächste Mal gespeichert: /billing" : null,
    ),
  checkoutFailed: (w) =>
    rich(
      `😕 Die Bezahlseite ließ sich nicht öffnen (${sale(w.sale)}). Abgebucht wurde nichts. Versuch es gern noch einmal: /buy`,
    ),
  checkoutExpired: (w) =>
    rich(
      `⌛ Die Bezahlseite ist geschlossen (${sale(w.sale)}). Abgebucht wurde nichts. Eine neue: /buy`,
    ),
  checkoutDropped: (w) =>
    rich(`Nicht gekauft: ${sale(w.sale)}. Abgebucht wurde nichts. Der Shop: /buy`),
  checkoutProcessing: (w) =>
    lines(
      rich(
        "🏦 ",
        bold(`Danke! Deine Zahlung über ${price(w.sale, L)} läuft gerade durch die Bank.`),
      ),
      `Sobald sie da ist, bekommst du von selbst: ${units(w.sale.gives)}. Bei manchen Banken dauert das ein paar Tage.`,
    ),
  paymentReview: (w) =>
    lines(
      rich(
        "🔎 ",
        bold(`Deine Zahlung über ${price(w.sale, L)} muss sich erst ein Mensch ansehen.`),
      ),
      "Sie passt nicht zu dem, was verlangt war, darum ist noch nichts gutgeschrieben. Verloren ist nichts: Der Inhaber weiß Bescheid. Fragen: /paysupport",
    ),
  paidTwice: (w) =>
    rich(
      `↩️ Diese Rechnung war schon bezahlt. Deine zweite Zahlung über ${price(w.price, L)} geht an dich zurück.`,
    ),
  checkoutUnpaid: (w) =>
    rich(
      `🏦 Die Bank hat die Zahlung nicht abgeschlossen (${sale(w.sale)}). Du kannst es noch einmal versuchen: /buy`,
    ),
  paid: (w) =>
    lines(
      rich(w.isRecharge ? "🔄 Auto-Aufladung: " : "✅ Bezahlt, danke: ", bold(price(w.sale, L))),
      rich("+ ", bold(units(w.sale.gives))),
      hasUnits(w.worksOff) ? `Davon gleicht das Offene aus: ${units(w.worksOff)}.` : null,
      ...has(w.account),
      w.isRecharge ? "Bedingungen und Ausschalten: /autorecharge" : null,
    ),
  refunded: (w) =>
    lines(
      rich("↩️ ", bold(`Du hast ${price(w.price, L)} zurück.`)),
      isStars(w.price) ? null : "Bis deine Bank es anzeigt, können ein paar Tage vergehen.",
      hasUnits(w.takes) ? `Dafür wieder abgezogen: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  refundFailed: (w) =>
    lines(
      rich("🏦 ", bold(`Die Rückzahlung von ${price(w.price, L)} kam bei deiner Bank nicht an.`)),
      hasUnits(w.gives) ? `Wieder deins: ${units(w.gives)}.` : null,
      "Wir finden einen anderen Weg. Sag uns, welcher dir passt: /paysupport",
      ...has(w.account),
    ),
  disputeOpened: (w) =>
    lines(
      rich(
        "🏦 ",
        bold(`Deine Bank meldet, dass die Zahlung über ${price(w.price, L)} beanstandet ist.`),
      ),
      hasUnits(w.freezes) ? `Bis das geklärt ist, bleibt zurückgelegt: ${units(w.freezes)}.` : null,
      "Falls es ein Missverständnis ist, schreib uns kurz: /paysupport",
      ...has(w.account),
    ),
  disputeWon: (w) =>
    lines(
      rich("🏦 ", bold(`Die Frage um ${price(w.price, L)} ist geklärt.`)),
      hasUnits(w.gives) ? `Wieder deins: ${units(w.gives)}.` : null,
      ...has(w.account),
    ),
  disputeLost: (w) =>
    lines(
      rich("🏦 ", bold(`Deine Bank hat dir ${price(w.price, L)} zurückgegeben.`)),
      hasUnits(w.takes) ? `Damit wieder abgezogen: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  promoUsage: () => rich("🎟 Schick deinen Code so: ", code("/promo CODE")),
  promoClaimed: (w) =>
    lines(
      rich("🎟 ", bold(promoText(w.promo, w.currency, nouns, PROMO))),
      "Er gilt für deinen nächsten Kauf: /buy",
    ),
  promoCredits: (w) =>
    lines(rich("🎟 ", bold(`Dein Code bringt dir ${credits(w.credits)}!`)), ...has(w.account)),
  promoTooMany: () =>
    rich("🎟 Das waren für einen Tag zu viele Codes, die nicht galten. Versuch es morgen wieder."),
  promoRefused: (w) => {
    const why = {
      unknown: ": Diesen Code kenne ich nicht.",
      expired: ": Dieser Code ist abgelaufen.",
      usedUp: ": Dieser Code wurde so oft eingelöst, wie es ging.",
      usedByYou: ": Diesen Code hast du schon eingelöst.",
    };
    return rich("🎟 ", code(plainName(w.code, 32)), why[w.why]);
  },
} satisfies SomeFanWords;
