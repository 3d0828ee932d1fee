// The shop as the team keeps it: products in the order of the fans' shop, those that are off among
// them, and promo codes with their use.
import { leastByCard, STARS_CURRENCY } from "#actors/kernel/product.ts";
import { bold, code, joinRich, type Rich, rich } from "#actors/kernel/rich.ts";
import type { ShelvedProduct } from "#db/products.ts";
import type { PromoCode } from "#db/promos.ts";
import { unitsName } from "#src/i18n/index.ts";
import { money } from "#src/i18n/money.ts";
import { figure, lines, moment } from "#src/i18n/words.ts";
import {
  act,
  go,
  inRows,
  type Looking,
  type PanelButton,
  pager,
  type View,
  type Views,
} from "#src/panel/view.ts";

export interface ShopReads {
  products(): Promise<readonly ShelvedProduct[]>;
  /** Newest first. */
  promos(limit: number, offset: number): Promise<readonly PromoCode[]>;
  promoCount(): Promise<number>;
  promo(code: string): Promise<PromoCode | null>;
  currency(): Promise<string>;
}

type ShopViews = Pick<Views, "shop" | "product" | "promos" | "promo">;

const L = "en";
const A_PAGE = 10;
/** A longer one leaves a button no room to say what it does (64 bytes); such rows are nobody's here. */
const SKU_LENGTH_MAX = 28;

/** Draws them. */
export function shopViews(reads: ShopReads): ShopViews {
  return {
    shop: async (_screen, looking) => drawShop(looking, await reads.products()),
    async product({ sku }, looking) {
      const products = await reads.products();
      const place = products.findIndex((one) => one.sku === sku);
      const product = products[place];
      if (product === undefined) return gone("Shop", "There is no such product.");
      return drawProduct(looking, product, { place, count: products.length });
    },
    async promos({ page }, looking) {
      const [codes, count] = await Promise.all([
        reads.promos(A_PAGE, page * A_PAGE),
        reads.promoCount(),
      ]);
      return drawPromos(looking, codes, { page, count });
    },
    async promo({ code: name }, looking) {
      const [promo, currency] = await Promise.all([reads.promo(name), reads.currency()]);
      if (promo === null) return gone("Promo codes", "There is no such code.");
      return drawPromo(looking, promo, currency);
    },
  };
}

function gone(title: string, words: string): View {
  return { title, body: rich(words), buttons: [] };
}

function drawShop(looking: Looking, products: readonly ShelvedProduct[]): View {
  const keepable = products.filter(({ sku }) => sku.length <= SKU_LENGTH_MAX);
  const buttons = keepable.map((product) => {
    const { sku, isActive } = product;
    const text = `${isActive ? "" : "⏸ "}${nameOf(product)} · ${pricesOf(product)}`;
    return go(looking, text, { at: "product", sku });
  });
  const add = (text: string, argument: string): PanelButton =>
    act(looking, text, { section: "shop", verb: "add", argument });
  const others = products.length - keepable.length;
  return {
    title: "Shop",
    body: lines(
      products.length === 0
        ? "Nothing is on the shelf."
        : "In the order of the fans' shop. /buy and its commands follow by themselves.",
      others === 0 ? null : `${others} more have names too long for a button.`,
    ),
    buttons: [
      ...inRows(buttons, 1),
      [add("➕ Credits", "credits"), add("➕ Time", "time")],
      [go(looking, "🎟 Promo codes", { at: "promos", page: 0 })],
    ],
  };
}

function drawProduct(
  looking: Looking,
  product: ShelvedProduct,
  { place, count }: { readonly place: number; readonly count: number },
): View {
  const { sku, kind, currency, isActive, priceCents, priceStars } = product;
  const press = (text: string, verb: string, rest = ""): PanelButton =>
    act(looking, text, { section: "shop", verb, argument: `${sku}${rest}` });
  const edit = (text: string, verb: string): PanelButton =>
    press(text, verb, `:${kind}:${currency}`);
  const least = leastByCard(currency);
  return {
    title: `Shop › ${nameOf(product)}`,
    body: lines(
      rich(bold(nameOf(product)), isActive ? "" : " · ⏸ off"),
      `By card: ${money(priceCents, currency, L)}`,
      `In Stars: ${priceStars === null ? "not sold" : money(priceStars, STARS_CURRENCY, L)}`,
      `Place: ${place + 1} of ${count}`,
      rich("Name in the books: ", code(sku)),
      priceCents < least ? `⚠️ Cards are charged ${money(least, currency, L)} at least.` : null,
    ),
    buttons: [
      [edit("📦 Size", "size"), edit("💳 Price", "price"), edit("⭐ Stars", "stars")],
      [
        ...(place > 0 ? [press("⬆️ Up", "place", `:${place - 1}`)] : []),
        ...(place + 1 < count ? [press("⬇️ Down", "place", `:${place + 1}`)] : []),
        isActive ? press("⏸ Switch off", "off") : press("▶️ Switch on", "on"),
      ],
    ],
  };
}

function nameOf({ credits, seconds }: ShelvedProduct): string {
  return unitsName({ credits, seconds }, L);
}

function pricesOf({ priceCents, currency, priceStars }: ShelvedProduct): string {
  const stars = priceStars === null ? [] : [money(priceStars, STARS_CURRENCY, L)];
  return [money(priceCents, currency, L), ...stars].join(" / ");
}

function drawPromos(
  looking: Looking,
  codes: readonly PromoCode[],
  { page, count }: { readonly page: number; readonly count: number },
): View {
  const buttons = codes.map((promo) => {
    const state = isOver(promo, looking.now) ? "⏸ " : "";
    const text = `${state}${promo.code} · used ${usesOf(promo)}`;
    return go(looking, text, { at: "promo", code: promo.code });
  });
  const add = (text: string, argument: string): PanelButton =>
    act(looking, text, { section: "promos", verb: "add", argument });
  return {
    title: "Shop › Promo codes",
    body: rich(count === 0 ? "No codes yet." : "Fans write /promo and the code."),
    buttons: [
      ...inRows(buttons, 1),
      ...pager(looking, page, Math.ceil(count / A_PAGE), (to) => ({ at: "promos", page: to })),
      [add("➕ % off", "percent"), add("➕ Amount off", "amount"), add("➕ Credits", "credits")],
    ],
  };
}

function drawPromo(looking: Looking, promo: PromoCode, currency: string): View {
  const { code: name, maxUsesPerFan, endsAt, createdAt } = promo;
  const over = isOver(promo, looking.now);
  const off = act(
    looking,
    "⏸ Switch off",
    { section: "promos", verb: "off", argument: name },
    "danger",
  );
  return {
    title: `Promo codes › ${name}`,
    body: lines(
      rich(code(name), over ? " · ⏸ off" : ""),
      givesOf(promo, currency),
      rich("Used: ", bold(usesOf(promo)), `, ${figure(maxUsesPerFan, L)} a fan`),
      endsAt === null ? "Ends: never" : `Ends: ${moment(endsAt, L)}`,
      `Made: ${moment(createdAt, L)}`,
    ),
    buttons: over ? [] : [[off]],
  };
}

function isOver({ isActive, endsAt, uses, maxUses }: PromoCode, now: number): boolean {
  return !isActive || (endsAt !== null && endsAt <= now) || (maxUses !== null && uses >= maxUses);
}

function usesOf({ uses, maxUses }: PromoCode): string {
  return maxUses === null ? figure(uses, L) : `${figure(uses, L)} of ${figure(maxUses, L)}`;
}

function givesOf({ kind, value }: PromoCode, currency: string): Rich {
  const gives = {
    percent: `${value} % off`,
    amount: `${money(value, currency, L)} off by card`,
    credits: `${figure(value, L)} credits on top`,
  };
  return joinRich(["Gives:", gives[kind]], " ");
}
