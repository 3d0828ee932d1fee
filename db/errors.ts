// What can go wrong between us and Postgres, without a word of what was being stored. The driver's
// errors carry the statement, its parameters and sometimes a person's text in the message; none of
// that may reach a log. So they are made over into a StoreError at the one place that runs queries.
import { StoreFailure } from "#actors/kernel/errors.ts";

/** Codes of the driver and the network for "the connection is gone or never was". */
const CONNECTION_CODES: ReadonlySet<string> = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** Ours: no answer within the client's own time-out; the statement may still have been run. */
export const QUERY_TIMEOUT = "QUERY_TIMEOUT";

/** Postgres's codes that time alone may mend (postgresql.org/docs/15/errcodes-appendix.html). */
const TRANSIENT_STATES: ReadonlySet<string> = new Set([
  "40001", // serialization_failure
  "40P01", // deadlock_detected
  "53300", // too_many_connections
  "55P03", // lock_not_available
  "57014", // query_canceled, by statement_timeout
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
]);

const UNIQUE_VIOLATION = "23505";

/** Postgres has looked at the values and will not have them: data exceptions, broken constraints. */
const REFUSING_CLASSES: readonly string[] = ["22", "23"];

/** A query that failed: its code and the constraint's name, and nothing that was in it. */
export class StoreError extends StoreFailure {
  override readonly name = "StoreError";
  /** SQLSTATE, or the driver's or network's code. */
  readonly code: string;
  readonly constraint: string | null;

  constructor(operation: string, code: string, constraint: string | null) {
    super(
      `${operation}: ${code}${constraint === null ? "" : ` (${constraint})`}`,
      /^[0-9A-Z]{5}$/.test(code) && REFUSING_CLASSES.includes(code.slice(0, 2)),
    );
    this.code = code;
    this.constraint = constraint;
  }
}

/** Strips a driver's error of everything but code and constraint. */
export function storeError(operation: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const fields: { code?: unknown; constraint_name?: unknown } =
    typeof error === "object" && error !== null ? error : {};
  const code = typeof fields.code === "string" ? fields.code : "UNKNOWN";
  const constraint = typeof fields.constraint_name === "string" ? fields.constraint_name : null;
  return new StoreError(operation, code, constraint);
}

/** Whether the same call may succeed later. What became of this one is not known. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof StoreError)) return false;
  const { code } = error;
  return (
    code === QUERY_TIMEOUT ||
    CONNECTION_CODES.has(code) ||
    TRANSIENT_STATES.has(code) ||
    code.startsWith("08")
  );
}

/** Whether Postgres itself undid the statement for another's sake: it can be run again at once. */
export function wasUndone(error: unknown): boolean {
  return error instanceof StoreError && (error.code === "40001" || error.code === "40P01");
}

/** Whether a unique index refused the row; `constraint` narrows it to one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof StoreError) || error.code !== UNIQUE_VIOLATION) return false;
  return constraint === undefined || error.constraint === constraint;
}
