// Durable timers. Truth is the store's rows; memory holds those that come due within the next minute,
// so a process that restarts, or takes over a partition, has lost none.
//
//   row in the store ──(due before the horizon)──▶ heap ──due──▶ fireTimers: row → inbox ──▶ nudge
//
// `loadedUntil` is the horizon: every row of our partitions that is due before it is in the heap. A
// turn that commits a timer inside the horizon says so, one beyond it is found by the next refill.
// Timers move and are cleared all the time, so the heap may hold stale entries: `#dueAt` has the one
// that counts, and the store ignores whatever was moved or cleared meanwhile.
//
// The wall clock may jump. Sleeps are spans of at most STEP_MS, and after each the clock is read
// anew: a jump forward makes everything due in the next step, a jump back leads to a refill.
// If a firing fails its outcome is unknown, so the heap is thrown away and filled from the store.
import type { TimerChange } from "#actors/kernel/actor.ts";
import { type Address, addressKey, partitionOf } from "#actors/kernel/address.ts";
import type {
  Clock,
  DueTimer,
  Nudges,
  Ownership,
  Random,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { DueHeap } from "./due-heap.ts";
import { Lifecycle } from "./lifecycle.ts";

/** How far ahead timers are in memory. */
const HORIZON_MS = 60_000;
/** Half of the horizon, so that a refill may be late by as much. */
const REFILL_EVERY_MS = 30_000;
/** The longest nap, and so the longest that a clock's jump goes unnoticed. */
const STEP_MS = 1_000;
const TIMERS_PER_REFILL_MAX = 2_000;
const TIMERS_PER_FIRING_MAX = 500;
const RETRY_MS_MAX = 5_000;

export interface TimersDeps {
  readonly store: Pick<Store, "dueTimers" | "fireTimers">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly ownership: Pick<Ownership, "subscribe">;
  /** Told of the mail that a fired timer has become. */
  readonly nudges: Nudges;
}

export class Timers implements Service {
  readonly name = "timers";
  readonly #deps: TimersDeps;
  readonly #bell: Bell;
  readonly #lifecycle: Lifecycle;
  readonly #partitions = new Set<number>();
  readonly #heap = new DueHeap<DueTimer>();
  /** The due time in force, by address and name. */
  readonly #dueAt = new Map<string, number>();
  /** All in wall time: when the heap was filled, up to when, and when it is filled again. */
  #filledAt = Number.NEGATIVE_INFINITY;
  #loadedUntil = Number.NEGATIVE_INFINITY;
  #refillAt = Number.NEGATIVE_INFINITY;

  constructor(deps: TimersDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
    this.#lifecycle = new Lifecycle({
      begin: async (signal, run) => {
        run(this.#run(signal));
      },
      end: async () => {
        this.#bell.ring();
      },
    });
    deps.ownership.subscribe({
      gained: async (leases) => {
        for (const { partition } of leases) this.#partitions.add(partition);
        this.#refillSoon();
      },
      lost: async (partitions) => {
        for (const partition of partitions) this.#partitions.delete(partition);
      },
    });
  }

  start(): Promise<void> {
    return this.#lifecycle.start();
  }

  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  /** Hears of timers that a turn has committed. */
  committed(address: Address, changes: readonly TimerChange[]): void {
    for (const change of changes) {
      const key = keyOf(address, change.name);
      if ("set" in change && change.set < this.#loadedUntil) {
        this.#keep({ address, name: change.name, dueAt: change.set });
        this.#bell.ring();
      } else {
        // Cleared, or moved beyond the horizon: what the heap holds of it is stale.
        this.#dueAt.delete(key);
      }
    }
  }

  #refillSoon(): void {
    this.#refillAt = Number.NEGATIVE_INFINITY;
    this.#bell.ring();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, random, telemetry } = this.#deps;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#refillIfLow();
        await this.#fireDue(signal);
        failures = 0;
        const next = Math.min(this.#heap.nextDueAt, this.#refillAt);
        await this.#bell.wait(Math.min(STEP_MS, Math.max(0, next - clock.now())));
      } catch (error) {
        failures += 1;
        telemetry.emit({ event: "storeError", operation: "timers", error: describeError(error) });
        this.#refillAt = Number.NEGATIVE_INFINITY;
        await clock.sleep(backoffMs(failures, RETRY_MS_MAX, random), signal);
      }
    }
  }

  async #refillIfLow(): Promise<void> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    if (now >= this.#filledAt && now < this.#refillAt) return;
    this.#heap.clear();
    this.#dueAt.clear();
    // Before the query: what a turn commits while it runs may or may not be in its answer.
    this.#filledAt = now;
    this.#loadedUntil = now + HORIZON_MS;
    this.#refillAt = now + REFILL_EVERY_MS;
    const partitions = [...this.#partitions];
    const timers = await store.dueTimers(partitions, this.#loadedUntil, TIMERS_PER_REFILL_MAX);
    for (const timer of timers) {
      // What a turn has said meanwhile is newer than the answer.
      if (!this.#dueAt.has(keyOf(timer.address, timer.name))) this.#keep(timer);
    }
    const last = timers.at(-1);
    if (timers.length < TIMERS_PER_REFILL_MAX || last === undefined) return;
    this.#loadedUntil = last.dueAt;
    this.#refillAt = Math.min(this.#refillAt, last.dueAt);
  }

  async #fireDue(signal: AbortSignal): Promise<void> {
    const { store, clock, nudges } = this.#deps;
    while (!signal.aborted) {
      const now = clock.now();
      const due = this.#takeDue(now);
      if (due.length === 0) return;
      await store.fireTimers(due, now);
      for (const timer of due) nudges.nudge(timer.address, false);
    }
  }

  #takeDue(now: number): readonly DueTimer[] {
    const due: DueTimer[] = [];
    while (due.length < TIMERS_PER_FIRING_MAX) {
      const timer = this.#heap.popDue(now);
      if (timer === undefined) break;
      const key = keyOf(timer.address, timer.name);
      const isCurrent = this.#dueAt.get(key) === timer.dueAt;
      if (!isCurrent || !this.#partitions.has(partitionOf(timer.address))) continue;
      this.#dueAt.delete(key);
      due.push(timer);
    }
    return due;
  }

  #keep(timer: DueTimer): void {
    this.#dueAt.set(keyOf(timer.address, timer.name), timer.dueAt);
    this.#heap.push(timer.dueAt, timer);
  }
}

function keyOf(address: Address, name: string): string {
  return `${addressKey(address)}/${name}`;
}
