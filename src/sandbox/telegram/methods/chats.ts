// Who and where: the bot itself, chats, members, chat actions, files.

import type { Handler } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import {
  wireChat,
  wireFile,
  wireMember,
  wireMessage,
  wireUser,
} from "#src/sandbox/telegram/wire.ts";
import { findChat, writableChat } from "./checks.ts";

const DOWNLOAD_BYTES_MAX = 20 * 1024 * 1024;

const CHAT_ACTIONS: ReadonlySet<string> = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);

export const getMe: Handler<"getMe"> = ({ world }) => ({
  ...wireUser(world, world.bot.id),
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
});

export const getChat: Handler<"getChat"> = ({ world }, { params }) => {
  const { id } = findChat(world, params.chat_id);
  const pinned = world.log(id)?.lastPinned();
  return {
    ...wireChat(world, id),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(pinned && { pinned_message: wireMessage(world, pinned) }),
  };
};

export const getChatMember: Handler<"getChatMember"> = ({ world }, { params }) => {
  const { group } = findChat(world, params.chat_id);
  const { user_id: userId } = params;
  if (userId !== world.bot.id && !world.people.has(userId)) {
    throw badRequest("PARTICIPANT_ID_INVALID");
  }
  if (!group) return { status: "member", user: wireUser(world, userId) };
  return wireMember(world, group, userId);
};

/** The creator, the administrators and this bot; other bots there are none. */
export const getChatAdministrators: Handler<"getChatAdministrators"> = ({ world }, { params }) => {
  const { group } = findChat(world, params.chat_id);
  if (!group) throw badRequest("there are no administrators in the private chat");
  const people = [...world.people.values()]
    .filter((person) => person.role === "creator" || person.role === "administrator")
    .map((person) => person.id);
  const bot = group.bot.status === "administrator" ? [world.bot.id] : [];
  return [...people, ...bot].map((id) => wireMember(world, group, id));
};

/** True for a deleted topic too: Telegram does not look, so this is no probe. */
export const sendChatAction: Handler<"sendChatAction"> = ({ world }, { params }) => {
  if (!CHAT_ACTIONS.has(params.action)) throw badRequest("wrong parameter action in request");
  const chat = writableChat(world, params.chat_id);
  world.showTyping(chat.id, params.message_thread_id ?? null, params.action);
  return true;
};

export const getFile: Handler<"getFile"> = ({ world }, { params }) => {
  const file = world.files.get(params.file_id);
  if (!file) throw badRequest("wrong file_id or the file is temporarily unavailable");
  if (file.bytes.length > DOWNLOAD_BYTES_MAX) throw badRequest("file is too big");
  return { ...wireFile(file), file_path: world.files.pathOf(file) };
};
