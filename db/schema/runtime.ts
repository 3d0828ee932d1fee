// The actor runtime's tables. What is read often and rewritten often is kept apart from what is
// kept: an envelope's text is written once to `inbox`, and the row that says "still waiting" is a
// small one in `mailbox` that is deleted. The same for effects: `outbox` holds those that wait, and
// the few that were given up. (Measured: a turn's end costs 3 µs a row as a delete from `mailbox`,
// 24 to 90 µs as a status update of a wide inbox row with a partial index, and 45 % less WAL.)
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";
import { users } from "./people.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** `epoch` and `version` are the fence: a commit names both and finds the row unchanged. */
export const actors = pgTable(
  "actors",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    partition: smallint("partition").notNull(),
    epoch: bigint("epoch", { mode: "number" }).notNull(),
    owner: text("owner"),
    version: bigint("version", { mode: "number" }).notNull().default(0),
    /** `json`, not `jsonb`: it comes back as it was written. */
    state: json("state"),
    stateVersion: integer("state_version"),
    userId: bigint("user_id", { mode: "number" }).references(() => users.id),
  },
  (table) => [unique("actors_kind_key_key").on(table.kind, table.key)],
);

/** Everything that ever arrived, written once. */
export const inbox = pgTable(
  "inbox",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** null for a timer: deleting its row is proof that it fires once. */
    dedupeKey: text("dedupe_key").unique("inbox_dedupe_key_key"),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    partition: smallint("partition").notNull(),
    lane: smallint("lane").notNull(),
    /** JSON, kept as text: it is parsed once, by the actor. */
    body: text("body").notNull(),
    /** As received, of whatever form. */
    raw: text("raw"),
    at: moment("at").notNull(),
  },
  // Partial: incidents are few, and cost the others nothing.
  (table) => [index("inbox_watch_index").on(table.id).where(sql`${table.kind} = 'watch'`)],
);

/** What waits for a turn; the row goes when its turn is committed. */
export const mailbox = pgTable(
  "mailbox",
  {
    inboxId: bigint("inbox_id", { mode: "number" }).primaryKey(),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    partition: smallint("partition").notNull(),
    /** 0 urgent, 1 normal: the order of reading. */
    lane: smallint("lane").notNull(),
    attempts: integer("attempts").notNull().default(0),
    /** null: at once. */
    nextTryAt: moment("next_try_at"),
    error: text("error"),
    /** A dead letter: kept for redrive, read by nobody. */
    isDead: boolean("is_dead").notNull().default(false),
  },
  (table) => [
    index("mailbox_address_index").on(table.key, table.kind, table.lane, table.inboxId),
    index("mailbox_dead_index").on(table.inboxId).where(sql`${table.isDead}`),
  ],
);

/**
 * Effects that wait, by derived id. A delivered one is deleted; a discarded one keeps its verb and
 * the reason. Read by id or, at a take-over, from end to end: it is short.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: bigint("id", { mode: "number" }).primaryKey(),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    partition: smallint("partition").notNull(),
    effect: json("effect").notNull(),
    /** Replaces the effect's own header: a held post is released under the figures of that day. */
    header: json("header"),
    afterId: bigint("after_id", { mode: "number" }),
    /** `messages.ref`s as a JSON array, null for none. */
    delivers: json("delivers"),
    status: text("status").notNull(),
    attempts: integer("attempts").notNull().default(0),
    outcome: json("outcome"),
    at: moment("at").notNull(),
  },
  (table) => [
    check("outbox_status_check", sql`${table.status} in ('pending', 'held', 'discarded')`),
  ],
);

export const timers = pgTable(
  "timers",
  {
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    partition: smallint("partition").notNull(),
    dueAt: moment("due_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.key, table.kind, table.name] }),
    index("timers_due_at_index").on(table.dueAt),
  ],
);

/** One row a partition, seeded; `epoch` grows with every claim and never goes back. */
export const leases = pgTable("leases", {
  partition: smallint("partition").primaryKey(),
  owner: text("owner"),
  epoch: bigint("epoch", { mode: "number" }).notNull().default(0),
});

/** Processes; their times are the database's clock and nobody else's. */
export const nodes = pgTable("nodes", {
  id: text("id").primaryKey(),
  instanceId: text("instance_id").notNull(),
  leaseUntil: timestamp("lease_until", { withTimezone: true }).notNull(),
  isDraining: boolean("is_draining").notNull().default(false),
});

/** What the owner changed; a key that is missing has the default of kernel/settings.ts. */
export const settings = pgTable("settings", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  updatedAt: moment("updated_at").notNull(),
  /** Telegram id of who did it; null for the first start. */
  updatedBy: bigint("updated_by", { mode: "number" }),
});

/** Who did what; append-only by a trigger, but for what an erasure takes out of it. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: bigint("user_id", { mode: "number" }),
    byId: bigint("by_id", { mode: "number" }).notNull(),
    byName: text("by_name").notNull(),
    act: text("act").notNull(),
    detail: json("detail").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    index("audit_log_by_id_index").on(table.byId, table.id),
    index("audit_log_user_id_index").on(table.userId, table.id),
    // Who changed a setting last: few lines among many.
    index("audit_log_setting_index").on(table.id).where(sql`${table.act} = 'setting'`),
  ],
);

/** Fans that were erased and whose envelopes are still to be blanked (db/erasure.ts). */
export const erasures = pgTable("erasures", {
  userId: bigint("user_id", { mode: "number" }).primaryKey(),
  key: text("key").notNull(),
  /** The envelope that asked for it: later ones belong to a new beginning. */
  untilInboxId: bigint("until_inbox_id", { mode: "number" }).notNull(),
});
