// How a fan buys. A checkout is `/buy SKU` said in the chat, so prices, codes, bans and pages are the
// conversation's to decide, and Stripe is called by nobody but its performer. Making a page there may
// take a while: the client asks how it stands by the purchase's id, which is known at once, because a
// purchase is named after the envelope that began it.
import { Elysia } from "elysia";
import { quote } from "#actors/kernel/product.ts";
import { purchaseIdOf } from "#actors/kernel/purchase.ts";
import type { Guard } from "./guard.ts";
import { inboxOf } from "./inbox.ts";
import type { ApiParts } from "./parts.ts";
import { Problem, REFUSALS } from "./problem.ts";
import { Checkout, CheckoutAsked, CheckoutBegun, CheckoutId, Keyed } from "./schemas.ts";

/** Begins a checkout, and says how it stands. */
export function checkoutRoutes(guard: Guard, parts: ApiParts) {
  const { reads, settings } = parts;
  const takeIn = inboxOf(parts);
  return new Elysia({ name: "checkout", prefix: "/fan", tags: ["fan"] })
    .use(guard)
    .post(
      "/checkout",
      async ({ caller: { fan }, body: { sku, rail }, headers, set }) => {
        if (fan.isBanned) throw new Problem("banned");
        const { products, rails } = settings.current();
        const product = products.find((one) => one.sku === sku);
        const isSold = product !== undefined && quote(product, rail, null) !== null;
        if (!isSold || !rails.includes(rail)) throw new Problem("shop-closed");
        const { id, at } = await takeIn({
          fanId: fan.fanId,
          lane: "urgent",
          key: ["checkout", fan.fanId, headers["idempotency-key"]],
          message: {
            type: "fanCommand",
            person: {
              id: fan.fanId,
              firstName: fan.firstName,
              username: fan.username,
              languageTag: fan.languageTag,
            },
            messageId: 0,
            command: "buy",
            argument: `${sku} ${rail}`,
          },
        });
        set.status = 202;
        return { id: purchaseIdOf(id, at, "checkout") };
      },
      {
        access: "fan",
        headers: Keyed,
        body: CheckoutAsked,
        response: { 202: CheckoutBegun, ...REFUSALS },
      },
    )
    .get(
      "/checkout/:id",
      async ({ caller: { fan }, params: { id } }) => {
        const row = await reads.checkoutOf(fan.userId, id);
        if (row !== null) return { id, ...row };
        const isWaiting = await reads.isEnvelopeWaiting(envelopeOf(id), fan.fanId);
        if (isWaiting === null) throw new Problem("not-found");
        const state = isWaiting ? "waiting" : "refused";
        return { id, state, url: null, isInChat: false } as const;
      },
      { access: "fan", params: CheckoutId, response: { 200: Checkout, ...REFUSALS } },
    );
}

/** The envelope that a purchase's id names (`purchaseIdOf`); its own actor is checked by the read. */
function envelopeOf(purchaseId: string): number {
  return Number.parseInt(purchaseId.slice(1), 36);
}
