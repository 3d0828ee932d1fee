// Waiting for something that may never come.
import type { Clock } from "#actors/kernel/ports.ts";

/**
 * Resolves or rejects as `work` does, if that is within `ms`.
 * @throws Error after `ms`; what `work` comes to later is nobody's business any more.
 */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const isDone = new AbortController();
  const late = clock.sleep(ms, isDone.signal).then(() => {
    throw new Error(`no answer within ${Math.round(ms)} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    isDone.abort();
  }
}
