// Delivery by getUpdates. A call with an offset confirms everything below it, then takes what waits
// or waits for it. Only one may wait: a newer call ends an older one with 409, and so does a webhook,
// because two takers of one queue would each see half of it.

import type { SandboxClock } from "#src/sandbox/clock.ts";
import { badRequest, conflict } from "./refusal.ts";
import type { Entry, UpdateStore } from "./updates.ts";

export interface PollRequest {
  readonly offset?: number;
  readonly limit?: number;
  /** Seconds to wait for a first update. */
  readonly timeout?: number;
}

type Batch = readonly Entry["body"][];

interface Waiter {
  end(outcome: Batch | Error): void;
}

const LIMIT_MAX = 100;
const TIMEOUT_SECONDS_MAX = 50;

export class Polling {
  readonly #store: UpdateStore;
  readonly #clock: SandboxClock;
  readonly #onChange: () => void;
  #waiter: Waiter | null = null;

  /** `onChange` is called when a wait begins or ends. */
  constructor(store: UpdateStore, clock: SandboxClock, onChange: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Whether a call is waiting for updates now. */
  get isWaiting(): boolean {
    return this.#waiter !== null;
  }

  /** Answers what is pending; `signal` is the client hanging up, which ends the wait unheard. */
  async take(request: PollRequest, signal: AbortSignal): Promise<Batch> {
    const { offset = 0, limit = LIMIT_MAX, timeout = 0 } = request;
    if (limit < 1 || limit > LIMIT_MAX) throw badRequest("limit must be between 1 and 100");
    this.interrupt(
      "terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    this.#confirm(offset);
    const batch = this.#batch(limit);
    if (batch.length > 0 || timeout <= 0) return batch;
    return this.#wait(limit, Math.min(timeout, TIMEOUT_SECONDS_MAX), signal);
  }

  /** Ends a waiting call with 409. */
  interrupt(reason: string): void {
    this.#waiter?.end(conflict(reason));
  }

  #confirm(offset: number): void {
    const pending = this.#store.pending().filter((entry) => !entry.isRepeat);
    const confirmed =
      offset < 0 ? pending.slice(0, offset) : pending.filter((entry) => entry.updateId < offset);
    for (const entry of confirmed) this.#store.remove(entry);
  }

  /** By number, so that a repeat of something old comes first and the last one is the newest. */
  #batch(limit: number): Batch {
    const taken = this.#store
      .pending()
      .toSorted((a, b) => a.updateId - b.updateId)
      .slice(0, limit);
    for (const entry of taken) if (entry.isRepeat) this.#store.remove(entry);
    return taken.map((entry) => entry.body);
  }

  #wait(limit: number, seconds: number, signal: AbortSignal): Promise<Batch> {
    return new Promise((resolve, reject) => {
      const end = (outcome: Batch | Error) => {
        if (this.#waiter !== waiter) return;
        this.#waiter = null;
        cancelTimer();
        cancelListening();
        signal.removeEventListener("abort", hangUp);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
        this.#onChange();
      };
      const hangUp = () => end([]);
      const cancelTimer = this.#clock.after(seconds * 1000, () => end([]));
      const cancelListening = this.#store.onAdd(() => {
        // A duplicate is pushed right behind its original; both go out in one batch.
        queueMicrotask(() => {
          if (this.#waiter === waiter) end(this.#batch(limit));
        });
      });
      signal.addEventListener("abort", hangUp);
      const waiter: Waiter = { end };
      this.#waiter = waiter;
      this.#onChange();
    });
  }
}
