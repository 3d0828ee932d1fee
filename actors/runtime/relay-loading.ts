// Reads the outbox back into lanes: all of it for partitions that were just gained, the next part of
// it for lanes that have drained, single rows that were held until now. Reads are tried again for
// ever; what waits for one is a lane that does not move, never an effect that is lost or overtaken.
import { type Address, partitionOf } from "#actors/kernel/address.ts";
import type { Clock, Random, Store, StoredEffect, Telemetry } from "#actors/kernel/ports.ts";
import { backoffMs } from "./backoff.ts";
import { describeError } from "./describe.ts";
import { type Entry, type Incoming, type Lane, type Partition, Scan, type Sender } from "./lane.ts";
import type { Lanes } from "./lanes.ts";
import type { Results } from "./relay-results.ts";

/** Rows a page; about half a megabyte of texts at most. */
const PAGE_ROWS = 512;
const BACKOFF_MAX_MS = 5_000;
/** An effect waits for one that is in no lane's memory: it is looked for this often. */
const RESOLVE_EVERY_MS = 1_000;

export interface LoadingDeps {
  readonly store: Pick<Store, "loadEffects" | "loadEffectsById" | "routes">;
  readonly clock: Clock;
  readonly random: Random;
  readonly telemetry: Telemetry;
  readonly lanes: Lanes;
  readonly results: Pick<Results, "skip">;
  /** A sender has more to send, or knows more of where. */
  readonly onChanged: (sender: Sender) => void;
}

export class Loading {
  readonly #deps: LoadingDeps;
  readonly #signal: AbortSignal;
  /** Resolves when the signal aborts. */
  readonly #aborted: Promise<void>;
  readonly #tasks = new Set<Promise<void>>();
  readonly #drained = new Set<Lane>();
  readonly #resolving = new Set<Entry>();
  #isRefilling = false;

  constructor(deps: LoadingDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
    this.#aborted = new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  /** Resolves when no reading is under way, which is soon after the signal has aborted. */
  async ended(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /**
   * Reads everything that waits in partitions.
   * @param before what must have ended first: calls of an earlier ownership of the same partitions
   */
  first(partitions: readonly Partition[], before: Promise<unknown>): void {
    const scan = new Scan(true, partitions, 0);
    for (const partition of partitions) partition.firstScan = scan;
    this.#run(async () => {
      // Of a call that outlasts the relay nobody writes down the end.
      await Promise.race([before, this.#aborted]);
      await this.#scan(scan);
      this.#refill();
    });
  }

  /** Reads on for a lane that has drained while the rest of it is in the outbox. */
  refill(lane: Lane): void {
    this.#drained.add(lane);
    this.#refill();
  }

  /** Reads rows that were held and are pending now; the sender's lanes wait for them. */
  byId(sender: Sender, ids: readonly number[]): void {
    sender.loads += 1;
    this.#run(async () => {
      const rows = await this.#read("loadEffectsById", (store) => store.loadEffectsById(ids));
      sender.loads -= 1;
      if (sender.partition.isLost) return;
      for (const row of rows ?? []) this.#deps.lanes.release(sender, this.#incoming(row), false);
      this.#deps.onChanged(sender);
    });
  }

  /** Looks for the effect that another one waits for, which is not in memory. */
  resolve(entry: Entry): void {
    const { after } = entry;
    if (after === null || this.#resolving.has(entry)) return;
    this.#resolving.add(entry);
    this.#run(async () => {
      const ids = [entry.id, after];
      const rows = await this.#read("loadEffectsById", (store) => store.loadEffectsById(ids));
      this.#resolving.delete(entry);
      if (rows === null || entry.lane.isDropped || entry.after === null) return;
      const own = rows.find((row) => row.id === entry.id);
      // Somebody else saw to it: a row that is pending no more is nobody's to call.
      if (own === undefined) this.#deps.lanes.remove(entry);
      else if (own.after === null) entry.after = null;
      else if (!rows.some((row) => row.id === after)) this.#deps.results.skip(entry);
      else entry.notBefore = this.#deps.clock.monotonic() + RESOLVE_EVERY_MS;
      this.#deps.onChanged(entry.lane.sender);
    });
  }

  #refill(): void {
    if (this.#isRefilling || this.#drained.size === 0) return;
    this.#isRefilling = true;
    this.#run(async () => {
      // Whoever drains at this moment comes along.
      await this.#deps.clock.yield();
      const lanes = [...this.#drained].filter((lane) => !lane.isDropped);
      const ready = lanes.filter((lane) => lane.sender.partition.firstScan === null);
      this.#drained.clear();
      for (const lane of lanes) if (!ready.includes(lane)) this.#drained.add(lane);
      if (ready.length > 0) await this.#scan(this.#scanFor(ready));
      this.#isRefilling = false;
      if (ready.length > 0) this.#refill();
    });
  }

  #scanFor(lanes: readonly Lane[]): Scan {
    const partitions = [...new Set(lanes.map((lane) => lane.sender.partition))];
    for (const partition of partitions) partition.taken.clear();
    const from = lanes.reduce((least, lane) => Math.min(least, lane.unreadFrom), Infinity);
    const scan = new Scan(false, partitions, from - 1);
    for (const lane of lanes) this.#deps.lanes.putUnder(lane, scan);
    return scan;
  }

  async #scan(scan: Scan): Promise<void> {
    const { clock, lanes, onChanged } = this.#deps;
    while (scan.cursor !== Number.POSITIVE_INFINITY) {
      const partitions = scan.partitions.filter((partition) => !partition.isLost);
      if (partitions.length === 0 || (!scan.isFirst && scan.lanes.size === 0)) break;
      const numbers = partitions.map((partition) => partition.number);
      const rows = await this.#read("loadEffects", (store) =>
        store.loadEffects(numbers, scan.cursor, PAGE_ROWS),
      );
      if (rows === null) return;
      await this.#takePage(scan, rows);
      if (scan.cursor !== Number.POSITIVE_INFINITY) await clock.yield();
    }
    this.#takeLate(scan);
    for (const partition of scan.partitions) partition.firstScan = null;
    for (const lane of lanes.filled(scan)) onChanged(lane.sender);
  }

  async #takePage(scan: Scan, rows: readonly StoredEffect[]): Promise<void> {
    const partitions = new Map(scan.partitions.map((one) => [one.number, one]));
    const senders = new Set<Sender>();
    for (const row of rows) {
      const partition = partitions.get(partitionOf(row.address));
      if (partition === undefined || partition.isLost) continue;
      const incoming = this.#incoming(row);
      const sender = this.#deps.lanes.read(row.address, incoming, scan, partition);
      if (sender !== null) senders.add(sender);
    }
    const isLast = rows.length < PAGE_ROWS;
    scan.cursor = isLast ? Number.POSITIVE_INFINITY : (rows.at(-1)?.id ?? scan.cursor);
    for (const sender of this.#takeLate(scan)) senders.add(sender);
    await this.#route([...senders].filter((sender) => sender.route === null));
    for (const sender of senders) this.#deps.onChanged(sender);
  }

  /** Late rows that the pages so far had, or missed; the others come with the next page. */
  #takeLate(scan: Scan): readonly Sender[] {
    const { late } = scan;
    scan.late = [];
    const known = late.filter(({ lane, incoming }) => {
      return !lane.isDropped && (lane.scan !== scan || incoming.id <= scan.cursor);
    });
    for (const { lane, incoming } of known) this.#deps.lanes.release(lane.sender, incoming, true);
    return known.map(({ lane }) => lane.sender);
  }

  /** Asks where senders' effects go; a release that was quicker knows better. */
  async #route(senders: readonly Sender[]): Promise<void> {
    if (senders.length === 0) return;
    const addresses: readonly Address[] = senders.map((sender) => sender.address);
    const routes = await this.#read("routes", (store) => store.routes(addresses));
    for (const [i, sender] of senders.entries()) {
      const route = routes?.[i];
      if (route !== undefined && sender.route === null) this.#deps.lanes.setRoute(sender, route);
    }
  }

  #incoming(row: StoredEffect): Incoming {
    const { clock } = this.#deps;
    const waitedMs = Math.max(0, clock.now() - row.at);
    const { id, effect, after, delivers, attempts } = row;
    return { id, effect, after, delivers, attempts, since: clock.monotonic() - waitedMs };
  }

  /** Null when the relay was stopped before the store answered. */
  async #read<T>(
    operation: string,
    read: (store: LoadingDeps["store"]) => Promise<T>,
  ): Promise<T | null> {
    const { store, clock, random, telemetry } = this.#deps;
    for (let tries = 1; !this.#signal.aborted; tries += 1) {
      try {
        const result = await read(store);
        return this.#signal.aborted ? null : result;
      } catch (error) {
        telemetry.emit({ event: "storeError", operation, error: describeError(error) });
        await clock.sleep(backoffMs(tries, BACKOFF_MAX_MS, random), this.#signal);
      }
    }
    return null;
  }

  #run(task: () => Promise<void>): void {
    const running = task().finally(() => this.#tasks.delete(running));
    this.#tasks.add(running);
  }
}
