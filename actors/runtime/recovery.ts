// What happens to an actor whose turn did not commit. It never keeps what it believed: it is read
// again, from committed state, when its wait is over.
//
//   crashed  parse, load or decide threw, or the store refused this very turn. The attempt is counted
//            in the inbox row, the wait is the back-off or the park that restarts.ts decides on.
//   doubted  the commit missed or its outcome is unknown. Nobody is at fault, so nothing is counted
//            and the actor reads what is true: at once the first time, later with growing waits.
//            After DOUBTS_MAX in a row, each with a read in between that worked, it is a crash: a
//            commit that never gets an answer must not be tried for ever.
//   worn     the envelope has had all its attempts before this one (processes died of it). It becomes
//            a dead letter without another try.
//
// If counting an attempt fails, the attempt is not counted; the wait is kept all the same.
import type { Clock, Pending, Random, Store, Telemetry } from "#actors/kernel/ports.ts";
import type { Activation } from "./activation.ts";
import { backoffMs } from "./backoff.ts";
import { Batcher } from "./batcher.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { DueHeap } from "./due-heap.ts";
import type { Live } from "./live.ts";
import { ATTEMPTS_MAX, Restarts } from "./restarts.ts";

/** With waits up to DOUBT_MS_MAX about two minutes; overload that passes must cost no envelope. */
const DOUBTS_MAX = 12;
const DOUBT_MS_MAX = 30_000;
const CRASH_MS_MAX = 5_000;
const FAILURES_PER_CALL_MAX = 500;

type Failure = Parameters<Store["fail"]>[0][number];

export interface RecoveryDeps {
  readonly store: Pick<Store, "fail">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly live: Live;
  /** The activation's wait is over. */
  resume(activation: Activation): void;
  /** So many actors of a partition fail that it is none of theirs; called once. */
  escalate(reason: string): void;
}

export class Recovery {
  readonly #deps: RecoveryDeps;
  readonly #restarts = new Restarts();
  readonly #waits = new DueHeap<Activation>();
  readonly #failures: Batcher<Failure, true>;
  readonly #bell: Bell;
  #hasEscalated = false;

  constructor(deps: RecoveryDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
    this.#failures = new Batcher({
      work: async (failures) => {
        await deps.store.fail(failures);
        return failures.map(() => true as const);
      },
      batchMax: FAILURES_PER_CALL_MAX,
      inFlightMax: 1,
    });
  }

  /** Moves the actor to `waiting`, counts the attempt, and resumes it when its wait is over. */
  async crashed(activation: Activation, pending: Pending, error: unknown): Promise<void> {
    const { clock, random, telemetry, live } = this.#deps;
    const now = clock.monotonic();
    const text = describeError(error);
    const { address, key, partition } = activation;
    telemetry.emit({ event: "restart", kind: address.kind, error: text });
    const parkMs = this.#restarts.crashed(key, partition, now);
    const isLast = pending.attempts + 1 >= ATTEMPTS_MAX;
    const backMs = isLast ? 0 : backoffMs(pending.attempts + 1, CRASH_MS_MAX, random);
    const waitMs = parkMs === 0 ? backMs : parkMs;
    if (parkMs > 0) {
      telemetry.emit({ event: "quarantine", address, untilMs: clock.now() + parkMs });
    }
    this.#escalateIfEpidemic(partition, live.sizeOf(partition), now);
    this.#lieDown(activation, now);
    await this.#record(activation, pending, text, waitMs, isLast);
    this.#wakeAt(activation, now + waitMs);
  }

  /** Moves the actor to `waiting` and has it read again: what it believed may not be true. */
  async doubted(activation: Activation, pending: Pending, why: string): Promise<void> {
    const { clock, random } = this.#deps;
    const now = clock.monotonic();
    activation.doubts += 1;
    if (activation.doubts > DOUBTS_MAX) {
      await this.crashed(activation, pending, new Error(`${why}, ${activation.doubts} times`));
      return;
    }
    const tries = activation.doubts - 1;
    this.#lieDown(activation, now);
    this.#wakeAt(activation, tries === 0 ? now : now + backoffMs(tries, DOUBT_MS_MAX, random));
  }

  /** Makes a dead letter of an envelope whose attempts are used up, and goes on behind it. */
  async worn(activation: Activation, pending: Pending): Promise<void> {
    const now = this.#deps.clock.monotonic();
    this.#lieDown(activation, now);
    await this.#record(activation, pending, "its attempts ended with their process", 0, true);
    this.#wakeAt(activation, now);
  }

  committed(activation: Activation): void {
    activation.doubts = 0;
    this.#restarts.committed(activation.key, activation.partition);
  }

  forget(partitions: readonly number[]): void {
    this.#restarts.forget(partitions);
  }

  /** Drops the histories of those who have behaved for long enough. */
  forgive(): void {
    this.#restarts.forgive(this.#deps.clock.monotonic());
  }

  wake(): void {
    this.#bell.ring();
  }

  /** Resumes actors as their waits end. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      const now = clock.monotonic();
      for (let next = this.#waits.popDue(now); next !== undefined; next = this.#waits.popDue(now)) {
        if (next.phase === "waiting") this.#deps.resume(next);
      }
      const { nextDueAt } = this.#waits;
      await this.#bell.wait(nextDueAt === Number.POSITIVE_INFINITY ? undefined : nextDueAt - now);
    }
  }

  #lieDown(activation: Activation, now: number): void {
    activation.forget();
    if (activation.phase !== "gone") this.#deps.live.move(activation, "waiting", now);
  }

  #wakeAt(activation: Activation, dueAt: number): void {
    if (activation.phase !== "waiting") return;
    this.#waits.push(dueAt, activation);
    this.#bell.ring();
  }

  async #record(
    { address }: Activation,
    pending: Pending,
    error: string,
    waitMs: number,
    deadLetter: boolean,
  ): Promise<void> {
    const { clock, telemetry } = this.#deps;
    const retryAt = clock.now() + waitMs;
    try {
      await this.#failures.add({ envelopeId: pending.id, error, retryAt, deadLetter });
      if (deadLetter) telemetry.emit({ event: "deadLetter", address, id: pending.id, error });
    } catch (failure) {
      telemetry.emit({ event: "storeError", operation: "fail", error: describeError(failure) });
    }
  }

  #escalateIfEpidemic(partition: number, live: number, now: number): void {
    if (this.#hasEscalated || !this.#restarts.isEpidemic(partition, live, now)) return;
    this.#hasEscalated = true;
    this.#deps.escalate(`too many actors of partition ${partition} crash`);
  }
}
