CREATE TABLE "campaign_sends" (
	"campaign_id" bigint NOT NULL,
	"user_id" bigint NOT NULL,
	"fate" text NOT NULL,
	"message_ids" json,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "campaign_sends_campaign_id_user_id_pk" PRIMARY KEY("campaign_id","user_id"),
	CONSTRAINT "campaign_sends_fate_check" CHECK ("campaign_sends"."fate" in ('queued', 'sent', 'blocked', 'stopped', 'skipped', 'failed', 'deleted'))
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"plan" json NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"audience" integer DEFAULT 0 NOT NULL,
	"cursor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "campaigns_status_check" CHECK ("campaigns"."status" in ('draft', 'scheduled', 'running', 'paused', 'done', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "saved_replies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "saved_replies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"content" json NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "saved_replies_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "shelf_items" (
	"id" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"tags" text DEFAULT '' NOT NULL,
	"fingerprint" text NOT NULL,
	"item" json NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "team" (
	"telegram_id" bigint PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"username" text,
	"role" text NOT NULL,
	"is_on_duty" boolean DEFAULT false NOT NULL,
	"invited_by" bigint,
	"joined_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "team_role_check" CHECK ("team"."role" in ('owner', 'admin', 'agent', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "team_invites" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"created_by" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_by" bigint,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "team_invites_role_check" CHECK ("team_invites"."role" in ('admin', 'agent', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "unlocks" (
	"user_id" bigint NOT NULL,
	"item_id" bigint NOT NULL,
	"bought_at" timestamp (3) with time zone,
	"credits" integer DEFAULT 0 NOT NULL,
	"stars" integer DEFAULT 0 NOT NULL,
	"offered_at" timestamp (3) with time zone NOT NULL,
	"offered_by" bigint,
	CONSTRAINT "unlocks_user_id_item_id_pk" PRIMARY KEY("user_id","item_id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "tags" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "snoozed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "claimed_by" bigint;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "claimed_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "waited_seconds" integer;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "is_promotable" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_sends" ADD CONSTRAINT "campaign_sends_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unlocks" ADD CONSTRAINT "unlocks_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_sends_fate_index" ON "campaign_sends" USING btree ("campaign_id","fate");--> statement-breakpoint
CREATE UNIQUE INDEX "shelf_items_fingerprint_key" ON "shelf_items" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "unlocks_item_index" ON "unlocks" USING btree ("item_id");