// Who did what, newest first: all of it, one person's, or what was done to one fan. Pages are of the
// newest ROWS_MAX lines; what is older is for the export of the fan, or for SQL.
import type { Database } from "#db/client.ts";
import { matches, unixMs } from "#db/columns.ts";
import { PAGE_SIZE, type Page, ROWS_MAX } from "./queue.ts";

/** A line of the audit log; `at` in Unix milliseconds. */
export interface AuditLine {
  readonly id: number;
  readonly byId: number;
  readonly byName: string;
  readonly act: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: number;
  /** null: not about a fan, or about one who was erased. */
  readonly fanId: number | null;
  readonly fanName: string | null;
}

export type AuditFilter =
  | { readonly of: "all" }
  | { readonly of: "member"; readonly memberId: number }
  | { readonly of: "fan"; readonly fanId: number };

/** SQL: the filter's rows; $1 is what it takes. */
const WHERE: Readonly<Record<AuditFilter["of"], string>> = {
  all: "$1::bigint is not null",
  member: "by_id = $1::bigint",
  fan: "user_id = (select id from users where telegram_id = $1::bigint)",
};

const ORDER: Readonly<Record<AuditFilter["of"], string>> = {
  all: "id desc",
  member: "by_id desc, id desc",
  fan: "user_id desc, id desc",
};

const rowsOf = (of: AuditFilter["of"]): string => `
with page as materialized (
  select * from audit_log where ${WHERE[of]}
  order by ${ORDER[of]}
  limit ${PAGE_SIZE} offset $2::integer
)
select page.id, page.by_id as "byId", page.by_name as "byName", page.act, page.detail,
  ${unixMs("page.created_at")} as at,
  case when users.telegram_id > 0 then users.telegram_id end as "fanId",
  case when users.telegram_id > 0 then users.first_name end as "fanName"
from page
left join users on ${matches("users.id", "page.user_id")}
order by page.id desc`;

const countOf = (of: AuditFilter["of"]): string => `
select count(*)::integer as count from (
  select from audit_log where ${WHERE[of]} limit ${ROWS_MAX}
) counted`;

/** A page of the log. @throws StoreError */
export async function auditOf(
  database: Database,
  filter: AuditFilter,
  page: number,
): Promise<Page<AuditLine>> {
  const about = filter.of === "all" ? 0 : filter.of === "member" ? filter.memberId : filter.fanId;
  const offset = Math.min(page * PAGE_SIZE, ROWS_MAX - PAGE_SIZE);
  const [rows, counted] = await Promise.all([
    database.query<AuditLine>("audit", rowsOf(filter.of), [about, offset]),
    database.query<{ readonly count: number }>("audit count", countOf(filter.of), [about]),
  ]);
  return { rows, count: counted[0]?.count ?? 0 };
}
