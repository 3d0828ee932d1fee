// Forum topics. A topic's number is the id of the message that made it; every change leaves a
// service message, which comes back to the bot as an update even when the change was its own.

import type { BotRights, Service, TopicRecord } from "#src/sandbox/model.ts";
import type { Handler, Telegram } from "#src/sandbox/telegram/context.ts";
import { badRequest } from "#src/sandbox/telegram/refusal.ts";
import { TOPIC_ICONS } from "#src/sandbox/telegram/topic-icons.ts";
import { wireTopic } from "#src/sandbox/telegram/wire.ts";
import type { GroupRecord } from "#src/sandbox/world.ts";
import { forumChat, hasRight } from "./checks.ts";

const NAME_MAX = 128;

const ICON_COLORS: readonly number[] = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

export const getForumTopicIconStickers: Handler<"getForumTopicIconStickers"> = () =>
  TOPIC_ICONS.map(({ id, emoji }) => ({
    file_id: `SandboxIcon${id}`,
    file_unique_id: id,
    type: "custom_emoji",
    width: 100,
    height: 100,
    is_animated: true,
    is_video: false,
    emoji,
    custom_emoji_id: id,
  }));

export const createForumTopic: Handler<"createForumTopic"> = (telegram, { params }) => {
  const { name, icon_color: iconColor = ICON_COLORS[0] ?? 0, icon_custom_emoji_id: icon } = params;
  checkName(name);
  if (!ICON_COLORS.includes(iconColor)) throw badRequest("invalid icon color specified");
  checkIcon(icon);
  const group = forumChat(telegram.world, params.chat_id);
  if (!hasRight(group, "canManageTopics")) throw badRequest("not enough rights to create a topic");
  const { world } = telegram;
  const opening = world.openTopic(group, world.bot.id, name, iconColor, icon ?? null);
  telegram.feed.message(opening);
  const topic = group.topics.get(opening.id);
  return topic && wireTopic(topic);
};

export const editForumTopic: Handler<"editForumTopic"> = (telegram, { params }) => {
  const { name, icon_custom_emoji_id: icon } = params;
  if (name) checkName(name);
  checkIcon(icon);
  const { group, topic } = openTopic(telegram, params, "not enough rights to edit the topic");
  if (!name && icon === undefined) return true;
  const isSameName = !name || name === topic.name;
  if (isSameName && (icon === undefined || icon === topic.iconCustomEmojiId)) {
    throw badRequest("TOPIC_NOT_MODIFIED");
  }
  group.topics.set(topic.id, { ...topic, iconCustomEmojiId: icon ?? topic.iconCustomEmojiId });
  changeTopic(telegram, group, topic.id, { type: "topicEdited", name: name || topic.name });
  return true;
};

export const closeForumTopic: Handler<"closeForumTopic"> = (telegram, { params }) =>
  setClosed(telegram, params, true);

export const reopenForumTopic: Handler<"reopenForumTopic"> = (telegram, { params }) =>
  setClosed(telegram, params, false);

export const deleteForumTopic: Handler<"deleteForumTopic"> = (telegram, { params }) => {
  const { group, topic } = openTopic(
    telegram,
    params,
    "not enough rights to delete the topic",
    "canDeleteMessages",
  );
  telegram.world.deleteTopic(group, topic.id);
  return true;
};

export const unpinAllForumTopicMessages: Handler<"unpinAllForumTopicMessages"> = (
  telegram,
  { params },
) => {
  const { group, topic } = openTopic(
    telegram,
    params,
    "not enough rights to manage pinned messages in the chat",
    "canPinMessages",
  );
  for (const message of group.log.all()) {
    if (message.threadId === topic.id && message.isPinned) telegram.world.setPinned(message, false);
  }
  return true;
};

/** Writes the service message of a change that was made to a topic, and makes the change. */
export function changeTopic(
  telegram: Telegram,
  group: GroupRecord,
  topicId: number,
  service: Extract<Service, { type: "topicEdited" | "topicClosed" | "topicReopened" }>,
  byId = telegram.world.bot.id,
): void {
  const topic = group.topics.get(topicId);
  if (!topic) throw badRequest("TOPIC_ID_INVALID");
  if (service.type === "topicEdited") topic.name = service.name;
  else topic.isClosed = service.type === "topicClosed";
  const message = telegram.world.post({
    chatId: group.id,
    threadId: topicId,
    fromId: byId,
    content: { type: "service", service },
  });
  telegram.feed.message(message);
}

interface TopicParams {
  readonly chat_id: number | string;
  readonly message_thread_id: number;
}

function openTopic(
  { world }: Telegram,
  params: TopicParams,
  refusal: string,
  right: keyof BotRights = "canManageTopics",
): { readonly group: GroupRecord; readonly topic: TopicRecord } {
  const group = forumChat(world, params.chat_id);
  const topic = group.topics.get(params.message_thread_id);
  const isOwn = right === "canManageTopics" && topic?.createdById === world.bot.id;
  if (!isOwn && !hasRight(group, right)) throw badRequest(refusal);
  if (!topic) throw badRequest("TOPIC_ID_INVALID");
  return { group, topic };
}

function setClosed(telegram: Telegram, params: TopicParams, isClosed: boolean): true {
  const refusal = "not enough rights to close or open the topic";
  const { group, topic } = openTopic(telegram, params, refusal);
  if (topic.isClosed === isClosed) throw badRequest("TOPIC_NOT_MODIFIED");
  changeTopic(telegram, group, topic.id, { type: isClosed ? "topicClosed" : "topicReopened" });
  return true;
}

/** Telegram cuts a name silently; the sandbox says so, because the cut may halve an emoji. */
function checkName(name: string): void {
  if (name.trim() === "") throw badRequest("title must be non-empty");
  if (name.length > NAME_MAX) throw badRequest(`topic name is longer than ${NAME_MAX}`);
}

function checkIcon(icon: string | undefined): void {
  if (icon && !TOPIC_ICONS.some(({ id }) => id === icon)) throw badRequest("DOCUMENT_INVALID");
}
