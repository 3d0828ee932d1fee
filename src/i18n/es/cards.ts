// Spanish: saved cards, auto-recharge, the statement and the team's answers about money.
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

const L = "es";
const { credits, time } = nouns;
const sale = (s: SaleFacts): string => `${unitsText(s.gives, nouns)} por ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const terms = (t: RechargeTerms): readonly string[] => [
  `Cuando tengas menos de ${credits(t.threshold)}: ${sale(t.pack)}.`,
  `Tarjeta: ${cardLine(t.card)}.`,
  `Nunca más de ${money(t.dayMax, t.pack.currency, L)} al día ni de ${money(t.monthMax, t.pack.currency, L)} al mes (UTC).`,
];

const HISTORY: HistoryPhrases = {
  title: "📒 Cada crédito, lo que entra y lo que sale",
  page: (page, of) => `página ${page} de ${of}`,
  empty: "Todavía nada.",
  hint: "Toca un número para ver los detalles, o si algo no cuadra.",
  ask: "¿No cuadra? Con el botón le pides al equipo que lo revise.",
  asked: "📨 Ya se lo has preguntado al equipo.",
  moneyBack: "Dinero devuelto",
  kinds: {
    welcome: "Regalo de bienvenida",
    purchase: "Compra",
    message: "Mensaje",
    gift: "Regalo",
    refund: "Devolución",
    dispute: "Disputa en el banco",
    unlock: "Desbloqueado",
    recharge: "Recarga automática",
    adjustment: "Corrección",
    session: "Tiempo gratis",
  },
};

export const cards = {
  billing: (w) =>
    lines(
      rich("💳 ", bold("Tus tarjetas")),
      w.cards.length === 0 ? "Aún no hay ninguna guardada." : null,
      ...w.cards.map((card) =>
        rich(
          `• ${cardLine(card)}`,
          card.id === w.defaultCardId ? rich(" · ", bold("se usa primero")) : "",
        ),
      ),
      "",
      w.recharge === null
        ? "🔄 La recarga automática está desactivada: /autorecharge"
        : "🔄 La recarga automática está activada.",
      ...(w.recharge === null ? [] : terms(w.recharge)),
      "",
      "/history  cada crédito, lo que entra y lo que sale",
    ),
  pageComing: () => rich("⏳ Un momento: la página está en camino."),
  saveCardReady: (w) =>
    rich(
      `💳 El botón abre una página de Stripe para guardar una tarjeta. No se cobra nada. Estará abierta durante ${time(w.leftSeconds)}.`,
    ),
  portalReady: () =>
    rich("🗂 El botón abre tu propia página en Stripe: tus tarjetas y los recibos de tus pagos."),
  pageFailed: () =>
    rich(
      "😕 No se pudo crear la página. No se ha cambiado ni cobrado nada. Inténtalo otra vez: /billing",
    ),
  cardSaved: (w) => rich("💳 ", bold("Guardada: "), cardLine(w.card), "."),
  cardNotSaved: () =>
    rich("💳 No se guardó ninguna tarjeta y no se ha cobrado nada. ¿Otra vez? /billing"),
  cardRemoveConfirm: (w) =>
    lines(
      rich("🗑 ", bold(`¿Quitar ${cardName(w.card)}?`)),
      "No se le cobrará nada más. Si la recarga automática la usa, se detiene.",
    ),
  cardRemoved: (w) => rich(`🗑 Quitada: ${cardName(w.card)}.`),
  rechargeMenu: (w) =>
    lines(
      rich("🔄 ", bold("Recarga automática")),
      `Cuando te queden menos de ${credits(w.threshold)}, se compra un paquete con tu tarjeta guardada, y nunca te quedas a medias en una charla.`,
      "¿Qué paquete prefieres? Verás todas las condiciones antes de activar nada.",
    ),
  rechargeOffer: (w) =>
    lines(
      rich("🔄 ", bold("Recarga automática: lo que aceptas")),
      ...terms(w.terms),
      "Te avisamos de cada cobro al momento, y se desactiva con un toque: /autorecharge",
    ),
  rechargeNeedsCard: () =>
    rich("💳 La recarga automática necesita una tarjeta guardada. Guarda una y seguimos."),
  rechargeOn: (w) =>
    lines(
      rich("🔄 ", bold("La recarga automática está activada.")),
      ...terms(w.terms),
      "Se desactiva con un toque: /autorecharge",
    ),
  rechargeOff: () =>
    rich("🔄 La recarga automática está desactivada. Ya no se cobra nada por sí solo."),
  rechargeComing: (w) =>
    rich(`🔄 Recarga automática: ${sale(w.sale)}, se está cobrando en ${cardName(w.card)}…`),
  rechargeProcessing: (w) =>
    rich(
      `🏦 Recarga automática: el pago de ${price(w.sale, L)} está pasando por tu banco. En cuanto llegue, recibes ${unitsText(w.sale.gives, nouns)}.`,
    ),
  rechargeDeclined: (w) =>
    lines(
      rich("💳 ", bold(`Recarga automática: tu banco no dejó pasar ${price(w.sale, L)}.`)),
      `Tarjeta: ${cardName(w.card)}. No se ha cobrado nada.`,
      w.againSeconds === null
        ? "Queda desactivada. Otra tarjeta: /billing. Volver a activarla: /autorecharge"
        : `Próximo intento en ${time(w.againSeconds)}. Otra tarjeta: /billing`,
    ),
  rechargeTriedAgain: (w) =>
    rich(
      `🔄 Recarga automática: no se cobró, y el siguiente intento está más abajo: ${sale(w.sale)}.`,
    ),
  rechargeConfirm: (w) =>
    lines(
      rich("🔐 ", bold(`Tu banco te pide que confirmes ${price(w.sale, L)}.`)),
      `Es para tu recarga automática: ${sale(w.sale)}.`,
      w.isReady
        ? "El botón lleva a la pregunta de tu banco. Espera 24 horas, y no se cobra nada hasta que confirmes."
        : "El enlace llega en un momento.",
    ),
  rechargeGivenUp: (w) =>
    rich(`🔐 Sin confirmar y, por tanto, sin cobrar: ${sale(w.sale)}. Cuando quieras: /buy`),
  rechargeCeiling: (w) =>
    rich(
      w.of === "day"
        ? `🔄 La recarga automática descansa hasta mañana: pasaría tu límite de ${price(w.max, L)} al día. Puedes comprar a mano: /buy`
        : `🔄 La recarga automática descansa hasta el mes que viene: pasaría tu límite de ${price(w.max, L)} al mes. Puedes comprar a mano: /buy`,
    ),
  rechargeStopped: (w) => {
    const why = {
      dispute: "hay un pago en disputa en tu banco. Cuando se resuelva, se podrá activar otra vez.",
      card: "su tarjeta ya no está.",
      customer: "tus datos de pago en Stripe ya no están.",
      shop: "su paquete ya no se vende.",
    };
    const again = w.why === "dispute" ? "" : " Puedes volver a activarla: /autorecharge";
    return rich(`🔄 La recarga automática está desactivada: ${why[w.why]}${again}`);
  },
  history: (w) => historyText(w, nouns, HISTORY),
  historyLine: (w) => historyLineText(w, nouns, HISTORY),
  wrongSent: () => rich("📨 Gracias: el equipo lo revisa y te contesta aquí."),
  wrongTwice: () => rich("📨 El equipo ya lo tiene."),
  lineGivenBack: (w) =>
    lines(
      rich("↩️ ", bold(`Te hemos devuelto ${credits(-w.line.credits)}.`)),
      datedLineText(w.line, nouns, HISTORY),
      "",
      ...has(w.account),
    ),
  lineRefused: (w) =>
    lines(
      "📒 El equipo lo ha revisado y el apunte es correcto. ¿Alguna duda? /paysupport",
      datedLineText(w.line, nouns, HISTORY),
    ),
  adjusted: (w) =>
    lines(
      rich("⚖️ ", bold(`Hemos corregido tu saldo: ${signedCredits(w.credits, nouns)}.`)),
      ...has(w.account),
    ),
  paySupportSent: () => rich("📨 Tu consulta está en manos del equipo. La respuesta llega aquí."),
  askSoon: () =>
    rich(
      "⏳ El equipo acaba de recibir una consulta tuya. Esta no se ha enviado: prueba otra vez en un minuto.",
    ),
} satisfies SomeFanWords;
