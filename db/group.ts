// When Telegram turns a group into another chat, every row that names it is rewritten at once.
// Conversations hold the id in their state too; each of them is told by a message of its own.
import type { Database } from "./client.ts";
import { storeError } from "./errors.ts";

const STATEMENTS = [
  "update conversations set group_id = $2::bigint where group_id = $1::bigint",
  `insert into topics (group_id, topic_id, user_id, created_at)
    select $2::bigint, topic_id, user_id, created_at from topics where group_id = $1::bigint
    on conflict do nothing`,
  "delete from topics where group_id = $1::bigint and $2::bigint is not null",
  `insert into message_links (fan_id, fan_message_id, group_id, topic_message_id, direction)
    select fan_id, fan_message_id, $2::bigint, topic_message_id, direction
    from message_links where group_id = $1::bigint
    on conflict do nothing`,
  "delete from message_links where group_id = $1::bigint and $2::bigint is not null",
  `update messages set ref = 'g' || $2::bigint || substring(ref from position(':' in ref))
    where starts_with(ref, 'g' || $1::bigint || ':')`,
  `update outbox set effect = jsonb_set(effect::jsonb, '{groupId}', to_jsonb($2::bigint))::json
    where effect ->> 'groupId' = $1::bigint::text`,
];

/** Rewrites the group `from` to `to` everywhere, in one transaction; safe to repeat. */
export async function renameGroup(database: Database, from: number, to: number): Promise<void> {
  try {
    await database.sql.begin(async (sql) => {
      // Messages of the group are found by a scan.
      await sql.unsafe("set local statement_timeout = 0");
      for (const statement of STATEMENTS) await sql.unsafe(statement, [from, to]);
    });
  } catch (error) {
    throw storeError("rename group", error);
  }
}
