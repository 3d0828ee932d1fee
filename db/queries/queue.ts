// Pages of `/conversations`. Every statement walks an index in the order of `queue_key`
// (kernel/queue-order.ts) and stops at the page's end; only the page's own rows are joined to fans,
// their topics and their last words. A list that is longer than anybody pages through ends at
// ROWS_MAX rows, which is also as far as it is counted: its cost has a bound, whatever there is.
import { CLASS_SIZE, URGENT_CLASSES, WAITING_CLASSES } from "#actors/kernel/queue-order.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { QueueFilter } from "#actors/kernel/screen.ts";
import type { Database, Parameter } from "#db/client.ts";
import { matches, moment, numbers, unixMs } from "#db/columns.ts";

export const PAGE_SIZE = 10;
/** As far as a list is shown and counted. */
export const ROWS_MAX = 1000;

/** One line of the list; times are Unix milliseconds. */
export interface QueueRow {
  readonly fanId: number;
  readonly firstName: string;
  readonly username: string | null;
  readonly tier: Tier;
  readonly groupId: number | null;
  readonly topicId: number | null;
  readonly unread: number;
  readonly messages: number;
  readonly priority: "low" | "normal" | "high" | "urgent";
  readonly isPinned: boolean;
  /** Telegram id, and the name where the person is still of the team. */
  readonly assignedTo: number | null;
  readonly assignee: string | null;
  readonly status: string;
  readonly waitingSince: number | null;
  readonly lastMessageAt: number | null;
  /** What was said last, in either direction; null: nothing that the team may read yet. */
  readonly lastWords: string | null;
  readonly lastKind: string | null;
  readonly lastDirection: "in" | "out" | null;
}

export interface QueueAsk {
  readonly filter: QueueFilter;
  /** 0 the first. */
  readonly page: number;
  /** Whose conversations are `mine`. */
  readonly memberId: number;
  /** From how long on `waiting` shows a wait, in milliseconds. */
  readonly overdueMs: number;
  readonly now: number;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** How many there are, ROWS_MAX at most. */
  readonly count: number;
}

const AWAKE = `(snoozed_until is null or snoozed_until <= ${moment("$1::bigint")})`;

/** No page takes more of a class than lies before its own end. */
const A_PAGE = `$3::integer + ${PAGE_SIZE}`;
const ALL_OF_IT = `$2::bigint + ${CLASS_SIZE - 1}`;

/** SQL: places in order, for `limit` and `offset`; $1 is now, $2 what the filter takes. */
const PLACES: Readonly<Record<QueueFilter, string>> = {
  all: `
select user_id, queue_key from conversations
where queue_key is not null and ${AWAKE} and $2::bigint is not null
order by queue_key, user_id`,
  mine: `
select user_id, queue_key from conversations
where assigned_to = $2::bigint and queue_key is not null and ${AWAKE}
order by queue_key, user_id`,
  // Ordered by the constant too: an index is known to be in this order only when it is said.
  unassigned: `
select user_id, queue_key from conversations
where assigned_to is null and queue_key is not null and ${AWAKE} and $2::bigint is not null
order by assigned_to, queue_key, user_id`,
  unread: `
select user_id, queue_key from conversations
where queue_key is not null and is_unread and ${AWAKE} and $2::bigint is not null
order by queue_key, user_id`,
  urgent: `${inClasses(URGENT_CLASSES, ALL_OF_IT, A_PAGE)} order by queue_key, user_id`,
  // Within a class the longest wait comes first: those who waited long enough are its beginning.
  waiting: `${inClasses(WAITING_CLASSES, "$2::bigint", A_PAGE)} order by queue_key, user_id`,
};

/** What is only counted need not be in order. */
const COUNTED: Readonly<Record<QueueFilter, string>> = {
  ...PLACES,
  urgent: inClasses(URGENT_CLASSES, ALL_OF_IT, String(ROWS_MAX)),
  waiting: inClasses(WAITING_CLASSES, "$2::bigint", String(ROWS_MAX)),
};

/** The beginnings of some classes: each as far as `until` beyond where it begins, and `limit` rows. */
function inClasses(classes: readonly number[], until: string, limit: string): string {
  const starts = classes.map((at) => at * CLASS_SIZE);
  return `
select found.user_id, found.queue_key
from unnest('${numbers(starts)}'::bigint[]) as class(start)
cross join lateral (
  select user_id, queue_key from conversations
  where queue_key >= class.start and queue_key <= class.start + ${until} and ${AWAKE}
  order by queue_key, user_id
  limit ${limit}
) found`;
}

/** The last words that the team may read: not those that wait to be paid, nor those taken back. */
const LAST_WORDS = `
left join lateral (
  select text, kind, direction from messages
  where user_id = conversations.user_id and status in ('queued', 'delivered')
  order by user_id, id desc
  limit 1
) last on true`;

const rowsOf = (places: string): string => `
with page as materialized (
  select user_id, queue_key from (${places}) places
  limit ${PAGE_SIZE} offset $3::integer
)
select users.telegram_id as "fanId", users.first_name as "firstName", users.username, users.tier,
  conversations.group_id as "groupId", conversations.topic_id as "topicId",
  conversations.unread_messages as unread,
  conversations.messages_in + conversations.messages_out as messages,
  conversations.priority_level as priority, conversations.is_pinned as "isPinned",
  conversations.assigned_to as "assignedTo", team.name as assignee, conversations.status,
  ${unixMs("conversations.waiting_since")} as "waitingSince",
  ${unixMs("conversations.last_message_at")} as "lastMessageAt",
  left(last.text, 200) as "lastWords", last.kind as "lastKind", last.direction as "lastDirection"
from page
join conversations on ${matches("conversations.user_id", "page.user_id")}
join users on ${matches("users.id", "page.user_id")}
left join team on ${matches("team.telegram_id", "conversations.assigned_to")}
${LAST_WORDS}
order by page.queue_key, page.user_id`;

const countOf = (places: string): string => `
select count(*)::integer as count from (
  select from (${places}) places limit ${ROWS_MAX}
) counted`;

const STATEMENTS = Object.fromEntries(
  Object.entries(PLACES).map(([filter, places]) => [
    filter,
    { rows: rowsOf(places), count: countOf(COUNTED[filter as QueueFilter]) },
  ]),
) as Record<QueueFilter, { readonly rows: string; readonly count: string }>;

/** A page of the list, and how long the list is. @throws StoreError */
export async function queueOf(database: Database, ask: QueueAsk): Promise<Page<QueueRow>> {
  const { filter, page, now } = ask;
  const { rows, count } = STATEMENTS[filter];
  const parameters: readonly Parameter[] = [now, takenBy(ask)];
  const offset = Math.min(page * PAGE_SIZE, ROWS_MAX - PAGE_SIZE);
  const [found, counted] = await Promise.all([
    database.query<QueueRow>("queue", rows, [...parameters, offset]),
    database.query<{ readonly count: number }>("queue count", count, parameters),
  ]);
  return { rows: found, count: counted[0]?.count ?? 0 };
}

/** The filter's own parameter; 0 where there is none. */
function takenBy({ filter, memberId, overdueMs, now }: QueueAsk): number {
  if (filter === "mine") return memberId;
  return filter === "waiting" ? now - overdueMs : 0;
}
