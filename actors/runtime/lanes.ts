// Every lane in memory, and the only place where effects come into lanes and leave them, so that the
// bounds, the coalescing and the border between memory and outbox hold everywhere.
//
// Bounds: a lane holds at most 256 effects, and only 16 while more than 65,536 wait in all, so a flood
// in one lane takes no room from the others. What does not fit stays in the outbox (the lane is
// *spilled*) and is read when the lane has drained.
//
// Coalescing: of the effects of one actor with one key at most one waits; the newer one replaces the
// older. From a release newer means decided later; from the outbox, where only ids are left, the
// greater id. That no two of them are ever called at once needs no lock: a key belongs to one lane,
// and a lane has one call under way.
//
// Why nothing is taken twice. A row comes either from a release or from a scan. For a lane that is
// being filled, rows up to the scan's cursor are known and those beyond come with a later page; a
// release beyond the cursor is kept until the page that was under way has arrived. A release that a
// page was quicker than is found in the partition's `taken`.
//
// A partition that is read anew waits for its calls to Telegram first (relay-holding.ts), but not for
// those of pools: a service that hangs must hold up no topic. A pool's lane that is forgotten in the
// middle of a call leaves it to its heir to wait, and the heir drops the row that was settled
// meanwhile. A page that was read before that and comes after it makes the call once more, which is
// why calls of pools must be safe to make twice.

import type { Route } from "#actors/kernel/actor.ts";
import { type Address, addressKey } from "#actors/kernel/address.ts";
import { traitsOf } from "#actors/kernel/effect.ts";
import type { EffectTraits } from "#actors/kernel/effect-traits.ts";
import { type Entry, type Incoming, Lane, Partition, type Scan, Sender } from "./lane.ts";
import { poolOf } from "./pools.ts";
import { Alarm } from "./relay-alarms.ts";

/** More than a fan can write before the group's limit lets one call through. */
const LANE_EFFECTS_MAX = 256;
/** About 100 MB of effects. */
const CROWDED_FROM = 65_536;
const LANE_EFFECTS_MAX_CROWDED = 16;

export interface LanesEvents {
  /** A lane's alarm rings. */
  readonly onAlarm: (lane: Lane) => void;
  /** A waiting effect will not be called: a newer one says what it would have said. */
  readonly onSuperseded: (entry: Entry) => void;
}

export class Lanes {
  readonly #events: LanesEvents;
  readonly #partitions = new Map<number, Partition>();
  readonly #senders = new Map<string, Sender>();
  /** Lanes of pools that were forgotten in the middle of a call. */
  readonly #leaving = new Map<string, Lane>();
  #lanes = 0;
  #effects = 0;

  constructor(events: LanesEvents) {
    this.#events = events;
  }

  /** Lanes and effects in memory. */
  get size(): { readonly lanes: number; readonly effects: number } {
    return { lanes: this.#lanes, effects: this.#effects };
  }

  get partitions(): readonly Partition[] {
    return [...this.#partitions.values()];
  }

  get senders(): Iterable<Sender> {
    return this.#senders.values();
  }

  partition(number: number): Partition | undefined {
    return this.#partitions.get(number);
  }

  /** Begins to send for a partition; null when it does already. */
  gain(number: number): Partition | null {
    if (this.#partitions.has(number)) return null;
    const partition = new Partition(number);
    this.#partitions.set(number, partition);
    return partition;
  }

  /** Forgets everything of a partition; answers the lanes that it had. */
  lose(partition: Partition): readonly Lane[] {
    partition.isLost = true;
    this.#partitions.delete(partition.number);
    const lanes = [...partition.senders].flatMap((sender) => sender.lanes);
    for (const lane of lanes) {
      lane.isDropped = true;
      this.#effects -= lane.entries.length;
      if (poolOf(lane.kind) !== null && lane.isBusy) this.#leaving.set(leavingKey(lane), lane);
    }
    this.#lanes -= lanes.length;
    for (const sender of partition.senders) this.#senders.delete(sender.key);
    return lanes;
  }

  /**
   * A forgotten lane has ended a call: if there is nothing more to wait for, its heir may go on.
   * Answers the heir's sender.
   */
  left(lane: Lane): Sender | null {
    const key = leavingKey(lane);
    if (lane.isBusy || this.#leaving.get(key) !== lane) return null;
    this.#leaving.delete(key);
    const heir = this.sender(lane.sender.address)?.lane(lane.kind);
    if (heir === undefined || heir.predecessor !== lane) return null;
    heir.predecessor = null;
    const { current } = lane;
    if (current !== null && !lane.has(current.id)) {
      const settled = heir.entries.find((entry) => entry.id === current.id);
      if (settled !== undefined) this.remove(settled);
    }
    return heir.sender;
  }

  sender(address: Address): Sender | undefined {
    return this.#senders.get(addressKey(address));
  }

  /** The sender of an address, made when there is none. */
  open(address: Address, partition: Partition): Sender {
    const existing = this.sender(address);
    if (existing !== undefined) return existing;
    const sender = new Sender(address, partition);
    this.#senders.set(sender.key, sender);
    partition.senders.add(sender);
    return sender;
  }

  /**
   * Takes in a released effect: into its lane, or left to the outbox until its turn comes.
   * @param isNewer whether it was decided after everything that waits
   */
  release(sender: Sender, incoming: Incoming, isNewer: boolean): void {
    const traits = traitsOf(incoming.effect);
    const lane = this.#laneOf(sender, traits);
    if (sender.partition.taken.has(incoming.id) || lane.has(incoming.id)) return;
    const { scan } = lane;
    if (scan !== null && incoming.id > scan.cursor) scan.late.push({ lane, incoming });
    else if (scan !== null || incoming.id < lane.unreadFrom) this.#take(lane, incoming, isNewer);
    else if (traits.goesFirst) this.#takeAhead(lane, incoming);
  }

  /** Takes in a transient effect, unless there is no room or its lane has better to do. */
  releaseTransient(sender: Sender, incoming: Incoming): void {
    if (this.#effects >= CROWDED_FROM) return;
    const lane = this.#laneOf(sender, traitsOf(incoming.effect));
    const older = lane.entries.find(
      (entry) => entry.traits.isTransient && entry.effect.verb === incoming.effect.verb,
    );
    if (older !== undefined && !older.isCalling) this.remove(older);
    this.#insert(lane, incoming);
  }

  /** Takes in a row of a scan's page; answers its sender when that made a difference. */
  read(address: Address, incoming: Incoming, scan: Scan, partition: Partition): Sender | null {
    const traits = traitsOf(incoming.effect);
    const known = this.sender(address)?.lane(traits.lane);
    if (known === undefined && !scan.isFirst) return null;
    const sender = this.open(address, partition);
    const lane = known ?? this.#laneOf(sender, traits);
    if (incoming.id < lane.unreadFrom || lane.ahead.has(incoming.id)) return null;
    if (lane.scan === scan) {
      partition.taken.add(incoming.id);
      this.#take(lane, incoming, false);
    } else if (traits.goesFirst) {
      this.#takeAhead(lane, incoming);
    }
    return sender;
  }

  /** Puts lanes that have drained under a scan that begins at or before their unread rows. */
  putUnder(lane: Lane, scan: Scan): void {
    lane.scan = scan;
    scan.lanes.add(lane);
  }

  /** A scan has come to its end: its lanes are whole. */
  filled(scan: Scan): readonly Lane[] {
    const lanes = [...scan.lanes];
    for (const lane of lanes) lane.filled();
    scan.lanes.clear();
    return lanes;
  }

  /** Takes an effect out of its lane for good. */
  remove(entry: Entry): void {
    const { lane } = entry;
    lane.remove(entry);
    if (!lane.isDropped) this.#effects -= 1;
    this.waitsNoMore(entry);
  }

  /** An effect is called, or gone: a newer one with its key waits for nobody now. */
  waitsNoMore(entry: Entry): void {
    const { coalesceKey } = entry.traits;
    const { newest } = entry.lane.sender;
    if (coalesceKey !== null && newest.get(coalesceKey) === entry) newest.delete(coalesceKey);
  }

  /** Makes an effect the one that waits under its key again; false: a newer one waits already. */
  waitsAgain(entry: Entry): boolean {
    const { coalesceKey } = entry.traits;
    if (coalesceKey === null) return true;
    const { newest } = entry.lane.sender;
    if (newest.has(coalesceKey)) return false;
    newest.set(coalesceKey, entry);
    return true;
  }

  /** Forgets lanes with nothing left, in memory or out, and then their sender. */
  tidy(sender: Sender): void {
    for (let i = sender.lanes.length - 1; i >= 0; i -= 1) {
      const lane = sender.lanes[i];
      if (lane === undefined || !lane.isDone) continue;
      sender.lanes.splice(i, 1);
      lane.isDropped = true;
      this.#lanes -= 1;
    }
    if (!sender.isIdle || this.#senders.get(sender.key) !== sender) return;
    this.#senders.delete(sender.key);
    sender.partition.senders.delete(sender);
  }

  setRoute(sender: Sender, route: Route): void {
    sender.route = route;
    for (const lane of sender.lanes) {
      const { stop } = lane;
      if (stop === null) continue;
      if (stop.groupId !== route.groupId || stop.topicId !== sender.topicId) lane.stop = null;
    }
  }

  /** Free effects wait for nobody, so each has a lane of its own. */
  #laneOf(sender: Sender, traits: EffectTraits): Lane {
    const existing = traits.lane === "free" ? undefined : sender.lane(traits.lane);
    if (existing !== undefined) return existing;
    const alarm = (lane: Lane) =>
      new Alarm(() => {
        this.#events.onAlarm(lane);
      });
    const lane = new Lane(sender, traits.lane, alarm);
    if (poolOf(traits.lane) !== null)
      lane.predecessor = this.#leaving.get(leavingKey(lane)) ?? null;
    sender.lanes.push(lane);
    this.#lanes += 1;
    const { firstScan } = sender.partition;
    if (firstScan !== null) {
      lane.unreadFrom = 0;
      this.putUnder(lane, firstScan);
    }
    return lane;
  }

  #take(lane: Lane, incoming: Incoming, isNewer: boolean): void {
    const entry = this.#insert(lane, incoming);
    this.#coalesce(entry, isNewer);
    if (entry.traits.isTransient) return;
    const most = this.#effects > CROWDED_FROM ? LANE_EFFECTS_MAX_CROWDED : LANE_EFFECTS_MAX;
    if (lane.entries.length > most) this.#spill(lane);
  }

  #takeAhead(lane: Lane, incoming: Incoming): void {
    lane.ahead.add(incoming.id);
    this.#insert(lane, incoming);
  }

  #insert(lane: Lane, incoming: Incoming): Entry {
    this.#effects += 1;
    return lane.insert(incoming);
  }

  #spill(lane: Lane): void {
    const last = lane.spillLast();
    if (last === null) return;
    this.#effects -= 1;
    this.waitsNoMore(last);
    lane.scan?.lanes.delete(lane);
    lane.scan = null;
  }

  #coalesce(entry: Entry, isNewer: boolean): void {
    const { coalesceKey } = entry.traits;
    if (coalesceKey === null) return;
    const { newest } = entry.lane.sender;
    const other = newest.get(coalesceKey);
    const loser = other === undefined ? null : isNewer || entry.id > other.id ? other : entry;
    if (loser !== null) this.remove(loser);
    if (loser !== entry) newest.set(coalesceKey, entry);
    if (loser !== null) this.#events.onSuperseded(loser);
  }
}

function leavingKey(lane: Lane): string {
  return `${lane.kind}/${lane.sender.key}`;
}
