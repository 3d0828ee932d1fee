// German: the talk itself, from the welcome to the farewell.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { debtLine } from "#src/i18n/layout.ts";
import { figure, gauge, lines, meter, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "de";
const { credits, messages, time, yours } = nouns;

export const chat = {
  welcome: (w) =>
    lines(
      rich("👋 ", bold(rich("Hallo ", plainName(w.firstName), ", schön, dass du da bist!"))),
      "",
      w.ownWords ?? "Schreib einfach hier: Ein echter Mensch liest es und antwortet dir.",
      "",
      w.credits > 0 ? gauge(w.credits, w.credits, `${credits(w.credits)} für dich`) : null,
      `💬 Text ${figure(w.costText, L)} · 📷 Foto ${figure(w.costPhoto, L)} · 🎙 Sprache ${figure(w.costVoice, L)}`,
      "",
      "So geht es weiter: 👌 an deiner Nachricht heißt, sie ist angekommen, 👀, sie wurde gesehen, ✍, eine Antwort ist unterwegs.",
      "",
      w.isShopOpen
        ? "Tippe auf Start oder schreib einfach los. Mehr Credits, wann du magst: /buy"
        : "Tippe auf Start oder schreib einfach los.",
    ),
  started: (w) =>
    lines(
      bold("Du bist drin. Sag hallo!"),
      "",
      w.sessionSeconds > 0
        ? `⏳ Alles, was du schickst, ist noch kostenlos: ${time(w.sessionSeconds)}.`
        : gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  help: (w) =>
    lines(
      bold("So funktioniert es"),
      "Schreib eine Nachricht, schick ein Foto, eine Sprachnachricht, was du willst: Es kommt direkt zu uns.",
      "Jede kostet ein paar Credits. Bearbeiten ist kostenlos, und was nicht zugestellt werden kann, kostet nichts.",
      "",
      "/balance  was du hast",
      w.isShopOpen ? "/buy  mehr Credits" : null,
      w.isShopOpen ? "/time  eine Zeit lang kostenlos schreiben" : null,
      w.isShopOpen ? "/billing  deine Karten und die Auto-Aufladung" : null,
      w.isShopOpen ? "/promo  einen Code einlösen" : null,
      "/history  jeder Credit, rein und raus",
      "/settings  deine Sprache",
      "/privacy  deine Daten",
      "/stop  keine Neuigkeiten mehr",
      "/paysupport  Hilfe bei einer Zahlung",
      "/terms  das Kleingedruckte",
    ),
  balance: (w) =>
    lines(
      bold("Dein Guthaben"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.sessionSeconds > 0
        ? gauge(w.sessionSeconds, w.sessionFullSeconds, `noch ${time(w.sessionSeconds)} kostenlos`)
        : null,
      w.held > 0 ? `📥 Wartend: ${messages(w.held)}` : null,
      debtLine(w.debt, nouns),
    ),
  shopClosed: () => rich("🌙 Der Shop ist gerade geschlossen. Alles andere geht wie immer."),
  held: (w) =>
    lines(
      w.held > 1 ? bold(`${messages(w.held)} warten.`) : bold(`${yours[w.kind]} wartet.`),
      `Zum Senden braucht es ${credits(w.cost)}.`,
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      "",
      w.isShopOpen
        ? "Nichts geht verloren: Alles geht von selbst raus, sobald genug da ist."
        : "Der Shop ist gerade geschlossen, aber nichts geht verloren: Alles geht von selbst raus, sobald genug da ist.",
    ),
  heldFull: (w) =>
    rich(
      `✋ Diese habe ich nicht aufgehoben: Es warten schon ${messages(w.held)}, mehr passen nicht.`,
    ),
  heldDropped: (w) => rich(`🗑 Zurückgenommen: ${messages(w.count)}. Nichts wurde abgebucht.`),
  heldSettled: () => rich("✅ Gesendet."),
  released: (w) =>
    lines(
      bold(`📤 Gerade rausgegangen: ${messages(w.count)}.`),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.stillHeld > 0 ? `Noch wartend: ${messages(w.stillHeld)}.` : null,
    ),
  lowBalance: (w) =>
    lines(
      bold(w.credits > 0 ? "Dein Guthaben geht zur Neige" : "Dein Guthaben ist aufgebraucht"),
      gauge(w.credits, w.creditsFull, `noch ${credits(w.credits)}`),
    ),
  sessionAdded: (w) =>
    lines(
      bold(`⏳ ${time(w.addedSeconds)} dazu.`),
      `Alles, was du schickst, ist kostenlos, noch ${time(w.sessionSeconds)}.`,
    ),
  sessionWarning: (w) =>
    lines(
      bold("⏳ Deine Zeit ist gleich um"),
      gauge(w.sessionSeconds, w.sessionFullSeconds, `noch ${time(w.sessionSeconds)}`),
    ),
  sessionEnded: (w) =>
    lines(
      bold("⌛ Deine Zeit ist um. Schön war's!"),
      w.credits > 0
        ? `Ab jetzt zählen wieder deine Credits: Du hast ${figure(w.credits, L)}.`
        : "Ab jetzt kosten Nachrichten wieder Credits.",
    ),
  gift: (w) =>
    lines(
      rich("🎁 ", bold(`${credits(w.credits)} für dich, geschenkt!`)),
      gauge(w.balance, w.creditsFull, credits(w.balance)),
    ),
  giftTime: (w) =>
    lines(
      rich("🎁 ", bold(`${time(w.addedSeconds)} kostenlos schreiben, geschenkt!`)),
      `Alles, was du schickst, ist kostenlos, noch ${time(w.sessionSeconds)}.`,
    ),
  banned: () => rich("🚫 Du kannst hier nicht mehr schreiben. Abgebucht wird dafür nichts."),
  unbanned: () => rich("👋 Willkommen zurück: Du kannst hier wieder schreiben."),
  unsupported: () =>
    rich("🤷 Diese Art von Nachricht kann ich nicht weitergeben. Sie hat nichts gekostet."),
  undelivered: (w) =>
    lines(
      bold("⚠️ Diese Nachricht konnte nicht zugestellt werden."),
      w.credits > 0
        ? `Du hast ${credits(w.credits)} zurück, macht zusammen ${figure(w.balance, L)}.`
        : "Sie hat nichts gekostet.",
    ),
  languageMenu: () => bold("🌍 Welche Sprache soll ich sprechen?"),
  languageSet: () => rich("🌍 Gut, dann auf Deutsch."),
  meter: (w) => meter(w, L, credits),
  paySupport: (w) =>
    lines(
      bold("Hilfe bei einer Zahlung"),
      w.ownWords ??
        "Schreib uns, was schiefging: wann, wie viel und was du erwartet hast. Wir sehen uns jeden Fall an, und fragen kostet nichts.",
      "",
      rich("Schreib es so: ", code("/paysupport deine Worte")),
    ),
  terms: (w) =>
    lines(
      bold("Das Kleingedruckte"),
      w.ownWords ??
        "Credits bezahlen Nachrichten in diesem Chat und sonst nichts. Sie lassen sich nicht übertragen oder auszahlen, außer wo das Gesetz es verlangt. Eine Nachricht wird einmal berechnet; was nicht zugestellt werden kann, gibt es zurück.",
    ),
  promotionsOff: () =>
    lines(
      "🔕 Erledigt: Davon kommt nichts mehr.",
      "Antworten auf das, was du schreibst, kommen wie immer.",
    ),
  promotionsOn: () => rich("🔔 Gut: Du bekommst wieder Neuigkeiten von uns. /stop beendet sie."),
  promotionsHint: () => rich("🔕 Nichts mehr davon: /stop"),
  privacy: () =>
    lines(
      bold("Deine Daten"),
      "Wir bewahren auf, was du hier schreibst, deinen Namen, deine Sprache und dein Guthaben, um dir zu antworten und Buch zu führen. Sonst bekommt sie niemand.",
      "",
      "Du kannst alles als Datei haben oder löschen lassen. Buchungen bleiben, unter einem Pseudonym.",
    ),
  exportCaption: () => rich("📦 Alles, was wir über dich haben."),
  exportSoon: () => rich("📦 Deine Datei ist schon unterwegs."),
  eraseConfirm: (w) =>
    lines(
      bold("Alles löschen?"),
      "Dein Name, deine Nachrichten und deine Dateien sind dann für immer weg. Das lässt sich nicht rückgängig machen.",
      w.credits > 0 ? `Du gibst ${credits(w.credits)} auf.` : null,
    ),
  erased: () => rich("🕊 Erledigt: Alles ist weg. Schreib gern wieder, dann fangen wir neu an."),
  unknownCommand: (w) =>
    rich("🤔 ", code(`/${w.command}`), " kenne ich nicht. Was ich kenne: /help"),
  pressStale: () => rich("Dieser Knopf gilt nicht mehr."),
} satisfies SomeFanWords;
