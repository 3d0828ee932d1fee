// Portuguese: saved cards, auto-recharge, the statement and the team's answers about money.
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

const L = "pt";
const { credits, time } = nouns;
const sale = (s: SaleFacts): string => `${unitsText(s.gives, nouns)} por ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const terms = (t: RechargeTerms): readonly string[] => [
  `Quando você tiver menos de ${credits(t.threshold)}: ${sale(t.pack)}.`,
  `Cartão: ${cardLine(t.card)}.`,
  `Nunca mais de ${money(t.dayMax, t.pack.currency, L)} por dia nem de ${money(t.monthMax, t.pack.currency, L)} por mês (UTC).`,
];

const HISTORY: HistoryPhrases = {
  title: "📒 Cada crédito, o que entra e o que sai",
  page: (page, of) => `página ${page} de ${of}`,
  empty: "Nada ainda.",
  hint: "Toque em um número para ver os detalhes, ou se algo parecer errado.",
  ask: "Está errado? Com o botão você pede à equipe que confira.",
  asked: "📨 A equipe já foi avisada.",
  moneyBack: "Dinheiro de volta",
  kinds: {
    welcome: "Presente de boas-vindas",
    purchase: "Compra",
    message: "Mensagem",
    gift: "Presente",
    refund: "Devolução",
    dispute: "Contestação no banco",
    unlock: "Desbloqueado",
    recharge: "Recarga automática",
    adjustment: "Correção",
    session: "Tempo grátis",
  },
};

export const cards = {
  billing: (w) =>
    lines(
      rich("💳 ", bold("Seus cartões")),
      w.cards.length === 0 ? "Ainda não há nenhum salvo." : null,
      ...w.cards.map((card) =>
        rich(
          `• ${cardLine(card)}`,
          card.id === w.defaultCardId ? rich(" · ", bold("usado primeiro")) : "",
        ),
      ),
      "",
      w.recharge === null
        ? "🔄 A recarga automática está desligada: /autorecharge"
        : "🔄 A recarga automática está ligada.",
      ...(w.recharge === null ? [] : terms(w.recharge)),
      "",
      "/history  cada crédito, o que entra e o que sai",
    ),
  pageComing: () => rich("⏳ Um momento: a página está a caminho."),
  saveCardReady: (w) =>
    rich(
      `💳 O botão abre uma página da Stripe para guardar um cartão. Nada é cobrado. Ela fica aberta por ${time(w.leftSeconds)}.`,
    ),
  portalReady: () =>
    rich("🗂 O botão abre a sua página na Stripe: seus cartões e os recibos dos seus pagamentos."),
  pageFailed: () =>
    rich("😕 Não deu para criar a página. Nada foi alterado nem cobrado. Tente de novo: /billing"),
  cardSaved: (w) => rich("💳 ", bold("Guardado: "), cardLine(w.card), "."),
  cardNotSaved: () =>
    rich("💳 Nenhum cartão foi guardado e nada foi cobrado. Mais uma vez? /billing"),
  cardRemoveConfirm: (w) =>
    lines(
      rich("🗑 ", bold(`Tirar ${cardName(w.card)}?`)),
      "Nada mais é cobrado nele. Se a recarga automática o usa, ela para.",
    ),
  cardRemoved: (w) => rich(`🗑 Removido: ${cardName(w.card)}.`),
  rechargeMenu: (w) =>
    lines(
      rich("🔄 ", bold("Recarga automática")),
      `Quando restarem menos de ${credits(w.threshold)}, um pacote é comprado com seu cartão guardado, e a conversa nunca para no meio.`,
      "Qual pacote você prefere? Você vê todas as condições antes de ligar.",
    ),
  rechargeOffer: (w) =>
    lines(
      rich("🔄 ", bold("Recarga automática: o que você aceita")),
      ...terms(w.terms),
      "Avisamos cada cobrança na hora, e um toque desliga tudo: /autorecharge",
    ),
  rechargeNeedsCard: () =>
    rich("💳 A recarga automática precisa de um cartão guardado. Guarde um e seguimos daí."),
  rechargeOn: (w) =>
    lines(
      rich("🔄 ", bold("A recarga automática está ligada.")),
      ...terms(w.terms),
      "Um toque desliga: /autorecharge",
    ),
  rechargeOff: () =>
    rich("🔄 A recarga automática está desligada. Nada mais é cobrado automaticamente."),
  rechargeComing: (w) =>
    rich(`🔄 Recarga automática: ${sale(w.sale)}, sendo cobrado em ${cardName(w.card)}…`),
  rechargeProcessing: (w) =>
    rich(
      `🏦 Recarga automática: o pagamento de ${price(w.sale, L)} está passando pelo seu banco. Assim que chegar, você recebe ${unitsText(w.sale.gives, nouns)}.`,
    ),
  rechargeDeclined: (w) =>
    lines(
      rich("💳 ", bold(`Recarga automática: seu banco não deixou passar ${price(w.sale, L)}.`)),
      `Cartão: ${cardName(w.card)}. Nada foi cobrado.`,
      w.againSeconds === null
        ? "Ela fica desligada. Outro cartão: /billing. Ligar de novo: /autorecharge"
        : `Próxima tentativa em ${time(w.againSeconds)}. Outro cartão: /billing`,
    ),
  rechargeTriedAgain: (w) =>
    rich(
      `🔄 Recarga automática: não foi cobrado, e a próxima tentativa está mais abaixo: ${sale(w.sale)}.`,
    ),
  rechargeConfirm: (w) =>
    lines(
      rich("🔐 ", bold(`Seu banco pede que você confirme ${price(w.sale, L)}.`)),
      `É da sua recarga automática: ${sale(w.sale)}.`,
      w.isReady
        ? "O botão leva à pergunta do seu banco. Ela espera 24 horas, e nada é cobrado até você confirmar."
        : "O link chega em um momento.",
    ),
  rechargeGivenUp: (w) =>
    rich(`🔐 Não confirmado e, por isso, não cobrado: ${sale(w.sale)}. Quando quiser: /buy`),
  rechargeCeiling: (w) =>
    rich(
      w.of === "day"
        ? `🔄 A recarga automática descansa até amanhã: passaria do seu limite de ${price(w.max, L)} por dia. Dá para comprar à mão: /buy`
        : `🔄 A recarga automática descansa até o mês que vem: passaria do seu limite de ${price(w.max, L)} por mês. Dá para comprar à mão: /buy`,
    ),
  rechargeStopped: (w) => {
    const why = {
      dispute:
        "há um pagamento contestado no seu banco. Quando isso se resolver, dá para ligar de novo.",
      card: "o cartão dela não está mais aqui.",
      customer: "seus dados de pagamento na Stripe não estão mais lá.",
      shop: "o pacote dela não é mais vendido.",
    };
    const again = w.why === "dispute" ? "" : " Você pode ligar de novo: /autorecharge";
    return rich(`🔄 A recarga automática está desligada: ${why[w.why]}${again}`);
  },
  history: (w) => historyText(w, nouns, HISTORY),
  historyLine: (w) => historyLineText(w, nouns, HISTORY),
  wrongSent: () => rich("📨 Obrigado: a equipe confere e responde aqui."),
  wrongTwice: () => rich("📨 A equipe já está com este."),
  lineGivenBack: (w) =>
    lines(
      rich("↩️ ", bold(`Devolvemos ${credits(-w.line.credits)} a você.`)),
      datedLineText(w.line, nouns, HISTORY),
      "",
      ...has(w.account),
    ),
  lineRefused: (w) =>
    lines(
      "📒 A equipe conferiu, e o lançamento está certo. Alguma dúvida? /paysupport",
      datedLineText(w.line, nouns, HISTORY),
    ),
  adjusted: (w) =>
    lines(
      rich("⚖️ ", bold(`Acertamos o seu saldo: ${signedCredits(w.credits, nouns)}.`)),
      ...has(w.account),
    ),
  paySupportSent: () => rich("📨 Seu pedido está com a equipe. A resposta chega aqui."),
  askSoon: () =>
    rich(
      "⏳ A equipe acabou de receber um pedido seu. Este não foi enviado: tente de novo em um minuto.",
    ),
} satisfies SomeFanWords;
