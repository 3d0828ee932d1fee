-- What a schema in TypeScript cannot say: room in the pages of rows that are rewritten with every
-- turn, vacuuming of the tables that are queues, rows that must be there, and rows nobody may change.

ALTER TABLE "actors" SET (fillfactor = 60);--> statement-breakpoint
ALTER TABLE "users" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "conversations" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "messages" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "leases" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "mailbox" SET (
  fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);--> statement-breakpoint
ALTER TABLE "outbox" SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);--> statement-breakpoint
ALTER TABLE "timers" SET (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_cost_delay = 0
);--> statement-breakpoint

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% refuses %: %', TG_TABLE_NAME, TG_OP, TG_ARGV[0]
    USING ERRCODE = 'integrity_constraint_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER "transactions_are_append_only" BEFORE DELETE OR TRUNCATE ON "transactions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('the ledger is append-only');--> statement-breakpoint
-- An erasure takes the fan's Telegram id out of references; nothing that was booked ever changes.
CREATE TRIGGER "transactions_stay_as_booked" BEFORE UPDATE ON "transactions"
  FOR EACH ROW WHEN (to_jsonb(OLD) - 'reference' IS DISTINCT FROM to_jsonb(NEW) - 'reference')
  EXECUTE FUNCTION "refuse_change"('the ledger is append-only');--> statement-breakpoint
CREATE TRIGGER "audit_log_is_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('the audit log is append-only');--> statement-breakpoint
CREATE TRIGGER "users_are_kept" BEFORE DELETE OR TRUNCATE ON "users"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('the ledger names its users; erase blanks them');--> statement-breakpoint

INSERT INTO "leases" ("partition") SELECT generate_series(0, 255);--> statement-breakpoint

INSERT INTO "products" ("sku", "kind", "credits", "minutes", "price_cents", "currency") VALUES
  ('credits_10', 'credits', 10, 0, 499, 'usd'),
  ('credits_25', 'credits', 25, 0, 999, 'usd'),
  ('credits_50', 'credits', 50, 0, 1799, 'usd'),
  ('credits_100', 'credits', 100, 0, 2999, 'usd'),
  ('time_30m', 'time', 0, 30, 1499, 'usd'),
  ('time_1h', 'time', 0, 60, 2499, 'usd'),
  ('time_24h', 'time', 0, 1440, 9999, 'usd')
  ON CONFLICT ("sku") DO NOTHING;
