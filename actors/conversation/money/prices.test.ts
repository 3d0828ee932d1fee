// One price from the shelf to the ledger: what is shown, what is asked for and what is booked are worked
// out in one place (kernel/product.ts), in whole cents, Stars and credits.
import { expect, test } from "bun:test";
import {
  type Arbitrary,
  assert,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  property,
  record,
} from "fast-check";
import { type Product, type Promo, quote, RAILS, type Rail } from "#actors/kernel/product.ts";
import { answer, pays, purchaseOf, SHELF_ID, shopper } from "./shop-test-kit.ts";

const products: Arbitrary<Product> = record({
  sku: constant("pack"),
  kind: constant("credits" as const),
  credits: integer({ min: 1, max: 10_000 }),
  seconds: constant(0),
  priceCents: integer({ min: 50, max: 1_000_000 }),
  currency: constant("usd"),
  priceStars: integer({ min: 1, max: 100_000 }),
});

const promos: Arbitrary<Promo | null> = option(
  oneof(
    record({ kind: constant("percent" as const), value: integer({ min: 1, max: 95 }) }),
    record({
      kind: constant("amount" as const),
      value: integer({ min: 1, max: 9_999 }),
    }),
  ),
).map((promo) => promo && { code: "SAVE", until: null, ...promo });

const rails = constantFrom<Rail>(...RAILS);

test("what the shelf shows is what is asked for, kept and booked", () => {
  assert(
    property(products, promos, rails, (product, promo, rail) => {
      const talk = shopper({ rails: [rail], products: [product] });
      if (promo !== null) {
        const claim = talk.commands("promo", promo.code);
        answer(talk, claim, "claimPromo", { type: "promo", promo });
      }
      const { say } = talk.commands("buy").effect("notify");
      if (say.key !== "shop") throw new Error("the shelf is shown");
      const shown = say.with.items[0];
      const verb = rail === "stars" ? "pickStars" : "pick";
      const picked = talk.presses(`_.${verb}.pack`, SHELF_ID);
      const { sale } = picked.effect(rail === "stars" ? "sendInvoice" : "checkout");
      const price = { amount: shown?.amount, currency: shown?.currency };
      expect(sale).toMatchObject({ ...price, gives: shown?.gives });
      expect(purchaseOf(talk)).toMatchObject({ ...price, gives: shown?.gives });
      const [booked] = pays(talk).rows("ledger");
      expect(booked).toMatchObject({ amountCents: shown?.amount, credits: product.credits });
    }),
    { numRuns: 200 },
  );
});

test("a price is whole, never under what a rail can charge, nor above its full price", () => {
  assert(
    property(products, promos, rails, (product, promo, rail) => {
      const quoted = quote(product, rail, promo);
      if (quoted === null) throw new Error("it is sold there");
      const { amount, fullAmount } = quoted;
      expect(Number.isSafeInteger(amount)).toBe(true);
      expect(amount).toBeGreaterThanOrEqual(rail === "stars" ? 1 : 50);
      expect(amount).toBeLessThanOrEqual(fullAmount);
      expect(fullAmount).toBe(rail === "stars" ? (product.priceStars ?? 0) : product.priceCents);
    }),
  );
});
