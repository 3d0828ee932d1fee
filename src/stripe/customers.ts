// The customer that a fan is at Stripe: made once, with the first page, and remembered by the
// conversation until the fan is forgotten.
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { StripeKit } from "./kit.ts";
import { ask } from "./kit.ts";
import { isMissing } from "./outcome.ts";
import { tagged } from "./tags.ts";

/**
 * The id of a new customer for a fan.
 * @param reason the purchase or setup that it is made for; the same one makes the same customer
 */
export async function createCustomer(
  kit: StripeKit,
  fanId: number,
  reason: string,
): Promise<string> {
  const idempotencyKey = `customer:${fanId}:${reason}`;
  const params = { metadata: tagged(kit, fanId) };
  const { id } = await ask(kit, () => kit.client.customers.create(params, { idempotencyKey }));
  return id;
}

/**
 * Deletes a customer, and with it all saved cards; one that is gone already is as good as deleted.
 * Payments stay, without a customer (docs.stripe.com/api/customers/delete).
 */
export async function forgetCustomer(kit: StripeKit, customerId: string): Promise<Outcome> {
  try {
    await ask(kit, () => kit.client.customers.del(customerId));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  return { type: "done", sent: null };
}
