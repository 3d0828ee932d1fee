// Deleting. In private chats a bot deletes anything, in groups its own, and with the right anybody's;
// nothing older than 48 hours, and never the message that opened a topic. Nobody is told.

import type { StoredMessage } from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { type Chat, findChat, findMessage, hasRight } from "./checks.ts";

const DELETABLE_MS = 48 * 3_600_000;
const DELETIONS_MAX = 100;

export const deleteMessage: Handler<"deleteMessage"> = (telegram, { params }) => {
  const chat = findChat(telegram.world, params.chat_id);
  const message = findMessage(telegram.world, chat, params.message_id, "message to delete");
  checkDeletable(telegram, chat, message);
  telegram.world.delete(message);
  return true;
};

/** Missing ids are skipped; one that may not be deleted fails the call before any is. */
export const deleteMessages: Handler<"deleteMessages"> = (telegram, { params }) => {
  const { message_ids: ids } = params;
  if (ids.length === 0) throw badRequest("message identifiers are not specified");
  if (ids.length > DELETIONS_MAX) throw badRequest("too many message identifiers specified");
  const chat = findChat(telegram.world, params.chat_id);
  const messages = ids.flatMap((id) => telegram.world.message(chat.id, id) ?? []);
  for (const message of messages) checkDeletable(telegram, chat, message);
  for (const message of messages) telegram.world.delete(message);
  return true;
};

function checkDeletable({ world }: Telegram, chat: Chat, message: StoredMessage): void {
  const { content, fromId, at } = message;
  const isOwn = fromId === world.bot.id;
  const mayDelete = isOwn || !chat.group || hasRight(chat.group, "canDeleteMessages");
  const isTooOld = world.clock.now() - at >= DELETABLE_MS;
  const isTopicStart = content.type === "service" && content.service.type === "topicCreated";
  if (!mayDelete || isTooOld || isTopicStart) throw badRequest("message can't be deleted");
}
