// What a deployment tells Telegram about itself, once: where updates go, and which commands people
// are shown. Safe to repeat.
import { LANGUAGES, type Language } from "#actors/kernel/say.ts";
import type { TelegramApi } from "./api.ts";
import { ALLOWED_UPDATES } from "./update.ts";

/** The path of `src/http/app.ts`. */
export const WEBHOOK_PATH = "/telegram-webhook";

/** Chats whose updates Telegram may deliver at the same time; its own limit. */
const CONNECTIONS_MAX = 100;

/**
 * Points Telegram at this deployment. What waits at Telegram is kept: it may be paid for.
 * @param publicUrl without a trailing slash
 */
export async function setWebhook(
  api: TelegramApi,
  webhook: { readonly publicUrl: string; readonly secret: string },
): Promise<void> {
  await api.setWebhook({
    url: `${webhook.publicUrl}${WEBHOOK_PATH}`,
    secret_token: webhook.secret,
    allowed_updates: [...ALLOWED_UPDATES],
    max_connections: CONNECTIONS_MAX,
    drop_pending_updates: false,
  });
}

type Command = "balance" | "help" | "settings" | "privacy" | "paysupport" | "terms";

const FAN_COMMANDS: Readonly<Record<Language, Readonly<Record<Command, string>>>> = {
  en: {
    balance: "What you have",
    help: "How this works",
    settings: "Your language",
    privacy: "Your data",
    paysupport: "Help with a payment",
    terms: "The small print",
  },
  es: {
    balance: "Lo que tienes",
    help: "Cómo funciona",
    settings: "Tu idioma",
    privacy: "Tus datos",
    paysupport: "Ayuda con un pago",
    terms: "La letra pequeña",
  },
  pt: {
    balance: "O que você tem",
    help: "Como funciona",
    settings: "Seu idioma",
    privacy: "Seus dados",
    paysupport: "Ajuda com um pagamento",
    terms: "As letras miúdas",
  },
  ru: {
    balance: "Сколько у вас есть",
    help: "Как это работает",
    settings: "Ваш язык",
    privacy: "Ваши данные",
    paysupport: "Помощь с оплатой",
    terms: "Условия",
  },
  de: {
    balance: "Was du hast",
    help: "So geht es",
    settings: "Deine Sprache",
    privacy: "Deine Daten",
    paysupport: "Hilfe bei einer Zahlung",
    terms: "Das Kleingedruckte",
  },
};

const TEAM_COMMANDS = {
  info: "The fan's card",
  gift: "Give credits or time: /gift 10, /gift 1h",
  note: "Keep a note that is not sent",
  delete: "As a reply: take a message back",
  ban: "Nothing they write arrives any more",
  unban: "Let them write again",
  help: "What can be done here",
} as const;

/** Shows fans their commands, each in their language, and the team its own in its groups. */
export async function setCommands(api: TelegramApi, groupIds: readonly number[]): Promise<void> {
  for (const language of LANGUAGES) {
    await api.setMyCommands({
      scope: { type: "all_private_chats" },
      commands: menuOf(FAN_COMMANDS[language]),
      // Without a code they are for everybody whose language has none of its own.
      ...(language === "en" ? {} : { language_code: language }),
    });
  }
  for (const groupId of groupIds) {
    const scope = { type: "chat_administrators", chat_id: groupId } as const;
    await api.setMyCommands({ scope, commands: menuOf(TEAM_COMMANDS) });
  }
}

function menuOf(
  commands: Readonly<Record<string, string>>,
): { command: string; description: string }[] {
  return Object.entries(commands).map(([command, description]) => ({ command, description }));
}
