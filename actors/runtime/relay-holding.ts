// The partitions that one run of the relay sends for: taken, given up, read anew. What is read must
// not hold rows whose calls are not settled yet, for they would be taken for undone; so a partition
// that comes back waits for its calls to Telegram. It does not wait for those of pools, which may
// hang for as long as a service does: their lanes see to it one by one (lanes.ts).
import type { Clock, Release } from "#actors/kernel/ports.ts";
import type { Lane, Partition } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Loading } from "./relay-loading.ts";

/**
 * A partition is handed on after this even if a pool's call is under way: its next owner makes the
 * call again, which does no harm, while the fans of the partition wait for nothing.
 */
const POOLS_LOSE_MS = 1_000;

export interface HoldingDeps {
  readonly clock: Clock;
  readonly lanes: Lanes;
  readonly loading: Pick<Loading, "first">;
  /** Nothing of this lane is called any more. */
  readonly onForgotten: (lane: Lane) => void;
  /** A release that was kept back may meet what is in memory now. */
  readonly onPostponed: (release: Release) => void;
}

export class Holding {
  readonly #deps: HoldingDeps;
  readonly #closing = new Map<number, Promise<void>>();
  readonly #reloading = new Set<number>();
  /** Releases that must not meet what is in memory: they follow when that has been forgotten. */
  #postponed: Release[] = [];

  constructor(deps: HoldingDeps) {
    this.#deps = deps;
  }

  /** Begins to send for partitions, with what waits in their outbox. */
  gain(numbers: readonly number[]): void {
    const { lanes, loading } = this.#deps;
    const gained = numbers.flatMap((number) => lanes.gain(number) ?? []);
    if (gained.length === 0) return;
    const before = gained.flatMap((partition) => this.#closing.get(partition.number) ?? []);
    loading.first(gained, Promise.all(before));
  }

  /**
   * Ends sending for partitions; resolves when their calls are over and their results committed, those
   * of pools if that is soon.
   */
  async lose(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) this.#reloading.delete(number);
    const partitions = this.#partitions(numbers);
    const ends = partitions.map((partition) => this.#close(partition));
    const isOver = new AbortController();
    const late = this.#deps.clock.sleep(POOLS_LOSE_MS, isOver.signal);
    const pools = Promise.all(partitions.map((partition) => partition.pools.quiet()));
    await Promise.all([...ends, Promise.race([pools, late])]);
    isOver.abort();
  }

  /**
   * Forgets what waits for partitions and reads it anew. At once nothing more of them is called: a row
   * that was not known comes before whatever its actor lets out next.
   */
  reload(numbers: readonly number[]): void {
    for (const partition of this.#partitions(numbers)) {
      void this.#close(partition);
      if (this.#reloading.size === 0) void this.#regainSoon();
      this.#reloading.add(partition.number);
    }
  }

  /**
   * Rows that are gone may wait in lanes, or be in a page that is being read. So all of the partition
   * is read anew, which is no more than a lost commit costs, and far rarer. What the turn itself lets
   * out, of whatever lane, is in the outbox and follows.
   */
  forgetEarlier(release: Release): void {
    this.reload([release.partition]);
    this.#postponed.push({ ...release, forgetsEarlier: false });
  }

  #partitions(numbers: readonly number[]): readonly Partition[] {
    return numbers.flatMap((number) => this.#deps.lanes.partition(number) ?? []);
  }

  /** A failed commit doubts many partitions in one go; they are read together. */
  async #regainSoon(): Promise<void> {
    await this.#deps.clock.yield();
    const numbers = [...this.#reloading];
    const postponed = this.#postponed;
    this.#reloading.clear();
    this.#postponed = [];
    this.gain(numbers);
    for (const release of postponed) this.#deps.onPostponed(release);
  }

  /** Forgets a partition; whoever gains it again waits for the promise. */
  #close(partition: Partition): Promise<void> {
    for (const lane of this.#deps.lanes.lose(partition)) this.#deps.onForgotten(lane);
    // An ownership that was short may end before the calls of the one before it.
    const before = this.#closing.get(partition.number);
    const quiet = Promise.all([before, partition.telegram.quiet()]).then(nothing);
    this.#closing.set(partition.number, quiet);
    return quiet;
  }
}

const nothing = (): void => undefined;
