// A business of some years, by set-based SQL: fans, their conversations, what they said, what was said
// last, and the words of it. Everything follows from the row's number, so two runs have the same rows.
// Few fans say much and most say little, as in life; words are as frequent as in a language (the n-th
// most frequent one 1/n as often), with a few rare ones that a search is to find.
import type postgres from "postgres";
import { QUEUE_KEY } from "#db/queries/queue-key.ts";

export interface Size {
  readonly fans: number;
  readonly messages: number;
}

/** Telegram ids go from here on. */
export const FIRST_FAN = 7_000_000_000;
export const MEMBER = 501;
const WORDS = 20_000;
const NAMES = 2_000;
/** One message in so many has a word that only few others have. */
const RARE_EVERY = 997;

/** A number in 0…1 that looks random, from a row's number and a salt. */
const chance = (n: string, salt: number): string =>
  `((hashint8extended((${n})::bigint, ${salt}) & 1048575) / 1048576.0)`;

const FANS = ({ fans }: Size): string => `
insert into users (telegram_id, username, first_name, credits, tier, spent_cents, is_banned,
  is_unreachable, cards, created_at, last_seen_at)
select ${FIRST_FAN} + n,
  case when n % 3 = 0 then null else 'fan_' || to_hex(n * 2654435761 % 4294967296) end,
  'Name' || to_hex((${NAMES} * ${chance("n", 1)} * ${chance("n", 2)})::integer)
    || case when n % 5 = 0 then ' Van' || (n % 977) else '' end,
  floor(40 * ${chance("n", 3)})::integer,
  case when n % 100 = 0 then 'vip' when n % 10 = 0 then 'regular' else 'new' end,
  case when n % 10 = 0 then floor(50000 * ${chance("n", 4)})::integer else 0 end,
  n % 400 = 7, n % 50 = 9,
  case when n % 12 = 0 then lpad((n % 10000)::text, 4, '0') else '' end,
  now() - ${chance("n", 5)} * interval '700 days',
  now() - ${chance("n", 6)} ^ 2 * interval '365 days'
from generate_series(1, ${fans}) n`;

const TEAM = `
insert into team (telegram_id, name, role, is_on_duty, joined_at)
select ${MEMBER} + n, 'Agent ' || n, 'agent', n % 2 = 0, now() from generate_series(0, 7) n`;

const CONVERSATIONS = `
insert into conversations (user_id, group_id, topic_id, unread_messages, priority_level, is_pinned,
  assigned_to, status, messages_in, messages_out, last_message_at, waiting_since, snoozed_until)
select id, -1001000000001, id + 10,
  case when ${chance("id", 11)} < 0.08 then 1 + id % 4 else 0 end,
  case when id % 97 = 0 then 'urgent' when id % 31 = 0 then 'high' when id % 43 = 0 then 'low'
    else 'normal' end,
  id % 1500 = 0, case when id % 4 = 0 then ${MEMBER} + id / 4 % 8 end,
  case when is_banned then 'banned' when id % 6 = 0 then 'closed' else 'open' end,
  20, 10, last_seen_at,
  case when ${chance("id", 11)} < 0.1 then last_seen_at end,
  case when id % 70 = 0 then now() + interval '3 hours' end
from users`;

/** Two in three messages are of the fan whose number is the message's, the rest of the first few. */
const MESSAGES = ({ fans, messages }: Size): string => `
insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
select case when n % 3 > 0 then 1 + n % ${fans}
    else 1 + floor(${fans} * ${chance("n", 21)} ^ 4)::integer end,
  case when n % 3 = 1 then 'g-1001000000001:' else 'f' end || n,
  case when n % 3 = 1 then 'out' else 'in' end, 'text',
  (select string_agg('w' || to_hex(floor(exp(ln(${WORDS}) * ${chance("n * 16 + k", 22)}))::integer),
    ' ') from generate_series(1, 6) k)
    || case when n % ${RARE_EVERY} = 0 then ' rare' || n / ${RARE_EVERY} % 500 else '' end,
  1, case when n % 211 = 0 then 'held' else 'delivered' end,
  now() - (${messages} - n) * interval '6 seconds'
from generate_series(1, ${messages}) n`;

const WORD_ROWS = `
insert into message_words (id, user_id, words)
select id, user_id, strip(to_tsvector('simple', text)) from messages order by id`;

/** Indexes that are made after their rows are, several times as fast. */
const LATER: readonly string[] = [
  "message_words_words_index",
  "message_words_user_id_index",
  "messages_user_id_id_index",
];

/** Fills an empty database of the current schema. */
export async function seedLists(sql: postgres.Sql, size: Size): Promise<void> {
  const indexes = await sql.unsafe<{ indexname: string; indexdef: string }[]>(
    `select indexname, indexdef from pg_indexes where indexname in (${LATER.map((name) => `'${name}'`).join()})`,
  );
  await sql.unsafe("set maintenance_work_mem = '512MB'");
  await sql.unsafe("set synchronous_commit = off");
  await sql.unsafe("set statement_timeout = 0");
  for (const { indexname } of indexes) await sql.unsafe(`drop index ${indexname}`);
  for (const statement of [FANS(size), TEAM, CONVERSATIONS, MESSAGES(size), WORD_ROWS]) {
    await sql.unsafe(statement);
  }
  await sql.unsafe(`
    update conversations set queue_key = ${QUEUE_KEY} from users
    where users.id = conversations.user_id`);
  for (const { indexdef } of indexes) await sql.unsafe(indexdef);
  await sql.unsafe(
    "update readers set done_to = (select max(id) from messages) where name = 'words'",
  );
  await sql.unsafe("vacuum (analyze)");
}
