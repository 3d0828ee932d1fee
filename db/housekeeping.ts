// What is to be done now and then, at the start and every hour or so: by any machine, by several at
// once, and again after it was broken off.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import { sweepErasures } from "./erasure.ts";
import { loadSettings } from "./settings.ts";

const DAY_MS = 86_400_000;

/** Far beyond the day for which Telegram, and the three for which Stripe, sends a thing again. */
const INBOX_KEPT_MS = 30 * DAY_MS;
const PRUNED_AT_ONCE = 5000;
/** Figures of a day that is over can still change: a message is taken in late, a payment undone. */
const DAYS_REFRESHED = 3;

/** The oldest rows by id; dead letters go with their envelopes, mail that still waits never does. */
const PRUNE_INBOX = `
with oldest as materialized (
  select id, at from inbox order by id limit ${PRUNED_AT_ONCE}
),
old as materialized (
  select id from oldest
  where at < ${moment("$1::bigint")}
    and not exists (select from mailbox where mailbox.inbox_id = oldest.id and not is_dead)
),
dead as (
  delete from mailbox where inbox_id = any (array(select id from old)) and is_dead
)
delete from inbox where id = any (array(select id from old))
returning id`;

const PRUNE_OUTBOX = `
delete from outbox where status = 'discarded' and at < ${moment("$1::bigint")} returning id`;

/**
 * Days are UTC's. Revenue is what cards paid in the currency of the settings (cents of two currencies,
 * or of one and Stars, make no sum; `revenue_dashboard` has each), less what refunds and disputes took
 * back on that day. Credits spent are those of messages and unlocked items.
 */
const REFRESH_METRICS = `
insert into daily_metrics
  (day, active_users, new_users, messages_in, messages_out, revenue_cents, credits_spent)
select days.day, said.active_users, joined.new_users, said.messages_in, said.messages_out,
  paid.revenue_cents, paid.credits_spent
from (
  select day::date as day, day at time zone 'UTC' as since, (day + interval '1 day')
    at time zone 'UTC' as until
  from generate_series(
    date_trunc('day', ${moment("$1::bigint")} at time zone 'UTC'),
    date_trunc('day', ${moment("$2::bigint")} at time zone 'UTC'),
    interval '1 day'
  ) as day
) days
cross join lateral (
  select (count(distinct user_id) filter (where direction = 'in'))::integer as active_users,
    (count(*) filter (where direction = 'in'))::integer as messages_in,
    (count(*) filter (where direction = 'out'))::integer as messages_out
  from messages where created_at >= days.since and created_at < days.until
) said
cross join lateral (
  select count(*)::integer as new_users
  from users where created_at >= days.since and created_at < days.until
) joined
cross join lateral (
  select coalesce(sum(amount_cents) filter (where currency = $3), 0)::bigint as revenue_cents,
    coalesce(-sum(credits) filter (where kind in ('message', 'unlock')), 0)::bigint
      as credits_spent
  from transactions where created_at >= days.since and created_at < days.until
) paid
on conflict (day) do update
set active_users = excluded.active_users, new_users = excluded.new_users,
  messages_in = excluded.messages_in, messages_out = excluded.messages_out,
  revenue_cents = excluded.revenue_cents, credits_spent = excluded.credits_spent`;

/**
 * Brings `daily_metrics` up to date, drops envelopes and given-up effects past their time, and
 * completes erasures. `now` is in Unix milliseconds. Never rejects: what fails is logged, and done
 * the next time.
 */
export async function keepHouse(database: Database, now: number, log: Logger): Promise<void> {
  await sweepErasures(database, log);
  try {
    const since = now - (DAYS_REFRESHED - 1) * DAY_MS;
    const { currency } = await loadSettings(database, log);
    const figures = [since, now, currency.toLowerCase()];
    await database.query("refresh metrics", REFRESH_METRICS, figures);
    await database.query("prune outbox", PRUNE_OUTBOX, [now - INBOX_KEPT_MS]);
    let pruned: number;
    do {
      const rows = await database.query("prune inbox", PRUNE_INBOX, [now - INBOX_KEPT_MS]);
      pruned = rows.length;
    } while (pruned > 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    log.warn({ error: reason }, "housekeeping is not done; it is tried again the next time");
  }
}
