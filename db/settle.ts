// What became of effects. The result, the links it made, the messages it delivered and the news for
// the actor are one statement; `won` locks the rows that still wait, and everything is written for
// those alone, so a result that is told twice, or by two relays, counts once.

import type { Arrival } from "#actors/kernel/envelope.ts";
import { EFFECTS_PER_TURN_MAX } from "#actors/kernel/envelope.ts";
import type { Link, Settlement } from "#actors/kernel/ports.ts";
import { fanIdOf } from "./activate.ts";
import type { Database, Parameter } from "./client.ts";
import {
  arrays,
  bigint,
  type Column,
  integer,
  json,
  matches,
  moment,
  numbers,
  text,
  unnest,
} from "./columns.ts";
import { ARRIVAL_COLUMNS, insertArrivals } from "./inbox.ts";

/** $1: the effects; $2: those of them that are given up. */
const WIN = `
with recursive won as materialized (
  select id from outbox
  where id = any ($1::bigint[]) and status = 'pending'
  order by id
  for update
),
won_effects as materialized (
  select array_agg(id) as ids from won
),
delivered_outbox as (
  delete from outbox
  where id = any ((select ids from won_effects)::bigint[]) and not id = any ($2::bigint[])
)`;

const IS_WON = "item.effect_id = any ((select ids from won_effects)::bigint[])";

interface OfEffect {
  readonly effectId: number;
}
const effectId = bigint<OfEffect>("effect_id", (item) => item.effectId);

/** The parts beside the rows themselves; one that has no items is left out of the statement. */
interface Part {
  readonly width: number;
  itemsOf(settlements: readonly Settlement[]): readonly OfEffect[];
  parameters(settlements: readonly Settlement[]): readonly Parameter[];
  write(first: number): string;
}

function part<Item extends OfEffect>(
  itemsOf: (settlement: Settlement) => readonly Item[],
  columns: readonly Column<Item>[],
  write: (items: string) => string,
): Part {
  return {
    width: columns.length,
    itemsOf: (settlements) => settlements.flatMap(itemsOf),
    parameters: (settlements) => arrays(columns, settlements.flatMap(itemsOf)),
    write: (first) => write(unnest(columns, "item", first)),
  };
}

/** Those that waited for a discarded effect will never have their turn; ids of a turn are near. */
const discards = part<Settlement>(
  (settlement) => (settlement.to === "discarded" ? [settlement] : []),
  [
    effectId,
    json("outcome", (item) => JSON.stringify(item.outcome)),
    integer("attempts", (item) => item.attempts),
  ],
  (items) => `
lost as (
  select item.effect_id as id, item.outcome, item.attempts from ${items} where ${IS_WON}
  union all
  select outbox.id, lost.outcome, 0
  from lost
  join outbox on outbox.after_id = lost.id and outbox.status in ('pending', 'held')
    and outbox.id > lost.id
    and outbox.id < (lost.id / ${EFFECTS_PER_TURN_MAX} + 1) * ${EFFECTS_PER_TURN_MAX}
    and outbox.id not in (select id from won)
),
discarded_outbox as (
  update outbox
  set status = 'discarded', outcome = lost.outcome::json, attempts = lost.attempts,
    effect = json_build_object('verb', outbox.effect ->> 'verb'), header = null
  from lost
  where ${matches("outbox.id", "lost.id")}
)`,
);

const news = part<OfEffect & { readonly arrival: Arrival }>(
  ({ effectId: id, arrival }) => (arrival === null ? [] : [{ effectId: id, arrival }]),
  [
    effectId,
    ...ARRIVAL_COLUMNS.map((column) => ({
      ...column,
      of: ({ arrival }: { readonly arrival: Arrival }) => column.of(arrival),
    })),
  ],
  (items) =>
    insertArrivals(`
    select dedupe_key, kind, key, partition, lane, body, raw, ${moment("at")}
    from ${items} where ${IS_WON}`),
);

const links = part<OfEffect & Link>(
  (settlement) => settlement.links.map((link) => ({ ...link, effectId: settlement.effectId })),
  [
    effectId,
    bigint("fan_id", (item) => item.fanId),
    integer("fan_message_id", (item) => item.fanMessageId),
    bigint("group_id", (item) => item.groupId),
    integer("topic_message_id", (item) => item.topicMessageId),
    text("direction", (item) => item.direction),
  ],
  (items) => `
written_links as (
  insert into message_links (fan_id, fan_message_id, group_id, topic_message_id, direction)
  select fan_id, fan_message_id, group_id, topic_message_id, direction
  from ${items} where ${IS_WON}
  on conflict do nothing
)`,
);

const deliveries = part<OfEffect & { readonly fanId: number; readonly ref: string }>(
  (settlement) => {
    const fanId = fanIdOf(settlement.address);
    if (fanId === null || settlement.to !== "delivered") return [];
    return settlement.delivers.map((ref) => ({ effectId: settlement.effectId, fanId, ref }));
  },
  [effectId, bigint("fan_id", (item) => item.fanId), text("ref", (item) => item.ref)],
  (items) => `
deliveries as materialized (
  select users.id as user_id, item.ref
  from ${items} join users on ${matches("users.telegram_id", "item.fan_id")}
  where ${IS_WON}
),
delivered_messages as (
  update messages set status = 'delivered'
  from deliveries
  where ${matches("messages.user_id", "deliveries.user_id")}
    and ${matches("messages.ref", "deliveries.ref")} and messages.status = 'queued'
)`,
);

const PARTS: readonly Part[] = [discards, news, links, deliveries];

/** `Store.settle`. */
export async function settle(
  database: Database,
  settlements: readonly Settlement[],
): Promise<readonly boolean[]> {
  if (settlements.length === 0) return [];
  const discarded = settlements.filter((settlement) => settlement.to === "discarded");
  const parameters: Parameter[] = [idsOf(settlements), idsOf(discarded)];
  let statement = WIN;
  for (const each of PARTS) {
    if (each.itemsOf(settlements).length === 0) continue;
    statement += `,${each.write(parameters.length + 1)}`;
    parameters.push(...each.parameters(settlements));
  }
  statement += "\nselect id from won";
  const rows = await database.query<{ id: number }>("settle", statement, parameters);
  const won = new Set(rows.map((row) => row.id));
  // Of two settlements of one effect in one call the first is the one that counts.
  return settlements.map((settlement) => won.delete(settlement.effectId));
}

function idsOf(settlements: readonly Settlement[]): string {
  return numbers(settlements.map((settlement) => settlement.effectId));
}
