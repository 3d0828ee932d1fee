// Effects that wait. A row is `pending` or `held` until its result is known (db/settle.ts); then it
// is deleted when it was delivered, or kept as `discarded` with its verb and the reason.
import type { Address } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { StoredEffect } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { numbers, unixMs } from "./columns.ts";

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
