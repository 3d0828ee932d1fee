// Button presses that wait for their answer. Telegram keeps a press for 150 seconds; an answer after
// that, a second answer, and an answer to a press that never was are all refused with one text.

import { CALLBACK_LIFE_MS } from "./updates.ts";

export interface PendingPress {
  readonly personId: number;
  readonly at: number;
}

export class PressBook {
  readonly #pending = new Map<string, PendingPress>();
  #made = 0;

  /** Notes a press; answers the query id that the bot will name. */
  open(personId: number, at: number): string {
    this.#forgetBefore(at - CALLBACK_LIFE_MS);
    const id = `${4_382_000_000_000_000n + BigInt(++this.#made)}`;
    this.#pending.set(id, { personId, at });
    return id;
  }

  /** Takes the press out of the book; null if it is too old, answered or unknown. */
  close(id: string, at: number): PendingPress | null {
    this.#forgetBefore(at - CALLBACK_LIFE_MS);
    const press = this.#pending.get(id) ?? null;
    this.#pending.delete(id);
    return press;
  }

  #forgetBefore(at: number): void {
    for (const [id, press] of this.#pending) if (press.at <= at) this.#pending.delete(id);
  }
}
