-- The audit log forgets the words about a fan who was erased (db/erasure.ts), and nothing else of it
-- ever changes: lines stay in their place, what is kept of a detail is as it was written, and a name
-- goes only where it was the fan's own, on an act that only a fan does.
CREATE FUNCTION "audit_log_only_forgets"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."id", NEW."user_id", NEW."act", NEW."created_at")
      IS NOT DISTINCT FROM (OLD."id", OLD."user_id", OLD."act", OLD."created_at")
    AND ((NEW."by_id", NEW."by_name") = (OLD."by_id", OLD."by_name")
      OR (OLD."act" IN ('rechargeAgreed', 'rechargeOff')
        AND (NEW."by_id", NEW."by_name") = (-OLD."user_id", '')))
    AND NOT EXISTS (
      SELECT FROM json_each(NEW."detail") kept
      WHERE kept.value::text IS DISTINCT FROM (OLD."detail" -> kept.key)::text)
    AND EXISTS (SELECT FROM "users" WHERE "users"."id" = OLD."user_id" AND "telegram_id" = -"users"."id")
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit_log refuses UPDATE: the audit log is append-only'
    USING ERRCODE = 'integrity_constraint_violation';
END $$;--> statement-breakpoint
DROP TRIGGER "audit_log_is_append_only" ON "audit_log";--> statement-breakpoint
CREATE TRIGGER "audit_log_is_append_only" BEFORE DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"('the audit log is append-only');--> statement-breakpoint
CREATE TRIGGER "audit_log_stays_as_written" BEFORE UPDATE ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION "audit_log_only_forgets"();
