// A process of the simulated world: everything it does goes through its clock and its store, so it
// can be killed between any two steps, frozen, and thawed beside its successor.
//
// Fates of one I/O call:
//   fine         executed, answered
//   refused      not executed, the caller gets an error
//   answer lost  executed, the caller gets an error (an unknown outcome)
//   crash before not executed, the process is gone
//   crash after  executed, the process is gone before it hears
import type { Call, Clock, LeaseStore, Performer, Store } from "#actors/kernel/ports.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export type Fate = "fine" | "refused" | "answerLost" | "crashBefore" | "crashAfter";

/** Draws the fate and the delays of a process's I/O calls. */
export interface Chance {
  fate(operation: string): Fate;
  /** Milliseconds to the database, each way. */
  latencyMs(): number;
  /** A call went wrong: what it was told may have to be done again. */
  wentWrong(operation: string, parameters: readonly unknown[]): void;
}

/** Less than this is lost in the rounding of virtual time. */
const STEP_MS = 0.001;

const never = new Promise<never>(() => {});

export class SimProcess {
  readonly id: string;
  readonly clock: Clock;
  readonly store: Store & LeaseStore;
  #isDead = false;
  #wasCutOff = false;
  #thaw: (() => void)[] | null = null;
  readonly #time: VirtualClock;
  #frozenAt = 0;
  #missedMs = 0;

  constructor(
    id: string,
    time: VirtualClock,
    skewMs: () => number,
    store: Store & LeaseStore,
    chance: Chance,
    trace: (line: string) => void,
  ) {
    this.id = id;
    this.#time = time;
    const base = time.skewed(skewMs);
    this.clock = {
      now: () => base.now(),
      monotonic: () => base.monotonic() - this.#missedMs,
      sleep: (ms, signal) => this.#sleep(ms, signal),
      yield: async () => this.through(await base.yield()),
    };
    this.store = this.#faulty(store, chance, time, trace);
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** It died or froze at some moment, and may have left a call or its result behind. */
  get wasCutOff(): boolean {
    return this.#wasCutOff;
  }

  get isFrozen(): boolean {
    return this.#thaw !== null;
  }

  /** Ends it where it stands: nothing it awaits will ever answer. */
  crash(): void {
    this.#wasCutOff = true;
    this.end();
  }

  /** Takes a process away that has nothing under way any more. */
  end(): void {
    this.#isDead = true;
    this.thaw();
  }

  /**
   * Stops it at its next step until `thaw`; calls on the wire are still executed. Its monotonic clock
   * stops too, as it does when a virtual machine is suspended: on waking it still believes in a lease
   * that others have taken over meanwhile.
   */
  freeze(): void {
    if (this.#thaw !== null) return;
    this.#wasCutOff = true;
    this.#frozenAt = this.#time.monotonic();
    this.#thaw = [];
  }

  thaw(): void {
    const waiting = this.#thaw;
    if (waiting === null) return;
    this.#thaw = null;
    this.#missedMs += this.#time.monotonic() - this.#frozenAt;
    for (const wake of waiting) wake();
  }

  /** By its own clock: what it missed while it was frozen is still to be slept. */
  async #sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const until = this.clock.monotonic() + ms;
    const isAborted = (): boolean => signal?.aborted ?? false;
    for (let rest = ms; rest >= STEP_MS && !isAborted(); ) {
      await this.through(await this.#time.sleep(rest, signal));
      rest = until - this.clock.monotonic();
    }
  }

  /** Hands `value` on while the process lives; waits while it is frozen. */
  async through<T>(value: T): Promise<T> {
    for (;;) {
      if (this.#isDead) return never;
      const frozen = this.#thaw;
      if (frozen === null) return value;
      await new Promise<void>((resolve) => {
        frozen.push(resolve);
      });
    }
  }

  /** The connections of a process, each call of which may be where it dies, which `onDeath` hears. */
  deadly(inner: Performer, fateOf: (call: Call) => Fate, onDeath: () => void): Performer {
    const die = (): void => {
      this.crash();
      onDeath();
    };
    return {
      perform: async (call) => {
        await this.through(undefined);
        const fate = fateOf(call);
        if (fate === "crashBefore") die();
        if (this.#isDead) return never;
        const performed = await inner.perform(call);
        if (fate === "crashAfter") die();
        await this.through(undefined);
        const lost = { outcome: { type: "unknown", reason: "connection cut" }, links: [] } as const;
        return fate === "answerLost" ? lost : performed;
      },
    };
  }

  #faulty(
    inner: Store & LeaseStore,
    chance: Chance,
    time: VirtualClock,
    trace: (line: string) => void,
  ): Store & LeaseStore {
    return new Proxy(inner, {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== "function" || typeof property !== "string") return method;
        return async (...parameters: unknown[]): Promise<unknown> => {
          await this.through(undefined);
          const fate = chance.fate(property);
          trace(`${this.id} ${property} ${fate}`);
          if (fate !== "fine") chance.wentWrong(property, parameters);
          await time.sleep(chance.latencyMs());
          if (fate === "crashBefore") this.crash();
          if (this.#isDead) return never;
          if (fate === "refused") {
            await this.through(undefined);
            throw new Error("connection lost");
          }
          const answer = await Reflect.apply(method, target, parameters);
          if (fate === "crashAfter") this.crash();
          await time.sleep(chance.latencyMs());
          await this.through(undefined);
          if (fate === "answerLost") throw new Error("connection lost after the write");
          return answer;
        };
      },
    });
  }
}
