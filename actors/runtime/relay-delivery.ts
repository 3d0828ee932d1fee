// One run of the relay, from start to stop: brings together lanes, gates, calls and results. It makes
// calls in slices and lets the rest of the process run between them.
//
// The turns of one effect: `release` or a scan puts it into its lane; `#advance` finds that it is the
// lane's choice and draws a ticket; `#pump` takes the ticket when its chat's turn has come; `#call`
// hands it to the performer; `Results` judges the outcome; a settlement makes it durable.
//
// A lane goes on at once after a plain `done`, before that is committed: the order of the lane is kept
// either way, and waiting would cap a lane at one call a commit. What a crash may then repeat is
// bounded by the calls under way and `UNSETTLED_MAX`, past which no new call is made, so a store that
// is down stops the sending too.
import { EFFECTS_PER_TURN_MAX, effectId } from "#actors/kernel/envelope.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type {
  Call,
  Clock,
  Nudges,
  OutboxEntry,
  Ownership,
  Performed,
  Performer,
  Random,
  Release,
  Store,
  Telemetry,
} from "#actors/kernel/ports.ts";
import { describeError } from "./describe.ts";
import { rankOf, type Ticket } from "./fairness.ts";
import { Gates } from "./fairness-gates.ts";
import type { Entry, Incoming, Lane, Partition, Sender } from "./lane.ts";
import { choose, type Start } from "./lane-choice.ts";
import { Lanes } from "./lanes.ts";
import type { LimitOptions } from "./limits.ts";
import { isPost, mergePosts, mergeRun } from "./merge.ts";
import { Alarms } from "./relay-alarms.ts";
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
  /** Calls under way at once. */
  readonly callsMax: number;
}

export class Delivery {
  readonly #deps: DeliveryDeps;
  readonly #alarms: Alarms;
  readonly #lanes: Lanes;
  readonly #gates: Gates<Lane>;
  readonly #batch: SettleBatch;
  readonly #results: Results;
  readonly #loading: Loading;
  readonly #closing = new Map<number, Promise<void>>();
  readonly #reloading = new Set<number>();
  /** Releases that must not meet what is in memory: they follow when that has been forgotten. */
  #postponed: Release[] = [];
  #calls = 0;
  #callsInSlice = 0;
  #isOpen = true;
  #isPumpDue = false;
  #idleWaiters: (() => void)[] = [];

  constructor(deps: DeliveryDeps, signal: AbortSignal) {
    const { clock, limits } = deps;
    this.#deps = deps;
    this.#alarms = new Alarms(clock);
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
    const gates = new Gates<Lane>({ clock, alarms: this.#alarms, limits, onOpen });
    const batch = new SettleBatch({ ...deps, onProgress });
    const results = new Results({ ...deps, lanes, gates, batch, onChanged });
    this.#gates = gates;
    this.#batch = batch;
    this.#results = results;
    this.#loading = new Loading({ ...deps, lanes, results, onChanged }, signal);
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

  /** Begins to send for partitions, with what waits in their outbox. */
  gain(numbers: readonly number[]): void {
    const gained = numbers.flatMap((number) => this.#lanes.gain(number) ?? []);
    if (gained.length === 0) return;
    // Rows whose calls an earlier ownership has not settled yet would be taken for undone.
    const before = gained.flatMap((partition) => this.#closing.get(partition.number) ?? []);
    this.#loading.first(gained, Promise.all(before));
  }

  /** Ends sending for partitions; resolves when their calls are over and their results committed. */
  async lose(numbers: readonly number[]): Promise<void> {
    for (const number of numbers) this.#reloading.delete(number);
    const partitions = numbers.flatMap((number) => this.#lanes.partition(number) ?? []);
    const ends = partitions.map((partition) => this.#close(partition));
    await Promise.all(ends);
  }

  /**
   * Forgets what waits for partitions and reads it anew, after the calls under way. At once nothing
   * more of them is called: a row that was not known comes before whatever its actor lets out next.
   */
  reload(numbers: readonly number[]): void {
    const ours = numbers.filter((number) => this.#lanes.partition(number) !== undefined);
    if (ours.length === 0) return;
    void this.lose(ours);
    if (this.#reloading.size === 0) void this.#regainSoon();
    for (const number of ours) this.#reloading.add(number);
  }

  /** A failed commit doubts many partitions in one go; they are read together. */
  async #regainSoon(): Promise<void> {
    await this.#deps.clock.yield();
    const numbers = [...this.#reloading];
    const postponed = this.#postponed;
    this.#reloading.clear();
    this.#postponed = [];
    this.gain(numbers);
    for (const release of postponed) this.release(release);
  }

  /**
   * Rows that are gone may wait in lanes, or be in a page that is being read. So all of the partition
   * is read anew, which is no more than a lost commit costs, and far rarer.
   */
  #forgetEarlier(release: Release): void {
    this.reload([release.partition]);
    this.#postponed.push({ ...release, forgetsEarlier: false });
  }

  /** See {@link Outlet.release}. Rows of partitions that are not ours wait in the outbox. */
  release(release: Release): void {
    const partition = this.#lanes.partition(release.partition);
    if (partition === undefined) return;
    if (release.forgetsEarlier) {
      this.#forgetEarlier(release);
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
      calls: this.#calls,
      unsettled: this.#batch.size,
      floods: this.#gates.floods(),
    };
  }

  get #isIdle(): boolean {
    return this.#calls === 0 && this.#batch.size === 0;
  }

  #tellIdle(): void {
    if (!this.#isIdle) return;
    for (const wake of this.#idleWaiters) wake();
    this.#idleWaiters = [];
  }

  // ── Lanes to gates ───────────────────────────────────────────────────────────────────────────

  /** Lets each lane of a sender choose anew; forgets those that are empty. */
  #advance(sender: Sender): void {
    if (sender.partition.isLost) return;
    const now = this.#deps.clock.monotonic();
    for (const lane of sender.lanes) {
      if (lane.phase === "calling" || lane.phase === "settling") continue;
      this.#dropStale(lane, now);
      this.#dropAdopted(lane);
      const { start, until, unresolved } = choose(lane, this.#gates, now);
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

  /** Stands in line for the lane's choice, and nowhere else. */
  #stand(lane: Lane, start: Start | null): void {
    const { ticket } = lane;
    if (ticket !== null && start !== null) {
      if (lane.choice === start.entry && ticket.chat === start.chat) return;
    }
    if (ticket !== null) this.#gates.leave(ticket);
    lane.ticket = null;
    lane.choice = null;
    lane.phase = "waiting";
    if (start === null) return;
    const { entry, chat, weight } = start;
    const rank = rankOf(entry.effect, entry.traits, entry.since, lane.servedAt);
    lane.ticket = this.#gates.enter(lane, chat, weight, rank);
    lane.choice = entry;
    lane.phase = "queued";
  }

  /** Forgets a partition; whoever gains it again waits for the promise. */
  #close(partition: Partition): Promise<void> {
    for (const lane of this.#lanes.lose(partition)) {
      if (lane.phase === "queued") this.#stand(lane, null);
      this.#alarms.set(lane.alarm, Number.POSITIVE_INFINITY);
    }
    // An ownership that was short may end before the calls of the one before it.
    const before = this.#closing.get(partition.number);
    const quiet = Promise.all([before, partition.quiet()]).then(nothing);
    this.#closing.set(partition.number, quiet);
    return quiet;
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

  // ── Gates to calls ───────────────────────────────────────────────────────────────────────────

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
    while (this.#isOpen && this.#calls < this.#deps.callsMax && this.#batch.size < UNSETTLED_MAX) {
      if (this.#callsInSlice >= SLICE_CALLS) {
        this.#wake();
        return;
      }
      const ticket = this.#gates.take();
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
      this.#gates.giveBack(ticket);
      this.#alarms.set(lane.alarm, now + NOT_OURS_MS);
      return;
    }
    const waiting = lane.entries.slice(lane.entries.indexOf(first));
    const run = mergeRun(waiting, (entry) => entry.isAlone || entry.after !== null);
    for (const entry of run) entry.isCalling = true;
    this.#lanes.waitsNoMore(first);
    lane.phase = "calling";
    if (ticket.weight > 0) lane.servedAt = now;
    partition.enter();
    this.#calls += 1;
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
    this.#calls -= 1;
    this.#gates.finish(ticket);
    const { sender } = ticket.holder;
    this.#results.finish({ ticket, run, call, performed });
    sender.partition.leave();
    this.#advance(sender);
    this.#tellIdle();
    this.#wake();
  }
}

const nothing = (): void => undefined;

/** A row of a turn that has just been committed. */
function incomingOf(entry: OutboxEntry, since: number): Incoming {
  const turnsId = Math.floor(entry.id / EFFECTS_PER_TURN_MAX);
  const after = entry.after === undefined ? null : effectId(turnsId, entry.after);
  const { id, effect, delivers = [] } = entry;
  return { id, effect, after, delivers, attempts: 0, since };
}

function callOf(sender: Sender, run: readonly Entry[]): Call {
  const [first, ...others] = run;
  invariant(first !== undefined && sender.route !== null, "a call has an effect and a route");
  const posts = others.map((entry) => entry.effect).filter(isPost);
  const { effect } = first;
  return {
    effectIds: first.traits.isTransient ? [] : run.map((entry) => entry.id),
    address: sender.address,
    effect: isPost(effect) && posts.length > 0 ? mergePosts(effect, posts) : effect,
    route: { ...sender.route, topicId: sender.topicId },
    attempt: first.attempts,
  };
}
