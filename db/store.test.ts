// The store on a real Postgres, held to the suite that the simulator's memory is held to.
import { afterAll, beforeAll } from "bun:test";
import { EVERYBODY } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { CampaignWorld, FanView } from "#actors/kernel/store-contract.ts";
import { storeContract } from "#actors/kernel/store-contract.ts";
import { enlist, launchCampaign, recallSends } from "./campaigns.ts";
import { type Database, openDatabase } from "./client.ts";
import { createStore, type PostgresStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

const EMPTIED = `campaign_sends campaigns unlocks shelf_items users conversations messages message_links topics notes transactions purchases actors inbox
  mailbox outbox timers nodes audit_log erasures`;

/** As if nothing had ever happened; past the triggers, which refuse just that. */
async function reset(): Promise<void> {
  const deletions = EMPTIED.split(/\s+/).map((table) => `delete from ${table};`);
  await database.sql.unsafe(`
    set local session_replication_role = replica;
    ${deletions.join("\n")}
    update leases set owner = null, epoch = 0`);
}

async function fan(key: string): Promise<FanView | null> {
  const [user] = await database.sql<{ id: number; credits: number; customerId: string | null }[]>`
    select id, credits, stripe_customer_id as "customerId" from users where telegram_id = ${key}`;
  if (user === undefined) return null;
  const ledger = await database.sql<{ kind: string; credits: number }[]>`
    select kind, credits from transactions where user_id = ${user.id} order by id`;
  const purchases = await database.sql<{ record: Purchase }[]>`
    select record from purchases where user_id = ${user.id} order by created_at, id`;
  const messages = await database.sql<
    { ref: string; status: string; cost: number; text: string; history: { text: string }[] }[]
  >`
    select ref, status, cost, text, coalesce(history, '[]') as history
    from messages where user_id = ${user.id} order by id`;
  const unlocked = await database.sql<{ itemId: number; credits: number; stars: number }[]>`
    select item_id as "itemId", credits, stars from unlocks
    where user_id = ${user.id} and bought_at is not null order by item_id`;
  return {
    unlocked: [...unlocked],
    credits: user.credits,
    customerId: user.customerId,
    ledger: [...ledger],
    purchases: purchases.map((row) => row.record),
    messages: messages.map((message) => ({
      ...message,
      history: message.history.map((entry) => entry.text),
    })),
  };
}

const NEWS: Content = { kind: "text", text: "News", entities: [], fileId: null };

type Campaigns = Pick<CampaignWorld, "launch" | "enlist" | "recall" | "campaign">;

const campaigns: Campaigns = {
  launch: (campaignId, at) =>
    launchCampaign(database, {
      campaignId,
      name: "News",
      plan: { promotion: { what: "message", parts: [NEWS] }, segment: EVERYBODY },
      startsAt: null,
      by: { id: 501, name: "Ada" },
      at,
    }),
  enlist: async (asked) => (await enlist(database, { ...asked, isFirst: false })).answer,
  recall: async (asked) => (await recallSends(database, asked)).answer,
  async campaign(campaignId) {
    const [row] = await database.sql<
      { status: string; startsAt: number | null; finishedAt: number | null }[]
    >`
      select status, (extract(epoch from starts_at) * 1000)::float8 as "startsAt",
        (extract(epoch from finished_at) * 1000)::float8 as "finishedAt"
      from campaigns where id = ${campaignId}`;
    const sends = await database.sql<{ fate: string; messageIds: readonly number[] | null }[]>`
      select fate, message_ids as "messageIds" from campaign_sends
      where campaign_id = ${campaignId} order by user_id`;
    return row === undefined ? null : { ...row, sends: [...sends] };
  },
};

storeContract("Postgres", async () => {
  await reset();
  const stores: PostgresStore[] = [];
  return {
    node(nodeId) {
      const store = createStore(database, nodeId, SILENT);
      stores.push(store);
      return { store, leases: store };
    },
    async lapse(nodeId) {
      await database.sql`update nodes set lease_until = clock_timestamp() where id = ${nodeId}`;
    },
    fan,
    ...campaigns,
    async stop() {
      await Promise.all(stores.map((store) => store.idle()));
    },
  };
});
