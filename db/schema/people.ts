// Fans and what was said: the tables that people and reports read. Names and columns of `users`,
// `conversations` and `messages` are a promise to the outside. No index has a
// column that changes with every turn, and 0001_guards.sql leaves room in the pages, so that those
// updates stay inside their page (HOT).
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const users = pgTable(
  "users",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** Minus `id` once the fan was erased: no person's, unique, and free for a new beginning. */
    telegramId: bigint("telegram_id", { mode: "number" }).notNull().unique(),
    username: text("username"),
    firstName: text("first_name").notNull().default(""),
    languageTag: text("language_tag"),
    credits: integer("credits").notNull().default(0),
    sessionEndsAt: moment("session_ends_at"),
    tier: text("tier").notNull().default("new"),
    spentCents: bigint("spent_cents", { mode: "number" }).notNull().default(0),
    isBanned: boolean("is_banned").notNull().default(false),
    isUnreachable: boolean("is_unreachable").notNull().default(false),
    autoRecharge: boolean("auto_recharge").notNull().default(false),
    stripeCustomerId: text("stripe_customer_id"),
    /** Taken back beyond what was left, and not worked off yet. */
    debtCredits: integer("debt_credits").notNull().default(0),
    debtSeconds: integer("debt_seconds").notNull().default(0),
    /** Takes broadcasts: did not say `/stop`. */
    isPromotable: boolean("is_promotable").notNull().default(true),
    source: text("source"),
    createdAt: moment("created_at").notNull(),
    lastSeenAt: moment("last_seen_at").notNull(),
  },
  (table) => [
    uniqueIndex("users_stripe_customer_key")
      .on(table.stripeCustomerId)
      .where(sql`${table.stripeCustomerId} is not null`),
    check("users_credits_check", sql`${table.credits} >= 0`),
    check("users_debt_check", sql`${table.debtCredits} >= 0 and ${table.debtSeconds} >= 0`),
    check("users_tier_check", sql`${table.tier} in ('new', 'regular', 'vip')`),
  ],
);

export const conversations = pgTable(
  "conversations",
  {
    userId: bigint("user_id", { mode: "number" })
      .primaryKey()
      .references(() => users.id),
    /** null until the first turn has chosen a group. */
    groupId: bigint("group_id", { mode: "number" }),
    topicId: integer("topic_id"),
    unreadMessages: integer("unread_messages").notNull().default(0),
    priorityLevel: text("priority_level").notNull().default("normal"),
    isPinned: boolean("is_pinned").notNull().default(false),
    assignedTo: bigint("assigned_to", { mode: "number" }),
    status: text("status").notNull().default("new"),
    messagesIn: integer("messages_in").notNull().default(0),
    messagesOut: integer("messages_out").notNull().default(0),
    lastMessageAt: moment("last_message_at"),
    waitingSince: moment("waiting_since"),
    /** The team's own words about the fan, as a JSON array. */
    tags: jsonb("tags").notNull().default([]),
    snoozedUntil: moment("snoozed_until"),
    /** Who holds it just now, and until when. */
    claimedBy: bigint("claimed_by", { mode: "number" }),
    claimedUntil: moment("claimed_until"),
  },
  (table) => [
    check(
      "conversations_priority_level_check",
      sql`${table.priorityLevel} in ('low', 'normal', 'high', 'urgent')`,
    ),
  ],
);

/**
 * `id` is the order of writing; rows are found by fan, so it needs no index of its own. `user_id`,
 * here and in the ledger, is the one that the commit has just found in `actors.user_id`, and no user
 * is ever deleted; so a foreign key could find nothing, and its check of every row would cost (for
 * the two, measured) 12 to 15 % of a commit.
 */
export const messages = pgTable(
  "messages",
  {
    userId: bigint("user_id", { mode: "number" }).notNull(),
    ref: text("ref").notNull(),
    id: bigint("id", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    direction: text("direction").notNull(),
    kind: text("kind").notNull(),
    text: text("text").notNull(),
    fileId: text("file_id"),
    cost: integer("cost").notNull(),
    status: text("status").notNull(),
    byId: bigint("by_id", { mode: "number" }),
    /** Of an answer: how long the fan had waited for it; null for what answered nothing. */
    waitedSeconds: integer("waited_seconds"),
    /** The texts before its edits, oldest first: `[{"text", "until"}]`, until in Unix ms. */
    history: jsonb("history"),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.ref] }),
    index("messages_created_at_index").using("brin", table.createdAt),
    // A few bytes a megabyte: what was written since the roll-up's mark is at the table's end.
    index("messages_id_index").using("brin", table.id),
    check("messages_direction_check", sql`${table.direction} in ('in', 'out')`),
  ],
);

/** Which message of the fan's chat is which message of a topic, read both ways. */
export const messageLinks = pgTable(
  "message_links",
  {
    fanId: bigint("fan_id", { mode: "number" }).notNull(),
    fanMessageId: integer("fan_message_id").notNull(),
    groupId: bigint("group_id", { mode: "number" }).notNull(),
    topicMessageId: integer("topic_message_id").notNull(),
    direction: text("direction").notNull(),
  },
  (table) => [
    primaryKey({
      name: "message_links_pkey",
      columns: [table.fanId, table.fanMessageId, table.groupId, table.topicMessageId],
    }),
    index("message_links_topic_index").on(table.groupId, table.topicMessageId),
  ],
);

/** Every topic that ever was a fan's, kept after it is gone for replies that come late. */
export const topics = pgTable(
  "topics",
  {
    groupId: bigint("group_id", { mode: "number" }).notNull(),
    topicId: integer("topic_id").notNull(),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.topicId] }),
    index("topics_user_id_index").on(table.userId),
  ],
);

/** The team's notes on a fan; never sent. */
export const notes = pgTable(
  "notes",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    byId: bigint("by_id", { mode: "number" }).notNull(),
    byName: text("by_name").notNull(),
    text: text("text").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [index("notes_user_id_index").on(table.userId)],
);
