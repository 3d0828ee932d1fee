// The hottest path of the product: hundreds of decided turns in one statement and one round trip.
//
// `claimed` locks the actors whose row still carries the (epoch, version) that the activation read;
// `taken` deletes the mailbox rows of those that still wait. What is left in `taken` is committed,
// and every other part of the statement writes for the turns in it alone. So a turn that misses
// writes nothing, without a rollback and without a word from us in between. A row that another
// commit changed first is looked at again after its lock is had (READ COMMITTED re-checks the
// conditions on the new row), so of two commits on one version one finds nothing to claim.
//
// A kind of row that no turn of the batch has is left out of the statement: a few shapes are
// prepared, and a lone small turn does not pay for the kinds it has not.
import { invariant } from "#actors/kernel/errors.ts";
import type { CommitResult, TurnCommit } from "#actors/kernel/ports.ts";
import { type Batch, batchOf, type TurnItem } from "./batch.ts";
import type { Database, Parameter } from "./client.ts";
import { arrays, type Column, unnest } from "./columns.ts";
import { ERASE, PARTS } from "./commit-parts.ts";

const TURN_COLUMNS: readonly Column<TurnItem>[] = [
  { name: "n", type: "integer", of: ({ n }) => n },
  { name: "actor_id", type: "bigint", of: ({ turn }) => turn.actor.row },
  { name: "epoch", type: "bigint", of: ({ turn }) => turn.epoch },
  { name: "version", type: "bigint", of: ({ turn }) => turn.version },
  { name: "inbox_id", type: "bigint", of: ({ turn }) => turn.envelopeId },
  { name: "kind", type: "text", of: ({ turn }) => turn.address.kind },
  { name: "key", type: "text", of: ({ turn }) => turn.address.key },
  { name: "partition", type: "integer", of: ({ turn }) => turn.partition },
  { name: "at", type: "bigint", of: ({ turn }) => turn.at },
  { name: "state", type: "json", of: ({ turn }) => turn.state },
  { name: "state_version", type: "integer", of: ({ turn }) => turn.stateVersion },
  { name: "credits_moved", type: "integer", of: (item) => item.creditsMoved },
  { name: "is_erasure", type: "boolean", of: (item) => item.isErasure },
];

const head = (hasErasures: boolean) => `
with turns as materialized (
  select * from ${unnest(TURN_COLUMNS, "turn", 1)}
),
claimed as (
  select turns.*, actors.user_id
  from turns
  join actors on actors.id = turns.actor_id
  where actors.epoch = turns.epoch and actors.version = turns.version
  order by actors.id
  for update of actors
),
taken as materialized (
  delete from mailbox using claimed
  where mailbox.inbox_id = claimed.inbox_id and not mailbox.is_dead
  returning claimed.*
),
written_actors as (
  update actors
  set ${hasErasures ? ERASED_ACTOR : "version = actors.version + 1,"}
    state = taken.state::json, state_version = taken.state_version
  from taken
  where actors.id = taken.actor_id
)`;

/** One more version than a turn takes, so that whoever holds the old user misses and wakes anew. */
const ERASED_ACTOR = `
    version = actors.version + case when taken.is_erasure then 2 else 1 end,
    user_id = case when taken.is_erasure then null else actors.user_id end,`;

/** Statements by the kinds of rows they write; as many as there are mixtures in practice. */
const statements = new Map<string, string>();

/**
 * `Store.commit`. Rejects as a whole when a turn breaks a rule of the tables (a reference used
 * twice, a balance that is not the sum of the ledger): then nothing is written of any of them, and
 * the caller finds the culprit by committing turn by turn.
 */
export async function commit(
  database: Database,
  turns: readonly TurnCommit[],
): Promise<readonly CommitResult[]> {
  if (turns.length === 0) return [];
  invariant(
    new Set(turns.map((turn) => turn.actor.row)).size === turns.length,
    "a batch has one turn of an actor",
  );
  const batch = batchOf(turns);
  const { statement, parameters } = compose(batch);
  const rows = await database.query<{ n: number }>("commit", statement, parameters);
  const results: CommitResult[] = turns.map(() => "missed");
  for (const { n } of rows) results[n] = "committed";
  return results;
}

function compose(batch: Batch): { statement: string; parameters: readonly Parameter[] } {
  const parameters = arrays(TURN_COLUMNS, batch.turns);
  const parts = PARTS.filter((part) => part.count(batch) > 0);
  const shape = `${parts.map((part) => part.name).join()} ${String(batch.hasErasures)}`;
  let statement = statements.get(shape);
  if (statement === undefined) {
    let first = parameters.length + 1;
    statement = head(batch.hasErasures);
    for (const part of parts) {
      statement += `,\n${part.write(first, batch.hasErasures)}`;
      first += part.width;
    }
    if (batch.hasErasures) statement += `,\n${ERASE}`;
    statement += "\nselect n from taken";
    statements.set(shape, statement);
  }
  for (const part of parts) parameters.push(...part.parameters(batch));
  return { statement, parameters };
}
