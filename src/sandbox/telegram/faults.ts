// What goes wrong on purpose. The switches are the page's and the tests'; the Bot API asks here
// before and after each call. Counted faults count down as they are used.

import type { Faults } from "#src/sandbox/protocol.ts";

const NO_FAULTS: Faults = {
  floodNext: 0,
  floodRetryAfterSeconds: 3,
  isTelegramDown: false,
  loseNextAnswers: 0,
  duplicatesUpdates: false,
  latencyMs: 0,
  enforcesLimits: false,
};

export class FaultSwitches {
  #faults: Faults;

  constructor(faults: Partial<Faults> = {}) {
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  get current(): Faults {
    return this.#faults;
  }

  set(change: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...change };
  }

  /** Whether this send is one of the next N to be refused. */
  takeFlood(): boolean {
    const { floodNext } = this.#faults;
    if (floodNext > 0) this.set({ floodNext: floodNext - 1 });
    return floodNext > 0;
  }

  /** Whether this call is one of the next N whose answer is lost. */
  takeLostAnswer(): boolean {
    const { loseNextAnswers } = this.#faults;
    if (loseNextAnswers > 0) this.set({ loseNextAnswers: loseNextAnswers - 1 });
    return loseNextAnswers > 0;
  }
}
