// What a bot says of itself: command lists by scope and language, descriptions, the menu button.

import type { Command } from "#src/sandbox/protocol.ts";

export class BotProfile {
  readonly #commands = new Map<string, readonly Command[]>();
  readonly #texts = new Map<string, string>();

  commands(scope: string, language: string): readonly Command[] {
    return this.#commands.get(`${scope}|${language}`) ?? [];
  }

  /** An empty list takes the scope's own list away, as deleteMyCommands does. */
  setCommands(scope: string, language: string, commands: readonly Command[]): void {
    if (commands.length > 0) this.#commands.set(`${scope}|${language}`, commands);
    else this.#commands.delete(`${scope}|${language}`);
  }

  /** The list that a person in a private chat is offered, in the bot's own language. */
  offeredInPrivate(): readonly Command[] {
    return this.#firstOf(ALL_PRIVATE_CHATS, DEFAULT_SCOPE);
  }

  /** The list that an administrator of a group is offered, the narrowest scope first. */
  offeredToAdministrators(groupId: number): readonly Command[] {
    return this.#firstOf(
      scopeKey("chat_administrators", groupId),
      scopeKey("chat", groupId),
      "all_chat_administrators",
      "all_group_chats",
      DEFAULT_SCOPE,
    );
  }

  #firstOf(...scopes: readonly string[]): readonly Command[] {
    const lists = scopes.map((scope) => this.commands(scope, ""));
    return lists.find((list) => list.length > 0) ?? [];
  }

  setText(name: string, language: string, text: string): void {
    this.#texts.set(`${name}|${language}`, text);
  }
}

/** The name of a scope that is about one chat, or one member of it. */
export function scopeKey(type: string, chatId: number, userId?: number): string {
  return [type, chatId, userId ?? ""].join(":");
}

export const DEFAULT_SCOPE = "default";
const ALL_PRIVATE_CHATS = "all_private_chats";
