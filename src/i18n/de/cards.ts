// German: saved cards, auto-recharge, the statement and the team's answers about money.
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

const L = "de";
const { credits, time } = nouns;
const sale = (s: SaleFacts): string => `${unitsText(s.gives, nouns)} für ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const terms = (t: RechargeTerms): readonly string[] => [
  `Sobald du weniger als ${credits(t.threshold)} hast: ${sale(t.pack)}.`,
  `Karte: ${cardLine(t.card)}.`,
  `Nie mehr als ${money(t.dayMax, t.pack.currency, L)} am Tag und ${money(t.monthMax, t.pack.currency, L)} im Monat (UTC).`,
];

const HISTORY: HistoryPhrases = {
  title: "📒 Jeder Credit, rein und raus",
  page: (page, of) => `Seite ${page} von ${of}`,
  empty: "Noch nichts.",
  hint: "Tippe auf eine Nummer für Einzelheiten, auch wenn etwas nicht stimmt.",
  ask: "Stimmt das nicht? Mit dem Knopf bittest du das Team, nachzusehen.",
  asked: "📨 Das Team ist danach gefragt.",
  moneyBack: "Geld zurück",
  kinds: {
    welcome: "Willkommensgeschenk",
    purchase: "Kauf",
    message: "Nachricht",
    gift: "Geschenk",
    refund: "Rückgabe",
    dispute: "Beanstandung bei der Bank",
    unlock: "Freigeschaltet",
    recharge: "Auto-Aufladung",
    adjustment: "Korrektur",
    session: "Freie Zeit",
  },
};

export const cards = {
  billing: (w) =>
    lines(
      rich("💳 ", bold("Deine Karten")),
      w.cards.length === 0 ? "Noch ist keine gespeichert." : null,
      ...w.cards.map((card) =>
        rich(
          `• ${cardLine(card)}`,
          card.id === w.defaultCardId ? rich(" · ", bold("wird zuerst benutzt")) : "",
        ),
      ),
      "",
      w.recharge === null
        ? "🔄 Die Auto-Aufladung ist aus: /autorecharge"
        : "🔄 Die Auto-Aufladung ist an.",
      ...(w.recharge === null ? [] : terms(w.recharge)),
      "",
      "/history  jeder Credit, rein und raus",
    ),
  pageComing: () => rich("⏳ Einen Moment: Die Seite ist unterwegs."),
  saveCardReady: (w) =>
    rich(
      `💳 Der Knopf öffnet eine Seite bei Stripe, auf der du eine Karte speicherst. Abgebucht wird nichts. So lange bleibt sie offen: ${time(w.leftSeconds)}.`,
    ),
  portalReady: () =>
    rich(
      "🗂 Der Knopf öffnet deine eigene Seite bei Stripe: deine Karten und die Belege deiner Zahlungen.",
    ),
  pageFailed: () =>
    rich(
      "😕 Die Seite ließ sich nicht öffnen. Geändert oder abgebucht wurde nichts. Versuch es gern noch einmal: /billing",
    ),
  cardSaved: (w) => rich("💳 ", bold("Gespeichert: "), cardLine(w.card), "."),
  cardNotSaved: () =>
    rich("💳 Es wurde keine Karte gespeichert und nichts abgebucht. Noch einmal? /billing"),
  cardRemoveConfirm: (w) =>
    lines(
      rich("🗑 ", bold(`${cardName(w.card)} entfernen?`)),
      "Von ihr wird nichts mehr abgebucht. Eine Auto-Aufladung mit dieser Karte hört auf.",
    ),
  cardRemoved: (w) => rich(`🗑 Entfernt: ${cardName(w.card)}.`),
  rechargeMenu: (w) =>
    lines(
      rich("🔄 ", bold("Auto-Aufladung")),
      `Sobald du weniger als ${credits(w.threshold)} hast, wird mit deiner gespeicherten Karte ein Paket gekauft, und kein Gespräch bricht mittendrin ab.`,
      "Welches Paket soll es sein? Alle Bedingungen siehst du, bevor etwas angeht.",
    ),
  rechargeOffer: (w) =>
    lines(
      rich("🔄 ", bold("Auto-Aufladung: dem stimmst du zu")),
      ...terms(w.terms),
      "Du erfährst sofort von jeder Abbuchung, und ein Tippen schaltet sie aus: /autorecharge",
    ),
  rechargeNeedsCard: () =>
    rich(
      "💳 Die Auto-Aufladung braucht eine gespeicherte Karte. Speichere eine, dann geht es weiter.",
    ),
  rechargeOn: (w) =>
    lines(
      rich("🔄 ", bold("Die Auto-Aufladung ist an.")),
      ...terms(w.terms),
      "Ein Tippen schaltet sie aus: /autorecharge",
    ),
  rechargeOff: () => rich("🔄 Die Auto-Aufladung ist aus. Von selbst wird nichts mehr abgebucht."),
  rechargeComing: (w) =>
    rich(`🔄 Auto-Aufladung: ${sale(w.sale)}, wird gerade von ${cardName(w.card)} abgebucht …`),
  rechargeProcessing: (w) =>
    rich(
      `🏦 Auto-Aufladung: Die Zahlung über ${price(w.sale, L)} läuft gerade durch deine Bank. Sobald sie da ist, bekommst du: ${unitsText(w.sale.gives, nouns)}.`,
    ),
  rechargeDeclined: (w) =>
    lines(
      rich("💳 ", bold(`Auto-Aufladung: Deine Bank hat ${price(w.sale, L)} nicht durchgelassen.`)),
      `Karte: ${cardName(w.card)}. Abgebucht wurde nichts.`,
      w.againSeconds === null
        ? "Sie ist jetzt aus. Andere Karte: /billing. Wieder einschalten: /autorecharge"
        : `Nächster Versuch in: ${time(w.againSeconds)}. Andere Karte: /billing`,
    ),
  rechargeTriedAgain: (w) =>
    rich(
      `🔄 Auto-Aufladung: nicht abgebucht, der nächste Versuch steht weiter unten: ${sale(w.sale)}.`,
    ),
  rechargeConfirm: (w) =>
    lines(
      rich("🔐 ", bold(`Deine Bank bittet dich, ${price(w.sale, L)} zu bestätigen.`)),
      `Es ist deine Auto-Aufladung: ${sale(w.sale)}.`,
      w.isReady
        ? "Der Knopf führt zur Frage deiner Bank. Sie wartet 24 Stunden, und abgebucht wird erst, wenn du bestätigst."
        : "Der Link kommt gleich.",
    ),
  rechargeGivenUp: (w) =>
    rich(`🔐 Nicht bestätigt und darum nicht abgebucht: ${sale(w.sale)}. Wann du magst: /buy`),
  rechargeCeiling: (w) =>
    rich(
      w.of === "day"
        ? `🔄 Die Auto-Aufladung ruht bis morgen: Sonst käme sie über deine Grenze von ${price(w.max, L)} am Tag. Von Hand kaufen: /buy`
        : `🔄 Die Auto-Aufladung ruht bis zum nächsten Monat: Sonst käme sie über deine Grenze von ${price(w.max, L)} im Monat. Von Hand kaufen: /buy`,
    ),
  rechargeStopped: (w) => {
    const why = {
      dispute: "Eine Zahlung ist bei deiner Bank beanstandet. Ist das geklärt, geht sie wieder an.",
      card: "Ihre Karte ist nicht mehr da.",
      customer: "Deine Zahlungsdaten bei Stripe sind nicht mehr da.",
      shop: "Ihr Paket wird nicht mehr verkauft.",
    };
    const again =
      w.why === "dispute" ? "" : " Wieder einschalten kannst du sie hier: /autorecharge";
    return rich(`🔄 Die Auto-Aufladung ist aus: ${why[w.why]}${again}`);
  },
  history: (w) => historyText(w, nouns, HISTORY),
  historyLine: (w) => historyLineText(w, nouns, HISTORY),
  wrongSent: () => rich("📨 Danke: Das Team sieht nach und antwortet dir hier."),
  wrongTwice: () => rich("📨 Das liegt schon beim Team."),
  lineGivenBack: (w) =>
    lines(
      rich("↩️ ", bold(`Du hast ${credits(-w.line.credits)} zurück.`)),
      datedLineText(w.line, nouns, HISTORY),
      "",
      ...has(w.account),
    ),
  lineRefused: (w) =>
    lines(
      "📒 Das Team hat nachgesehen: Die Buchung stimmt so. Noch Fragen? /paysupport",
      datedLineText(w.line, nouns, HISTORY),
    ),
  adjusted: (w) =>
    lines(
      rich("⚖️ ", bold(`Dein Guthaben wurde berichtigt: ${signedCredits(w.credits, nouns)}.`)),
      ...has(w.account),
    ),
  paySupportSent: () => rich("📨 Deine Anfrage liegt beim Team. Die Antwort kommt hier."),
  askSoon: () =>
    rich(
      "⏳ Das Team hat gerade erst eine Frage von dir bekommen. Diese ging nicht raus: in einer Minute gern noch einmal.",
    ),
} satisfies SomeFanWords;
