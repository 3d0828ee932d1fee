// Envelopes that were given up: they left their mailbox with the error that they ended on, and wait
// there until an operator puts them back (`redrive` in db/inbox.ts) or their fan is forgotten. What
// people wrote is not looked at here: an operator needs to know where and why, not what.
import type { Address } from "#actors/kernel/address.ts";
import type { Database } from "./client.ts";
import { unixMs } from "./columns.ts";

export interface DeadLetter {
  /** The inbox row's. */
  readonly id: number;
  readonly address: Address;
  /** When it was taken in, Unix milliseconds. */
  readonly at: number;
  readonly attempts: number;
  readonly error: string;
}

interface DeadRow extends Address {
  readonly id: number;
  readonly at: number;
  readonly attempts: number;
  readonly error: string | null;
}

const DEAD = `
select mailbox.inbox_id as id, mailbox.kind, mailbox.key, ${unixMs("inbox.at")} as at,
  mailbox.attempts, mailbox.error
from mailbox
join inbox on inbox.id = mailbox.inbox_id
where mailbox.is_dead
order by mailbox.inbox_id`;

/** All dead letters, the oldest first. */
export async function deadLetters(database: Database): Promise<readonly DeadLetter[]> {
  const rows = await database.query<DeadRow>("dead letters", DEAD);
  return rows.map(({ kind, key, error, ...row }) => ({
    ...row,
    address: { kind, key },
    error: error ?? "",
  }));
}
