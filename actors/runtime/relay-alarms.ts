// All the relay's waiting for a time, as one sleeper: whoever waits holds an alarm, the soonest of
// them decides how long the loop sleeps. Setting an alarm again moves it, so nothing rings twice.
import type { Clock } from "#actors/kernel/ports.ts";
import { Bell } from "./bell.ts";
import { type HeapMember, RankedHeap } from "./heap.ts";

export class Alarm implements HeapMember {
  place = -1;
  at = 0;
  readonly ring: () => void;

  constructor(ring: () => void) {
    this.ring = ring;
  }
}

export class Alarms {
  readonly #clock: Clock;
  readonly #bell: Bell;
  readonly #heap = new RankedHeap<Alarm>((one, other) => one.at < other.at);
  #sleepsUntil = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#bell = new Bell(clock);
  }

  /** Rings at a monotonic time, and at no other; Infinity: not at all. */
  set(alarm: Alarm, at: number): void {
    if (alarm.place >= 0 && alarm.at === at) return;
    this.#heap.remove(alarm);
    if (at === Number.POSITIVE_INFINITY) return;
    alarm.at = at;
    this.#heap.push(alarm);
    if (at < this.#sleepsUntil) this.#bell.ring();
  }

  /** Rings what comes due until `signal` aborts (whoever aborts it calls `wake`). */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#ringDue();
      this.#sleepsUntil = this.#heap.top?.at ?? Number.POSITIVE_INFINITY;
      const left = this.#sleepsUntil - this.#clock.monotonic();
      await this.#bell.wait(Number.isFinite(left) ? left : undefined);
      this.#sleepsUntil = Number.NEGATIVE_INFINITY;
    }
  }

  wake(): void {
    this.#bell.ring();
  }

  #ringDue(): void {
    const now = this.#clock.monotonic();
    for (let top = this.#heap.top; top !== undefined && top.at <= now; top = this.#heap.top) {
      this.#heap.remove(top);
      top.ring();
    }
  }
}
