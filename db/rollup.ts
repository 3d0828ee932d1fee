// `daily_metrics`, brought up to date: which days may have changed since the last time, and those
// counted again (db/rollup-day.ts).
//
// Today and yesterday always; so does every day between the last one counted and today, after a time
// in which nothing ran. And each day of a row that was written since: a message is taken in days after
// it was sent, a payment booked late. Such rows are found by their ids, which are given out in the
// order of writing but become visible in the order of committing. So the mark moves in two steps:
//
//   next ──every transaction that was under way when it was taken has ended──▶ seen
//
// and each time all days of rows beyond `seen` are counted: one that was invisible beyond `next` is
// found by the round after. (Between taking an id and a transaction's number lies a moment that no
// snapshot shows; a round is a minute, a commit takes seconds at most.)
//
// Broken off, nothing is lost: the marks move when all days are written, and days are the same
// however often they are counted. No right to be the only one is needed for that either; it spares
// the work.
import { invariant } from "#actors/kernel/errors.ts";
import type { Database } from "./client.ts";
import { type ReportQuery, withReportPlans } from "./report-plans.ts";
import { countDay } from "./rollup-day.ts";

const DAY_MS = 86_400_000;
const FIRST_TRIES_MAX = 20;

/** Ids of a message, a ledger line and a user, in this order. */
type Ids = readonly [message: number, transaction: number, user: number];
const NONE: Ids = [0, 0, 0];

interface Marks {
  readonly seen: Ids;
  readonly next: Ids;
  readonly nextFloor: number;
}

/** What is there now: the last ids given out, and bounds of the transactions under way. */
interface Now {
  readonly last: Ids;
  readonly oldest: number;
  readonly ceiling: number;
}

const lastOf = (table: string): string =>
  `coalesce(pg_sequence_last_value('${table}_id_seq'::regclass), 0)`;

const STORED = `
select currency, array_to_json(array[seen_message, seen_transaction, seen_user]) as seen,
  array_to_json(array[next_message, next_transaction, next_user]) as next,
  next_floor as "nextFloor"
from metric_marks`;

const LAST = `
select array_to_json(array[${["messages", "transactions", "users"].map(lastOf).join()}]) as last`;

/** Our own number is beyond that of everybody who took an id before; no snapshot's bound is. */
const NUMBERS = `
select pg_current_xact_id()::text::bigint as ceiling,
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint as oldest`;

const CHANGED = `
select distinct (created_at at time zone 'UTC')::date::text as day from (
  select created_at from messages where id > $1
  union all select created_at from transactions where id > $2
  union all select created_at from users where id > $3
) written
union
select day::date::text from generate_series(
  least((select max(day) from daily_metrics where day <= $4::date), $4::date - 1)::timestamp,
  $4::date::timestamp, interval '1 day') as day
order by day`;

const MARK = `
insert into metric_marks
  (currency, seen_message, seen_transaction, seen_user, next_message, next_transaction, next_user,
   next_floor)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (id) do update
set currency = excluded.currency, seen_message = excluded.seen_message,
  seen_transaction = excluded.seen_transaction, seen_user = excluded.seen_user,
  next_message = excluded.next_message, next_transaction = excluded.next_transaction,
  next_user = excluded.next_user, next_floor = excluded.next_floor`;

export interface RolledUp {
  /** The days that were counted, oldest first. */
  readonly days: readonly string[];
}

/**
 * Counts every day that may have changed since the last time; all of them the first time and after
 * the currency was changed. `now` in Unix milliseconds, `currency` that of the settings.
 * @throws StoreError
 */
export async function rollUp(database: Database, now: number, currency: string): Promise<RolledUp> {
  const code = currency.toLowerCase();
  const { days, marks } = await withReportPlans(database, "roll up", async (query) => {
    const stored = await storedMarks(query, code);
    const advanced = stored === null ? await firstMarks(query) : advance(stored, await take(query));
    const parameters = [...(stored?.seen ?? NONE), dayOf(now)];
    const changed = await query<{ day: string }>(CHANGED, parameters);
    return { days: changed.map(({ day }) => day), marks: advanced };
  });
  for (const day of days) {
    await withReportPlans(database, "count a day", (query) => countDay(query, day, code));
  }
  const { seen, next, nextFloor } = marks;
  await database.query("mark the roll-up", MARK, [code, ...seen, ...next, nextFloor]);
  return { days };
}

/** Counts the one day of `now` and nothing else: for whoever looks at it just now. @throws StoreError */
export async function rollUpToday(
  database: Database,
  now: number,
  currency: string,
): Promise<void> {
  const day = dayOf(now);
  await withReportPlans(database, "count today", (query) =>
    countDay(query, day, currency.toLowerCase()),
  );
}

/** The UTC day of a moment, `2026-03-09`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The first of so many UTC days that end with that of `now`. */
export function firstDayOf(now: number, days: number): string {
  return dayOf(now - (days - 1) * DAY_MS);
}

/** null: nothing was rolled up yet, or in another currency. */
async function storedMarks(query: ReportQuery, currency: string): Promise<Marks | null> {
  const [stored] = await query<Marks & { readonly currency: string }>(STORED);
  return stored === undefined || stored.currency !== currency ? null : stored;
}

async function take(query: ReportQuery): Promise<Now> {
  const [ids] = await query<Pick<Now, "last">>(LAST);
  const [numbers] = await query<Omit<Now, "last">>(NUMBERS);
  invariant(ids !== undefined && numbers !== undefined, "a select from nothing answers a row");
  return { ...ids, ...numbers };
}

/** Beyond the old `seen` everything is counted in this round, so the old `next` is seen after it. */
function advance(stored: Marks, now: Now): Marks {
  if (now.oldest < stored.nextFloor) return stored;
  return { seen: stored.next, next: now.last, nextFloor: now.ceiling };
}

/**
 * All days are counted: that is not done twice for the sake of what is under way, which is waited
 * for. Where somebody keeps a transaction open for long it is done twice after all.
 */
async function firstMarks(query: ReportQuery): Promise<Marks> {
  const { last, ceiling } = await take(query);
  for (let i = 0; i < FIRST_TRIES_MAX; i += 1) {
    const { oldest } = await take(query);
    if (oldest >= ceiling) return { seen: last, next: last, nextFloor: ceiling };
    await query("select pg_sleep(0.05)");
  }
  return { seen: NONE, next: last, nextFloor: ceiling };
}
