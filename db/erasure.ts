// The part of an erasure that needs a scan: envelopes a fan sent are found by reading the inbox, for
// an index on it would cost every message more than the few erasures are worth. The commit notes the
// fan in `erasures`; a sweep blanks the envelopes and takes the note away in one statement, so one
// that is broken off is made up for by the next.
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { storeError } from "./errors.ts";

/** Mail that waits or came later is left alone: it is from somebody who begins anew. */
const SWEEP = `
with erased as (
  delete from erasures returning user_id, key, until_inbox_id
),
dead as (
  delete from mailbox using erased
  where mailbox.key = erased.key and mailbox.kind = 'conversation'
    and mailbox.inbox_id <= erased.until_inbox_id and mailbox.is_dead
  returning mailbox.inbox_id
)
update inbox
set body = '{}', raw = null, key = '-' || erased.user_id
from erased
where inbox.key = erased.key and inbox.kind = 'conversation' and inbox.id <= erased.until_inbox_id
  and (
    inbox.id in (select inbox_id from dead)
    or not exists (select from mailbox where mailbox.inbox_id = inbox.id)
  )`;

/**
 * Blanks what erased fans sent; runs after every commit that erases, and once at the start. Never
 * rejects: what fails is logged and swept the next time. No time-out: the inbox may be long.
 */
export async function sweepErasures(database: Database, log: Logger): Promise<void> {
  try {
    await database.sql.begin(async (sql) => {
      await sql.unsafe("set local statement_timeout = 0");
      await sql.unsafe(SWEEP);
    });
  } catch (error) {
    const reason = storeError("sweep erasures", error).message;
    log.warn({ error: reason }, "an erasure is not complete yet; it goes on at the next start");
  }
}
