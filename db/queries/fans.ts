// Lists of fans and one fan's card. Lists walk an index from its top and are shown as far as ROWS_MAX
// rows. "Who was here last" goes by the hour first, which an index has (`users.seen_hour`), and by the
// moment within what the list's hours hold: exact, without an index that every turn would have to
// keep. An erased fan's row has a negative Telegram id and is nobody's.
import { CLASS_SIZE, WAITING_CLASSES } from "#actors/kernel/queue-order.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { FanList } from "#actors/kernel/screen.ts";
import type { Database } from "#db/client.ts";
import { matches, numbers, unixMs } from "#db/columns.ts";
import { PAGE_SIZE, type Page, ROWS_MAX } from "./queue.ts";

/** A line of a list of fans; times are Unix milliseconds. */
export interface FanRow {
  readonly fanId: number;
  readonly firstName: string;
  readonly username: string | null;
  readonly tier: Tier;
  readonly credits: number;
  readonly spentCents: number;
  readonly isBanned: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly waitingSince: number | null;
  readonly groupId: number | null;
  readonly topicId: number | null;
}

/** How many of those who were here last are looked through for a low balance. */
const LOW_AMONG = 10_000;

/**
 * SQL: not one who was erased (db/commit-parts.ts). Said in a way that no index serves: the one on
 * `telegram_id` would be read from end to end instead of the list's own.
 */
const IS_SOMEBODY = "telegram_id <> -id";

/** Lists that go by who was here last, with what is asked of a fan. */
const LAST_SEEN: Partial<Readonly<Record<FanList, string>>> = {
  active: "true",
  vip: "tier = 'vip'",
  banned: "is_banned",
  unreachable: "is_unreachable",
};

/** Newest by the hour: all rows of the hours in which the first ROWS_MAX lie, in exact order. */
function lastSeen(where: string): string {
  return `
select id from users
where ${where} and ${IS_SOMEBODY} and $2::bigint is not null and seen_hour >= coalesce((
  select seen_hour from users where ${where} order by seen_hour desc limit 1 offset ${ROWS_MAX - 1}
), '-infinity')
order by last_seen_at desc, id desc`;
}

/** As many of them as are counted need no exact order. */
function anySeen(where: string): string {
  return `
select id from users
where ${where} and ${IS_SOMEBODY} and $2::bigint is not null
order by seen_hour desc`;
}

/** Statuses at which a dispute is over, by Stripe's words. */
const CLOSED_DISPUTES = "'won', 'lost', 'warning_closed', 'prevented'";

/** SQL: ids of users in the list's order; $2 is the credits below which a balance is low. */
const IDS: Partial<Readonly<Record<FanList, string>>> = {
  newest: `
select id from users where ${IS_SOMEBODY} and $2::bigint is not null
order by created_at desc, id desc`,
  spenders: `
select id from users where spent_cents > 0 and ${IS_SOMEBODY} and $2::bigint is not null
order by spent_cents desc, id`,
  // The queue has them by class, each with its longest wait first.
  waiting: `
select found.user_id as id
from unnest('${numbers(WAITING_CLASSES.map((at) => at * CLASS_SIZE))}'::bigint[]) as class(start)
cross join lateral (
  select user_id, waiting_since from conversations
  where queue_key >= class.start and queue_key < class.start + ${CLASS_SIZE}
    and $2::bigint is not null
  order by queue_key, user_id
  limit ${ROWS_MAX}
) found
order by found.waiting_since, found.user_id`,
  low: `
select id from (
  select id, credits, last_seen_at from users where ${IS_SOMEBODY} and not is_banned
  order by seen_hour desc
  limit ${LOW_AMONG}
) recent
where credits < $2::bigint
order by last_seen_at desc, id desc`,
  disputed: `
select user_id as id from purchases
where is_disputed and $2::bigint is not null and exists (
  select from json_array_elements(record -> 'disputes') dispute
  where dispute ->> 'status' not in (${CLOSED_DISPUTES})
)
group by user_id
order by max(created_at) desc, user_id`,
};

/** SQL: the columns of a `FanRow`, of users joined to conversations. */
export const FAN_COLUMNS = `
users.telegram_id as "fanId", users.first_name as "firstName", users.username, users.tier,
  users.credits, users.spent_cents as "spentCents", users.is_banned as "isBanned",
  ${unixMs("users.created_at")} as "createdAt", ${unixMs("users.last_seen_at")} as "lastSeenAt",
  ${unixMs("conversations.waiting_since")} as "waitingSince",
  conversations.group_id as "groupId", conversations.topic_id as "topicId"`;

const rowsOf = (ids: string): string => `
with page as materialized (
  select id, row_number() over () as place from (
    select id from (${ids}) ids limit ${PAGE_SIZE} offset $1::integer
  ) ids
)
select ${FAN_COLUMNS}
from page
join users on ${matches("users.id", "page.id")}
join conversations on ${matches("conversations.user_id", "page.id")}
order by page.place`;

/** The order does not matter to how many there are, but the parameters must be the same. */
const countOf = (ids: string): string => `
select count(*)::integer as count from (
  select from (${ids}) ids limit ${ROWS_MAX}
) counted
where $1::integer is not null`;

const STATEMENTS = Object.fromEntries([
  ...Object.entries(IDS).map(([list, ids]) => [list, { rows: rowsOf(ids), count: countOf(ids) }]),
  ...Object.entries(LAST_SEEN).map(([list, where]) => [
    list,
    { rows: rowsOf(lastSeen(where)), count: countOf(anySeen(where)) },
  ]),
]) as Record<FanList, { readonly rows: string; readonly count: string }>;

/** A page of a list of fans, and how long the list is. @throws StoreError */
export async function fansOf(
  database: Database,
  ask: { readonly list: FanList; readonly page: number; readonly lowBalance: number },
): Promise<Page<FanRow>> {
  const { list, page, lowBalance } = ask;
  const { rows, count } = STATEMENTS[list];
  const parameters = [Math.min(page * PAGE_SIZE, ROWS_MAX - PAGE_SIZE), lowBalance];
  const [found, counted] = await Promise.all([
    database.query<FanRow>("fans", rows, parameters),
    database.query<{ readonly count: number }>("fans count", count, parameters),
  ]);
  return { rows: found, count: counted[0]?.count ?? 0 };
}

/** Everything on a fan's card. */
export interface FanCard extends FanRow {
  readonly sessionEndsAt: number | null;
  readonly autoRecharge: boolean;
  readonly isUnreachable: boolean;
  readonly isPromotable: boolean;
  readonly languageTag: string | null;
  readonly source: string | null;
  readonly cards: string;
  readonly debtCredits: number;
  /** What the bar calls full, as in the header. */
  readonly creditsFull: number;
  readonly unread: number;
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly priority: "low" | "normal" | "high" | "urgent";
  readonly isPinned: boolean;
  readonly status: string;
  readonly tags: readonly string[];
  readonly assignedTo: number | null;
  readonly assignee: string | null;
  readonly snoozedUntil: number | null;
  /** Of cards, paid and not given back; in cents of several currencies where there are several. */
  readonly purchases: number;
  readonly disputes: number;
  readonly promoUses: number;
  readonly unlocks: number;
  /** The last three, newest first. */
  readonly notes: readonly {
    readonly text: string;
    readonly byName: string;
    readonly at: number;
  }[];
}

const CARD = `
select ${FAN_COLUMNS},
  ${unixMs("users.session_ends_at")} as "sessionEndsAt", users.auto_recharge as "autoRecharge",
  users.is_unreachable as "isUnreachable", users.is_promotable as "isPromotable",
  users.language_tag as "languageTag", users.source, users.cards,
  users.debt_credits as "debtCredits",
  conversations.unread_messages as unread, conversations.messages_in as "messagesIn",
  conversations.messages_out as "messagesOut", conversations.priority_level as priority,
  conversations.is_pinned as "isPinned", conversations.status, conversations.tags,
  conversations.assigned_to as "assignedTo", team.name as assignee,
  ${unixMs("conversations.snoozed_until")} as "snoozedUntil",
  (select count(*)::integer from purchases
    where purchases.user_id = users.id and purchases.is_granted) as purchases,
  (select count(*)::integer from purchases
    where purchases.user_id = users.id and purchases.is_disputed) as disputes,
  (select count(*)::integer from promo_uses where promo_uses.user_id = users.id)
    as "promoUses",
  (select count(*)::integer from unlocks
    where unlocks.user_id = users.id and unlocks.bought_at is not null) as unlocks,
  coalesce((select (actors.state ->> 'creditsFull')::integer from actors
    where actors.kind = 'conversation' and actors.key = users.telegram_id::text), users.credits)
    as "creditsFull",
  (select coalesce(json_agg(json_build_object('text', left(note.text, 200),
      'byName', note.by_name, 'at', ${unixMs("note.created_at")}) order by note.id desc), '[]')
    from (select * from notes where notes.user_id = users.id order by id desc limit 3) note)
    as notes
from users
join conversations on conversations.user_id = users.id
left join team on ${matches("team.telegram_id", "conversations.assigned_to")}
where users.telegram_id = $1::bigint`;

/** A fan's card; null for nobody's id. @throws StoreError */
export async function fanCardOf(database: Database, fanId: number): Promise<FanCard | null> {
  if (fanId <= 0) return null;
  const [card] = await database.query<FanCard>("fan card", CARD, [fanId]);
  return card ?? null;
}

/** What can be given back of a purchase; amounts in the smallest unit of `currency`, or Stars. */
export interface Refundable {
  readonly id: string;
  readonly sku: string;
  readonly amount: number;
  readonly refunded: number;
  readonly currency: string;
  readonly rail: "stripe" | "stars";
  readonly isDisputed: boolean;
  readonly paidAt: number;
}

const PURCHASES = `
select id, sku, amount, refunded_amount as refunded, currency, rail, is_disputed as "isDisputed",
  ${unixMs("coalesce(paid_at, created_at)")} as "paidAt"
from purchases
where user_id = (select id from users where telegram_id = $1::bigint) and is_granted
order by created_at desc, id
limit 20`;

/** The fan's last purchases that were paid, newest first. @throws StoreError */
export async function purchasesOf(
  database: Database,
  fanId: number,
): Promise<readonly Refundable[]> {
  return await database.query<Refundable>("fan purchases", PURCHASES, [fanId]);
}
