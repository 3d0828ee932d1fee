// Finds mail whose nudge was lost: another machine took it in while Redis was away, a nudge came
// while a partition changed hands, a process died between its insert and its nudge. Losing a nudge
// costs up to POLL_MS, never mail.
//
// The store is asked for more addresses than are busy here already, so those that are known can never
// fill the answer and hide the others. A full answer is followed by the next question at once, unless
// there is enough to do; a gained partition wakes it at once.
import type { Address } from "#actors/kernel/address.ts";
import type { Clock, Random, Store, Telemetry } from "#actors/kernel/ports.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";

const POLL_MS = 1_000;
/** After a minute of finding nothing; nudges evidently work. */
const QUIET_POLL_MS = 2_000;
const QUIET_AFTER_POLLS = 60;
const PAGE = 500;
/** With so many actors at work, asking for more would only fill memory. */
const BUSY_ENOUGH = 2_000;
const BUSY_POLL_MS = 100;
const RETRY_MS_MAX = 5_000;

export interface PollDeps {
  readonly store: Pick<Store, "waiting">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  /** Partitions to look at. */
  partitions(): readonly number[];
  /** How many actors are busy: they may have mail, and nobody needs to be told. */
  busy(): number;
  /** Has the actor's mail read; answers false when the actor was busy anyway. */
  found(address: Address): boolean;
}

export class Poll {
  readonly #deps: PollDeps;
  readonly #bell: Bell;
  #emptyPolls = 0;

  constructor(deps: PollDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
  }

  /** Looks at once. */
  wake(): void {
    this.#bell.ring();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, telemetry } = this.#deps;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const waitMs = await this.#look();
        failures = 0;
        await this.#bell.wait(waitMs);
      } catch (error) {
        failures += 1;
        telemetry.emit({
          event: "storeError",
          operation: "waiting",
          error: describeError(error),
        });
        await clock.sleep(backoffMs(failures, RETRY_MS_MAX, random), signal);
      }
    }
  }

  /** One question; answers how long to wait until the next. */
  async #look(): Promise<number> {
    const { store, clock } = this.#deps;
    const partitions = this.#deps.partitions();
    if (partitions.length === 0) return POLL_MS;
    const limit = PAGE + this.#deps.busy();
    const addresses = await store.waiting(partitions, limit, clock.now());
    const fresh = addresses.filter((address) => this.#deps.found(address)).length;
    this.#emptyPolls = fresh === 0 ? this.#emptyPolls + 1 : 0;
    const hasMore = addresses.length >= limit && fresh > 0;
    if (hasMore) return this.#deps.busy() < BUSY_ENOUGH ? 0 : BUSY_POLL_MS;
    return this.#emptyPolls >= QUIET_AFTER_POLLS ? QUIET_POLL_MS : POLL_MS;
  }
}
