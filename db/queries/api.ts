// What the Mini App's API reads: committed rows of one fan, of the team's list, and of what was taken
// in since a moment. Every answer is bounded, and found by an index.
import { Promo } from "#actors/kernel/product.ts";
import { type History, historyOf } from "#db/books.ts";
import type { Database, Parameter } from "#db/client.ts";
import { numbers, unixMs } from "#db/columns.ts";

/** A fan who was not erased; times are Unix milliseconds. */
export interface FanRow {
  /** `users.id`. */
  readonly userId: number;
  /** Telegram id. */
  readonly fanId: number;
  readonly firstName: string;
  readonly username: string | null;
  readonly languageTag: string | null;
  readonly credits: number;
  readonly sessionEndsAt: number | null;
  readonly debtCredits: number;
  readonly isBanned: boolean;
  readonly autoRecharge: boolean;
}

export interface PurchaseRow {
  readonly id: string;
  readonly rail: "stripe" | "stars";
  readonly sku: string;
  readonly credits: number;
  readonly seconds: number;
  readonly amount: number;
  readonly currency: string;
  readonly refundedAmount: number;
  readonly state: string;
  readonly createdAt: number;
  readonly paidAt: number | null;
}

/** How a purchase of a fan's stands. */
export interface CheckoutRow {
  readonly state:
    | "open"
    | "processing"
    | "requiresAction"
    | "paid"
    | "expired"
    | "failed"
    | "mismatch";
  readonly url: string | null;
  readonly isInChat: boolean;
}

export interface ConversationRow {
  readonly userId: number;
  readonly queueKey: number | null;
  readonly fanId: number;
  readonly name: string;
  readonly username: string | null;
  readonly tier: string;
  readonly credits: number;
  readonly spentCents: number;
  readonly status: string;
  readonly priority: string;
  readonly isPinned: boolean;
  readonly assignedTo: number | null;
  readonly unread: number;
  readonly waitingSince: number | null;
  readonly lastMessageAt: number | null;
  readonly isReachable: boolean;
  /** Who holds it at this moment; null: nobody. */
  readonly holderId: number | null;
}

export interface MessageRow {
  readonly id: number;
  readonly ref: string;
  readonly direction: "in" | "out";
  readonly kind: string;
  readonly text: string;
  readonly hasFile: boolean;
  readonly cost: number;
  readonly status: string;
  readonly byId: number | null;
  readonly at: number;
}

/** Where a page of the list begins: behind this row. */
export interface QueuePlace {
  readonly queueKey: number;
  readonly userId: number;
}

export type QueueFilter = "all" | "mine" | "unread";

/** An envelope that was taken in; `key` is its actor's. */
export interface NewsRow {
  readonly id: number;
  readonly kind: string;
  readonly key: string;
  /** It waits for its turn. */
  readonly isWaiting: boolean;
}

export interface ApiReads {
  /** By Telegram id. */
  fanOf(fanId: number): Promise<FanRow | null>;
  /** The promo code that a fan has claimed and not used yet. */
  promoOf(fanId: number): Promise<Promo | null>;
  /** A page of a fan's ledger, newest first. */
  historyOf(fanId: number, page: number, size: number): Promise<History>;
  /** Newest first; one more than a page has says that there are more. */
  purchasesOf(userId: number, page: number, size: number): Promise<readonly PurchaseRow[]>;
  checkoutOf(userId: number, purchaseId: string): Promise<CheckoutRow | null>;
  /** An envelope by the key that it was taken in under; `at` is in Unix milliseconds, `body` JSON. */
  envelopeOf(
    dedupeKey: string,
  ): Promise<{ readonly id: number; readonly at: number; readonly body: string } | null>;
  /** Whether an envelope of a fan's waits for its turn; null: there is none. */
  isEnvelopeWaiting(id: number, fanId: number): Promise<boolean | null>;
  /** A page of `/conversations`, in its order. */
  queue(
    filter: QueueFilter,
    viewerId: number,
    after: QueuePlace | null,
    size: number,
  ): Promise<readonly ConversationRow[]>;
  /** By Telegram id, in no order. */
  conversationsOf(fanIds: readonly number[]): Promise<readonly ConversationRow[]>;
  /** Newest first, those with smaller ids than `before`. */
  messagesOf(userId: number, before: number | null, size: number): Promise<readonly MessageRow[]>;
  /** What became of a message, by its `ref`; null: there is none. */
  statusOf(userId: number, ref: string): Promise<string | null>;
  /** The file of a message. */
  fileOf(
    userId: number,
    ref: string,
  ): Promise<{ readonly fileId: string; readonly kind: string } | null>;
  /** The newest envelope's id. */
  newestEnvelope(): Promise<number>;
  /** Envelopes above `mark`, oldest first, and those of `ids` that are there. */
  newsSince(mark: number, ids: readonly number[], limit: number): Promise<readonly NewsRow[]>;
}

const FAN = `
select id as "userId", telegram_id as "fanId", first_name as "firstName", username,
  language_tag as "languageTag", credits, ${unixMs("session_ends_at")} as "sessionEndsAt",
  debt_credits as "debtCredits", is_banned as "isBanned", auto_recharge as "autoRecharge"
from users where telegram_id = $1::bigint and telegram_id > 0`;

const PROMO = `
select state -> 'promo' as promo from actors
where kind = 'conversation' and key = ($1::bigint)::text`;

const PURCHASES = `
select id, rail, sku, credits, seconds, amount, currency, refunded_amount as "refundedAmount", state,
  ${unixMs("created_at")} as "createdAt", ${unixMs("paid_at")} as "paidAt"
from purchases where user_id = $1::bigint
order by created_at desc, id desc
limit $2::integer offset $3::integer`;

const CHECKOUT = `
select state, record ->> 'pageUrl' as url, record ->> 'noticeId' is not null as "isInChat"
from purchases where id = $2 and user_id = $1::bigint`;

const ENVELOPE = `select id, ${unixMs("at")} as at, body from inbox where dedupe_key = $1`;

const ENVELOPE_WAITS = `
select exists (select from mailbox where inbox_id = inbox.id and not is_dead) as "isWaiting"
from inbox where id = $1::bigint and kind = 'conversation' and key = ($2::bigint)::text`;

const CONVERSATION = `
select conversations.user_id as "userId", conversations.queue_key as "queueKey",
  users.telegram_id as "fanId", users.first_name as name, users.username, users.tier, users.credits,
  users.spent_cents as "spentCents", conversations.status,
  conversations.priority_level as priority, conversations.is_pinned as "isPinned",
  conversations.assigned_to as "assignedTo", conversations.unread_messages as unread,
  ${unixMs("conversations.waiting_since")} as "waitingSince",
  ${unixMs("conversations.last_message_at")} as "lastMessageAt",
  not users.is_banned and not users.is_unreachable as "isReachable",
  case when conversations.claimed_until > now() then conversations.claimed_by end as "holderId"
from conversations join users on users.id = conversations.user_id`;

const QUEUE_CONDITIONS: Readonly<Record<QueueFilter, string>> = {
  all: "$1::bigint is not null",
  mine: "conversations.assigned_to = $1::bigint",
  unread: "$1::bigint is not null and conversations.is_unread",
};

const queueOf = (filter: QueueFilter): string => `${CONVERSATION}
where conversations.queue_key is not null and ${QUEUE_CONDITIONS[filter]}
  and (conversations.queue_key, conversations.user_id) > ($2::bigint, $3::bigint)
order by conversations.queue_key, conversations.user_id
limit $4::integer`;

const CONVERSATIONS_OF = `${CONVERSATION}
where users.telegram_id = any ($1::bigint[]) and users.telegram_id > 0`;

const MESSAGES = `
select id, ref, direction, kind, text, file_id is not null as "hasFile", cost, status,
  by_id as "byId", ${unixMs("created_at")} as at
from messages where user_id = $1::bigint and id < $2::bigint
order by id desc limit $3::integer`;

const STATUS = "select status from messages where user_id = $1::bigint and ref = $2";

const FILE = `
select file_id as "fileId", kind from messages
where user_id = $1::bigint and ref = $2 and file_id is not null`;

const NEWEST = "select coalesce(max(id), 0) as id from inbox";

const NEWS = `
select news.id, news.kind, news.key,
  exists (select from mailbox where mailbox.inbox_id = news.id and not is_dead) as "isWaiting"
from (
  (select id, kind, key from inbox where id > $1::bigint order by id limit $3::integer)
  union all
  (select id, kind, key from inbox where id = any ($2::bigint[]))
) news`;

/** The reads on a database; each throws StoreError. */
export function createApiReads(database: Database): ApiReads {
  const one = async <Row>(
    operation: string,
    statement: string,
    parameters: readonly Parameter[],
  ): Promise<Row | null> =>
    (await database.query<Row>(operation, statement, parameters))[0] ?? null;
  return {
    fanOf: (fanId) => one("api fan", FAN, [fanId]),
    async promoOf(fanId) {
      const row = await one<{ promo: unknown }>("api promo", PROMO, [fanId]);
      return Promo.safeParse(row?.promo).data ?? null;
    },
    historyOf: (fanId, page, size) => historyOf(database, { fanId, page, size }),
    purchasesOf: (userId, page, size) =>
      database.query("api purchases", PURCHASES, [userId, size + 1, page * size]),
    checkoutOf: (userId, purchaseId) => one("api checkout", CHECKOUT, [userId, purchaseId]),
    envelopeOf: (dedupeKey) => one("api envelope", ENVELOPE, [dedupeKey]),
    async isEnvelopeWaiting(id, fanId) {
      const row = await one<{ isWaiting: boolean }>("api waiting", ENVELOPE_WAITS, [id, fanId]);
      return row?.isWaiting ?? null;
    },
    queue: (filter, viewerId, after, size) =>
      database.query("api queue", queueOf(filter), [
        viewerId,
        after?.queueKey ?? -1,
        after?.userId ?? 0,
        size + 1,
      ]),
    conversationsOf: (fanIds) =>
      database.query("api conversations", CONVERSATIONS_OF, [numbers(fanIds)]),
    messagesOf: (userId, before, size) =>
      database.query("api messages", MESSAGES, [
        userId,
        before ?? Number.MAX_SAFE_INTEGER,
        size + 1,
      ]),
    async statusOf(userId, ref) {
      return (await one<{ status: string }>("api status", STATUS, [userId, ref]))?.status ?? null;
    },
    fileOf: (userId, ref) => one("api file", FILE, [userId, ref]),
    async newestEnvelope() {
      return (await one<{ id: number }>("api newest", NEWEST, []))?.id ?? 0;
    },
    newsSince: (mark, ids, limit) => database.query("api news", NEWS, [mark, numbers(ids), limit]),
  };
}
