// What is on sale to this fan at this moment, and for how much. Every price that is shown, asked for
// and booked is an item of this file, made by the kernel's `quote`: a button only names a pack, and
// its price is worked out anew when it is pressed. Nothing is remembered of a shelf.
import type { Turn } from "#actors/conversation/turn.ts";
import { bestValues, type Product, quote, type Rail } from "#actors/kernel/product.ts";
import type { FanSay, ShopItem } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import { promoFor } from "./reduction.ts";

/** A view of what is on sale: how it is paid, and whether it is only the blocks of time. */
export interface Shelf {
  readonly rail: Rail;
  readonly onlyTime: boolean;
}

/** Telegram shows 4,096 characters and 100 buttons; nobody reads a shelf as long as that. */
const ITEMS_MAX = 30;

/** What callback data can hold: a pack by another name cannot be chosen, so it is not offered. */
const PRESSABLE_SKU = /^[A-Za-z0-9_:-]{1,40}$/;

/** What stands on a shelf, in the shop's order. */
export function itemsOf(turn: Turn, { rail, onlyTime }: Shelf): readonly ShopItem[] {
  if (!turn.settings.rails.includes(rail)) return [];
  const { products } = turn.settings;
  const best = bestValues(products, rail);
  return products
    .filter(({ kind, sku }) => (kind === "time" || !onlyTime) && PRESSABLE_SKU.test(sku))
    .flatMap((product) => itemOf(turn, product, rail, best.has(product.sku)) ?? [])
    .slice(0, ITEMS_MAX);
}

/** The ways to pay for which a view has anything, in the owner's order. */
export function openRails(turn: Turn, onlyTime: boolean): readonly Rail[] {
  return turn.settings.rails.filter((rail) => itemsOf(turn, { rail, onlyTime }).length > 0);
}

/** The shelf that is wanted, or the nearest that has anything on it; null: the shop is closed. */
export function findShelf(turn: Turn, wanted: Rail | null, onlyTime: boolean): Shelf | null {
  const [first, ...others] = openRails(turn, onlyTime);
  if (first !== undefined)
    return { rail: others.find((rail) => rail === wanted) ?? first, onlyTime };
  return onlyTime ? findShelf(turn, wanted, false) : null;
}

/** Whether a page on this rail is asked to keep the card: auto-recharge has one already. */
export function maySaveCard(turn: Turn, rail: Rail): boolean {
  return rail === "stripe" && turn.state.recharge === null;
}

/** The words of a shelf; its buttons are `shelfKeyboard`. */
export function shelfSay(turn: Turn, shelf: Shelf): FanSay {
  const items = itemsOf(turn, shelf);
  const isReduced = items.some(({ amount, fullAmount }) => amount < fullAmount);
  return {
    key: "shop",
    with: {
      items,
      account: accountOf(turn),
      promo: isReduced ? promoFor(turn) : null,
      isStars: shelf.rail === "stars",
      savesCard: turn.state.savesCard && maySaveCard(turn, shelf.rail),
    },
  };
}

function itemOf(turn: Turn, product: Product, rail: Rail, isBest: boolean): ShopItem | null {
  const quoted = quote(product, rail, promoFor(turn));
  if (quoted === null) return null;
  const { amount, currency, credits, seconds, fullAmount } = quoted;
  return { sku: product.sku, gives: { credits, seconds }, amount, currency, fullAmount, isBest };
}
