CREATE TABLE "active_days" (
	"day" date NOT NULL,
	"user_id" bigint NOT NULL,
	CONSTRAINT "active_days_day_user_id_pk" PRIMARY KEY("day","user_id")
);
--> statement-breakpoint
CREATE TABLE "metric_marks" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"currency" text NOT NULL,
	"seen_message" bigint NOT NULL,
	"seen_transaction" bigint NOT NULL,
	"seen_user" bigint NOT NULL,
	"next_message" bigint NOT NULL,
	"next_transaction" bigint NOT NULL,
	"next_user" bigint NOT NULL,
	"next_floor" bigint NOT NULL,
	CONSTRAINT "metric_marks_one_row_check" CHECK ("metric_marks"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "message_words" (
	"id" bigint PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "readers" (
	"name" text PRIMARY KEY NOT NULL,
	"done_to" bigint DEFAULT 0 NOT NULL,
	"settled_to" bigint DEFAULT 0 NOT NULL,
	"seen_to" bigint DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "revenue_stars" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "purchases" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "paying_users" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "answers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "answer_median_seconds" integer;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "waits" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "credit_flow" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "kinds_in" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "queue_key" bigint;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "is_unread" boolean GENERATED ALWAYS AS (unread_messages > 0) STORED;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "cards" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "seen_hour" timestamp GENERATED ALWAYS AS (date_trunc('hour', last_seen_at at time zone 'UTC')) STORED;--> statement-breakpoint
CREATE INDEX "message_words_user_id_index" ON "message_words" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "message_words_words_index" ON "message_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "purchases_disputed_index" ON "purchases" USING btree ("created_at") WHERE "purchases"."is_disputed";--> statement-breakpoint
CREATE INDEX "conversations_queue_index" ON "conversations" USING btree ("queue_key","user_id") WHERE "conversations"."queue_key" is not null;--> statement-breakpoint
CREATE INDEX "conversations_assigned_index" ON "conversations" USING btree ("assigned_to","queue_key","user_id") WHERE "conversations"."queue_key" is not null;--> statement-breakpoint
CREATE INDEX "conversations_unread_index" ON "conversations" USING btree ("queue_key","user_id") WHERE "conversations"."queue_key" is not null and "conversations"."is_unread";--> statement-breakpoint
CREATE INDEX "messages_user_id_id_index" ON "messages" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "messages_id_index" ON "messages" USING brin ("id");--> statement-breakpoint
CREATE INDEX "users_created_at_index" ON "users" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "users_seen_hour_index" ON "users" USING btree ("seen_hour");--> statement-breakpoint
CREATE INDEX "users_vip_index" ON "users" USING btree ("seen_hour") WHERE "users"."tier" = 'vip';--> statement-breakpoint
CREATE INDEX "users_banned_index" ON "users" USING btree ("seen_hour") WHERE "users"."is_banned";--> statement-breakpoint
CREATE INDEX "users_unreachable_index" ON "users" USING btree ("seen_hour") WHERE "users"."is_unreachable";--> statement-breakpoint
CREATE INDEX "users_spent_index" ON "users" USING btree ("spent_cents") WHERE "users"."spent_cents" > 0;--> statement-breakpoint
CREATE INDEX "users_username_index" ON "users" USING btree (lower("username") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "users_names_index" ON "users" USING gin (to_tsvector('simple', "first_name"));--> statement-breakpoint
CREATE INDEX "users_cards_index" ON "users" USING gin (to_tsvector('simple', "cards")) WHERE "users"."cards" <> '';--> statement-breakpoint
CREATE INDEX "audit_log_by_id_index" ON "audit_log" USING btree ("by_id","id");--> statement-breakpoint
CREATE INDEX "audit_log_user_id_index" ON "audit_log" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "inbox_watch_index" ON "inbox" USING btree ("id") WHERE "inbox"."kind" = 'watch';--> statement-breakpoint
CREATE INDEX "mailbox_dead_index" ON "mailbox" USING btree ("inbox_id") WHERE "mailbox"."is_dead";