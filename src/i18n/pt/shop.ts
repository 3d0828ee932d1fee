// Portuguese: the shop, from the shelf to the receipt, and what a bank does afterwards.
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

const L = "pt";
const { credits, time } = nouns;
const units = (gives: SaleFacts["gives"]): string => unitsText(gives, nouns);
const sale = (s: SaleFacts): string => `${units(s.gives)} por ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const PROMO: PromoPhrases = {
  off: (what) => `${what} de desconto`,
  extra: (more) => `mais ${more} de brinde`,
  until: (day) => `até ${day}`,
};

export const shop = {
  shop: (w) =>
    lines(
      rich("🛍 ", bold("A loja")),
      "",
      ...(w.items.length === 0
        ? ["Não há nada à venda no momento."]
        : shelfLines(w.items, nouns, {
            best: "o melhor preço",
            each: { credit: (each) => `${each} por crédito`, hour: (each) => `${each} por hora` },
          })),
      "",
      shelfPromo(w, nouns, PROMO),
      w.savesCard
        ? "💾 Seu cartão fica guardado para a próxima vez. Você pode tirá-lo quando quiser: /billing"
        : null,
      w.isStars ? "⭐ Pago com Telegram Stars." : null,
      ...has(w.account),
    ),
  notSold: () => rich("🤷 Esse pacote não está à venda no momento. Veja o que há: /buy"),
  invoice: (w) => rich(`${units(w.sale.gives)}: chega assim que as Stars forem recebidas.`),
  invoiceStale: () => rich("Esta fatura não vale mais e nada foi cobrado. Peça uma nova com /buy."),
  checkoutComing: (w) =>
    rich("⏳ Um momento: a página de pagamento está a caminho. ", sale(w.sale), "."),
  checkoutReady: (w) =>
    lines(
      rich("🧾 ", bold(sale(w.sale))),
      `O botão abre a página de pagamento da Stripe. Ela fica aberta por ${time(w.leftSeconds)}.`,
      w.savesCard ? "💾 Seu cartão fica guardado para a próxima vez: /billing" : null,
    ),
  checkoutFailed: (w) =>
    rich(
      `😕 Não deu para criar a página de pagamento (${sale(w.sale)}). Nada foi cobrado. Tente de novo: /buy`,
    ),
  checkoutExpired: (w) =>
    rich(
      `⌛ A página de pagamento fechou (${sale(w.sale)}). Nada foi cobrado. Para abrir outra: /buy`,
    ),
  checkoutDropped: (w) => rich(`Compra não feita: ${sale(w.sale)}. Nada foi cobrado. A loja: /buy`),
  checkoutProcessing: (w) =>
    lines(
      rich("🏦 ", bold(`Obrigado! Seu pagamento de ${price(w.sale, L)} está passando pelo banco.`)),
      `Assim que chegar, você recebe ${units(w.sale.gives)} sem fazer mais nada. Com alguns bancos leva alguns dias.`,
    ),
  paymentReview: (w) =>
    lines(
      rich("🔎 ", bold(`Uma pessoa precisa ver antes o seu pagamento de ${price(w.sale, L)}.`)),
      "Ele não bate com o que foi pedido, por isso nada foi creditado ainda. Nada se perde: o responsável já sabe. Dúvidas: /paysupport",
    ),
  paidTwice: (w) =>
    rich(
      `↩️ Esta fatura já estava paga. Seu segundo pagamento de ${price(w.price, L)} está sendo devolvido a você.`,
    ),
  checkoutUnpaid: (w) =>
    rich(`🏦 O banco não concluiu o pagamento (${sale(w.sale)}). Você pode tentar de novo: /buy`),
  paid: (w) =>
    lines(
      rich(
        w.isRecharge ? "🔄 Recarga automática: " : "✅ Pago, obrigado: ",
        bold(price(w.sale, L)),
      ),
      rich("+ ", bold(units(w.sale.gives))),
      hasUnits(w.worksOff) ? `Disso, para o que faltava acertar: ${units(w.worksOff)}.` : null,
      ...has(w.account),
      w.isRecharge ? "Condições e desligar: /autorecharge" : null,
    ),
  refunded: (w) =>
    lines(
      rich("↩️ ", bold(`Devolvemos ${price(w.price, L)} a você.`)),
      isStars(w.price) ? null : "Seu banco pode levar alguns dias para mostrar.",
      hasUnits(w.takes) ? `Retirado em troca: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  refundFailed: (w) =>
    lines(
      rich("🏦 ", bold(`A devolução de ${price(w.price, L)} não chegou ao seu banco.`)),
      hasUnits(w.gives) ? `De volta com você: ${units(w.gives)}.` : null,
      "Vamos achar outro caminho. Diga qual prefere: /paysupport",
      ...has(w.account),
    ),
  disputeOpened: (w) =>
    lines(
      rich(
        "🏦 ",
        bold(`Seu banco nos avisou que o pagamento de ${price(w.price, L)} foi contestado.`),
      ),
      hasUnits(w.freezes) ? `Até isso se resolver, ficam reservados: ${units(w.freezes)}.` : null,
      "Se for um mal-entendido, fale com a gente: /paysupport",
      ...has(w.account),
    ),
  disputeWon: (w) =>
    lines(
      rich("🏦 ", bold(`A contestação sobre ${price(w.price, L)} está resolvida.`)),
      hasUnits(w.gives) ? `De volta com você: ${units(w.gives)}.` : null,
      ...has(w.account),
    ),
  disputeLost: (w) =>
    lines(
      rich("🏦 ", bold(`Seu banco devolveu ${price(w.price, L)} a você.`)),
      hasUnits(w.takes) ? `Retirado com isso: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  promoUsage: () => rich("🎟 Envie seu código assim: ", code("/promo CODIGO")),
  promoClaimed: (w) =>
    lines(
      rich("🎟 ", bold(promoText(w.promo, w.currency, nouns, PROMO))),
      "Vale para a sua próxima compra: /buy",
    ),
  promoCredits: (w) =>
    lines(rich("🎟 ", bold(`Seu código traz ${credits(w.credits)}!`)), ...has(w.account)),
  promoTooMany: () => rich("🎟 Hoje foram códigos demais que não valiam. Tente de novo amanhã."),
  promoRefused: (w) => {
    const why = {
      unknown: ": não conheço esse código.",
      expired: ": esse código já venceu.",
      usedUp: ": esse código já foi usado todas as vezes possíveis.",
      usedByYou: ": você já usou esse código.",
    };
    return rich("🎟 ", code(plainName(w.code, 32)), why[w.why]);
  },
} satisfies SomeFanWords;
