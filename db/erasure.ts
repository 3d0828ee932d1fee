// Forgetting a fan, in two steps. The commit of the turn that was asked for it takes names, texts,
// files and links away, the customer at Stripe, and the Telegram id out of the ledger's references;
// purchases stay with the ledger, for they can be refunded and disputed for months, and say what was
// bought but not by whom. Envelopes the fan sent are found by reading the inbox, for an index on it
// would cost every message more than the few erasures are worth; so the commit notes the fan in
// `erasures`, and a sweep blanks the envelopes and takes the note away in one statement: one that is
// broken off is made up for by the next.
//
// A fan may be of the team too. Then what they wrote went through their desk (kernel/desk.ts), whose
// envelopes are blanked like the conversation's; the desk itself forgets where its person was. Other
// people's desks have heard that this fan wrote, by name: those envelopes are blanked as well, and what
// was written there to become an order about them (a note, tags, a reason, a reply).
//
// The audit log keeps that something was done, by whom of the team and when, with its figures; words go
// (reasons, tags, cards), and the fan's own name where the act was theirs. A trigger lets nothing else
// of it change (0009_erased_audits.sql).
import { OUTLIVE_ERASURE } from "#actors/kernel/effect.ts";
import { EFFECTS_PER_TURN_MAX } from "#actors/kernel/envelope.ts";
import type { Logger } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { isTaken } from "./commit-part.ts";
import { storeError } from "./errors.ts";
import { HOLD_WORDS } from "./message-words.ts";

/**
 * The commit's part of it. The actor lets go of its user (db/commit.ts), so that the next contact
 * makes a new one; the old user keeps the ledger under a pseudonym (db/commit-parts.ts).
 */
export const ERASE = `
erased as materialized (
  select * from turns where is_erasure and ${isTaken("turns")}
),
erased_messages as (
  update messages set text = '', file_id = null, history = null
  from erased where messages.user_id = erased.user_id
),
erased_links as (
  delete from message_links using erased where message_links.fan_id = erased.key::bigint
),
erased_topics as (
  delete from topics using erased where topics.user_id = erased.user_id
),
erased_references as (
  update transactions
  set reference = regexp_replace(reference, ':' || erased.key || '\\M', ':-' || erased.user_id)
  from erased
  where transactions.user_id = erased.user_id
    and transactions.reference ~ (':' || erased.key || '\\M')
),
erased_notes as (
  delete from notes using erased where notes.user_id = erased.user_id
),
erased_unlocks as (
  delete from unlocks using erased where unlocks.user_id = erased.user_id
),
erased_outbox as (
  delete from outbox using erased
  where outbox.key = erased.key and outbox.kind = erased.kind
    and outbox.effect ->> 'verb' not in (${[...OUTLIVE_ERASURE].map((verb) => `'${verb}'`).join()})
),
erased_timers as (
  delete from timers using erased where timers.key = erased.key and timers.kind = erased.kind
),
erased_sends as (
  update campaign_sends
  set message_ids = null,
    fate = case fate when 'queued' then 'skipped' when 'recalling' then 'kept' else fate end
  from erased where campaign_sends.user_id = erased.user_id
),
noted_erasures as (
  insert into erasures (user_id, key, until_inbox_id)
  select user_id, key, envelope_id from erased
)`;

/** Of the fan's conversation, or of their desk, in private or in a group (`77`, `77@-1001`). */
const isTheirs = (table: string): string => `(
    ${table}.kind = 'conversation' and ${table}.key = erased.key
    or ${table}.kind = 'desk' and split_part(${table}.key, '@', 1) = erased.key
  )`;

/** What somebody else's desk was told about them. */
const TOLD = `(inbox.kind = 'desk' and position('"fanId":' || erased.key || ',' in inbox.body) > 0)`;

/** A desk's envelope that led to an order to their conversation; `send:<effect>` names its effect. */
const ORDERED = `(inbox.kind = 'desk' and inbox.id in (
    select substring(asked.dedupe_key from '^send:(\\d+)$')::bigint / ${EFFECTS_PER_TURN_MAX}
    from inbox asked join erased on asked.key = erased.key and asked.kind = 'conversation'
    where asked.dedupe_key like 'send:%'
  ))`;

/** Acts in the audit log that are the fan's own. */
const FANS_OWN = "audit_log.act in ('rechargeAgreed', 'rechargeOff')";

/**
 * Mail that waits or came later is left alone: it is from somebody who begins anew. A desk that is
 * awake misses its next turn by the version, and wakes with nothing.
 */
const SWEEP = `
with erased as (
  delete from erasures returning user_id, key, until_inbox_id
),
dead as (
  delete from mailbox using erased
  where ${isTheirs("mailbox")} and mailbox.inbox_id <= erased.until_inbox_id and mailbox.is_dead
  returning mailbox.inbox_id
),
erased_words as (
  delete from message_words using erased where message_words.user_id = erased.user_id
),
erased_audits as (
  update audit_log
  set detail = (
      select coalesce(json_object_agg(key, value), '{}') from json_each(audit_log.detail)
      where json_typeof(value) in ('number', 'boolean')
    ),
    by_id = case when ${FANS_OWN} then -erased.user_id else by_id end,
    by_name = case when ${FANS_OWN} then '' else by_name end
  from erased where audit_log.user_id = erased.user_id
),
erased_desks as (
  update actors set state = null, state_version = null, version = actors.version + 1
  from erased
  where actors.kind = 'desk' and ${isTheirs("actors")}
),
erased_desk_effects as (
  delete from outbox using erased
  where outbox.kind = 'desk' and outbox.status = 'discarded' and ${isTheirs("outbox")}
)
update inbox
set body = '{}', raw = null,
  key = case when ${isTheirs("inbox")} then '-' || erased.user_id else inbox.key end
from erased
where (${isTheirs("inbox")} or ${TOLD} or ${ORDERED}) and inbox.id <= erased.until_inbox_id
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
      // Whoever reads words now is waited for; whoever reads after this finds them blanked.
      await sql.unsafe(HOLD_WORDS);
      await sql.unsafe(SWEEP);
    });
  } catch (error) {
    const reason = storeError("sweep erasures", error).message;
    log.warn({ error: reason }, "an erasure is not complete yet; it goes on at the next start");
  }
}
