// The connection pool, and the one place where a query is run: prepared where that is safe, with a
// time-out on both sides, run again when Postgres undid it for a deadlock, and failing with an error
// that says nothing of what was in it.
import postgres from "postgres";
import { QUERY_TIMEOUT, StoreError, storeError, wasUndone } from "./errors.ts";

/** Query parameters: text, a number, or nothing. Lists travel as array literals (db/columns.ts). */
export type Parameter = string | number | null;

export interface Database {
  /**
   * Runs one statement. `operation` names it in errors.
   * @throws StoreError
   */
  query<Row>(
    operation: string,
    statement: string,
    parameters?: readonly Parameter[],
  ): Promise<readonly Row[]>;
  /** For what needs a transaction of several statements; errors are the driver's own. */
  readonly sql: postgres.Sql;
  /** Resolves when every connection is closed; running queries get their time-out to end. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** The most connections (10). */
  readonly max?: number;
  /** How long to wait for an answer, in milliseconds; the server gives up a little earlier. */
  readonly queryTimeoutMs?: number;
}

const QUERY_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_SECONDS = 5;
/** Proxies in front of managed databases cut connections at ten minutes. */
const IDLE_TIMEOUT_SECONDS = 300;
const LIFETIME_SECONDS = 600;
/** A deadlock is undone by Postgres as a whole, so running it again is safe; twice is bad luck. */
const UNDONE_RETRIES_MAX = 3;

/**
 * Opens a pool; connects with the first query.
 * `?pgbouncer=true` in the URL says that a pooler in transaction mode is between: prepared
 * statements would hang there for ever, and session settings are refused.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const timeoutMs = options.queryTimeoutMs ?? QUERY_TIMEOUT_MS;
  const { url: cleanUrl, isPooled } = readUrl(url);
  const sql = postgres(cleanUrl, {
    max: options.max ?? 10,
    prepare: !isPooled,
    fetch_types: false,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    idle_timeout: IDLE_TIMEOUT_SECONDS,
    max_lifetime: LIFETIME_SECONDS,
    onnotice: () => undefined,
    connection: isPooled ? {} : sessionSettings(timeoutMs),
    types: {
      bigint: { to: 20, from: [20], parse: safeInteger, serialize: String },
    },
  });
  return {
    sql,
    async query<Row>(
      operation: string,
      statement: string,
      parameters: readonly Parameter[] = [],
    ): Promise<readonly Row[]> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const query = sql.unsafe<Row[] & postgres.Row[]>(statement, [...parameters], {
            prepare: !isPooled,
          });
          return await withTimeout(operation, query, timeoutMs);
        } catch (error) {
          const failure = storeError(operation, error);
          if (!wasUndone(failure) || attempt > UNDONE_RETRIES_MAX) throw failure;
        }
      }
    },
    async close() {
      await sql.end({ timeout: timeoutMs / 1000 });
    },
  };
}

/** Takes our own `pgbouncer` flag out of a URL, which the server would refuse as a setting. */
export function readUrl(url: string): { readonly url: string; readonly isPooled: boolean } {
  const [base = "", query = ""] = url.split("?", 2);
  const settings = new URLSearchParams(query);
  const isPooled = settings.get("pgbouncer") === "true";
  settings.delete("pgbouncer");
  return { url: settings.size === 0 ? base : `${base}?${settings.toString()}`, isPooled };
}

/**
 * A prepared plan is kept for the life of its connection, so it must stay right while tables grow.
 * Every hot statement has one right plan, whatever the figures say: a few rows from parameters, and
 * for each of them a look by key. So the others are switched off; and statements are written so that
 * no two lists are joined, and that tables are found by `matches` (db/columns.ts). (Measured without:
 * a plan made on an empty queue cost 750 µs a settlement, where 27 were right. `jit` off: the price
 * put on what is switched off would set the compiler off.)
 */
function sessionSettings(timeoutMs: number): Record<string, string | number> {
  return {
    application_name: "stagedoor",
    statement_timeout: Math.ceil(timeoutMs * 0.8),
    plan_cache_mode: "force_generic_plan",
    enable_seqscan: "off",
    enable_bitmapscan: "off",
    enable_hashjoin: "off",
    enable_mergejoin: "off",
    jit: "off",
  };
}

/** Postgres's bigint as a number. @throws StoreError beyond 2^53, where it would be another one. */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new StoreError("read", "UNSAFE_INTEGER", null);
  return value;
}

async function withTimeout<Answer>(
  operation: string,
  query: Promise<Answer> & { cancel(): unknown },
  timeoutMs: number,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new StoreError(operation, QUERY_TIMEOUT, null));
      Promise.resolve(query.cancel()).catch(() => undefined);
    }, timeoutMs);
  });
  try {
    return await Promise.race([query, expired]);
  } finally {
    clearTimeout(timer);
  }
}
