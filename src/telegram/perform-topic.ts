// Effects that go into a fan's topic. What is sent here comes back with the thread it landed in, and
// that is compared with the one that was meant: in a group whose topics were switched off Telegram
// ignores the thread without a word, and a fan's message would stand in front of everybody.
import {
  CAPTION_LENGTH_MAX,
  type Content,
  type Quote,
  TEXT_LENGTH_MAX,
  takesCaption,
} from "#actors/kernel/content.ts";
import type { Effect, Header } from "#actors/kernel/effect.ts";
import type { Link, Performed } from "#actors/kernel/ports.ts";
import { cutRich, type Rich } from "#actors/kernel/rich.ts";
import type { Keyboard } from "#actors/kernel/say.ts";
import { cardText, postText, recapText, teamText } from "#src/i18n/index.ts";
import { outcomeOf } from "./outcome.ts";
import { copyAlbum } from "./perform-album.ts";
import { answering, DONE, done, type PerformKit, refused } from "./perform-kit.ts";
import { captionOf, markupOf, NO_PREVIEW, TEAM_LANGUAGE, textOf } from "./render.ts";
import type { TopicIcons } from "./topic-icons.ts";
import { topicName } from "./topic-name.ts";

export interface TopicTarget {
  readonly fanId: number;
  readonly groupId: number;
  readonly topicId: number;
}

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

/** Sends one text into the topic and makes sure that it is there. */
async function sendText(
  kit: PerformKit,
  target: TopicTarget,
  text: Rich,
  extra: {
    readonly keyboard?: Keyboard;
    readonly replyTo?: number | null;
    readonly quote?: Quote | undefined;
  } = {},
): Promise<Performed> {
  const { groupId, topicId } = target;
  const message = await answering(extra.replyTo, extra.quote, (answered) =>
    kit.api.sendMessage({
      chat_id: groupId,
      message_thread_id: topicId,
      ...textOf(text),
      ...NO_PREVIEW,
      ...markupOf(extra.keyboard ?? [], TEAM_LANGUAGE),
      ...answered,
    }),
  );
  if (message.message_thread_id === topicId) {
    return done({ chatId: groupId, threadId: topicId, messageIds: [message.message_id] });
  }
  kit.onStray(groupId);
  // Best effort: without the right to delete, the incident is what remains.
  await kit.api
    .deleteMessage({ chat_id: groupId, message_id: message.message_id })
    .catch(() => undefined);
  return refused("topic-gone", "the message landed outside its topic");
}

function linked(performed: Performed, linksOf: (messageId: number) => readonly Link[]): Performed {
  const { outcome } = performed;
  if (outcome.type !== "done" || outcome.sent === null) return performed;
  return { outcome, links: outcome.sent.messageIds.flatMap(linksOf) };
}

function linkIn(
  target: TopicTarget,
  fanMessageId: number,
  topicMessageId: number,
  direction: "in" | "about" = "in",
): Link {
  const { fanId, groupId } = target;
  return { fanId, fanMessageId, groupId, topicMessageId, direction };
}

/** A fan's message, or several texts under one header. */
export async function post(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"post">,
): Promise<Performed> {
  const { header, parts, keyboard, replyToFanMessageId } = effect;
  const reply = await topicMessageOf(kit, target, replyToFanMessageId);
  const [first] = parts;
  if (first === undefined || first.content.kind === "text") {
    const text = postText(
      header,
      parts.map(({ content }) => content),
    );
    const quote = first?.content.quote;
    const sent = await sendText(kit, target, text, { keyboard, replyTo: reply, quote });
    const about = effect.aboutFanMessageId;
    return linked(sent, (id) => [
      ...parts.map((part) => linkIn(target, part.fanMessageId, id)),
      ...(about === undefined ? [] : [linkIn(target, about, id, "about")]),
    ]);
  }
  const caption = header === null ? {} : captionOf(postText(header, [first.content]));
  const { message_id: copyId } = await answering(reply, first.content.quote, (answered) =>
    kit.api.copyMessage({
      chat_id: target.groupId,
      message_thread_id: target.topicId,
      from_chat_id: target.fanId,
      message_id: first.fanMessageId,
      ...caption,
      ...markupOf(keyboard, TEAM_LANGUAGE),
      ...answered,
    }),
  );
  return done({ chatId: target.groupId, threadId: target.topicId, messageIds: [copyId] }, [
    linkIn(target, first.fanMessageId, copyId),
  ]);
}

async function topicMessageOf(
  kit: PerformKit,
  { fanId, groupId }: TopicTarget,
  fanMessageId: number | null,
): Promise<number | null> {
  if (fanMessageId === null) return null;
  const copies = await kit.reads.topicCopies(fanId, fanMessageId, groupId);
  return copies.at(-1)?.topicMessageId ?? null;
}

/** All parts of an album in one call. */
export async function postAlbum(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"postAlbum">,
): Promise<Performed> {
  const { fanId, groupId, topicId } = target;
  const copied = await copyAlbum(kit.api, {
    fromChatId: fanId,
    chatId: groupId,
    threadId: topicId,
    messageIds: effect.fanMessageIds,
  });
  if (copied.length === 0) return refused("message-gone", "nothing of the album is left");
  return done(
    { chatId: groupId, threadId: topicId, messageIds: copied.map(({ copyId }) => copyId) },
    copied.map(({ messageId, copyId }) => linkIn(target, messageId, copyId)),
  );
}

/**
 * A fan's edit. Our copy is edited when it is the fan message's only one and carries no other;
 * otherwise, or when Telegram will not have it edited any more, the new text answers it.
 */
export async function editPost(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"editPost">,
): Promise<Performed> {
  const { fanMessageId, header, content, keyboard } = effect;
  const copies = await kit.reads.topicCopies(target.fanId, fanMessageId, target.groupId);
  const [copy] = copies;
  if (copy !== undefined && copies.length === 1 && copy.carries === 1) {
    try {
      await editCopy(kit, target.groupId, copy.topicMessageId, { header, content, keyboard });
      return DONE;
    } catch (error) {
      const outcome = outcomeOf(error, { chatId: target.groupId, attempt: 0 });
      const isUneditable =
        outcome.type === "refused" && ["message-gone", "too-late"].includes(outcome.code);
      if (!isUneditable) throw error;
    }
  }
  const text = fitted(header, content, TEXT_LENGTH_MAX);
  const replied = copies.at(-1)?.topicMessageId ?? null;
  const sent = await sendText(kit, target, text, { keyboard, replyTo: replied });
  return linked(sent, (id) => [linkIn(target, fanMessageId, id)]);
}

async function editCopy(
  kit: PerformKit,
  chatId: number,
  messageId: number,
  to: { readonly header: Header; readonly content: Content; readonly keyboard: Keyboard },
): Promise<void> {
  const { header, content, keyboard } = to;
  const place = { chat_id: chatId, message_id: messageId };
  const markup = markupOf(keyboard, TEAM_LANGUAGE);
  if (content.kind === "text") {
    const text = textOf(fitted(header, content, TEXT_LENGTH_MAX));
    await kit.api.editMessageText({ ...place, ...text, ...NO_PREVIEW, ...markup });
  } else if (takesCaption(content.kind)) {
    const caption = captionOf(fitted(header, content, CAPTION_LENGTH_MAX));
    await kit.api.editMessageCaption({ ...place, ...caption, ...markup });
  }
}

/** Header and text where both fit, else the text alone. */
function fitted(header: Header, content: Content, max: number): Rich {
  const both = postText(header, [content]);
  return both.text.length <= max ? both : cutRich(content, max);
}

/** The User Info card, new or in place. */
export async function card(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"card">,
): Promise<Performed> {
  const text = cardText(effect.facts);
  if (effect.messageId === null) {
    return sendText(kit, target, text, { keyboard: effect.keyboard });
  }
  return editText(kit, target.groupId, effect.messageId, text, effect.keyboard);
}

/** A line to the team. */
export async function tell(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"tell">,
): Promise<Performed> {
  const { say, keyboard, replyToMessageId, aboutFanMessageId = null } = effect;
  const replyTo = replyToMessageId ?? (await topicMessageOf(kit, target, aboutFanMessageId));
  return sendText(kit, target, teamText(say), { keyboard, replyTo });
}

/** A line to the team turns into another. */
export function editTell(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"editTell">,
): Promise<Performed> {
  const text = teamText(effect.say);
  return editText(kit, target.groupId, effect.messageId, text, effect.keyboard);
}

async function editText(
  kit: PerformKit,
  chatId: number,
  messageId: number,
  text: Rich,
  keyboard: Keyboard,
): Promise<Performed> {
  await kit.api.editMessageText({
    chat_id: chatId,
    message_id: messageId,
    ...textOf(text),
    ...NO_PREVIEW,
    ...markupOf(keyboard, TEAM_LANGUAGE),
  });
  return DONE;
}

/** What was said last, in a topic that is new. */
export async function recap(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"recap">,
): Promise<Performed> {
  const messages = await kit.reads.recentMessages(target.fanId, effect.limit);
  return sendText(kit, target, cutRich(recapText(messages), TEXT_LENGTH_MAX));
}

/** A fan's reaction, on the topic's message that the fan's one was copied from. */
export async function mirrorReaction(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"mirrorReaction">,
): Promise<Performed> {
  const messageId = await topicMessageOf(kit, target, effect.fanChatMessageId);
  if (messageId === null) return DONE;
  await kit.api.setMessageReaction({
    chat_id: target.groupId,
    message_id: messageId,
    reaction: reactionOf(effect.emoji),
  });
  return DONE;
}

/** Telegram's list of reactions; empty takes the bot's own off. */
export function reactionOf(emoji: string | null): { type: "emoji"; emoji: "👌" }[] {
  // Any emoji may come here; Telegram refuses those that it does not allow as reactions.
  return emoji === null ? [] : [{ type: "emoji", emoji: emoji as "👌" }];
}

/** Makes the topic; its id comes back as the sent thread. */
export async function openTopic(
  kit: PerformKit,
  target: Omit<TopicTarget, "topicId">,
  effect: Of<"openTopic">,
): Promise<Performed> {
  const name = topicName(effect.name, target.fanId);
  const topic = await kit.api.createForumTopic({ chat_id: target.groupId, name });
  const threadId = topic.message_thread_id;
  return done({ chatId: target.groupId, threadId, messageIds: [] });
}

/** What changes the topic or a message of it and makes nothing. */
export async function change(
  kit: PerformKit,
  target: TopicTarget,
  effect: Of<"pin" | "sweepTopic" | "renameTopic" | "closeTopic" | "reopenTopic">,
): Promise<Performed> {
  const { groupId, topicId, fanId } = target;
  const topic = { chat_id: groupId, message_thread_id: topicId };
  switch (effect.verb) {
    case "pin": {
      const { messageId: message_id } = effect;
      await kit.api.pinChatMessage({ chat_id: groupId, message_id, disable_notification: true });
      return DONE;
    }
    case "sweepTopic":
      await kit.api.deleteMessage({ chat_id: groupId, message_id: effect.messageId });
      return DONE;
    case "renameTopic":
      await kit.api.editForumTopic({ ...topic, name: topicName(effect.name, fanId) });
      return DONE;
    case "closeTopic":
      await kit.api.closeForumTopic(topic);
      return DONE;
    case "reopenTopic":
      await kit.api.reopenForumTopic(topic);
      return DONE;
  }
}

/** Gives the topic its icon; where Telegram has no such picture it keeps what it has. */
export async function setIcon(
  kit: PerformKit,
  icons: TopicIcons,
  { groupId, topicId }: TopicTarget,
  effect: Of<"setTopicIcon">,
): Promise<Performed> {
  const id = await icons.idOf(effect.icon);
  if (id === null) return DONE;
  const topic = { chat_id: groupId, message_thread_id: topicId };
  try {
    await kit.api.editForumTopic({ ...topic, icon_custom_emoji_id: id });
  } catch (error) {
    icons.forget();
    throw error;
  }
  return DONE;
}
