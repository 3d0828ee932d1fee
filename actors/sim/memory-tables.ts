// The tables of the in-memory store: what survives a crash of every simulated process.
import { type Address, addressKey, PARTITION_COUNT } from "#actors/kernel/address.ts";
import { type Effect, OUTLIVE_ERASURE } from "#actors/kernel/effect.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { DueTimer, Link } from "#actors/kernel/ports.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { LedgerRow, MessageRow, Projection, Row, UnlockRow } from "#actors/kernel/rows.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import type { FanView } from "#actors/kernel/store-contract-world.ts";
import { MemoryCampaigns } from "./memory-campaigns.ts";

export interface InboxRow {
  readonly id: number;
  readonly arrival: Arrival;
  status: "pending" | "done" | "dead";
  attempts: number;
  nextTryAt: number;
  error: string | null;
  /** It was a dead letter at some time, so later mail went past it. */
  wasDead: boolean;
}

export interface ActorRow {
  readonly row: number;
  readonly address: Address;
  epoch: number;
  version: number;
  state: string | null;
  userId: number | null;
}

export interface OutboxRow {
  readonly id: number;
  readonly address: Address;
  /** JSON of the effect. */
  effect: string;
  readonly after: number | null;
  readonly delivers: readonly string[];
  readonly at: number;
  status: "pending" | "held" | "delivered" | "discarded";
  attempts: number;
  /** It was written to wait for payment, whatever became of it. */
  readonly wasHeld: boolean;
}

export interface UserRow {
  readonly id: number;
  projection: Projection | null;
}

/** A purchase as its last version has it. */
export interface StoredPurchase {
  readonly userId: number;
  readonly purchase: Purchase;
}

export type StoredLedger = LedgerRow & { readonly userId: number };
/** Rows that are only kept; a row that is of no fan is of nobody. */
export type OtherRow = Row & { readonly userId?: number | null };
export type StoredMessage = { -readonly [K in keyof MessageRow]: MessageRow[K] } & {
  readonly userId: number;
  history: string[];
};

export interface NodeRow {
  readonly id: string;
  readonly instanceId: string;
  leaseUntil: number;
  state: "up" | "draining" | "dead";
}

/** All tables; what survives a crash of every process. */
export class MemoryTables {
  readonly inbox = new Map<number, InboxRow>();
  readonly actors = new Map<string, ActorRow>();
  readonly users = new Map<number, UserRow>();
  readonly outbox = new Map<number, OutboxRow>();
  readonly messages: StoredMessage[] = [];
  readonly ledger: StoredLedger[] = [];
  /** By id. */
  readonly purchases = new Map<string, StoredPurchase>();
  /** By id. */
  readonly shelf = new Map<number, Item>();
  /** What an item is to a user, by both. */
  readonly unlocks = new Map<string, UnlockRow & { readonly userId: number }>();
  readonly campaigns = new MemoryCampaigns();
  readonly links: Link[] = [];
  readonly timers = new Map<string, DueTimer>();
  timersFired = 0;
  readonly otherRows: OtherRow[] = [];
  /** When fans were forgotten, and which effects had not been done by then. */
  readonly erasures: { readonly key: string; readonly at: number }[] = [];
  readonly erasedAt = new Map<number, number>();
  readonly nodes = new Map<string, NodeRow>();
  readonly leases: { owner: string | null; epoch: number }[];
  /** Pending inbox ids by address, so that reads do not scan everything. */
  readonly pendingOf = new Map<string, Set<number>>();
  readonly dedupe = new Set<string>();
  readonly references = new Set<string>();
  /** How many turns were committed for each arrival. */
  readonly taken = new Map<string, number>();
  /** The database's own clock, in Unix milliseconds. */
  readonly now: () => number;
  #nextId = 0;

  constructor(now: () => number) {
    this.now = now;
    this.leases = Array.from({ length: PARTITION_COUNT }, () => ({
      owner: null,
      epoch: 0,
    }));
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  /**
   * Forgets a fan. The books stay under the old user id, and the next activation makes a new user. The
   * version moves on by one more, so that whoever still holds the old user misses.
   */
  erase(actor: ActorRow): void {
    const key = addressKey(actor.address);
    const user = actor.userId === null ? undefined : this.users.get(actor.userId);
    if (user !== undefined) user.projection = withoutCustomer(user.projection);
    this.#renameReferences(actor);
    for (const [id, { userId }] of this.unlocks) {
      if (userId === actor.userId) this.unlocks.delete(id);
    }
    if (actor.userId !== null) this.campaigns.forget(actor.userId);
    for (const message of this.messages) {
      if (message.userId !== actor.userId) continue;
      Object.assign(message, { text: "", history: [], fileId: null });
    }
    for (const [id, row] of this.outbox) {
      const { verb } = JSON.parse(row.effect) as Effect;
      const isWaiting = row.status === "pending" || row.status === "held";
      if (addressKey(row.address) === key && isWaiting && !OUTLIVE_ERASURE.has(verb)) {
        this.outbox.delete(id);
        this.erasedAt.set(id, this.now());
      }
    }
    for (const [name, timer] of this.timers) {
      if (addressKey(timer.address) === key) this.timers.delete(name);
    }
    this.erasures.push({ key: actor.address.key, at: this.now() });
    actor.userId = null;
    actor.version += 1;
  }

  /** References carry the Telegram id; a pseudonym takes its place. */
  #renameReferences({ address, userId }: ActorRow): void {
    for (const [i, row] of this.ledger.entries()) {
      if (row.userId !== userId || row.reference === null) continue;
      const reference = row.reference.replace(
        new RegExp(`:${address.key}(?![0-9A-Za-z_])`),
        `:-${userId}`,
      );
      this.references.delete(row.reference);
      this.references.add(reference);
      this.ledger[i] = { ...row, reference };
    }
  }

  /** The fan of a conversation's key as people and reports see one; null when there is none. */
  fan(key: string): FanView | null {
    const userId = this.actors.get(addressKey({ kind: "conversation", key }))?.userId ?? null;
    if (userId === null) return null;
    const mine = <T extends { readonly userId: number }>(rows: readonly T[]): T[] =>
      rows.filter((row) => row.userId === userId);
    const user = this.users.get(userId)?.projection?.user;
    return {
      credits: user?.credits ?? 0,
      customerId: user?.stripeCustomerId ?? null,
      ledger: mine(this.ledger).map(({ kind, credits }) => ({ kind, credits })),
      unlocked: mine([...this.unlocks.values()])
        .filter(({ standing }) => standing === "bought")
        .map(({ itemId, credits, stars }) => ({ itemId, credits, stars })),
      purchases: mine([...this.purchases.values()]).map(({ purchase }) => purchase),
      messages: mine(this.messages).map(({ ref, status, cost, text, history }) => ({
        ref,
        status,
        cost,
        text,
        history,
      })),
    };
  }
}

function withoutCustomer(projection: Projection | null): Projection | null {
  if (projection === null) return null;
  const user = { ...projection.user, stripeCustomerId: null, autoRecharge: false };
  return { ...projection, user };
}
