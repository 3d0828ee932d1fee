// A bound on how much goes on at once. A storm of webhooks must not take every connection of the
// database from the people who are answered meanwhile: what is over the bound waits, in order, and
// what is over the bound of waiting is told to come again.
import { OverloadedError } from "#src/http/inbox-batcher.ts";

export interface Gate {
  /**
   * Runs `work` as soon as fewer than the bound run.
   * @throws OverloadedError when too many wait already.
   */
  pass<T>(work: () => Promise<T>): Promise<T>;
}

/** @param atOnce how many run, @param waiting how many may wait for that. */
export function createGate(atOnce: number, waiting: number): Gate {
  const queue: (() => void)[] = [];
  let running = 0;
  return {
    async pass(work) {
      if (running >= atOnce) {
        if (queue.length >= waiting) throw new OverloadedError("too many events wait");
        // Whoever ends hands its place on, so `running` stays as it is.
        await new Promise<void>((resolve) => queue.push(resolve));
      } else running += 1;
      try {
        return await work();
      } finally {
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
