// What `doctor` says about the shop: prices that can be charged, and the rule about Telegram's Stars.
import { leastByCard, type Product, type Rail } from "#actors/kernel/product.ts";

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** One line for each product that a rail cannot sell as it is; none is good. */
export function priceFaults(products: readonly Product[], rails: readonly Rail[]): string[] {
  return products.flatMap(({ sku, priceCents, currency, priceStars }) => {
    const faults: string[] = [];
    const least = leastByCard(currency);
    if (rails.includes("stripe") && priceCents < least) {
      faults.push(`${sku} costs less than Stripe charges (${least}, in the smallest unit)`);
    }
    if (rails.includes("stripe") && !CURRENCIES.has(currency.toUpperCase())) {
      faults.push(`${sku} is priced in ${currency}, which is no currency`);
    }
    if (rails.includes("stars") && !rails.includes("stripe") && priceStars === null) {
      faults.push(`${sku} has no price in Stars`);
    }
    return faults;
  });
}

/** What the choice of rails means, in one line for the operator. */
export function railsAdvice(rails: readonly Rail[], readAt: number | null): string {
  if (rails.length === 0) return "nothing can be paid: the shop is closed";
  if (!rails.includes("stripe")) return "Stars, as Telegram's terms want it for digital goods";
  const also = rails.includes("stars") ? " beside Stars" : "";
  const read = readAt === null ? "; the owner has not said yet that they know" : "";
  return (
    `cards by Stripe${also}. Telegram's terms (6.2) want digital goods that are sold in Telegram ` +
    `paid in Stars, and may take a bot down that does otherwise${read}: docs/payments.md`
  );
}
