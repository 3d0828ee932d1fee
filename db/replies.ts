// Saved replies: what the team sends often, by name. Reading one to send it counts as a use; an answer
// that is lost and asked for again counts twice, which is what a figure for sorting may do.
import { Content } from "#actors/kernel/content.ts";
import { cleanJson } from "./clean.ts";
import type { Database } from "./client.ts";
import { moment } from "./columns.ts";
import type { Changer } from "./settings.ts";

export interface SavedReply {
  readonly id: number;
  readonly name: string;
  readonly content: Content;
  readonly uses: number;
}

const SAVE = `
with before as materialized (
  select content from saved_replies where name = $1 for update
),
waited as materialized (
  select count(*) from before
),
written as (
  insert into saved_replies (name, content, created_by, created_at)
  select $1, $2::text::json, $3::bigint, ${moment("$5::bigint")} from waited
  on conflict (name) do update set content = excluded.content
  where saved_replies.content::text <> excluded.content::text
  returning id, name
),
audited as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $3::bigint, $4, 'replySaved', json_build_object(
    'id', id, 'name', name, 'isNew', not exists (select from before)
  ), ${moment("$5::bigint")}
  from written
)
select coalesce((select id from written), (select id from saved_replies where name = $1)) as id,
  not exists (select from before) as "isNew"`;

/** Saves a reply, in the place of another of that name where there is one. Audited. */
export async function saveReply(
  database: Database,
  reply: { readonly name: string; readonly content: Content },
  by: Changer,
  at: number,
): Promise<{ readonly id: number; readonly isNew: boolean }> {
  const json = cleanJson(JSON.stringify(Content.parse(reply.content)));
  const parameters = [reply.name, json, by.id, by.name, at];
  const [row] = await database.query<{ id: number; isNew: boolean }>(
    "save reply",
    SAVE,
    parameters,
  );
  return row ?? { id: 0, isNew: false };
}

const RENAME = `
with before as materialized (
  select name from saved_replies where id = $1::bigint for update
),
written as (
  update saved_replies set name = $2 from before
  where id = $1::bigint and before.name <> $2
    and not exists (select from saved_replies other where other.name = $2)
  returning before.name as old
),
audited as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $3::bigint, $4, 'replyRenamed', json_build_object(
    'id', $1::bigint, 'from', old, 'to', $2::text
  ), ${moment("$5::bigint")}
  from written
)
select before.name as "from", before.name = $2 or exists (select from written) as "isDone"
from before`;

/** null: there is no such reply. `isDone` is false where another has that name. Audited. */
export async function renameReply(
  database: Database,
  id: number,
  name: string,
  by: Changer,
  at: number,
): Promise<{ readonly from: string; readonly isDone: boolean } | null> {
  const parameters = [id, name, by.id, by.name, at];
  const rows = await database.query<{ from: string; isDone: boolean }>(
    "rename reply",
    RENAME,
    parameters,
  );
  return rows[0] ?? null;
}

const DELETE = `
with gone as (
  delete from saved_replies where id = $1::bigint returning id, name
),
audited as (
  insert into audit_log (by_id, by_name, act, detail, created_at)
  select $2::bigint, $3, 'replyDeleted', to_json(gone), ${moment("$4::bigint")} from gone
)
select name from gone`;

/** Its name; null: it was gone already. Audited. */
export async function deleteReply(
  database: Database,
  id: number,
  by: Changer,
  at: number,
): Promise<string | null> {
  const rows = await database.query<{ name: string }>("delete reply", DELETE, [
    id,
    by.id,
    by.name,
    at,
  ]);
  return rows[0]?.name ?? null;
}

const USE = `
update saved_replies set uses = uses + 1
where case when $1::bigint is null then name = $2 else id = $1::bigint end
returning id, name, content, uses, exists (
  select from shelf_items
  where content ->> 'uniqueId' = any (string_to_array(fingerprint, ' '))
) as "isOnShelf"`;

/**
 * A reply to be sent, by its id or else its name; null: there is none. `isOnShelf`: its file is sold,
 * by itself or in an album.
 */
export async function takeReply(
  database: Database,
  by: { readonly id: number | null; readonly name: string },
): Promise<(SavedReply & { readonly isOnShelf: boolean }) | null> {
  type Taken = SavedReply & { readonly isOnShelf: boolean };
  return first(await database.query<Taken>("take reply", USE, [by.id, by.name]));
}

const ONE = "select id, name, content, uses from saved_replies where id = $1::bigint";

/** null: there is none. */
export async function replyById(database: Database, id: number): Promise<SavedReply | null> {
  return first(await database.query<SavedReply>("read reply", ONE, [id]));
}

/** One that this version cannot read is none. */
function first<Row extends SavedReply>(rows: readonly Row[]): Row | null {
  const [row] = rows;
  if (row === undefined) return null;
  const { data } = Content.safeParse(row.content);
  return data === undefined ? null : { ...row, content: data };
}

/** A reply in a list. */
export interface ReplyLine {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly text: string;
  readonly uses: number;
}

const LIST = `
select id, name, content ->> 'kind' as kind, left(content ->> 'text', 200) as text, uses
from saved_replies
order by uses desc, name
limit $1::integer offset $2::integer`;

/** Those that are sent most come first. */
export async function listReplies(
  database: Database,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<{ readonly lines: readonly ReplyLine[]; readonly total: number }> {
  const [lines, counted] = await Promise.all([
    database.query<ReplyLine>("list replies", LIST, [limit, offset]),
    database.query<{ total: number }>(
      "count replies",
      "select count(*)::integer as total from saved_replies",
    ),
  ]);
  return { lines, total: counted[0]?.total ?? 0 };
}
