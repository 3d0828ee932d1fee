// Time that moves only when the world says so. Every wait in the program is a `sleep` or a `yield`
// of this clock, so a world can run a whole day in milliseconds and always in the same order:
//
//   drain: let every promise chain run until all of them wait for the clock (one macrotask is
//          enough: microtasks empty before it), wake those that only yielded, again, until nobody
//          yields; then take the earliest sleeper (ties: the one that lay down first), move time to
//          it, wake it, and drain again.
import type { Clock } from "#actors/kernel/ports.ts";

interface Sleeper {
  readonly at: number;
  readonly order: number;
  readonly wake: () => void;
}

/** How many drain rounds may pass without time moving before it is called a livelock. */
const ROUNDS_WITHOUT_TIME_MAX = 100_000;

export class VirtualClock implements Clock {
  #elapsed = 0;
  #order = 0;
  #rounds = 0;
  readonly #start: number;
  readonly #sleepers = new Set<Sleeper>();
  #yielders: (() => void)[] = [];

  /** @param start Unix milliseconds that `now()` begins with. */
  constructor(start = 1_800_000_000_000) {
    this.#start = start;
  }

  now(): number {
    return this.#start + Math.floor(this.#elapsed);
  }

  monotonic(): number {
    return this.#elapsed;
  }

  /** A clock of the same time line whose `now()` is off by `skewMs()`; spans are not affected. */
  skewed(skewMs: () => number): Clock {
    return {
      now: () => this.now() + skewMs(),
      monotonic: () => this.monotonic(),
      sleep: (ms, signal) => this.sleep(ms, signal),
      yield: () => this.yield(),
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        at: this.#elapsed + Math.max(0, ms),
        order: (this.#order += 1),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake, { once: true });
    });
  }

  yield(): Promise<void> {
    return new Promise((resolve) => {
      this.#yielders.push(resolve);
    });
  }

  /** Runs everything that can run without time moving. */
  async drain(): Promise<void> {
    for (;;) {
      await macrotask();
      const yielders = this.#yielders;
      if (yielders.length === 0) return;
      this.#rounds += 1;
      if (this.#rounds > ROUNDS_WITHOUT_TIME_MAX) throw new Error("livelock: time does not move");
      this.#yielders = [];
      for (const wake of yielders) wake();
    }
  }

  /** Moves to the next sleeper not later than `until` (elapsed ms) and drains; false: none. */
  async step(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    await this.drain();
    const next = this.#earliest();
    if (next === null || next.at > until) return false;
    if (next.at > this.#elapsed) this.#rounds = 0;
    this.#elapsed = Math.max(this.#elapsed, next.at);
    next.wake();
    await this.drain();
    return true;
  }

  /** Lets `ms` pass, waking everybody whose time comes, in order. */
  async advance(ms: number): Promise<void> {
    const until = this.#elapsed + ms;
    while (await this.step(until)) {
      // each step moves to one sleeper
    }
    this.#elapsed = until;
    this.#rounds = 0;
    await this.drain();
  }

  /** Steps until `done` holds or `limitMs` have passed; answers whether it held. */
  async until(done: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#elapsed + limitMs;
    await this.drain();
    while (!done()) {
      if (!(await this.step(end))) {
        this.#elapsed = Math.max(this.#elapsed, end);
        return done();
      }
    }
    return true;
  }

  #earliest(): Sleeper | null {
    let best: Sleeper | null = null;
    for (const sleeper of this.#sleepers) {
      if (
        best === null ||
        sleeper.at < best.at ||
        (sleeper.at === best.at && sleeper.order < best.order)
      ) {
        best = sleeper;
      }
    }
    return best;
  }
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
