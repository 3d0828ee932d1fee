// Errors as a line for a log, a metric or a dead letter.

/** Longer than any message of ours; keeps a vendor's page of text out of a table. */
const LENGTH_MAX = 300;

/** Name and message of whatever was thrown, at most 300 characters. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.length <= LENGTH_MAX ? text : `${text.slice(0, LENGTH_MAX - 1)}…`;
}
