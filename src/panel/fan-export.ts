// Everything that is held of a fan, as a file for the person of the team who asked for it. That it was
// taken out is in the audit log before the file goes: a file that went unseen would be worse than a
// line about one that did not.
import type { Viewer } from "#actors/kernel/effect-desk.ts";
import type { Database } from "#db/client.ts";
import { moment } from "#db/columns.ts";
import type { Reads } from "#db/reads.ts";

const NOTE = `
insert into audit_log (user_id, by_id, by_name, act, detail, created_at)
select id, $2::bigint, $3, 'export', '{}', ${moment("$4::bigint")}
from users where telegram_id = $1::bigint
returning id`;

/** A fan's export as a JSON document; null: there is no such fan. Rejects with StoreError. */
export type FanExport = (
  fanId: number,
  by: Pick<Viewer, "id" | "name">,
  at: number,
) => Promise<string | null>;

export function createFanExport(database: Database, reads: Pick<Reads, "exportOf">): FanExport {
  return async (fanId, by, at) => {
    const noted = await database.query("note export", NOTE, [fanId, by.id, by.name, at]);
    return noted.length === 0 ? null : await reads.exportOf(fanId);
  };
}

/** What the file is called. */
export function exportName(fanId: number): string {
  return `fan-${fanId}.json`;
}
