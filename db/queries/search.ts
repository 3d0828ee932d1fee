// Finding fans by what somebody remembers of them: the Telegram id, the @username, the name, the last
// four digits of a card, or words that were said. What is exact comes first, then names by who was
// here last, then messages, newest first; each fan once, HITS_MAX fans at most.
//
// Words are looked for twice, because neither way is fast for every word: backwards through the newest
// messages, where a common word is found at once, and, only if that did not fill the list, through the
// index of words, where a rare one is.
import type { Database } from "#db/client.ts";
import { matches, numbers } from "#db/columns.ts";
import { FAN_COLUMNS, type FanRow } from "./fans.ts";
import { PAGE_SIZE, type Page } from "./queue.ts";

/** As many fans as one search finds. */
export const HITS_MAX = 100;
/** How many of the newest messages are read one by one. */
const RECENT = 12_000;
/** How many matches of the index are looked at: of a word that more have, the oldest. */
const DEEP_MAX = 1_500;
/** More words than that narrow nothing down. */
const TERMS_MAX = 8;

/** A fan who was found, with the message where it was one. */
export interface FoundRow extends FanRow {
  readonly words: string | null;
  readonly direction: "in" | "out" | null;
}

interface Hit {
  readonly userId: number;
  /** The message it was found by; null: by who the fan is. */
  readonly messageId: number | null;
}

/** What a query can mean; null where it cannot be that. */
export interface Wanted {
  readonly fanId: number | null;
  /** Beginning of a @username, in lower case. */
  readonly username: string | null;
  readonly card: string | null;
  /** The beginnings of words of a name, as a tsquery. */
  readonly name: string | null;
  /** Words of a message; null: it was a name, an id or a card that was asked for. */
  readonly text: string | null;
}

/** Reads a query; total over all strings. */
export function wantedOf(query: string): Wanted {
  const clean = query.normalize("NFKC").trim();
  const terms = (clean.match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, TERMS_MAX);
  const [, handle] = /^@([A-Za-z0-9_]{1,32})$/.exec(clean) ?? [];
  if (handle !== undefined) return { ...NOTHING, username: handle.toLowerCase() };
  if (terms.length === 0) return NOTHING;
  const digits = /^\d{1,16}$/.test(clean) ? clean : null;
  return {
    fanId: digits === null ? null : Number(digits),
    username: /^\w{2,32}$/.test(clean) ? clean.toLowerCase() : null,
    card: digits?.length === 4 ? digits : null,
    name: terms.map((term) => `${term}:*`).join(" & "),
    text: terms.join(" "),
  };
}

const NOTHING: Wanted = { fanId: null, username: null, card: null, name: null, text: null };

/** `username` is a beginning: from it on, and below what comes after all that begin so. */
const PEOPLE = `
with hits as materialized (
  (select id, 0 as rank from users where telegram_id = $1::bigint)
  union all
  (select id, case when lower(username) = $2 then 0 else 1 end
    from users
    where lower(username) ~>=~ $2 and lower(username) ~<~ ($2 || chr(1114111))
    limit ${HITS_MAX})
  union all
  (select id, 1 from users
    where cards <> '' and to_tsvector('simple', cards) @@ plainto_tsquery('simple', $3)
    limit ${HITS_MAX})
  union all
  (select id, 2 from users
    where to_tsvector('simple', first_name) @@ to_tsquery('simple', $4)
    limit ${2 * HITS_MAX})
)
select users.id as "userId", null::bigint as "messageId"
from (select id, min(rank) as rank from hits group by id) hits
join users on ${matches("users.id", "hits.id")}
where users.telegram_id > 0
order by hits.rank, users.last_seen_at desc, users.id desc
limit ${HITS_MAX}`;

const RECENT_WORDS = `
select user_id as "userId", max(id) as "messageId"
from (select id, user_id, words from message_words order by id desc limit ${RECENT}) recent
where words @@ plainto_tsquery('simple', $1)
group by user_id
order by max(id) desc
limit ${HITS_MAX}`;

const DEEP_WORDS = `
select user_id as "userId", max(id) as "messageId"
from (
  select id, user_id from message_words
  where words @@ plainto_tsquery('simple', $1)
  limit ${DEEP_MAX}
) found
group by user_id
order by max(id) desc
limit ${HITS_MAX}`;

/** Words that wait to be paid for or were taken back are not the team's to read. */
const FOUND = `
select ${FAN_COLUMNS}, left(messages.text, 200) as words, messages.direction
from unnest($1::bigint[], $2::bigint[]) with ordinality as hit(user_id, message_id, place)
join users on ${matches("users.id", "hit.user_id")}
join conversations on ${matches("conversations.user_id", "hit.user_id")}
left join messages on ${matches("messages.user_id", "hit.user_id")}
  and ${matches("messages.id", "hit.message_id")}
  and messages.status in ('queued', 'delivered')
where users.telegram_id > 0
order by hit.place`;

/** A page of what a query finds, and how many fans it finds. @throws StoreError */
export async function searchFans(
  database: Database,
  ask: { readonly query: string; readonly page: number },
): Promise<Page<FoundRow>> {
  const hits = await hitsOf(database, wantedOf(ask.query));
  const page = hits.slice(ask.page * PAGE_SIZE, (ask.page + 1) * PAGE_SIZE);
  if (page.length === 0) return { rows: [], count: hits.length };
  const rows = await database.query<FoundRow>("found", FOUND, [
    numbers(page.map(({ userId }) => userId)),
    `{${page.map(({ messageId }) => messageId ?? "NULL").join(",")}}`,
  ]);
  return { rows, count: hits.length };
}

async function hitsOf(database: Database, wanted: Wanted): Promise<readonly Hit[]> {
  const { fanId, username, card, name, text } = wanted;
  const people = await database.query<Hit>("find people", PEOPLE, [fanId, username, card, name]);
  const hits = new Map(people.map((hit) => [hit.userId, hit]));
  for (const statement of text === null ? [] : [RECENT_WORDS, DEEP_WORDS]) {
    if (hits.size >= HITS_MAX) break;
    const said = await database.query<Hit>("find words", statement, [text]);
    for (const hit of said) if (!hits.has(hit.userId)) hits.set(hit.userId, hit);
  }
  return [...hits.values()].slice(0, HITS_MAX);
}
