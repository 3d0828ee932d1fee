// Asking Stripe whose a payment is, for events that name a payment and carry no metadata of their own.
import type { Stripe } from "stripe";
import { isMissing } from "./outcome.ts";
import { type Patience, patiently } from "./retry.ts";
import { type Tags, tagsOf } from "./tags.ts";

/** A payment's own tags; null: Stripe has no such payment. Rejects when Stripe cannot be asked. */
export function tagsOfPayments(
  client: Stripe,
  patience: Patience,
): (paymentId: string) => Promise<Tags | null> {
  return async (paymentId) => {
    try {
      const ask = () => client.paymentIntents.retrieve(paymentId);
      return tagsOf((await patiently(patience, ask)).metadata);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };
}
