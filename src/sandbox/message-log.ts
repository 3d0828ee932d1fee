// The messages of one chat, oldest first. Bounded: a sandbox that runs for days, or under a
// benchmark, forgets the oldest. Where ids come from is the caller's affair, because Telegram
// numbers a supergroup by itself and all private chats of a bot together.

import type { StoredMessage } from "./model.ts";

export class MessageLog {
  readonly #messages = new Map<number, StoredMessage>();
  readonly #nextId: () => number;
  readonly #countMax: number;

  constructor(nextId: () => number, countMax: number) {
    this.#nextId = nextId;
    this.#countMax = countMax;
  }

  /** Stores what `make` builds for the next id. */
  add(make: (id: number) => StoredMessage): StoredMessage {
    const message = make(this.#nextId());
    this.#messages.set(message.id, message);
    if (this.#messages.size > this.#countMax) {
      const [oldest] = this.#messages.keys();
      if (oldest !== undefined) this.#messages.delete(oldest);
    }
    return message;
  }

  get(id: number): StoredMessage | undefined {
    return this.#messages.get(id);
  }

  remove(id: number): void {
    this.#messages.delete(id);
  }

  /** Removes a topic's messages, its creation message included, as deleting the topic does. */
  removeThread(threadId: number): void {
    for (const message of this.#messages.values()) {
      if (message.threadId === threadId) this.#messages.delete(message.id);
    }
  }

  all(): readonly StoredMessage[] {
    return [...this.#messages.values()];
  }

  /** The parts of one album that are still there, in order. */
  album(albumId: string): readonly StoredMessage[] {
    return this.all().filter((message) => message.albumId === albumId);
  }

  /** The pinned message of the latest date, which is what Telegram shows on top. */
  lastPinned(): StoredMessage | undefined {
    return this.all().findLast((message) => message.isPinned);
  }
}

/** Counts up from the number after `last`; several logs may share one. */
export function sequence(last = 0): () => number {
  return () => ++last;
}
