// Trying again within one call, when Stripe says that it did nothing: 429, for too many calls or for
// an object that another call holds. The client does not do it. The key stays the same, so that even
// a wrong belief about "did nothing" cannot make two of a thing.
import { Stripe } from "stripe";
import type { Clock, Random } from "#actors/kernel/ports.ts";

/** Tries in all; with their waits about two seconds. */
const TRIES_MAX = 4;
const FIRST_WAIT_MS = 250;

export interface Patience {
  readonly clock: Clock;
  /** For jitter. */
  readonly random: Random;
}

/**
 * Makes a call of Stripe's, again after a 429.
 * @throws whatever the last try rejected with.
 */
export async function patiently<T>(
  { clock, random }: Patience,
  call: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isBusy(error) || tries === TRIES_MAX) throw error;
      const waitMs = FIRST_WAIT_MS * 2 ** (tries - 1);
      await clock.sleep(waitMs * (0.75 + random() / 2));
    }
  }
}

/** Stripe has refused to do it now, and has done nothing. */
export function isBusy(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeError && error.statusCode === 429;
}
