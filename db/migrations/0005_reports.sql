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
ALTER TABLE "daily_metrics" ADD COLUMN "revenue_stars" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "purchases" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "paying_users" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "answers" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "answer_median_seconds" integer;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "waits" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "credit_flow" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "daily_metrics" ADD COLUMN "kinds_in" json DEFAULT '{}'::json NOT NULL;--> statement-breakpoint
CREATE INDEX "purchases_disputed_index" ON "purchases" USING btree ("created_at") WHERE "purchases"."is_disputed";--> statement-breakpoint
CREATE INDEX "messages_id_index" ON "messages" USING brin ("id");--> statement-breakpoint
-- What no schema can say: ranges of pages are summed up as they fill, not when the table is vacuumed.
ALTER INDEX "messages_created_at_index" SET (autosummarize = on);--> statement-breakpoint
ALTER INDEX "messages_id_index" SET (autosummarize = on);--> statement-breakpoint
ALTER INDEX "transactions_created_at_index" SET (autosummarize = on);
