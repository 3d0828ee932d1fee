// Money, cards and what is bought, as each language writes them. Amounts come in as whole numbers of
// a currency's smallest unit and are divided here, for showing, and nowhere else.
import type { Card } from "#actors/kernel/payment.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { Units } from "#actors/kernel/purchase.ts";
import type { Language, Price, ShopItem } from "#actors/kernel/say.ts";
import type { Nouns } from "./catalogue.ts";
import { figure, numberFormat, plainName } from "./words.ts";

const HOUR = 3_600;

/**
 * Where Stripe's smallest unit is another than the platform's data has
 * (docs.stripe.com/currencies#special-cases and #zero-decimal).
 */
const DIGITS: Readonly<Record<string, number>> = { isk: 2, ugx: 2, mga: 0 };

/** An amount in the smallest unit of its currency (ISO 4217, any case) as money; Stars are whole. */
export function money(amount: number, currency: string, language: Language): string {
  const code = currency.toLowerCase();
  if (code === STARS_CURRENCY) return `⭐ ${figure(amount, language)}`;
  if (!isCode(code)) return `${figure(amount, language)} ${plainName(currency, 10)}`;
  return numberFormat(language, { style: "currency", currency: code }).format(majors(amount, code));
}

/** The same of a price. */
export function price({ amount, currency }: Price, language: Language): string {
  return money(amount, currency, language);
}

/** What was paid by card, and in Stars where anything was; in English, for the team. */
export function spentText(spent: {
  readonly spentCents: number;
  readonly currency: string;
  readonly spentStars: number;
}): string {
  const { spentCents, currency, spentStars } = spent;
  const byCard = `${money(spentCents, currency, "en")} by card`;
  return spentStars === 0 ? byCard : `${byCard}, ${money(spentStars, STARS_CURRENCY, "en")}`;
}

/**
 * What one of so many units costs, for comparing: rounded as money is, and where that would say too
 * little (less than ten cents, a few Stars) to two figures.
 */
export function unitPrice(item: Price, units: number, language: Language): string {
  const code = item.currency.toLowerCase();
  if (code === STARS_CURRENCY || !isCode(code)) {
    const each = item.amount / units;
    const format = numberFormat(
      language,
      each < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 },
    );
    return `⭐ ${format.format(each)}`;
  }
  const style = { style: "currency", currency: code } as const;
  const isSmall = item.amount / units < 10;
  return numberFormat(language, isSmall ? { ...style, maximumSignificantDigits: 2 } : style).format(
    majors(item.amount / units, code),
  );
}

function isCode(code: string): boolean {
  return /^[a-z]{3}$/.test(code);
}

function majors(amount: number, code: string): number {
  const { maximumFractionDigits = 2 } = numberFormat("en", {
    style: "currency",
    currency: code,
  }).resolvedOptions();
  return amount / 10 ** (DIGITS[code] ?? maximumFractionDigits);
}

/** `25 credits`, `1 hour of free messages`, or both. */
export function unitsText(units: Units, nouns: Nouns): string {
  const { credits, seconds } = units;
  if (seconds === 0) return nouns.credits(credits);
  if (credits === 0) return nouns.free(seconds);
  return `${nouns.credits(credits)} + ${nouns.free(seconds)}`;
}

/** The same on a button, where every letter counts. */
export function itemText(item: ShopItem, nouns: Nouns): string {
  const { credits, seconds } = item.gives;
  const parts = [
    credits > 0 || seconds === 0 ? nouns.credits(credits) : null,
    seconds > 0 ? `⏳ ${nouns.time(seconds)}` : null,
  ].filter((part) => part !== null);
  const best = item.isBest ? "👑 " : "";
  return `${best}${parts.join(" + ")} · ${price(item, nouns.language)}`;
}

/** What a shop shows beside a price: of one credit, or of an hour; null where it says no more. */
export function unitOf({ gives }: ShopItem): { unit: "credit" | "hour"; count: number } | null {
  const { credits, seconds } = gives;
  if (credits > 0 && seconds > 0) return null;
  if (credits > 1) return { unit: "credit", count: credits };
  return seconds > 0 && seconds !== HOUR ? { unit: "hour", count: seconds / HOUR } : null;
}

/** Stripe's names of card networks that people write otherwise than with one capital. */
const BRANDS: Readonly<Record<string, string>> = {
  amex: "American Express",
  cartes_bancaires: "Cartes Bancaires",
  diners: "Diners Club",
  eftpos_au: "eftpos",
  jcb: "JCB",
  mastercard: "Mastercard",
  unionpay: "UnionPay",
  unknown: "💳",
};

/** `Visa •••• 4242`. */
export function cardName({ brand, last4 }: Card): string {
  const known = BRANDS[brand];
  const name = known ?? plainName(brand.charAt(0).toUpperCase() + brand.slice(1), 24);
  return `${name} •••• ${plainName(last4, 4)}`;
}

/** `Visa •••• 4242 · 08/27`: month and year of its expiry, as they stand on the card. */
export function cardLine(card: Card): string {
  const month = String(card.expMonth).padStart(2, "0");
  const year = String(card.expYear % 100).padStart(2, "0");
  return `${cardName(card)} · ${month}/${year}`;
}
