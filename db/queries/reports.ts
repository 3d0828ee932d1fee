// What the dashboard, pictures and tables are made of. Days come from the roll-up (db/rollup.ts); what
// several days have in common (fans, cohorts) from who wrote on which day.
import type { Database } from "#db/client.ts";
import { moment } from "#db/columns.ts";
import { reportQuery } from "#db/report-plans.ts";

/** A UTC day; see `daily_metrics`. */
export interface DayFigures {
  /** `2026-03-09`. */
  readonly day: string;
  readonly activeUsers: number;
  readonly newUsers: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly revenueCents: number;
  readonly revenueStars: number;
  readonly purchases: number;
  readonly payingUsers: number;
  readonly creditsSpent: number;
  readonly answers: number;
  readonly answerMedianSeconds: number | null;
  readonly waits: Readonly<Record<string, number>>;
  readonly creditFlow: Readonly<Record<string, number>>;
}

const DAYS = `
select days.day::date::text as day,
  coalesce(active_users, 0) as "activeUsers", coalesce(new_users, 0) as "newUsers",
  coalesce(messages_in, 0) as "messagesIn", coalesce(messages_out, 0) as "messagesOut",
  coalesce(revenue_cents, 0) as "revenueCents", coalesce(revenue_stars, 0) as "revenueStars",
  coalesce(purchases, 0) as purchases, coalesce(paying_users, 0) as "payingUsers",
  coalesce(credits_spent, 0) as "creditsSpent", coalesce(answers, 0) as answers,
  answer_median_seconds as "answerMedianSeconds", coalesce(waits, '{}') as waits,
  coalesce(credit_flow, '{}') as "creditFlow"
from generate_series($1::date::timestamp, $2::date::timestamp, interval '1 day') as days (day)
left join daily_metrics on daily_metrics.day = days.day::date
order by days.day`;

/** Every day from `from` to `until` (both `2026-03-09`, both included), quiet ones with zeros. */
export function dayFigures(
  database: Database,
  from: string,
  until: string,
): Promise<readonly DayFigures[]> {
  return reportQuery<DayFigures>(database, "day figures", DAYS, [from, until]);
}

const ACTIVE = `
select count(distinct user_id)::integer as fans from active_days
where day between $1::date and $2::date`;

/** Fans who wrote on any of those days. */
export async function activeFans(database: Database, from: string, until: string): Promise<number> {
  const [row] = await reportQuery<{ fans: number }>(database, "active fans", ACTIVE, [from, until]);
  return row?.fans ?? 0;
}

/** What was sold of one product; `currency` is `xtr` for Stars. */
export interface Sold {
  readonly sku: string;
  readonly credits: number;
  readonly seconds: number;
  readonly currency: string;
  readonly units: number;
  /** What is left of it after refunds. */
  readonly amount: number;
}

const SOLD = `
select sku, max(credits) as credits, max(seconds) as seconds, currency,
  count(*)::integer as units, sum(amount - refunded_amount)::bigint as amount
from purchases
where state = 'paid' and paid_at >= $1::date::timestamp at time zone 'UTC'
  and paid_at < ($2::date + 1)::timestamp at time zone 'UTC'
group by sku, currency
order by units desc, sku`;

/** What was paid on those days, by product and currency, the most sold first. */
export function productMix(
  database: Database,
  from: string,
  until: string,
): Promise<readonly Sold[]> {
  return reportQuery<Sold>(database, "product mix", SOLD, [from, until]);
}

/** Of the fans who came in one span of days: how many wrote again so many spans later. */
export interface Cohort {
  /** Its first day. */
  readonly day: string;
  readonly fans: number;
  /** By spans since each fan's own first day; 0 the first. */
  readonly back: Readonly<Record<string, number>>;
}

const COHORTS = `
with joined as materialized (
  select id, came, (came - $1::date) / $3::integer as cohort
  from (select id, (created_at at time zone 'UTC')::date as came from users) users
  where came between $1::date and $2::date
),
back as (
  select cohort, (day - came) / $3::integer as span, count(distinct user_id) as fans
  from active_days join joined on joined.id = active_days.user_id
  where day between $1::date and $2::date and day >= came
  group by 1, 2
)
select ($1::date + cohort * $3::integer)::text as day, count(*)::integer as fans,
  coalesce((select json_object_agg(span, fans) from back where back.cohort = joined.cohort), '{}')
    as back
from joined group by cohort order by cohort`;

/** Cohorts of `span` days from `from` to `until`; those in which nobody came are left out. */
export function cohorts(
  database: Database,
  days: { readonly from: string; readonly until: string; readonly span: number },
): Promise<readonly Cohort[]> {
  const { from, until, span } = days;
  return reportQuery<Cohort>(database, "cohorts", COHORTS, [from, until, span]);
}

/** What stands in the books just now. */
export interface Standing {
  readonly waiting: number;
  /** Unix ms since when the first of them waits; null: nobody. */
  readonly waitingSince: number | null;
  readonly deadLetters: number;
  /** Effects that are on their way. */
  readonly pending: number;
}

const STANDING = `
select waiting.n as waiting, waiting.since as "waitingSince",
  (select count(*)::integer from mailbox where is_dead) as "deadLetters",
  (select count(*)::integer from outbox where status = 'pending') as pending
from (
  select count(*)::integer as n,
    (extract(epoch from min(waiting_since)) * 1000)::bigint as since
  from conversations
  where waiting_since is not null and status not in ('banned', 'closed')
    and (snoozed_until is null or snoozed_until <= ${moment("$1::bigint")})
) waiting`;

/** @param now Unix milliseconds: who is snoozed beyond it does not wait. */
export async function standing(database: Database, now: number): Promise<Standing> {
  const [row] = await reportQuery<Standing>(database, "standing", STANDING, [now]);
  return row ?? { waiting: 0, waitingSince: null, deadLetters: 0, pending: 0 };
}
