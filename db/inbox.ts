// What arrives and what waits. An envelope is written once to `inbox` and has a small row in
// `mailbox` until its turn is committed (db/commit.ts deletes that row), or for as long as it is a
// dead letter. The dedupe key lives in `inbox`, so it holds for ever.
import { type Address, type Lane, partitionOf } from "#actors/kernel/address.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Pending } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import {
  arrays,
  bigint,
  boolean,
  type Column,
  integer,
  jsonText,
  matches,
  moment,
  numbers,
  text,
  unixMs,
  unnest,
} from "./columns.ts";

/** `lane` as it is stored; mail is read in the order of these numbers. */
export const LANE_NUMBERS: Readonly<Record<Lane, number>> = { urgent: 0, normal: 1 };

/** Longer errors are cut: the first lines name the place. */
const ERROR_LENGTH_MAX = 2000;

/** The columns of an arrival, in the order of `ARRIVAL_NAMES`. */
export const ARRIVAL_COLUMNS: readonly Column<Arrival>[] = [
  text("dedupe_key", (arrival) => arrival.dedupeKey),
  text("kind", (arrival) => arrival.address.kind),
  text("key", (arrival) => arrival.address.key),
  integer("partition", (arrival) => partitionOf(arrival.address)),
  integer("lane", (arrival) => LANE_NUMBERS[arrival.lane]),
  jsonText("body", (arrival) => arrival.body),
  jsonText("raw", (arrival) => arrival.raw),
  bigint("at", (arrival) => arrival.at),
];

/**
 * The CTEs that put arrivals into the inbox and the mailbox. `rows` is a select of
 * `ARRIVAL_COLUMNS`; ids rise in its order. `news` has the id and dedupe key of each that is new.
 */
export function insertArrivals(rows: string): string {
  return `
  news as (
    insert into inbox (dedupe_key, kind, key, partition, lane, body, raw, at)
    ${rows}
    on conflict (dedupe_key) do nothing
    returning id, dedupe_key, kind, key, partition, lane
  ),
  mail as (
    insert into mailbox (inbox_id, kind, key, partition, lane)
    select id, kind, key, partition, lane from news
  )`;
}

const APPEND = `
with ${insertArrivals(`
    select dedupe_key, kind, key, partition, lane, body, raw, ${moment("at")}
    from ${unnest(ARRIVAL_COLUMNS, "arrival", 1)}`)}
select id, dedupe_key from news`;

/** `Store.append`. */
export async function append(
  database: Database,
  arrivals: readonly Arrival[],
): Promise<readonly (number | null)[]> {
  if (arrivals.length === 0) return [];
  const rows = await database.query<{ id: number; dedupe_key: string }>(
    "append",
    APPEND,
    arrays(ARRIVAL_COLUMNS, arrivals),
  );
  const ids = new Map(rows.map((row) => [row.dedupe_key, row.id]));
  return arrivals.map((arrival) => {
    const id = ids.get(arrival.dedupeKey) ?? null;
    // The first of several with one key has the id, the others are its duplicates.
    ids.delete(arrival.dedupeKey);
    return id;
  });
}

const ADDRESS_COLUMNS: readonly Column<{ readonly address: Address; readonly n: number }>[] = [
  integer("n", (wanted) => wanted.n),
  text("kind", ({ address }) => address.kind),
  text("key", ({ address }) => address.key),
];

const IS_DUE = (now: string) => `(next_try_at is null or next_try_at <= ${moment(now)})`;

// The scalars come first, so that the arrays are numbered from $3.
const READ = `
select wanted.n, head.inbox_id as id, ${unixMs("inbox.at")} as at, head.attempts, inbox.body,
  head.lane
from ${unnest(ADDRESS_COLUMNS, "wanted", 3)}
cross join lateral (
  select inbox_id, attempts, lane from mailbox
  where mailbox.key = wanted.key and mailbox.kind = wanted.kind
    and not is_dead and ${IS_DUE("$2::bigint")}
  order by lane, inbox_id
  limit $1::integer
) head
join inbox on ${matches("inbox.id", "head.inbox_id")}
order by wanted.n, head.lane, head.inbox_id`;

interface ReadRow {
  readonly n: number;
  readonly id: number;
  readonly at: number;
  readonly attempts: number;
  readonly body: string;
  readonly lane: number;
}

/** `Store.read`. */
export async function read(
  database: Database,
  addresses: readonly Address[],
  limit: number,
  now: number,
): Promise<readonly (readonly Pending[])[]> {
  if (addresses.length === 0) return [];
  const wanted = addresses.map((address, n) => ({ address, n }));
  const rows = await database.query<ReadRow>("read", READ, [
    limit,
    now,
    ...arrays(ADDRESS_COLUMNS, wanted),
  ]);
  const mail: Pending[][] = addresses.map(() => []);
  for (const { n, lane, ...row } of rows) {
    mail[n]?.push({ ...row, lane: lane === LANE_NUMBERS.urgent ? "urgent" : "normal" });
  }
  return mail;
}

const WAITING = `
select kind, key from mailbox
where partition = any($1::integer[]) and not is_dead and ${IS_DUE("$2::bigint")}
group by kind, key
order by min(inbox_id)
limit $3::integer`;

/** `Store.waiting`, those who wait longest first. */
export async function waiting(
  database: Database,
  partitions: readonly number[],
  limit: number,
  now: number,
): Promise<readonly Address[]> {
  return await database.query<Address>("waiting", WAITING, [numbers(partitions), now, limit]);
}

export interface Failure {
  readonly envelopeId: number;
  readonly error: string;
  readonly retryAt: number;
  readonly deadLetter: boolean;
}

const FAILURE_COLUMNS: readonly Column<Failure>[] = [
  bigint("inbox_id", (failure) => failure.envelopeId),
  text("error", (failure) => failure.error.slice(0, ERROR_LENGTH_MAX)),
  bigint("retry_at", (failure) => failure.retryAt),
  boolean("is_dead", (failure) => failure.deadLetter),
];

const FAIL = `
update mailbox
set attempts = attempts + 1, error = failure.error, is_dead = failure.is_dead,
  next_try_at = ${moment("failure.retry_at")}
from ${unnest(FAILURE_COLUMNS, "failure", 1)}
where ${matches("mailbox.inbox_id", "failure.inbox_id")} and not mailbox.is_dead`;

/** `Store.fail`. */
export async function fail(database: Database, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return;
  await database.query("fail", FAIL, arrays(FAILURE_COLUMNS, failures));
}

const COUNT_HEADS = `
update mailbox set attempts = attempts + 1
where inbox_id in (
  select distinct on (key, kind) inbox_id from mailbox
  where partition = any($1::integer[]) and not is_dead
  order by key, kind, lane, inbox_id
)`;

/** `Store.countHeads`. */
export async function countHeads(database: Database, partitions: readonly number[]): Promise<void> {
  await database.query("count heads", COUNT_HEADS, [numbers(partitions)]);
}

const REDRIVE =
  "update mailbox set is_dead = false, attempts = 0, next_try_at = null where is_dead";

/** `Store.redrive`. */
export async function redrive(
  database: Database,
  which: { readonly ids: readonly number[] } | { readonly address: Address },
): Promise<number> {
  const rows =
    "ids" in which
      ? await database.query(
          "redrive",
          `${REDRIVE} and inbox_id = any($1::bigint[]) returning inbox_id`,
          [numbers(which.ids)],
        )
      : await database.query(
          "redrive",
          `${REDRIVE} and key = $1 and kind = $2 returning inbox_id`,
          [which.address.key, which.address.kind],
        );
  return rows.length;
}
