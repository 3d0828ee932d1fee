// What an update means, decided from the update alone: a pure function, no lookups, no clock.
//
//   private chat ──▶ `fan`: the conversation is named by the sender's own id
//   the panel, General, people of the team in private ──▶ `desk` (`ingest-desk.ts`)
//   a topic of ours ──▶ `team`: whose topic it is and what the sender may do is looked up next
//   anything else ──▶ `ignored` with a reason that is counted
//
// Reactions carry no thread id, so their conversation is found by the message reacted to.
import type { ConversationMessage, Heard, Person } from "#actors/conversation/message.ts";
import type { Lane } from "#actors/kernel/address.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { contentOf } from "./content.ts";
import {
  deskGeneral,
  deskPress,
  invitation,
  type Sender,
  type SortedDesk,
  type ViaDesk,
  viaDesk,
} from "./ingest-desk.ts";
import { receiptOf, type StarsFact } from "./receipt.ts";
import { fanIdOfTopicName } from "./topic-name.ts";
import {
  type CallbackQuery,
  type ChatMemberUpdated,
  isService,
  type Message,
  type MessageReaction,
  type PreCheckoutQuery,
  type Update,
  type User,
} from "./update.ts";

/** The one id behind which every anonymous administrator of every group writes. */
export const ANONYMOUS_ADMIN_ID = 1_087_968_824;

/** What a sorted update is measured against. */
export interface Place {
  readonly botId: number;
  /** Without the @; null until Telegram has told us. */
  readonly botUsername: string | null;
  readonly isOurGroup: (chatId: number) => boolean;
}

export type Ignored =
  | "unknown-kind"
  | "other-chat"
  | "channel"
  | "bot"
  | "other-bot"
  | "service"
  | "general"
  | "no-sender"
  | "no-message"
  | "membership"
  | "unknown-topic";

/** Whose conversation an update in a group belongs to. */
export type Locator =
  | { readonly by: "topic"; readonly topicId: number }
  | { readonly by: "message"; readonly messageId: number };

export type Sorted =
  | { readonly type: "ignored"; readonly reason: Ignored }
  | {
      readonly type: "fan";
      readonly fanId: number;
      readonly lane: Lane;
      readonly message: ConversationMessage;
      /** How it goes if the sender is of the team; null: to their conversation all the same. */
      readonly via: ViaDesk | null;
    }
  | SortedDesk
  | {
      readonly type: "team";
      readonly groupId: number;
      readonly locator: Locator;
      readonly sender: Sender;
      /** An act, as opposed to a message: what the sender may do must be known freshly. */
      readonly isAct: boolean;
      readonly lane: Lane;
      readonly messageFrom: (by: Teammate) => ConversationMessage;
    }
  /** A topic's service message. `fanId` is known when the topic is ours and new. */
  | {
      readonly type: "topic";
      readonly fanId: number | null;
      readonly message: Heard<"topicEvent">;
    }
  | { readonly type: "migrated"; readonly from: number; readonly to: number }
  /** Stars were paid or given back; which purchase of the fan's it is about is looked up next. */
  | { readonly type: "payment"; readonly fanId: number; readonly fact: StarsFact }
  /** Telegram waits for a word before it takes Stars. */
  | { readonly type: "preCheckout"; readonly query: PreCheckoutQuery }
  /** Who is what in one of our groups has changed. */
  | { readonly type: "membership"; readonly groupId: number };

/** Sorts an update into what is to be done with it. */
export function sortUpdate(update: Update, place: Place): Sorted {
  switch (update.kind) {
    case "message":
      return sortMessage(update.payload, false, place);
    case "edited_message":
      return sortMessage(update.payload, true, place);
    case "message_reaction":
      return sortReaction(update.payload, place);
    case "callback_query":
      return sortPress(update.payload, place);
    case "my_chat_member":
    case "chat_member":
      return sortMembership(update.payload, place);
    case "pre_checkout_query":
      return { type: "preCheckout", query: update.payload };
    case "purchased_paid_media": {
      const { from, paid_media_payload: payload } = update.payload;
      const message = { type: "fanBoughtMedia", payload } as const;
      return { type: "fan", fanId: from.id, lane: "urgent", message, via: null };
    }
    case "unknown":
      return ignored("unknown-kind");
  }
}

function ignored(reason: Ignored): Sorted {
  return { type: "ignored", reason };
}

function sortMessage(message: Message, isEdit: boolean, place: Place): Sorted {
  if (message.chat.type === "private") return sortPrivate(message, isEdit);
  if (message.chat.type === "channel") return ignored("channel");
  if (!place.isOurGroup(message.chat.id)) return ignored("other-chat");
  if (isService(message)) return sortService(message, place);
  return sortTeam(message, isEdit, place);
}

function sortPrivate(message: Message, isEdit: boolean): Sorted {
  const { from, message_id: messageId } = message;
  const fact = isEdit ? null : receiptOf(message);
  // The chat is the fan's: a refund's message is written by the bot.
  if (fact !== null) return { type: "payment", fanId: message.chat.id, fact };
  if (from === undefined) return ignored("no-sender");
  if (from.is_bot) return ignored("bot");
  if (isService(message)) return ignored("service");
  const fan = (heard: Heard<"fanWrote" | "fanCommand" | "fanEdited">): Sorted => {
    const via = viaDesk(message, heard);
    const invited = invitation(heard, via);
    return invited ?? { type: "fan", fanId: from.id, lane: "normal", message: heard, via };
  };
  const person = personOf(from);
  const content = contentOf(message);
  if (isEdit) return fan({ type: "fanEdited", person, messageId, content });
  const command = commandOf(message.text);
  if (command !== null) {
    return fan({ type: "fanCommand", person, messageId, ...wordsOf(command) });
  }
  return fan({
    type: "fanWrote",
    person,
    messageId,
    content,
    replyToMessageId: message.reply_to_message?.message_id ?? null,
    albumId: message.media_group_id ?? null,
  });
}

function sortTeam(message: Message, isEdit: boolean, place: Place): Sorted {
  const sender = senderOf(message.from, message.sender_chat?.id, message.chat.id);
  if (typeof sender === "string") return ignored(sender);
  const topicId = topicIdOf(message);
  const command = isEdit ? null : commandOf(message.text);
  if (command !== null && isForAnother(command, place)) return ignored("other-bot");
  if (topicId === null) {
    if (isEdit) return ignored("general");
    return deskGeneral(message, sender, command === null ? null : wordsOf(command));
  }
  const common = { groupId: message.chat.id, topicId, messageId: message.message_id };
  const replyToMessageId = replyIn(message, topicId);
  return {
    type: "team",
    groupId: message.chat.id,
    locator: { by: "topic", topicId },
    sender,
    isAct: command !== null,
    lane: "normal",
    messageFrom: (by) => {
      if (command !== null) {
        const words = { ...wordsOf(command), ...repliedOf(message, topicId, command) };
        return { type: "teamCommand", by, ...common, ...words, replyToMessageId };
      }
      const content = contentOf(message);
      if (isEdit) return { type: "teamEdited", by, ...common, content };
      const albumId = message.media_group_id ?? null;
      return { type: "teamWrote", by, ...common, content, replyToMessageId, albumId };
    },
  };
}

/** What `/save` is to keep and `/lock` to sell; of no other command, so that envelopes stay small. */
function repliedOf(
  message: Message,
  topicId: number,
  { command }: { readonly command: string },
): Pick<Heard<"teamCommand">, "replied"> {
  const { reply_to_message: replied } = message;
  if ((command !== "save" && command !== "lock") || replied === undefined) return {};
  if (replyIn(message, topicId) === null) return {};
  const { from } = replied;
  const isBot = from?.is_bot === true && from.id !== ANONYMOUS_ADMIN_ID;
  const isOfAlbum = replied.media_group_id !== undefined;
  const isEdited = replied.edit_date !== undefined;
  const content = contentOf(replied);
  return { replied: { byId: from?.id ?? null, content, isBot, isOfAlbum, isEdited } };
}

/** Telegram makes every message of a topic a reply to the topic's first service message. */
function replyIn(message: Message, topicId: number): number | null {
  const repliedTo = message.reply_to_message?.message_id;
  return repliedTo === undefined || repliedTo === topicId ? null : repliedTo;
}

function sortService(message: Message, place: Place): Sorted {
  const { chat, from } = message;
  if (message.migrate_to_chat_id !== undefined) {
    return { type: "migrated", from: chat.id, to: message.migrate_to_chat_id };
  }
  const topicId = topicIdOf(message);
  const event = topicEventOf(message);
  if (event === null || topicId === null) return ignored("service");
  const byBot = from?.id === place.botId;
  const made = byBot ? message.forum_topic_created : undefined;
  return {
    type: "topic",
    fanId: made === undefined ? null : fanIdOfTopicName(made.name),
    message: {
      type: "topicEvent",
      event,
      groupId: chat.id,
      topicId,
      byBot,
      ...(event === "edited" && { messageId: message.message_id }),
    },
  };
}

function topicEventOf(message: Message): Heard<"topicEvent">["event"] | null {
  if (message.forum_topic_created !== undefined) return "created";
  if (message.forum_topic_edited !== undefined) return "edited";
  if (message.forum_topic_closed !== undefined) return "closed";
  if (message.forum_topic_reopened !== undefined) return "reopened";
  return null;
}

function sortReaction(reaction: MessageReaction, place: Place): Sorted {
  const { chat, user, message_id: messageId } = reaction;
  const emoji = reaction.new_reaction.find((each) => each.type === "emoji")?.emoji ?? null;
  if (chat.type === "private") {
    if (user === undefined) return ignored("no-sender");
    const message = { type: "fanReacted", messageId, emoji } as const;
    return { type: "fan", fanId: user.id, lane: "normal", message, via: null };
  }
  if (!place.isOurGroup(chat.id)) return ignored("other-chat");
  const sender = senderOf(user, reaction.actor_chat?.id, chat.id);
  if (typeof sender === "string") return ignored(sender);
  // A custom emoji is an act like any other, though bots cannot repeat it.
  const shown = emoji ?? (reaction.new_reaction.length > 0 ? "👍" : null);
  return {
    type: "team",
    groupId: chat.id,
    locator: { by: "message", messageId },
    sender,
    isAct: false,
    lane: "normal",
    messageFrom: (by) => ({
      type: "teamReacted",
      by,
      groupId: chat.id,
      messageId,
      emoji: shown,
    }),
  };
}

function sortPress(press: CallbackQuery, place: Place): Sorted {
  const { from, message, id: queryId, data } = press;
  if (message === undefined || data === undefined) return ignored("no-message");
  const { chat, message_id: messageId } = message;
  if (chat.type === "private") {
    const person = personOf(from);
    const pressed = { type: "fanPressed", person, queryId, messageId, data } as const;
    const fan = { type: "fan", fanId: from.id, lane: "urgent", message: pressed } as const;
    return deskPress(press, null) ?? { ...fan, via: null };
  }
  if (!place.isOurGroup(chat.id)) return ignored("other-chat");
  const ofDesk = deskPress(press, chat.id);
  if (ofDesk !== null) return ofDesk;
  const topicId = topicIdOf(message);
  if (topicId === null) return ignored("general");
  return {
    type: "team",
    groupId: chat.id,
    locator: { by: "topic", topicId },
    sender: { id: from.id, name: from.first_name, isAnonymous: false },
    isAct: true,
    lane: "urgent",
    messageFrom: (by) => ({
      type: "teamPressed",
      by,
      queryId,
      groupId: chat.id,
      messageId,
      data,
    }),
  };
}

function sortMembership(change: ChatMemberUpdated, place: Place): Sorted {
  const { chat, from, old_chat_member: before, new_chat_member: after } = change;
  if (chat.type !== "private") {
    return place.isOurGroup(chat.id)
      ? { type: "membership", groupId: chat.id }
      : ignored("other-chat");
  }
  // In a private chat the bot is `kicked` by blocking it and a `member` again by unblocking it.
  const fan = (type: "fanBlocked" | "fanUnblocked"): Sorted => ({
    type: "fan",
    fanId: from.id,
    lane: "urgent",
    message: { type },
    via: null,
  });
  if (after.status === "kicked") return fan("fanBlocked");
  return before.status === "kicked" ? fan("fanUnblocked") : ignored("membership");
}

function personOf(user: User): Person {
  return {
    id: user.id,
    firstName: user.first_name,
    username: user.username ?? null,
    languageTag: user.language_code ?? null,
  };
}

/** Who acts in a group: a person, or the group itself for an anonymous administrator. */
function senderOf(
  user: User | undefined,
  asChatId: number | undefined,
  groupId: number,
): Sender | Ignored {
  if (asChatId === groupId || user?.id === ANONYMOUS_ADMIN_ID) {
    return { id: ANONYMOUS_ADMIN_ID, name: "Anonymous admin", isAnonymous: true };
  }
  if (asChatId !== undefined) return "channel";
  if (user === undefined) return "no-sender";
  if (user.is_bot) return "bot";
  return { id: user.id, name: user.first_name, isAnonymous: false };
}

/** A thread id alone also stands on replies in groups without topics; the flag tells. */
function topicIdOf(message: {
  readonly message_thread_id?: number | undefined;
  readonly is_topic_message?: boolean | undefined;
}): number | null {
  return message.is_topic_message === true ? (message.message_thread_id ?? null) : null;
}

interface Command {
  readonly command: string;
  /** The bot that the command names, null for whichever reads it. */
  readonly bot: string | null;
  readonly argument: string;
}

function commandOf(text: string | undefined): Command | null {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+|$)/.exec(text ?? "");
  const [head, command, bot] = match ?? [];
  if (text === undefined || head === undefined || command === undefined) return null;
  return {
    command: command.toLowerCase(),
    bot: bot?.toLowerCase() ?? null,
    argument: text.slice(head.length).trim(),
  };
}

function wordsOf({ command, argument }: Command): Pick<Command, "command" | "argument"> {
  return { command, argument };
}

function isForAnother({ bot }: Command, { botUsername }: Place): boolean {
  return bot !== null && botUsername !== null && bot !== botUsername.toLowerCase();
}
