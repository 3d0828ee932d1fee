// Russian: the shop, from the shelf to the receipt, and what a bank does afterwards.
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

const L = "ru";
const { credits, time } = nouns;
const units = (gives: SaleFacts["gives"]): string => unitsText(gives, nouns);
const sale = (s: SaleFacts): string => `${units(s.gives)} за ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const PROMO: PromoPhrases = {
  off: (what) => `скидка ${what}`,
  extra: (more) => `${more} в подарок`,
  until: (day) => `до ${day}`,
};

export const shop = {
  shop: (w) =>
    lines(
      rich("🛍 ", bold("Магазин")),
      "",
      ...(w.items.length === 0
        ? ["Сейчас ничего не продаётся."]
        : shelfLines(w.items, nouns, {
            best: "выгоднее всего",
            each: { credit: (each) => `${each} за кредит`, hour: (each) => `${each} за час` },
          })),
      "",
      shelfPromo(w, nouns, PROMO),
      w.savesCard
        ? "💾 Карта сохранится на следующий раз. Убрать её можно в любой момент: /billing"
        : null,
      w.isStars ? "⭐ Оплата в Telegram Stars." : null,
      ...has(w.account),
    ),
  notSold: () => rich("🤷 Такого пакета сейчас нет. Вот что есть: /buy"),
  invoice: (w) => rich(`${units(w.sale.gives)}: придут, как только поступят Stars.`),
  invoiceStale: () => rich("Этот счёт больше не действует, ничего не списано. Новый счёт: /buy."),
  checkoutComing: (w) => rich("⏳ Минутку: страница оплаты уже в пути. ", sale(w.sale), "."),
  checkoutReady: (w) =>
    lines(
      rich("🧾 ", bold(sale(w.sale))),
      `Кнопка открывает страницу оплаты Stripe. Сколько она будет открыта: ${time(w.leftSeconds)}.`,
      w.savesCard ? "💾 Карта сохранится на следующий раз: /billing" : null,
    ),
  checkoutFailed: (w) =>
    rich(
      `😕 Не удалось создать страницу оплаты (${sale(w.sale)}). Ничего не списано. Попробуйте ещё раз: /buy`,
    ),
  checkoutExpired: (w) =>
    rich(`⌛ Страница оплаты закрылась (${sale(w.sale)}). Ничего не списано. Новая: /buy`),
  checkoutDropped: (w) => rich(`Не куплено: ${sale(w.sale)}. Ничего не списано. Магазин: /buy`),
  checkoutProcessing: (w) =>
    lines(
      rich("🏦 ", bold(`Спасибо! Платёж на ${price(w.sale, L)} проходит через банк.`)),
      `Как только он дойдёт, вы сразу получите: ${units(w.sale.gives)}. У некоторых банков это занимает несколько дней.`,
    ),
  paymentReview: (w) =>
    lines(
      rich("🔎 ", bold(`Ваш платёж на ${price(w.sale, L)} сначала должен посмотреть человек.`)),
      "Он не совпадает с тем, что было запрошено, поэтому пока ничего не начислено. Ничего не пропало: владелец уже знает. Вопросы: /paysupport",
    ),
  paidTwice: (w) =>
    rich(`↩️ Этот счёт уже был оплачен. Второй платёж на ${price(w.price, L)} возвращается вам.`),
  checkoutUnpaid: (w) =>
    rich(`🏦 Банк не завершил платёж (${sale(w.sale)}). Можно попробовать ещё раз: /buy`),
  paid: (w) =>
    lines(
      rich(w.isRecharge ? "🔄 Автопополнение: " : "✅ Оплачено, спасибо: ", bold(price(w.sale, L))),
      rich("+ ", bold(units(w.sale.gives))),
      hasUnits(w.worksOff) ? `Из них пошло в счёт возмещения: ${units(w.worksOff)}.` : null,
      ...has(w.account),
      w.isRecharge ? "Условия и выключение: /autorecharge" : null,
    ),
  refunded: (w) =>
    lines(
      rich("↩️ ", bold(`Вам возвращено ${price(w.price, L)}.`)),
      isStars(w.price) ? null : "Банк может показать это через несколько дней.",
      hasUnits(w.takes) ? `Взамен снято: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  refundFailed: (w) =>
    lines(
      rich("🏦 ", bold(`Возврат ${price(w.price, L)} не дошёл до вашего банка.`)),
      hasUnits(w.gives) ? `Снова ваше: ${units(w.gives)}.` : null,
      "Мы найдём другой способ. Напишите, как вам удобно: /paysupport",
      ...has(w.account),
    ),
  disputeOpened: (w) =>
    lines(
      rich("🏦 ", bold(`Ваш банк сообщил, что платёж на ${price(w.price, L)} оспорен.`)),
      hasUnits(w.freezes) ? `Пока это не решено, отложено: ${units(w.freezes)}.` : null,
      "Если это недоразумение, напишите нам: /paysupport",
      ...has(w.account),
    ),
  disputeWon: (w) =>
    lines(
      rich("🏦 ", bold(`Вопрос о платеже на ${price(w.price, L)} решён.`)),
      hasUnits(w.gives) ? `Снова ваше: ${units(w.gives)}.` : null,
      ...has(w.account),
    ),
  disputeLost: (w) =>
    lines(
      rich("🏦 ", bold(`Ваш банк вернул вам ${price(w.price, L)}.`)),
      hasUnits(w.takes) ? `Вместе с этим снято: ${units(w.takes)}.` : null,
      ...has(w.account),
    ),
  promoUsage: () => rich("🎟 Отправьте промокод так: ", code("/promo КОД")),
  promoClaimed: (w) =>
    lines(
      rich("🎟 ", bold(promoText(w.promo, w.currency, nouns, PROMO))),
      "Действует на следующую покупку: /buy",
    ),
  promoCredits: (w) =>
    lines(rich("🎟 ", bold(`По промокоду вам: ${credits(w.credits)}!`)), ...has(w.account)),
  promoTooMany: () =>
    rich("🎟 На сегодня слишком много неподходящих промокодов. Попробуйте снова завтра."),
  promoRefused: (w) => {
    const why = {
      unknown: ": такого промокода нет.",
      expired: ": срок этого промокода вышел.",
      usedUp: ": этот промокод использован столько раз, сколько было можно.",
      usedByYou: ": вы уже использовали этот промокод.",
    };
    return rich("🎟 ", code(plainName(w.code, 32)), why[w.why]);
  },
} satisfies SomeFanWords;
