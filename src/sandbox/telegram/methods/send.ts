// sendMessage and what all sends share: read the arguments, then the destination, then write.

import type { Content, StoredMessage } from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { type Markup, parseMarkup } from "#src/sandbox/telegram/markup.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { messageText } from "#src/sandbox/telegram/text.ts";
import { wireMessage } from "#src/sandbox/telegram/wire.ts";
import { type Chat, resolveReply, resolveThread, writableChat } from "./checks.ts";

/** The parameters that every send has. */
export interface SendParams {
  readonly chat_id: number | string;
  readonly message_thread_id?: number;
  readonly protect_content?: boolean;
  readonly reply_parameters?: ObjectOf<"ReplyParameters">;
  readonly reply_markup?: ObjectOf<"ReplyMarkup">;
}

/** Where and how a send will be written, all checks passed. */
export interface Destination {
  readonly chat: Chat;
  readonly threadId: number | null;
  readonly replyTo: StoredMessage["replyTo"];
  readonly markup: Markup;
  readonly isProtected: boolean;
}

/** Checks chat, answered message, topic and keyboard, in the order Telegram does. */
export function openDestination(telegram: Telegram, params: SendParams): Destination {
  const { world } = telegram;
  const chat = writableChat(world, params.chat_id);
  const reply = resolveReply(world, chat, params.reply_parameters);
  const thread = resolveThread(world, chat, params.message_thread_id);
  return {
    chat,
    threadId: params.message_thread_id === undefined ? (reply?.threadId ?? null) : thread,
    replyTo: reply?.replyTo ?? null,
    markup: parseMarkup(params.reply_markup, chat.person !== null),
    isProtected: params.protect_content ?? false,
  };
}

/** Writes the bot's message there. */
export function writeTo(
  telegram: Telegram,
  destination: Destination,
  content: Content,
  extra: {
    readonly albumId?: string;
    readonly forwardedFrom?: StoredMessage["forwardedFrom"];
  } = {},
): StoredMessage {
  const { chat, threadId, replyTo, markup, isProtected } = destination;
  return telegram.world.post({
    chatId: chat.id,
    fromId: telegram.world.bot.id,
    threadId,
    replyTo,
    isProtected,
    keyboard: markup.keyboard,
    hasReplyKeyboard: markup.isReplyKeyboard,
    content,
    ...extra,
  });
}

export const sendMessage: Handler<"sendMessage"> = (telegram, { params }) => {
  const body = messageText({
    text: params.text,
    entities: params.entities,
    parseMode: params.parse_mode,
  });
  const destination = openDestination(telegram, params);
  const message = writeTo(telegram, destination, { type: "text", body });
  return wireMessage(telegram.world, message);
};
