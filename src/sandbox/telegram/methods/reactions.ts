// setMessageReaction: one emoji of Telegram's list, or none. On an album it lands on the first part.

import type { StoredMessage } from "#src/sandbox/model.ts";
import { isAllowedReaction } from "#src/sandbox/telegram/allowed-reactions.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import type { ObjectOf } from "#src/sandbox/telegram/method-table.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { findChat, findMessage } from "./checks.ts";

export const setMessageReaction: Handler<"setMessageReaction"> = (telegram, { params }) => {
  const emoji = readReaction(params.reaction ?? []);
  const chat = findChat(telegram.world, params.chat_id);
  const message = findMessage(telegram.world, chat, params.message_id, "message to react");
  if (message.content.type === "service") throw badRequest("REACTION_INVALID");
  telegram.world.react(firstOfAlbum(telegram, message), telegram.world.bot.id, emoji);
  return true;
};

function readReaction(reactions: readonly ObjectOf<"ReactionType">[]): string | null {
  if (reactions.length > 1) throw badRequest("REACTIONS_TOO_MANY");
  const [reaction] = reactions;
  if (!reaction) return null;
  if (reaction.type !== "emoji" || !isAllowedReaction(reaction.emoji ?? "")) {
    throw badRequest("REACTION_INVALID");
  }
  return reaction.emoji ?? null;
}

function firstOfAlbum({ world }: Telegram, message: StoredMessage): StoredMessage {
  if (!message.albumId) return message;
  return world.log(message.chatId)?.album(message.albumId)[0] ?? message;
}
