import { afterEach, beforeEach, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Database, openDatabase } from "./client.ts";
import { dayOf, rollUp, rollUpToday } from "./rollup.ts";
import { DAY_MS, makeUser, NOON, type Written, write } from "./rollup-testing.ts";
import { type TestDatabase, testDatabase } from "./testing.ts";

let home: TestDatabase;
let database: Database;
let users: readonly number[];

beforeEach(async () => {
  home = await testDatabase();
  database = openDatabase(home.url);
  users = await Promise.all([7, 8, 9].map((id) => makeUser(database, id, NOON - 3 * DAY_MS)));
});
afterEach(async () => {
  await database.close();
  await home.drop();
});

interface Row {
  readonly day: string;
  readonly [column: string]: unknown;
}

async function metrics(): Promise<readonly Row[]> {
  return database.query<Row>(
    "metrics",
    `select day::text, active_users, new_users, messages_in, messages_out, revenue_cents,
       credits_spent, revenue_stars, purchases, paying_users, answers, answer_median_seconds,
       waits::text, credit_flow::text, kinds_in::text
     from daily_metrics order by day`,
  );
}

/** A day's row as somebody would count it by hand. */
function countedByHand(day: string, rows: readonly Written[], joined: number): Row {
  const ours = rows.filter(({ at }) => dayOf(at) === day);
  const said = ours.filter((one) => one.row === "said");
  const booked = ours.filter((one) => one.row === "booked");
  const bought = booked.filter(({ kind }) => kind === "purchase" || kind === "recharge");
  const answers = ours.filter((one) => one.row === "answered");
  const waits = answers.flatMap(({ waited }) => (waited === null ? [] : [waited]));
  const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
  const amounts = (currency: string): number =>
    sum(booked.filter((one) => one.currency === currency).map(({ amount }) => amount));
  const flow = tally(booked.map(({ kind, credits }) => [kind, credits]));
  for (const [kind, credits] of flow) if (credits === 0) flow.delete(kind);
  return {
    day,
    active_users: new Set(said.map(({ userId }) => userId)).size,
    new_users: joined,
    messages_in: said.length,
    messages_out: answers.length,
    revenue_cents: amounts("usd"),
    credits_spent: 0 - sum([flow.get("message") ?? 0, flow.get("unlock") ?? 0]),
    revenue_stars: amounts("xtr"),
    purchases: bought.length,
    paying_users: new Set(bought.map(({ userId }) => userId)).size,
    answers: waits.length,
    answer_median_seconds: waits.toSorted((a, b) => a - b)[Math.ceil(waits.length / 2) - 1] ?? null,
    waits: spelled(tally(waits.map((seconds) => [String(twoDigits(seconds)), 1])), Number),
    credit_flow: spelled(flow, String),
    kinds_in: spelled(tally(said.map(({ kind }) => [kind, 1])), String),
  };
}

function tally(entries: readonly (readonly [string, number])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [key, n] of entries) counts.set(key, (counts.get(key) ?? 0) + n);
  return counts;
}

function twoDigits(seconds: number): number {
  const unit = 10 ** Math.max(String(seconds).length - 2, 0);
  return seconds - (seconds % unit);
}

/** As Postgres writes an object that it made. */
function spelled(
  counts: ReadonlyMap<string, number>,
  by: (key: string) => number | string,
): string {
  const sorted = [...counts].toSorted(([a], [b]) => (by(a) < by(b) ? -1 : 1));
  if (sorted.length === 0) return "{}";
  return `{ ${sorted.map(([key, n]) => `"${key}" : ${n}`).join(", ")} }`;
}

const At = fc.integer({ min: NOON - 5 * DAY_MS, max: NOON + DAY_MS / 3 });
const UserIndex = fc.integer({ min: 0, max: 2 });
const OneWritten = fc.oneof(
  fc.record({
    row: fc.constant("said" as const),
    userId: UserIndex,
    at: At,
    kind: fc.constantFrom("text", "photo", "voice"),
  }),
  fc.record({
    row: fc.constant("answered" as const),
    userId: UserIndex,
    at: At,
    waited: fc.option(fc.integer({ min: 0, max: 200_000 })),
  }),
  fc.record({
    row: fc.constant("booked" as const),
    userId: UserIndex,
    at: At,
    kind: fc.constantFrom("purchase", "recharge", "message", "unlock", "gift", "refund"),
    credits: fc.integer({ min: -50, max: 50 }),
    amount: fc.integer({ min: -5000, max: 5000 }),
    currency: fc.constantFrom("usd", "xtr", "eur", null),
  }),
);
/** A step is rows and then a roll-up; late ones are under way while it runs, and committed after it. */
const Steps = fc.array(
  fc.record({
    early: fc.array(OneWritten, { maxLength: 6 }),
    late: fc.array(OneWritten, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 4 },
);

test("days are the sum of their rows, whenever rows come and however they are under way", async () => {
  await database.sql`alter table transactions disable trigger user`;
  await fc.assert(
    fc.asyncProperty(Steps, async (steps) => {
      await database.sql`
        truncate messages, transactions, daily_metrics, active_days, metric_marks
        restart identity`;
      const all: Written[] = [];
      await rollUp(database, NOON, "usd");
      const own = <One extends Written>(one: One): One => ({
        ...one,
        userId: users[one.userId] ?? 0,
      });
      for (const { early, late } of steps) {
        for (const one of early.map(own)) {
          await write(database, one);
          all.push(one);
        }
        await database.sql.begin(async (sql) => {
          const inside: Pick<Database, "query"> = {
            query: (_, statement, parameters = []) => sql.unsafe(statement, [...parameters]),
          };
          for (const one of late.map(own)) {
            await write(inside, one);
            all.push(one);
          }
          await rollUp(database, NOON, "USD");
        });
      }
      await rollUp(database, NOON, "usd");
      const rows = await metrics();
      expect(rows).toEqual(
        rows.map(({ day }) =>
          countedByHand(day, all, day === dayOf(NOON - 3 * DAY_MS) ? users.length : 0),
        ),
      );
      const days = new Set(rows.map(({ day }) => day));
      expect(all.filter(({ at }) => !days.has(dayOf(at)))).toEqual([]);
      const active = all.filter(({ row }) => row === "said");
      const expected = new Set(active.map(({ at, userId }) => `${dayOf(at)} ${userId}`));
      const noted = await database.sql<{ key: string }[]>`
        select day || ' ' || user_id as key from active_days`;
      expect(new Set(noted.map(({ key }) => key))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
}, 120_000);

test("only days that may have changed are counted again", async () => {
  const [userId = 0] = users;
  const old = NOON - 40 * DAY_MS;
  await write(database, { row: "said", userId, at: old, kind: "text" });
  const first = await rollUp(database, NOON, "usd");
  expect([first.days[0], first.days.at(-1)]).toEqual([dayOf(old), dayOf(NOON)]);
  const steady = [dayOf(NOON - DAY_MS), dayOf(NOON)];
  expect((await rollUp(database, NOON, "usd")).days).toEqual(steady);

  await write(database, { row: "said", userId, at: old + DAY_MS, kind: "text" });
  const late = await rollUp(database, NOON, "usd");
  expect(late.days).toEqual([dayOf(old + DAY_MS), ...steady]);
  await rollUp(database, NOON, "usd");
  expect((await rollUp(database, NOON, "usd")).days).toEqual(steady);
});

test("what was under way while all days were counted the first time is counted by the next", async () => {
  const [userId = 0] = users;
  await database.sql.begin(async (sql) => {
    await sql`insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
      values (${userId}, 'f1', 'in', 'text', '', 1, 'delivered',
        ${new Date(NOON - 9 * DAY_MS).toISOString()})`;
    await rollUp(database, NOON, "usd");
  });
  const { days } = await rollUp(database, NOON, "usd");
  expect(days[0]).toBe(dayOf(NOON - 9 * DAY_MS));
  expect((await metrics())[0]?.["messages_in"]).toBe(1);
});

test("midnight opens a new day, and what came just before it stays in the old one", async () => {
  const [userId = 0] = users;
  const midnight = Date.UTC(2026, 2, 11);
  await rollUp(database, midnight - 1, "usd");
  await write(database, { row: "said", userId, at: midnight - 1, kind: "text" });
  await write(database, { row: "said", userId, at: midnight, kind: "text" });
  await rollUp(database, midnight, "usd");
  const rows = await metrics();
  expect(rows.slice(-2).map((row) => [row.day, row["messages_in"]])).toEqual([
    ["2026-03-10", 1],
    ["2026-03-11", 1],
  ]);
});

test("after days in which nothing ran every one of them has its row", async () => {
  await rollUp(database, NOON, "usd");
  const { days } = await rollUp(database, NOON + 4 * DAY_MS, "usd");
  expect(days).toHaveLength(5);
  expect((await metrics()).map(({ day }) => day).slice(-5)).toEqual([...days]);
});

test("another currency makes all days new", async () => {
  const [userId = 0] = users;
  const line = { row: "booked", userId, kind: "purchase", credits: 10 } as const;
  await write(database, { ...line, at: NOON - 9 * DAY_MS, amount: 499, currency: "usd" });
  await write(database, { ...line, at: NOON - 9 * DAY_MS, amount: 700, currency: "eur" });
  const revenue = async (): Promise<unknown> => (await metrics())[0]?.["revenue_cents"];
  await rollUp(database, NOON, "usd");
  expect(await revenue()).toBe(499);
  await rollUp(database, NOON, "eur");
  expect(await revenue()).toBe(700);
});

test("whoever looks at today, or rolls up at the same time, loses nobody's figures", async () => {
  const [userId = 0] = users;
  for (let i = 1; i <= 5; i += 1) {
    await write(database, { row: "said", userId, at: NOON, kind: "text" });
    await Promise.all([
      rollUp(database, NOON, "usd"),
      rollUp(database, NOON, "usd"),
      rollUpToday(database, NOON, "usd"),
    ]);
    expect((await metrics()).at(-1)?.["messages_in"]).toBe(i);
  }
});

test("a broadcast is no answer, whatever it is made of and however many get it", async () => {
  const [userId = 0] = users;
  await write(database, { row: "answered", userId, at: NOON, waited: 30 });
  await database.sql`
    insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
    select id, 'c512', 'out', 'photo', '', 0, 'delivered', ${new Date(NOON).toISOString()}
    from users`;
  await rollUp(database, NOON, "usd");
  expect((await metrics()).at(-1)).toMatchObject({
    messages_out: 1,
    answers: 1,
    answer_median_seconds: 30,
  });
});
