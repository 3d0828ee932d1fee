// The nightly look through the books: once a UTC day over all machines, by whichever comes first after
// the hour, and the result in a row that all of them read. A machine that dies in the middle has not
// written the row, so another one begins anew.
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import { withSoleRight } from "./solo.ts";
import { auditLedger, type LedgerFault } from "./verify-ledger.ts";

const DAY_MS = 86_400_000;
/** Three at night; a machine that starts later in the day catches up. */
const DUE_MS = 3 * 3_600_000;

export interface LedgerCheck {
  /** As many as the last check found, today's or an earlier one. */
  readonly count: number;
  /** What was found now, by this process; null when somebody else has looked, or it is not time. */
  readonly found: readonly LedgerFault[] | null;
}

const LATEST = `
select day = (${moment("$1::bigint")} at time zone 'UTC')::date as "isToday", faults
from ledger_checks order by day desc limit 1`;

const WRITE = `
insert into ledger_checks (day, accounts, purchases, faults, checked_at)
values ((${moment("$1::bigint")} at time zone 'UTC')::date, $2::integer, $3::integer, $4::integer,
  ${moment("$1::bigint")})
on conflict (day) do nothing`;

/**
 * Looks through the books if today's look is due and nobody has done it; `now` is in Unix
 * milliseconds. null: never looked yet.
 * @throws StoreError
 */
export async function checkLedgerDaily(
  database: Database,
  now: number,
): Promise<LedgerCheck | null> {
  const isDue = now % DAY_MS >= DUE_MS;
  const found = isDue
    ? await withSoleRight(database, "ledger", () => lookOnce(database, now))
    : null;
  const last = await latest(database, now);
  return last === null ? null : { count: last.faults, found };
}

interface Latest {
  readonly isToday: boolean;
  readonly faults: number;
}

async function latest(database: Database, now: number): Promise<Latest | null> {
  const rows = await database.query<Latest>("latest ledger check", LATEST, [now]);
  return rows[0] ?? null;
}

async function lookOnce(database: Database, now: number): Promise<readonly LedgerFault[] | null> {
  if ((await latest(database, now))?.isToday === true) return null;
  const { accounts, purchases, faults } = await auditLedger(database);
  await database.query("write ledger check", WRITE, [now, accounts, purchases, faults.length]);
  return faults;
}
