// The sandbox's world: who is there, what was written where. It knows no Bot API and no HTTP; what
// a bot or a person may do is decided by telegram/methods and acts.ts, which then change the world
// through the few verbs here. Every change ends in `changed()`, which is how the page and waiting
// tests learn of it.

import type { Cancel, SandboxClock } from "./clock.ts";
import { FileStore } from "./files.ts";
import { MessageLog, sequence } from "./message-log.ts";
import type {
  BotMembership,
  Content,
  Draft,
  PersonRecord,
  StoredMessage,
  TopicRecord,
} from "./model.ts";
import type { State } from "./protocol.ts";

export interface BotAccount {
  readonly id: number;
  readonly firstName: string;
  readonly username: string;
}

export interface GroupRecord {
  readonly id: number;
  readonly title: string;
  isForum: boolean;
  migratedTo: number | null;
  bot: BotMembership;
  readonly topics: Map<number, TopicRecord>;
  readonly log: MessageLog;
}

export interface WorldOptions {
  readonly clock: SandboxClock;
  readonly bot: BotAccount;
  readonly people: readonly PersonRecord[];
  readonly groups: readonly { readonly id: number; readonly title: string }[];
  /** The oldest messages of a chat beyond this many are forgotten. */
  readonly messagesPerChatMax: number;
}

export type Typing = State["typing"][number];
export type Toast = State["toasts"][number];

const TOASTS_MAX = 50;

/** A chat action shows for five seconds, or until the bot's next message there. */
const TYPING_MS = 5_000;

/** A supergroup's first message made it; a forum's General topic goes by the same number. */
const FOUNDING_MESSAGE_ID = 1;

/** What the bot may do in a group it was just made administrator of. */
const FULL_BOT: BotMembership = {
  status: "administrator",
  rights: { canManageTopics: true, canPinMessages: true, canDeleteMessages: true },
};

export class World {
  readonly clock: SandboxClock;
  readonly bot: BotAccount;
  readonly files = new FileStore();
  readonly people = new Map<number, PersonRecord>();
  readonly groups = new Map<number, GroupRecord>();
  readonly toasts: Toast[] = [];
  readonly #typing = new Map<string, Typing>();
  readonly #privateLogs = new Map<number, MessageLog>();
  readonly #nextPrivateId = sequence();
  readonly #nextNumber = sequence();
  readonly #listeners = new Set<() => void>();
  readonly #messagesPerChatMax: number;

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    this.bot = options.bot;
    this.#messagesPerChatMax = options.messagesPerChatMax;
    for (const person of options.people) this.addPerson(person);
    for (const group of options.groups) this.addGroup(group.id, group.title);
  }

  addPerson(person: PersonRecord): void {
    this.people.set(person.id, { ...person });
    // One sequence for all private chats, as a bot's account has on Telegram.
    this.#privateLogs.set(person.id, new MessageLog(this.#nextPrivateId, this.#messagesPerChatMax));
    this.changed();
  }

  addGroup(id: number, title: string): GroupRecord {
    const group: GroupRecord = {
      id,
      title,
      isForum: true,
      migratedTo: null,
      bot: FULL_BOT,
      topics: new Map(),
      log: new MessageLog(sequence(FOUNDING_MESSAGE_ID), this.#messagesPerChatMax),
    };
    this.groups.set(id, group);
    this.changed();
    return group;
  }

  /** The messages of a private chat (by the person's id) or of a group. */
  log(chatId: number): MessageLog | undefined {
    return this.groups.get(chatId)?.log ?? this.#privateLogs.get(chatId);
  }

  message(chatId: number, messageId: number): StoredMessage | undefined {
    return this.log(chatId)?.get(messageId);
  }

  /** Writes a message; throws if the chat is unknown, which callers have ruled out. */
  post(draft: Draft): StoredMessage {
    const log = this.log(draft.chatId);
    if (!log) throw new Error(`no chat ${draft.chatId} in the sandbox`);
    const message = log.add((id) => this.#message(id, draft));
    this.#afterPost(message);
    return message;
  }

  /** Opens a topic: its creation message gives it its number. */
  openTopic(
    group: GroupRecord,
    byId: number,
    name: string,
    iconColor: number,
    iconCustomEmojiId: string | null = null,
  ): StoredMessage {
    const content: Content = {
      type: "service",
      service: { type: "topicCreated", name, iconColor },
    };
    const message = group.log.add((id) =>
      this.#message(id, { chatId: group.id, threadId: id, fromId: byId, content }),
    );
    group.topics.set(message.id, {
      id: message.id,
      name,
      iconColor,
      iconCustomEmojiId,
      createdById: byId,
      isClosed: false,
      lastMessageId: message.id,
    });
    this.changed();
    return message;
  }

  /** Deletes a topic with all its messages; nobody is told, as on Telegram. */
  deleteTopic(group: GroupRecord, topicId: number): void {
    group.topics.delete(topicId);
    group.log.removeThread(topicId);
    this.changed();
  }

  /** Changes a message; new buttons alone do not make it an edited one. */
  edit(message: StoredMessage, change: Partial<Pick<StoredMessage, "content" | "keyboard">>): void {
    Object.assign(message, change);
    if (change.content) message.editedAt = this.clock.now();
    this.changed();
  }

  /** Sets or takes off the one reaction of an actor; answers what was there before. */
  react(message: StoredMessage, actorId: number, emoji: string | null): string | null {
    const before = message.reactions.get(actorId) ?? null;
    if (emoji === null) message.reactions.delete(actorId);
    else message.reactions.set(actorId, emoji);
    this.changed();
    return before;
  }

  setPinned(message: StoredMessage, isPinned: boolean): void {
    message.isPinned = isPinned;
    this.changed();
  }

  delete(message: StoredMessage): void {
    this.log(message.chatId)?.remove(message.id);
    this.changed();
  }

  /** Shows a chat action until it lapses or the bot writes there. */
  showTyping(chatId: number, threadId: number | null, action: string): void {
    const until = this.clock.now() + TYPING_MS;
    this.#typing.set(placeKey(chatId, threadId), { chatId, threadId, action, until });
    this.clock.after(TYPING_MS, () => this.changed());
    this.changed();
  }

  typing(): readonly Typing[] {
    const now = this.clock.now();
    for (const [key, typing] of this.#typing) if (typing.until <= now) this.#typing.delete(key);
    return [...this.#typing.values()];
  }

  toast(toast: Toast): void {
    this.toasts.push(toast);
    if (this.toasts.length > TOASTS_MAX) this.toasts.shift();
    this.changed();
  }

  /** A media_group_id that no other album has. */
  newAlbumId(): string {
    return String(13_900_000_000_000_000n + BigInt(this.#nextNumber()));
  }

  newPollId(): string {
    return String(5_400_000_000_000_000n + BigInt(this.#nextNumber()));
  }

  /** Calls `listener` after every change; many may come in one tick. */
  onChange(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #afterPost(message: StoredMessage): void {
    const { chatId, threadId } = message;
    const topic = this.groups.get(chatId)?.topics.get(threadId ?? 0);
    if (topic) topic.lastMessageId = message.id;
    if (message.fromId === this.bot.id) this.#typing.delete(placeKey(chatId, threadId));
    this.changed();
  }

  #message(id: number, draft: Draft): StoredMessage {
    return {
      threadId: null,
      senderChatId: null,
      albumId: null,
      replyTo: null,
      forwardedFrom: null,
      isProtected: false,
      hasReplyKeyboard: false,
      keyboard: [],
      ...draft,
      id,
      at: this.clock.now(),
      reactions: new Map(),
      editedAt: null,
      isPinned: false,
    };
  }
}

function placeKey(chatId: number, threadId: number | null): string {
  return `${chatId}:${threadId ?? 0}`;
}
