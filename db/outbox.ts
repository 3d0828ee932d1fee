// Effects that wait, and what became of them. A row is `pending` or `held` until its result is
// known; then it is deleted when it was delivered, or kept as `discarded` with its verb and the
// reason. The result, the links it made, the messages it delivered and the news for the actor are
// one statement: a result that is told twice finds no pending row the second time.
import type { Address } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { EFFECTS_PER_TURN_MAX } from "#actors/kernel/envelope.ts";
import type { Link, Settlement, StoredEffect } from "#actors/kernel/ports.ts";
import { fanIdOf } from "./activate.ts";
import type { Database, Parameter } from "./client.ts";
import {
  arrays,
  bigint,
  boolean,
  type Column,
  integer,
  json,
  moment,
  numbers,
  text,
  unixMs,
  unnest,
} from "./columns.ts";
import { ARRIVAL_COLUMNS, insertArrivals } from "./inbox.ts";

interface EffectRow extends Address {
  readonly id: number;
  readonly effect: Effect;
  readonly header: object | null;
  readonly after: number | null;
  readonly delivers: readonly string[] | null;
  readonly at: number;
  readonly attempts: number;
}

/** A forerunner that is no longer there was delivered. */
const LOAD = `
select outbox.id, outbox.kind, outbox.key, outbox.effect, outbox.header, outbox.delivers,
  outbox.attempts, ${unixMs("outbox.at")} as at,
  (select before.id from outbox before
    where before.id = outbox.after_id and before.status <> 'discarded') as after
from outbox
where outbox.status = 'pending'`;

const LOAD_PARTITIONS = `${LOAD}
  and outbox.id > $1::bigint and outbox.partition = any($2::integer[])
order by outbox.id
limit $3::integer`;

const LOAD_BY_ID = `${LOAD}
  and outbox.id = any($1::bigint[])
order by outbox.id`;

/** `Store.loadEffects`. */
export async function loadEffects(
  database: Database,
  partitions: readonly number[],
  afterId: number,
  limit: number,
): Promise<readonly StoredEffect[]> {
  const parameters = [afterId, numbers(partitions), limit];
  const rows = await database.query<EffectRow>("load effects", LOAD_PARTITIONS, parameters);
  return rows.map(stored);
}

/** `Store.loadEffectsById`, by id. */
export async function loadEffectsById(
  database: Database,
  ids: readonly number[],
): Promise<readonly StoredEffect[]> {
  if (ids.length === 0) return [];
  const rows = await database.query<EffectRow>("load effects by id", LOAD_BY_ID, [numbers(ids)]);
  return rows.map(stored);
}

function stored(row: EffectRow): StoredEffect {
  const { kind, key, header, delivers, ...rest } = row;
  const effect = header === null ? row.effect : ({ ...row.effect, header } as Effect);
  return { ...rest, address: { kind, key }, effect, delivers: delivers ?? [] };
}

interface SettlementItem extends Settlement {
  readonly n: number;
}

const SETTLEMENT_COLUMNS: readonly Column<SettlementItem>[] = [
  integer("n", (item) => item.n),
  bigint("id", (item) => item.effectId),
  boolean("is_discarded", (item) => item.to === "discarded"),
  json("outcome", (item) => (item.to === "discarded" ? JSON.stringify(item.outcome) : null)),
  integer("attempts", (item) => item.attempts),
  ...ARRIVAL_COLUMNS.map(
    (column): Column<SettlementItem> => ({
      ...column,
      of: ({ arrival }) => (arrival === null ? null : column.of(arrival)),
    }),
  ),
];

const SETTLE = `
with recursive won as materialized (
  select settlement.*
  from ${unnest(SETTLEMENT_COLUMNS, "settlement", 1)}
  join outbox on outbox.id = settlement.id
  where outbox.status = 'pending'
  order by outbox.id
  for update of outbox
),
won_places as materialized (
  select array_agg(n) as places from won
),
delivered_outbox as (
  delete from outbox using won where outbox.id = won.id and not won.is_discarded
)`;

/** The row belongs to a settlement that is the first of its effect. */
const IS_WON = "item.n = any ((select places from won_places)::integer[])";

/** Those that waited for a discarded effect will never have their turn; ids of a turn are near. */
const DISCARD = `
lost as (
  select id, outcome, attempts from won where is_discarded
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
  where outbox.id = lost.id
)`;

const TELL = insertArrivals(`
    select dedupe_key, kind, key, partition, lane, body, raw, ${moment("at")}
    from won where dedupe_key is not null order by n`);

interface LinkItem extends Link {
  readonly n: number;
}

const LINK_COLUMNS: readonly Column<LinkItem>[] = [
  integer("n", (item) => item.n),
  bigint("fan_id", (item) => item.fanId),
  integer("fan_message_id", (item) => item.fanMessageId),
  bigint("group_id", (item) => item.groupId),
  integer("topic_message_id", (item) => item.topicMessageId),
  text("direction", (item) => item.direction),
];

const links = (first: number) => `
written_links as (
  insert into message_links (fan_id, fan_message_id, group_id, topic_message_id, direction)
  select fan_id, fan_message_id, group_id, topic_message_id, direction
  from ${unnest(LINK_COLUMNS, "item", first)} where ${IS_WON}
  on conflict do nothing
)`;

interface DeliveryItem {
  readonly n: number;
  readonly fanId: number;
  readonly ref: string;
}

const DELIVERY_COLUMNS: readonly Column<DeliveryItem>[] = [
  integer("n", (item) => item.n),
  bigint("fan_id", (item) => item.fanId),
  text("ref", (item) => item.ref),
];

/** User and ref are one list, so that messages are found by both and not by the user alone. */
const deliveries = (first: number) => `
deliveries as materialized (
  select users.id as user_id, item.ref
  from ${unnest(DELIVERY_COLUMNS, "item", first)}
  join users on users.telegram_id = item.fan_id
  where ${IS_WON}
),
delivered_messages as (
  update messages set status = 'delivered'
  from deliveries
  where messages.user_id = deliveries.user_id and messages.ref = deliveries.ref
    and messages.status = 'queued'
)`;

/** `Store.settle`. */
export async function settle(
  database: Database,
  settlements: readonly Settlement[],
): Promise<readonly boolean[]> {
  if (settlements.length === 0) return [];
  const { statement, parameters } = compose(settlements);
  const rows = await database.query<{ n: number }>("settle", statement, parameters);
  const results = settlements.map(() => false);
  for (const { n } of rows) results[n] = true;
  return results;
}

function compose(settlements: readonly Settlement[]): {
  statement: string;
  parameters: readonly Parameter[];
} {
  const items = settlements.map((settlement, n) => ({ ...settlement, n }));
  const parameters = arrays(SETTLEMENT_COLUMNS, items);
  let statement = SETTLE;
  if (items.some((item) => item.to === "discarded")) statement += `,${DISCARD}`;
  if (items.some((item) => item.arrival !== null)) statement += `,${TELL}`;
  const linkItems = items.flatMap(({ n, ...item }) => item.links.map((link) => ({ ...link, n })));
  if (linkItems.length > 0) {
    statement += `,${links(parameters.length + 1)}`;
    parameters.push(...arrays(LINK_COLUMNS, linkItems));
  }
  const deliveryItems = items.flatMap(deliveriesOf);
  if (deliveryItems.length > 0) {
    statement += `,${deliveries(parameters.length + 1)}`;
    parameters.push(...arrays(DELIVERY_COLUMNS, deliveryItems));
  }
  return { statement: `${statement}\nselect n from won`, parameters };
}

function deliveriesOf({ n, to, address, delivers }: SettlementItem): DeliveryItem[] {
  const fanId = fanIdOf(address);
  if (fanId === null || to !== "delivered") return [];
  return delivers.map((ref) => ({ n, fanId, ref }));
}
