// What is to be done now and then, at the start and every hour or so: by any machine, by several at
// once, and again after it was broken off.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import { sweepErasures } from "./erasure.ts";
import { loadSettings } from "./settings.ts";

const DAY_MS = 86_400_000;

const OUTBOX_KEPT_MS = 30 * DAY_MS;
const PRUNED_AT_ONCE = 5000;

/** The oldest rows by id; dead letters go with their envelopes, mail that still waits never does. */
const PRUNE_INBOX = `
with oldest as materialized (
  select id, at from inbox order by id limit ${PRUNED_AT_ONCE}
),
old as materialized (
  select id from oldest
  where at < ${moment("$1::bigint")}
    and not exists (select from mailbox where mailbox.inbox_id = oldest.id and not is_dead)
),
dead as (
  delete from mailbox where inbox_id = any (array(select id from old)) and is_dead
)
delete from inbox where id = any (array(select id from old))
returning id`;

const PRUNE_OUTBOX = `
delete from outbox where status = 'discarded' and at < ${moment("$1::bigint")} returning id`;

/**
 * Drops envelopes and given-up effects past their time, and completes erasures. `now` is in Unix milliseconds. Never rejects: what fails is logged, and done
 * the next time.
 */
export async function keepHouse(database: Database, now: number, log: Logger): Promise<void> {
  await sweepErasures(database, log);
  try {
    const { inboxRetentionDays } = await loadSettings(database, log);
    await database.query("prune outbox", PRUNE_OUTBOX, [now - OUTBOX_KEPT_MS]);
    const keptSince = now - inboxRetentionDays * DAY_MS;
    let pruned: number;
    do {
      const rows = await database.query("prune inbox", PRUNE_INBOX, [keptSince]);
      pruned = rows.length;
    } while (pruned > 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    log.warn({ error: reason }, "housekeeping is not done; it is tried again the next time");
  }
}
