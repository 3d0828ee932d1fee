// What a fan sees of their own account. Everything is of the session's owner: no route takes a fan's id.
import { Elysia } from "elysia";
import { type Product, type Promo, quote, type Rail } from "#actors/kernel/product.ts";
import type { Guard } from "./guard.ts";
import type { ApiParts } from "./parts.ts";
import { REFUSALS } from "./problem.ts";
import { Balance, History, Page, Purchases, Shop } from "./schemas.ts";

const PAGE_SIZE = 20;

/** The account as its owner sees it. */
export function fanRoutes(guard: Guard, parts: ApiParts) {
  const { reads, settings, clock } = parts;
  return new Elysia({ name: "fan", prefix: "/fan", tags: ["fan"] })
    .use(guard)
    .get("/balance", ({ caller }) => caller.fan, {
      access: "fan",
      response: { 200: Balance, ...REFUSALS },
    })
    .get(
      "/history",
      async ({ caller, query: { page = 0 } }) => {
        const { lines, pages } = await reads.historyOf(caller.fan.fanId, page, PAGE_SIZE);
        return { lines: [...lines], pages };
      },
      { access: "fan", query: Page, response: { 200: History, ...REFUSALS } },
    )
    .get(
      "/shop",
      async ({ caller }) => {
        const { products, rails } = settings.current();
        const promo = goodPromo(await reads.promoOf(caller.fan.fanId), clock.now());
        return { products: products.map((product) => offer(product, rails, promo)) };
      },
      { access: "fan", response: { 200: Shop, ...REFUSALS } },
    )
    .get(
      "/purchases",
      async ({ caller, query: { page = 0 } }) => {
        const rows = await reads.purchasesOf(caller.fan.userId, page, PAGE_SIZE);
        return { hasMore: rows.length > PAGE_SIZE, purchases: rows.slice(0, PAGE_SIZE) };
      },
      { access: "fan", query: Page, response: { 200: Purchases, ...REFUSALS } },
    );
}

function goodPromo(promo: Promo | null, now: number): Promo | null {
  return (promo?.until ?? Number.POSITIVE_INFINITY) <= now ? null : promo;
}

/** A product at the prices that a checkout of this moment would ask for. */
function offer(product: Product, rails: readonly Rail[], promo: Promo | null) {
  const { sku, kind, credits, seconds } = product;
  const priceOn = (rail: Rail) => (rails.includes(rail) ? quote(product, rail, promo) : null);
  return { sku, kind, credits, seconds, stripe: priceOn("stripe"), stars: priceOn("stars") };
}
