// The store on a real Postgres, held to the suite that the simulator's memory is held to.
import { afterAll, beforeAll } from "bun:test";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { FanView } from "#actors/kernel/store-contract.ts";
import { storeContract } from "#actors/kernel/store-contract.ts";
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

const EMPTIED = `unlocks shelf_items users conversations messages message_links topics notes transactions purchases actors inbox
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
    async stop() {
      await Promise.all(stores.map((store) => store.idle()));
    },
  };
});
