// How a loop of the runtime waits for work: it listens, anybody rings. A ring while nobody listens is
// kept, so work that was queued just before the loop lay down is never slept through.
import type { Clock } from "#actors/kernel/ports.ts";

export class Bell {
  readonly #clock: Clock;
  #isRung = false;
  #wake: (() => void) | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Resolves when it is rung, at once when it was rung since the last wait, or after `ms`. */
  async wait(ms?: number): Promise<void> {
    if (!this.#isRung) {
      await (ms === undefined ? this.#rung() : this.#rungWithin(ms));
      this.#wake = null;
    }
    this.#isRung = false;
  }

  #rung(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #rungWithin(ms: number): Promise<void> {
    const early = new AbortController();
    this.#wake = () => {
      early.abort();
    };
    return this.#clock.sleep(ms, early.signal);
  }
}
