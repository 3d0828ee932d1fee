// The team's side: who is on it, what it has at hand, what it sends to many. Names here are nobody's
// promise but the program's own.
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { users } from "./people.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** People who were invited, and the owner once they went on duty. Who is removed is no row. */
export const team = pgTable(
  "team",
  {
    telegramId: bigint("telegram_id", { mode: "number" }).primaryKey(),
    name: text("name").notNull(),
    username: text("username"),
    role: text("role").notNull(),
    isOnDuty: boolean("is_on_duty").notNull().default(false),
    invitedBy: bigint("invited_by", { mode: "number" }),
    joinedAt: moment("joined_at").notNull(),
  },
  (table) => [
    check("team_role_check", sql`${table.role} in ('owner', 'admin', 'agent', 'viewer')`),
  ],
);

/** A link is known by the hash of its token: whoever reads the table cannot join by it. */
export const teamInvites = pgTable(
  "team_invites",
  {
    tokenHash: text("token_hash").primaryKey(),
    role: text("role").notNull(),
    createdBy: bigint("created_by", { mode: "number" }).notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
    usedBy: bigint("used_by", { mode: "number" }),
    usedAt: moment("used_at"),
  },
  (table) => [check("team_invites_role_check", sql`${table.role} in ('admin', 'agent', 'viewer')`)],
);

/** Answers that the team sends often. `content` is a message (kernel/content.ts). */
export const savedReplies = pgTable("saved_replies", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  /** Lower case: what `/r` is followed by. */
  name: text("name").notNull().unique(),
  content: json("content").notNull(),
  createdBy: bigint("created_by", { mode: "number" }).notNull(),
  createdAt: moment("created_at").notNull(),
  uses: integer("uses").notNull().default(0),
});

/** Media that is sold. `item` is the whole of it (kernel/shelf.ts), the rest is what is asked for. */
export const shelfItems = pgTable(
  "shelf_items",
  {
    id: bigint("id", { mode: "number" }).primaryKey(),
    name: text("name").notNull(),
    /** Lower case, separated by spaces. */
    tags: text("tags").notNull().default(""),
    /** The files' own ids in Telegram, sorted: the same media is one item, whoever offers it again. */
    fingerprint: text("fingerprint").notNull(),
    item: json("item").notNull(),
    isActive: boolean("is_active").notNull().default(true),
    createdBy: bigint("created_by", { mode: "number" }).notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [uniqueIndex("shelf_items_fingerprint_key").on(table.fingerprint)],
);

/** What was offered to a fan, and what became theirs: one row a fan and item, so it is sold once. */
export const unlocks = pgTable(
  "unlocks",
  {
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    itemId: bigint("item_id", { mode: "number" }).notNull(),
    /** null: offered, not bought yet. */
    boughtAt: moment("bought_at"),
    credits: integer("credits").notNull().default(0),
    stars: integer("stars").notNull().default(0),
    offeredAt: moment("offered_at").notNull(),
    offeredBy: bigint("offered_by", { mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.itemId] }),
    index("unlocks_item_index").on(table.itemId),
  ],
);

/** A broadcast. `plan` is what is sent to whom (kernel/campaign.ts). */
export const campaigns = pgTable(
  "campaigns",
  {
    id: bigint("id", { mode: "number" }).primaryKey(),
    name: text("name").notNull(),
    status: text("status").notNull(),
    plan: json("plan").notNull(),
    createdBy: bigint("created_by", { mode: "number" }).notNull(),
    createdAt: moment("created_at").notNull(),
    startsAt: moment("starts_at"),
    finishedAt: moment("finished_at"),
    /** How many fans it was meant for when it was begun. */
    audience: integer("audience").notNull().default(0),
    /** The last user that was enlisted, by `users.id`. */
    cursor: bigint("cursor", { mode: "number" }).notNull().default(0),
  },
  (table) => [
    check(
      "campaigns_status_check",
      sql`${table.status} in ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled')`,
    ),
  ],
);

/** What became of a broadcast at each fan. */
export const campaignSends = pgTable(
  "campaign_sends",
  {
    campaignId: bigint("campaign_id", { mode: "number" }).notNull(),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    fate: text("fate").notNull(),
    /** In the fan's chat, as a JSON array; null until it is there. */
    messageIds: json("message_ids"),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.userId] }),
    index("campaign_sends_fate_index").on(table.campaignId, table.fate),
    check(
      "campaign_sends_fate_check",
      sql`${table.fate} in ('queued', 'sent', 'blocked', 'stopped', 'skipped', 'failed',
        'recalling', 'deleted', 'kept')`,
    ),
  ],
);
