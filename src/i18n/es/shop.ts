// Spanish: the shop, from the shelf to the receipt, and what a bank does afterwards.
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

const L = "es";
const { credits, time } = nouns;
const units = (gives: SaleFacts["gives"]): string => unitsText(gives, nouns);
const sale = (s: SaleFacts): string => `${units(s.gives)} por ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const PROMO: PromoPhrases = {
  off: (what) => `${what} de descuento`,
  extra: (more) => `${more} de regalo`,
  until: (day) => `hasta el ${day}`,
};

export const shop = {
  shop: (w) =>
    lines(
      rich("🛍 ", bold("La tienda")),
      "",
      ...(w.items.length === 0
        ? ["Ahora mismo no hay nada a la venta."]
        : shelfLines(w.items, nouns, {
            best: "el mejor precio",
            each: { credit: (each) => `${each} por crédito`, hour: (each) => `${each} por hora` },
          })),
      "",
      shelfPromo(w, nouns, PROMO),
      w.savesCard
        ? "💾 Tu tarjeta queda guardada para la próxima vez. Puedes quitarla cuando quieras: /billing"
        : null,
      w.isStars ? "⭐ Se paga con Telegram Stars." : null,
      ...has(w.account),
    ),
  notSold: () => rich("🤷 Ese paquete no está a la venta ahora. Esto es lo que hay: /buy"),
  invoice: (w) => rich(`${units(w.sale.gives)}: llegan en cuanto se reciban las Stars.`),
  invoiceStale: () =>
    rich("Esta factura ya no es válida y no se ha cobrado nada. Pide una nueva con /buy."),
  checkoutComing: (w) =>
    rich("⏳ Un momento: la página de pago está en camino. ", sale(w.sale), "."),
  checkoutReady: (w) =>
    lines(
      rich("🧾 ", bold(sale(w.sale))),
      `El botón abre la página de pago de Stripe. Estará abierta durante ${time(w.leftSeconds)}.`,
      w.savesCard ? "💾 Tu tarjeta queda guardada para la próxima vez: /billing" : null,
    ),
  checkoutFailed: (w) =>
    rich(
      `😕 No se pudo crear la página de pago (${sale(w.sale)}). No se ha cobrado nada. Inténtalo otra vez: /buy`,
    ),
  checkoutExpired: (w) =>
    rich(
      `⌛ La página de pago se ha cerrado (${sale(w.sale)}). No se ha cobrado nada. Para abrir otra: /buy`,
    ),
  checkoutDropped: (w) =>
    rich(`Lo dejamos: ${sale(w.sale)}. No se ha cobrado nada. La tienda: /buy`),
  checkoutProcessing: (w) =>
    lines(
      rich("🏦 ", bold(`¡Gracias! Tu pago de ${price(w.sale, L)} está pasando por el banco.`)),
      `En cuanto llegue, tendrás ${units(w.sale.gives)} sin hacer nada más. Con algunos bancos tarda unos días.`,
    ),
  paymentReview: (w) =>
    lines(
      rich("🔎 ", bold(`Una persona tiene que revisar antes tu pago de ${price(w.sale, L)}.`)),
      "No coincide con lo que se pedía, así que todavía no se ha abonado nada. No se pierde nada: el responsable ya lo sabe. Dudas: /paysupport",
    ),
  paidTwice: (w) =>
    rich(
      `↩️ Esta factura ya estaba pagada. Tu segundo pago de ${price(w.price, L)} se te devuelve.`,
    ),
  checkoutUnpaid: (w) =>
    rich(`🏦 El banco no completó el pago (${sale(w.sale)}). Puedes intentarlo otra vez: /buy`),
  paid: (w) =>
    lines(
      rich(
        w.isRecharge ? "🔄 Recarga automática: " : "✅ Pagado, gracias: ",
        bold(price(w.sale, L)),
      ),
      rich("+ ", bold(units(w.sale.gives))),
      hasUnits(w.worksOff) ? `De ahí, a lo pendiente: ${units(w.worksOff)}.` : null,
      ...has(w.account),
      w.isRecharge ? "Condiciones y desactivar: /autorecharge" : null,
    ),
  refunded: (w) =>
    lines(
      rich("↩️ ", bold(`Te hemos devuelto ${price(w.price, L)}.`)),
      isStars(w.price) ? null : "Tu banco puede tardar unos días en mostrarlo.",
      hasUnits(w.takes) ? `Se descuenta a cambio: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  refundFailed: (w) =>
    lines(
      rich("🏦 ", bold(`La devolución de ${price(w.price, L)} no llegó a tu banco.`)),
      hasUnits(w.gives) ? `Vuelven a ser tuyos: ${units(w.gives)}.` : null,
      "Buscamos otra manera. Dinos cuál te viene bien: /paysupport",
      ...has(w.account),
    ),
  disputeOpened: (w) =>
    lines(
      rich(
        "🏦 ",
        bold(`Tu banco nos avisa de que el pago de ${price(w.price, L)} está en disputa.`),
      ),
      hasUnits(w.freezes) ? `Hasta que se aclare quedan apartados: ${units(w.freezes)}.` : null,
      "Si es un malentendido, escríbenos y lo vemos: /paysupport",
      ...has(w.account),
    ),
  disputeWon: (w) =>
    lines(
      rich("🏦 ", bold(`La disputa sobre ${price(w.price, L)} está resuelta.`)),
      hasUnits(w.gives) ? `Vuelven a ser tuyos: ${units(w.gives)}.` : null,
      ...has(w.account),
    ),
  disputeLost: (w) =>
    lines(
      rich("🏦 ", bold(`Tu banco te ha devuelto ${price(w.price, L)}.`)),
      hasUnits(w.takes) ? `Se descuenta con ello: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  promoUsage: () => rich("🎟 Envía tu código así: ", code("/promo CODIGO")),
  promoClaimed: (w) =>
    lines(
      rich("🎟 ", bold(promoText(w.promo, w.currency, nouns, PROMO))),
      "Vale para tu próxima compra: /buy",
    ),
  promoCredits: (w) =>
    lines(rich("🎟 ", bold(`¡Tu código te trae ${credits(w.credits)}!`)), ...has(w.account)),
  promoTooMany: () =>
    rich("🎟 Hoy has probado demasiados códigos que no valían. Inténtalo otra vez mañana."),
  promoRefused: (w) => {
    const why = {
      unknown: ": no conozco ese código.",
      expired: ": ese código ya ha caducado.",
      usedUp: ": ese código ya se ha usado todas las veces posibles.",
      usedByYou: ": ese código ya lo has usado.",
    };
    return rich("🎟 ", code(plainName(w.code, 32)), why[w.why]);
  },
} satisfies SomeFanWords;
