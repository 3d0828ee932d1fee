// The relay: takes what turns let out and delivers it. A service around one `Delivery` a run, which
// does the work; here is what outlives a run: the subscription to partitions, and start and stop.
//
// A partition that is gained is read once: the store lets nobody commit under a lease that was taken
// over, and no take-over overtakes a commit (ports.ts), so whatever is to be found is there.
//
// Stop: no new call, calls under way end and their results are committed, within a limit. What is not
// settled by then is settled by nobody: its rows are pending, and whoever owns them next calls again:
// Telegram shows it twice then, Stripe knows the key and answers what it answered before.
import type { Lease, Outlet, Ownership, Release } from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { LimitOptions } from "./limits.ts";
import { POOL_CALLS_MAX, type PoolBounds } from "./pools.ts";
import { Delivery, type DeliveryDeps } from "./relay-delivery.ts";
import { NO_STATS, type RelayStats } from "./relay-stats.ts";

/** What Telegram's documents say (core.telegram.org/bots/faq), for all who do not know better. */
export const TELEGRAM_LIMITS: LimitOptions = {
  messagesPerSecond: 30,
  groupMessagesPerMinute: 20,
  chatMessagesPerSecond: 1,
};

/** Calls to Telegram under way at once: a second's worth of the bot's limit at two seconds a call. */
const CALLS_MAX = 64;
/** A call takes its time-out at most; a platform kills some 30 s after it has asked. */
const DRAIN_MS = 10_000;
/** A partition is handed on after this even if a call still hangs; its row may then go out twice. */
const LOSE_MS = 5_000;

/**
 * Our own statement whose connection broke may still be running in the database, which ends it after its
 * `statement_timeout`. Once this has passed, what has not been committed never will be.
 */
const LATE_COMMIT_MS = 30_000;

export interface RelayDeps extends Omit<DeliveryDeps, "callsMax" | "poolCallsMax" | "ownership"> {
  readonly ownership: Ownership;
  readonly callsMax?: number;
  readonly poolCallsMax?: Partial<PoolBounds>;
  readonly drainMs?: number;
}

export class Relay implements Service, Outlet {
  readonly name = "relay";
  readonly #deps: RelayDeps;
  readonly #lifecycle: Lifecycle;
  /** Partitions gained and not lost, whether the relay runs or not. */
  readonly #held = new Set<number>();
  /** When each partition was doubted last (monotonic), until its outbox has been read again. */
  readonly #doubtedAt = new Map<number, number>();
  #ending = new AbortController();
  #delivery: Delivery | null = null;

  constructor(deps: RelayDeps) {
    this.#deps = deps;
    deps.ownership.subscribe({
      gained: (leases) => this.#gained(leases),
      lost: (partitions) => this.#lost(partitions),
    });
    this.#lifecycle = new Lifecycle({
      begin: async (_stopping, run) => {
        this.#ending = new AbortController();
        const { signal } = this.#ending;
        const callsMax = deps.callsMax ?? CALLS_MAX;
        const poolCallsMax = { ...POOL_CALLS_MAX, ...deps.poolCallsMax };
        const delivery = new Delivery({ ...deps, callsMax, poolCallsMax }, signal);
        this.#delivery = delivery;
        run(delivery.run(signal));
        delivery.gain([...new Set([...this.#held, ...deps.ownership.owned()])]);
      },
      end: async () => {
        await this.drain();
        this.#ending.abort();
        this.#delivery?.wake();
        this.#delivery = null;
      },
    });
  }

  start(): Promise<void> {
    return this.#lifecycle.start();
  }

  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  /**
   * Makes no more calls. Resolves when those under way are over and their results committed, or after
   * `limitMs` milliseconds; answers which. What is released after this waits in the outbox.
   */
  async drain(limitMs: number = this.#deps.drainMs ?? DRAIN_MS): Promise<boolean> {
    return (await this.#delivery?.drain(limitMs)) ?? true;
  }

  /** Never throws, never calls anything before it returns. */
  release(release: Release): void {
    this.#delivery?.release(release);
  }

  /** Reads the partition's outbox at once, and again when no late commit can come any more. */
  doubt(partition: number): void {
    this.#delivery?.reload([partition]);
    const isWatched = this.#doubtedAt.has(partition);
    this.#doubtedAt.set(partition, this.#deps.clock.monotonic());
    if (!isWatched) void this.#reloadLater(partition);
  }

  stats(): RelayStats {
    return this.#delivery?.stats() ?? NO_STATS;
  }

  /** Until the last doubt is so old that there is nothing left to doubt. */
  async #reloadLater(partition: number): Promise<void> {
    const { clock } = this.#deps;
    const { signal } = this.#ending;
    const leftMs = () => {
      const doubtedAt = this.#doubtedAt.get(partition) ?? 0;
      return Math.ceil(doubtedAt + LATE_COMMIT_MS - clock.monotonic());
    };
    while (!signal.aborted && leftMs() > 0) await clock.sleep(leftMs(), signal);
    this.#doubtedAt.delete(partition);
    if (!signal.aborted) this.#delivery?.reload([partition]);
  }

  async #gained(leases: readonly Lease[]): Promise<void> {
    const partitions = leases.map((lease) => lease.partition);
    for (const partition of partitions) this.#held.add(partition);
    this.#delivery?.gain(partitions);
  }

  async #lost(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.#held.delete(partition);
    const isOver = new AbortController();
    const lost = this.#delivery?.lose(partitions) ?? Promise.resolve();
    await Promise.race([lost, this.#deps.clock.sleep(LOSE_MS, isOver.signal)]);
    isOver.abort();
  }
}
