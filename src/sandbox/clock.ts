// The sandbox's clock: real time plus what a person turned forward. Everything of the sandbox that
// waits for a date (retries, flood windows, typing, button presses going stale) waits here, so that
// turning the clock is enough to see the effect, and tests stand still until they turn it.
// Invariants: it never runs backwards; due timers run in order of their time, then of their making;
// a timer made while others run is looked at again in the same pass.

export type Cancel = () => void;

/** Where real time comes from; a frozen one makes a test's whole world stand still. */
export interface TimeSource {
  /** Unix milliseconds. */
  now(): number;
  /** Calls `run` once after `delayMs`; a source that stands still may never call it. */
  wake(delayMs: number, run: () => void): Cancel;
}

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

/** setTimeout holds 31 bits; a longer wait fires at once, so far timers wake early and look again. */
const WAKE_MS_MAX = 2 ** 31 - 1;

const realTime: TimeSource = {
  now: () => Date.now(),
  wake(delayMs, run) {
    const handle = setTimeout(run, Math.min(delayMs, WAKE_MS_MAX));
    handle.unref();
    return () => clearTimeout(handle);
  },
};

export class SandboxClock {
  readonly #source: TimeSource;
  readonly #listeners = new Set<(byMs: number) => void>();
  #turnedMs = 0;
  #timers: Timer[] = [];
  #cancelWake: Cancel = () => {};

  constructor(source: TimeSource = realTime) {
    this.#source = source;
  }

  /** A clock that only moves when turned, for tests. */
  static frozen(at = Date.UTC(2030, 0, 1)): SandboxClock {
    return new SandboxClock({ now: () => at, wake: () => () => {} });
  }

  /** Unix milliseconds of the sandbox. */
  now(): number {
    return this.#source.now() + this.#turnedMs;
  }

  /** How far the clock has been turned in all, so that another process can be turned as far. */
  get turnedMs(): number {
    return this.#turnedMs;
  }

  /** Runs `run` once, `delayMs` from now by this clock. */
  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { dueAt: this.now() + delayMs, run };
    const later = this.#timers.findIndex((other) => other.dueAt > timer.dueAt);
    this.#timers.splice(later === -1 ? this.#timers.length : later, 0, timer);
    this.#arm();
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Turns the clock forward, runs what has fallen due, and tells those who listen. */
  advance(byMs: number): void {
    if (!(byMs >= 0)) throw new RangeError("the clock only turns forward");
    this.#turnedMs += byMs;
    this.#runDue();
    for (const listener of this.#listeners) listener(byMs);
  }

  /** Called with the milliseconds of each turn, after this sandbox's own timers ran. */
  onAdvance(listener: (byMs: number) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Drops every timer; the clock can still be read. */
  stop(): void {
    this.#timers = [];
    this.#cancelWake();
  }

  #runDue(): void {
    for (let due = this.#timers[0]; due && due.dueAt <= this.now(); due = this.#timers[0]) {
      this.#timers.shift();
      due.run();
    }
    this.#arm();
  }

  #arm(): void {
    this.#cancelWake();
    const next = this.#timers[0];
    if (!next) return;
    this.#cancelWake = this.#source.wake(Math.max(0, next.dueAt - this.now()), () =>
      this.#runDue(),
    );
  }
}
