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
ALTER TABLE "conversations" ADD COLUMN "queue_key" bigint;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "is_unread" boolean GENERATED ALWAYS AS (unread_messages > 0) STORED;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "cards" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "seen_hour" timestamp GENERATED ALWAYS AS (date_trunc('hour', last_seen_at at time zone 'UTC')) STORED;--> statement-breakpoint
CREATE INDEX "message_words_user_id_index" ON "message_words" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "message_words_words_index" ON "message_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "conversations_queue_index" ON "conversations" USING btree ("queue_key","user_id") WHERE "conversations"."queue_key" is not null;--> statement-breakpoint
CREATE INDEX "conversations_assigned_index" ON "conversations" USING btree ("assigned_to","queue_key","user_id") WHERE "conversations"."queue_key" is not null;--> statement-breakpoint
CREATE INDEX "conversations_unread_index" ON "conversations" USING btree ("queue_key","user_id") WHERE "conversations"."queue_key" is not null and "conversations"."is_unread";--> statement-breakpoint
CREATE INDEX "messages_user_id_id_index" ON "messages" USING btree ("user_id","id");--> statement-breakpoint
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
CREATE INDEX "mailbox_dead_index" ON "mailbox" USING btree ("inbox_id") WHERE "mailbox"."is_dead";--> statement-breakpoint
ALTER INDEX "messages_id_index" SET (autosummarize = on);--> statement-breakpoint
INSERT INTO "readers" ("name") VALUES ('words');--> statement-breakpoint
-- Places in the queue by the rule of actors/kernel/queue-order.ts, for conversations that are there.
UPDATE "conversations" SET "queue_key" = CASE
    WHEN "status" IN ('banned', 'closed') AND "unread_messages" = 0 THEN NULL
    WHEN "waiting_since" IS NULL AND "last_message_at" IS NULL THEN NULL
    ELSE (
      CASE WHEN "is_pinned" THEN 0 ELSE 24 END
      + CASE WHEN "waiting_since" IS NULL THEN 12 ELSE 0 END
      + CASE "priority_level" WHEN 'urgent' THEN 0 WHEN 'high' THEN 3 WHEN 'normal' THEN 6 ELSE 9 END
      + CASE "users"."tier" WHEN 'vip' THEN 0 WHEN 'regular' THEN 1 ELSE 2 END
    ) * 10000000000000 + coalesce(
      (extract(epoch FROM "waiting_since") * 1000)::bigint,
      9999999999999 - floor(extract(epoch FROM "last_message_at") / 86400)::bigint * 86400000
    ) END
  FROM "users" WHERE "users"."id" = "conversations"."user_id";--> statement-breakpoint
UPDATE "users" SET "cards" = kept.cards FROM (
    SELECT "user_id", string_agg(card ->> 'last4', ' ') AS cards
    FROM "actors", json_array_elements("state" -> 'cards') AS card
    WHERE "kind" = 'conversation' AND "user_id" IS NOT NULL
    GROUP BY "user_id"
  ) kept WHERE "users"."id" = kept."user_id";
