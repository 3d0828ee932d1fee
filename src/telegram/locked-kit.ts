// What performing locked media takes besides the Bot API: the books, and somebody who draws.
import type { Item } from "#actors/kernel/shelf.ts";
import type { ShelfPage, Unlocked } from "#db/shelf.ts";
import type { CardWords } from "#src/locked/preview.ts";

/** How many items are on a page: what a keyboard has room for. */
export const ITEMS_A_PAGE = 8;

/** The database's side of it, and the drawing. */
export interface LockedKit {
  /** null: the fan has not bought it, or gave it back. */
  readonly boughtItem: (fanId: number, itemId: number) => Promise<Item | null>;
  readonly unlockedOf: (
    fanId: number,
    page: number,
  ) => Promise<{ readonly items: readonly Unlocked[]; readonly pages: number }>;
  /** What is for sale. */
  readonly shelfPage: (page: number) => Promise<ShelfPage>;
  readonly drawCard: (thumbnailId: string | null, words: CardWords) => Promise<Uint8Array>;
  /** Telegram's ids of cards that were sent, by what is on them. */
  readonly cards: Map<string, string>;
}
