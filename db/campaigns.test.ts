// Campaigns in the database: launched once, and enlisted fan by fan.
import { afterAll, beforeAll, expect, test } from "bun:test";
import { EVERYBODY, OVERDUE_MS, type Segment } from "#actors/kernel/campaign.ts";
import type { Content } from "#actors/kernel/content.ts";
import { enlist, type Launch, launchCampaign, recallSends } from "./campaigns.ts";
import { type Database, openDatabase } from "./client.ts";
import { createCampaignReads } from "./queries/campaigns.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

const AT = Date.UTC(2026, 10, 22);
const FANS = `
with made as (
  insert into users (telegram_id, tier, spent_cents, language_tag, source, is_promotable, is_banned,
    created_at, last_seen_at)
  select 1000 + n, case when n <= 2 then 'vip' else 'new' end, n * 100,
    case when n = 3 then 'de-AT' else 'en' end, case when n = 4 then 'tiktok' end, n <> 9, n = 10,
    '2026-01-01', case when n = 5 then timestamptz '2026-03-01' else '2026-11-21' end
  from generate_series(1, 10) n
  returning id, telegram_id
),
talks as (
  insert into conversations (user_id, group_id, tags)
  select id, -1001, case when telegram_id = 1006 then '["gold"]' else '[]' end::jsonb from made
)
insert into actors (kind, key, partition, epoch, user_id)
select 'conversation', telegram_id::text, 7, 0, id from made`;

const text: Content = { kind: "text", text: "News", entities: [], fileId: null };
const launch: Launch = {
  campaignId: 51_200,
  name: "News",
  plan: { promotion: { what: "message", parts: [text] }, segment: EVERYBODY },
  startsAt: null,
  by: { id: 501, name: "Ada" },
  at: AT,
};

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase(own.url);
  await database.query("fans", FANS);
});
afterAll(async () => {
  await database.close();
  await own.drop();
});

test("a segment counts those who want it and whom it names", async () => {
  const reads = createCampaignReads(database);
  const count = (part: Partial<Segment>): Promise<number> =>
    reads.audienceOf({ ...EVERYBODY, ...part }, AT);
  expect(await count({})).toBe(8);
  expect(await count({ tiers: ["vip"] })).toBe(2);
  expect(await count({ languages: ["de"] })).toBe(1);
  expect(await count({ sources: ["tiktok"] })).toBe(1);
  expect(await count({ tags: ["gold", "none"] })).toBe(1);
  expect(await count({ inactiveForDays: 30 })).toBe(1);
  expect(await count({ activeWithinDays: 30 })).toBe(7);
  expect(await count({ spentFrom: 200, spentTo: 400 })).toBe(3);
});

test("a segment is counted once a minute, however often its draft is drawn", async () => {
  let counted = 0;
  const reads = createCampaignReads({
    ...database,
    query: (name, statement, parameters) => {
      counted += 1;
      if (counted === 1) return Promise.reject(new Error("gone"));
      return database.query(name, statement, parameters);
    },
  });
  const count = (at: number, part: Partial<Segment> = {}): Promise<number> =>
    reads.audienceOf({ ...EVERYBODY, ...part }, at);
  expect(count(AT)).rejects.toThrow("gone");
  expect(await count(AT)).toBe(8);
  expect(await count(AT + 59_999)).toBe(8);
  expect(counted).toBe(2);
  await count(AT, { tiers: ["vip"] });
  await count(AT + 60_000);
  expect(counted).toBe(4);
});

test("a launch that is asked for again is the same launch", async () => {
  await launchCampaign(database, { ...launch, startsAt: AT + 1 });
  await launchCampaign(database, { ...launch, startsAt: AT + 1 });
  const rows = await database.query<{ mail: number; logged: number }>(
    "launched",
    `select (select count(*)::integer from mailbox where kind = 'campaign') as mail,
      (select count(*)::integer from audit_log where act = 'campaign.launch') as logged`,
  );
  expect(rows).toEqual([{ mail: 1, logged: 1 }]);
  expect(await createCampaignReads(database).campaign(51_200)).toMatchObject({
    name: "News",
    status: "scheduled",
  });
});

test("nobody is enlisted before it runs, then each once, never more than may be queued", async () => {
  const ask = { campaignId: 51_200, limit: 5, isFirst: true, at: AT };
  expect((await enlist(database, ask)).fans).toEqual([]);
  await database.query("run", "update campaigns set status = 'running', starts_at = '2026-11-22'");
  const first = await enlist(database, ask);
  expect(first.fans).toHaveLength(5);
  expect(first.answer).toMatchObject({ figures: { queued: 5 }, isExhausted: false });
  expect((await enlist(database, ask)).fans).toEqual([]);
  await database.query(
    "sent",
    "update campaign_sends set fate = 'sent', message_ids = '[77]', at = '2026-11-22'",
  );
  const second = await enlist(database, ask);
  expect(second.fans).toHaveLength(3);
  expect(second.answer).toMatchObject({ figures: { queued: 3, sent: 5 }, isExhausted: true });
  expect(new Set([...first.fans, ...second.fans]).size).toBe(8);
  const [row] = await database.query<{ audience: number; mail: number }>(
    "row",
    `select audience, (select count(*)::integer from mailbox where kind = 'conversation') as mail
      from campaigns`,
  );
  expect(row).toEqual({ audience: 8, mail: 8 });
});

test("what is older than 48 hours is not taken back, and is counted", async () => {
  await database.query(
    "old",
    `update campaign_sends set at = '2026-11-01' where user_id =
      (select min(user_id) from campaign_sends)`,
  );
  const asked = await recallSends(database, { campaignId: 51_200, limit: 100, at: AT });
  expect(asked.fans).toHaveLength(4);
  expect(asked.answer).toMatchObject({ figures: { sent: 1, recalling: 4 }, tooOld: 1 });
});

test("whose mail was lost is given up after an hour", async () => {
  const count = async (): Promise<readonly string[]> => {
    const rows = await database.query<{ fate: string; n: number }>(
      "fates",
      "select fate, count(*)::integer as n from campaign_sends group by fate order by fate",
    );
    return rows.map(({ fate, n }) => `${fate} ${n}`);
  };
  expect(await count()).toEqual(["queued 3", "recalling 4", "sent 1"]);
  const ask = { campaignId: 51_200, limit: 100, isFirst: false, at: AT + OVERDUE_MS };
  expect((await enlist(database, ask)).answer.figures).toMatchObject({ queued: 3, recalling: 4 });
  const late = { ...ask, at: AT + OVERDUE_MS + 1 };
  const { figures } = (await recallSends(database, late)).answer;
  expect(figures).toMatchObject({ queued: 0, failed: 3, kept: 4, sent: 1 });
  expect(await count()).toEqual(["failed 3", "kept 4", "sent 1"]);
});
