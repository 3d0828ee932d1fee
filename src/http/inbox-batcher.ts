// Group commit for the inbox. One insert is in flight at a time; whatever arrives meanwhile shares
// the next one. A lone arrival is written at once (no linger), and a flood makes the batches large
// by itself. One writer also keeps the order: rows get their ids in the order `append` was called.
//
//   idle ──append──▶ writing ──done──▶ idle, or writing again when more has gathered
//
// The caller hears of success only after the commit. A rejected write means *unknown*: the caller
// answers 503 and the vendor sends again, which the dedupe key makes harmless.
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock, Nudges, Store } from "#actors/kernel/ports.ts";

/** Rows of one insert: enough for the full speed of a multi-row insert, little enough to be quick. */
const BATCH_ROWS_MAX = 500;
/** Rows that wait for an insert; above it callers are told to come back later. */
const WAITING_ROWS_MAX = 10_000;
/** An insert that takes longer is taken for lost (the database's own time-outs are shorter). */
const APPEND_TIMEOUT_MS = 10_000;

/** Too much waits already. Nothing of the refused arrivals was written. */
export class OverloadedError extends Error {
  override readonly name = "OverloadedError";
}

class AppendTimeoutError extends Error {
  override readonly name = "AppendTimeoutError";
}

interface Waiting {
  readonly arrivals: readonly Arrival[];
  readonly resolve: (ids: readonly (number | null)[]) => void;
  readonly reject: (error: Error) => void;
}

/** For each arrival its new inbox id, or null for a duplicate. */
export type Append = (arrivals: readonly Arrival[]) => Promise<readonly (number | null)[]>;

/**
 * Makes the one `append` of this process. It rejects with OverloadedError, or with whatever the
 * store rejected with.
 */
export function createInboxBatcher(
  store: Pick<Store, "append">,
  nudges: Nudges,
  clock: Clock,
): Append {
  let waiting: Waiting[] = [];
  let waitingRows = 0;
  let isWriting = false;

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const arrivals = batch.flatMap((entry) => entry.arrivals);
    const ids = await within(clock, APPEND_TIMEOUT_MS, store.append(arrivals));
    nudgeAll(nudges, arrivals, ids);
    let from = 0;
    for (const { arrivals: own, resolve } of batch) {
      resolve(ids.slice(from, from + own.length));
      from += own.length;
    }
  };

  const drain = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = takeBatch(waiting);
      waiting = waiting.slice(batch.length);
      waitingRows -= rowsOf(batch);
      try {
        await write(batch);
      } catch (error) {
        await writeOneByOne(batch, write, error);
      }
    }
    isWriting = false;
  };

  return (arrivals) =>
    new Promise((resolve, reject) => {
      if (waitingRows + arrivals.length > WAITING_ROWS_MAX) {
        reject(new OverloadedError("too many updates wait to be stored"));
        return;
      }
      waiting.push({ arrivals, resolve, reject });
      waitingRows += arrivals.length;
      if (!isWriting) void drain();
    });
}

function takeBatch(waiting: readonly Waiting[]): readonly Waiting[] {
  let rows = 0;
  const end = waiting.findIndex(({ arrivals }) => {
    rows += arrivals.length;
    return rows > BATCH_ROWS_MAX;
  });
  return end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
}

function rowsOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
}

/**
 * One arrival that the store cannot take must not fail its neighbours, so each is tried alone. Two
 * failures in a row mean that it is the store: the rest is given up rather than tried in vain.
 */
async function writeOneByOne(
  batch: readonly Waiting[],
  write: (batch: readonly Waiting[]) => Promise<void>,
  cause: unknown,
): Promise<void> {
  let failures = batch.length === 1 || cause instanceof AppendTimeoutError ? 2 : 0;
  let last = cause;
  for (const entry of batch) {
    if (failures < 2) {
      try {
        await write([entry]);
        failures = 0;
        continue;
      } catch (error) {
        last = error;
        failures += 1;
      }
    }
    entry.reject(last instanceof Error ? last : new Error("the store failed", { cause: last }));
  }
}

function nudgeAll(
  nudges: Nudges,
  arrivals: readonly Arrival[],
  ids: readonly (number | null)[],
): void {
  for (const [i, { address, lane }] of arrivals.entries()) {
    if (ids[i] !== null) nudges.nudge(address, lane === "urgent");
  }
}

/** @throws AppendTimeoutError after `ms`; the work goes on, and what it commits late is found by its dedupe key. */
async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const late = clock.sleep(ms, stop.signal).then(() => {
    if (stop.signal.aborted) return work;
    throw new AppendTimeoutError(`the store did not answer within ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
