// Who owns which partition. Every time here is the database's clock, read at each statement
// (`clock_timestamp`), so no machine's clock matters. A lease is taken by raising its epoch; safety
// rests on the epoch that activations stamp and commits compare, not on anybody's belief in time.
//
// A node is alive while `lease_until` is ahead; a lapsed one never renews. A lease whose owner is not
// alive was abandoned; one without an owner was given up in good order.
import type { Lease, LeaseStore } from "#actors/kernel/ports.ts";
import type { Database } from "./client.ts";
import { numbers } from "./columns.ts";

const UNTIL = (ttl: string) => `clock_timestamp() + ${ttl}::float8 * interval '1 millisecond'`;
const IS_ALIVE = "lease_until > clock_timestamp()";

const JOIN = `
with predecessors as (
  delete from nodes where instance_id = $2 and id <> $1
),
strangers as (
  delete from nodes where instance_id <> $2 and lease_until < clock_timestamp() - interval '1 day'
)
insert into nodes (id, instance_id, lease_until) values ($1, $2, ${UNTIL("$3")})
on conflict (id) do update
set lease_until = excluded.lease_until, instance_id = excluded.instance_id, is_draining = false`;

const RENEW = `
update nodes set lease_until = ${UNTIL("$2")} where id = $1 and ${IS_ALIVE} returning id`;

const LIVE_NODES = `select id from nodes where ${IS_ALIVE} and not is_draining order by id`;

/** Two that claim at once do not wait for each other: what is locked is being taken. */
const CLAIM = `
with free as (
  select partition, owner from leases
  where partition = any($2::integer[])
    and exists (select from nodes where id = $1 and ${IS_ALIVE})
    and not exists (select from nodes where id = leases.owner and ${IS_ALIVE})
  order by partition
  for update skip locked
)
update leases set owner = $1, epoch = leases.epoch + 1
from free
where leases.partition = free.partition
returning leases.partition, leases.epoch, free.owner is not null as was_abandoned`;

const RELEASE = `
update leases set owner = null where owner = $1 and partition = any($2::integer[])`;

const DRAIN = "update nodes set is_draining = true where id = $1";

const LEAVE = `
with gone as (delete from nodes where id = $1)
update leases set owner = null where owner = $1`;

/** The `LeaseStore` on a database. */
export function createLeaseStore(database: Database): LeaseStore {
  return {
    async join({ id, instanceId, ttlMs }) {
      await database.query("join", JOIN, [id, instanceId, ttlMs]);
    },
    async renew(nodeId, ttlMs) {
      return (await database.query("renew", RENEW, [nodeId, ttlMs])).length > 0;
    },
    async liveNodes() {
      const rows = await database.query<{ id: string }>("live nodes", LIVE_NODES);
      return rows.map((row) => row.id);
    },
    async claim(nodeId, wanted) {
      const parameters = [nodeId, numbers(wanted)];
      const rows = await database.query<Lease & { was_abandoned: boolean }>(
        "claim",
        CLAIM,
        parameters,
      );
      return rows.map(({ partition, epoch, was_abandoned: wasAbandoned }) => ({
        partition,
        epoch,
        wasAbandoned,
      }));
    },
    async release(nodeId, partitions) {
      await database.query("release", RELEASE, [nodeId, numbers(partitions)]);
    },
    async drain(nodeId) {
      await database.query("drain", DRAIN, [nodeId]);
    },
    async leave(nodeId) {
      await database.query("leave", LEAVE, [nodeId]);
    },
  };
}
