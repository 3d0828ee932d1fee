// One process at a time, over all machines on a database. The right is an advisory lock that a
// transaction holds, so it needs no row, nobody has to release it, and it works behind a pooler in
// transaction mode: the connection is this transaction's own until it ends. Whoever has it and dies
// has it no longer as soon as the server knows that the connection is gone.
//
// It keeps two from doing the same work at once and spares the second the trouble. It does not fence:
// a process that hangs longer than its connection lives goes on without it. What must not be done
// twice needs a key of its own.
import { invariant } from "#actors/kernel/errors.ts";
import type { Database } from "./client.ts";
import { storeError } from "./errors.ts";

/** Our locks of this kind among a database's; two numbers, so never the migrations' (one number). */
const LOCK_CLASS = 911_472;

/**
 * Runs `run` while this process alone has the right of that name; null: another one has it, and
 * nothing was run. `run` asks the database over other connections, so the pool needs two. What it
 * throws comes through as it is.
 * @throws StoreError when the database cannot be asked, or the connection broke while `run` ran.
 */
export async function withSoleRight<Answer>(
  database: Database,
  name: string,
  run: () => Promise<Answer>,
): Promise<Answer | null> {
  invariant(database.sql.options.max > 1, "the right takes a connection of its own");
  let ran: Ran<Answer> | null = null;
  let isCut = false;
  try {
    await database.sql.begin(async (sql) => {
      await sql.unsafe("set local idle_in_transaction_session_timeout = 0");
      const [row] = await sql.unsafe<{ isOurs: boolean }[]>(
        `select pg_try_advisory_xact_lock(${LOCK_CLASS}, hashtext($1)) as "isOurs"`,
        [name],
        { prepare: false },
      );
      if (row?.isOurs !== true) return;
      ran = await run().then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      );
      // The driver would end this transaction on whatever has become of the connection meanwhile:
      // nothing (it throws where nobody can catch it), or another one's transaction.
      if (isCut) await new Promise<never>(() => undefined);
    });
  } catch (error) {
    isCut = true;
    throw storeError(`sole right to ${name}`, error);
  }
  return answerOf(ran);
}

type Ran<Answer> = { readonly answer: Answer } | { readonly error: unknown };

function answerOf<Answer>(ran: Ran<Answer> | null): Answer | null {
  if (ran === null) return null;
  if ("error" in ran) throw ran.error;
  return ran.answer;
}
