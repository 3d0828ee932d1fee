// Russian: the talk itself, from the welcome to the farewell.
import { bold, code, rich } from "#actors/kernel/rich.ts";
import type { SomeFanWords } from "#src/i18n/catalogue.ts";
import { debtLine } from "#src/i18n/layout.ts";
import { figure, gauge, lines, meter, plainName } from "#src/i18n/words.ts";
import { nouns } from "./nouns.ts";

const L = "ru";
const { credits, messages, time, yours } = nouns;

export const chat = {
  welcome: (w) =>
    lines(
      rich("👋 ", bold(rich("Здравствуйте, ", plainName(w.firstName), "! Рады вам."))),
      "",
      w.ownWords ?? "Пишите сюда: вас прочитает живой человек и ответит.",
      "",
      w.credits > 0 ? gauge(w.credits, w.credits, `${credits(w.credits)} для вас`) : null,
      `💬 текст ${figure(w.costText, L)} · 📷 фото ${figure(w.costPhoto, L)} · 🎙 голос ${figure(w.costVoice, L)}`,
      "",
      "Что будет дальше: 👌 под сообщением значит, что оно дошло, 👀 — что его увидели, ✍ — что ответ уже в пути.",
      "",
      w.isShopOpen
        ? "Нажмите Start или просто напишите. Ещё кредиты в любое время: /buy"
        : "Нажмите Start или просто напишите.",
    ),
  started: (w) =>
    lines(
      bold("Всё готово. Скажите «привет»!"),
      "",
      w.sessionSeconds > 0
        ? `⏳ Все сообщения бесплатны, осталось: ${time(w.sessionSeconds)}.`
        : gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  help: (w) =>
    lines(
      bold("Как это работает"),
      "Напишите сообщение, пришлите фото или голосовое — всё сразу попадает к нам.",
      "Каждое стоит несколько кредитов. Правка бесплатна, а за то, что не удалось доставить, платить не нужно.",
      "",
      "/balance  сколько у вас есть",
      w.isShopOpen ? "/buy  ещё кредиты" : null,
      w.isShopOpen ? "/time  время бесплатных сообщений" : null,
      w.isShopOpen ? "/billing  ваши карты и автопополнение" : null,
      w.isShopOpen ? "/promo  применить промокод" : null,
      "/history  каждый кредит: приход и расход",
      "/settings  ваш язык",
      "/privacy  ваши данные",
      "/stop  не присылать новости",
      "/paysupport  помощь с оплатой",
      "/terms  условия",
    ),
  balance: (w) =>
    lines(
      bold("Ваш баланс"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.sessionSeconds > 0
        ? gauge(w.sessionSeconds, w.sessionFullSeconds, `бесплатно ещё ${time(w.sessionSeconds)}`)
        : null,
      w.held > 0 ? `📥 Ждёт отправки: ${messages(w.held)}` : null,
      debtLine(w.debt, nouns),
    ),
  shopClosed: () => rich("🌙 Магазин сейчас закрыт. Всё остальное работает как обычно."),
  held: (w) =>
    lines(
      w.held > 1
        ? bold(`Ждёт отправки: ${messages(w.held)}.`)
        : bold(`${yours[w.kind]} ждёт отправки.`),
      `Для отправки нужно: ${credits(w.cost)}.`,
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      "",
      w.isShopOpen
        ? "Ничего не пропадёт: всё отправится само, как только хватит кредитов."
        : "Магазин сейчас закрыт, но ничего не пропадёт: всё отправится само, как только хватит кредитов.",
    ),
  heldFull: (w) =>
    rich(`✋ Это сообщение не сохранено: уже ждёт ${messages(w.held)}, больше не помещается.`),
  heldDropped: (w) => rich(`🗑 Отозвано: ${messages(w.count)}. Ничего не списано.`),
  heldSettled: () => rich("✅ Отправлено."),
  released: (w) =>
    lines(
      bold(`📤 Отправлено: ${messages(w.count)}.`),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
      w.stillHeld > 0 ? `Ещё ждёт: ${messages(w.stillHeld)}.` : null,
    ),
  lowBalance: (w) =>
    lines(
      bold(w.credits > 0 ? "Кредиты заканчиваются" : "Кредиты закончились"),
      gauge(w.credits, w.creditsFull, credits(w.credits)),
    ),
  sessionAdded: (w) =>
    lines(
      bold(`⏳ Добавлено: ${time(w.addedSeconds)}.`),
      `Все сообщения бесплатны, осталось: ${time(w.sessionSeconds)}.`,
    ),
  sessionWarning: (w) =>
    lines(
      bold("⏳ Ваше время почти вышло"),
      gauge(w.sessionSeconds, w.sessionFullSeconds, time(w.sessionSeconds)),
    ),
  sessionEnded: (w) =>
    lines(
      bold("⌛ Время вышло. Спасибо за разговор!"),
      w.credits > 0
        ? `Теперь снова тратятся кредиты, у вас их ${figure(w.credits, L)}.`
        : "Теперь сообщения снова стоят кредитов.",
    ),
  gift: (w) =>
    lines(
      rich("🎁 ", bold(`Вам подарок: ${credits(w.credits)}!`)),
      gauge(w.balance, w.creditsFull, credits(w.balance)),
    ),
  giftTime: (w) =>
    lines(
      rich("🎁 ", bold(`Вам подарок: бесплатные сообщения, ${time(w.addedSeconds)}!`)),
      `Все сообщения бесплатны, осталось: ${time(w.sessionSeconds)}.`,
    ),
  banned: () => rich("🚫 Вы больше не можете писать сюда. За сообщения ничего не списывается."),
  unbanned: () => rich("👋 С возвращением: вы снова можете писать."),
  unsupported: () => rich("🤷 Такие сообщения я передать не могу. Это ничего не стоило."),
  undelivered: (w) =>
    lines(
      bold("⚠️ Это сообщение не удалось доставить."),
      w.credits > 0
        ? `Вам вернули ${credits(w.credits)}, теперь у вас ${figure(w.balance, L)}.`
        : "Это ничего не стоило.",
    ),
  languageMenu: () => bold("🌍 На каком языке говорить?"),
  languageSet: () => rich("🌍 Готово: говорим по-русски."),
  meter: (w) => meter(w, L, credits),
  paySupport: (w) =>
    lines(
      bold("Помощь с оплатой"),
      w.ownWords ??
        "Расскажите, что пошло не так: когда, сколько и чего вы ожидали. Мы разберём каждый случай, и спросить ничего не стоит.",
      "",
      rich("Напишите так: ", code("/paysupport ваш вопрос")),
    ),
  terms: (w) =>
    lines(
      bold("Условия"),
      w.ownWords ??
        "Кредитами оплачиваются сообщения в этом чате и ничего больше. Их нельзя передать или обменять на деньги, кроме случаев, предусмотренных законом. Сообщение оплачивается один раз; за недоставленное кредиты возвращаются.",
    ),
  promotionsOff: () =>
    lines("🔕 Готово: больше не пришлём.", "Ответы на ваши сообщения приходят как всегда."),
  promotionsOn: () => rich("🔔 Хорошо: новости снова будут приходить. /stop отключит их."),
  promotionsHint: () => rich("🔕 Больше не присылать: /stop"),
  privacy: () =>
    lines(
      bold("Ваши данные"),
      "Мы храним то, что вы пишете здесь, ваше имя, язык и баланс, чтобы отвечать вам и вести учёт. Больше никто их не получает.",
      "",
      "Вы можете получить всё одним файлом или удалить. Записи об оплате остаются под псевдонимом.",
    ),
  exportCaption: () => rich("📦 Всё, что мы о вас храним."),
  exportSoon: () => rich("📦 Ваш файл уже в пути."),
  eraseConfirm: (w) =>
    lines(
      bold("Удалить всё?"),
      "Имя, сообщения и файлы исчезнут навсегда. Отменить это нельзя.",
      w.credits > 0 ? `Вы отказываетесь от остатка: ${credits(w.credits)}.` : null,
    ),
  erased: () =>
    rich("🕊 Готово: ничего не осталось. Пишите снова когда угодно — начнём с чистого листа."),
  unknownCommand: (w) =>
    rich("🤔 Я не знаю команды ", code(`/${w.command}`), ". Вот что я знаю: /help"),
  pressStale: () => rich("Эта кнопка уже не действует."),
} satisfies SomeFanWords;
