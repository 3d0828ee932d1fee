import { expect, test } from "bun:test";
import { type Product, quote } from "#actors/kernel/product.ts";
import { priceFaults, railsAdvice } from "./shop-check.ts";

const pack: Product = {
  sku: "credits_10",
  kind: "credits",
  credits: 10,
  seconds: 0,
  priceCents: 500,
  currency: "usd",
  priceStars: 250,
};

test("a price is a fault where a chosen rail cannot charge it", () => {
  const cheap = { ...pack, sku: "cheap", priceCents: 49 };
  const odd = { ...pack, sku: "odd", currency: "zzz" };
  const unstarred = { ...pack, sku: "unstarred", priceStars: null };
  const all = [pack, cheap, odd, unstarred];
  expect(priceFaults(all, ["stripe"])).toEqual([
    "cheap costs less than Stripe charges (50, in the smallest unit)",
    "odd is priced in zzz, which is no currency",
  ]);
  expect(priceFaults(all, ["stars"])).toEqual(["unstarred has no price in Stars"]);
  expect(priceFaults(all, [])).toEqual([]);
  // What Stars do not sell, cards do.
  expect(priceFaults([unstarred], ["stripe", "stars"])).toEqual([]);
});

test("the least that is charged, and what a discount leaves, goes by the currency", () => {
  const half = { code: "HALF", kind: "percent", value: 50, until: null } as const;
  const forints = { ...pack, currency: "huf", priceCents: 20_000 };
  expect(priceFaults([forints, { ...forints, priceCents: 17_499 }], ["stripe"])).toHaveLength(1);
  expect(quote(forints, "stripe", half)?.amount).toBe(17_500);
  expect(quote({ ...forints, priceCents: 17_499 }, "stripe", null)).toBeNull();
  expect(quote({ ...pack, currency: "gbp", priceCents: 30 }, "stripe", half)?.amount).toBe(30);
  expect(quote({ ...pack, currency: "jpy", priceCents: 60 }, "stripe", half)?.amount).toBe(50);
});

test("the rule about Stars is told to whoever sells by card, and whether the owner knows it", () => {
  expect(railsAdvice(["stripe"], null)).toMatch(/Telegram's terms.*has not said.*docs\/payments/);
  expect(railsAdvice(["stripe", "stars"], 1)).toMatch(/beside Stars/);
  expect(railsAdvice(["stripe"], 1)).not.toMatch(/has not said/);
  expect(railsAdvice(["stars"], null)).toMatch(/^Stars/);
  expect(railsAdvice([], null)).toMatch(/closed/);
});
