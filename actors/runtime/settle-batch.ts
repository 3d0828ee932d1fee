// Writes down what became of calls, many at a time. While one write is under way the next results
// gather; a lone result is written at once.
//
// Nothing that is added here is ever given up. A store that fails is tried again for ever, slower and
// slower: the rows are pending still, and settling one twice answers `false` and does no harm. A batch
// that fails goes to the back and the next one is smaller, down to single results, so that one row
// the store will not take cannot hold up the others; each success doubles the size again.
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock, Nudges, Random, Settlement, Store, Telemetry } from "#actors/kernel/ports.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";

/** Multi-row statements gain little beyond this. */
const BATCH_MAX = 256;
const BACKOFF_MAX_MS = 5_000;

export interface SettleBatchDeps {
  readonly store: Pick<Store, "settle" | "append">;
  readonly clock: Clock;
  readonly nudges: Nudges;
  readonly telemetry: Telemetry;
  readonly random: Random;
  /** A write has ended well: there is room again, and maybe nothing left. */
  readonly onProgress: () => void;
}

interface Result {
  readonly settlement: Settlement;
  readonly onCommitted: () => void;
}

export class SettleBatch {
  readonly #deps: SettleBatchDeps;
  readonly #bell: Bell;
  #results: Result[] = [];
  #news: Arrival[] = [];
  #batchSize = BATCH_MAX;
  #failures = 0;

  constructor(deps: SettleBatchDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
  }

  /** Results and news that are not committed yet. */
  get size(): number {
    return this.#results.length + this.#news.length;
  }

  /** A result for good. `onCommitted` is called once it is durable. */
  add(settlement: Settlement, onCommitted: () => void): void {
    this.#results.push({ settlement, onCommitted });
    this.#bell.ring();
  }

  /** Something that an actor must hear of an effect that goes on waiting. */
  tell(arrival: Arrival): void {
    this.#news.push(arrival);
    this.#bell.ring();
  }

  /** Writes until `signal` aborts (whoever aborts it calls `wake`). */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.size === 0) await this.#bell.wait();
      if (this.#results.length > 0) await this.#settle(signal);
      if (this.#news.length > 0) await this.#append(signal);
    }
  }

  wake(): void {
    this.#bell.ring();
  }

  async #settle(signal: AbortSignal): Promise<void> {
    const { store } = this.#deps;
    const batch = this.#results.slice(0, this.#batchSize);
    const settlements = batch.map((result) => result.settlement);
    const isWritten = await this.#write("settle", () => store.settle(settlements), signal);
    const rest = this.#results.slice(batch.length);
    this.#results = isWritten ? rest : [...rest, ...batch];
    if (!isWritten) return;
    for (const { arrival } of settlements) if (arrival !== null) this.#nudge(arrival);
    for (const { onCommitted } of batch) onCommitted();
    this.#deps.onProgress();
  }

  async #append(signal: AbortSignal): Promise<void> {
    const { store } = this.#deps;
    const batch = this.#news.slice(0, this.#batchSize);
    const isWritten = await this.#write("append", () => store.append(batch), signal);
    const rest = this.#news.slice(batch.length);
    this.#news = isWritten ? rest : [...rest, ...batch];
    if (!isWritten) return;
    for (const arrival of batch) this.#nudge(arrival);
    this.#deps.onProgress();
  }

  /** One try; false after a wait when it failed. */
  async #write(
    operation: string,
    write: () => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      await write();
    } catch (error) {
      const { clock, random, telemetry } = this.#deps;
      telemetry.emit({ event: "storeError", operation, error: describeError(error) });
      this.#failures += 1;
      this.#batchSize = Math.max(1, this.#batchSize >> 1);
      await clock.sleep(backoffMs(this.#failures, BACKOFF_MAX_MS, random), signal);
      return false;
    }
    this.#failures = 0;
    this.#batchSize = Math.min(BATCH_MAX, this.#batchSize * 2);
    return true;
  }

  #nudge(arrival: Arrival): void {
    this.#deps.nudges.nudge(arrival.address, true);
  }
}
