// Rows to roll up, written past the store: reports read them whoever wrote them.
import type { Database } from "./client.ts";

export const DAY_MS = 86_400_000;
/** Noon of 10 March 2026, UTC. */
export const NOON = Date.UTC(2026, 2, 10, 12);

/** A fan's message, an answer after some seconds, or a line of the ledger, `at` in Unix ms. */
export type Written =
  | { readonly row: "said"; readonly userId: number; readonly at: number; readonly kind: string }
  | {
      readonly row: "answered";
      readonly userId: number;
      readonly at: number;
      readonly waited: number | null;
    }
  | {
      readonly row: "booked";
      readonly userId: number;
      readonly at: number;
      readonly kind: string;
      readonly credits: number;
      readonly amount: number;
      readonly currency: string | null;
    };

const USER = `
insert into users (telegram_id, created_at, last_seen_at)
values ($1, to_timestamp($2::bigint / 1e3), to_timestamp($2::bigint / 1e3)) returning id`;

const MESSAGE = `
insert into messages (user_id, ref, direction, kind, text, cost, status, waited_seconds, created_at)
select $1, 'f' || gen_random_uuid(), $2, $3, '', 0, 'delivered', $4::integer,
  to_timestamp($5::bigint / 1e3)`;

const LINE = `
insert into transactions (user_id, kind, credits, seconds, amount_cents, currency, created_at)
values ($1, $2, $3, 0, $4, $5, to_timestamp($6::bigint / 1e3))`;

/** Makes a fan who came at that time; answers the user's id. */
export async function makeUser(
  database: Pick<Database, "query">,
  telegramId: number,
  at: number,
): Promise<number> {
  const [row] = await database.query<{ id: number }>("make a user", USER, [telegramId, at]);
  return row?.id ?? 0;
}

/** Writes one row. */
export async function write(database: Pick<Database, "query">, one: Written): Promise<void> {
  switch (one.row) {
    case "said":
      await database.query("say", MESSAGE, [one.userId, "in", one.kind, null, one.at]);
      return;
    case "answered":
      await database.query("answer", MESSAGE, [one.userId, "out", "text", one.waited, one.at]);
      return;
    case "booked": {
      const { userId, kind, credits, amount, currency, at } = one;
      await database.query("book", LINE, [userId, kind, credits, amount, currency, at]);
    }
  }
}
