CREATE TABLE "ledger_checks" (
	"day" date PRIMARY KEY NOT NULL,
	"accounts" integer NOT NULL,
	"purchases" integer NOT NULL,
	"faults" integer NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "promo_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"value" integer NOT NULL,
	"max_uses" integer,
	"max_uses_per_fan" integer DEFAULT 1 NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promo_codes_code_check" CHECK ("promo_codes"."code" ~ '^[A-Z0-9_]{1,32}$'),
	CONSTRAINT "promo_codes_kind_check" CHECK ("promo_codes"."kind" in ('percent', 'amount', 'credits')),
	CONSTRAINT "promo_codes_value_check" CHECK ("promo_codes"."value" > 0 and ("promo_codes"."kind" <> 'percent' or "promo_codes"."value" <= 95)),
	CONSTRAINT "promo_codes_limits_check" CHECK ("promo_codes"."max_uses" > 0 and "promo_codes"."max_uses_per_fan" > 0),
	CONSTRAINT "promo_codes_uses_check" CHECK ("promo_codes"."uses" between 0 and "promo_codes"."max_uses"),
	CONSTRAINT "promo_codes_time_check" CHECK ("promo_codes"."starts_at" < "promo_codes"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "promo_uses" (
	"code" text NOT NULL,
	"user_id" bigint NOT NULL,
	"nth" integer NOT NULL,
	"claim_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "promo_uses_code_user_id_nth_pk" PRIMARY KEY("code","user_id","nth")
);
--> statement-breakpoint
CREATE TABLE "purchases" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"rail" text NOT NULL,
	"kind" text NOT NULL,
	"sku" text NOT NULL,
	"credits" integer NOT NULL,
	"seconds" integer NOT NULL,
	"amount" integer NOT NULL,
	"currency" text NOT NULL,
	"promo" text,
	"state" text NOT NULL,
	"session_id" text,
	"payment_id" text,
	"refunded_amount" integer NOT NULL,
	"is_disputed" boolean NOT NULL,
	"is_granted" boolean NOT NULL,
	"record" json NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"paid_at" timestamp (3) with time zone,
	CONSTRAINT "purchases_rail_check" CHECK ("purchases"."rail" in ('stripe', 'stars')),
	CONSTRAINT "purchases_kind_check" CHECK ("purchases"."kind" in ('checkout', 'recharge')),
	CONSTRAINT "purchases_state_check" CHECK ("purchases"."state" in ('open', 'processing', 'requiresAction', 'paid', 'expired', 'failed',
        'mismatch')),
	CONSTRAINT "purchases_amount_check" CHECK ("purchases"."amount" > 0 and "purchases"."refunded_amount" >= 0),
	CONSTRAINT "purchases_units_check" CHECK ("purchases"."credits" >= 0 and "purchases"."seconds" >= 0),
	CONSTRAINT "purchases_version_check" CHECK ("purchases"."version" > 0)
);
--> statement-breakpoint
DROP VIEW "public"."revenue_dashboard";--> statement-breakpoint
DROP VIEW "public"."user_dashboard";--> statement-breakpoint
DROP INDEX "transactions_user_id_index";--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "price_stars" integer;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "debt_credits" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "debt_seconds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "promo_uses" ADD CONSTRAINT "promo_uses_code_promo_codes_code_fk" FOREIGN KEY ("code") REFERENCES "public"."promo_codes"("code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promo_uses" ADD CONSTRAINT "promo_uses_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "promo_uses_claim_key" ON "promo_uses" USING btree ("claim_id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_payment_key" ON "purchases" USING btree ("rail","payment_id") WHERE "purchases"."payment_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "purchases_session_key" ON "purchases" USING btree ("session_id") WHERE "purchases"."session_id" is not null;--> statement-breakpoint
CREATE INDEX "purchases_user_index" ON "purchases" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "purchases_created_at_index" ON "purchases" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "purchases_open_index" ON "purchases" USING btree ("rail","created_at") WHERE "purchases"."state" in ('open', 'processing', 'requiresAction');--> statement-breakpoint
CREATE INDEX "transactions_user_id_id_index" ON "transactions" USING btree ("user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_stripe_customer_key" ON "users" USING btree ("stripe_customer_id") WHERE "users"."stripe_customer_id" is not null;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_debt_check" CHECK ("users"."debt_credits" >= 0 and "users"."debt_seconds" >= 0);--> statement-breakpoint
CREATE VIEW "public"."revenue_dashboard" AS (
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
  group by day, currency);--> statement-breakpoint
CREATE VIEW "public"."user_dashboard" AS (
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
  where users.telegram_id > 0);