// The in-memory store keeps the promises that Postgres keeps.
import { EVERYBODY, type Plan } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import { storeContract } from "#actors/kernel/store-contract.ts";
import { T0 } from "#actors/kernel/store-contract-world.ts";
import { MemoryDatabase } from "./memory-store.ts";

const NEWS: Content = { kind: "text", text: "News", entities: [], fileId: null };
const PLAN: Plan = { promotion: { what: "message", parts: [NEWS] }, segment: EVERYBODY };

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
    launch: async (campaignId, at) => {
      db.campaigns.launch(campaignId, PLAN, null, at);
    },
    enlist: async (asked) => {
      const { answer, mail } = db.campaigns.enlist(db, asked);
      await db.store("books").append(mail);
      return answer;
    },
    recall: async (asked) => {
      const { answer, mail } = db.campaigns.recall(db, asked);
      await db.store("books").append(mail);
      return answer;
    },
    campaign: async (campaignId) => {
      const row = db.campaigns.rows.get(campaignId);
      if (row === undefined) return null;
      const { status, startsAt, finishedAt } = row;
      const sends = db.campaigns
        .listOf(campaignId)
        .map(({ fate, messageIds }) => ({ fate, messageIds }));
      return { status, startsAt, finishedAt, sends };
    },
    stop: async () => {},
  };
});
