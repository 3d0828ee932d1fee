// What is sold and what was paid. `transactions` is the ledger: append-only by a trigger, and the
// sum of a user's rows is `users.credits` at every commit (db/commit.ts checks it as it writes).
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";

/** Seeded once by a migration; from then on it is the operator's. */
export const products = pgTable(
  "products",
  {
    sku: text("sku").primaryKey(),
    kind: text("kind").notNull(),
    credits: integer("credits").notNull().default(0),
    minutes: integer("minutes").notNull().default(0),
    priceCents: integer("price_cents").notNull(),
    currency: text("currency").notNull().default("usd"),
    isActive: boolean("is_active").notNull().default(true),
  },
  (table) => [
    check("products_kind_check", sql`${table.kind} in ('credits', 'time')`),
    check("products_price_cents_check", sql`${table.priceCents} >= 0`),
  ],
);

export const transactions = pgTable(
  "transactions",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: bigint("user_id", { mode: "number" }).notNull(),
    kind: text("kind").notNull(),
    credits: integer("credits").notNull(),
    seconds: integer("seconds").notNull(),
    amountCents: integer("amount_cents").notNull(),
    currency: text("currency"),
    reference: text("reference"),
    note: text("note"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [
    // Partial: most rows are charges without a reference, and cost this index nothing.
    uniqueIndex("transactions_reference_key")
      .on(table.reference)
      .where(sql`${table.reference} is not null`),
    index("transactions_user_id_index").on(table.userId),
    index("transactions_created_at_index").using("brin", table.createdAt),
  ],
);

/** One row a UTC day. */
export const dailyMetrics = pgTable("daily_metrics", {
  day: date("day").primaryKey(),
  activeUsers: integer("active_users").notNull().default(0),
  newUsers: integer("new_users").notNull().default(0),
  messagesIn: integer("messages_in").notNull().default(0),
  messagesOut: integer("messages_out").notNull().default(0),
  revenueCents: bigint("revenue_cents", { mode: "number" }).notNull().default(0),
  creditsSpent: bigint("credits_spent", { mode: "number" }).notNull().default(0),
});
