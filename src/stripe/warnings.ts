// Early fraud warnings, asked for. They move no money and webhooks bring them too, and a restricted key
// may have no right to read them: then there are none, rather than no answer about a whole payment.
import type { Stripe } from "stripe";
import { isForbidden } from "./outcome.ts";

type Warnings = readonly Stripe.Radar.EarlyFraudWarning[];

/** What `read` answers; none where the key may not read them. Rejects with whatever else was wrong. */
export async function warningsIfAllowed(read: () => Promise<Warnings>): Promise<Warnings> {
  try {
    return await read();
  } catch (error) {
    if (isForbidden(error)) return [];
    throw error;
  }
}
