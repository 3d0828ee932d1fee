// Every way out of the relay: the gates of Telegram's chats, with one bound on the calls through all
// of them, and the pools. The one place that knows which lane takes which way, so that nothing that
// is said of one way (closed, full, flooded) can be meant for another.
//
// Pools are asked first. They cannot starve Telegram by it: together they take no more places at once
// than their bounds, and those are not Telegram's.
import type { Clock } from "#actors/kernel/ports.ts";
import { rankOf, type Ticket } from "./fairness.ts";
import { Gates } from "./fairness-gates.ts";
import type { Lane } from "./lane.ts";
import type { Chats, Start } from "./lane-choice.ts";
import type { LimitOptions } from "./limits.ts";
import { Pool, type PoolBounds, type PoolName, type PoolStats, poolOf } from "./pools.ts";
import type { Alarms } from "./relay-alarms.ts";

export interface ExitsDeps {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly limits: LimitOptions;
  /** Calls to Telegram under way at once. */
  readonly callsMax: number;
  readonly poolCallsMax: PoolBounds;
  /** A way has opened by itself: there may be something to take. */
  readonly onOpen: () => void;
}

export class Exits {
  readonly #gates: Gates<Lane>;
  readonly #pools: Readonly<Record<PoolName, Pool<Lane>>>;
  readonly #callsMax: number;
  #calls = 0;

  constructor(deps: ExitsDeps) {
    const { callsMax, poolCallsMax } = deps;
    this.#gates = new Gates(deps);
    this.#pools = {
      stripe: new Pool({ ...deps, callsMax: poolCallsMax.stripe }),
      books: new Pool({ ...deps, callsMax: poolCallsMax.books }),
    };
    this.#callsMax = callsMax;
  }

  /** Calls under way, by whatever way. */
  get calls(): number {
    return this.#calls + this.#pools.stripe.calls + this.#pools.books.calls;
  }

  /** What a lane's choice depends on. */
  get chats(): Chats {
    return this.#gates;
  }

  get pools(): Readonly<Record<PoolName, PoolStats>> {
    return { stripe: this.#pools.stripe.stats, books: this.#pools.books.stats };
  }

  /** See {@link Gates.floods}. */
  floods(): ReturnType<Gates<Lane>["floods"]> {
    return this.#gates.floods();
  }

  /** Stands in line for the call that a lane has chosen. */
  enter(lane: Lane, { entry, chat, weight }: Start): Ticket<Lane> {
    const { effect, traits, since } = entry;
    const rank = rankOf(effect, traits, { since, servedAt: lane.servedAt, chat });
    const pool = this.#poolOf(lane);
    return pool?.enter(lane, rank) ?? this.#gates.enter(lane, chat, weight, rank);
  }

  /** Leaves the line without a call. */
  leave(ticket: Ticket<Lane>): void {
    const pool = this.#poolOf(ticket.holder);
    if (pool === null) this.#gates.leave(ticket);
    else pool.leave(ticket);
  }

  /** The next ticket that may pass, which counts as called from now on; null: nobody may. */
  take(): Ticket<Lane> | null {
    const ticket = this.#pools.stripe.take() ?? this.#pools.books.take();
    if (ticket !== null || this.#calls >= this.#callsMax) return ticket;
    const telegrams = this.#gates.take();
    if (telegrams !== null) this.#calls += 1;
    return telegrams;
  }

  /** The call of a taken ticket was answered. */
  finish(ticket: Ticket<Lane>): void {
    const pool = this.#poolOf(ticket.holder);
    if (pool !== null) {
      pool.finish();
      return;
    }
    this.#calls -= 1;
    this.#gates.finish(ticket);
  }

  /** The call of a taken ticket was not made after all. */
  giveBack(ticket: Ticket<Lane>): void {
    const pool = this.#poolOf(ticket.holder);
    if (pool !== null) {
      pool.finish();
      return;
    }
    this.#calls -= 1;
    this.#gates.giveBack(ticket);
  }

  /** Nothing more takes the way of a ticket for a while; `isFlood` when somebody wants quiet. */
  close(ticket: Ticket<Lane>, forMs: number, isFlood: boolean): void {
    const pool = this.#poolOf(ticket.holder);
    if (pool === null) this.#gates.closeAll(forMs, isFlood);
    else pool.close(forMs);
  }

  /** See {@link Gates.flooded}: the chat of a ticket is closed; a pool has none. */
  flooded(ticket: Ticket<Lane>, forMs: number): readonly Lane[] {
    return this.#gates.flooded(ticket, forMs);
  }

  #poolOf(lane: Lane): Pool<Lane> | null {
    const name = poolOf(lane.kind);
    return name === null ? null : this.#pools[name];
  }
}
