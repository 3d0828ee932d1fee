// The world in Telegram's JSON: users, chats, messages as the Bot API writes them (10.1). Only here
// do snake-case objects come to be; nothing reads them back.

import {
  ANONYMOUS_ADMIN_ID,
  type Attachment,
  bodyOf,
  type Invoice,
  type PaidMedia,
  type Poll,
  type Service,
  type StarsReceipt,
  type StoredFile,
  type StoredMessage,
  type TextEntity,
  type TopicRecord,
} from "#src/sandbox/model.ts";
import type { GroupRecord, World } from "#src/sandbox/world.ts";

export type Wire = Record<string, unknown>;

/** The currency of Telegram's Stars. */
export const STARS = "XTR";

/** A date of Telegram: whole Unix seconds. */
export function wireDate(atMs: number): number {
  return Math.floor(atMs / 1000);
}

/** A user, by id: the bot, a person, the anonymous administrator, or a stranger with only an id. */
export function wireUser(world: World, id: number): Wire {
  if (id === world.bot.id) {
    const { firstName, username } = world.bot;
    return { id, is_bot: true, first_name: firstName, username };
  }
  if (id === ANONYMOUS_ADMIN_ID) {
    return { id, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
  }
  const person = world.people.get(id);
  return {
    id,
    is_bot: false,
    first_name: person?.firstName ?? "",
    ...(person?.username && { username: person.username }),
    ...(person && { language_code: person.languageCode }),
  };
}

export function wireChat(world: World, chatId: number): Wire {
  const group = world.groups.get(chatId);
  if (group) {
    const forum = group.isForum ? { is_forum: true } : {};
    return { id: chatId, title: group.title, type: "supergroup", ...forum };
  }
  const person = world.people.get(chatId);
  return {
    id: chatId,
    first_name: person?.firstName ?? "",
    ...(person?.username && { username: person.username }),
    type: "private",
  };
}

export function wireTopic(topic: TopicRecord): Wire {
  return {
    message_thread_id: topic.id,
    name: topic.name,
    icon_color: topic.iconColor,
    ...(topic.iconCustomEmojiId && { icon_custom_emoji_id: topic.iconCustomEmojiId }),
  };
}

/** A message with the one it answers; deeper answers are left out, as Telegram does. */
export function wireMessage(world: World, message: StoredMessage): Wire {
  const answered = answeredBy(world, message);
  return {
    ...shallowMessage(world, message),
    ...(answered && { reply_to_message: shallowMessage(world, answered) }),
  };
}

function shallowMessage(world: World, message: StoredMessage): Wire {
  const { replyTo, forwardedFrom } = message;
  return {
    message_id: message.id,
    from: wireUser(world, message.fromId),
    ...(message.senderChatId && { sender_chat: wireChat(world, message.senderChatId) }),
    chat: wireChat(world, message.chatId),
    date: wireDate(message.at),
    ...(message.editedAt && { edit_date: wireDate(message.editedAt) }),
    ...(message.threadId && { message_thread_id: message.threadId, is_topic_message: true }),
    ...(forwardedFrom && { forward_origin: wireOrigin(world, forwardedFrom) }),
    ...(replyTo?.quote && { quote: { ...replyTo.quote, is_manual: true } }),
    ...(message.albumId && { media_group_id: message.albumId }),
    ...(message.isProtected && { has_protected_content: true }),
    ...wireContent(world, message),
    ...(message.keyboard.length > 0 && { reply_markup: { inline_keyboard: message.keyboard } }),
  };
}

/**
 * The message that this one answers. In a topic, a message that answers nothing answers the topic's
 * creation message: a trap that the real server sets too, so the sandbox must.
 */
function answeredBy(world: World, message: StoredMessage): StoredMessage | undefined {
  if (message.replyTo) return world.message(message.chatId, message.replyTo.messageId);
  if (!message.threadId || message.threadId === message.id) return undefined;
  return world.message(message.chatId, message.threadId);
}

function wireOrigin(world: World, origin: { readonly userId: number; readonly at: number }): Wire {
  const sender = wireUser(world, origin.userId);
  return { type: "user", sender_user: sender, date: wireDate(origin.at) };
}

function wireContent(world: World, message: StoredMessage): Wire {
  const { content } = message;
  if (content.type === "service") return wireService(world, message, content.service);
  if (content.type === "invoice") return { invoice: wireInvoice(content.invoice) };
  const { text, entities } = bodyOf(message);
  const wireEntities = entities.map((entity) => wireEntity(world, entity));
  if (content.type === "text") {
    return { text, ...(entities.length > 0 && { entities: wireEntities }) };
  }
  return {
    ...(content.type === "media" ? wireAttachment(content.attachment) : wirePaid(content.paid)),
    ...(text !== "" && { caption: text }),
    ...(entities.length > 0 && { caption_entities: wireEntities }),
  };
}

function wireEntity(world: World, entity: TextEntity): Wire {
  return { ...entity, ...(entity.user && { user: wireUser(world, entity.user.id) }) };
}

function wireService(world: World, message: StoredMessage, service: Service): Wire {
  switch (service.type) {
    case "topicCreated":
      return { forum_topic_created: { name: service.name, icon_color: service.iconColor } };
    case "topicEdited":
      return { forum_topic_edited: { name: service.name } };
    case "topicClosed":
      return { forum_topic_closed: {} };
    case "topicReopened":
      return { forum_topic_reopened: {} };
    case "pinned": {
      const pinned = world.message(message.chatId, service.messageId);
      const gone = {
        message_id: service.messageId,
        date: 0,
        chat: wireChat(world, message.chatId),
      };
      return { pinned_message: pinned ? shallowMessage(world, pinned) : gone };
    }
    case "paid": {
      const receipt = {
        ...wireReceipt(service),
        provider_payment_charge_id: `${message.chatId}_0`,
      };
      return { successful_payment: receipt };
    }
    case "refunded":
      return { refunded_payment: wireReceipt(service) };
    case "migratedTo":
      return { migrate_to_chat_id: service.chatId };
    case "migratedFrom":
      return { migrate_from_chat_id: service.chatId };
  }
}

/** The bot sees what it has sent, whoever else has not. */
function wirePaid({ amount, files }: PaidMedia): Wire {
  const parts = files.map((file) => ({ type: file.kind, ...wireFileOfKind(file) }));
  return { paid_media: { star_count: amount, paid_media: parts } };
}

function wireInvoice({ title, description, startParameter, amount }: Invoice): Wire {
  return {
    title,
    description,
    start_parameter: startParameter,
    currency: STARS,
    total_amount: amount,
  };
}

function wireReceipt({ amount, payload, chargeId }: StarsReceipt): Wire {
  return {
    currency: STARS,
    total_amount: amount,
    invoice_payload: payload,
    telegram_payment_charge_id: chargeId,
  };
}

function wireAttachment(attachment: Attachment): Wire {
  switch (attachment.kind) {
    case "location": {
      const { latitude, longitude } = attachment;
      return { location: { latitude, longitude } };
    }
    case "contact": {
      const { phoneNumber, firstName, lastName } = attachment;
      const last = lastName ? { last_name: lastName } : {};
      return { contact: { phone_number: phoneNumber, first_name: firstName, ...last } };
    }
    case "poll":
      return { poll: wirePoll(attachment.poll) };
    default:
      return {
        ...wireFileOfKind(attachment.file),
        ...(attachment.isSpoiler && { has_media_spoiler: true }),
      };
  }
}

function wireFileOfKind(file: StoredFile): Wire {
  const base = wireFile(file);
  const named = { ...base, file_name: file.fileName, mime_type: file.mimeType };
  const size = { width: file.width, height: file.height };
  const duration = file.durationSeconds ?? 0;
  switch (file.kind) {
    case "photo":
      return { photo: [...wireThumbnail(file), { ...base, ...size }] };
    case "video": {
      const [thumbnail] = wireThumbnail(file);
      return { video: { ...named, ...size, duration, ...(thumbnail && { thumbnail }) } };
    }
    case "animation": {
      // Old bots look for a document, so Telegram sends both.
      return { animation: { ...named, ...size, duration }, document: named };
    }
    case "sticker": {
      const traits = { type: "regular", is_animated: false, is_video: false };
      return { sticker: { ...base, ...size, ...traits, emoji: file.emoji } };
    }
    case "video_note":
      return { video_note: { ...base, length: file.width, duration } };
    case "voice":
      return { voice: { ...base, mime_type: file.mimeType, duration } };
    case "audio":
      return { audio: { ...named, duration } };
    case "document":
      return { document: named };
  }
}

/** The small picture that Telegram makes of a file, with an id of its own. */
function wireThumbnail({ thumbnail }: StoredFile): Wire[] {
  if (thumbnail === null) return [];
  return [{ ...wireFile(thumbnail), width: thumbnail.width, height: thumbnail.height }];
}

/** The three fields that every kind of file has. */
export function wireFile(file: StoredFile): Wire {
  return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.bytes.length };
}

function wirePoll(poll: Poll): Wire {
  return {
    id: poll.id,
    question: poll.question,
    options: poll.options.map((text, index) => ({
      persistent_id: `${poll.id}-${index}`,
      text,
      voter_count: 0,
    })),
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: poll.isAnonymous,
    type: "regular",
    allows_multiple_answers: poll.allowsMultipleAnswers,
    allows_revoting: true,
    members_only: false,
  };
}

const ADMIN_RIGHTS = {
  can_manage_chat: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: true,
  can_edit_stories: true,
  can_delete_stories: true,
};

/** A ChatMember of a group: the bot, a person of the group, or somebody who is not in it. */
export function wireMember(world: World, group: GroupRecord, userId: number): Wire {
  const user = wireUser(world, userId);
  if (userId === world.bot.id) return wireBotMember(group, user);
  const role = world.people.get(userId)?.role ?? "fan";
  if (role === "fan") return { status: "left", user };
  if (role === "member") return { status: "member", user };
  if (role === "creator") return { status: "creator", user, is_anonymous: false };
  const powers = { can_delete_messages: true, can_pin_messages: true, can_manage_topics: true };
  return { ...administrator(user), ...powers };
}

function wireBotMember(group: GroupRecord, user: Wire): Wire {
  const { status, rights } = group.bot;
  if (status === "kicked") return { status, user, until_date: 0 };
  if (status !== "administrator") return { status, user };
  return {
    ...administrator(user),
    can_delete_messages: rights.canDeleteMessages,
    can_pin_messages: rights.canPinMessages,
    can_manage_topics: rights.canManageTopics,
  };
}

function administrator(user: Wire): Wire {
  const status = "administrator";
  return { status, user, can_be_edited: false, is_anonymous: false, ...ADMIN_RIGHTS };
}
