// The supervisor: owns every activation of this process, and sees to it that an actor has one turn at
// a time, that all of them share the processor fairly, and that one actor's failure, slowness or
// flood is its own. The phases of an actor are drawn in activation.ts; this file makes the moves:
//
//   nudge ─▶ reader ─▶ turns (decide, journal) ─▶ next mail, or reader, or idle
//                           └─ did not commit ─▶ recovery ─▶ reader
//
// Partitions: mail is taken only for partitions that were gained. The supervisor subscribes last and
// so gains last and loses first: the relay is ready before the first turn commits, and is still there
// for the last one. A partition that is being given up starts no turn; `lost` resolves when those
// under way have ended.
//
// Backpressure: nothing here is unbounded but the inbox. A mailbox holds 16 envelopes, an actor or
// the whole process that is behind says so (`isFull`, `isOverloaded`), and ingest answers 503.
import type { Registry } from "#actors/kernel/actor.ts";
import { type Address, partitionOf } from "#actors/kernel/address.ts";
import type {
  Clock,
  Nudges,
  Outlet,
  Ownership,
  Random,
  SettingsSource,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import type { Activation } from "./activation.ts";
import { Journal } from "./journal.ts";
import { Lifecycle } from "./lifecycle.ts";
import { Live, type LiveLimits, type PhaseCounts } from "./live.ts";
import { Partitions } from "./partitions.ts";
import { Poll } from "./poll.ts";
import { Reader } from "./reader.ts";
import { Recovery } from "./recovery.ts";
import { Turns, type TurnsDeps } from "./turns.ts";

/** Some seconds of work at full speed; Telegram had better bring the rest later. */
const BACKLOG_MAX = 20_000;
/** One chat's share of it: more than any person types, less than a script does. */
const BACKLOG_OF_ONE_MAX = 512;
const SWEEP_MS = 1_000;
/** Idle actors handled in one go: well under a slice. */
const SWEPT_AT_ONCE_MAX = 2_000;

const DEFAULT_LIMITS: LiveLimits = { activeMax: 200_000, idleMs: 120_000 };

export interface SupervisorDeps {
  readonly registry: Registry;
  readonly store: Pick<Store, "activate" | "read" | "commit" | "fail" | "waiting" | "countHeads">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly settings: SettingsSource;
  readonly ownership: Pick<Ownership, "subscribe">;
  readonly outlet: Outlet;
  readonly timers: TurnsDeps["timers"];
  /**
   * The store says that this process does not hold a partition that it believes to hold. Whoever
   * keeps the leases answers with `lost`, and with `gained` once it is held again.
   */
  onFenced(partition: number): void;
  /** A partition's actors crash by the dozen: the process should end and start anew. */
  onEscalate(reason: string): void;
  readonly limits?: LiveLimits;
  readonly freezesStates?: boolean;
}

export interface SupervisorStats {
  readonly partitions: number;
  readonly live: number;
  readonly phases: Readonly<PhaseCounts>;
  /** Envelopes known to wait. */
  readonly backlog: number;
  /** How long the actor has waited that waits longest for the reader or its turn. */
  readonly oldestWaitMs: number;
}

export class Supervisor implements Service, Nudges {
  readonly name = "supervisor";
  readonly #deps: SupervisorDeps;
  readonly #live: Live;
  readonly #reader: Reader;
  readonly #turns: Turns;
  readonly #recovery: Recovery;
  readonly #poll: Poll;
  readonly #lifecycle: Lifecycle;
  readonly #partitions: Partitions;

  constructor(deps: SupervisorDeps) {
    this.#deps = deps;
    this.#live = new Live(deps.limits ?? DEFAULT_LIMITS);
    this.#recovery = new Recovery({
      ...deps,
      live: this.#live,
      resume: (activation) => this.#read(activation, false),
      escalate: (reason) => deps.onEscalate(reason),
    });
    this.#turns = new Turns({
      ...deps,
      live: this.#live,
      journal: new Journal(deps),
      recovery: this.#recovery,
      freezesStates: deps.freezesStates ?? false,
      proceed: (activation) => this.#proceed(activation),
    });
    this.#reader = new Reader({
      ...deps,
      epochOf: (partition) => this.#partitions.epochOf(partition),
      fetched: (activation) => this.#fetched(activation),
      fenced: (activation) => this.#fenced(activation),
    });
    this.#poll = new Poll({
      ...deps,
      partitions: () => this.#partitions.list(),
      busy: () => this.#live.size - this.#live.counts.idle,
      found: (address) => this.#found(address),
    });
    this.#partitions = new Partitions({ ...deps, opened: () => this.#poll.wake() });
    this.#lifecycle = new Lifecycle({
      begin: async (signal, run) => {
        for (const part of this.#parts()) run(part.run(signal));
        run(this.#sweep(signal));
      },
      end: () => this.#end(),
    });
    deps.ownership.subscribe({
      gained: async (leases) => this.#partitions.gained(leases),
      lost: (partitions) => this.#lost(partitions),
    });
  }

  start(): Promise<void> {
    return this.#lifecycle.start();
  }

  /** Lets the turns under way end, takes no new ones. */
  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  nudge(address: Address, urgent: boolean): void {
    if (!this.#takes(partitionOf(address))) return;
    const known = this.#live.get(address);
    const activation = known ?? this.#open(address, urgent);
    this.#live.setBacklog(activation, activation.backlog + 1);
    if (known !== undefined) this.#look(known, urgent);
  }

  /** Whether this process is so far behind that new work should come later. */
  isOverloaded(): boolean {
    return this.#live.backlog > BACKLOG_MAX;
  }

  /** Whether one actor is so far behind (or parked) that its own next mail should come later. */
  isFull(address: Address): boolean {
    return (this.#live.get(address)?.backlog ?? 0) > BACKLOG_OF_ONE_MAX;
  }

  stats(): SupervisorStats {
    const oldest = Math.min(this.#reader.oldestSince, this.#turns.oldestSince);
    const now = this.#deps.clock.monotonic();
    return {
      partitions: this.#partitions.size,
      live: this.#live.size,
      phases: { ...this.#live.counts },
      backlog: this.#live.backlog,
      oldestWaitMs: oldest === Number.POSITIVE_INFINITY ? 0 : now - oldest,
    };
  }

  #takes(partition: number): boolean {
    return this.#partitions.epochOf(partition) !== null;
  }

  #open(address: Address, isUrgent: boolean): Activation {
    const activation = this.#live.open(address, "reading", this.#deps.clock.monotonic());
    this.#reader.ask(activation, isUrgent);
    return activation;
  }

  /** There is mail for an actor that is in memory. */
  #look(activation: Activation, isUrgent: boolean): void {
    if (activation.phase === "idle") {
      this.#read(activation, isUrgent);
      return;
    }
    activation.again = true;
    if (!isUrgent) return;
    activation.againUrgent = true;
    if (activation.phase === "ready") this.#read(activation, true);
    else if (activation.isQueued) this.#reader.ask(activation, true);
  }

  #found(address: Address): boolean {
    if (!this.#takes(partitionOf(address))) return false;
    const known = this.#live.get(address);
    if (known === undefined) this.#open(address, false);
    else if (known.phase === "idle") this.#read(known, false);
    else return false;
    return true;
  }

  #read(activation: Activation, isUrgent: boolean): void {
    this.#live.move(activation, "reading", this.#deps.clock.monotonic());
    this.#reader.ask(activation, isUrgent);
  }

  #fetched(activation: Activation): void {
    const heads = activation.mailbox?.length ?? 0;
    const backlog = activation.hasMore ? Math.max(heads, activation.backlog) : heads;
    this.#live.setBacklog(activation, backlog);
    this.#proceed(activation);
  }

  /** Where an actor goes that has nothing under way. */
  #proceed(activation: Activation): void {
    if (activation.phase === "gone") return;
    if (!this.#takes(activation.partition)) this.#drop(activation);
    else if (activation.againUrgent) this.#read(activation, true);
    else if ((activation.mailbox?.length ?? 0) > 0) this.#turns.add(activation);
    else if (activation.again || activation.hasMore) this.#read(activation, false);
    else {
      this.#live.setBacklog(activation, 0);
      this.#live.move(activation, "idle", this.#deps.clock.monotonic());
    }
  }

  #drop(activation: Activation): void {
    this.#live.move(activation, "gone", this.#deps.clock.monotonic());
  }

  /** A fenced partition starts no turn until its owner has told it lost, and gained again. */
  #fenced(activation: Activation): void {
    this.#drop(activation);
    const { partition } = activation;
    if (!this.#takes(partition)) return;
    this.#partitions.leave([partition]);
    this.#deps.onFenced(partition);
  }

  async #lost(partitions: readonly number[]): Promise<void> {
    this.#partitions.leave(partitions);
    const affected = this.#live.inPartitions(new Set(partitions));
    for (const activation of affected) {
      if (activation.phase !== "turning") this.#drop(activation);
    }
    await Promise.all(affected.flatMap((activation) => activation.turn ?? []));
    // Those whose last turn failed wait to be read again; the next owner will do that.
    for (const activation of affected) {
      if (activation.phase !== "gone") this.#drop(activation);
    }
    this.#partitions.left(partitions);
    this.#recovery.forget(partitions);
  }

  async #sweep(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      await clock.sleep(SWEEP_MS, signal);
      this.#recovery.forgive();
      for (let isDone = false; !isDone && !signal.aborted; ) {
        const swept = this.#live.sweep(clock.monotonic(), SWEPT_AT_ONCE_MAX);
        if (swept.passivated > 0) {
          this.#deps.telemetry.emit({ event: "passivated", count: swept.passivated });
        }
        isDone = swept.isDone;
        if (!isDone) await clock.yield();
      }
    }
  }

  async #end(): Promise<void> {
    await this.#lost(this.#partitions.list());
    for (const part of this.#parts()) part.wake();
  }

  /** Those with a loop of their own. */
  #parts(): readonly { run(signal: AbortSignal): Promise<void>; wake(): void }[] {
    return [this.#partitions, this.#reader, this.#turns, this.#recovery, this.#poll];
  }
}
