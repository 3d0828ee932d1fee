// Effects that go into a fan's private chat, and the two that go elsewhere.
import { CAPTION_LENGTH_MAX, TEXT_LENGTH_MAX, takesCaption } from "#actors/kernel/content.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Link, Performed } from "#actors/kernel/ports.ts";
import { cutRich, type Rich } from "#actors/kernel/rich.ts";
import { fanText, ownerText, teamText } from "#src/i18n/index.ts";
import { deskText } from "#src/panel/words/index.ts";
import { copyAlbum } from "./perform-album.ts";
import { answering, DONE, done, type PerformKit, refused } from "./perform-kit.ts";
import { reactionOf } from "./perform-topic.ts";
import { captionOf, markupOf, NO_PREVIEW, replyTo, textOf } from "./render.ts";
import { sendContent } from "./send-content.ts";

export interface FanTarget {
  readonly fanId: number;
  readonly chatId: number;
}

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

/** The answer to a press is shown in a bubble of at most this length. */
const PRESS_ANSWER_LENGTH_MAX = 200;

/** The team's message to the fan: text as it was when it was sent, media by copy. */
export async function reply(
  kit: PerformKit,
  target: FanTarget,
  effect: Of<"reply">,
): Promise<Performed> {
  const { chatId } = target;
  const { groupId, topicMessageIds, content, replyToTopicMessageId } = effect;
  const linkOut = (topicMessageId: number, fanMessageId: number): Link => {
    return { fanId: target.fanId, fanMessageId, groupId, topicMessageId, direction: "out" };
  };
  const [only] = topicMessageIds;
  if (only === undefined || content.isStored === true) return replyStored(kit, target, effect);
  if (topicMessageIds.length > 1) {
    const album = { fromChatId: groupId, chatId, messageIds: topicMessageIds };
    const copied = await copyAlbum(kit.api, album);
    if (copied.length === 0) return refused("message-gone", "nothing of the album is left");
    // A client replies to an album by its first part, which therefore stands for all of them.
    return done({ chatId, messageIds: copied.map(({ copyId }) => copyId) }, [
      ...copied.map(({ messageId, copyId }) => linkOut(messageId, copyId)),
      ...copied.slice(1).map(({ copyId }) => linkOut(only, copyId)),
    ]);
  }
  const repliedTo =
    replyToTopicMessageId === null
      ? null
      : (await kit.reads.fanCopies(target.fanId, groupId, replyToTopicMessageId)).at(-1);
  const { message_id: messageId } = await answering(
    repliedTo,
    content.quote,
    async (answered): Promise<{ message_id: number }> =>
      content.kind === "text"
        ? kit.api.sendMessage({ chat_id: chatId, ...textOf(content), ...answered })
        : kit.api.copyMessage({
            chat_id: chatId,
            from_chat_id: groupId,
            message_id: only,
            ...answered,
          }),
  );
  return done({ chatId, messageIds: [messageId] }, [linkOut(only, messageId)]);
}

/** Words or a file of no message of the topic: a saved reply, what was written in the panel. */
async function replyStored(
  kit: PerformKit,
  { fanId, chatId }: FanTarget,
  { groupId, topicMessageIds: [topicMessageId], content }: Of<"reply">,
): Promise<Performed> {
  const fanMessageId = await sendContent(kit.api, chatId, content);
  if (fanMessageId === null) return refused("bad-request", "this cannot be sent by its file");
  const sent = { chatId, messageIds: [fanMessageId] };
  if (topicMessageId === undefined) return done(sent);
  return done(sent, [{ fanId, fanMessageId, groupId, topicMessageId, direction: "out" }]);
}

/** The team edited what the fan has got already. */
export async function editReply(
  kit: PerformKit,
  target: FanTarget,
  effect: Of<"editReply">,
): Promise<Performed> {
  const { groupId, topicMessageId, content } = effect;
  const [messageId] = await kit.reads.fanCopies(target.fanId, groupId, topicMessageId, "out");
  if (messageId === undefined) return refused("message-gone", "the fan has no such message");
  const place = { chat_id: target.chatId, message_id: messageId };
  if (content.kind === "text") {
    await kit.api.editMessageText({ ...place, ...textOf(cutRich(content, TEXT_LENGTH_MAX)) });
  } else if (takesCaption(content.kind)) {
    const caption = captionOf(cutRich(content, CAPTION_LENGTH_MAX));
    await kit.api.editMessageCaption({ ...place, ...caption });
  }
  return DONE;
}

/**
 * Takes a reply back, an album whole by its first part; Telegram allows it for 48 hours. What the fan
 * wrote is the fan's: bots could delete it too.
 */
export async function withdraw(
  kit: PerformKit,
  target: FanTarget,
  effect: Of<"withdraw">,
): Promise<Performed> {
  const { groupId, topicMessageId } = effect;
  const messageIds = await kit.reads.fanCopies(target.fanId, groupId, topicMessageId, "out");
  const [messageId] = messageIds;
  if (messageId === undefined) return refused("message-gone", "nothing of the team's is there");
  const chat_id = target.chatId;
  if (messageIds.length === 1) await kit.api.deleteMessage({ chat_id, message_id: messageId });
  else await kit.api.deleteMessages({ chat_id, message_ids: [...messageIds] });
  return DONE;
}

/** A message of ours to the fan. */
export async function notify(
  kit: PerformKit,
  { chatId }: FanTarget,
  effect: Of<"notify">,
): Promise<Performed> {
  const { say, language, keyboard, replyToFanMessageId } = effect;
  const { message_id: messageId } = await kit.api.sendMessage({
    chat_id: chatId,
    ...textOf(fanText(say, language)),
    ...NO_PREVIEW,
    ...markupOf(keyboard, language),
    ...replyTo(replyToFanMessageId),
  });
  return done({ chatId, messageIds: [messageId] });
}

/** A message of ours turns into another. */
export async function editNotice(
  kit: PerformKit,
  { chatId }: FanTarget,
  effect: Of<"editNotice">,
): Promise<Performed> {
  const { messageId, say, language, keyboard } = effect;
  await kit.api.editMessageText({
    chat_id: chatId,
    message_id: messageId,
    ...textOf(fanText(say, language)),
    ...NO_PREVIEW,
    ...markupOf(keyboard, language),
  });
  return DONE;
}

/** The fan's data as a document. */
export async function sendExport(
  kit: PerformKit,
  { fanId, chatId }: FanTarget,
  effect: Of<"sendExport">,
): Promise<Performed> {
  const json = await kit.reads.exportOf(fanId);
  const { message_id: messageId } = await kit.api.sendDocument({
    chat_id: chatId,
    document: new File([json], `my-data-${fanId}.json`, { type: "application/json" }),
    ...captionOf(fanText({ key: "exportCaption", with: {} }, effect.language)),
  });
  return done({ chatId, messageIds: [messageId] });
}

/** What shows something in the fan's chat and makes nothing. */
export async function show(
  kit: PerformKit,
  { chatId }: FanTarget,
  effect: Of<"pinNotice" | "react" | "showAction">,
): Promise<Performed> {
  switch (effect.verb) {
    case "pinNotice": {
      const { messageId: message_id } = effect;
      await kit.api.pinChatMessage({ chat_id: chatId, message_id, disable_notification: true });
      return DONE;
    }
    case "react":
      await kit.api.setMessageReaction({
        chat_id: chatId,
        message_id: effect.fanMessageId,
        reaction: reactionOf(effect.emoji),
      });
      return DONE;
    case "showAction":
      // The actor knows Telegram's names; one that Telegram does not know is refused by it.
      await kit.api.sendChatAction({ chat_id: chatId, action: effect.action as "typing" });
      return DONE;
  }
}

/** Takes the spinner off a pressed button. */
export async function answerPress(kit: PerformKit, effect: Of<"answerPress">): Promise<Performed> {
  const { queryId, say, isAlert } = effect;
  const words = say === null ? null : bubbleText(say);
  const text = words === null ? {} : { text: cutRich(words, PRESS_ANSWER_LENGTH_MAX).text };
  await kit.api.answerCallbackQuery({ callback_query_id: queryId, ...text, show_alert: isAlert });
  return DONE;
}

function bubbleText(say: NonNullable<Of<"answerPress">["say"]>): Rich {
  if (say.to === "fan") return fanText(say.say, say.language);
  return say.to === "team" ? teamText(say.say) : deskText(say.say);
}

/** A word to the owner, in the owner's own chat. */
export async function alertOwner(kit: PerformKit, effect: Of<"alertOwner">): Promise<Performed> {
  const { message_id: messageId } = await kit.api.sendMessage({
    chat_id: kit.ownerId,
    ...textOf(cutRich(ownerText(effect.say), TEXT_LENGTH_MAX)),
    ...NO_PREVIEW,
  });
  return done({ chatId: kit.ownerId, messageIds: [messageId] });
}
