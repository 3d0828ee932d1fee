// Fans and what was said: the tables that people and reports read. Names and columns of `users`,
// `conversations` and `messages` are a promise to the outside. No index has a column that changes with
// every turn, and 0001_guards.sql leaves room in the pages, so that those
// updates stay inside their page (HOT). Lists go by columns that change less: the hour in which a fan
// was last here, and the place in the queue, which moves when a fan begins to wait and when that ends.
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
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
const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

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
    /** Last four digits of the cards that are kept, separated by spaces. */
    cards: text("cards").notNull().default(""),
    /** What lists go by: unlike `last_seen_at` it changes once an hour, and leaves the other turns HOT. */
    seenHour: timestamp("seen_hour").generatedAlwaysAs(
      sql`date_trunc('hour', last_seen_at at time zone 'UTC')`,
    ),
  },
  (table) => [
    index("users_created_at_index").on(table.createdAt),
    index("users_seen_hour_index").on(table.seenHour),
    index("users_vip_index").on(table.seenHour).where(sql`${table.tier} = 'vip'`),
    index("users_banned_index").on(table.seenHour).where(sql`${table.isBanned}`),
    index("users_unreachable_index").on(table.seenHour).where(sql`${table.isUnreachable}`),
    index("users_spent_index").on(table.spentCents).where(sql`${table.spentCents} > 0`),
    index("users_username_index").on(sql`lower(${table.username}) text_pattern_ops`),
    index("users_names_index").using("gin", sql`to_tsvector('simple', ${table.firstName})`),
    index("users_cards_index")
      .using("gin", sql`to_tsvector('simple', ${table.cards})`)
      .where(sql`${table.cards} <> ''`),
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
    /** Place in `/conversations` (kernel/queue-order.ts); null: not on the list. */
    queueKey: bigint("queue_key", { mode: "number" }),
    isUnread: boolean("is_unread").generatedAlwaysAs(sql`unread_messages > 0`),
  },
  (table) => [
    index("conversations_queue_index")
      .on(table.queueKey, table.userId)
      .where(sql`${table.queueKey} is not null`),
    index("conversations_assigned_index")
      .on(table.assignedTo, table.queueKey, table.userId)
      .where(sql`${table.queueKey} is not null`),
    index("conversations_unread_index")
      .on(table.queueKey, table.userId)
      .where(sql`${table.queueKey} is not null and ${table.isUnread}`),
    check(
      "conversations_priority_level_check",
      sql`${table.priorityLevel} in ('low', 'normal', 'high', 'urgent')`,
    ),
  ],
);

/**
 * `id` is the order of writing: of one fan's by an index, of all of them by the blocks they are in.
 * `user_id`, here and in the ledger, is the one that the commit has just found in `actors.user_id`,
 * and no user is ever deleted; so a foreign key could find nothing, and its check of every row would
 * cost (for the two, measured) 12 to 15 % of a commit.
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
    index("messages_user_id_id_index").on(table.userId, table.id),
    index("messages_created_at_index").using("brin", table.createdAt),
    // A few bytes a megabyte: what was written since the roll-up's mark is at the table's end.
    index("messages_id_index").using("brin", table.id),
    check("messages_direction_check", sql`${table.direction} in ('in', 'out')`),
  ],
);

/** The words of messages, in a table of their own that is filled behind them (db/message-words.ts). */
export const messageWords = pgTable(
  "message_words",
  {
    /** The message's. */
    id: bigint("id", { mode: "number" }).primaryKey(),
    userId: bigint("user_id", { mode: "number" }).notNull(),
    words: tsvector("words").notNull(),
  },
  (table) => [
    index("message_words_user_id_index").on(table.userId),
    index("message_words_words_index").using("gin", table.words),
  ],
);

/** How far a reader of `messages` has come, by id (db/message-words.ts). */
export const readers = pgTable("readers", {
  name: text("name").primaryKey(),
  /** Done with. */
  doneTo: bigint("done_to", { mode: "number" }).notNull().default(0),
  /** No row with a smaller id can be written any more. */
  settledTo: bigint("settled_to", { mode: "number" }).notNull().default(0),
  /** The largest id that was given out at `seen_at`. */
  seenTo: bigint("seen_to", { mode: "number" }).notNull().default(0),
  seenAt: timestamp("seen_at", { withTimezone: true }).notNull().defaultNow(),
});

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
