// What the runtime needs of the world, as interfaces. `db/` and `src/` implement them for real, the
// simulator implements them with virtual time; one contract suite holds every Store to its promises.

import type { Emitted, HeldChange, Route, TimerChange } from "./actor.ts";
import type { Address } from "./address.ts";
import type { Effect } from "./effect.ts";
import type { Arrival } from "./envelope.ts";
import type { Outcome } from "./outcome.ts";
import type { Projection, Row } from "./rows.ts";
import type { Settings } from "./settings.ts";

export interface Clock {
  /** Unix milliseconds; may jump. */
  now(): number;
  /** Milliseconds that only go forward, for spans and deadlines. */
  monotonic(): number;
  /** Resolves after `ms`, at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets every other thing of the process run once (a macrotask). */
  yield(): Promise<void>;
}

/** A number in [0, 1), for jitter only. */
export type Random = () => number;

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

// ── Store ──────────────────────────────────────────────────────────────────────────────────────

/** An actor's row as an activation holds it; `row` and `userId` mean something to the store only. */
export interface ActorRef {
  readonly row: number;
  readonly userId: number | null;
}

export interface ActivateRequest {
  readonly address: Address;
  readonly partition: number;
  readonly epoch: number;
  /** Unix milliseconds, for rows that are made on first contact. */
  readonly at: number;
}

export type Activated =
  | {
      readonly type: "active";
      readonly actor: ActorRef;
      readonly version: number;
      /** The stored state's JSON, null for an actor that has never committed. */
      readonly state: string | null;
    }
  /** This machine does not hold the partition's lease at that epoch any more. */
  | { readonly type: "fenced" };

/** A pending inbox row. */
export interface Pending {
  readonly id: number;
  readonly at: number;
  readonly attempts: number;
  readonly body: string;
  readonly lane: "normal" | "urgent";
}

/** An effect with its derived id, as it is written to the outbox. */
export interface OutboxEntry extends Emitted {
  readonly id: number;
}

/** One decided turn on its way to be committed. */
export interface TurnCommit {
  readonly address: Address;
  readonly partition: number;
  readonly actor: ActorRef;
  readonly epoch: number;
  /** The version this activation read; the commit makes it one more. */
  readonly version: number;
  readonly envelopeId: number;
  readonly at: number;
  /** JSON. */
  readonly state: string;
  readonly stateVersion: number;
  readonly projection: Projection | null;
  readonly rows: readonly Row[];
  /** Without the transient ones. */
  readonly outbox: readonly OutboxEntry[];
  readonly held: readonly HeldChange[];
  readonly timers: readonly TimerChange[];
}

/**
 * `committed`: everything of the turn is durable. `missed`: nothing of it is, because the actor's
 * row no longer carried (epoch, version) or the inbox row was no longer pending.
 */
export type CommitResult = "committed" | "missed";

/** A pending outbox row as it is loaded back. */
export interface StoredEffect {
  readonly id: number;
  readonly address: Address;
  readonly effect: Effect;
  /** The id of the effect that must be done first; null when there is none or it is done. */
  readonly after: number | null;
  readonly delivers: readonly string[];
  readonly at: number;
  readonly attempts: number;
}

/** Which fan message is which topic message; written with the result of the send. */
export interface Link {
  readonly fanId: number;
  readonly fanMessageId: number;
  readonly groupId: number;
  readonly topicMessageId: number;
  /** The fan wrote it (it was copied into the topic), or the team did. */
  /** `about`: a message of ours in the topic that carries nothing of the fan's, a header alone. */
  readonly direction: "in" | "out" | "about";
}

/** What became of effects, for good. */
export interface Settlement {
  readonly effectId: number;
  readonly address: Address;
  readonly to: "delivered" | "discarded";
  readonly outcome: Outcome;
  readonly attempts: number;
  readonly links: readonly Link[];
  /** `messages.ref`s that become `delivered`. */
  readonly delivers: readonly string[];
  /** The outcome as the actor's next envelope, null when nobody wants to hear of it. */
  readonly arrival: Arrival | null;
  readonly at: number;
}

export interface DueTimer {
  readonly address: Address;
  readonly name: string;
  readonly dueAt: number;
}

/**
 * Truth. Every method is one round trip and one transaction; lists are worked as multi-row
 * statements. A rejected promise means *unknown*: the caller drops what it believed and reads again.
 * Only a `StoreFailure` that says so is a refusal: then nothing was done.
 */
export interface Store {
  /** Puts arrivals into the inbox. Aligned with `arrivals`: the new id, or null for a duplicate. */
  append(arrivals: readonly Arrival[]): Promise<readonly (number | null)[]>;
  /** Stamps the lease's epoch on actors (making their rows on first contact) and reads them. */
  activate(requests: readonly ActivateRequest[]): Promise<readonly Activated[]>;
  /**
   * The next due pending rows of each address, urgent ones first, then by id, at most `limit` each.
   * Aligned with `addresses`.
   */
  read(
    addresses: readonly Address[],
    limit: number,
    now: number,
  ): Promise<readonly (readonly Pending[])[]>;
  /**
   * Aligned with `turns`. A turn that misses is undone alone. A lease is not taken over in the middle
   * of a commit under it: whoever claims it sees all that was written before, and nothing comes after.
   */
  commit(turns: readonly TurnCommit[]): Promise<readonly CommitResult[]>;
  /** Counts a failed attempt; `deadLetter` takes the row out of the mailbox, kept for redrive. */
  fail(
    failures: readonly {
      readonly envelopeId: number;
      readonly error: string;
      readonly retryAt: number;
      readonly deadLetter: boolean;
    }[],
  ): Promise<void>;
  /** After a crash: counts an attempt on the head of every mailbox of these partitions. */
  countHeads(partitions: readonly number[]): Promise<void>;
  /** Puts dead letters back (all of an address, or these ids); answers how many. */
  redrive(
    which: { readonly ids: readonly number[] } | { readonly address: Address },
  ): Promise<number>;
  /** Addresses with mail that is due, at most `limit`. */
  waiting(partitions: readonly number[], limit: number, now: number): Promise<readonly Address[]>;

  /** Pending effects with id > `afterId`, by id; held ones are not pending. */
  loadEffects(
    partitions: readonly number[],
    afterId: number,
    limit: number,
  ): Promise<readonly StoredEffect[]>;
  /** Pending effects by id, for those that were just released; missing ids are left out. */
  loadEffectsById(ids: readonly number[]): Promise<readonly StoredEffect[]>;
  /**
   * Where these conversations' effects go, from their rows; aligned. Of one whose fan was forgotten,
   * from its chat and from `groupId` and `topicId` in its state: its last words still go there.
   */
  routes(addresses: readonly Address[]): Promise<readonly Route[]>;
  /** Records results and puts the outcomes into the inbox; aligned: did the row still wait? */
  settle(settlements: readonly Settlement[]): Promise<readonly boolean[]>;

  /** Timers due before `before`, soonest first. */
  dueTimers(
    partitions: readonly number[],
    before: number,
    limit: number,
  ): Promise<readonly DueTimer[]>;
  /** Turns timers into inbox rows; those that were moved or cleared meanwhile are left alone. */
  fireTimers(timers: readonly DueTimer[], now: number): Promise<void>;
}

// ── Leases ─────────────────────────────────────────────────────────────────────────────────────

export interface Lease {
  readonly partition: number;
  readonly epoch: number;
  /** The owner before did not release it: it crashed or hangs. */
  readonly wasAbandoned: boolean;
}

/** Membership and partition leases; every time in it is the database's clock. */
export interface LeaseStore {
  /** Registers this process and ends earlier ones of the same instance that cannot be alive. */
  join(node: {
    readonly id: string;
    readonly instanceId: string;
    readonly ttlMs: number;
  }): Promise<void>;
  /** False: this node's lease has lapsed, and it must end itself. */
  renew(nodeId: string, ttlMs: number): Promise<boolean>;
  /** Nodes that live and take work, sorted by id. */
  liveNodes(): Promise<readonly string[]>;
  /** Takes those of `wanted` that nobody alive owns; each with a new epoch. */
  claim(nodeId: string, wanted: readonly number[]): Promise<readonly Lease[]>;
  release(nodeId: string, partitions: readonly number[]): Promise<void>;
  /** Drains: alive, but wanting nothing. */
  drain(nodeId: string): Promise<void>;
  leave(nodeId: string): Promise<void>;
}

// ── Performing ─────────────────────────────────────────────────────────────────────────────────

/** One call to be made: an effect, or several posts merged into one. */
export interface Call {
  readonly effectIds: readonly number[];
  readonly address: Address;
  readonly effect: Effect;
  readonly route: Route;
  /** 0 the first time; more after `retry` or `unknown`. */
  readonly attempt: number;
}

export interface Performed {
  readonly outcome: Outcome;
  readonly links: readonly Link[];
}

/** Makes one call and maps its answer; never rejects. */
export interface Performer {
  perform(call: Call): Promise<Performed>;
}

/** The settings in force, read anew for every turn. */
export interface SettingsSource {
  current(): Settings;
}

/** Tells whoever may own an address that it has mail. Losing a nudge costs time, never mail. */
export interface Nudges {
  nudge(address: Address, urgent: boolean): void;
}

// ── Between the parts of the runtime ───────────────────────────────────────────────────────────

/** Which partitions this process owns. Safety never rests on it: commits are fenced. */
export interface Ownership {
  /** The epoch of the lease on a partition, null when this process does not hold it. */
  epochOf(partition: number): number | null;
  owned(): readonly number[];
  /** Tells of partitions taken and given up; the listener's promise is awaited before they count. */
  subscribe(listener: {
    gained(leases: readonly Lease[]): Promise<void>;
    lost(partitions: readonly number[]): Promise<void>;
  }): void;
}

/** What one committed turn lets out. */
export interface Release {
  readonly address: Address;
  readonly partition: number;
  readonly route: Route;
  readonly at: number;
  /** Rows of this turn that are pending (not held). */
  readonly outbox: readonly OutboxEntry[];
  readonly transient: readonly Effect[];
  /** Held effects of earlier turns that are pending now. */
  readonly releasedIds: readonly number[];
  /**
   * The turn has forgotten its fan (`EraseRow`): what earlier turns let out is not in the outbox any
   * more, and must not be performed.
   */
  readonly forgetsEarlier: boolean;
}

/** Where the journal hands committed effects; implemented by the relay. Never throws. */
export interface Outlet {
  release(release: Release): void;
  /**
   * A commit of this partition may have been made although nobody was told so: there may be rows in
   * its outbox that no release has named or will ever name. They are to be found.
   */
  doubt(partition: number): void;
}

/** What the runtime tells of itself; `src/telemetry.ts` turns these into metrics and logs. */
export type RuntimeEvent =
  | { readonly event: "turn"; readonly kind: string; readonly waitedMs: number }
  | {
      readonly event: "commit";
      readonly turns: number;
      readonly missed: number;
      readonly ms: number;
    }
  | {
      readonly event: "activated";
      readonly count: number;
      readonly fenced: number;
      readonly ms: number;
    }
  | { readonly event: "passivated"; readonly count: number }
  | { readonly event: "restart"; readonly kind: string; readonly error: string }
  | { readonly event: "quarantine"; readonly address: Address; readonly untilMs: number }
  | {
      readonly event: "deadLetter";
      readonly address: Address;
      readonly id: number;
      readonly error: string;
    }
  | {
      readonly event: "call";
      readonly verb: string;
      readonly outcome: Outcome["type"];
      readonly merged: number;
      readonly ms: number;
    }
  | {
      readonly event: "refused";
      readonly verb: string;
      readonly code: string;
      readonly reason: string;
    }
  | { readonly event: "flood"; readonly scope: "chat" | "bot"; readonly afterMs: number }
  | { readonly event: "lease"; readonly change: "gained" | "lost"; readonly count: number }
  | { readonly event: "storeError"; readonly operation: string; readonly error: string };

export interface Telemetry {
  emit(event: RuntimeEvent): void;
}
