// Spanish: the talk itself, from the welcome to the farewell.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { debtLine } from "#src/i18n/layout.ts";
import { figure, gauge, lines, meter, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "es";
const { credits, messages, time, yours } = nouns;

export const chat = {
  welcome: (w) =>
    lines(
      rich("👋 ", bold(rich("¡Hola, ", plainName(w.firstName), "! Qué alegría verte."))),
      "",
      w.ownWords ?? "Escribe aquí: te lee una persona de verdad, y te responde.",
      "",
      w.credits > 0 ? gauge(w.credits, w.credits, `${credits(w.credits)} para ti`) : null,
      `💬 texto ${figure(w.costText, L)} · 📷 foto ${figure(w.costPhoto, L)} · 🎙 voz ${figure(w.costVoice, L)}`,
      "",
      "Qué pasa después: 👌 bajo tu mensaje significa que ha llegado, 👀 que lo han visto, ✍ que la respuesta está en camino.",
      "",
      w.isShopOpen
        ? "Toca Start o escribe sin más. Más créditos cuando quieras: /buy"
        : "Toca Start o escribe sin más.",
    ),
  started: (w) =>
    lines(
      bold("Ya estás dentro. ¡Saluda!"),
      "",
      w.sessionSeconds > 0
        ? `⏳ Todo lo que envíes es gratis durante ${time(w.sessionSeconds)} más.`
        : gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  help: (w) =>
    lines(
      bold("Cómo funciona"),
      "Escribe un mensaje, manda una foto, una nota de voz, lo que quieras: nos llega directamente.",
      "Cada envío cuesta unos créditos. Editar es gratis, y lo que no se pueda entregar no cuesta nada.",
      "",
      "/balance  lo que tienes",
      w.isShopOpen ? "/buy  más créditos" : null,
      w.isShopOpen ? "/time  un rato de mensajes gratis" : null,
      w.isShopOpen ? "/billing  tus tarjetas y la recarga automática" : null,
      w.isShopOpen ? "/promo  usar un código" : null,
      "/history  cada crédito, lo que entra y lo que sale",
      "/settings  tu idioma",
      "/privacy  tus datos",
      "/stop  no más novedades",
      "/paysupport  ayuda con un pago",
      "/terms  la letra pequeña",
    ),
  balance: (w) =>
    lines(
      bold("Tu saldo"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.sessionSeconds > 0
        ? gauge(
            w.sessionSeconds,
            w.sessionFullSeconds,
            `${time(w.sessionSeconds)} de mensajes gratis`,
          )
        : null,
      w.held > 0 ? `📥 ${messages(w.held)} en espera` : null,
      debtLine(w.debt, nouns),
    ),
  shopClosed: () =>
    rich("🌙 La tienda está cerrada por ahora. Todo lo demás funciona como siempre."),
  held: (w) =>
    lines(
      w.held > 1
        ? bold(`${messages(w.held)} están en espera.`)
        : bold(`${yours[w.kind]} está en espera.`),
      `Para ${w.held > 1 ? "enviarlos" : "enviarlo"} hacen falta ${credits(w.cost)}.`,
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      "",
      w.isShopOpen
        ? "No se pierde nada: todo saldrá por sí solo en cuanto haya suficiente."
        : "La tienda está cerrada por ahora, pero no se pierde nada: todo saldrá por sí solo en cuanto haya suficiente.",
    ),
  heldFull: (w) =>
    rich(`✋ Este no lo he guardado: ya hay ${messages(w.held)} en espera y no caben más.`),
  heldDropped: (w) => rich(`🗑 Retirado: ${messages(w.count)}. No se ha cobrado nada.`),
  heldSettled: () => rich("✅ Enviado."),
  released: (w) =>
    lines(
      bold(
        w.count === 1 ? "📤 1 mensaje acaba de salir." : `📤 ${messages(w.count)} acaban de salir.`,
      ),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.stillHeld > 0 ? `En espera: ${messages(w.stillHeld)}.` : null,
    ),
  lowBalance: (w) =>
    lines(
      bold(w.credits > 0 ? "Te queda poco saldo" : "Eran tus últimos créditos"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  sessionAdded: (w) =>
    lines(
      bold(`⏳ ${time(w.addedSeconds)} más.`),
      `Todo lo que envíes es gratis durante ${time(w.sessionSeconds)}.`,
    ),
  sessionWarning: (w) =>
    lines(
      bold("⏳ Tu tiempo está a punto de terminar"),
      gauge(w.sessionSeconds, w.sessionFullSeconds, time(w.sessionSeconds)),
    ),
  sessionEnded: (w) =>
    lines(
      bold("⌛ Se acabó tu tiempo. ¡Ha sido un placer!"),
      w.credits > 0
        ? `Ahora vuelven a contar tus créditos: tienes ${figure(w.credits, L)}.`
        : "Ahora los mensajes vuelven a costar créditos.",
    ),
  gift: (w) =>
    lines(
      rich("🎁 ", bold(`¡${credits(w.credits)} de regalo para ti!`)),
      gauge(w.balance, w.creditsFull, credits(w.balance)),
    ),
  giftTime: (w) =>
    lines(
      rich("🎁 ", bold(`¡${time(w.addedSeconds)} de mensajes gratis, de regalo para ti!`)),
      `Todo lo que envíes es gratis durante ${time(w.sessionSeconds)}.`,
    ),
  banned: () => rich("🚫 Ya no puedes escribir aquí. No se cobra nada de lo que envíes."),
  unbanned: () => rich("👋 Qué bien tenerte de vuelta: ya puedes escribir otra vez."),
  unsupported: () => rich("🤷 No puedo transmitir este tipo de mensaje. No ha costado nada."),
  undelivered: (w) =>
    lines(
      bold("⚠️ Este mensaje no se pudo entregar."),
      w.credits > 0
        ? `Te hemos devuelto ${credits(w.credits)}: tienes ${figure(w.balance, L)}.`
        : "No ha costado nada.",
    ),
  languageMenu: () => bold("🌍 ¿En qué idioma te hablo?"),
  languageSet: () => rich("🌍 Hecho: seguimos en español."),
  meter: (w) => meter(w, L, credits),
  paySupport: (w) =>
    lines(
      bold("Ayuda con un pago"),
      w.ownWords ??
        "Cuéntanos qué ha fallado: cuándo, cuánto y qué esperabas. Miramos cada caso, y preguntar no cuesta nada.",
      "",
      rich("Escríbelo así: ", code("/paysupport tus palabras")),
    ),
  terms: (w) =>
    lines(
      bold("La letra pequeña"),
      w.ownWords ??
        "Los créditos pagan mensajes en este chat y nada más. No se pueden traspasar ni canjear por dinero, salvo donde la ley lo exija. Un mensaje se cobra una sola vez; lo que no se pueda entregar se devuelve.",
    ),
  promotionsOff: () =>
    lines(
      "🔕 Hecho: no te enviaremos más.",
      "Las respuestas a lo que escribas llegan como siempre.",
    ),
  promotionsOn: () => rich("🔔 Bien: vuelves a recibir nuestras novedades. /stop las termina."),
  promotionsHint: () => rich("🔕 No quiero más: /stop"),
  privacy: () =>
    lines(
      bold("Tus datos"),
      "Guardamos lo que escribes aquí, tu nombre, tu idioma y tu saldo, para responderte y llevar las cuentas. Nadie más los recibe.",
      "",
      "Puedes pedirlos todos en un archivo o hacer que se borren. Los apuntes contables quedan, bajo un seudónimo.",
    ),
  exportCaption: () => rich("📦 Todo lo que guardamos sobre ti."),
  exportSoon: () => rich("📦 Tu archivo ya está en camino."),
  eraseConfirm: (w) =>
    lines(
      bold("¿Borrarlo todo?"),
      "Tu nombre, tus mensajes y tus archivos desaparecen para siempre. No se puede deshacer.",
      w.credits > 0 ? `Renuncias a ${credits(w.credits)}.` : null,
    ),
  erased: () =>
    rich("🕊 Hecho: ya no queda nada. Vuelve a escribir cuando quieras y empezamos de cero."),
  unknownCommand: (w) =>
    rich("🤔 No conozco ", code(`/${w.command}`), ". Esto es lo que sí conozco: /help"),
  pressStale: () => rich("Este botón ya no sirve."),
} satisfies SomeFanWords;
