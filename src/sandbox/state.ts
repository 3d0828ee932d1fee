// The world as the page sees it: one plain value, built anew each time it is asked for.

import { fileLabel, fileUrl } from "./files.ts";
import {
  ANONYMOUS_ADMIN_ID,
  type Attachment,
  bodyOf,
  type InlineButton,
  type Invoice,
  type PaidMedia,
  type Service,
  type StoredFile,
  type StoredMessage,
} from "./model.ts";
import type { Button, Media, Message, State } from "./protocol.ts";
import { viewStripe } from "./stripe/view.ts";
import type { StripeWorld } from "./stripe/world.ts";
import type { BotApi } from "./telegram/bot-api.ts";
import type { Telegram } from "./telegram/context.ts";
import type { FaultSwitches } from "./telegram/faults.ts";
import type { StarsBook } from "./telegram/stars.ts";
import { TOPIC_ICONS } from "./telegram/topic-icons.ts";
import type { GroupRecord, World } from "./world.ts";

export interface StateSources {
  readonly telegram: Telegram;
  readonly botApi: BotApi;
  readonly faults: FaultSwitches;
  readonly stripe: StripeWorld;
  readonly botStatus: State["bot"]["status"];
}

/** Everything the page shows. */
export function viewState(sources: StateSources): State {
  const { telegram, botApi, faults, botStatus } = sources;
  const { world, stars } = telegram;
  const findPerson = (word: string) => world.people.get(Number(word))?.id ?? null;
  const people = [...world.people.values()];
  return {
    now: world.clock.now(),
    people: people.map(({ id, firstName, username, languageCode, role, hasBlockedBot }) => {
      const has = { hasBlockedBot, stars: stars.balanceOf(id) };
      return { id, firstName, username, languageCode, role, ...has };
    }),
    chats: people.map(({ id }) => ({ personId: id, messages: viewMessages(telegram, id) })),
    groups: [...world.groups.values()]
      .filter((group) => group.migratedTo === null)
      .map((group) => viewGroup(telegram, group)),
    typing: world.typing(),
    calls: botApi.calls.all(),
    faults: faults.current,
    stripe: viewStripe(sources.stripe, findPerson),
    bot: {
      username: world.bot.username,
      status: botStatus,
      commands: telegram.profile.offeredInPrivate(),
      pendingUpdates: telegram.updates.pendingCount,
    },
    toasts: [...world.toasts],
  };
}

function viewGroup(telegram: Telegram, group: GroupRecord): State["groups"][number] {
  return {
    id: group.id,
    title: group.title,
    isForum: group.isForum,
    commands: telegram.profile.offeredToAdministrators(group.id),
    topics: [...group.topics.values()].map((topic) => {
      const { id, name, iconColor, isClosed, lastMessageId } = topic;
      const icon = TOPIC_ICONS.find((one) => one.id === topic.iconCustomEmojiId);
      return { id, name, iconColor, iconEmoji: icon?.emoji ?? null, isClosed, lastMessageId };
    }),
    messages: viewMessages(telegram, group.id),
  };
}

function viewMessages(telegram: Telegram, chatId: number): readonly Message[] {
  const messages = telegram.world.log(chatId)?.all() ?? [];
  return messages.map((message) => viewMessage(telegram, message));
}

function viewMessage({ world, stars }: Telegram, message: StoredMessage): Message {
  const { content, fromId } = message;
  const { text, entities } = bodyOf(message);
  const name = nameOf(world, message);
  return {
    id: message.id,
    chatId: message.chatId,
    threadId: message.threadId,
    from: { id: fromId, name, isBot: fromId === world.bot.id },
    at: message.at,
    text: text === "" ? null : text,
    entities: entities.map(({ type, offset, length, url }) => {
      return { type, offset, length, ...(url !== undefined && { url }) };
    }),
    media: content.type === "media" ? viewMedia(content.attachment) : null,
    invoice: content.type === "invoice" ? viewInvoice(stars, message.id, content.invoice) : null,
    paidMedia: content.type === "paidMedia" ? viewPaid(message.chatId, content.paid) : null,
    albumId: message.albumId,
    buttons: message.keyboard.map((row) => row.map(viewButton)),
    reactions: [...message.reactions].map(([byId, emoji]) => ({ emoji, byId })),
    replyToId: message.replyTo?.messageId ?? null,
    isEdited: message.editedAt !== null,
    isPinned: message.isPinned,
    service: content.type === "service" ? viewService(name, content.service) : null,
    isProtected: message.isProtected,
  };
}

function viewPaid(chatId: number, { amount, files, buyers }: PaidMedia): Message["paidMedia"] {
  const isOpen = buyers.has(chatId);
  const media = isOpen ? files.map(viewFile) : [];
  return { amount, count: files.length, isOpen, media };
}

function viewFile(file: StoredFile): Media {
  const { kind, fileId, previewUrl, durationSeconds } = file;
  const shown = { previewUrl, durationSeconds, downloadUrl: null, isSpoiler: false };
  return { kind, fileId, label: fileLabel(file), ...shown };
}

function viewInvoice(stars: StarsBook, messageId: number, invoice: Invoice): Message["invoice"] {
  const { title, description, amount } = invoice;
  return { title, description, amount, isPaid: stars.isPaid(messageId) };
}

function nameOf(world: World, { fromId, chatId }: StoredMessage): string {
  if (fromId === world.bot.id) return world.bot.firstName;
  if (fromId === ANONYMOUS_ADMIN_ID) return world.groups.get(chatId)?.title ?? "Group";
  return world.people.get(fromId)?.firstName ?? "Deleted account";
}

function viewButton(button: InlineButton): Button {
  const { text, callback_data: callbackData, url, pay, style } = button;
  return {
    text,
    ...(pay && { isPay: true as const }),
    ...(callbackData !== undefined && { callbackData }),
    ...(url !== undefined && { url }),
    ...(style !== undefined && { style }),
  };
}

function viewMedia(attachment: Attachment): Media {
  const { kind } = attachment;
  const none = {
    fileId: "",
    previewUrl: null,
    downloadUrl: null,
    durationSeconds: null,
    isSpoiler: false,
  };
  switch (kind) {
    case "location":
      return { kind, ...none, label: `📍 ${attachment.latitude}, ${attachment.longitude}` };
    case "contact":
      return { kind, ...none, label: `👤 ${attachment.firstName} ${attachment.phoneNumber}` };
    case "poll":
      return { kind, ...none, label: `📊 ${attachment.poll.question}` };
    default: {
      const { file, isSpoiler } = attachment;
      const { fileId, previewUrl, durationSeconds } = file;
      const downloadUrl = kind === "document" ? fileUrl(fileId) : null;
      const shown = { previewUrl, downloadUrl, durationSeconds, isSpoiler };
      return { kind, fileId, label: fileLabel(file), ...shown };
    }
  }
}

function viewService(name: string, service: Service): string {
  switch (service.type) {
    case "topicCreated":
      return `${name} created the topic “${service.name}”`;
    case "topicEdited":
      return `${name} renamed the topic to “${service.name}”`;
    case "topicClosed":
      return `${name} closed the topic`;
    case "topicReopened":
      return `${name} reopened the topic`;
    case "pinned":
      return `${name} pinned a message`;
    case "paid":
      return `${name} paid ⭐️ ${service.amount}`;
    case "refunded":
      return `${name} gave ⭐️ ${service.amount} back`;
    case "migratedTo":
      return "The group moved to a new address";
    case "migratedFrom":
      return "The group came from an old address";
  }
}
