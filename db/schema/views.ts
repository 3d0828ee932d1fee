// What a person with a SQL client or a chart wants first. Views name columns in full, because
// Drizzle's query builder mixes up cases in them.
import { sql } from "drizzle-orm";
import { bigint, boolean, date, integer, pgView, text, timestamp } from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true });
const count = (name: string) => integer(name);
const id = (name: string) => bigint(name, { mode: "number" });

/** One row a fan who was not erased: who it is, where the talk stands, what was paid. */
export const userDashboard = pgView("user_dashboard", {
  userId: id("user_id"),
  telegramId: id("telegram_id"),
  username: text("username"),
  firstName: text("first_name"),
  tier: text("tier"),
  credits: count("credits"),
  sessionEndsAt: moment("session_ends_at"),
  isBanned: boolean("is_banned"),
  isUnreachable: boolean("is_unreachable"),
  source: text("source"),
  createdAt: moment("created_at"),
  lastSeenAt: moment("last_seen_at"),
  groupId: id("group_id"),
  topicId: count("topic_id"),
  status: text("status"),
  priorityLevel: text("priority_level"),
  isPinned: boolean("is_pinned"),
  assignedTo: id("assigned_to"),
  unreadMessages: count("unread_messages"),
  waitingSince: moment("waiting_since"),
  lastMessageAt: moment("last_message_at"),
  messagesIn: count("messages_in"),
  messagesOut: count("messages_out"),
  purchases: count("purchases"),
  spentCents: id("spent_cents"),
  creditsBought: id("credits_bought"),
  creditsGifted: id("credits_gifted"),
  creditsSpent: id("credits_spent"),
  lastPurchaseAt: moment("last_purchase_at"),
}).as(sql`
  select
    users.id as user_id, users.telegram_id, users.username, users.first_name, users.tier,
    users.credits, users.session_ends_at, users.is_banned, users.is_unreachable, users.source,
    users.created_at, users.last_seen_at,
    conversations.group_id, conversations.topic_id, conversations.status,
    conversations.priority_level, conversations.is_pinned, conversations.assigned_to,
    conversations.unread_messages, conversations.waiting_since, conversations.last_message_at,
    conversations.messages_in, conversations.messages_out,
    books.purchases, users.spent_cents, books.credits_bought, books.credits_gifted,
    books.credits_spent, books.last_purchase_at
  from users
  left join conversations on conversations.user_id = users.id
  cross join lateral (
    select
      (count(*) filter (where kind in ('purchase', 'recharge')))::int as purchases,
      coalesce(sum(credits) filter (where kind in ('purchase', 'recharge')), 0)::bigint
        as credits_bought,
      coalesce(sum(credits) filter (where kind = 'gift'), 0)::bigint as credits_gifted,
      coalesce(-sum(credits) filter (where kind in ('message', 'unlock')), 0)::bigint
        as credits_spent,
      max(created_at) filter (where kind in ('purchase', 'recharge')) as last_purchase_at
    from transactions
    where transactions.user_id = users.id
  ) books
  where users.telegram_id > 0`);

/**
 * One row a UTC day and currency in which money moved (`xtr` is Stars). Cents are signed: refunds and
 * disputes are negative, and what a won dispute brings back is no purchase but less refunded.
 */
export const revenueDashboard = pgView("revenue_dashboard", {
  day: date("day"),
  currency: text("currency"),
  purchases: count("purchases"),
  payingUsers: count("paying_users"),
  newPayingUsers: count("new_paying_users"),
  grossCents: id("gross_cents"),
  refundedCents: id("refunded_cents"),
  revenueCents: id("revenue_cents"),
  averagePurchaseCents: count("average_purchase_cents"),
  creditsSold: id("credits_sold"),
  secondsSold: id("seconds_sold"),
}).as(sql`
  select
    day, currency,
    (count(*) filter (where is_purchase))::int as purchases,
    (count(distinct user_id) filter (where is_purchase))::int as paying_users,
    (count(distinct user_id) filter (where is_purchase and is_first))::int
      as new_paying_users,
    coalesce(sum(amount_cents) filter (where is_purchase), 0)::bigint as gross_cents,
    coalesce(-sum(amount_cents) filter (where not is_purchase), 0)::bigint as refunded_cents,
    sum(amount_cents)::bigint as revenue_cents,
    coalesce(round(avg(amount_cents) filter (where is_purchase)), 0)::int
      as average_purchase_cents,
    coalesce(sum(credits) filter (where is_purchase), 0)::bigint as credits_sold,
    coalesce(sum(seconds) filter (where is_purchase), 0)::bigint as seconds_sold
  from (
    select
      (created_at at time zone 'UTC')::date as day, currency, user_id, amount_cents, credits,
      seconds, kind in ('purchase', 'recharge') as is_purchase,
      id = min(id) filter (where kind in ('purchase', 'recharge')) over (partition by user_id)
        as is_first
    from transactions
    where amount_cents <> 0
  ) paid
  group by day, currency`);
