// Whether this process counts as alive. Truth is its node row; the store's clock decides.
//
//   – ──joined──▶ in time ──no answer until the deadline──▶ adrift ──the store answers──▶ in time
//                    │  renewal refused                        │ renewal refused
//                    ▼                                         ▼
//                  ended ◀─────────────────────────────────────┘
//
// - in time: renewed every third of the time to live. The deadline is the monotonic time from *before*
//   the renewal was sent, plus the time to live, less a margin. It is compared whenever anybody asks,
//   so a process that was frozen and has just woken up does not believe in yesterday.
// - adrift: the store has not answered. `onLapsed("unreachable")` lets the application end the
//   process; if it does not, the store is asked again and again.
// - ended: the store says that this node's time is up, and others may have what it had. A node id
//   never comes back, so `onLapsed("refused")` must end the process, or build a new runtime.
import type { Clock, LeaseStore, Random, Telemetry } from "#actors/kernel/ports.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { within } from "./within.ts";

/** Of the time to live: the deadline comes this much before the database's. */
const MARGIN_SHARE = 0.2;
const RETRY_MS_MAX = 1_000;

/** Why a node's time is up; see the state machine above. */
export type Lapse = "refused" | "unreachable";

export interface MembershipDeps {
  readonly store: Pick<LeaseStore, "join" | "renew">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  /** Never used before: new at every start of the process. */
  readonly nodeId: string;
  /** The machine's name, the same after a restart. */
  readonly instanceId: string;
  readonly ttlMs: number;
  onLapsed(why: Lapse): void;
  /** It has gone adrift, come back, or ended. */
  changed(): void;
}

export class Membership {
  readonly #deps: MembershipDeps;
  readonly #bell: Bell;
  /** Milliseconds between renewals. */
  readonly #turnMs: number;
  /** Monotonic milliseconds. */
  #deadline = Number.NEGATIVE_INFINITY;
  #hasJoined = false;
  #isAdrift = false;
  #hasEnded = false;

  constructor(deps: MembershipDeps) {
    this.#deps = deps;
    this.#turnMs = Math.floor(deps.ttlMs / 3);
    this.#bell = new Bell(deps.clock);
  }

  get hasJoined(): boolean {
    return this.#hasJoined;
  }

  isInTime(): boolean {
    return !this.#hasEnded && this.#deps.clock.monotonic() < this.#deadline;
  }

  /** It has left: nothing is believed any more, whatever the deadline was. */
  end(): void {
    this.#deadline = Number.NEGATIVE_INFINITY;
    this.#hasJoined = false;
  }

  /** Renews at once: somebody has reason to doubt. */
  wake(): void {
    this.#bell.ring();
  }

  /** Tries until the node is registered; answers false when it is stopped first. */
  async join(signal: AbortSignal): Promise<boolean> {
    const { store, clock, random, nodeId, instanceId, ttlMs } = this.#deps;
    for (let tries = 1; !signal.aborted; tries += 1) {
      const before = clock.monotonic();
      try {
        await within(clock, ttlMs, store.join({ id: nodeId, instanceId, ttlMs }));
        this.#extend(before);
        this.#hasJoined = true;
        return true;
      } catch (error) {
        this.#report("join", error);
        await clock.sleep(backoffMs(tries, RETRY_MS_MAX, random), signal);
      }
    }
    return false;
  }

  async keepRenewing(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#deps;
    let failures = 0;
    while (!signal.aborted && !this.#hasEnded) {
      const pauseMs = failures === 0 ? this.#turnMs : backoffMs(failures, RETRY_MS_MAX, random);
      await this.#bell.wait(Math.min(pauseMs, this.#leftMs()));
      if (signal.aborted) return;
      failures = (await this.#renew(clock.monotonic())) ? 0 : failures + 1;
      if (!this.#hasEnded && !this.#isAdrift && !this.isInTime()) this.#lapse("unreachable");
    }
  }

  /**
   * How long the store may take; when there is no deadline to keep, as long as between renewals. In
   * whole milliseconds: the sum of a time and a tiny fraction can be the same time again.
   */
  #leftMs(): number {
    if (this.#isAdrift) return this.#turnMs;
    return Math.max(1, Math.ceil(this.#deadline - this.#deps.clock.monotonic()));
  }

  /** Answers whether the store answered. */
  async #renew(before: number): Promise<boolean> {
    const { store, clock, nodeId, ttlMs } = this.#deps;
    try {
      const isAlive = await within(clock, this.#leftMs(), store.renew(nodeId, ttlMs));
      if (!isAlive) this.#lapse("refused");
      else this.#extend(before);
      return true;
    } catch (error) {
      this.#report("renew", error);
      return false;
    }
  }

  #extend(before: number): void {
    this.#deadline = before + this.#deps.ttlMs * (1 - MARGIN_SHARE);
    if (!this.#isAdrift) return;
    this.#isAdrift = false;
    this.#deps.changed();
  }

  #lapse(why: Lapse): void {
    if (why === "refused") this.#hasEnded = true;
    else this.#isAdrift = true;
    this.#deps.changed();
    this.#deps.onLapsed(why);
  }

  #report(operation: string, error: unknown): void {
    const text = describeError(error);
    this.#deps.telemetry.emit({ event: "storeError", operation, error: text });
  }
}
