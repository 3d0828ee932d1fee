// How others learn that the world changed: a number that grows, listeners, and waiting for something
// to become true. Nobody polls.

import type { Cancel } from "./clock.ts";
import type { World } from "./world.ts";

export class Changes {
  readonly #listeners = new Set<(seq: number) => void>();
  #seq = 0;

  constructor(world: World) {
    world.onChange(() => {
      this.#seq++;
      for (const listener of this.#listeners) listener(this.#seq);
    });
  }

  get seq(): number {
    return this.#seq;
  }

  onChange(listener: (seq: number) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves with what `look` answers as soon as that is neither null, undefined nor false; looks
   * now, and once after each turn of the event loop in which something changed. Rejects after
   * `timeoutMs` of real time with what `explain` says.
   */
  waitFor<T>(
    look: () => T | null | undefined | false,
    timeoutMs: number,
    explain: () => string,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let isScheduled = false;
      const timer = setTimeout(() => {
        cancel();
        reject(new Error(`waited ${timeoutMs} ms in vain: ${explain()}`));
      }, timeoutMs);
      const lookNow = () => {
        isScheduled = false;
        try {
          const found = look();
          if (found === null || found === undefined || found === false) return;
          resolve(found);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
        cancel();
        clearTimeout(timer);
      };
      const cancel = this.onChange(() => {
        if (isScheduled) return;
        isScheduled = true;
        setImmediate(lookNow);
      });
      lookNow();
    });
  }
}
