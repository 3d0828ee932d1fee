// From what happened to the updates a bot gets of it. The bot hears everything in its private chats
// and, as an administrator, in its groups; as a plain member it hears what privacy mode leaves it
// (commands, answers to it, service messages), and nothing once it is out. Its own messages come
// back to it only where Telegram sends them: the service messages that its acts leave behind.

import { bodyOf, type Invoice, type StoredMessage } from "#src/sandbox/model.ts";
import type { GroupRecord, World } from "#src/sandbox/world.ts";
import type { UpdateStore } from "./updates.ts";
import { STARS, type Wire, wireChat, wireDate, wireMember, wireMessage, wireUser } from "./wire.ts";

export interface Press {
  readonly id: string;
  readonly personId: number;
  readonly message: StoredMessage;
  readonly data: string;
}

/** A person has confirmed an invoice and waits. */
export interface CheckoutQuery {
  readonly id: string;
  readonly personId: number;
  readonly invoice: Invoice;
}

export class Feed {
  readonly #world: World;
  readonly #store: UpdateStore;

  constructor(world: World, store: UpdateStore) {
    this.#world = world;
    this.#store = store;
  }

  /** A new message, of a person or a service message of anybody. */
  message(message: StoredMessage): void {
    if (!this.#hears(message)) return;
    this.#store.add("message", `message:${message.chatId}`, wireMessage(this.#world, message));
  }

  edited(message: StoredMessage): void {
    if (!this.#hears(message)) return;
    const lane = `message:${message.chatId}`;
    this.#store.add("edited_message", lane, wireMessage(this.#world, message));
  }

  /** A person's press of a button under a message of the bot. */
  press(press: Press): void {
    const { id, personId, message, data } = press;
    this.#store.add("callback_query", `callback:${personId}`, {
      id,
      from: wireUser(this.#world, personId),
      message: wireMessage(this.#world, message),
      chat_instance: String(BigInt.asIntN(64, BigInt(message.chatId) * 6_364_136_223_846_793n)),
      data,
    });
  }

  /** Asks the bot whether the Stars may be taken. */
  preCheckout(query: CheckoutQuery): void {
    this.#store.add("pre_checkout_query", `checkout:${query.personId}`, {
      id: query.id,
      from: wireUser(this.#world, query.personId),
      currency: STARS,
      total_amount: query.invoice.amount,
      invoice_payload: query.invoice.payload,
    });
  }

  /** Paid media was bought; of media without a payload Telegram says nothing. */
  paidMedia(personId: number, payload: string): void {
    if (payload === "") return;
    this.#store.add("purchased_paid_media", `checkout:${personId}`, {
      from: wireUser(this.#world, personId),
      paid_media_payload: payload,
    });
  }

  /** A person's reaction; in groups only an administrator bot hears of it. */
  reaction(message: StoredMessage, personId: number, before: string | null): void {
    const group = this.#world.groups.get(message.chatId);
    if (group && group.bot.status !== "administrator") return;
    this.#store.add("message_reaction", `reaction:${message.chatId}`, {
      chat: wireChat(this.#world, message.chatId),
      message_id: message.id,
      user: wireUser(this.#world, personId),
      date: wireDate(this.#world.clock.now()),
      old_reaction: reactionList(before),
      new_reaction: reactionList(message.reactions.get(personId) ?? null),
    });
  }

  /** A person blocked the bot in their private chat, or let it in again. */
  blocked(personId: number, isBlocked: boolean): void {
    const bot = wireUser(this.#world, this.#world.bot.id);
    const member = { status: "member", user: bot };
    const kicked = { status: "kicked", user: bot, until_date: 0 };
    this.#memberUpdate("my_chat_member", `my_member:${personId}`, personId, personId, {
      old_chat_member: isBlocked ? member : kicked,
      new_chat_member: isBlocked ? kicked : member,
    });
  }

  /** The bot's own place in a group changed; `before` is its ChatMember until then. */
  botMemberChanged(group: GroupRecord, byId: number, before: Wire): void {
    this.#memberUpdate("my_chat_member", `my_member:${group.id}`, group.id, byId, {
      old_chat_member: before,
      new_chat_member: wireMember(this.#world, group, this.#world.bot.id),
    });
  }

  /** A person's role in a group changed; only an administrator bot hears of it. */
  memberChanged(group: GroupRecord, personId: number, byId: number, before: Wire): void {
    if (group.bot.status !== "administrator") return;
    this.#memberUpdate("chat_member", `member:${personId}`, group.id, byId, {
      old_chat_member: before,
      new_chat_member: wireMember(this.#world, group, personId),
    });
  }

  #memberUpdate(
    kind: "my_chat_member" | "chat_member",
    lane: string,
    chatId: number,
    byId: number,
    members: { readonly old_chat_member: Wire; readonly new_chat_member: Wire },
  ): void {
    this.#store.add(kind, lane, {
      chat: wireChat(this.#world, chatId),
      from: wireUser(this.#world, byId),
      date: wireDate(this.#world.clock.now()),
      ...members,
    });
  }

  #hears(message: StoredMessage): boolean {
    const group = this.#world.groups.get(message.chatId);
    if (!group) return true;
    if (group.bot.status === "administrator") return true;
    if (group.bot.status !== "member") return false;
    if (message.content.type === "service") return true;
    if (bodyOf(message).text.startsWith("/")) return true;
    const answered = message.replyTo && group.log.get(message.replyTo.messageId);
    return answered?.fromId === this.#world.bot.id;
  }
}

function reactionList(emoji: string | null): readonly Wire[] {
  return emoji === null ? [] : [{ type: "emoji", emoji }];
}
