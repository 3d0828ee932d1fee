// Waking actors: the first fence, and the rows of a fan's first contact (or of the first one after
// an erasure, which leaves the actor without a user). Many actors are one statement; an actor that
// this machine has had before costs no write.

import type { Route } from "#actors/kernel/actor.ts";
import { type Address, addressKey } from "#actors/kernel/address.ts";
import { deskRoute } from "#actors/kernel/desk.ts";
import type { Activated, ActivateRequest } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { arrays, bigint, type Column, integer, matches, moment, text, unnest } from "./columns.ts";

const REQUEST_COLUMNS: readonly Column<ActivateRequest>[] = [
  text("kind", ({ address }) => address.kind),
  text("key", ({ address }) => address.key),
  bigint("fan_id", ({ address }) => fanIdOf(address)),
  integer("partition", (request) => request.partition),
  bigint("epoch", (request) => request.epoch),
  bigint("at", (request) => request.at),
];

const MADE_USER = "((select by_fan from made_user_ids) ->> allowed.fan_id::text)::bigint";

/**
 * The leases are only read. A share lock would make a take-over wait for those who were just let in,
 * but whoever is let in late is stopped by the actor's own row all the same, and the lock makes
 * every waking a write that waits for the disk (measured: 4 ms against 0.2). Rows are made and
 * locked in one order, so that two machines that wake the same actors do not lock each other out. A
 * row that another machine makes at the same moment is invisible to this statement, hence
 * `do update` where `do nothing` would answer no row. New users are looked up by fan in one JSON
 * object, where a join of the two lists would be a nested loop.
 */
const ACTIVATE = `
with allowed as materialized (
  select request.*, actors.id is null as is_new,
    request.fan_id is not null and actors.user_id is null as needs_user
  from ${unnest(REQUEST_COLUMNS, "request", 2)}
  join leases on ${matches("leases.partition", "request.partition")}
    and leases.epoch = request.epoch and leases.owner = $1
  left join actors on ${matches("actors.kind", "request.kind")}
    and ${matches("actors.key", "request.key")}
),
made_users as (
  insert into users (telegram_id, created_at, last_seen_at)
  select fan_id, ${moment("at")}, ${moment("at")}
  from allowed where needs_user
  order by fan_id
  on conflict (telegram_id) do update set telegram_id = excluded.telegram_id
  returning id, telegram_id
),
made_user_ids as materialized (
  select jsonb_object_agg(telegram_id, id) as by_fan from made_users
),
made_conversations as (
  insert into conversations (user_id) select id from made_users on conflict do nothing
),
made as (
  insert into actors (kind, key, partition, epoch, owner, user_id)
  select kind, key, partition, epoch, $1, ${MADE_USER}
  from allowed
  where is_new
  order by kind, key
  on conflict (kind, key) do update
  set epoch = excluded.epoch, owner = excluded.owner,
    user_id = coalesce(actors.user_id, excluded.user_id)
  where actors.epoch <= excluded.epoch
  returning id, kind, key, user_id, version, state
),
stamped as (
  update actors
  set epoch = allowed.epoch, owner = $1, user_id = coalesce(actors.user_id, ${MADE_USER})
  from allowed
  where ${matches("actors.kind", "allowed.kind")} and ${matches("actors.key", "allowed.key")}
    and actors.epoch <= allowed.epoch
    and (allowed.needs_user
      or (actors.epoch, actors.owner) is distinct from (allowed.epoch, $1))
  returning actors.id, actors.kind, actors.key, actors.user_id, actors.version, actors.state
),
known as (
  select actors.id, actors.kind, actors.key, actors.user_id, actors.version, actors.state
  from allowed
  join actors on ${matches("actors.kind", "allowed.kind")} and ${matches("actors.key", "allowed.key")}
  where not allowed.needs_user
    and (actors.epoch, actors.owner) is not distinct from (allowed.epoch, $1)
)
select id, kind, key, user_id, version, state::text from made
union all select id, kind, key, user_id, version, state::text from stamped
union all select id, kind, key, user_id, version, state::text from known`;

interface ActorRow extends Address {
  readonly id: number;
  readonly user_id: number | null;
  readonly version: number;
  readonly state: string | null;
}

/** `Store.activate`, for the process `nodeId`. */
export async function activate(
  database: Database,
  nodeId: string,
  requests: readonly ActivateRequest[],
): Promise<readonly Activated[]> {
  if (requests.length === 0) return [];
  const distinct = new Map(requests.map((request) => [addressKey(request.address), request]));
  const rows = await database.query<ActorRow>("activate", ACTIVATE, [
    nodeId,
    ...arrays(REQUEST_COLUMNS, [...distinct.values()]),
  ]);
  const found = new Map(rows.map((row) => [addressKey(row), row]));
  return requests.map((request): Activated => {
    const row = found.get(addressKey(request.address));
    if (row === undefined) return { type: "fenced" };
    const { id, user_id: userId, version, state } = row;
    return { type: "active", actor: { row: id, userId }, version, state };
  });
}

const ADDRESS_COLUMNS: readonly Column<Address>[] = [
  text("kind", (address) => address.kind),
  text("key", (address) => address.key),
];

const ROUTES = `
select wanted.kind, wanted.key,
  case when actors.user_id is null then (actors.state ->> 'groupId')::bigint
    else conversations.group_id end as group_id,
  case when actors.user_id is null then (actors.state ->> 'topicId')::integer
    else conversations.topic_id end as topic_id
from ${unnest(ADDRESS_COLUMNS, "wanted", 1)}
join actors on ${matches("actors.kind", "wanted.kind")} and ${matches("actors.key", "wanted.key")}
left join conversations on ${matches("conversations.user_id", "actors.user_id")}
where actors.kind = 'conversation'`;

/**
 * `Store.routes`. A fan's chat is known from the address, even when the fan's rows are gone; the topic
 * is then what the state says that an erasure has left.
 */
export async function routes(
  database: Database,
  addresses: readonly Address[],
): Promise<readonly Route[]> {
  if (addresses.length === 0) return [];
  const rows = await database.query<
    Address & { readonly group_id: number | null; readonly topic_id: number | null }
  >("routes", ROUTES, arrays(ADDRESS_COLUMNS, addresses));
  const found = new Map(rows.map((row) => [addressKey(row), row]));
  return addresses.map((address) => {
    if (address.kind === "desk") return deskRoute(address.key);
    const row = found.get(addressKey(address));
    return {
      fanChatId: fanIdOf(address),
      groupId: row?.group_id ?? null,
      topicId: row?.topic_id ?? null,
    };
  });
}

/** The fan a conversation belongs to; null for actors of other kinds. */
export function fanIdOf(address: Address): number | null {
  return address.kind === "conversation" ? Number(address.key) : null;
}
