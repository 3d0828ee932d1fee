// Statements that read much and seldom. The pool's sessions plan for the hot path: one row by key,
// whatever the tables hold (db/client.ts). A report reads a day or a season, so it is planned for its
// own parameters, with every way of reading and joining there is, and has more time.
import type { Database, Parameter } from "./client.ts";
import { storeError } from "./errors.ts";

const TIMEOUT_MS = 60_000;

const PLANS = `
set local plan_cache_mode = force_custom_plan; set local enable_seqscan = on;
set local enable_bitmapscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on;
set local work_mem = '32MB'; set local statement_timeout = ${TIMEOUT_MS}`;

/** Runs one statement in the transaction of a report; see `Database.query`. */
export type ReportQuery = <Row>(
  statement: string,
  parameters?: readonly Parameter[],
) => Promise<readonly Row[]>;

/**
 * Runs `report` in one transaction of read-committed statements. `operation` names it in errors.
 * @throws StoreError
 */
export async function withReportPlans<Answer>(
  database: Database,
  operation: string,
  report: (query: ReportQuery) => Promise<Answer>,
): Promise<Answer> {
  const done: { answer?: Answer } = {};
  try {
    await database.sql.begin(async (sql) => {
      await sql.unsafe(PLANS);
      const query: ReportQuery = async <Row>(
        statement: string,
        parameters: readonly Parameter[] = [],
      ) =>
        (await sql.unsafe(statement, [...parameters], {
          prepare: false,
        })) as unknown as readonly Row[];
      done.answer = await report(query);
    });
  } catch (error) {
    throw storeError(operation, error);
  }
  return done.answer as Answer;
}

/** One statement with such plans. @throws StoreError */
export function reportQuery<Row>(
  database: Database,
  operation: string,
  statement: string,
  parameters: readonly Parameter[] = [],
): Promise<readonly Row[]> {
  return withReportPlans(database, operation, (query) => query<Row>(statement, parameters));
}
