ALTER TABLE "campaign_sends" DROP CONSTRAINT "campaign_sends_fate_check";--> statement-breakpoint
ALTER TABLE "campaign_sends" ADD CONSTRAINT "campaign_sends_fate_check" CHECK ("campaign_sends"."fate" in ('queued', 'sent', 'blocked', 'stopped', 'skipped', 'failed',
        'recalling', 'deleted', 'kept'));