// Pins. Each new pin leaves a service message from whoever pinned, which the bot gets as an update.

import type { StoredMessage } from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { type Chat, findChat, findMessage, hasRight } from "./checks.ts";

export const pinChatMessage: Handler<"pinChatMessage"> = (telegram, { params }) => {
  const chat = findChat(telegram.world, params.chat_id);
  const message = findMessage(telegram.world, chat, params.message_id, "message to pin");
  checkMayPin(chat);
  pin(telegram, message, telegram.world.bot.id);
  return true;
};

export const unpinChatMessage: Handler<"unpinChatMessage"> = (telegram, { params }) => {
  const chat = findChat(telegram.world, params.chat_id);
  const message =
    params.message_id === undefined
      ? telegram.world.log(chat.id)?.lastPinned()
      : findMessage(telegram.world, chat, params.message_id, "message to unpin");
  if (!message) throw badRequest("message to unpin not found");
  checkMayPin(chat);
  telegram.world.setPinned(message, false);
  return true;
};

/** Pins a message and says so in its chat; pinning a pinned one changes nothing. */
export function pin(telegram: Telegram, message: StoredMessage, byId: number): void {
  if (message.isPinned) return;
  telegram.world.setPinned(message, true);
  const notice = telegram.world.post({
    chatId: message.chatId,
    threadId: message.threadId,
    fromId: byId,
    content: { type: "service", service: { type: "pinned", messageId: message.id } },
  });
  telegram.feed.message(notice);
}

function checkMayPin(chat: Chat): void {
  if (chat.group && !hasRight(chat.group, "canPinMessages")) {
    throw badRequest("not enough rights to manage pinned messages in the chat");
  }
}
