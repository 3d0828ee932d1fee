// What a bot says of itself: command lists by scope and language, descriptions, the menu button.

import type { State } from "#src/sandbox/protocol.ts";

export type Command = State["bot"]["commands"][number];

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
    const own = this.commands(ALL_PRIVATE_CHATS, "");
    return own.length > 0 ? own : this.commands(DEFAULT_SCOPE, "");
  }

  setText(name: string, language: string, text: string): void {
    this.#texts.set(`${name}|${language}`, text);
  }
}

export const DEFAULT_SCOPE = "default";
const ALL_PRIVATE_CHATS = "all_private_chats";
