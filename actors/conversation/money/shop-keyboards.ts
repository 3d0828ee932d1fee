// The buttons of the shop. A button names a pack or a view, never a price, and what it names is
// looked up again when it is pressed.
import { fanButton } from "#actors/conversation/keyboards.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { RAILS } from "#actors/kernel/product.ts";
import type { ButtonSpec, Keyboard } from "#actors/kernel/say.ts";
import { findShelf, itemsOf, maySaveCard, openRails, type Shelf } from "./shelf.ts";

/** Under a shelf: a button a pack, then how to pay. */
export function shelfKeyboard(turn: Turn, shelf: Shelf): Keyboard {
  const ways = [...railButtons(turn, shelf), ...saveCardButtons(turn, shelf)];
  return [...itemRows(turn, shelf), ...ways.map((button) => [button])];
}

/** The packs alone, for the screen that begins it all; nothing while the shop is closed. */
export function startShelf(turn: Turn): Keyboard {
  const shelf = findShelf(turn, null, false);
  return shelf === null ? [] : itemRows(turn, shelf);
}

function itemRows(turn: Turn, shelf: Shelf): Keyboard {
  const verb = shelf.rail === "stars" ? "pickStars" : "pick";
  return itemsOf(turn, shelf).map((item) => [fanButton({ item }, verb, item.sku)]);
}

/** Under a page that is being made, or that is there. */
export function checkoutKeyboard(purchaseId: string, url: string | null): Keyboard {
  const back = [fanButton("back", "back", purchaseId)];
  return url === null ? [back] : [[{ label: "pay", url }], back];
}

/** Under what has come to nothing: the way back to the shelf, in the same message. */
export function againKeyboard(): Keyboard {
  return [[fanButton("shop", "shop", "", "primary")]];
}

/** A shelf as an argument of callback data. */
function argumentOf({ rail, onlyTime }: Shelf): string {
  return onlyTime ? `${rail}:time` : rail;
}

/** The shelf that an argument names, or the nearest to it; null: the shop is closed. */
export function readShelf(turn: Turn, argument: string): Shelf | null {
  const [name, only] = argument.split(":");
  const rail = RAILS.find((known) => known === name) ?? null;
  return findShelf(turn, rail, only === "time");
}

function railButtons(turn: Turn, shelf: Shelf): readonly ButtonSpec[] {
  const other = openRails(turn, shelf.onlyTime).find((rail) => rail !== shelf.rail);
  if (other === undefined) return [];
  const label = other === "stars" ? "payWithStars" : "payByCard";
  return [fanButton(label, "shop", argumentOf({ ...shelf, rail: other }))];
}

/** It says how it is, and its press says how it is to be: a double tap changes it once. */
function saveCardButtons(turn: Turn, shelf: Shelf): readonly ButtonSpec[] {
  if (!maySaveCard(turn, shelf.rail)) return [];
  const argument = argumentOf(shelf);
  return turn.state.savesCard
    ? [fanButton("saveCardOn", "saveCardNot", argument)]
    : [fanButton("saveCardOff", "saveCard", argument)];
}
