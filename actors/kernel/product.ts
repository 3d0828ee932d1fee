// What is sold, and the one place where a price is worked out. What the shop shows, what Stripe or
// Telegram is asked for and what the ledger books all come from `quote`, so they cannot drift apart.
// Integers only: cents (or whole Stars) and credits, never mixed, never rounded twice.
import { z } from "zod";
import { invariant } from "./errors.ts";

/** How a purchase is paid: a card through Stripe, or Telegram's Stars. */
export const RAILS = ["stripe", "stars"] as const;
export type Rail = (typeof RAILS)[number];

/** The currency of Stars, as Telegram's `currency` field has it. */
export const STARS_CURRENCY = "xtr";

export const Product = z.object({
  /** As in the table: `credits_25`, `time_1h`. */
  sku: z.string().min(1).max(40),
  kind: z.enum(["credits", "time"]),
  /** 0 for a block of time. */
  credits: z.int().min(0).max(1_000_000),
  /** Length of a block of time; 0 for a pack of credits. */
  seconds: z
    .int()
    .min(0)
    .max(366 * 86_400),
  /** Price by card, in the currency's smallest unit. */
  priceCents: z.int().min(0).max(100_000_000),
  /** ISO 4217, lower case. */
  currency: z.string().regex(/^[a-z]{3}$/),
  /** Price in Stars; null: not sold for Stars. */
  priceStars: z.int().min(1).max(100_000).nullable(),
});
export type Product = z.infer<typeof Product>;

/** What a promo code gives: part of the price, an amount off it, or credits on top. */
export const PROMO_KINDS = ["percent", "amount", "credits"] as const;

/** A promo code that a fan has claimed and not used yet. */
export const Promo = z.object({
  /** Upper case. */
  code: z.string().regex(/^[A-Z0-9_]{1,32}$/),
  kind: z.enum(PROMO_KINDS),
  /** 1…95 for percent, cents for amount, credits for credits. */
  value: z.int().positive(),
  /** Unix milliseconds; null: for ever. */
  until: z.int().nullable(),
});
export type Promo = z.infer<typeof Promo>;

/** What one purchase costs and gives. */
export interface Quote {
  readonly amount: number;
  readonly currency: string;
  readonly credits: number;
  readonly seconds: number;
  /** What it would cost without the promo code. */
  readonly fullAmount: number;
}

/**
 * Stripe's least charge by currency, in its smallest unit, where it is another than `CARD_AMOUNT_MIN`
 * (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). Forints are charged in hundredths.
 */
const CARD_AMOUNTS_MIN: ReadonlyMap<string, number> = new Map([
  ["aed", 200],
  ["bgn", 100],
  ["czk", 1500],
  ["dkk", 250],
  ["gbp", 30],
  ["hkd", 400],
  ["huf", 17_500],
  ["mxn", 1000],
  ["myr", 200],
  ["nok", 300],
  ["pln", 200],
  ["ron", 200],
  ["sek", 300],
  ["thb", 1000],
]);
const CARD_AMOUNT_MIN = 50;

/** The least that a card is charged in a currency (ISO 4217, lower case), in its smallest unit. */
export function leastByCard(currency: string): number {
  return CARD_AMOUNTS_MIN.get(currency) ?? CARD_AMOUNT_MIN;
}

/**
 * Price and content of a product on a rail, with a promo code's discount; null when the product is
 * not sold there. A discount never brings the price under what the rail can charge, and codes with
 * an amount off are in the currency of cards, so they do nothing for Stars.
 */
export function quote(product: Product, rail: Rail, promo: Promo | null): Quote | null {
  const isStars = rail === "stars";
  const fullAmount = isStars ? product.priceStars : product.priceCents;
  const least = isStars ? 1 : leastByCard(product.currency);
  if (fullAmount === null || fullAmount < least) return null;
  return {
    amount: Math.max(least, fullAmount - discount(fullAmount, rail, promo)),
    fullAmount,
    currency: isStars ? STARS_CURRENCY : product.currency,
    credits: product.credits,
    seconds: product.seconds,
  };
}

function discount(amount: number, rail: Rail, promo: Promo | null): number {
  if (promo?.kind === "percent") return Math.floor((amount * promo.value) / 100);
  return promo?.kind === "amount" && rail === "stripe" ? promo.value : 0;
}

/**
 * The product of each kind whose unit costs least, among those on sale on a rail; none where only
 * one is offered, for there is nothing to compare.
 */
export function bestValues(products: readonly Product[], rail: Rail): ReadonlySet<string> {
  const best = new Set<string>();
  for (const kind of ["credits", "time"] as const) {
    const offered = products.filter((p) => p.kind === kind && quote(p, rail, null) !== null);
    const ranked = offered.toSorted((a, b) => unitPrice(a, rail) - unitPrice(b, rail));
    const [first] = ranked;
    if (first !== undefined && offered.length > 1) best.add(first.sku);
  }
  return best;
}

/** Cents (or Stars) a credit, or a minute of a block of time; a fraction, for showing only. */
function unitPrice(product: Product, rail: Rail): number {
  const quoted = quote(product, rail, null);
  invariant(quoted !== null, "only what is on sale has a unit price");
  const units = product.kind === "credits" ? product.credits : product.seconds / 60;
  return units === 0 ? quoted.amount : quoted.amount / units;
}

export const PROMO_REFUSALS = ["unknown", "expired", "usedUp", "usedByYou"] as const;
