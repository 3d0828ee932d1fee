// What the owner was told about lately. An incident is an envelope of the watch actor (src/incidents.ts)
// and stays in the inbox as long as every envelope does; a small index finds those of this kind.
import type { Database } from "#db/client.ts";
import { unixMs } from "#db/columns.ts";
import { PAGE_SIZE, type Page, ROWS_MAX } from "./queue.ts";

export interface PastIncident {
  readonly kind: string;
  readonly detail: string;
  readonly mend: string;
  /** Unix milliseconds. */
  readonly at: number;
}

const PAGE = `
select body::json ->> 'kind' as kind, body::json ->> 'detail' as detail,
  body::json ->> 'mend' as mend, ${unixMs("at")} as at
from inbox where kind = 'watch' and dedupe_key like 'incident:%'
order by id desc
limit ${PAGE_SIZE} offset $1::integer`;

const COUNT = `
select count(*)::integer as count from (
  select from inbox where kind = 'watch' and dedupe_key like 'incident:%'
  order by id desc limit ${ROWS_MAX}
) counted`;

/** A page of what happened, newest first. @throws StoreError */
export async function incidentsOf(database: Database, page: number): Promise<Page<PastIncident>> {
  const offset = Math.min(page * PAGE_SIZE, ROWS_MAX - PAGE_SIZE);
  const [rows, counted] = await Promise.all([
    database.query<PastIncident>("incidents", PAGE, [offset]),
    database.query<{ readonly count: number }>("incidents count", COUNT),
  ]);
  return { rows, count: counted[0]?.count ?? 0 };
}
