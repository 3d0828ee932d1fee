// The in-memory store keeps the promises that Postgres keeps.
import { storeContract } from "#actors/kernel/store-contract.ts";
import { T0 } from "#actors/kernel/store-contract-world.ts";
import { MemoryDatabase } from "./memory-store.ts";

storeContract("memory", async () => {
  const now = T0;
  const db = new MemoryDatabase(() => now);
  return {
    node: (nodeId) => {
      const store = db.store(nodeId);
      return { store, leases: store };
    },
    lapse: async (nodeId) => {
      const node = db.nodes.get(nodeId);
      if (node !== undefined) node.leaseUntil = now;
    },
    fan: async (key) => db.fan(key),
    stop: async () => {},
  };
});
