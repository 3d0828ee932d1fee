// All activations of this process, and the only place that moves one from phase to phase, so that
// the counts, the idle lists and the backlog cannot disagree with it.
//
// Memory follows the active, not the known. Idle actors are in two lists: warm ones keep their state
// as an object, because an actor that spoke will most likely speak again at once; after a few
// seconds they cool down to the JSON of it; after two minutes, or when there are more than
// `activeMax`, the longest idle are passivated, which takes one synchronous step (see activation.ts).
import { type Address, addressKey, PARTITION_COUNT } from "#actors/kernel/address.ts";
import { Activation, type Phase } from "./activation.ts";
import { IdleList } from "./idle-list.ts";

/** A chat's next message mostly comes within this; re-parsing a state costs more than a few KB do. */
const WARM_MS = 5_000;

export interface LiveLimits {
  /** Activations in memory, idle and busy; 200,000 idle ones take about 0.3 GB. */
  readonly activeMax: number;
  /** An idle actor is passivated after this many milliseconds. */
  readonly idleMs: number;
}

export type PhaseCounts = { [P in Exclude<Phase, "gone">]: number };

export class Live {
  readonly #limits: LiveLimits;
  readonly #byKey = new Map<string, Activation>();
  readonly #perPartition = new Uint32Array(PARTITION_COUNT);
  readonly #counts: PhaseCounts = { idle: 0, reading: 0, ready: 0, turning: 0, waiting: 0 };
  readonly #warm = new IdleList();
  readonly #cool = new IdleList();
  #backlog = 0;
  #evicted = 0;

  constructor(limits: LiveLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byKey.size;
  }

  get counts(): Readonly<PhaseCounts> {
    return this.#counts;
  }

  /** Envelopes known to wait, without those of actors that failed: theirs is nobody else's queue. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Actors of a partition that are in memory. */
  sizeOf(partition: number): number {
    return this.#perPartition[partition] ?? 0;
  }

  get(address: Address): Activation | undefined {
    return this.#byKey.get(addressKey(address));
  }

  /** Adds an activation for an address that has none, at the cost of the longest idle when full. */
  open(address: Address, phase: Exclude<Phase, "gone">, now: number): Activation {
    while (this.#byKey.size >= this.#limits.activeMax && this.#evictOldest()) this.#evicted += 1;
    const activation = new Activation(address);
    this.#byKey.set(activation.key, activation);
    this.#perPartition[activation.partition] = this.sizeOf(activation.partition) + 1;
    this.move(activation, phase, now);
    return activation;
  }

  move(activation: Activation, phase: Phase, now: number): void {
    this.#leave(activation);
    activation.phase = phase;
    activation.since = now;
    if (phase === "gone") {
      this.#byKey.delete(activation.key);
      this.#perPartition[activation.partition] = this.sizeOf(activation.partition) - 1;
      activation.forget();
      return;
    }
    this.#counts[phase] += 1;
    if (phase === "idle") this.#warm.push(activation);
    if (phase !== "waiting") this.#backlog += activation.backlog;
  }

  #leave(activation: Activation): void {
    const { phase } = activation;
    if (phase === "gone") return;
    this.#counts[phase] -= 1;
    if (phase === "idle") {
      (activation.isCool ? this.#cool : this.#warm).remove(activation);
      activation.isCool = false;
    }
    if (phase !== "waiting") this.#backlog -= activation.backlog;
  }

  setBacklog(activation: Activation, backlog: number): void {
    if (activation.phase !== "waiting") this.#backlog += backlog - activation.backlog;
    activation.backlog = backlog;
  }

  inPartitions(partitions: ReadonlySet<number>): Activation[] {
    return [...this.#byKey.values()].filter((a) => partitions.has(a.partition));
  }

  /**
   * Cools and passivates at most `most` actors each; answers how many were passivated since the last
   * time, and whether there is more to do at this moment.
   */
  sweep(now: number, most: number): { readonly passivated: number; readonly isDone: boolean } {
    let cooled = 0;
    for (let a = this.#warm.oldest; a !== null && cooled < most; a = this.#warm.oldest) {
      if (now - a.since < WARM_MS) break;
      this.#warm.remove(a);
      a.compact();
      this.#cool.push(a);
      cooled += 1;
    }
    let passivated = 0;
    for (let a = this.#cool.oldest; a !== null && passivated < most; a = this.#cool.oldest) {
      if (now - a.since < this.#limits.idleMs) break;
      this.move(a, "gone", now);
      passivated += 1;
    }
    const evicted = this.#evicted;
    this.#evicted = 0;
    return {
      passivated: passivated + evicted,
      isDone: cooled < most && passivated < most,
    };
  }

  #evictOldest(): boolean {
    const oldest = this.#cool.oldest ?? this.#warm.oldest;
    if (oldest === null) return false;
    this.move(oldest, "gone", oldest.since);
    return true;
  }
}
