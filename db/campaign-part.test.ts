// A campaign's rows in commits: standings and fates, as turns write them.
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { EVERYBODY, type Fate, OVERDUE_MS } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import type { CampaignRow, CampaignSendRow } from "#actors/kernel/rows.ts";
import {
  type Hand,
  type StoreWorld,
  startNode,
  T0,
  type TestNode,
  turn,
  wake,
} from "#actors/kernel/store-contract-world.ts";
import { enlist, launchCampaign } from "./campaigns.ts";
import { type Database, openDatabase } from "./client.ts";
import { createStore } from "./store.ts";
import { SILENT, type TestDatabase, testDatabase } from "./testing.ts";

const CAMPAIGN = 51_200;

let home: TestDatabase;
let database: Database;
let node: TestNode;
let fans: readonly Hand[];

beforeAll(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  const world: StoreWorld = {
    node(nodeId) {
      const store = createStore(database, nodeId, SILENT);
      return { store, leases: store };
    },
    lapse: () => Promise.resolve(),
    fan: () => Promise.resolve(null),
    stop: () => Promise.resolve(),
  };
  node = await startNode(world);
  fans = [await wake(node, "7"), await wake(node, "8")];
  const part: Content = { kind: "text", text: "News", entities: [], fileId: null };
  await launchCampaign(database, {
    campaignId: CAMPAIGN,
    name: "News",
    plan: { promotion: { what: "message", parts: [part] }, segment: EVERYBODY },
    startsAt: null,
    by: { id: 501, name: "Ada" },
    at: T0,
  });
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

/** Both fans are on the list again. */
beforeEach(async () => {
  await database.sql`delete from campaign_sends`;
  await database.sql`
    insert into campaign_sends (campaign_id, user_id, fate, at)
    select ${CAMPAIGN}, id, 'queued', to_timestamp(${T0 / 1_000}) from users
    where telegram_id in (7, 8)`;
});

function fate(of: Fate, messageIds: readonly number[] | null = null): CampaignSendRow {
  return { row: "campaignSend", campaignId: CAMPAIGN, fate: of, messageIds, at: T0 };
}

async function settle(hand: Hand | undefined, ...rows: readonly CampaignSendRow[]): Promise<void> {
  if (hand === undefined) throw new Error("nobody's hand");
  await turn(node, hand, { rows });
}

/** Fate and message ids of the first fan, then of the second. */
async function sends(): Promise<readonly unknown[]> {
  const rows = await database.sql<{ fate: string; ids: unknown }[]>`
    select fate, message_ids as ids from campaign_sends join users on users.id = user_id
    order by users.telegram_id`;
  return rows.map((row) => [row.fate, row.ids]);
}

test("a fate is its fan's, and settled once", async () => {
  await settle(fans[0], fate("sent", [900, 901]));
  await settle(fans[0], fate("blocked"));
  await settle(fans[0], fate("deleted"));
  expect(await sends()).toEqual([
    ["sent", [900, 901]],
    ["queued", null],
  ]);
});

test("what was taken back keeps the ids of what was sent", async () => {
  await settle(fans[0], fate("sent", [900]));
  await database.sql`update campaign_sends set fate = 'recalling' where fate = 'sent'`;
  await settle(fans[0], fate("deleted"));
  await settle(fans[0], fate("kept"));
  expect((await sends())[0]).toEqual(["deleted", [900]]);
});

test("whoever was given up and gets it all the same is counted right", async () => {
  const late = { campaignId: CAMPAIGN, limit: 100, isFirst: false, at: T0 + OVERDUE_MS + 1 };
  const { figures } = (await enlist(database, late)).answer;
  expect(figures).toMatchObject({ queued: 0, failed: 2 });
  await settle(fans[0], fate("sent", [900]));
  expect(await sends()).toEqual([
    ["sent", [900]],
    ["failed", null],
  ]);
});

test("a fan who is not on the list is not put there by a fate", async () => {
  await database.sql`delete from campaign_sends`;
  await settle(fans[0], fate("sent", [900]));
  expect(await sends()).toEqual([]);
});

test("a standing is the campaign's own, with its times", async () => {
  const row: CampaignRow = {
    row: "campaign",
    campaignId: CAMPAIGN,
    status: "cancelled",
    startsAt: T0,
    finishedAt: T0 + 5_000,
    at: T0 + 5_000,
  };
  const [hand] = fans;
  if (hand !== undefined) await turn(node, hand, { rows: [row, { ...row, campaignId: 1 }] });
  const rows = await database.sql<{ id: number; status: string; ms: number }[]>`
    select id, status, extract(epoch from finished_at - starts_at)::integer * 1000 as ms
    from campaigns`;
  expect([...rows]).toEqual([{ id: CAMPAIGN, status: "cancelled", ms: 5_000 }]);
});

test("with an erased fan goes what was sent to them, and their fate is no riddle", async () => {
  await settle(fans[0], fate("sent", [900]));
  for (const hand of fans) await turn(node, hand, { rows: [{ row: "erase", at: T0 }] });
  const rows = await database.sql<{ fate: string; ids: unknown }[]>`
    select fate, message_ids as ids from campaign_sends order by fate`;
  expect([...rows]).toEqual([
    { fate: "sent", ids: null },
    { fate: "skipped", ids: null },
  ]);
});
