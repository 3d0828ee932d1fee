// Portuguese: to fans.
import type { FanCatalogue } from "#src/i18n/catalogue.ts";
import { cards } from "./cards.ts";
import { chat } from "./chat.ts";
import { duty } from "./duty.ts";
import { LOCKED, locked } from "./locked.ts";
import { nouns } from "./nouns.ts";
import { shop } from "./shop.ts";

export const pt: FanCatalogue = {
  nouns,
  locked: LOCKED,
  says: { ...chat, ...shop, ...cards, ...locked, ...duty },
  labels: {
    start: "▶️ Start",
    buyCredits: "💳 Comprar créditos",
    extend: "⏳ Mais tempo",
    balance: "💳 Saldo",
    help: "💡 Ajuda",
    cancel: "Cancelar",
    exportData: "📦 Baixar meus dados",
    eraseData: "🗑 Apagar meus dados",
    eraseConfirm: "Sim, apagar tudo",
    discardHeld: "🗑 Retirar",
    shop: "🛍 Loja",
    back: "⬅️ Voltar",
    pay: "💳 Pagar",
    saveCardOn: "☑️ Guardar meu cartão",
    saveCardOff: "⬜ Guardar meu cartão",
    payWithStars: "⭐ Pagar com Stars",
    payByCard: "💳 Pagar com cartão",
    billing: "💳 Cartões",
    addCard: "➕ Guardar um cartão",
    portal: "🗂 Cartões e recibos",
    open: "↗️ Abrir",
    remove: "🗑 Tirar",
    makeDefault: "Usar primeiro",
    history: "📒 Extrato",
    newer: "⬅️ Mais recentes",
    older: "Mais antigos ➡️",
    rechargeOn: "🔄 Ligar",
    rechargeOff: "🔄 Desligar",
    autoRecharge: "🔄 Recarga automática",
    agree: "✅ Aceito",
    confirmAtBank: "🔐 Confirmar no meu banco",
    wrong: "Isto está errado",
    unlockNot: "Agora não",
    unlockedMedia: "🔓 Desbloqueados",
    sendAgain: "🔁 Enviar de novo",
    stopPromotions: "🔕 Não quero mais",
    resumePromotions: "🔔 Enviar de novo",
  },
};
