// The lists on a small business, seeded like the benchmark's: each against what the same rows say when
// they are looked through one by one.
import { afterAll, beforeAll, expect, test } from "bun:test";
import postgres from "postgres";
import { queueKeyOf, type Standing } from "#actors/kernel/queue-order.ts";
import { FAN_LISTS, QUEUE_FILTERS } from "#actors/kernel/screen.ts";
import { type Database, openDatabase } from "#db/client.ts";
import { unixMs } from "#db/columns.ts";
import { fanCardOf, fansOf } from "#db/queries/fans.ts";
import { PAGE_SIZE, type QueueAsk, queueOf } from "#db/queries/queue.ts";
import { QUEUE_KEY } from "#db/queries/queue-key.ts";
import { HITS_MAX, searchFans, wantedOf } from "#db/queries/search.ts";
import { type TestDatabase, testDatabase } from "#db/testing.ts";
import { FIRST_FAN, MEMBER, seedLists } from "./lists-seed.ts";

const HOUR_MS = 3_600_000;
const SIZE = { fans: 3_000, messages: 9_000 };

let home: TestDatabase;
let database: Database;

interface Row extends Standing {
  readonly id: number;
  readonly fanId: number;
  readonly assignedTo: number | null;
  readonly snoozedUntil: number | null;
  readonly key: number | null;
}
let rows: readonly Row[];

const ROWS = `
select users.id, users.telegram_id as "fanId", users.tier, is_pinned as "isPinned",
  priority_level as "priorityLevel", status, unread_messages as "unreadMessages",
  assigned_to as "assignedTo", ${unixMs("waiting_since")} as "waitingSince",
  ${unixMs("last_message_at")} as "lastMessageAt", ${unixMs("snoozed_until")} as "snoozedUntil",
  ${QUEUE_KEY} as key
from conversations join users on users.id = user_id`;

beforeAll(async () => {
  home = await testDatabase();
  const sql = postgres(home.url, { max: 1, onnotice: () => undefined });
  await seedLists(sql, SIZE);
  await sql.end();
  database = openDatabase(home.url);
  rows = await database.query<Row>("rows", ROWS);
});
afterAll(async () => {
  await database.close();
  await home.drop();
});

test("SQL and the rule give every conversation the same place", () => {
  expect(rows.length).toBe(SIZE.fans);
  expect(rows.map(({ key }) => key)).toEqual(rows.map((row) => queueKeyOf(row)));
});

const now = Date.now();
const ask = (parts: Partial<QueueAsk>): QueueAsk => ({
  filter: "all",
  page: 0,
  memberId: MEMBER + 1,
  overdueMs: HOUR_MS,
  now,
  ...parts,
});

/** What each filter keeps of what is awake and on the list. */
const KEEPS: Readonly<Record<QueueAsk["filter"], (row: Row) => boolean>> = {
  all: () => true,
  mine: ({ assignedTo }) => assignedTo === MEMBER + 1,
  unassigned: ({ assignedTo }) => assignedTo === null,
  unread: ({ unreadMessages }) => unreadMessages > 0,
  urgent: ({ priorityLevel }) => priorityLevel === "urgent",
  waiting: ({ waitingSince }) => waitingSince !== null && waitingSince <= now - HOUR_MS,
};

for (const filter of QUEUE_FILTERS) {
  test(`conversations ${filter}: the rule's order, page after page, and how many`, async () => {
    const expected = rows
      .filter((row) => row.key !== null && KEEPS[filter](row))
      .filter(({ snoozedUntil }) => snoozedUntil === null || snoozedUntil <= now)
      .toSorted((a, b) => (a.key ?? 0) - (b.key ?? 0) || a.id - b.id)
      .map(({ fanId }) => fanId);
    expect(expected.length).toBeGreaterThan(PAGE_SIZE);
    const pages = [0, 1, 2].map((page) => queueOf(database, ask({ filter, page })));
    const [first, second, third] = await Promise.all(pages);
    const found = [first, second, third].flatMap((page) => page?.rows ?? []);
    expect(found.map(({ fanId }) => fanId)).toEqual(expected.slice(0, 3 * PAGE_SIZE));
    expect(first?.count).toBe(Math.min(1000, expected.length));
  });
}

test("a page beyond the last shows nothing, and one beyond all bounds the last thousandth", async () => {
  expect((await queueOf(database, ask({ filter: "urgent", page: 90 }))).rows).toEqual([]);
  expect((await queueOf(database, ask({ page: 100_000 }))).rows.length).toBe(PAGE_SIZE);
});

test("last words are the newest that the team may read", async () => {
  const { rows: page } = await queueOf(database, ask({}));
  for (const { fanId, lastWords } of page) {
    const [last] = await database.query<{ text: string }>(
      "last",
      `select text from messages where user_id = (select id from users where telegram_id = $1)
        and status <> 'held' order by id desc limit 1`,
      [fanId],
    );
    expect(lastWords).toBe(last?.text ?? null);
  }
});

/** Ids in the order in which a list has them, by SQL that reads everything. */
const TRUTH: Readonly<Record<(typeof FAN_LISTS)[number], string>> = {
  newest: "select telegram_id as id from users order by created_at desc, users.id desc",
  active: "select telegram_id as id from users order by last_seen_at desc, users.id desc",
  vip: "select telegram_id as id from users where tier = 'vip' order by last_seen_at desc, users.id desc",
  spenders:
    "select telegram_id as id from users where spent_cents > 0 order by spent_cents desc, users.id",
  waiting: `select telegram_id as id from conversations join users on users.id = user_id
    where waiting_since is not null and queue_key is not null order by waiting_since, user_id`,
  low: `select telegram_id as id from users where credits < 2 and not is_banned
    order by last_seen_at desc, users.id desc`,
  banned:
    "select telegram_id as id from users where is_banned order by last_seen_at desc, users.id desc",
  unreachable:
    "select telegram_id as id from users where is_unreachable order by last_seen_at desc, users.id desc",
  disputed: "select telegram_id as id from users where false",
};

for (const list of FAN_LISTS) {
  test(`fans ${list}: in order, and how many`, async () => {
    const truth = await database.query<{ id: number }>("truth", TRUTH[list]);
    const expected = truth.map(({ id }) => id);
    const first = await fansOf(database, { list, page: 0, lowBalance: 2 });
    const second = await fansOf(database, { list, page: 1, lowBalance: 2 });
    const found = [...first.rows, ...second.rows].map(({ fanId }) => fanId);
    expect(found).toEqual(expected.slice(0, 2 * PAGE_SIZE));
    expect(first.count).toBe(Math.min(1000, expected.length));
  });
}

test("an erased fan is on no list and is found by nothing", async () => {
  const [newest] = (await fansOf(database, { list: "newest", page: 0, lowBalance: 2 })).rows;
  const id = newest?.fanId ?? 0;
  await database.query("erase", "update users set telegram_id = -id where telegram_id = $1", [id]);
  try {
    const lists = FAN_LISTS.map((list) => fansOf(database, { list, page: 0, lowBalance: 2 }));
    const shown = (await Promise.all(lists)).flatMap((page) => page.rows);
    expect(shown.some(({ fanId }) => fanId < 0 || fanId === id)).toBe(false);
    const found = await searchFans(database, { query: newest?.firstName ?? "", page: 0 });
    expect(found.rows.some(({ fanId }) => fanId < 0)).toBe(false);
    expect(await fanCardOf(database, id)).toBeNull();
  } finally {
    await database.query("restore", "update users set telegram_id = $1 where telegram_id = -id", [
      id,
    ]);
  }
});

test("a search finds by id, username, card, name and words, what is exact first", async () => {
  const fan = FIRST_FAN + 24;
  const [known] = (await searchFans(database, { query: String(fan), page: 0 })).rows;
  expect(known?.fanId).toBe(fan);
  const card = await fanCardOf(database, fan);
  expect(card?.cards).toBe("0024");
  const byCard = await searchFans(database, { query: "0024", page: 0 });
  expect(byCard.rows.map(({ fanId }) => fanId)).toContain(fan);
  const [named] = await database.query<{ id: number; username: string }>(
    "named",
    "select telegram_id as id, username from users where username is not null limit 1",
  );
  const byHandle = await searchFans(database, {
    query: `@${named?.username.toUpperCase()}`,
    page: 0,
  });
  expect(byHandle.rows[0]?.fanId).toBe(named?.id);
  const byName = await searchFans(database, { query: card?.firstName ?? "", page: 0 });
  expect(byName.count).toBeGreaterThan(0);
  const rare = await searchFans(database, { query: "RARE3", page: 0 });
  const [said] = await database.query<{ id: number; text: string }>(
    "said",
    `select users.telegram_id as id, text from messages join users on users.id = user_id
      where text like '%rare3'`,
  );
  expect(rare.rows.map(({ fanId }) => fanId)).toEqual([said?.id ?? 0]);
  expect(rare.rows[0]?.words).toContain("rare3");
});

test("a search for what everybody says ends at its bound, each fan once", async () => {
  const pages = Array.from({ length: HITS_MAX / PAGE_SIZE }, (_, page) =>
    searchFans(database, { query: "w1", page }),
  );
  const found = (await Promise.all(pages)).flatMap((page) => page.rows.map(({ fanId }) => fanId));
  expect(found.length).toBe(HITS_MAX);
  expect(new Set(found).size).toBe(HITS_MAX);
});

test("words that are held are not shown", async () => {
  const [held] = await database.query<{ id: number; userId: number; text: string }>(
    "held",
    "select id, user_id as \"userId\", text from messages where status = 'held' limit 1",
  );
  await database.query("mark", "update message_words set words = 'heldsecret' where id = $1", [
    held?.id ?? 0,
  ]);
  const [found] = (await searchFans(database, { query: "heldsecret", page: 0 })).rows;
  expect(found).toBeDefined();
  expect(found?.words).toBeNull();
});

test("what is no word asks for nothing", () => {
  for (const query of ["", "  ", "'\"", "!!! &|:*", "@", "\u0000"]) {
    expect(Object.values(wantedOf(query)).every((part) => part === null)).toBe(true);
  }
  expect(wantedOf("o'neil & sons")).toMatchObject({
    name: "o:* & neil:* & sons:*",
    text: "o neil sons",
  });
});
