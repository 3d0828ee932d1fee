// Envelopes that were given up: they left their mailbox with the error that they ended on, and wait
// there until an operator puts them back (`redrive` in db/inbox.ts), discards them, or their fan is
// forgotten. What people wrote is not looked at here: an operator needs to know where, of which kind
// and why, not what. A discarded one stays in the inbox like every envelope that was dealt with.
import { z } from "zod";
import type { Address } from "#actors/kernel/address.ts";
import { Teammate } from "#actors/kernel/team.ts";
import type { Database } from "./client.ts";
import { moment, unixMs } from "./columns.ts";
import type { Changer } from "./settings.ts";

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

/** A dead letter with what may be said of it: the kind of its message, and none of its words. */
export interface LetterRow extends DeadLetter {
  /** The message's `type`; "?" where it cannot be read. */
  readonly type: string;
}

const LETTERS = `
select mailbox.inbox_id as id, mailbox.kind, mailbox.key, ${unixMs("inbox.at")} as at,
  mailbox.attempts, mailbox.error,
  coalesce(substring(inbox.body from '"type"\\s*:\\s*"([A-Za-z]{1,40})"'), '?') as type
from mailbox
join inbox on inbox.id = mailbox.inbox_id
where mailbox.is_dead`;

const PAGE = `${LETTERS}
order by mailbox.inbox_id desc
limit $1::integer offset $2::integer`;

const COUNT = "select count(*)::integer as count from mailbox where is_dead";

const ONE = `${LETTERS} and mailbox.inbox_id = $1::bigint`;

const letterOf = ({ kind, key, error, ...row }: DeadRow & { type: string }): LetterRow => ({
  ...row,
  address: { kind, key },
  error: error ?? "",
});

/** A page of them, the newest first, and how many there are. @throws StoreError */
export async function lettersOf(
  database: Database,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ readonly rows: readonly LetterRow[]; readonly count: number }> {
  const [rows, counted] = await Promise.all([
    database.query<DeadRow & { type: string }>("letters", PAGE, [size, size * page]),
    database.query<{ readonly count: number }>("letters count", COUNT),
  ]);
  return { rows: rows.map(letterOf), count: counted[0]?.count ?? 0 };
}

/** One of them; null when it was put back or discarded. @throws StoreError */
export async function letterById(database: Database, id: number): Promise<LetterRow | null> {
  const [row] = await database.query<DeadRow & { type: string }>("letter", ONE, [id]);
  return row === undefined ? null : letterOf(row);
}

const BODY = `
select inbox.body from mailbox join inbox on inbox.id = mailbox.inbox_id
where mailbox.is_dead and mailbox.inbox_id = $1::bigint`;

const FromTeam = z.object({ by: Teammate });

/**
 * Whose of the team a dead letter is, as they were when it was taken in; null: nobody's, or it cannot
 * be read, so nobody's role would be acted upon. @throws StoreError
 */
export async function letterSender(database: Database, id: number): Promise<Teammate | null> {
  const [row] = await database.query<{ readonly body: string }>("letter's sender", BODY, [id]);
  return FromTeam.safeParse(jsonOf(row?.body ?? "")).data?.by ?? null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Not whose it was: a fan's Telegram id would outlive their erasure there, and the letter says it.
const AUDITED = `
insert into audit_log (by_id, by_name, act, detail, created_at)
select $2::bigint, $3, $4,
  json_build_object('letter', changed.inbox_id, 'kind', changed.kind),
  ${moment("$5::bigint")}
from changed
returning id`;

const REDRIVE_ONE = `
with changed as (
  update mailbox set is_dead = false, attempts = 0, next_try_at = null
  where inbox_id = $1::bigint and is_dead
  returning inbox_id, kind, key
)${AUDITED}`;

const DISCARD_ONE = `
with changed as (
  delete from mailbox where inbox_id = $1::bigint and is_dead returning inbox_id, kind, key
)${AUDITED}`;

/**
 * Puts a dead letter back into its mailbox, or takes it away for good; audited. False: there is no
 * such one any more. The owner of its partition finds what was put back within two seconds.
 * @throws StoreError
 */
export async function endLetter(
  database: Database,
  end: { readonly id: number; readonly by: Changer; readonly at: number },
  how: "redrive" | "discard",
): Promise<boolean> {
  const { id, by, at } = end;
  const statement = how === "redrive" ? REDRIVE_ONE : DISCARD_ONE;
  const rows = await database.query(how, statement, [id, by.id, by.name, how, at]);
  return rows.length > 0;
}
