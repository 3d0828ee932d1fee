// The customer that a fan is at Stripe: made once, with the first page, and remembered by the
// conversation from then on.
import type { StripeKit } from "./kit.ts";
import { ask } from "./kit.ts";
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
