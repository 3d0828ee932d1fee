// Which partitions are this process's. Truth is the lease rows; what is here is a belief, and safety
// never rests on it, because every commit is fenced by the epoch. Leases only keep two processes
// from trying the same thing, and say who should try when a process is gone.
//
// Nothing is owned while the node is not in time (membership.ts), whatever else is believed.
//
// Once a second the node compares what it holds with what it should hold (rendezvous hashing over the
// live nodes) and claims or releases. Claims are not limited: a partition that nobody owns is mail
// that nobody reads. Releases are, RELEASES_PER_ROUND_MAX at a time, and only to nodes that have lived
// for SETTLED_MS, so that a deploy moves partitions in small portions and a flapping node moves none.
//
// A hand-over does not wait for ever for turns and calls to end (`#patienceMs`), but this node takes
// nothing back that its listeners have not let go of: told `gained` before an older `lost` has ended,
// they would forget in that end what they have just been given.
//
// A claim or release whose outcome is unknown may leave partitions with this node that it does not
// know of, and nobody can claim from a live owner. So after a failure, and every TIDY_MS in any case,
// the node releases everything that it does not hold.
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
import { Bell } from "./bell.ts";
import { describeError } from "./describe.ts";
import { Lifecycle } from "./lifecycle.ts";
import { type Lapse, Membership } from "./membership.ts";
import { desiredOwners } from "./rendezvous.ts";
import { within } from "./within.ts";

/** How soon a dead machine's partitions are taken over, and how long a machine may stand still. */
const TTL_MS = 10_000;
const BALANCE_MS = 1_000;
const RELEASES_PER_ROUND_MAX = 32;
const SETTLED_MS = 3_000;
const TIDY_MS = 60_000;
/** Of the time to live: how long listeners may take to let go, so that a stop ends before leases do. */
const PATIENCE_SHARE = 0.5;

const ALL_PARTITIONS = Array.from({ length: PARTITION_COUNT }, (_, partition) => partition);

type Listener = Parameters<Ownership["subscribe"]>[0];

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
  /** See membership.ts: after "refused" this process owns nothing ever again. */
  onLapsed(why: Lapse): void;
}

export class Leases implements Service, Ownership {
  readonly name = "leases";
  readonly #deps: LeasesDeps;
  readonly #membership: Membership;
  readonly #patienceMs: number;
  readonly #lifecycle: Lifecycle;
  readonly #listeners: Listener[] = [];
  readonly #bell: Bell;
  /** Partitions that count as ours, with the epochs of their leases. */
  readonly #held = new Map<number, number>();
  readonly #distrusted = new Set<number>();
  /** Partitions that are not ours any more, and that some listener is busy with still. */
  readonly #lettingGo = new Set<number>();
  /** Live nodes, and the monotonic time at which each was first seen. */
  #seenSince = new Map<string, number>();
  /** Monotonic; when what is not held is released next. */
  #tidyAt = Number.POSITIVE_INFINITY;
  #balancer: Promise<void> | null = null;

  constructor(deps: LeasesDeps) {
    const ttlMs = deps.ttlMs ?? TTL_MS;
    this.#deps = deps;
    this.#patienceMs = ttlMs * PATIENCE_SHARE;
    this.#bell = new Bell(deps.clock);
    this.#membership = new Membership({ ...deps, ttlMs, changed: () => this.#bell.ring() });
    this.#lifecycle = new Lifecycle({
      begin: async (signal, run) => {
        if (!(await this.#membership.join(signal))) return;
        run(this.#membership.keepRenewing(signal));
        await this.#balanceSafely(signal);
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
    return this.#membership.isInTime() ? (this.#held.get(partition) ?? null) : null;
  }

  owned(): readonly number[] {
    return this.#membership.isInTime() ? [...this.#held.keys()] : [];
  }

  /** Listeners gain in the order in which they subscribed, and lose in the reverse order. */
  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** A write was fenced off although the partition counts as ours: it is given back and claimed anew. */
  distrust(partition: number): void {
    this.#distrusted.add(partition);
    this.#membership.wake();
    this.#bell.ring();
  }

  async #keepBalancing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#bell.wait(BALANCE_MS);
      if (!signal.aborted) await this.#balanceSafely(signal);
    }
  }

  async #balanceSafely(signal: AbortSignal): Promise<void> {
    try {
      await this.#balance(signal);
    } catch (error) {
      this.#tidyAt = Number.NEGATIVE_INFINITY;
      this.#report("balance", error);
    }
  }

  async #balance(signal: AbortSignal): Promise<void> {
    const { store, nodeId } = this.#deps;
    if (!this.#membership.isInTime()) {
      if (this.#held.size > 0) await this.#lose([...this.#held.keys()]);
      this.#tidyAt = Number.NEGATIVE_INFINITY;
      return;
    }
    await this.#loseDistrusted();
    await this.#tidy();
    const owners = desiredOwners(this.#noteNodes(await this.#soon(store.liveNodes())));
    const surplus = this.#surplus(owners);
    if (surplus.length > 0) {
      await this.#lose(surplus);
      await this.#soon(store.release(nodeId, surplus));
    }
    const wanted = ALL_PARTITIONS.filter(
      (p) => owners[p] === nodeId && !this.#held.has(p) && !this.#lettingGo.has(p),
    );
    if (wanted.length === 0 || signal.aborted) return;
    await this.#gain(await this.#soon(store.claim(nodeId, wanted)));
  }

  async #loseDistrusted(): Promise<void> {
    const partitions = [...this.#distrusted].filter((p) => this.#held.has(p));
    this.#distrusted.clear();
    if (partitions.length === 0) return;
    await this.#lose(partitions);
    this.#tidyAt = Number.NEGATIVE_INFINITY;
  }

  async #tidy(): Promise<void> {
    const { store, clock, nodeId } = this.#deps;
    const now = clock.monotonic();
    if (this.#tidyAt === Number.POSITIVE_INFINITY) this.#tidyAt = now + TIDY_MS;
    if (now < this.#tidyAt) return;
    const others = ALL_PARTITIONS.filter((partition) => !this.#held.has(partition));
    await this.#soon(store.release(nodeId, others));
    this.#tidyAt = now + TIDY_MS;
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
    await this.#tryTo("let go", () => this.#tellLost(partitions));
    this.#deps.telemetry.emit({ event: "lease", change: "lost", count: partitions.length });
  }

  async #tellLost(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.#lettingGo.add(partition);
    for (const listener of this.#listeners.toReversed()) await listener.lost(partitions);
    for (const partition of partitions) this.#lettingGo.delete(partition);
    this.#bell.ring();
  }

  /** Best effort: what cannot be handed back lapses by itself. */
  async #leave(): Promise<void> {
    this.#membership.wake();
    this.#bell.ring();
    const { store, nodeId } = this.#deps;
    await this.#tryTo("end balancing", async () => this.#balancer ?? undefined);
    if (!this.#membership.hasJoined) return;
    await this.#tryTo("drain", () => store.drain(nodeId));
    if (this.#held.size > 0) await this.#lose([...this.#held.keys()]);
    await this.#tryTo("release", () => store.release(nodeId, ALL_PARTITIONS));
    await this.#tryTo("leave", () => store.leave(nodeId));
    this.#membership.end();
  }

  async #tryTo(operation: string, work: () => Promise<void>): Promise<void> {
    try {
      await this.#soon(work());
    } catch (error) {
      this.#report(operation, error);
    }
  }

  #soon<T>(work: Promise<T>): Promise<T> {
    return within(this.#deps.clock, this.#patienceMs, work);
  }

  #report(operation: string, error: unknown): void {
    const text = describeError(error);
    this.#deps.telemetry.emit({ event: "storeError", operation, error: text });
  }
}
