// Pools: the ways out for calls that do not go to Telegram. Each has a line and a bound of its own
// and knows nothing of chats, windows or the other ways, which is what keeps them apart: a service
// that hangs takes up its own places and nobody else's, and quiet that Telegram wants is not asked
// for here.
//
//   open      fewer calls under way than `callsMax`: the first in line may pass
//   full      a call must end first
//   closed    the service wants quiet from all of us until a time; calls under way go on
//
// Calls of a pool are safe to make twice: Stripe knows them by the key in their ids, our own books by
// the fan. So where a partition changes hands or is read anew, nobody waits long for them.
import type { EffectLane } from "#actors/kernel/effect-traits.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import { isServedBefore, type Rank, type Ticket } from "./fairness.ts";
import { NO_CHAT } from "./fairness-gates.ts";
import { RankedHeap } from "./heap.ts";
import { Alarm, type Alarms } from "./relay-alarms.ts";

export type PoolName = Extract<EffectLane, "stripe" | "books">;

export type PoolBounds = Readonly<Record<PoolName, number>>;

/**
 * Calls under way at once. Stripe takes 25 a second in its sandbox and 25 a second of one kind live
 * (docs.stripe.com/rate-limits), at some 300 ms to a second a call; our own database has other work.
 */
export const POOL_CALLS_MAX: PoolBounds = { stripe: 16, books: 8 };

/** The pool that a lane's calls go through; null for those to Telegram. */
export function poolOf(lane: EffectLane): PoolName | null {
  return lane === "stripe" || lane === "books" ? lane : null;
}

export interface PoolStats {
  readonly calls: number;
  /** Lanes whose next call waits for a place. */
  readonly waiting: number;
  /** How long it is closed yet; 0 when it is open. */
  readonly closedForMs: number;
}

export interface PoolDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly callsMax: number;
  /** The pool has opened by itself: there may be something to take. */
  readonly onOpen: () => void;
}

export class Pool<T> {
  readonly #deps: PoolDeps;
  readonly #alarm: Alarm;
  readonly #line = new RankedHeap<Ticket<T>>(isServedBefore);
  #tickets = 0;
  #calls = 0;
  #closedUntil = 0;

  constructor(deps: PoolDeps) {
    this.#deps = deps;
    this.#alarm = new Alarm(deps.onOpen);
  }

  get stats(): PoolStats {
    const closedForMs = Math.max(0, this.#closedUntil - this.#deps.clock.monotonic());
    return { calls: this.#calls, waiting: this.#line.size, closedForMs };
  }

  get calls(): number {
    return this.#calls;
  }

  /** Stands in line for a call. */
  enter(holder: T, rank: Rank): Ticket<T> {
    const number = (this.#tickets += 1);
    const ticket = { holder, chat: NO_CHAT, weight: 0, rank, number, place: -1 };
    this.#line.push(ticket);
    return ticket;
  }

  /** Leaves the line without a call. */
  leave(ticket: Ticket<T>): void {
    this.#line.remove(ticket);
  }

  /** The next ticket that may pass, which counts as called from now on; null: nobody may. */
  take(): Ticket<T> | null {
    const { top } = this.#line;
    if (top === undefined || this.#calls >= this.#deps.callsMax) return null;
    if (this.#deps.clock.monotonic() < this.#closedUntil) {
      this.#deps.alarms.set(this.#alarm, this.#closedUntil);
      return null;
    }
    this.#line.remove(top);
    this.#calls += 1;
    return top;
  }

  /** The call of a taken ticket was answered, or was not made after all. */
  finish(): void {
    this.#calls -= 1;
  }

  /** No new call for a while. */
  close(forMs: number): void {
    this.#closedUntil = Math.max(this.#closedUntil, this.#deps.clock.monotonic() + forMs);
  }
}
