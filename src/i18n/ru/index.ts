// Russian: to fans.
import type { FanCatalogue } from "#src/i18n/catalogue.ts";
import { cards } from "./cards.ts";
import { chat } from "./chat.ts";
import { duty } from "./duty.ts";
import { LOCKED, locked } from "./locked.ts";
import { nouns } from "./nouns.ts";
import { shop } from "./shop.ts";

export const ru: FanCatalogue = {
  nouns,
  locked: LOCKED,
  says: { ...chat, ...shop, ...cards, ...locked, ...duty },
  labels: {
    start: "▶️ Start",
    buyCredits: "💳 Купить кредиты",
    extend: "⏳ Ещё время",
    balance: "💳 Баланс",
    help: "💡 Помощь",
    cancel: "Отмена",
    exportData: "📦 Получить мои данные",
    eraseData: "🗑 Удалить мои данные",
    eraseConfirm: "Да, удалить всё",
    discardHeld: "🗑 Отозвать",
    shop: "🛍 Магазин",
    back: "⬅️ Назад",
    pay: "💳 Оплатить",
    saveCardOn: "☑️ Сохранить карту",
    saveCardOff: "⬜ Сохранить карту",
    payWithStars: "⭐ Оплатить в Stars",
    payByCard: "💳 Оплатить картой",
    billing: "💳 Карты",
    addCard: "➕ Сохранить карту",
    portal: "🗂 Карты и чеки",
    open: "↗️ Открыть",
    remove: "🗑 Убрать",
    makeDefault: "Сделать основной",
    history: "📒 История",
    newer: "⬅️ Новее",
    older: "Раньше ➡️",
    rechargeOn: "🔄 Включить",
    rechargeOff: "🔄 Выключить",
    autoRecharge: "🔄 Автопополнение",
    agree: "✅ Принимаю условия",
    confirmAtBank: "🔐 Подтвердить в банке",
    wrong: "Здесь ошибка",
    unlockNot: "Не сейчас",
    unlockedMedia: "🔓 Открытое",
    sendAgain: "🔁 Прислать ещё раз",
    stopPromotions: "🔕 Больше не присылать",
    resumePromotions: "🔔 Присылать снова",
  },
};
