// Russian: saved cards, auto-recharge, the statement and the team's answers about money.
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

const L = "ru";
const { credits, time } = nouns;
const sale = (s: SaleFacts): string => `${unitsText(s.gives, nouns)} за ${price(s, L)}`;
const has = (account: Account): readonly string[] => accountLines(account, nouns);

const terms = (t: RechargeTerms): readonly string[] => [
  `Когда остаток ниже порога (${credits(t.threshold)}): ${sale(t.pack)}.`,
  `Карта: ${cardLine(t.card)}.`,
  `Не больше ${money(t.dayMax, t.pack.currency, L)} в день и ${money(t.monthMax, t.pack.currency, L)} в месяц (UTC).`,
];

const HISTORY: HistoryPhrases = {
  title: "📒 Каждый кредит: приход и расход",
  page: (page, of) => `страница ${page} из ${of}`,
  empty: "Пока ничего.",
  hint: "Нажмите номер строки, чтобы увидеть подробности или сообщить об ошибке.",
  ask: "Здесь ошибка? Нажмите кнопку, и команда проверит.",
  asked: "📨 Команда уже получила вопрос об этом.",
  moneyBack: "Возврат денег",
  kinds: {
    welcome: "Приветственный подарок",
    purchase: "Покупка",
    message: "Сообщение",
    gift: "Подарок",
    refund: "Возврат",
    dispute: "Спор в банке",
    unlock: "Открыто",
    recharge: "Автопополнение",
    adjustment: "Исправление",
    session: "Бесплатное время",
  },
};

export const cards = {
  billing: (w) =>
    lines(
      rich("💳 ", bold("Ваши карты")),
      w.cards.length === 0 ? "Сохранённых карт пока нет." : null,
      ...w.cards.map((card) =>
        rich(
          `• ${cardLine(card)}`,
          card.id === w.defaultCardId ? rich(" · ", bold("основная")) : "",
        ),
      ),
      "",
      w.recharge === null
        ? "🔄 Автопополнение выключено: /autorecharge"
        : "🔄 Автопополнение включено.",
      ...(w.recharge === null ? [] : terms(w.recharge)),
      "",
      "/history  каждый кредит: приход и расход",
    ),
  pageComing: () => rich("⏳ Минутку: страница уже в пути."),
  saveCardReady: (w) =>
    rich(
      `💳 Кнопка открывает страницу Stripe, где можно сохранить карту. Ничего не списывается. Сколько она будет открыта: ${time(w.leftSeconds)}.`,
    ),
  portalReady: () => rich("🗂 Кнопка открывает вашу страницу в Stripe: карты и чеки об оплате."),
  pageFailed: () =>
    rich(
      "😕 Не удалось создать страницу. Ничего не изменено и не списано. Попробуйте ещё раз: /billing",
    ),
  cardSaved: (w) => rich("💳 ", bold("Сохранена: "), cardLine(w.card), "."),
  cardNotSaved: () =>
    rich("💳 Карта не сохранена, ничего не списано. Попробовать ещё раз: /billing"),
  cardRemoveConfirm: (w) =>
    lines(
      rich("🗑 ", bold(`Убрать ${cardName(w.card)}?`)),
      "С неё больше ничего не спишется. Автопополнение с этой картой остановится.",
    ),
  cardRemoved: (w) => rich(`🗑 Убрана: ${cardName(w.card)}.`),
  rechargeMenu: (w) =>
    lines(
      rich("🔄 ", bold("Автопополнение")),
      `Когда остаток ниже порога (${credits(w.threshold)}), пакет покупается с сохранённой карты, и разговор не прервётся на полуслове.`,
      "Какой пакет выбрать? Все условия вы увидите до включения.",
    ),
  rechargeOffer: (w) =>
    lines(
      rich("🔄 ", bold("Автопополнение: на что вы соглашаетесь")),
      ...terms(w.terms),
      "О каждом списании вы узнаете сразу, а выключить можно одним нажатием: /autorecharge",
    ),
  rechargeNeedsCard: () =>
    rich("💳 Для автопополнения нужна сохранённая карта. Сохраните её, и продолжим."),
  rechargeOn: (w) =>
    lines(
      rich("🔄 ", bold("Автопополнение включено.")),
      ...terms(w.terms),
      "Выключить одним нажатием: /autorecharge",
    ),
  rechargeOff: () => rich("🔄 Автопополнение выключено. Само больше ничего не списывается."),
  rechargeComing: (w) =>
    rich(`🔄 Автопополнение: ${sale(w.sale)}, списываем с ${cardName(w.card)}…`),
  rechargeProcessing: (w) =>
    rich(
      `🏦 Автопополнение: платёж на ${price(w.sale, L)} проходит через банк. Как только он дойдёт, вы получите: ${unitsText(w.sale.gives, nouns)}.`,
    ),
  rechargeDeclined: (w) =>
    lines(
      rich("💳 ", bold(`Автопополнение: банк не пропустил ${price(w.sale, L)}.`)),
      `Карта: ${cardName(w.card)}. Ничего не списано.`,
      w.againSeconds === null
        ? "Оно теперь выключено. Другая карта: /billing. Включить снова: /autorecharge"
        : `Следующая попытка через ${time(w.againSeconds)}. Другая карта: /billing`,
    ),
  rechargeTriedAgain: (w) =>
    rich(`🔄 Автопополнение: списания не было, следующая попытка ниже: ${sale(w.sale)}.`),
  rechargeConfirm: (w) =>
    lines(
      rich("🔐 ", bold(`Банк просит подтвердить ${price(w.sale, L)}.`)),
      `Это ваше автопополнение: ${sale(w.sale)}.`,
      w.isReady
        ? "Кнопка ведёт к вопросу банка. Он ждёт 24 часа, до подтверждения ничего не списывается."
        : "Ссылка придёт через минуту.",
    ),
  rechargeGivenUp: (w) =>
    rich(`🔐 Не подтверждено и потому не списано: ${sale(w.sale)}. Когда захотите: /buy`),
  rechargeCeiling: (w) =>
    rich(
      w.of === "day"
        ? `🔄 Автопополнение отдыхает до завтра: иначе превысит ваш предел ${price(w.max, L)} в день. Купить вручную: /buy`
        : `🔄 Автопополнение отдыхает до следующего месяца: иначе превысит ваш предел ${price(w.max, L)} в месяц. Купить вручную: /buy`,
    ),
  rechargeStopped: (w) => {
    const why = {
      dispute:
        "один из платежей оспорен в банке. Когда это решится, его можно будет включить снова.",
      card: "его карты больше нет.",
      customer: "ваших платёжных данных в Stripe больше нет.",
      shop: "его пакет больше не продаётся.",
    };
    const again = w.why === "dispute" ? "" : " Включить снова: /autorecharge";
    return rich(`🔄 Автопополнение выключено: ${why[w.why]}${again}`);
  },
  history: (w) => historyText(w, nouns, HISTORY),
  historyLine: (w) => historyLineText(w, nouns, HISTORY),
  wrongSent: () => rich("📨 Спасибо: команда проверит и ответит здесь."),
  wrongTwice: () => rich("📨 Это уже у команды."),
  lineGivenBack: (w) =>
    lines(
      rich("↩️ ", bold(`Вам вернули ${credits(-w.line.credits)}.`)),
      datedLineText(w.line, nouns, HISTORY),
      "",
      ...has(w.account),
    ),
  lineRefused: (w) =>
    lines(
      "📒 Команда всё проверила: запись верна. Остались вопросы? /paysupport",
      datedLineText(w.line, nouns, HISTORY),
    ),
  adjusted: (w) =>
    lines(
      rich("⚖️ ", bold(`Баланс исправлен: ${signedCredits(w.credits, nouns)}.`)),
      ...has(w.account),
    ),
  paySupportSent: () => rich("📨 Ваш запрос у команды. Ответ придёт сюда."),
  askSoon: () =>
    rich(
      "⏳ Команда только что получила ваш вопрос. Этот не отправлен: попробуйте ещё раз через минуту.",
    ),
} satisfies SomeFanWords;
