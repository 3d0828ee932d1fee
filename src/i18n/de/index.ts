// German: to fans.
import type { FanCatalogue } from "#src/i18n/catalogue.ts";
import { cards } from "./cards.ts";
import { chat } from "./chat.ts";
import { duty } from "./duty.ts";
import { LOCKED, locked } from "./locked.ts";
import { nouns } from "./nouns.ts";
import { shop } from "./shop.ts";

export const de: FanCatalogue = {
  nouns,
  locked: LOCKED,
  says: { ...chat, ...shop, ...cards, ...locked, ...duty },
  labels: {
    start: "▶️ Start",
    buyCredits: "💳 Credits kaufen",
    extend: "⏳ Mehr Zeit",
    balance: "💳 Guthaben",
    help: "💡 Hilfe",
    cancel: "Abbrechen",
    exportData: "📦 Meine Daten",
    eraseData: "🗑 Meine Daten löschen",
    eraseConfirm: "Ja, alles löschen",
    discardHeld: "🗑 Zurücknehmen",
    shop: "🛍 Shop",
    back: "⬅️ Zurück",
    pay: "💳 Bezahlen",
    saveCardOn: "☑️ Karte speichern",
    saveCardOff: "⬜ Karte speichern",
    payWithStars: "⭐ Mit Stars bezahlen",
    payByCard: "💳 Mit Karte bezahlen",
    billing: "💳 Karten",
    addCard: "➕ Karte speichern",
    portal: "🗂 Karten und Belege",
    open: "↗️ Öffnen",
    remove: "🗑 Entfernen",
    makeDefault: "Zuerst benutzen",
    history: "📒 Verlauf",
    newer: "⬅️ Neuer",
    older: "Älter ➡️",
    rechargeOn: "🔄 Einschalten",
    rechargeOff: "🔄 Ausschalten",
    autoRecharge: "🔄 Auto-Aufladung",
    agree: "✅ Einverstanden",
    confirmAtBank: "🔐 Bei der Bank bestätigen",
    wrong: "Das stimmt nicht",
    unlockNot: "Nicht jetzt",
    unlockedMedia: "🔓 Freigeschaltet",
    sendAgain: "🔁 Noch einmal",
    stopPromotions: "🔕 Keine mehr davon",
    resumePromotions: "🔔 Doch wieder schicken",
  },
};
