CREATE TABLE "daily_metrics" (
	"day" date PRIMARY KEY NOT NULL,
	"active_users" integer DEFAULT 0 NOT NULL,
	"new_users" integer DEFAULT 0 NOT NULL,
	"messages_in" integer DEFAULT 0 NOT NULL,
	"messages_out" integer DEFAULT 0 NOT NULL,
	"revenue_cents" bigint DEFAULT 0 NOT NULL,
	"credits_spent" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"sku" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"credits" integer DEFAULT 0 NOT NULL,
	"minutes" integer DEFAULT 0 NOT NULL,
	"price_cents" integer NOT NULL,
	"currency" text DEFAULT 'usd' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "products_kind_check" CHECK ("products"."kind" in ('credits', 'time')),
	CONSTRAINT "products_price_cents_check" CHECK ("products"."price_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "transactions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "transactions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"credits" integer NOT NULL,
	"seconds" integer NOT NULL,
	"amount_cents" integer NOT NULL,
	"currency" text,
	"reference" text,
	"note" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversations" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"group_id" bigint,
	"topic_id" integer,
	"unread_messages" integer DEFAULT 0 NOT NULL,
	"priority_level" text DEFAULT 'normal' NOT NULL,
	"is_pinned" boolean DEFAULT false NOT NULL,
	"assigned_to" bigint,
	"status" text DEFAULT 'new' NOT NULL,
	"messages_in" integer DEFAULT 0 NOT NULL,
	"messages_out" integer DEFAULT 0 NOT NULL,
	"last_message_at" timestamp (3) with time zone,
	"waiting_since" timestamp (3) with time zone,
	CONSTRAINT "conversations_priority_level_check" CHECK ("conversations"."priority_level" in ('low', 'normal', 'high', 'urgent'))
);
--> statement-breakpoint
CREATE TABLE "message_links" (
	"fan_id" bigint NOT NULL,
	"fan_message_id" integer NOT NULL,
	"group_id" bigint NOT NULL,
	"topic_message_id" integer NOT NULL,
	"direction" text NOT NULL,
	CONSTRAINT "message_links_pkey" PRIMARY KEY("fan_id","fan_message_id","group_id","topic_message_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"user_id" bigint NOT NULL,
	"ref" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"file_id" text,
	"cost" integer NOT NULL,
	"status" text NOT NULL,
	"by_id" bigint,
	"history" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_user_id_ref_pk" PRIMARY KEY("user_id","ref"),
	CONSTRAINT "messages_direction_check" CHECK ("messages"."direction" in ('in', 'out'))
);
--> statement-breakpoint
CREATE TABLE "notes" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint NOT NULL,
	"by_id" bigint NOT NULL,
	"by_name" text NOT NULL,
	"text" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"group_id" bigint NOT NULL,
	"topic_id" integer NOT NULL,
	"user_id" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "topics_group_id_topic_id_pk" PRIMARY KEY("group_id","topic_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"telegram_id" bigint NOT NULL,
	"username" text,
	"first_name" text DEFAULT '' NOT NULL,
	"language_tag" text,
	"credits" integer DEFAULT 0 NOT NULL,
	"session_ends_at" timestamp (3) with time zone,
	"tier" text DEFAULT 'new' NOT NULL,
	"spent_cents" bigint DEFAULT 0 NOT NULL,
	"is_banned" boolean DEFAULT false NOT NULL,
	"is_unreachable" boolean DEFAULT false NOT NULL,
	"auto_recharge" boolean DEFAULT false NOT NULL,
	"stripe_customer_id" text,
	"source" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_telegram_id_unique" UNIQUE("telegram_id"),
	CONSTRAINT "users_credits_check" CHECK ("users"."credits" >= 0),
	CONSTRAINT "users_tier_check" CHECK ("users"."tier" in ('new', 'regular', 'vip'))
);
--> statement-breakpoint
CREATE TABLE "actors" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "actors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"partition" smallint NOT NULL,
	"epoch" bigint NOT NULL,
	"owner" text,
	"version" bigint DEFAULT 0 NOT NULL,
	"state" json,
	"state_version" integer,
	"user_id" bigint,
	CONSTRAINT "actors_kind_key_key" UNIQUE("kind","key")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"user_id" bigint,
	"by_id" bigint NOT NULL,
	"by_name" text NOT NULL,
	"act" text NOT NULL,
	"detail" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"user_id" bigint PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"until_inbox_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"dedupe_key" text,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"partition" smallint NOT NULL,
	"lane" smallint NOT NULL,
	"body" text NOT NULL,
	"raw" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbox_dedupe_key_key" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"partition" smallint PRIMARY KEY NOT NULL,
	"owner" text,
	"epoch" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"inbox_id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"partition" smallint NOT NULL,
	"lane" smallint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp (3) with time zone,
	"error" text,
	"is_dead" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "nodes" (
	"id" text PRIMARY KEY NOT NULL,
	"instance_id" text NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"is_draining" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"partition" smallint NOT NULL,
	"effect" json NOT NULL,
	"header" json,
	"after_id" bigint,
	"delivers" json,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"outcome" json,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "outbox_status_check" CHECK ("outbox"."status" in ('pending', 'held', 'discarded'))
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by" bigint
);
--> statement-breakpoint
CREATE TABLE "timers" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"partition" smallint NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "timers_key_kind_name_pk" PRIMARY KEY("key","kind","name")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD CONSTRAINT "conversations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notes" ADD CONSTRAINT "notes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topics" ADD CONSTRAINT "topics_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actors" ADD CONSTRAINT "actors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "transactions_reference_key" ON "transactions" USING btree ("reference") WHERE "transactions"."reference" is not null;--> statement-breakpoint
CREATE INDEX "transactions_user_id_index" ON "transactions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "transactions_created_at_index" ON "transactions" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "message_links_topic_index" ON "message_links" USING btree ("group_id","topic_message_id");--> statement-breakpoint
CREATE INDEX "messages_created_at_index" ON "messages" USING brin ("created_at");--> statement-breakpoint
CREATE INDEX "notes_user_id_index" ON "notes" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "topics_user_id_index" ON "topics" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "mailbox_address_index" ON "mailbox" USING btree ("key","kind","lane","inbox_id");--> statement-breakpoint
CREATE INDEX "timers_due_at_index" ON "timers" USING btree ("due_at");--> statement-breakpoint
CREATE VIEW "public"."revenue_dashboard" AS (
  select
    day, currency,
    (count(*) filter (where amount_cents > 0))::int as purchases,
    (count(distinct user_id) filter (where amount_cents > 0))::int as paying_users,
    (count(distinct user_id) filter (where amount_cents > 0 and is_first))::int
      as new_paying_users,
    coalesce(sum(amount_cents) filter (where amount_cents > 0), 0)::bigint as gross_cents,
    coalesce(-sum(amount_cents) filter (where amount_cents < 0), 0)::bigint as refunded_cents,
    sum(amount_cents)::bigint as revenue_cents,
    coalesce(round(avg(amount_cents) filter (where amount_cents > 0)), 0)::int
      as average_purchase_cents,
    coalesce(sum(credits) filter (where amount_cents > 0), 0)::bigint as credits_sold,
    coalesce(sum(seconds) filter (where amount_cents > 0), 0)::bigint as seconds_sold
  from (
    select
      (created_at at time zone 'UTC')::date as day, currency, user_id, amount_cents, credits,
      seconds,
      id = min(id) filter (where amount_cents > 0) over (partition by user_id) as is_first
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
      (count(*) filter (where amount_cents > 0))::int as purchases,
      coalesce(sum(credits) filter (where amount_cents > 0), 0)::bigint as credits_bought,
      coalesce(sum(credits) filter (where kind = 'gift'), 0)::bigint as credits_gifted,
      coalesce(-sum(credits) filter (where kind in ('message', 'unlock')), 0)::bigint
        as credits_spent,
      max(created_at) filter (where amount_cents > 0) as last_purchase_at
    from transactions
    where transactions.user_id = users.id
  ) books
  where users.telegram_id > 0);