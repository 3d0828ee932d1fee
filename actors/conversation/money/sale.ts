// A purchase as what is sold: for the calls about it, and for the words.
import type { Sale } from "#actors/kernel/effect.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { SaleFacts } from "#actors/kernel/say.ts";

/** What a service is asked for. */
export function saleOf(purchase: Purchase): Sale {
  const { id, sku, gives, amount, currency } = purchase;
  return { purchaseId: id, sku, gives, amount, currency };
}

/** What people read of it. */
export function saleFacts({ gives, amount, currency }: Purchase): SaleFacts {
  return { gives, amount, currency };
}
