// Sales of media for Stars as the ledger has them, asked outside the turns by reconciliation.
import type { Database } from "./client.ts";
import { unixMs } from "./columns.ts";

export interface MediaReads {
  /** How often an item was sold to a fan for Stars, and since when we know the fan; null: not at all. */
  mediaSales(
    fanId: number,
    itemId: number,
  ): Promise<{ readonly count: number; readonly since: number } | null>;
  /** Whether anything on the shelf was ever for Stars. */
  hasMediaForStars(): Promise<boolean>;
}

/** A sale's reference is `unlock:<fan>:<item>`, with something behind it where there were others. */
const SALES = `
select ${unixMs("users.created_at")} as since, (
  select count(*)::integer from transactions
  where transactions.user_id = users.id and transactions.kind = 'unlock'
    and transactions.amount_cents > 0
    and (reference = $2 or starts_with(reference, $2 || ':'))
) as count
from users where users.telegram_id = $1::bigint`;

const FOR_STARS = `
select exists (select from shelf_items where item ->> 'priceStars' is not null) as "isThere"`;

/** Each read throws StoreError when the database cannot answer. */
export function createMediaReads(database: Database): MediaReads {
  return {
    async mediaSales(fanId, itemId) {
      const parameters = [fanId, `unlock:${fanId}:${itemId}`];
      const [row] = await database.query<{ readonly count: number; readonly since: number }>(
        "media sales",
        SALES,
        parameters,
      );
      return row ?? null;
    },
    async hasMediaForStars() {
      const rows = await database.query<{ readonly isThere: boolean }>(
        "media for Stars",
        FOR_STARS,
      );
      return rows[0]?.isThere === true;
    },
  };
}
