// What conversations ask of our own books: a use of a promo code, one line of a ledger, a page of it.
// A claim is the only thing here that writes. It is one statement, keyed by the effect that asks for
// it: the caller may lose the answer and ask again, and hears the same without a second use.
import type { Answer } from "#actors/kernel/answer.ts";
import type { LedgerLine } from "#actors/kernel/payment.ts";
import type { Promo } from "#actors/kernel/product.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";
import { isUniqueViolation } from "./errors.ts";

export interface PromoClaim {
  /** Telegram id. */
  readonly fanId: number;
  /** In whatever case people write it. */
  readonly code: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** The effect's id: a claim with the same one is the same claim. */
  readonly claimId: number;
  /** Uses by this fan that no row shows, by lives that were erased. */
  readonly earlierUses: number;
}

type Verdict = "promo" | "unknown" | "expired" | "usedUp" | "usedByYou";

/**
 * `used` alone decides: the update waits for whoever claims the code at the moment, and looks at the
 * row anew. `refusal` says why as the statement's start saw it, and stands for nothing where a use is
 * written. A fan's own uses are not on that row, so of two claims of one fan the second breaks on the
 * key of `promo_uses`, and finds the first when it is made again.
 */
const CLAIM = `
with asked as (
  select promo_codes.*, users.id as user_id,
    (select count(*)::integer from promo_uses
      where promo_uses.code = promo_codes.code and promo_uses.user_id = users.id) as own_uses
  from promo_codes, users
  where promo_codes.code = $1 and users.telegram_id = $2::bigint
),
earlier as (
  select promo_codes.* from promo_uses join promo_codes on promo_codes.code = promo_uses.code
  where promo_uses.claim_id = $3::bigint
),
used as (
  update promo_codes set uses = promo_codes.uses + 1
  from asked
  where promo_codes.code = asked.code and not exists (select from earlier)
    and promo_codes.is_active
    and coalesce(promo_codes.starts_at <= ${moment("$4::bigint")}, true)
    and coalesce(promo_codes.ends_at > ${moment("$4::bigint")}, true)
    and coalesce(promo_codes.uses < promo_codes.max_uses, true)
    and asked.own_uses + $5::integer < promo_codes.max_uses_per_fan
  returning promo_codes.*, asked.user_id, asked.own_uses
),
written as (
  insert into promo_uses (code, user_id, nth, claim_id, at)
  select code, user_id, own_uses + 1, $3::bigint, ${moment("$4::bigint")} from used
),
claimed as (
  select code, kind, value, ends_at from used
  union all
  select code, kind, value, ends_at from earlier
),
refusal as (
  select case
    when coalesce(starts_at > ${moment("$4::bigint")}, false) then 'unknown'
    when not is_active or coalesce(ends_at <= ${moment("$4::bigint")}, false) then 'expired'
    when own_uses + $5::integer >= max_uses_per_fan then 'usedByYou'
    else 'usedUp' end as why
  from asked
)
select case when claimed.code is not null then 'promo' else coalesce(refusal.why, 'unknown') end
    as verdict,
  claimed.code, claimed.kind, claimed.value, ${unixMs("claimed.ends_at")} as until
from (select) always left join claimed on true left join refusal on true`;

const CLAIMS_MAX = 3;

/**
 * Claims one use of a promo code for a fan. Answers `promo`, or `promoRefused` with why: `unknown`
 * also for one that has not begun, `expired` also for one that was switched off.
 * @throws StoreError
 */
export async function claimPromo(database: Database, claim: PromoClaim): Promise<Answer> {
  const { fanId, code, at, claimId, earlierUses } = claim;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [row] = await database.query<{ readonly verdict: Verdict } & Promo>(
        "claim promo",
        CLAIM,
        [code.toUpperCase(), fanId, claimId, at, earlierUses],
      );
      const { verdict, ...promo } = row ?? { verdict: "unknown" };
      if (verdict !== "promo") return { type: "promoRefused", why: verdict };
      return { type: "promo", promo: promo as Promo };
    } catch (error) {
      if (!isUniqueViolation(error) || attempt === CLAIMS_MAX) throw error;
    }
  }
}

export interface History {
  /** Newest first. */
  readonly lines: readonly LedgerLine[];
  /** How many pages there are, 0 for a fan without a line. */
  readonly pages: number;
}

/**
 * A line was given back by one that names its id, or, where a message could not be delivered, by one
 * that names its reference.
 */
const LINE = `
transactions.id, transactions.kind, transactions.credits, transactions.seconds,
  transactions.amount_cents as amount, transactions.currency, transactions.reference,
  ${unixMs("transactions.created_at")} as at,
  exists (select from transactions back
    where back.reference = 'giveback:' || transactions.id) or
  exists (select from transactions back
    where back.reference = 'refund:' || transactions.reference) as "isGivenBack",
  messages.kind as "messageKind"`;

/** The message that a line was charged for, if there is one. */
const ITS_MESSAGE = `
left join messages on messages.user_id = transactions.user_id
  and messages.ref = 'f' || substring(transactions.reference from '\\mmessage:-?\\d+:(\\d+)$')`;

const LINE_OF = `
select ${LINE}
from transactions join users on users.id = transactions.user_id
${ITS_MESSAGE}
where users.telegram_id = $1::bigint and transactions.id = $2::bigint`;

/** A line of this fan's own ledger; null for another one's, and for none. @throws StoreError */
export async function lineOf(
  database: Database,
  { fanId, lineId }: { readonly fanId: number; readonly lineId: number },
): Promise<LedgerLine | null> {
  const [line] = await database.query<LedgerLine>("line", LINE_OF, [fanId, lineId]);
  return line ?? null;
}

/** A merged post is of several messages: the first of them that cost anything. */
const CHARGE_OF = `
select ${LINE}
from message_links links
join transactions
  on transactions.reference = 'message:' || links.fan_id || ':' || links.fan_message_id
join users on users.id = transactions.user_id
${ITS_MESSAGE}
where users.telegram_id = $1::bigint and links.fan_id = $1::bigint
  and links.group_id = $2::bigint and links.topic_message_id = $3::integer
  and links.direction = 'in'
order by links.fan_message_id
limit 1`;

/**
 * What a message of this fan's was charged, by its copy in a topic; null for one that was free, and
 * for what is no copy of a message of theirs.
 * @throws StoreError
 */
export async function chargeOf(
  database: Database,
  {
    fanId,
    groupId,
    messageId,
  }: { readonly fanId: number; readonly groupId: number; readonly messageId: number },
): Promise<LedgerLine | null> {
  const [line] = await database.query<LedgerLine>("charge", CHARGE_OF, [fanId, groupId, messageId]);
  return line ?? null;
}

/** The page's lines are found first, by the index's order, and only they are joined to messages. */
const HISTORY = `
with fan as materialized (
  select id from users where telegram_id = $1::bigint
),
page as materialized (
  select * from transactions
  where user_id = (select id from fan)
  order by id desc
  limit $2::integer offset $2::integer * $3::integer
)
select ${LINE}
from page transactions
${ITS_MESSAGE}
order by transactions.id desc`;

const HISTORY_COUNT = `
select count(*) as count from transactions
where user_id = (select id from users where telegram_id = $1::bigint)`;

/** A page of a fan's ledger, newest first; `page` 0 is the newest. @throws StoreError */
export async function historyOf(
  database: Database,
  { fanId, page, size }: { readonly fanId: number; readonly page: number; readonly size: number },
): Promise<History> {
  const [lines, counted] = await Promise.all([
    database.query<LedgerLine>("history", HISTORY, [fanId, size, page]),
    database.query<{ readonly count: number }>("history count", HISTORY_COUNT, [fanId]),
  ]);
  return { lines, pages: Math.ceil((counted[0]?.count ?? 0) / size) };
}
