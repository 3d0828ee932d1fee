// Membership and leases in memory, by the database's own clock.
import type { Lease, LeaseStore } from "#actors/kernel/ports.ts";
import type { MemoryTables, NodeRow } from "./memory-tables.ts";

export class MemoryLeases implements LeaseStore {
  readonly #db: MemoryTables;

  constructor(db: MemoryTables) {
    this.#db = db;
  }

  async join(node: { id: string; instanceId: string; ttlMs: number }): Promise<void> {
    for (const other of this.#db.nodes.values()) {
      if (other.instanceId === node.instanceId) other.state = "dead";
    }
    const leaseUntil = this.#db.now() + node.ttlMs;
    this.#db.nodes.set(node.id, { ...node, leaseUntil, state: "up" });
  }

  async renew(nodeId: string, ttlMs: number): Promise<boolean> {
    const node = this.#db.nodes.get(nodeId);
    if (node === undefined || !this.#isAlive(node)) return false;
    node.leaseUntil = this.#db.now() + ttlMs;
    return true;
  }

  #isAlive(node: NodeRow): boolean {
    if (node.state !== "dead" && node.leaseUntil <= this.#db.now()) node.state = "dead";
    return node.state !== "dead";
  }

  async liveNodes(): Promise<readonly string[]> {
    return [...this.#db.nodes.values()]
      .filter((node) => this.#isAlive(node) && node.state === "up")
      .map((node) => node.id)
      .toSorted();
  }

  async claim(nodeId: string, wanted: readonly number[]): Promise<readonly Lease[]> {
    const me = this.#db.nodes.get(nodeId);
    if (me === undefined || !this.#isAlive(me)) return [];
    return wanted.flatMap((partition) => {
      const lease = this.#db.leases[partition];
      if (lease === undefined) return [];
      const owner = lease.owner === null ? undefined : this.#db.nodes.get(lease.owner);
      if (owner !== undefined && this.#isAlive(owner)) return [];
      const wasAbandoned = lease.owner !== null;
      lease.owner = nodeId;
      lease.epoch += 1;
      return [{ partition, epoch: lease.epoch, wasAbandoned }];
    });
  }

  async release(nodeId: string, partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      const lease = this.#db.leases[partition];
      if (lease?.owner === nodeId) lease.owner = null;
    }
  }

  async drain(nodeId: string): Promise<void> {
    const node = this.#db.nodes.get(nodeId);
    if (node?.state === "up") node.state = "draining";
  }

  async leave(nodeId: string): Promise<void> {
    this.#db.nodes.delete(nodeId);
  }
}
