// The words of messages, for the search. They are taken from `messages` behind its back, some seconds
// later and in steps, because an index on the text itself is paid for by every commit (docs/
// performance.md has the figures). Rows are read in the order of their ids, each once:
//
//   an id is given out ──▶ seen ──SETTLE_MS later──▶ settled: nobody can write it any more ──▶ done
//
// Ids are given out before their row is committed, so the newest are left until a statement that had
// one must have ended (its time-out is 8 s). Reader and erasure take the reader's row first: a fan who
// is being forgotten is either read before, and wiped by the erasure, or has no words left to read.
import type { Database } from "./client.ts";

/** Far above every statement's time-out (db/client.ts). */
const SETTLE_MS = 20_000;
/** Few enough to be done while nobody notices. */
const STEP = 2_000;
/** What is behind it is not found; a message has 4,096 characters at most. */
const LETTERS_MAX = 4_096;

const SETTLE = `
update readers
set settled_to = seen_to, seen_at = clock_timestamp(),
  seen_to = coalesce(pg_sequence_last_value(pg_get_serial_sequence('messages', 'id')), 0)
where name = 'words' and seen_at <= clock_timestamp() - $1::bigint * interval '1 millisecond'`;

/** Takes the row, so that one reads at a time; what is read next is of a later moment than this. */
export const HOLD_WORDS = "select done_to from readers where name = 'words' for update";

const READ = `
with step as materialized (
  select done_to as after, least(settled_to, done_to + ${STEP}) as until
  from readers where name = 'words'
),
written as (
  insert into message_words (id, user_id, words)
  select messages.id, messages.user_id,
    strip(to_tsvector('simple', left(messages.text, ${LETTERS_MAX})))
  from messages
  where messages.id > (select after from step) and messages.id <= (select until from step)
    and messages.text <> ''
  on conflict (id) do nothing
)
update readers set done_to = step.until
from step where readers.name = 'words'
returning step.until - step.after as count, readers.settled_to - step.until as left`;

/**
 * Reads what has settled since the last time, to the end. Answers how many ids it went through.
 * @param settleMs how old an id is when its row must be there; for tests.
 * @throws the driver's error; what was read until then stays read
 */
export async function readWords(database: Database, settleMs = SETTLE_MS): Promise<number> {
  await database.query("settle words", SETTLE, [settleMs]);
  let total = 0;
  for (;;) {
    const step = await database.sql.begin(async (sql) => {
      await sql.unsafe(HOLD_WORDS);
      const [row] = await sql.unsafe<{ count: number; left: number }[]>(READ);
      return row;
    });
    total += step?.count ?? 0;
    if (step === undefined || step.left <= 0) return total;
  }
}
