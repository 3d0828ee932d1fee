// Runs turns: takes the next ready actor, decides its first envelope, hands the decision to the
// journal, and makes the actor believe it once it is committed.
//
// The queue is served in slices of SLICE_MS with a macrotask between them, so that timers, sockets
// and lease renewals run under any load. An actor goes to the end of the queue after each turn.
//
// Memory changes only after the commit: between `decide` and the journal's answer the activation
// still holds the old state, and whatever goes wrong in between drops it. After a commit the order is
// state, outlet, timers, next mail. A crash between the commit and the outlet loses nothing: effects
// and timers are rows, and whoever owns the partition next loads them. A commit that may be durable
// although nobody was told so (anything but `committed`) has let nothing out: the outlet is told to
// look into the outbox itself, and the timers' next refill finds what it has set.
import type { Registry, TimerChange } from "#actors/kernel/actor.ts";
import type { Address } from "#actors/kernel/address.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type { Clock, Outlet, Pending, SettingsSource, Telemetry } from "#actors/kernel/ports.ts";
import type { Activation, Belief } from "./activation.ts";
import { Bell } from "./bell.ts";
import { deepFreeze } from "./freeze.ts";
import type { Journal } from "./journal.ts";
import type { Live } from "./live.ts";
import type { Recovery } from "./recovery.ts";
import { ATTEMPTS_MAX } from "./restarts.ts";
import { RunQueue } from "./run-queue.ts";
import { type Decided, decideTurn } from "./turn.ts";

/** Long enough to batch turns, short enough that nobody feels it (urgent p50 3 ms at saturation). */
const SLICE_MS = 2;

export interface TurnsDeps {
  readonly registry: Registry;
  readonly settings: SettingsSource;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly live: Live;
  readonly journal: Journal;
  readonly recovery: Recovery;
  readonly outlet: Outlet;
  /** Hears of timers that a turn has committed. */
  readonly timers: { committed(address: Address, changes: readonly TimerChange[]): void };
  /** Freezes states, so that a `decide` that changes its input fails (tests, development). */
  readonly freezesStates: boolean;
  /** The actor's turn has ended well; sends it to where it goes next. */
  proceed(activation: Activation): void;
}

export class Turns {
  readonly #deps: TurnsDeps;
  readonly #queue = new RunQueue<Activation>();
  readonly #bell: Bell;

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
  }

  /** When the one that waits longest became ready (monotonic); Infinity when nobody waits. */
  get oldestSince(): number {
    return Math.min(...this.#queue.heads().map((activation) => activation.since));
  }

  /** Puts an actor with mail at the end of the queue, in the lane of its first envelope. */
  add(activation: Activation): void {
    const { live, clock } = this.#deps;
    live.move(activation, "ready", clock.monotonic());
    this.#queue.push(activation, activation.mailbox?.[0]?.lane === "urgent");
    this.#bell.ring();
  }

  wake(): void {
    this.#bell.ring();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    let sliceEndsAt = clock.monotonic() + SLICE_MS;
    while (!signal.aborted) {
      if (this.#queue.size === 0) {
        await this.#bell.wait();
        continue;
      }
      // Also after a wait: a store that answers in microtasks must not keep this loop in them.
      if (clock.monotonic() >= sliceEndsAt) {
        await clock.yield();
        sliceEndsAt = clock.monotonic() + SLICE_MS;
      }
      const activation = this.#queue.pop();
      // It may have left the queue: an urgent nudge sent it to the reader, or it is gone.
      if (activation?.phase === "ready") this.#take(activation);
    }
  }

  #take(activation: Activation): void {
    const { live, clock, recovery, telemetry } = this.#deps;
    const { belief } = activation;
    const pending = activation.mailbox?.shift();
    invariant(belief !== null && pending !== undefined, "a ready actor is active and has mail");
    if (pending.attempts >= ATTEMPTS_MAX) {
      activation.turn = recovery.worn(activation, pending);
      return;
    }
    const waitedMs = Math.max(0, clock.now() - pending.at);
    telemetry.emit({ event: "turn", kind: activation.address.kind, waitedMs });
    const decided = this.#decide(activation, belief, pending);
    if (decided === null) return;
    live.move(activation, "turning", clock.monotonic());
    activation.turn = this.#commit(activation, belief, decided);
  }

  /** Null when it threw: then the actor is in the hands of recovery. */
  #decide(activation: Activation, belief: Belief, pending: Pending): Decided | null {
    const { registry, settings, recovery, freezesStates } = this.#deps;
    try {
      return decideTurn(activation, belief, pending, {
        definition: registry[activation.address.kind],
        settings: settings.current(),
        seal: freezesStates ? deepFreeze : asItIs,
      });
    } catch (error) {
      activation.turn = recovery.crashed(activation, pending, error);
      return null;
    }
  }

  async #commit(activation: Activation, belief: Belief, decided: Decided): Promise<void> {
    const { journal, recovery } = this.#deps;
    const { pending } = decided;
    const result = await journal.commit(decided.commit);
    // Also a miss or a rejection may be the second try of a commit whose answer was lost.
    if (result !== "committed") this.#deps.outlet.doubt(activation.partition);
    switch (result) {
      case "committed":
        this.#believe(activation, belief, decided);
        break;
      case "missed":
        return recovery.doubted(activation, pending, "the commit missed");
      case "unknown":
        return recovery.doubted(activation, pending, "the commit's outcome is unknown");
      case "rejected":
        return recovery.crashed(activation, pending, new Error("the store refused the turn"));
    }
  }

  #believe(activation: Activation, belief: Belief, decided: Decided): void {
    const { live, recovery, outlet, timers } = this.#deps;
    const { state, version } = decided.commit;
    activation.state = decided.state;
    activation.belief = { ...belief, version: version + 1, stored: state };
    recovery.committed(activation);
    live.setBacklog(activation, Math.max(0, activation.backlog - 1));
    outlet.release(decided.release);
    if (decided.commit.timers.length > 0)
      timers.committed(activation.address, decided.commit.timers);
    this.#deps.proceed(activation);
  }
}

function asItIs(state: unknown): unknown {
  return state;
}
