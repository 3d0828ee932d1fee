// One run of the relay, from start to stop: brings together lanes, ways out, calls and results. It makes
// calls in slices and lets the rest of the process run between them.
//
// The turns of one effect: `release` or a scan puts it into its lane; `#advance` finds that it is the
// lane's choice and draws a ticket; `#pump` takes the ticket when the turn of its chat or pool has
// come; `#call` hands it to the performer; `Results` judges the outcome; a settlement makes it durable.
//
// A lane goes on at once after a plain `done`, before that is committed: the order of the lane is kept
// either way, and waiting would cap a lane at one call a commit. What a crash may then repeat is
// bounded by the calls under way and `UNSETTLED_MAX`, past which no new call is made, so a store that
// is down stops the sending too, that of pools with it: what they say could not be kept either.
import type {
  Call,
  Clock,
  Nudges,
  Ownership,
  Performed,
  Performer,
  Random,
  Release,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import { describeError } from "./describe.ts";
import type { Ticket } from "./fairness.ts";
import type { Entry, Lane, Sender } from "./lane.ts";
import { choose, type Start } from "./lane-choice.ts";
import { Lanes } from "./lanes.ts";
import type { LimitOptions } from "./limits.ts";
import { mergeRun } from "./merge.ts";
import { type PoolBounds, poolOf } from "./pools.ts";
import { Alarms } from "./relay-alarms.ts";
import { callOf, incomingOf } from "./relay-calls.ts";
import { Exits } from "./relay-exits.ts";
import { Holding } from "./relay-holding.ts";
import { Loading } from "./relay-loading.ts";
import { Results } from "./relay-results.ts";
import { type RelayStats, topicStats } from "./relay-stats.ts";
import { SettleBatch } from "./settle-batch.ts";

/** Results that may wait for their commit before no further call is made. */
const UNSETTLED_MAX = 512;
/** Calls begun before the rest of the process runs once. */
const SLICE_CALLS = 128;
/** A lease that is not in force yet, or not any more, is looked at again after this. */
const NOT_OURS_MS = 100;
/** A typing sign is seen for 5 s; the answer to a press is of no use much later either. */
const TYPING_LIFE_MS = 5_000;
const ANSWER_LIFE_MS = 60_000;
export interface DeliveryDeps {
  readonly store: Pick<Store, "loadEffects" | "loadEffectsById" | "routes" | "settle" | "append">;
  readonly performer: Performer;
  readonly ownership: Pick<Ownership, "epochOf">;
  readonly clock: Clock;
  readonly nudges: Nudges;
  readonly telemetry: Telemetry;
  readonly random: Random;
  readonly limits: LimitOptions;
  /** Calls to Telegram under way at once. */
  readonly callsMax: number;
  /** The same of each pool. */
  readonly poolCallsMax: PoolBounds;
}

export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #alarms: Alarms;
  readonly #lanes: Lanes;
  readonly #exits: Exits;
  readonly #batch: SettleBatch;
  readonly #results: Results;
  readonly #loading: Loading;
  readonly #holding: Holding;
  #callsInSlice = 0;
  #isOpen = true;
  #isPumpDue = false;
  #idleWaiters: (() => void)[] = [];

  constructor(deps: DeliveryDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#alarms = new Alarms(deps.clock);
    this.#lanes = new Lanes({
      onAlarm: (lane) => {
        this.#advance(lane.sender);
      },
      onSuperseded: (entry) => {
        this.#results.supersede(entry);
      },
    });
    const onOpen = () => {
      this.#wake();
    };
    const onProgress = () => {
      this.#tellIdle();
      this.#wake();
    };
    const onChanged = (sender: Sender) => {
      this.#advance(sender);
    };
    const lanes = this.#lanes;
    const exits = new Exits({ ...deps, alarms: this.#alarms, onOpen });
    const batch = new SettleBatch({ ...deps, onProgress });
    const results = new Results({ ...deps, lanes, exits, batch, onChanged });
    this.#exits = exits;
    this.#batch = batch;
    this.#results = results;
    this.#loading = new Loading({ ...deps, lanes, results, onChanged }, signal);
    this.#holding = new Holding({
      clock: deps.clock,
      lanes,
      loading: this.#loading,
      onForgotten: (lane) => {
        if (lane.phase === "queued") this.#stand(lane, null);
        this.#alarms.set(lane.alarm, Number.POSITIVE_INFINITY);
      },
      onPostponed: (release) => {
        this.release(release);
      },
    });
  }

  /** Does the relay's work until `signal` aborts (whoever aborts it calls `wake`). */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#alarms.run(signal), this.#batch.run(signal)]);
    await this.#loading.ended();
  }

  wake(): void {
    this.#alarms.wake();
    this.#batch.wake();
  }

  /** See {@link Holding}, and so the next two. */
  gain(numbers: readonly number[]): void {
    this.#holding.gain(numbers);
  }

  lose(numbers: readonly number[]): Promise<void> {
    return this.#holding.lose(numbers);
  }

  reload(numbers: readonly number[]): void {
    this.#holding.reload(numbers);
  }

  /** See {@link Outlet.release}. Rows of partitions that are not ours wait in the outbox. */
  release(release: Release): void {
    const partition = this.#lanes.partition(release.partition);
    if (partition === undefined) return;
    if (release.forgetsEarlier) {
      this.#holding.forgetEarlier(release);
      return;
    }
    const { address, outbox, transient, releasedIds } = release;
    const brings = outbox.length + transient.length + releasedIds.length > 0;
    const known = this.#lanes.sender(address);
    if (known === undefined && !brings) return;
    const sender = known ?? this.#lanes.open(address, partition);
    this.#lanes.setRoute(sender, release.route);
    const { clock } = this.#deps;
    const now = clock.monotonic();
    const since = now - Math.max(0, clock.now() - release.at);
    // Typing is shown before the answer of the same turn, and behind what waited already.
    for (const effect of transient) {
      const incoming = { id: 0, effect, after: null, delivers: [], attempts: 0, since: now };
      this.#lanes.releaseTransient(sender, incoming);
    }
    for (const entry of outbox) this.#lanes.release(sender, incomingOf(entry, since), true);
    if (releasedIds.length > 0) this.#loading.byId(sender, releasedIds);
    this.#advance(sender);
  }

  /** Makes no more calls; false when those under way were not over and committed after `limitMs`. */
  async drain(limitMs: number): Promise<boolean> {
    this.#isOpen = false;
    if (this.#isIdle) return true;
    const isOver = new AbortController();
    const idle = new Promise<void>((resolve) => {
      this.#idleWaiters.push(resolve);
    });
    await Promise.race([idle, this.#deps.clock.sleep(limitMs, isOver.signal)]);
    isOver.abort();
    return this.#isIdle;
  }

  stats(): RelayStats {
    return {
      ...this.#lanes.size,
      ...topicStats(this.#lanes.senders, this.#deps.clock.monotonic()),
      calls: this.#exits.calls,
      pools: this.#exits.pools,
      unsettled: this.#batch.size,
      floods: this.#exits.floods(),
    };
  }

  get #isIdle(): boolean {
    return this.#exits.calls === 0 && this.#batch.size === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle) return;
    for (const wake of this.#idleWaiters) wake();
    this.#idleWaiters = [];
  }

  // ── Lanes to ways out ────────────────────────────────────────────────────────────────────────

  /** Lets each lane of a sender choose anew; forgets those that are empty. */
  #advance(sender: Sender): void {
    if (sender.partition.isLost) {
      this.#leave(sender);
      return;
    }
    const now = this.#deps.clock.monotonic();
    for (const lane of sender.lanes) {
      if (lane.isBusy) continue;
      this.#dropStale(lane, now);
      this.#dropAdopted(lane);
      const { start, until, unresolved } = choose(lane, this.#exits.chats, now);
      this.#stand(lane, start);
      this.#alarms.set(lane.alarm, until);
      if (unresolved !== null) this.#loading.resolve(unresolved);
      if (lane.entries.length === 0 && lane.isSpilled && lane.scan === null) {
        this.#loading.refill(lane);
      }
    }
    this.#lanes.tidy(sender);
    this.#wake();
  }

  /** A call of forgotten lanes has ended, which others may have waited for. */
  #leave(sender: Sender): void {
    for (const lane of sender.lanes) {
      const heirs = this.#lanes.left(lane);
      if (heirs !== null) this.#advance(heirs);
    }
  }

  /** Stands in line for the lane's choice, and nowhere else. */
  #stand(lane: Lane, start: Start | null): void {
    const { ticket } = lane;
    if (ticket !== null && start !== null) {
      if (lane.choice === start.entry && ticket.chat === start.chat) return;
    }
    if (ticket !== null) this.#exits.leave(ticket);
    lane.ticket = null;
    lane.choice = null;
    lane.phase = "waiting";
    if (start === null) return;
    lane.ticket = this.#exits.enter(lane, start);
    lane.choice = start.entry;
    lane.phase = "queued";
  }

  #dropStale(lane: Lane, now: number): void {
    if (!lane.hasTransients) return;
    const lifeMs = lane.kind === "free" ? ANSWER_LIFE_MS : TYPING_LIFE_MS;
    const stale = lane.entries.filter(
      (entry) => entry.traits.isTransient && now - entry.since > lifeMs,
    );
    for (const entry of stale) this.#lanes.remove(entry);
  }

  /**
   * An actor that wants a topic has none in its route. If it has one by now, an earlier try of the
   * same call made it, the answer was lost, and the actor took the topic from the group's own news.
   */
  #dropAdopted(lane: Lane): void {
    if (lane.kind !== "topic" || lane.sender.topicId === null) return;
    const done = lane.entries.filter((entry) => entry.effect.verb === "openTopic");
    for (const entry of done) {
      this.#lanes.remove(entry);
      this.#results.supersede(entry);
    }
  }

  // ── Ways out to calls ────────────────────────────────────────────────────────────────────────

  #wake(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    void this.#pumpSoon();
  }

  /** A microtask later, so that everything released in one go is ranked before the first call. */
  async #pumpSoon(): Promise<void> {
    await Promise.resolve();
    if (this.#callsInSlice >= SLICE_CALLS) {
      await this.#deps.clock.yield();
      this.#callsInSlice = 0;
    }
    this.#isPumpDue = false;
    this.#pump();
  }

  #pump(): void {
    while (this.#isOpen && this.#batch.size < UNSETTLED_MAX) {
      if (this.#callsInSlice >= SLICE_CALLS) {
        this.#wake();
        return;
      }
      const ticket = this.#exits.take();
      if (ticket === null) return;
      this.#callsInSlice += 1;
      this.#begin(ticket);
    }
  }

  #begin(ticket: Ticket<Lane>): void {
    const lane = ticket.holder;
    const first = lane.choice;
    lane.ticket = null;
    lane.choice = null;
    lane.phase = "waiting";
    const now = this.#deps.clock.monotonic();
    const { partition } = lane.sender;
    const isOurs = this.#deps.ownership.epochOf(partition.number) !== null;
    if (first === null || !isOurs) {
      this.#exits.giveBack(ticket);
      this.#alarms.set(lane.alarm, now + NOT_OURS_MS);
      return;
    }
    const waiting = lane.entries.slice(lane.entries.indexOf(first));
    const run = mergeRun(waiting, (entry) => entry.isAlone || entry.after !== null);
    for (const entry of run) entry.isCalling = true;
    this.#lanes.waitsNoMore(first);
    lane.phase = "calling";
    lane.current = first;
    if (ticket.weight > 0 || poolOf(lane.kind) !== null) lane.servedAt = now;
    partition.busyOf(lane).enter();
    void this.#call(ticket, run, callOf(lane.sender, run));
  }

  async #call(ticket: Ticket<Lane>, run: readonly Entry[], call: Call): Promise<void> {
    const { performer, clock, telemetry } = this.#deps;
    const began = clock.monotonic();
    let performed: Performed;
    try {
      performed = await performer.perform(call);
    } catch (error) {
      performed = { outcome: { type: "unknown", reason: describeError(error) }, links: [] };
    }
    const { type } = performed.outcome;
    const ms = clock.monotonic() - began;
    telemetry.emit({
      event: "call",
      verb: call.effect.verb,
      outcome: type,
      merged: run.length,
      ms,
    });
    this.#exits.finish(ticket);
    const { holder: lane } = ticket;
    const { sender } = lane;
    this.#results.finish({ ticket, run, call, performed });
    sender.partition.busyOf(lane).leave();
    this.#advance(sender);
    this.#tellIdle();
    this.#wake();
  }
}
