// What goes wrong on purpose. The switches are a person's and the tests'; the API and the courier
// of webhooks ask here. Counted faults count down as they are used.

export interface StripeFaults {
  /** The next N calls answer 429 `rate_limit`; nothing is done. */
  readonly rateLimitNext: number;
  /** The next N POSTs answer 429 `lock_timeout`; nothing is done. */
  readonly lockTimeoutNext: number;
  /** The next N POSTs answer 500; nothing is done, and the key remembers the 500. */
  readonly breakNext: number;
  /** The next N POSTs are carried out, then the connection is cut before the answer. */
  readonly loseNextAnswers: number;
  /** The next N POSTs are cut before anything is done. */
  readonly loseNextRequests: number;
  /** Every call answers 503. */
  readonly isStripeDown: boolean;
  /** Added to every answer, milliseconds of the sandbox's clock. */
  readonly latencyMs: number;
  /** The order in which the events of one call or act are sent. */
  readonly webhookOrder: "asMade" | "reversed" | "shuffled";
  /** Every event is sent twice. */
  readonly duplicatesEvents: boolean;
  /** The next N events are never sent; they can still be listed. */
  readonly dropNextEvents: number;
  /** The next N events are first sent after `eventDelayMs`. */
  readonly delayNextEvents: number;
  readonly eventDelayMs: number;
  /** The next N events are sent under a wrong signature first, and rightly when tried again. */
  readonly misSignNextEvents: number;
}

type Counted = {
  [K in keyof StripeFaults]: StripeFaults[K] extends number ? K : never;
}[keyof StripeFaults];

const NO_FAULTS: StripeFaults = {
  rateLimitNext: 0,
  lockTimeoutNext: 0,
  breakNext: 0,
  loseNextAnswers: 0,
  loseNextRequests: 0,
  isStripeDown: false,
  latencyMs: 0,
  webhookOrder: "asMade",
  duplicatesEvents: false,
  dropNextEvents: 0,
  delayNextEvents: 0,
  eventDelayMs: 3_600_000,
  misSignNextEvents: 0,
};

export class StripeFaultSwitches {
  #faults: StripeFaults;

  constructor(faults: Partial<StripeFaults> = {}) {
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  get current(): StripeFaults {
    return this.#faults;
  }

  set(change: Partial<StripeFaults>): void {
    this.#faults = { ...this.#faults, ...change };
  }

  /** Whether this is one of the next N that a counted fault is for. */
  take(fault: Exclude<Counted, "latencyMs" | "eventDelayMs">): boolean {
    const left = this.#faults[fault];
    if (left > 0) this.set({ [fault]: left - 1 });
    return left > 0;
  }
}
