// The figures of one UTC day, counted from that day's committed rows: all of them each time, so that
// doing it again is the same, and a row that came late is in as soon as its day is counted again.
import type { ReportQuery } from "./report-plans.ts";

/** Our locks of this kind among a database's; the second number is the day. */
const LOCK_CLASS = 911_473;

/** Half-open, as the brin indexes on `created_at` read it. */
const IN_DAY = `created_at >= $1::date::timestamp at time zone 'UTC'
      and created_at < ($1::date + 1)::timestamp at time zone 'UTC'`;

const SECONDS = "waited_seconds";
const ROUNDED = `${SECONDS} - ${SECONDS} % (10 ^ greatest(length(${SECONDS}::text) - 2, 0))::integer`;

const COUNT = `
with said as materialized (
  -- A broadcast is nothing that was said: fifty thousand of them would hide a day's answers.
  select user_id, direction, kind, count(*) as n
  from messages where ${IN_DAY} and not (direction = 'out' and ref like 'c%')
  group by user_id, direction, kind
),
booked as materialized (
  select kind, currency, count(*) as n, sum(credits) as credits, sum(amount_cents) as amount
  from transactions where ${IN_DAY}
  group by kind, currency
),
waited as materialized (
  select ${SECONDS} from messages where ${IN_DAY} and ${SECONDS} is not null
),
wrote as (
  insert into active_days (day, user_id)
  select distinct $1::date, user_id from said where direction = 'in' order by user_id
  on conflict do nothing
)
insert into daily_metrics
  (day, active_users, new_users, messages_in, messages_out, revenue_cents, credits_spent,
   revenue_stars, purchases, paying_users, answers, answer_median_seconds, waits, credit_flow,
   kinds_in)
select $1::date,
  (select count(distinct user_id) from said where direction = 'in'),
  (select count(*) from users where ${IN_DAY}),
  (select coalesce(sum(n), 0) from said where direction = 'in'),
  (select coalesce(sum(n), 0) from said where direction = 'out'),
  (select coalesce(sum(amount), 0) from booked where currency = $2),
  (select coalesce(-sum(credits), 0) from booked where kind in ('message', 'unlock')),
  (select coalesce(sum(amount), 0) from booked where currency = 'xtr'),
  (select coalesce(sum(n), 0) from booked where kind in ('purchase', 'recharge')),
  (select count(distinct user_id) from transactions
    where ${IN_DAY} and kind in ('purchase', 'recharge')),
  (select count(*) from waited),
  (select percentile_disc(0.5) within group (order by ${SECONDS}) from waited),
  (select coalesce(json_object_agg(seconds, n order by seconds), '{}') from (
    select ${ROUNDED} as seconds, count(*) as n from waited group by 1) rounded),
  (select coalesce(json_object_agg(kind, credits order by kind), '{}') from (
    select kind, sum(credits) as credits from booked group by kind having sum(credits) <> 0) flow),
  (select coalesce(json_object_agg(kind, n order by kind), '{}') from (
    select kind, sum(n) as n from said where direction = 'in' group by kind) kinds)
on conflict (day) do update
set active_users = excluded.active_users, new_users = excluded.new_users,
  messages_in = excluded.messages_in, messages_out = excluded.messages_out,
  revenue_cents = excluded.revenue_cents, credits_spent = excluded.credits_spent,
  revenue_stars = excluded.revenue_stars, purchases = excluded.purchases,
  paying_users = excluded.paying_users, answers = excluded.answers,
  answer_median_seconds = excluded.answer_median_seconds, waits = excluded.waits,
  credit_flow = excluded.credit_flow, kinds_in = excluded.kinds_in`;

/**
 * Counts a day (`2026-03-09`) and writes its row; `currency` in lower case. In a transaction of its
 * own: whoever counts the same day waits here, and sees with a later snapshot all that this one saw,
 * so no older count is written over a newer one.
 */
export async function countDay(query: ReportQuery, day: string, currency: string): Promise<void> {
  const lock = `select pg_advisory_xact_lock(${LOCK_CLASS}, $1::date - date '2000-01-01')`;
  await query(lock, [day]);
  await query(COUNT, [day, currency]);
}
