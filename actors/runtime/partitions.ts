// Of which partitions this process takes mail.
//
//   gained ──(owner before released it)──────────────▶ taken ──lost──▶ leaving ──turns ended──▶ –
//      └──(owner before crashed)──▶ uncounted ──heads counted──▲
//
// When the owner before crashed, one of the envelopes that it had in hand may have killed it. So the
// head of every mailbox is counted as tried once before anybody reads it; an envelope that kills every
// process that touches it runs out of attempts this way. Counting is tried until it works.
import type { Clock, Lease, Random, Store, Telemetry } from "#actors/kernel/ports.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";

const RETRY_MS_MAX = 5_000;

export interface PartitionsDeps {
  readonly store: Pick<Store, "countHeads">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  /** There are partitions whose mail nobody has looked at. */
  opened(): void;
}

export class Partitions {
  readonly #deps: PartitionsDeps;
  readonly #bell: Bell;
  readonly #taken = new Map<number, number>();
  readonly #uncounted = new Map<number, number>();
  readonly #leaving = new Set<number>();

  constructor(deps: PartitionsDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
  }

  get size(): number {
    return this.#taken.size;
  }

  /** The epoch of a partition whose mail is taken; null when it is not (any more, or yet). */
  epochOf(partition: number): number | null {
    return this.#leaving.has(partition) ? null : (this.#taken.get(partition) ?? null);
  }

  list(): readonly number[] {
    return [...this.#taken.keys()].filter((partition) => !this.#leaving.has(partition));
  }

  gained(leases: readonly Lease[]): void {
    for (const { partition, epoch, wasAbandoned } of leases) {
      (wasAbandoned ? this.#uncounted : this.#taken).set(partition, epoch);
    }
    this.#deps.opened();
    this.#bell.ring();
  }

  /** Takes no new mail of a partition from now on. */
  leave(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.#uncounted.delete(partition);
      if (this.#taken.has(partition)) this.#leaving.add(partition);
    }
  }

  left(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.#taken.delete(partition);
      this.#leaving.delete(partition);
    }
  }

  wake(): void {
    this.#bell.ring();
  }

  /** Counts heads where they must be counted. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, telemetry } = this.#deps;
    let failures = 0;
    while (!signal.aborted) {
      if (this.#uncounted.size === 0) {
        await this.#bell.wait();
        continue;
      }
      try {
        await this.#count();
        failures = 0;
      } catch (error) {
        failures += 1;
        const text = describeError(error);
        telemetry.emit({ event: "storeError", operation: "countHeads", error: text });
        await clock.sleep(backoffMs(failures, RETRY_MS_MAX, random), signal);
      }
    }
  }

  async #count(): Promise<void> {
    const asked = [...this.#uncounted];
    await this.#deps.store.countHeads(asked.map(([partition]) => partition));
    for (const [partition, epoch] of asked) {
      // It may have been lost, and even gained again, meanwhile.
      if (this.#uncounted.get(partition) !== epoch) continue;
      this.#uncounted.delete(partition);
      this.#taken.set(partition, epoch);
    }
    this.#deps.opened();
  }
}
