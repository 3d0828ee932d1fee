// How often somebody may ask, in bounded memory: a bucket a key that fills by itself. When there are
// too many keys the one that asked least recently is forgotten, which gives it a full bucket: a flood
// from a million addresses can make us forgetful, never large. What counts over all keys is one key.
import type { Clock } from "#actors/kernel/ports.ts";

export interface Allowance {
  /** Takes one; answers 0, or the whole seconds after which there is one again. */
  take(key: string): number;
}

export interface AllowanceTerms {
  /** What a bucket holds when it is full. */
  readonly burst: number;
  readonly perMinute: number;
  readonly keysMax: number;
}

interface Bucket {
  readonly left: number;
  readonly at: number;
}

const MINUTE_MS = 60_000;

/** Makes an allowance whose buckets are full at first. */
export function createAllowance(
  { burst, perMinute, keysMax }: AllowanceTerms,
  clock: Pick<Clock, "monotonic">,
): Allowance {
  // A Map keeps the order of writing: the first key is the one that asked least recently.
  const buckets = new Map<string, Bucket>();
  const msForOne = MINUTE_MS / perMinute;
  return {
    take(key) {
      const now = clock.monotonic();
      const before = buckets.get(key) ?? { left: burst, at: now };
      const filled = Math.min(burst, before.left + (now - before.at) / msForOne);
      const isAllowed = filled >= 1;
      buckets.delete(key);
      buckets.set(key, { left: isAllowed ? filled - 1 : filled, at: now });
      if (buckets.size > keysMax) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return isAllowed ? 0 : Math.ceil(((1 - filled) * msForOne) / 1000);
    },
  };
}
