// The questions that most methods ask first: does the chat exist for this bot, may it write there,
// is the topic there and open, is the message there and its own. Each refuses with Telegram's text.

import {
  type BotRights,
  bodyOf,
  type PersonRecord,
  type ReplyReference,
  type StoredMessage,
} from "#src/sandbox/model.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest, forbidden } from "#src/sandbox/telegram/refusal.ts";
import type { GroupRecord, World } from "#src/sandbox/world.ts";

/** A chat that the bot may see: exactly one of `group` and `person` is set. */
export interface Chat {
  readonly id: number;
  readonly group: GroupRecord | null;
  readonly person: PersonRecord | null;
}

/** Finds a chat by the id a method was given. */
export function findChat(world: World, chatId: number | string): Chat {
  const id = Number(chatId);
  const person = world.people.get(id);
  if (person) return { id, group: null, person };
  const group = world.groups.get(id);
  if (!group) throw badRequest("chat not found");
  if (group.migratedTo !== null) {
    throw badRequest("group chat was upgraded to a supergroup chat", {
      migrate_to_chat_id: group.migratedTo,
    });
  }
  if (group.bot.status === "kicked") throw forbidden("bot was kicked from the supergroup chat");
  if (group.bot.status === "left") {
    throw forbidden("bot is not a member of the supergroup chat");
  }
  return { id, group, person: null };
}

/** A chat that the bot may write to. */
export function writableChat(world: World, chatId: number | string): Chat {
  const chat = findChat(world, chatId);
  if (chat.person?.hasBlockedBot) throw forbidden("bot was blocked by the user");
  if (chat.person && !chat.person.hasStarted) {
    throw forbidden("bot can't initiate conversation with a user");
  }
  return chat;
}

/** A forum where the bot may do what `right` stands for. */
export function forumChat(world: World, chatId: number | string): GroupRecord {
  const { group } = findChat(world, chatId);
  if (!group?.isForum) throw badRequest("the chat is not a forum");
  return group;
}

export function hasRight(group: GroupRecord, right: keyof BotRights): boolean {
  return group.bot.status === "administrator" && group.bot.rights[right];
}

/**
 * Where a send with this message_thread_id lands. General has no number to send to, and a group
 * whose topics were switched off takes any number and ignores it, which is how messages go astray.
 */
export function resolveThread(
  world: World,
  chat: Chat,
  threadId: number | undefined,
): number | null {
  if (threadId === undefined) return null;
  if (!chat.group) throw badRequest("message thread not found");
  if (!chat.group.isForum) return null;
  const topic = chat.group.topics.get(threadId);
  if (!topic) throw badRequest("message thread not found");
  const mayWrite = hasRight(chat.group, "canManageTopics") || topic.createdById === world.bot.id;
  if (topic.isClosed && !mayWrite) throw badRequest("TOPIC_CLOSED");
  return topic.id;
}

/** A message by id; `what` is the noun of Telegram's "… not found". */
export function findMessage(
  world: World,
  chat: Chat,
  messageId: number,
  what: string,
): StoredMessage {
  const message = world.message(chat.id, messageId);
  if (!message) throw badRequest(`${what} not found`);
  return message;
}

/** A message of the bot that can still be edited. */
export function editableMessage(world: World, chat: Chat, messageId: number): StoredMessage {
  const message = findMessage(world, chat, messageId, "message to edit");
  const isOwn = message.fromId === world.bot.id && message.content.type !== "service";
  if (!isOwn || message.forwardedFrom || message.hasReplyKeyboard) {
    throw badRequest("message can't be edited");
  }
  return message;
}

/** What a message answers, and the topic it lands in if it named none. */
export function resolveReply(
  world: World,
  chat: Chat,
  param: ObjectOf<"ReplyParameters"> | undefined,
): { readonly replyTo: ReplyReference; readonly threadId: number | null } | null {
  if (!param) return null;
  if (param.quote_parse_mode) throw badRequest("the sandbox takes entities, not parse_mode");
  if (param.chat_id !== undefined && Number(param.chat_id) !== chat.id) {
    throw badRequest("the sandbox answers messages of the same chat only");
  }
  const answered = world.message(chat.id, param.message_id);
  if (!answered) {
    if (param.allow_sending_without_reply) return null;
    throw badRequest("message to be replied not found");
  }
  return { replyTo: reference(answered, param), threadId: answered.threadId };
}

function reference(answered: StoredMessage, param: ObjectOf<"ReplyParameters">): ReplyReference {
  if (!param.quote) return { messageId: answered.id, quote: null };
  const position = bodyOf(answered).text.indexOf(param.quote);
  if (position === -1) throw badRequest("QUOTE_TEXT_INVALID");
  const quote = { text: param.quote, position: param.quote_position ?? position };
  return { messageId: answered.id, quote };
}
