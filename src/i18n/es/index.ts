// Spanish: to fans.
import type { FanCatalogue } from "#src/i18n/catalogue.ts";
import { cards } from "./cards.ts";
import { chat } from "./chat.ts";
import { duty } from "./duty.ts";
import { LOCKED, locked } from "./locked.ts";
import { nouns } from "./nouns.ts";
import { shop } from "./shop.ts";

export const es: FanCatalogue = {
  nouns,
  locked: LOCKED,
  says: { ...chat, ...shop, ...cards, ...locked, ...duty },
  labels: {
    start: "▶️ Start",
    buyCredits: "💳 Comprar créditos",
    extend: "⏳ Más tiempo",
    balance: "💳 Saldo",
    help: "💡 Ayuda",
    cancel: "Cancelar",
    exportData: "📦 Descargar mis datos",
    eraseData: "🗑 Borrar mis datos",
    eraseConfirm: "Sí, borrarlo todo",
    discardHeld: "🗑 Retirar",
    shop: "🛍 Tienda",
    back: "⬅️ Volver",
    pay: "💳 Pagar",
    saveCardOn: "☑️ Guardar mi tarjeta",
    saveCardOff: "⬜ Guardar mi tarjeta",
    payWithStars: "⭐ Pagar con Stars",
    payByCard: "💳 Pagar con tarjeta",
    billing: "💳 Tarjetas",
    addCard: "➕ Guardar una tarjeta",
    portal: "🗂 Tarjetas y recibos",
    open: "↗️ Abrir",
    remove: "🗑 Quitar",
    makeDefault: "Usar primero",
    history: "📒 Movimientos",
    newer: "⬅️ Más recientes",
    older: "Más antiguos ➡️",
    rechargeOn: "🔄 Activar",
    rechargeOff: "🔄 Desactivar",
    autoRecharge: "🔄 Recarga automática",
    agree: "✅ Acepto",
    confirmAtBank: "🔐 Confirmar en mi banco",
    wrong: "Esto está mal",
    unlockNot: "Ahora no",
    unlockedMedia: "🔓 Desbloqueado",
    sendAgain: "🔁 Enviar otra vez",
    stopPromotions: "🔕 No quiero más",
    resumePromotions: "🔔 Enviármelos otra vez",
  },
};
