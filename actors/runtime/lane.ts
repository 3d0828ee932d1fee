// What waits to go out, in memory: a lane is one strict order of effects, a sender is one actor with
// its lanes. Everything here is a view of outbox rows that may be thrown away and read again.
//
// The state machine of a lane:
//
//              ┌──────────── nothing may go: see `choose` in lane-choice.ts ────────────┐
//              ▼                                                                        │
//   (made) ─▶ waiting ──a first effect may go──▶ queued ──its chat's turn came──▶ calling
//              ▲  │                                │                                │  │
//              │  └─── empty: forgotten            └─ a newer one took its place ───┘  │
//              │       empty, more in the outbox:                                      │
//              │       read the next of it                                             │
//              ├────────── done plainly, retry, unknown: at once ◀─────────────────────┤
//              └────────── the result is committed ◀── settling ◀── refused, reported ─┘
//
//   waiting   Nothing can be called now. What wakes it: a release, its alarm, an answer for an effect
//             that it waits for, a route, a page of the outbox.
//   queued    One effect, the lane's choice, has a ticket at the gate of its chat.
//   calling   One call is under way. It may carry several effects (merged posts).
//   settling  The actor will hear of the result, and must have it before the lane's next call.
//
// A lane of a pool that is forgotten in the middle of a call (its partition is read anew) has an heir
// that waits for that call, so that Telegram's lanes of the partition need not (lanes.ts).
//
// A lane that is *stopped* is waiting with a reason that only its actor, the owner or time can mend
// (see lane-stop.ts): then only menders pass. What fails between which two lines: a crash after the
// call and before its settlement is committed sends that call again (Telegram has no idempotency
// key), which is why so few results may be unsettled at a time; a crash anywhere else loses nothing,
// since rows stay pending until their settlement.
//
// Order: menders (open and reopen the topic), then what else goes first, then by id. Memory holds the
// first effects of a lane only. `unreadFrom` is the id from which on rows are in the outbox alone:
// every pending row below it is in memory, none from it on is, but for those in `ahead`.

import type { Route } from "#actors/kernel/actor.ts";
import { type Address, addressKey } from "#actors/kernel/address.ts";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import type { EffectTraits } from "#actors/kernel/effect-traits.ts";
import { Busy } from "./busy.ts";
import type { Ticket } from "./fairness.ts";
import type { LaneStop } from "./lane-stop.ts";
import { poolOf } from "./pools.ts";
import type { Alarm } from "./relay-alarms.ts";

export type LanePhase = "waiting" | "queued" | "calling" | "settling";

/** An effect that waits or is being called. Times are monotonic milliseconds. */
export interface Entry {
  /** 0 for a transient effect, which has no row. */
  readonly id: number;
  readonly lane: Lane;
  readonly effect: Effect;
  readonly traits: EffectTraits;
  /** Place in the lane: group first, then position. */
  readonly group: 0 | 1 | 2;
  readonly position: number;
  readonly delivers: readonly string[];
  readonly since: number;
  /** The effect that must be done first; null once it is. */
  after: number | null;
  /** Calls that were answered. */
  attempts: number;
  /** Not to be called before this. */
  notBefore: number;
  isCalling: boolean;
  /** May share a call with nobody: a merged call was refused, and it is not known whose fault it was. */
  isAlone: boolean;
}

/** An effect as it came, before it has a place in a lane. */
export interface Incoming {
  readonly id: number;
  readonly effect: Effect;
  readonly after: number | null;
  readonly delivers: readonly string[];
  readonly attempts: number;
  readonly since: number;
}

export class Lane {
  readonly sender: Sender;
  readonly kind: EffectTraits["lane"];
  readonly alarm: Alarm;
  phase: LanePhase = "waiting";
  /** Its place at a gate while it is queued, and the effect that it stands there for. */
  ticket: Ticket<Lane> | null = null;
  choice: Entry | null = null;
  /** Whose call was begun last. */
  current: Entry | null = null;
  /** The forgotten lane whose call must be over before the first of this one. */
  predecessor: Lane | null = null;
  servedAt = Number.NEGATIVE_INFINITY;
  stop: LaneStop | null = null;
  /** When the topic was found gone lately. */
  goneAt: readonly number[] = [];
  unreadFrom = Number.POSITIVE_INFINITY;
  /** Rows from `unreadFrom` on that were taken all the same, because they go first. */
  readonly ahead = new Set<number>();
  /** The reading of the outbox that is filling this lane. */
  scan: Scan | null = null;
  isDropped = false;
  #entries: Entry[] = [];
  #transients = 0;

  constructor(sender: Sender, kind: EffectTraits["lane"], alarm: (lane: Lane) => Alarm) {
    this.sender = sender;
    this.kind = kind;
    this.alarm = alarm(this);
  }

  /** In the lane's order, with those that are being called. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  get isSpilled(): boolean {
    return this.unreadFrom !== Number.POSITIVE_INFINITY;
  }

  /** Nothing of it is left, here or in the outbox, and nothing is under way. */
  get isDone(): boolean {
    return !this.isBusy && this.#entries.length === 0 && !this.isSpilled && this.scan === null;
  }

  /** A call is under way, or its result has yet to be committed before the next one. */
  get isBusy(): boolean {
    return this.phase === "calling" || this.phase === "settling";
  }

  get hasTransients(): boolean {
    return this.#transients > 0;
  }

  has(id: number): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  insert(incoming: Incoming): Entry {
    const traits = traitsOf(incoming.effect);
    const entry: Entry = {
      ...incoming,
      lane: this,
      traits,
      group: groupOf(incoming.effect, traits),
      position: traits.isTransient ? (this.#entries.at(-1)?.position ?? 0) : incoming.id,
      notBefore: 0,
      isCalling: false,
      isAlone: false,
    };
    let at = this.#entries.length;
    while (at > 0) {
      const before = this.#entries[at - 1];
      if (before === undefined || !isAhead(entry, before)) break;
      at -= 1;
    }
    this.#entries.splice(at, 0, entry);
    if (traits.isTransient) this.#transients += 1;
    return entry;
  }

  remove(entry: Entry): void {
    const at = this.#entries.indexOf(entry);
    if (at < 0) return;
    this.#entries.splice(at, 1);
    if (entry.traits.isTransient) this.#transients -= 1;
  }

  /** Leaves the last effect that can be left to the outbox; from its id on the lane is unread. */
  spillLast(): Entry | null {
    const last = this.#entries.findLast(
      (entry) => !entry.isCalling && !entry.traits.goesFirst && !entry.traits.isTransient,
    );
    if (last === undefined) return null;
    this.remove(last);
    // A lane that is being filled knows everything up to the scan's cursor, whatever it lacked before.
    this.unreadFrom = this.scan === null ? Math.min(this.unreadFrom, last.id) : last.id;
    for (const { id } of this.#entries) if (id >= this.unreadFrom) this.ahead.add(id);
    return last;
  }

  /** Everything of it is in memory again. */
  filled(): void {
    this.unreadFrom = Number.POSITIVE_INFINITY;
    this.scan = null;
    this.ahead.clear();
  }
}

/** One actor with everything it has to send. In memory only while there is something. */
export class Sender {
  readonly address: Address;
  readonly key: string;
  readonly partition: Partition;
  readonly lanes: Lane[] = [];
  /** Null until the store has told it, or a release. */
  route: Route | null = null;
  /** Readings under way without which the order of its lanes is not known. */
  loads = 0;
  /** The waiting effect of each coalescing key. */
  readonly newest = new Map<string, Entry>();

  constructor(address: Address, partition: Partition) {
    this.address = address;
    this.key = addressKey(address);
    this.partition = partition;
  }

  get topicId(): number | null {
    return this.route?.topicId ?? null;
  }

  lane(kind: EffectTraits["lane"]): Lane | undefined {
    return this.lanes.find((lane) => lane.kind === kind);
  }

  find(id: number): Entry | undefined {
    for (const lane of this.lanes) {
      const entry = lane.entries.find((candidate) => candidate.id === id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** Effects that wait for another one to be done. */
  dependentsOf(id: number): readonly Entry[] {
    return this.lanes.flatMap((lane) => lane.entries.filter((entry) => entry.after === id));
  }

  /** Nothing waits, nothing is under way: it can be forgotten. */
  get isIdle(): boolean {
    return this.loads === 0 && this.lanes.length === 0;
  }
}

/** A partition that this process sends for. A new one for each time that it is gained. */
export class Partition {
  readonly number: number;
  readonly senders = new Set<Sender>();
  /** What the last reading of its outbox has brought: a late release must not bring it again. */
  readonly taken = new Set<number>();
  /** The reading of what was there when it was gained, while that is under way. */
  firstScan: Scan | null = null;
  isLost = false;
  /** Calls to Telegram that are under way, and results of them that have yet to be committed. */
  readonly telegram = new Busy();
  /** The same of pools. */
  readonly pools = new Busy();

  constructor(number: number) {
    this.number = number;
  }

  busyOf(lane: Lane): Busy {
    return poolOf(lane.kind) === null ? this.telegram : this.pools;
  }
}

/** One reading of the outbox by id, page by page. */
export class Scan {
  /** It reads what was there when the partitions were gained, so it makes lanes as it finds them. */
  readonly isFirst: boolean;
  readonly partitions: readonly Partition[];
  /** The last id that was read; Infinity at the end. */
  cursor: number;
  /** Released rows beyond the cursor, which the page that is being read may or may not have. */
  late: { readonly lane: Lane; readonly incoming: Incoming }[] = [];
  /** Lanes that it fills. */
  readonly lanes = new Set<Lane>();

  constructor(isFirst: boolean, partitions: readonly Partition[], cursor: number) {
    this.isFirst = isFirst;
    this.partitions = partitions;
    this.cursor = cursor;
  }
}

/** Mends the topic itself; nothing of the topic can go before it is done. */
export function isMender(effect: Effect): boolean {
  return effect.verb === "openTopic" || effect.verb === "reopenTopic";
}

function groupOf(effect: Effect, traits: EffectTraits): 0 | 1 | 2 {
  if (isMender(effect)) return 0;
  return traits.goesFirst ? 1 : 2;
}

function isAhead(one: Entry, other: Entry): boolean {
  return (
    one.group - other.group < 0 || (one.group === other.group && one.position < other.position)
  );
}
