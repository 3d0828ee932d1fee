// The Store on Postgres, for one process. Each method is one statement, in the file of its concern;
// here they only meet. `nodeId` is this process as its leases know it: activation is refused where
// the lease is another's.
import type { LeaseStore, Logger, Store } from "#actors/kernel/ports.ts";
import { activate, routes } from "./activate.ts";
import type { Database } from "./client.ts";
import { commit } from "./commit.ts";
import { sweepErasures } from "./erasure.ts";
import { append, countHeads, fail, read, redrive, waiting } from "./inbox.ts";
import { createLeaseStore } from "./leases.ts";
import { loadEffects, loadEffectsById } from "./outbox.ts";
import { settle } from "./settle.ts";
import { dueTimers, fireTimers } from "./timers.ts";

export interface PostgresStore extends Store, LeaseStore {
  /** Resolves when nothing runs on its own any more; the database is the caller's to close. */
  idle(): Promise<void>;
}

/** The Store and LeaseStore of the process `nodeId`; `database` has the current schema. */
export function createStore(database: Database, nodeId: string, log: Logger): PostgresStore {
  let sweeping: Promise<void> = Promise.resolve();
  return {
    ...createLeaseStore(database),
    append: (arrivals) => append(database, arrivals),
    activate: (requests) => activate(database, nodeId, requests),
    read: (addresses, limit, now) => read(database, addresses, limit, now),
    async commit(turns) {
      const results = await commit(database, nodeId, turns);
      const hasErased = turns.some(
        (turn, n) => results[n] === "committed" && turn.rows.some((row) => row.row === "erase"),
      );
      if (hasErased) sweeping = sweeping.then(() => sweepErasures(database, log));
      return results;
    },
    fail: (failures) => fail(database, failures),
    countHeads: (partitions) => countHeads(database, partitions),
    redrive: (which) => redrive(database, which),
    waiting: (partitions, limit, now) => waiting(database, partitions, limit, now),
    loadEffects: (partitions, afterId, limit) => loadEffects(database, partitions, afterId, limit),
    loadEffectsById: (ids) => loadEffectsById(database, ids),
    routes: (addresses) => routes(database, addresses),
    settle: (settlements) => settle(database, settlements),
    dueTimers: (partitions, before, limit) => dueTimers(database, partitions, before, limit),
    fireTimers: (timers, now) => fireTimers(database, timers, now),
    idle: () => sweeping,
  };
}
