// English: to fans. The voice of a good host: warm, short, exact about money, never a machine's.
import type { FanCatalogue } from "#src/i18n/catalogue.ts";
import { cards } from "./cards.ts";
import { chat } from "./chat.ts";
import { duty } from "./duty.ts";
import { LOCKED, locked } from "./locked.ts";
import { nouns } from "./nouns.ts";
import { shop } from "./shop.ts";

export const en: FanCatalogue = {
  nouns,
  locked: LOCKED,
  says: { ...chat, ...shop, ...cards, ...locked, ...duty },
  labels: {
    start: "▶️ Start",
    buyCredits: "💳 Buy credits",
    extend: "⏳ More time",
    balance: "💳 Balance",
    help: "💡 Help",
    cancel: "Cancel",
    exportData: "📦 Get my data",
    eraseData: "🗑 Delete my data",
    eraseConfirm: "Yes, delete everything",
    discardHeld: "🗑 Take back",
    shop: "🛍 Shop",
    back: "⬅️ Back",
    pay: "💳 Pay",
    saveCardOn: "☑️ Keep my card",
    saveCardOff: "⬜ Keep my card",
    payWithStars: "⭐ Pay with Stars",
    payByCard: "💳 Pay by card",
    billing: "💳 Cards",
    addCard: "➕ Save a card",
    portal: "🗂 Cards and receipts",
    open: "↗️ Open",
    remove: "🗑 Remove",
    makeDefault: "Use first",
    history: "📒 History",
    newer: "⬅️ Newer",
    older: "Older ➡️",
    rechargeOn: "🔄 Switch on",
    rechargeOff: "🔄 Switch off",
    autoRecharge: "🔄 Auto-recharge",
    agree: "✅ I agree",
    confirmAtBank: "🔐 Confirm at my bank",
    wrong: "This was wrong",
    unlockNot: "Not now",
    unlockedMedia: "🔓 Unlocked",
    sendAgain: "🔁 Send again",
    stopPromotions: "🔕 Stop these",
    resumePromotions: "🔔 Send them again",
  },
};
