// Portuguese: the talk itself, from the welcome to the farewell.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { debtLine } from "#src/i18n/layout.ts";
import { figure, gauge, lines, meter, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "pt";
const { credits, messages, time, yours } = nouns;

export const chat = {
  welcome: (w) =>
    lines(
      rich("👋 ", bold(rich("Oi, ", plainName(w.firstName), "! Que bom ver você."))),
      "",
      w.ownWords ?? "Escreva aqui: uma pessoa de verdade lê e responde.",
      "",
      w.credits > 0 ? gauge(w.credits, w.credits, `${credits(w.credits)} para você`) : null,
      `💬 texto ${figure(w.costText, L)} · 📷 foto ${figure(w.costPhoto, L)} · 🎙 voz ${figure(w.costVoice, L)}`,
      "",
      "O que acontece depois: 👌 na sua mensagem quer dizer que ela chegou, 👀 que foi vista, ✍ que a resposta está a caminho.",
      "",
      w.isShopOpen
        ? "Toque em Start ou simplesmente escreva. Mais créditos quando quiser: /buy"
        : "Toque em Start ou simplesmente escreva.",
    ),
  started: (w) =>
    lines(
      bold("Pronto. Diga olá!"),
      "",
      w.sessionSeconds > 0
        ? `⏳ Tudo o que você enviar é grátis por mais ${time(w.sessionSeconds)}.`
        : gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  help: (w) =>
    lines(
      bold("Como funciona"),
      "Escreva uma mensagem, mande uma foto, um áudio, o que quiser: chega direto até nós.",
      "Cada envio custa alguns créditos. Editar é grátis, e o que não puder ser entregue não custa nada.",
      "",
      "/balance  o que você tem",
      w.isShopOpen ? "/buy  mais créditos" : null,
      w.isShopOpen ? "/time  um tempo de mensagens grátis" : null,
      w.isShopOpen ? "/billing  seus cartões e a recarga automática" : null,
      w.isShopOpen ? "/promo  usar um código" : null,
      "/history  cada crédito, o que entra e o que sai",
      "/settings  seu idioma",
      "/privacy  seus dados",
      "/stop  sem novidades nossas",
      "/paysupport  ajuda com um pagamento",
      "/terms  as letras miúdas",
    ),
  balance: (w) =>
    lines(
      bold("Seu saldo"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.sessionSeconds > 0
        ? gauge(
            w.sessionSeconds,
            w.sessionFullSeconds,
            `${time(w.sessionSeconds)} de mensagens grátis`,
          )
        : null,
      w.held > 0 ? `📥 ${messages(w.held)} em espera` : null,
      debtLine(w.debt, nouns),
    ),
  shopClosed: () => rich("🌙 A loja está fechada no momento. Todo o resto funciona como sempre."),
  held: (w) =>
    lines(
      w.held > 1
        ? bold(`${messages(w.held)} estão em espera.`)
        : bold(`${yours[w.kind]} está em espera.`),
      `Para o envio são necessários ${credits(w.cost)}.`,
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      "",
      w.isShopOpen
        ? "Nada se perde: o envio acontece sozinho assim que houver o bastante."
        : "A loja está fechada no momento, mas nada se perde: o envio acontece sozinho assim que houver o bastante.",
    ),
  heldFull: (w) =>
    rich(`✋ Esta não foi guardada: já há ${messages(w.held)} em espera, e não cabem mais.`),
  heldDropped: (w) => rich(`🗑 Retirado: ${messages(w.count)}. Nada foi cobrado.`),
  heldSettled: () => rich("✅ Enviado."),
  released: (w) =>
    lines(
      bold(
        w.count === 1
          ? "📤 1 mensagem acabou de sair."
          : `📤 ${messages(w.count)} acabaram de sair.`,
      ),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.stillHeld > 0 ? `Ainda em espera: ${messages(w.stillHeld)}.` : null,
    ),
  lowBalance: (w) =>
    lines(
      bold(w.credits > 0 ? "Seu saldo está no fim" : "Esses eram seus últimos créditos"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  sessionAdded: (w) =>
    lines(
      bold(`⏳ Mais ${time(w.addedSeconds)}.`),
      `Tudo o que você enviar é grátis por ${time(w.sessionSeconds)}.`,
    ),
  sessionWarning: (w) =>
    lines(
      bold("⏳ Seu tempo está quase acabando"),
      gauge(w.sessionSeconds, w.sessionFullSeconds, time(w.sessionSeconds)),
    ),
  sessionEnded: (w) =>
    lines(
      bold("⌛ Seu tempo acabou. Foi bom conversar!"),
      w.credits > 0
        ? `Agora seus créditos voltam a contar: você tem ${figure(w.credits, L)}.`
        : "Agora as mensagens voltam a custar créditos.",
    ),
  gift: (w) =>
    lines(
      rich("🎁 ", bold(`${credits(w.credits)} de presente para você!`)),
      gauge(w.balance, w.creditsFull, credits(w.balance)),
    ),
  giftTime: (w) =>
    lines(
      rich("🎁 ", bold(`${time(w.addedSeconds)} de mensagens grátis, de presente para você!`)),
      `Tudo o que você enviar é grátis por ${time(w.sessionSeconds)}.`,
    ),
  banned: () => rich("🚫 Você não pode mais escrever aqui. Nada do que enviar será cobrado."),
  unbanned: () => rich("👋 Bom ter você de volta: pode escrever de novo."),
  unsupported: () => rich("🤷 Não consigo repassar este tipo de mensagem. Não custou nada."),
  undelivered: (w) =>
    lines(
      bold("⚠️ Esta mensagem não pôde ser entregue."),
      w.credits > 0
        ? `Devolvemos ${credits(w.credits)}: você tem ${figure(w.balance, L)}.`
        : "Não custou nada.",
    ),
  languageMenu: () => bold("🌍 Em que idioma devo falar?"),
  languageSet: () => rich("🌍 Pronto: vamos em português."),
  meter: (w) => meter(w, L, credits),
  paySupport: (w) =>
    lines(
      bold("Ajuda com um pagamento"),
      w.ownWords ??
        "Conte o que deu errado: quando, quanto e o que você esperava. Olhamos caso a caso, e perguntar não custa nada.",
      "",
      rich("Escreva assim: ", code("/paysupport suas palavras")),
    ),
  terms: (w) =>
    lines(
      bold("As letras miúdas"),
      w.ownWords ??
        "Os créditos pagam mensagens neste chat e nada mais. Não podem ser transferidos nem trocados por dinheiro, salvo onde a lei exigir. Uma mensagem é cobrada uma única vez; o que não puder ser entregue é devolvido.",
    ),
  promotionsOff: () =>
    lines(
      "🔕 Pronto: não enviaremos mais.",
      "As respostas ao que você escreve chegam como sempre.",
    ),
  promotionsOn: () => rich("🔔 Certo: você volta a receber nossas novidades. /stop encerra."),
  promotionsHint: () => rich("🔕 Não quero mais: /stop"),
  privacy: () =>
    lines(
      bold("Seus dados"),
      "Guardamos o que você escreve aqui, seu nome, seu idioma e seu saldo, para responder e para manter as contas. Ninguém mais os recebe.",
      "",
      "Você pode receber tudo em um arquivo ou mandar apagar. Os lançamentos ficam, sob um pseudônimo.",
    ),
  exportCaption: () => rich("📦 Tudo o que guardamos sobre você."),
  exportSoon: () => rich("📦 Seu arquivo já está a caminho."),
  eraseConfirm: (w) =>
    lines(
      bold("Apagar tudo?"),
      "Seu nome, suas mensagens e seus arquivos somem para sempre. Não dá para desfazer.",
      w.credits > 0 ? `Você abre mão de ${credits(w.credits)}.` : null,
    ),
  erased: () =>
    rich("🕊 Feito: não ficou nada. Volte a escrever quando quiser, e começamos do zero."),
  unknownCommand: (w) =>
    rich("🤔 Não conheço ", code(`/${w.command}`), ". Veja o que conheço: /help"),
  pressStale: () => rich("Este botão não vale mais."),
} satisfies SomeFanWords;
