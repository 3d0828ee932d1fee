// Fetches what actors need to go on: their row if they are not active, and the head of their mail.
// One fetch is under way at a time, for up to ADDRESSES_PER_FETCH_MAX actors, and whoever is nudged
// meanwhile shares the next one; so the store sees two queries a round however many actors there are.
//
// The row and the mail are asked for at once. They may disagree (another process commits between the
// two); then the commit misses and the actor is read again. A read replaces the mailbox as a whole,
// and is made only while no turn of the actor is under way, so the mailbox is never older than the
// actor's own last commit.
//
// While the store fails nothing is dropped: those in the fetch go back into the queue, the next try
// waits a little longer each time and asks for half as many (should one of them be what the store
// chokes on, the others get past it), and the first success ends the wait.
import type {
  Activated,
  ActivateRequest,
  Clock,
  Pending,
  Random,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Activation, Belief } from "./activation.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { RunQueue } from "./run-queue.ts";

/** The size of a mailbox: how much of an actor's mail is held in memory. */
const HEADS_MAX = 16;

const ADDRESSES_PER_FETCH_MAX = 500;

const RETRY_MS_MAX = 5_000;

/**
 * Mail that waits for its back-off is read as well (it is at most 15 minutes away). The actor's own
 * phase keeps the wait; a mailbox without a failed head would let the next envelope overtake it when
 * the process, and with it the phase, is gone.
 */
const AHEAD_MS = 24 * 60 * 60 * 1000;

export interface ReaderDeps {
  readonly store: Pick<Store, "activate" | "read">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  /** The epoch under which an actor of the partition is activated. */
  epochOf(partition: number): number | null;
  /** The activation has a belief and a fresh mailbox (null: no mail). Still in phase `reading`. */
  fetched(activation: Activation): void;
  /** The store says that this process does not hold the partition at that epoch. */
  fenced(activation: Activation): void;
}

export class Reader {
  readonly #deps: ReaderDeps;
  readonly #queue = new RunQueue<Activation>();
  readonly #bell: Bell;

  constructor(deps: ReaderDeps) {
    this.#deps = deps;
    this.#bell = new Bell(deps.clock);
  }

  /** Queues an activation in phase `reading`; asking again while it is queued only raises its lane. */
  ask(activation: Activation, isUrgent: boolean): void {
    if (activation.isQueued && !isUrgent) return;
    activation.isQueued = true;
    this.#queue.push(activation, isUrgent);
    this.#bell.ring();
  }

  /** When the one that waits longest was queued (monotonic); Infinity when nobody waits. */
  get oldestSince(): number {
    return Math.min(...this.#queue.heads().map((a) => a.since));
  }

  wake(): void {
    this.#bell.ring();
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let most = ADDRESSES_PER_FETCH_MAX;
    while (!signal.aborted) {
      const batch = this.#take(most);
      if (batch.length === 0) {
        await this.#bell.wait();
        continue;
      }
      try {
        await this.#fetch(batch);
        failures = 0;
        most = Math.min(ADDRESSES_PER_FETCH_MAX, most * 2);
      } catch (error) {
        failures += 1;
        most = Math.max(1, batch.length >> 1);
        this.#deps.telemetry.emit({
          event: "storeError",
          operation: "read",
          error: describeError(error),
        });
        for (const activation of batch) this.#askAgain(activation);
        await this.#deps.clock.sleep(backoffMs(failures, RETRY_MS_MAX, this.#deps.random), signal);
      }
    }
  }

  #take(most: number): Activation[] {
    const batch: Activation[] = [];
    while (batch.length < most) {
      const activation = this.#queue.pop();
      if (activation === undefined) break;
      // Twice in the queue because its lane was raised, or its partition was given up.
      if (!activation.isQueued || activation.phase !== "reading") continue;
      activation.isQueued = false;
      activation.again = false;
      activation.againUrgent = false;
      batch.push(activation);
    }
    return batch;
  }

  #askAgain(activation: Activation): void {
    if (activation.phase === "reading") this.ask(activation, false);
  }

  async #fetch(batch: readonly Activation[]): Promise<void> {
    const { store, clock } = this.#deps;
    const asleep = batch.filter((activation) => activation.belief === null);
    const addresses = batch.map((activation) => activation.address);
    const [, mail] = await Promise.all([
      this.#activate(asleep),
      store.read(addresses, HEADS_MAX, clock.now() + AHEAD_MS),
    ]);
    for (const [i, activation] of batch.entries()) {
      if (activation.phase !== "reading" || activation.belief === null) continue;
      const rows: readonly Pending[] = mail[i] ?? [];
      activation.mailbox = rows.length === 0 ? null : [...rows];
      activation.hasMore = rows.length === HEADS_MAX;
      this.#deps.fetched(activation);
    }
  }

  async #activate(asleep: readonly Activation[]): Promise<void> {
    const { store, clock, telemetry } = this.#deps;
    const requests = asleep.flatMap((activation) => this.#requestFor(activation));
    if (requests.length === 0) return;
    const began = clock.monotonic();
    const answers = await store.activate(requests.map(({ request }) => request));
    let fenced = 0;
    for (const [i, { activation, request }] of requests.entries()) {
      const answer = answers[i];
      if (activation.phase !== "reading" || answer === undefined) continue;
      if (answer.type === "active") activation.belief = beliefIn(answer, request.epoch);
      else {
        fenced += 1;
        this.#deps.fenced(activation);
      }
    }
    const ms = clock.monotonic() - began;
    telemetry.emit({ event: "activated", count: requests.length - fenced, fenced, ms });
  }

  /** Empty when its partition was given up since: then the activation is gone too. */
  #requestFor(activation: Activation): { activation: Activation; request: ActivateRequest }[] {
    const { address, partition } = activation;
    const epoch = this.#deps.epochOf(partition);
    if (epoch === null) return [];
    return [{ activation, request: { address, partition, epoch, at: this.#deps.clock.now() } }];
  }
}

function beliefIn(answer: Extract<Activated, { type: "active" }>, epoch: number): Belief {
  return { actor: answer.actor, epoch, version: answer.version, stored: answer.state };
}
