// What stands beside each command in a fan's menu, by language. A pack's own command (`/buy25`) has
// no words here: it shows what it sells and for how much.
import type { Language } from "#actors/kernel/say.ts";

export type FanCommand =
  | "buy"
  | "time"
  | "balance"
  | "history"
  | "unlocked"
  | "billing"
  | "autorecharge"
  | "promo"
  | "settings"
  | "help"
  | "paysupport"
  | "privacy"
  | "terms";

export const COMMAND_WORDS: Readonly<Record<Language, Readonly<Record<FanCommand, string>>>> = {
  en: {
    buy: "The shop",
    time: "A while of free messages",
    balance: "What you have",
    history: "Every credit, in and out",
    unlocked: "What you have unlocked",
    billing: "Your cards",
    autorecharge: "Never run out",
    promo: "Use a code",
    settings: "Your language",
    help: "How this works",
    paysupport: "Help with a payment",
    privacy: "Your data",
    terms: "The small print",
  },
  es: {
    buy: "La tienda",
    time: "Un rato de mensajes gratis",
    balance: "Lo que tienes",
    history: "Cada crédito, lo que entra y lo que sale",
    unlocked: "Lo que has desbloqueado",
    billing: "Tus tarjetas",
    autorecharge: "Recarga automática",
    promo: "Usar un código",
    settings: "Tu idioma",
    help: "Cómo funciona",
    paysupport: "Ayuda con un pago",
    privacy: "Tus datos",
    terms: "La letra pequeña",
  },
  pt: {
    buy: "A loja",
    time: "Um tempo de mensagens grátis",
    balance: "O que você tem",
    history: "Cada crédito, o que entra e o que sai",
    unlocked: "O que você desbloqueou",
    billing: "Seus cartões",
    autorecharge: "Recarga automática",
    promo: "Usar um código",
    settings: "Seu idioma",
    help: "Como funciona",
    paysupport: "Ajuda com um pagamento",
    privacy: "Seus dados",
    terms: "As letras miúdas",
  },
  ru: {
    buy: "Магазин",
    time: "Время бесплатных сообщений",
    balance: "Сколько у вас есть",
    history: "Каждый кредит: приход и расход",
    unlocked: "Что вы открыли",
    billing: "Ваши карты",
    autorecharge: "Автопополнение",
    promo: "Применить промокод",
    settings: "Ваш язык",
    help: "Как это работает",
    paysupport: "Помощь с оплатой",
    privacy: "Ваши данные",
    terms: "Условия",
  },
  de: {
    buy: "Der Shop",
    time: "Eine Zeit lang kostenlos schreiben",
    balance: "Was du hast",
    history: "Jeder Credit, rein und raus",
    unlocked: "Was du freigeschaltet hast",
    billing: "Deine Karten",
    autorecharge: "Auto-Aufladung",
    promo: "Einen Code einlösen",
    settings: "Deine Sprache",
    help: "So geht es",
    paysupport: "Hilfe bei einer Zahlung",
    privacy: "Deine Daten",
    terms: "Das Kleingedruckte",
  },
};
