// The floor under a delivered message: the same rows as ours, as bare multi-row statements through the
// same driver, in the same three durable steps (inbox; turn; result), in batches of 256, two batches
// at a time. Nobody decides, checks, serves or calls anything.

import postgres from "postgres";
import { conversation } from "#actors/conversation/index.ts";
import { migrate } from "#db/migrate.ts";
import { decideSample, textFrom } from "./sample.ts";

const BATCH = 256;
const AT_ONCE = 2;
const FANS = 2_000;
const FIRST_FAN = 5_000_000_000;

let nextMessage = 1;

/** Writes the rows of so many messages; answers messages a second. */
export async function bareRows(url: string, messages: number): Promise<number> {
  await migrate(url);
  const sql = postgres(url, { max: AT_ONCE, fetch_types: false, onnotice: () => undefined });
  try {
    await seed(sql);
    const batches = Math.ceil(messages / BATCH);
    let next = 0;
    const began = performance.now();
    const work = async (): Promise<void> => {
      while (next < batches) {
        next += 1;
        await writeBatch(sql);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return (batches * BATCH) / ((performance.now() - began) / 1000);
  } finally {
    await sql.end();
  }
}

async function seed(sql: postgres.Sql): Promise<void> {
  const state = JSON.stringify(decideSample(FIRST_FAN).state);
  await sql.unsafe(`
    insert into users (telegram_id, first_name, created_at, last_seen_at)
    select ${FIRST_FAN} + n, 'Fan', now(), now() from generate_series(0, ${FANS - 1}) n
    on conflict do nothing`);
  await sql.unsafe(`
    insert into conversations (user_id) select id from users on conflict do nothing`);
  await sql.unsafe(
    `insert into actors (kind, key, partition, epoch, user_id, state, state_version)
    select 'conversation', telegram_id::text, 1, 1, id, $1::json, 1 from users
    on conflict do nothing`,
    [state],
  );
}

const text = (values: readonly string[]): string =>
  `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
const numbers = (values: readonly number[]): string => `{${values.join(",")}}`;

const INBOX = `
with news as (
  insert into inbox (dedupe_key, kind, key, partition, lane, body, raw, at)
  select 'telegram:1:' || n, 'conversation', (${FIRST_FAN} + fan)::text, 1, 1, body, body, now()
  from unnest($1::int[], $2::int[], $3::text[]) as item(n, fan, body)
  returning id, key
)
insert into mailbox (inbox_id, kind, key, partition, lane)
select id, 'conversation', key, 1, 1 from news returning inbox_id`;

const TURN = [
  "delete from mailbox where inbox_id = any($1::bigint[])",
  `update actors set version = version + 1, state = item.state::json
    from unnest($1::text[], $2::text[]) as item(key, state)
    where actors.kind = 'conversation' and actors.key = item.key`,
  `update users set credits = users.credits + 1, last_seen_at = now()
    from unnest($1::bigint[]) as item(fan) where telegram_id = item.fan`,
  `update conversations set messages_in = messages_in + 1, last_message_at = now()
    from unnest($1::bigint[]) as item(fan) join users on users.telegram_id = item.fan
    where conversations.user_id = users.id`,
  `insert into messages (user_id, ref, direction, kind, text, cost, status, created_at)
    select users.id, 'f' || n, 'in', 'text', 'Hello there', 1, 'queued', now()
    from unnest($1::int[], $2::bigint[]) as item(n, fan) join users on telegram_id = item.fan`,
  `insert into transactions
      (user_id, kind, credits, seconds, amount_cents, reference, created_at)
    select users.id, 'message', -1, 0, 0, 'message:' || fan || ':' || n, now()
    from unnest($1::int[], $2::bigint[]) as item(n, fan) join users on telegram_id = item.fan`,
  `insert into outbox (id, kind, key, partition, effect, delivers, status, at)
    select id, 'conversation', key, 1, effect::json, '["f1000"]', 'pending', now()
    from unnest($1::bigint[], $2::text[], $3::text[]) as item(id, key, effect)`,
];

const RESULT = [
  "delete from outbox where id = any($1::bigint[])",
  `insert into message_links (fan_id, fan_message_id, group_id, topic_message_id, direction)
    select fan, n, -1001000000001, n, 'in'
    from unnest($1::int[], $2::bigint[]) as item(n, fan)`,
  `update messages set status = 'delivered'
    from unnest($1::int[], $2::bigint[]) as item(n, fan) join users on telegram_id = item.fan
    where messages.user_id = users.id and messages.ref = 'f' || n`,
];

/** Everything of 256 messages of as many fans. */
async function writeBatch(sql: postgres.Sql): Promise<void> {
  const first = nextMessage;
  nextMessage += BATCH;
  const ns = Array.from({ length: BATCH }, (_, i) => first + i);
  const places = ns.map((n) => n % FANS);
  const fans = places.map((place) => FIRST_FAN + place);
  const keys = fans.map(String);
  const bodies = ns.map((n, i) => JSON.stringify(textFrom(fans[i] ?? 0, n)));
  const states = fans.map(() => SAMPLE.state);
  const effects = ns.flatMap(() => SAMPLE.effects);
  const mail = await sql.unsafe<{ inbox_id: string }[]>(
    INBOX,
    [numbers(ns), numbers(places), text(bodies)],
    { prepare: true },
  );
  const ids = mail.map((row) => Number(row.inbox_id));
  const each = SAMPLE.effects.length;
  const outboxIds = ids.flatMap((id) => SAMPLE.effects.map((_, k) => id * 256 + k));
  const outboxKeys = keys.flatMap((key) => Array.from({ length: each }, () => key));
  const turn = [
    [numbers(ids)],
    [text(keys), text(states)],
    [numbers(fans)],
    [numbers(fans)],
    [numbers(ns), numbers(fans)],
    [numbers(ns), numbers(fans)],
    [numbers(outboxIds), text(outboxKeys), text(effects)],
  ];
  await inOneTransaction(sql, TURN, turn);
  const result = [[numbers(outboxIds)], [numbers(ns), numbers(fans)], [numbers(ns), numbers(fans)]];
  await inOneTransaction(sql, RESULT, result);
}

/** Pipelined: the statements go out together. */
async function inOneTransaction(
  sql: postgres.Sql,
  statements: readonly string[],
  parameters: readonly (readonly string[])[],
): Promise<void> {
  await sql.begin((tx) =>
    statements.map((statement, i) =>
      tx.unsafe(statement, [...(parameters[i] ?? [])], { prepare: true }),
    ),
  );
}

const SAMPLE = sampleTurn();

function sampleTurn(): { readonly state: string; readonly effects: readonly string[] } {
  const { state, effects } = decideSample(FIRST_FAN);
  return {
    state: JSON.stringify(conversation.load(state, { kind: "conversation", key: "5000000000" })),
    effects: effects.map(({ effect }) => JSON.stringify(effect)),
  };
}
