// The hottest path of the product: hundreds of decided turns in one statement and one round trip.
//
// `claimed` locks the actors whose row still carries the (epoch, version) that the activation read,
// where this node still holds the partition's lease at that epoch; `taken` deletes the mailbox rows
// of those that still wait. What is left in `taken` is committed, and every other part of the
// statement writes for the turns in it alone. So a turn that misses writes nothing, without a
// rollback and without a word from us in between. A row that somebody else changed first is looked
// at again after its lock is had (READ COMMITTED re-checks the conditions on the new row), so of two
// commits on one version one finds nothing to claim. The lock on the lease keeps a take-over waiting
// until the commit is done: whoever takes over sees all effects that were written before.
//
// The parts know the taken turns by an array of their envelopes and not by a join, which would be a
// nested loop over whole rows (db/client.ts says why there is no other). A kind of row that no turn
// of the batch has is left out: few shapes are ever prepared, and a small turn pays for what it has.
import { invariant } from "#actors/kernel/errors.ts";
import type { CommitResult, TurnCommit } from "#actors/kernel/ports.ts";
import { type Batch, batchOf, type TurnItem } from "./batch.ts";
import type { Database, Parameter } from "./client.ts";
import {
  arrays,
  bigint,
  boolean,
  type Column,
  integer,
  json,
  matches,
  text,
  unnest,
} from "./columns.ts";
import { isTaken } from "./commit-part.ts";
import { PARTS } from "./commit-parts.ts";
import { ERASE } from "./erasure.ts";

const TURN_COLUMNS: readonly Column<TurnItem>[] = [
  bigint("envelope_id", ({ turn }) => turn.envelopeId),
  bigint("actor_id", ({ turn }) => turn.actor.row),
  bigint("user_id", ({ turn }) => turn.actor.userId),
  text("kind", ({ turn }) => turn.address.kind),
  text("key", ({ turn }) => turn.address.key),
  integer("partition", ({ turn }) => turn.partition),
  bigint("epoch", ({ turn }) => turn.epoch),
  bigint("version", ({ turn }) => turn.version),
  json("state", ({ turn }) => turn.state),
  integer("state_version", ({ turn }) => turn.stateVersion),
  boolean("is_erasure", (item) => item.isErasure),
];

const head = (hasErasures: boolean): string => `
with turns as materialized (
  select * from ${unnest(TURN_COLUMNS, "turn", 2)}
),
claimed as materialized (
  select turns.envelope_id
  from turns
  join leases on ${matches("leases.partition", "turns.partition")}
  join actors on ${matches("actors.id", "turns.actor_id")}
  where leases.owner = $1 and leases.epoch = turns.epoch
    and actors.epoch = turns.epoch and actors.version = turns.version
    and actors.user_id is not distinct from turns.user_id
  order by turns.actor_id
  for update of actors for key share of leases
),
taken as materialized (
  delete from mailbox using claimed
  where ${matches("mailbox.inbox_id", "claimed.envelope_id")} and not mailbox.is_dead
  returning mailbox.inbox_id as envelope_id
),
taken_envelopes as materialized (
  select array_agg(envelope_id) as ids from taken
),
written_actors as (
  update actors
  set ${hasErasures ? ERASED_ACTOR : "version = actors.version + 1,"}
    state = turns.state::json, state_version = turns.state_version
  from turns
  where ${matches("actors.id", "turns.actor_id")} and ${isTaken("turns")}
)`;

/** One more version than a turn takes, so that whoever holds the old user misses and wakes anew. */
const ERASED_ACTOR = `
    version = actors.version + case when turns.is_erasure then 2 else 1 end,
    user_id = case when turns.is_erasure then null else actors.user_id end,`;

/** Statements by the kinds of rows they write; as many as there are mixtures in practice. */
const statements = new Map<string, string>();

/**
 * `Store.commit`, for the process `nodeId`. Rejects as a whole when a turn breaks a rule of the
 * tables (a reference used twice, a balance that is not the sum of the ledger): then nothing is
 * written of any of them, and the caller finds the culprit by committing turn by turn.
 */
export async function commit(
  database: Database,
  nodeId: string,
  turns: readonly TurnCommit[],
): Promise<readonly CommitResult[]> {
  if (turns.length === 0) return [];
  invariant(
    new Set(turns.map((turn) => turn.actor.row)).size === turns.length,
    "a batch has one turn of an actor",
  );
  const { statement, parameters } = compose(nodeId, batchOf(turns));
  const rows = await database.query<{ id: number }>("commit", statement, parameters);
  const taken = new Set(rows.map((row) => row.id));
  return turns.map((turn) => (taken.has(turn.envelopeId) ? "committed" : "missed"));
}

function compose(
  nodeId: string,
  batch: Batch,
): { statement: string; parameters: readonly Parameter[] } {
  const parameters = [nodeId, ...arrays(TURN_COLUMNS, batch.turns)];
  const parts = PARTS.filter((part) => part.count(batch) > 0);
  const shape = `${parts.map((part) => part.name).join()} ${String(batch.hasErasures)}`;
  let statement = statements.get(shape);
  if (statement === undefined) {
    let first = parameters.length + 1;
    statement = head(batch.hasErasures);
    for (const part of parts) {
      statement += `,${part.write(first, batch.hasErasures)}`;
      first += part.width;
    }
    if (batch.hasErasures) statement += `,${ERASE}`;
    statement += "\nselect envelope_id as id from taken";
    statements.set(shape, statement);
  }
  for (const part of parts) parameters.push(...part.parameters(batch));
  return { statement, parameters };
}
