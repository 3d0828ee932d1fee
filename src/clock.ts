// The real clock. The only file where the program reads the time or waits.
import type { Clock } from "#actors/kernel/ports.ts";

/** setTimeout takes 31 bits; a longer wait would fire at once. */
const SLEEP_MS_MAX = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(ms, SLEEP_MS_MAX));
      signal?.addEventListener("abort", wake);
    }),
  yield: () => new Promise((resolve) => setImmediate(resolve)),
};
