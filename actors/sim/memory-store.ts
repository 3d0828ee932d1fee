// The Store in memory, as strict as the real one: the same compare-and-sets, the same unique keys,
// JSON in and JSON out so that nothing is shared by reference. The simulator runs on it, several
// nodes on one MemoryTables; `store-contract.ts` holds it and Postgres to one suite.

import type { Route } from "#actors/kernel/actor.ts";
import { type Address, addressKey, partitionOf } from "#actors/kernel/address.ts";
import { deskRoute } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type {
  Activated,
  ActivateRequest,
  CommitResult,
  DueTimer,
  Pending,
  Settlement,
  Store,
  StoredEffect,
  TurnCommit,
} from "#actors/kernel/ports.ts";
import type { UnlockRow } from "#actors/kernel/rows.ts";
import { MemoryLeases } from "./memory-leases.ts";
import {
  refusePurchases,
  refuseTakenCustomer,
  refuseTakenReferences,
  refuseWrongBalance,
} from "./memory-refusals.ts";
import { type ActorRow, type InboxRow, MemoryTables, type OutboxRow } from "./memory-tables.ts";

/** What is switched off in mutation tests, to see that something breaks without it. */
export interface Guards {
  /** Inbox dedupe key and the pending compare-and-set. */
  dedupe: boolean;
  /** The (epoch, version) compare-and-set of commits. */
  fence: boolean;
  /** Reading a mailbox in id order. */
  order: boolean;
}

/** A database that outlives the processes on it. */
export class MemoryDatabase extends MemoryTables {
  /** A node's view of it. */
  store(nodeId: string): MemoryStore {
    return new MemoryStore(this, nodeId);
  }
}

export class MemoryStore extends MemoryLeases implements Store {
  readonly #db: MemoryTables;
  readonly #nodeId: string;
  readonly guards: Guards = { dedupe: true, fence: true, order: true };

  constructor(db: MemoryTables, nodeId: string) {
    super(db);
    this.#db = db;
    this.#nodeId = nodeId;
  }

  async append(arrivals: readonly Arrival[]): Promise<readonly (number | null)[]> {
    return arrivals.map((arrival) => this.#append(arrival));
  }

  #append(arrival: Arrival): number | null {
    const db = this.#db;
    if (this.guards.dedupe && db.dedupe.has(arrival.dedupeKey)) return null;
    db.dedupe.add(arrival.dedupeKey);
    const id = db.nextId();
    db.inbox.set(id, {
      id,
      arrival,
      status: "pending",
      attempts: 0,
      nextTryAt: 0,
      error: null,
      wasDead: false,
    });
    this.#markPending(arrival.address, id);
    return id;
  }

  #markPending(address: Address, id: number): void {
    const key = addressKey(address);
    const set = this.#db.pendingOf.get(key);
    if (set === undefined) this.#db.pendingOf.set(key, new Set([id]));
    else set.add(id);
  }

  #unmarkPending(address: Address, id: number): void {
    const key = addressKey(address);
    const set = this.#db.pendingOf.get(key);
    set?.delete(id);
    if (set?.size === 0) this.#db.pendingOf.delete(key);
  }

  async activate(requests: readonly ActivateRequest[]): Promise<readonly Activated[]> {
    return requests.map((request) => {
      const lease = this.#db.leases[request.partition];
      invariant(request.partition === partitionOf(request.address), "partition of the address");
      const holds = lease?.owner === this.#nodeId && lease.epoch === request.epoch;
      if (this.guards.fence && !holds) return { type: "fenced" };
      const actor = this.#actorOf(request.address);
      actor.epoch = request.epoch;
      return {
        type: "active",
        actor: { row: actor.row, userId: actor.userId },
        version: actor.version,
        state: actor.state,
      };
    });
  }

  #actorOf(address: Address): ActorRow {
    const key = addressKey(address);
    let actor = this.#db.actors.get(key);
    if (actor === undefined) {
      const row = this.#db.nextId();
      actor = { row, address, epoch: 0, version: 0, state: null, userId: null };
      this.#db.actors.set(key, actor);
    }
    if (address.kind === "conversation" && actor.userId === null) {
      actor.userId = this.#db.nextId();
      this.#db.users.set(actor.userId, { id: actor.userId, projection: null });
    }
    return actor;
  }

  async read(
    addresses: readonly Address[],
    limit: number,
    now: number,
  ): Promise<readonly (readonly Pending[])[]> {
    return addresses.map((address) => {
      const rows = this.#pendingRows(address).filter((row) => row.nextTryAt <= now);
      const inOrder = rows.toSorted(
        (a, b) => rank(a) - rank(b) || (this.guards.order ? a.id - b.id : b.id - a.id),
      );
      return inOrder.slice(0, limit).map((row) => ({
        id: row.id,
        at: row.arrival.at,
        attempts: row.attempts,
        body: row.arrival.body,
        lane: row.arrival.lane,
      }));
    });
  }

  #pendingRows(address: Address): InboxRow[] {
    const ids = this.#db.pendingOf.get(addressKey(address)) ?? [];
    return [...ids].flatMap((id) => this.#db.inbox.get(id) ?? []);
  }

  async commit(turns: readonly TurnCommit[]): Promise<readonly CommitResult[]> {
    return turns.map((turn) => this.#commit(turn));
  }

  #commit(turn: TurnCommit): CommitResult {
    const db = this.#db;
    const actor = db.actors.get(addressKey(turn.address));
    const mail = db.inbox.get(turn.envelopeId);
    if (actor === undefined || mail === undefined) return "missed";
    const lease = db.leases[turn.partition];
    const holds = lease?.owner === this.#nodeId && lease.epoch === turn.epoch;
    const isMine = holds && actor.epoch === turn.epoch && actor.version === turn.version;
    if (this.guards.fence && !isMine) return "missed";
    if (this.guards.dedupe && mail.status !== "pending") return "missed";
    this.#refuse(turn, actor.userId);
    actor.version += 1;
    actor.state = turn.state;
    mail.status = "done";
    const { dedupeKey } = mail.arrival;
    this.#db.taken.set(dedupeKey, (this.#db.taken.get(dedupeKey) ?? 0) + 1);
    this.#unmarkPending(turn.address, turn.envelopeId);
    this.#writeRows(turn, actor);
    if (turn.rows.some((row) => row.row === "erase")) db.erase(actor);
    this.#writeOutbox(turn);
    this.#writeTimers(turn);
    return "committed";
  }

  /** What a constraint refuses fails the whole call, as in Postgres: nothing is written. */
  #refuse(turn: TurnCommit, userId: number | null): void {
    const { dedupe, fence } = this.guards;
    if (dedupe) refuseTakenReferences(this.#db, turn);
    if (dedupe && fence) refuseWrongBalance(this.#db, turn, userId);
    if (fence) refusePurchases(this.#db, turn, userId);
    refuseTakenCustomer(this.#db, turn, userId);
  }

  #writeRows(turn: TurnCommit, actor: ActorRow): void {
    const db = this.#db;
    const userId = actor.userId;
    if (turn.projection !== null && userId !== null) {
      db.users.set(userId, { id: userId, projection: turn.projection });
    }
    for (const row of turn.rows) {
      if (row.row === "ledger" && userId !== null) {
        if (row.reference !== null) db.references.add(row.reference);
        db.ledger.push({ ...row, userId });
      } else if (row.row === "message" && userId !== null) {
        db.messages.push({ ...row, userId, history: [] });
      } else if (row.row === "unlock" && userId !== null) {
        writeUnlock(db, row, userId);
      } else if (row.row === "shelf") {
        if (!db.shelf.has(row.item.id)) db.shelf.set(row.item.id, row.item);
      } else if (row.row === "purchase" && userId !== null) {
        db.purchases.set(row.purchase.id, { userId, purchase: row.purchase });
      } else if (row.row === "campaign") {
        db.campaigns.show(row);
      } else if (row.row === "campaignSend" && userId !== null) {
        db.campaigns.settle(row, userId);
      } else if (row.row === "messageChange") {
        const message = db.messages.find((m) => m.userId === userId && m.ref === row.ref);
        if (message === undefined) continue;
        if (row.text !== undefined && row.text !== message.text) {
          message.history.push(message.text);
          message.text = row.text;
        }
        if (row.status !== undefined) message.status = row.status;
        if (row.cost !== undefined) message.cost = row.cost;
      } else {
        db.otherRows.push({ ...row, userId });
      }
    }
  }

  #writeOutbox(turn: TurnCommit): void {
    for (const entry of turn.outbox) {
      this.#db.outbox.set(entry.id, {
        id: entry.id,
        address: turn.address,
        effect: JSON.stringify(entry.effect),
        after: entry.after === undefined ? null : turn.envelopeId * 256 + entry.after,
        delivers: entry.delivers ?? [],
        at: turn.at,
        status: entry.held === true ? "held" : "pending",
        attempts: 0,
        wasHeld: entry.held === true,
      });
    }
    for (const change of turn.held) {
      const row = this.#db.outbox.get(change.effectId);
      if (row?.status !== "held") continue;
      row.status = change.to === "released" ? "pending" : "discarded";
      if (change.to === "released" && change.header !== null) {
        const effect = JSON.parse(row.effect) as Record<string, unknown>;
        row.effect = JSON.stringify({ ...effect, header: change.header });
      }
    }
  }

  #writeTimers(turn: TurnCommit): void {
    for (const change of turn.timers) {
      const key = `${addressKey(turn.address)}/${change.name}`;
      if ("clear" in change) this.#db.timers.delete(key);
      else {
        this.#db.timers.set(key, { address: turn.address, name: change.name, dueAt: change.set });
      }
    }
  }

  async fail(
    failures: readonly {
      envelopeId: number;
      error: string;
      retryAt: number;
      deadLetter: boolean;
    }[],
  ): Promise<void> {
    for (const failure of failures) {
      const row = this.#db.inbox.get(failure.envelopeId);
      if (row?.status !== "pending") continue;
      row.attempts += 1;
      row.error = failure.error;
      row.nextTryAt = failure.retryAt;
      if (failure.deadLetter) {
        row.status = "dead";
        row.wasDead = true;
        this.#unmarkPending(row.arrival.address, row.id);
      }
    }
  }

  async countHeads(partitions: readonly number[]): Promise<void> {
    const wanted = new Set(partitions);
    for (const ids of this.#db.pendingOf.values()) {
      const rows = [...ids].flatMap((id) => this.#db.inbox.get(id) ?? []);
      const [head] = rows.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
      if (head !== undefined && wanted.has(partitionOf(head.arrival.address))) head.attempts += 1;
    }
  }

  async redrive(which: { ids: readonly number[] } | { address: Address }): Promise<number> {
    let count = 0;
    for (const row of this.#db.inbox.values()) {
      const isWanted =
        "ids" in which
          ? which.ids.includes(row.id)
          : addressKey(row.arrival.address) === addressKey(which.address);
      if (row.status !== "dead" || !isWanted) continue;
      Object.assign(row, { status: "pending", attempts: 0, nextTryAt: 0 });
      this.#markPending(row.arrival.address, row.id);
      count += 1;
    }
    return count;
  }

  async waiting(
    partitions: readonly number[],
    limit: number,
    now: number,
  ): Promise<readonly Address[]> {
    const wanted = new Set(partitions);
    const found: Address[] = [];
    for (const ids of this.#db.pendingOf.values()) {
      const rows = [...ids].flatMap((id) => this.#db.inbox.get(id) ?? []);
      const due = rows.find((row) => row.nextTryAt <= now);
      if (due !== undefined && wanted.has(partitionOf(due.arrival.address))) {
        found.push(due.arrival.address);
      }
      if (found.length >= limit) break;
    }
    return found;
  }

  async loadEffects(
    partitions: readonly number[],
    afterId: number,
    limit: number,
  ): Promise<readonly StoredEffect[]> {
    const wanted = new Set(partitions);
    return [...this.#db.outbox.values()]
      .filter((r) => r.status === "pending" && r.id > afterId && wanted.has(partitionOf(r.address)))
      .toSorted((a, b) => a.id - b.id)
      .slice(0, limit)
      .map((row) => this.#stored(row));
  }

  async loadEffectsById(ids: readonly number[]): Promise<readonly StoredEffect[]> {
    return ids.flatMap((id) => {
      const row = this.#db.outbox.get(id);
      return row?.status === "pending" ? [this.#stored(row)] : [];
    });
  }

  #stored(row: OutboxRow): StoredEffect {
    const before = row.after === null ? undefined : this.#db.outbox.get(row.after);
    const isDone = before === undefined || before.status === "delivered";
    return {
      id: row.id,
      address: row.address,
      effect: JSON.parse(row.effect) as Effect,
      after: isDone ? null : row.after,
      delivers: row.delivers,
      at: row.at,
      attempts: row.attempts,
    };
  }

  async routes(addresses: readonly Address[]): Promise<readonly Route[]> {
    return addresses.map((address) => this.#routeOf(address));
  }

  #routeOf(address: Address): Route {
    if (address.kind === "desk") return deskRoute(address.key);
    const { userId = null, state = null } = this.#db.actors.get(addressKey(address)) ?? {};
    const fanChatId = address.kind === "conversation" ? Number(address.key) : null;
    if (userId !== null) {
      const { groupId, topicId } = this.#db.users.get(userId)?.projection?.conversation ?? NOWHERE;
      return { fanChatId, groupId, topicId };
    }
    const left = JSON.parse(state ?? "{}") as Partial<typeof NOWHERE>;
    return { fanChatId, groupId: left.groupId ?? null, topicId: left.topicId ?? null };
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly boolean[]> {
    return settlements.map((settlement) => {
      const row = this.#db.outbox.get(settlement.effectId);
      if (row?.status !== "pending") return false;
      row.status = settlement.to;
      row.attempts = settlement.attempts;
      this.#db.links.push(...settlement.links);
      const userId = this.#db.actors.get(addressKey(settlement.address))?.userId;
      for (const message of this.#db.messages) {
        const isQueued = message.userId === userId && message.status === "queued";
        if (isQueued && settlement.delivers.includes(message.ref)) message.status = "delivered";
      }
      if (settlement.to === "discarded") this.#discardAfter(settlement.effectId);
      if (settlement.arrival !== null) this.#append(settlement.arrival);
      return true;
    });
  }

  /** What waited for an effect that was given up is given up too. */
  #discardAfter(effectId: number): void {
    for (const row of this.#db.outbox.values()) {
      if (row.after !== effectId || row.status !== "pending") continue;
      row.status = "discarded";
      this.#discardAfter(row.id);
    }
  }

  async dueTimers(
    partitions: readonly number[],
    before: number,
    limit: number,
  ): Promise<readonly DueTimer[]> {
    const wanted = new Set(partitions);
    return [...this.#db.timers.values()]
      .filter((timer) => timer.dueAt < before && wanted.has(partitionOf(timer.address)))
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .slice(0, limit);
  }

  async fireTimers(timers: readonly DueTimer[], now: number): Promise<void> {
    for (const timer of timers) {
      const key = `${addressKey(timer.address)}/${timer.name}`;
      if (this.#db.timers.get(key)?.dueAt !== timer.dueAt) continue;
      this.#db.timers.delete(key);
      this.#db.timersFired += 1;
      this.#append({
        // That its row was there is proof enough; it may be set to the same moment again.
        dedupeKey: `timer:${key}:${this.#db.timersFired}`,
        address: timer.address,
        lane: "normal",
        at: now,
        body: JSON.stringify({ type: "timer", name: timer.name, dueAt: timer.dueAt }),
        raw: null,
      });
    }
  }
}

/** An offer never undoes a sale. */
function writeUnlock(db: MemoryTables, row: UnlockRow, userId: number): void {
  const key = `${userId}/${row.itemId}`;
  if (row.standing === "offered" && db.unlocks.has(key)) return;
  db.unlocks.set(key, { ...row, userId });
}

const NOWHERE: Pick<Route, "groupId" | "topicId"> = { groupId: null, topicId: null };

function rank(row: InboxRow): number {
  return row.arrival.lane === "urgent" ? 0 : 1;
}
