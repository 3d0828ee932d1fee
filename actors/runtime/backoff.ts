// How long to wait before trying again. The only randomness in `actors/` is the jitter here, and it
// comes through the Random port, so the simulator can seed it.
import type { Random } from "#actors/kernel/ports.ts";

/** The first wait; doubles with each further try. */
const BACKOFF_FIRST_MS = 50;

/**
 * The wait in milliseconds after the `tries`-th failure in a row (1 = the first): 50 ms doubled each
 * time, at most `maxMs`, and up to half of that again at random, so that those who failed together
 * do not come back together.
 */
export function backoffMs(tries: number, maxMs: number, random: Random): number {
  const doublings = Math.min(Math.max(tries - 1, 0), 30);
  const base = Math.min(maxMs, BACKOFF_FIRST_MS * 2 ** doublings);
  return base + Math.floor((random() * base) / 2);
}
