// Which partitions are this process's. Truth is the lease rows; what is here is a belief, and safety
// never rests on it, because every commit is fenced by the epoch. Leases only keep two processes
// from trying the same thing, and say who should try when a process is gone.
//
//   joining ──joined──▶ holding ──no answer until the deadline──▶ adrift ──the store answers──▶ holding
//                          │  renewal refused                        │ renewal refused
//                          ▼                                         ▼
//                        ended ◀─────────────────────────────────────┘
//
// - holding: renewed every third of the time to live. The deadline is the monotonic time from *before*
//   the renewal was sent, plus the time to live, less a margin; past it nothing is owned, whatever
//   else this process believes, and even if it was frozen and has just woken up.
// - adrift: the store has not answered. All partitions are given up here; the store may be asked
//   again. `onLapsed("unreachable")` lets the application end the process instead.
// - ended: the store says that this node's time is up: others may have its partitions. A node id never
//   comes back, so `onLapsed("refused")` must end the process, or build a new runtime.
//
// Once a second the node compares what it holds with what it should hold (rendezvous hashing over the
// live nodes) and claims or releases. Claims are not limited: a partition that nobody owns is mail
// that nobody reads. Releases are, RELEASES_PER_ROUND_MAX at a time, and only to nodes that have lived
// for SETTLED_MS, so that a deploy moves partitions in small portions and a flapping node moves none.
//
// If a claim or a release has an unknown outcome, the node may own partitions it does not know of, and
// nobody can claim from a live owner. So the next round first releases everything it does not hold.
import { PARTITION_COUNT } from "#actors/kernel/address.ts";
import type {
  Clock,
  Lease,
  LeaseStore,
  Ownership,
  Random,
  Telemetry,
} from "#actors/kernel/ports.ts";
import type { Service } from "#actors/kernel/service.ts";
import { backoffMs } from "./backoff.ts";
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { Lifecycle } from "./lifecycle.ts";
import { desiredOwners } from "./rendezvous.ts";

/** How soon a dead machine's partitions are taken over, and how long a machine may stand still. */
const TTL_MS = 10_000;
/** Of the time to live: the deadline comes this much before the database's. */
const MARGIN_SHARE = 0.2;
const BALANCE_MS = 1_000;
const RELEASES_PER_ROUND_MAX = 32;
const SETTLED_MS = 3_000;
/** Of the time to live: how long listeners may take, so that a stop ends before the leases do. */
const PATIENCE_SHARE = 0.5;
const RETRY_MS_MAX = 1_000;

const ALL_PARTITIONS = Array.from({ length: PARTITION_COUNT }, (_, partition) => partition);

type Listener = Parameters<Ownership["subscribe"]>[0];

/** Why a node's leases have lapsed; see the state machine above. */
export type Lapse = "refused" | "unreachable";

export interface LeasesDeps {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  /** Never used before: new at every start of the process. */
  readonly nodeId: string;
  /** The machine's name, the same after a restart. */
  readonly instanceId: string;
  readonly ttlMs?: number;
  onLapsed(why: Lapse): void;
}

export class Leases implements Service, Ownership {
  readonly name = "leases";
  readonly #deps: LeasesDeps;
  readonly #ttlMs: number;
  readonly #lifecycle: Lifecycle;
  readonly #listeners: Listener[] = [];
  readonly #renewing: Bell;
  readonly #balancing: Bell;
  /** Partitions that count as ours, with the epochs of their leases. */
  readonly #held = new Map<number, number>();
  /** Live nodes, and the monotonic time at which each was first seen. */
  #seenSince = new Map<string, number>();
  /** Monotonic; past it nothing is owned. */
  #deadline = Number.NEGATIVE_INFINITY;
  #hasJoined = false;
  #hasEnded = false;
  #isAdrift = false;
  /** The store may have partitions down as ours that are not in `#held`. */
  #isUnsure = false;
  readonly #distrusted = new Set<number>();
  #balancer: Promise<void> | null = null;

  constructor(deps: LeasesDeps) {
    this.#deps = deps;
    this.#ttlMs = deps.ttlMs ?? TTL_MS;
    this.#renewing = new Bell(deps.clock);
    this.#balancing = new Bell(deps.clock);
    this.#lifecycle = new Lifecycle({
      begin: async (signal, run) => {
        if (!(await this.#join(signal))) return;
        run(this.#keepRenewing(signal));
        await this.#balanceSafely();
        this.#balancer = this.#keepBalancing(signal);
      },
      end: () => this.#leave(),
    });
  }

  /** Joins, and claims what it can; resolves when what was claimed counts. */
  start(): Promise<void> {
    return this.#lifecycle.start();
  }

  /** Hands everything back in order, so that others need not wait for the leases to lapse. */
  stop(): Promise<void> {
    return this.#lifecycle.stop();
  }

  epochOf(partition: number): number | null {
    return this.#isInTime() ? (this.#held.get(partition) ?? null) : null;
  }

  owned(): readonly number[] {
    return this.#isInTime() ? [...this.#held.keys()] : [];
  }

  /** Listeners gain in the order in which they subscribed, and lose in the reverse order. */
  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** A write was fenced off although the partition counts as ours: it is given back and claimed anew. */
  distrust(partition: number): void {
    this.#distrusted.add(partition);
    this.#renewing.ring();
    this.#balancing.ring();
  }

  #isInTime(): boolean {
    return !this.#hasEnded && this.#deps.clock.monotonic() < this.#deadline;
  }

  #deadlineFrom(before: number): number {
    return before + this.#ttlMs * (1 - MARGIN_SHARE);
  }

  /** Tries until the node is registered; answers false when it is stopped first. */
  async #join(signal: AbortSignal): Promise<boolean> {
    const { store, clock, random, nodeId, instanceId } = this.#deps;
    for (let tries = 1; !signal.aborted; tries += 1) {
      const before = clock.monotonic();
      try {
        await store.join({ id: nodeId, instanceId, ttlMs: this.#ttlMs });
        this.#deadline = this.#deadlineFrom(before);
        this.#hasJoined = true;
        return true;
      } catch (error) {
        this.#report("join", error);
        await clock.sleep(backoffMs(tries, RETRY_MS_MAX, random), signal);
      }
    }
    return false;
  }

  async #keepRenewing(signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#deps;
    let failures = 0;
    while (!signal.aborted && !this.#hasEnded) {
      const pauseMs = failures === 0 ? this.#ttlMs / 3 : backoffMs(failures, RETRY_MS_MAX, random);
      const leftMs = this.#deadline - clock.monotonic();
      await this.#renewing.wait(this.#isAdrift ? pauseMs : Math.min(pauseMs, Math.max(0, leftMs)));
      if (signal.aborted) return;
      failures = (await this.#renew()) ? 0 : failures + 1;
      if (!this.#isInTime() && !this.#isAdrift && !this.#hasEnded) this.#lapse("unreachable");
    }
  }

  /** Answers whether the store answered before the deadline. */
  async #renew(): Promise<boolean> {
    const { store, clock, nodeId } = this.#deps;
    const before = clock.monotonic();
    const patienceMs = this.#isAdrift ? this.#ttlMs : Math.max(0, this.#deadline - before);
    const late = new AbortController();
    const answer = await Promise.race([
      store.renew(nodeId, this.#ttlMs).catch((error: unknown) => {
        this.#report("renew", error);
        return null;
      }),
      clock.sleep(patienceMs, late.signal).then(() => null),
    ]);
    late.abort();
    if (answer === null) return false;
    if (!answer) {
      this.#lapse("refused");
      return true;
    }
    this.#deadline = this.#deadlineFrom(before);
    if (this.#isAdrift) this.#balancing.ring();
    this.#isAdrift = false;
    return true;
  }

  #lapse(why: Lapse): void {
    if (why === "refused") this.#hasEnded = true;
    this.#isAdrift = true;
    this.#balancing.ring();
    this.#deps.onLapsed(why);
  }

  async #keepBalancing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#balancing.wait(BALANCE_MS);
      if (!signal.aborted) await this.#balanceSafely();
    }
  }

  async #balanceSafely(): Promise<void> {
    try {
      await this.#balance();
    } catch (error) {
      this.#isUnsure = true;
      this.#report("balance", error);
    }
  }

  async #balance(): Promise<void> {
    const { store, nodeId } = this.#deps;
    if (!this.#isInTime()) {
      if (this.#held.size > 0) await this.#lose([...this.#held.keys()]);
      this.#isUnsure = true;
      return;
    }
    await this.#loseDistrusted();
    if (this.#isUnsure) {
      await store.release(
        nodeId,
        ALL_PARTITIONS.filter((p) => !this.#held.has(p)),
      );
      this.#isUnsure = false;
    }
    const owners = desiredOwners(this.#noteNodes(await store.liveNodes()));
    const surplus = this.#surplus(owners);
    if (surplus.length > 0) {
      await this.#lose(surplus);
      await store.release(nodeId, surplus);
    }
    const wanted = ALL_PARTITIONS.filter((p) => owners[p] === nodeId && !this.#held.has(p));
    if (wanted.length > 0) await this.#gain(await store.claim(nodeId, wanted));
  }

  async #loseDistrusted(): Promise<void> {
    const partitions = [...this.#distrusted].filter((p) => this.#held.has(p));
    this.#distrusted.clear();
    if (partitions.length === 0) return;
    await this.#lose(partitions);
    this.#isUnsure = true;
  }

  #noteNodes(nodes: readonly string[]): readonly string[] {
    const now = this.#deps.clock.monotonic();
    this.#seenSince = new Map(nodes.map((node) => [node, this.#seenSince.get(node) ?? now]));
    return nodes;
  }

  /** Partitions to hand on now. */
  #surplus(owners: readonly (string | null)[]): number[] {
    const settledBefore = this.#deps.clock.monotonic() - SETTLED_MS;
    const surplus = [...this.#held.keys()].filter((partition) => {
      const owner = owners[partition] ?? this.#deps.nodeId;
      if (owner === this.#deps.nodeId) return false;
      return (this.#seenSince.get(owner) ?? Number.POSITIVE_INFINITY) <= settledBefore;
    });
    return surplus.slice(0, RELEASES_PER_ROUND_MAX);
  }

  async #gain(leases: readonly Lease[]): Promise<void> {
    if (leases.length === 0) return;
    for (const listener of this.#listeners) await listener.gained(leases);
    for (const { partition, epoch } of leases) this.#held.set(partition, epoch);
    this.#deps.telemetry.emit({ event: "lease", change: "gained", count: leases.length });
  }

  async #lose(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.#held.delete(partition);
    await this.#patiently(this.#tellLost(partitions));
    this.#deps.telemetry.emit({ event: "lease", change: "lost", count: partitions.length });
  }

  async #tellLost(partitions: readonly number[]): Promise<void> {
    for (const listener of this.#listeners.toReversed()) await listener.lost(partitions);
  }

  /** Best effort: what cannot be handed back lapses by itself. */
  async #leave(): Promise<void> {
    this.#renewing.ring();
    this.#balancing.ring();
    if (this.#balancer !== null) await this.#patiently(this.#balancer);
    if (!this.#hasJoined) return;
    const { store, nodeId } = this.#deps;
    try {
      await store.drain(nodeId);
    } catch (error) {
      this.#report("drain", error);
    }
    if (this.#held.size > 0) await this.#lose([...this.#held.keys()]);
    try {
      await store.release(nodeId, ALL_PARTITIONS);
      await store.leave(nodeId);
    } catch (error) {
      this.#report("leave", error);
    }
  }

  async #patiently(work: Promise<void>): Promise<void> {
    const enough = new AbortController();
    const patience = this.#deps.clock.sleep(this.#ttlMs * PATIENCE_SHARE, enough.signal);
    await Promise.race([work, patience]);
    enough.abort();
  }

  #report(operation: string, error: unknown): void {
    const text = describeError(error);
    this.#deps.telemetry.emit({ event: "storeError", operation, error: text });
  }
}
