// What is sold and what was paid. `transactions` is the ledger: append-only by a trigger, and the
// sum of a user's rows is `users.credits` at every commit (db/commit.ts checks it as it writes).
// `purchases` is what payment services and fans said of each purchase; its versions follow on each
// other, so that no turn can write over what another one has found out (db/purchase-part.ts).
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
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

/**
 * Seeded once by a migration; from then on it is the operator's. What a row may hold beyond these
 * checks is in 0003_money_guards.sql, for new rows alone.
 */
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
    /** null: not sold for Stars. */
    priceStars: integer("price_stars"),
    /** The shop's order, lowest first; ties go by sku. */
    position: integer("position").notNull().default(0),
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
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    // Partial: most rows are charges without a reference, and cost this index nothing.
    uniqueIndex("transactions_reference_key")
      .on(table.reference)
      .where(sql`${table.reference} is not null`),
    // With `id`, so that a page of a long history is read in its order and nothing is sorted.
    index("transactions_user_id_id_index").on(table.userId, table.id),
    index("transactions_created_at_index").using("brin", table.createdAt),
  ],
);

/**
 * A row a purchase. `record` is the whole of it (kernel/purchase.ts), the columns beside it are what
 * is asked for by name. An erased fan's rows stay, under the pseudonym that `users` gives them.
 */
export const purchases = pgTable(
  "purchases",
  {
    id: text("id").primaryKey(),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    rail: text("rail").notNull(),
    kind: text("kind").notNull(),
    sku: text("sku").notNull(),
    credits: integer("credits").notNull(),
    seconds: integer("seconds").notNull(),
    /** In the smallest unit of `currency`, or whole Stars. */
    amount: integer("amount").notNull(),
    currency: text("currency").notNull(),
    promo: text("promo"),
    state: text("state").notNull(),
    sessionId: text("session_id"),
    paymentId: text("payment_id"),
    refundedAmount: integer("refunded_amount").notNull(),
    /** A dispute is open, or was lost. */
    isDisputed: boolean("is_disputed").notNull(),
    isGranted: boolean("is_granted").notNull(),
    record: json("record").notNull(),
    version: integer("version").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    paidAt: moment("paid_at"),
  },
  (table) => [
    uniqueIndex("purchases_payment_key")
      .on(table.rail, table.paymentId)
      .where(sql`${table.paymentId} is not null`),
    uniqueIndex("purchases_session_key")
      .on(table.sessionId)
      .where(sql`${table.sessionId} is not null`),
    index("purchases_user_index").on(table.userId, table.createdAt),
    index("purchases_created_at_index").on(table.createdAt),
    index("purchases_disputed_index").on(table.createdAt).where(sql`${table.isDisputed}`),
    // Partial: few are open at a time.
    index("purchases_open_index")
      .on(table.rail, table.createdAt)
      .where(sql`${table.state} in ('open', 'processing', 'requiresAction')`),
    check("purchases_rail_check", sql`${table.rail} in ('stripe', 'stars')`),
    check("purchases_kind_check", sql`${table.kind} in ('checkout', 'recharge')`),
    check(
      "purchases_state_check",
      sql`${table.state} in ('open', 'processing', 'requiresAction', 'paid', 'expired', 'failed',
        'mismatch')`,
    ),
    check("purchases_amount_check", sql`${table.amount} > 0 and ${table.refundedAmount} >= 0`),
    check("purchases_units_check", sql`${table.credits} >= 0 and ${table.seconds} >= 0`),
    check("purchases_version_check", sql`${table.version} > 0`),
  ],
);

/** `uses` counts the rows of `promo_uses`, so that a limit holds whoever claims at the same time. */
export const promoCodes = pgTable(
  "promo_codes",
  {
    /** Upper case. */
    code: text("code").primaryKey(),
    kind: text("kind").notNull(),
    /** 1…95 for percent, cents for amount, credits for credits. */
    value: integer("value").notNull(),
    /** null: as often as people like. */
    maxUses: integer("max_uses"),
    maxUsesPerFan: integer("max_uses_per_fan").notNull().default(1),
    uses: integer("uses").notNull().default(0),
    startsAt: moment("starts_at"),
    endsAt: moment("ends_at"),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    check("promo_codes_code_check", sql`${table.code} ~ '^[A-Z0-9_]{1,32}$'`),
    check("promo_codes_kind_check", sql`${table.kind} in ('percent', 'amount', 'credits')`),
    check(
      "promo_codes_value_check",
      sql`${table.value} > 0 and (${table.kind} <> 'percent' or ${table.value} <= 95)`,
    ),
    check("promo_codes_limits_check", sql`${table.maxUses} > 0 and ${table.maxUsesPerFan} > 0`),
    check("promo_codes_uses_check", sql`${table.uses} between 0 and ${table.maxUses}`),
    check("promo_codes_time_check", sql`${table.startsAt} < ${table.endsAt}`),
  ],
);

/**
 * Each use is the fan's `nth` of a code, 1 the first: two claims at one moment count the same uses
 * before them, and the key lets one through. `claim_id` is the effect's, which may be done twice.
 */
export const promoUses = pgTable(
  "promo_uses",
  {
    code: text("code")
      .notNull()
      .references(() => promoCodes.code),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id),
    nth: integer("nth").notNull(),
    claimId: bigint("claim_id", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.code, table.userId, table.nth] }),
    uniqueIndex("promo_uses_claim_key").on(table.claimId),
  ],
);

/** A row a UTC day on which the books were gone through (db/verify-ledger.ts), and what it found. */
export const ledgerChecks = pgTable("ledger_checks", {
  day: date("day").primaryKey(),
  accounts: integer("accounts").notNull(),
  purchases: integer("purchases").notNull(),
  faults: integer("faults").notNull(),
  checkedAt: moment("checked_at").notNull(),
});

/**
 * One row a UTC day, rolled up from the rows of that day (db/rollup.ts). `revenue_cents` is what cards
 * paid in the currency of the settings, less refunds and disputes booked on that day: Stars are no
 * cents and stand in `revenue_stars`, what came in another currency in `revenue_dashboard` alone.
 */
export const dailyMetrics = pgTable("daily_metrics", {
  day: date("day").primaryKey(),
  activeUsers: integer("active_users").notNull().default(0),
  newUsers: integer("new_users").notNull().default(0),
  messagesIn: integer("messages_in").notNull().default(0),
  messagesOut: integer("messages_out").notNull().default(0),
  revenueCents: bigint("revenue_cents", { mode: "number" }).notNull().default(0),
  creditsSpent: bigint("credits_spent", { mode: "number" }).notNull().default(0),
  /** Whole Stars, less what was given back. */
  revenueStars: bigint("revenue_stars", { mode: "number" }).notNull().default(0),
  purchases: integer("purchases").notNull().default(0),
  payingUsers: integer("paying_users").notNull().default(0),
  /** The team's answers to fans who waited, and the time within which half of them came. */
  answers: integer("answers").notNull().default(0),
  answerMedianSeconds: integer("answer_median_seconds"),
  /** `{"45": 3}`: answers by the seconds they took, rounded down to two digits. */
  waits: json("waits").notNull().default({}),
  /** `{"purchase": 100, "message": -31}`: credits by kind of the ledger's line. */
  creditFlow: json("credit_flow").notNull().default({}),
  /** `{"text": 31}`: what fans sent. */
  kindsIn: json("kinds_in").notNull().default({}),
});

/** Who wrote on which UTC day: what several days have in common cannot be added up from days. */
export const activeDays = pgTable(
  "active_days",
  {
    day: date("day").notNull(),
    userId: bigint("user_id", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.userId] })],
);

/**
 * One row: how far the roll-up has seen the tables, by id. What is up to `seen_*` is in the figures.
 * Up to `next_*` it will be, once every transaction older than `next_floor` has ended.
 */
export const metricMarks = pgTable(
  "metric_marks",
  {
    id: integer("id").primaryKey().default(1),
    /** The currency of `revenue_cents`; another one makes all days new. */
    currency: text("currency").notNull(),
    seenMessage: bigint("seen_message", { mode: "number" }).notNull(),
    seenTransaction: bigint("seen_transaction", { mode: "number" }).notNull(),
    seenUser: bigint("seen_user", { mode: "number" }).notNull(),
    nextMessage: bigint("next_message", { mode: "number" }).notNull(),
    nextTransaction: bigint("next_transaction", { mode: "number" }).notNull(),
    nextUser: bigint("next_user", { mode: "number" }).notNull(),
    nextFloor: bigint("next_floor", { mode: "number" }).notNull(),
  },
  (table) => [check("metric_marks_one_row_check", sql`${table.id} = 1`)],
);
