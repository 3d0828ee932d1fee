// Durable timers. Firing one deletes its row and puts the message into the inbox in one statement,
// so it fires once; one that was moved meanwhile no longer has the time that was due, and stays.
import type { Address } from "#actors/kernel/address.ts";
import type { TimerMessage } from "#actors/kernel/envelope.ts";
import type { DueTimer } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import {
  arrays,
  bigint,
  type Column,
  json,
  matches,
  moment,
  numbers,
  text,
  unixMs,
  unnest,
} from "./columns.ts";
import { insertArrivals, LANE_NUMBERS } from "./inbox.ts";

const DUE = `
select kind, key, name, ${unixMs("due_at")} as due_at from timers
where partition = any($1::integer[]) and due_at < ${moment("$2::bigint")}
order by timers.due_at
limit $3::integer`;

interface TimerRow extends Address {
  readonly name: string;
  readonly due_at: number;
}

/** `Store.dueTimers`. */
export async function dueTimers(
  database: Database,
  partitions: readonly number[],
  before: number,
  limit: number,
): Promise<readonly DueTimer[]> {
  const parameters = [numbers(partitions), before, limit];
  const rows = await database.query<TimerRow>("due timers", DUE, parameters);
  return rows.map(({ kind, key, name, due_at: dueAt }) => ({
    address: { kind, key },
    name,
    dueAt,
  }));
}

const TIMER_COLUMNS: readonly Column<DueTimer>[] = [
  text("kind", ({ address }) => address.kind),
  text("key", ({ address }) => address.key),
  text("name", (timer) => timer.name),
  bigint("due_at", (timer) => timer.dueAt),
  json("body", (timer) => JSON.stringify(messageOf(timer))),
];

function messageOf({ name, dueAt }: DueTimer): TimerMessage {
  return { type: "timer", name, dueAt };
}

/** Behind the mail that came before: a message written in time is not overtaken by the end. */
const FIRE = `
with fired as (
  delete from timers using ${unnest(TIMER_COLUMNS, "due", 2)}
  where ${matches("timers.key", "due.key")} and ${matches("timers.kind", "due.kind")}
    and ${matches("timers.name", "due.name")}
    and timers.due_at = ${moment("due.due_at")}
  returning timers.kind, timers.key, timers.partition, timers.due_at, due.body
),
${insertArrivals(`
    select null, kind, key, partition, ${LANE_NUMBERS.normal}, body, null, ${moment("$1::bigint")}
    from fired order by due_at`)}
select id from news`;

/** `Store.fireTimers`. */
export async function fireTimers(
  database: Database,
  timers: readonly DueTimer[],
  now: number,
): Promise<void> {
  if (timers.length === 0) return;
  await database.query("fire timers", FIRE, [now, ...arrays(TIMER_COLUMNS, timers)]);
}
