// The shop as people walk through it: `/buy`, `/buyN`, `/time` and the buttons of a shelf. A shelf is
// one message that turns into what is chosen on it and back again, so prompts do not pile up:
//
//   shelf ──a pack──▶ page coming ──▶ page ready ──paid──▶ receipt
//     ▲                   │ Back          │ Back
//     ├───────────────────┴───────────────┤
//     └──Shop── failed, closed by Stripe ◀┘
//
// For Stars the shelf stays as it is, and Telegram's invoice comes below it (`stars.ts`).
import { editNotice, tellFan, tellFanOnce } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Rail } from "#actors/kernel/product.ts";
import type { FanSay, ShopItem } from "#actors/kernel/say.ts";
import { leaveCheckout, openCheckout, takeMessage } from "./checkout.ts";
import { findShelf, itemsOf, type Shelf, shelfSay } from "./shelf.ts";
import { readShelf, shelfKeyboard } from "./shop-keyboards.ts";
import { sendInvoice } from "./stars.ts";

const CLOSED: FanSay = { key: "shopClosed", with: {} };
const NOT_SOLD: FanSay = { key: "notSold", with: {} };
const STALE: FanSay = { key: "pressStale", with: {} };

/** `/buy25`, and no number that could not be a pack. */
const PACK_COMMAND = /^buy(\d{1,7})$/;

/**
 * True: it was one of the shop's commands, and is answered. `/buy SKU` and `/buy SKU stars` go straight
 * to the checkout of what the shelf has under that name.
 */
export function onShopCommand(turn: Turn, command: string, argument: string): boolean {
  const [, credits] = PACK_COMMAND.exec(command) ?? [];
  if (credits !== undefined) buyPack(turn, Number(credits));
  else if (command === "buy" && argument !== "") buyNamed(turn, argument);
  else if (command === "buy") tellShelf(turn, findShelf(turn, null, false));
  else if (command === "time") tellTime(turn);
  else return false;
  return true;
}

/** The shelf below a message that must stay as it is; a double tap sends one. */
export function tellShelfBelow(turn: Turn): void {
  const shelf = findShelf(turn, null, false);
  if (shelf === null) return tellFanOnce(turn, CLOSED);
  tellFanOnce(turn, shelfSay(turn, shelf), { keyboard: shelfKeyboard(turn, shelf) });
}

/** Turns a message into the shelf that callback data names; answers the press. */
export function openShelf(turn: Turn, argument: string, messageId: number): FanSay | null {
  if (!takeMessage(turn, messageId)) return STALE;
  const shelf = readShelf(turn, argument);
  if (shelf === null) editNotice(turn, messageId, CLOSED);
  else editNotice(turn, messageId, shelfSay(turn, shelf), { keyboard: shelfKeyboard(turn, shelf) });
  return null;
}

/** Buys what a button of a shelf names, at its price of this moment; answers the press. */
export function pick(turn: Turn, sku: string, rail: Rail, messageId: number): FanSay | null {
  const item = itemsOf(turn, { rail, onlyTime: false }).find((one) => one.sku === sku);
  if (item === undefined) return openShelf(turn, rail, messageId) ?? NOT_SOLD;
  buy(turn, item, rail, messageId);
  return null;
}

/** Back from a page to the shelf; answers the press. What was paid meanwhile stays bought. */
export function goBack(turn: Turn, purchaseId: string, messageId: number): FanSay | null {
  leaveCheckout(turn, purchaseId);
  return openShelf(turn, "stripe", messageId);
}

function buy(turn: Turn, item: ShopItem, rail: Rail, messageId: number | null): void {
  if (rail === "stars") sendInvoice(turn, item);
  else openCheckout(turn, item, messageId);
}

/** Straight to the checkout of the pack with so many credits, on the first rail that sells it. */
function buyPack(turn: Turn, credits: number): void {
  for (const rail of turn.settings.rails) {
    const items = itemsOf(turn, { rail, onlyTime: false });
    const item = items.find(({ gives }) => gives.seconds === 0 && gives.credits === credits);
    if (item !== undefined) return buy(turn, item, rail, null);
  }
  tellNotSold(turn);
}

/** By the name of a pack and, where that is said, on a rail; else on the first that sells it. */
function buyNamed(turn: Turn, argument: string): void {
  const [sku, wanted] = argument.split(/\s+/);
  for (const rail of turn.settings.rails) {
    if (wanted !== undefined && wanted !== rail) continue;
    const item = itemsOf(turn, { rail, onlyTime: false }).find((one) => one.sku === sku);
    if (item !== undefined) return buy(turn, item, rail, null);
  }
  tellNotSold(turn);
}

function tellTime(turn: Turn): void {
  const shelf = findShelf(turn, null, true);
  if (shelf?.onlyTime === false) tellNotSold(turn);
  else tellShelf(turn, shelf);
}

function tellShelf(turn: Turn, shelf: Shelf | null): void {
  if (shelf === null) return tellFan(turn, CLOSED);
  tellFan(turn, shelfSay(turn, shelf), { keyboard: shelfKeyboard(turn, shelf) });
}

/** There is no such thing, but there are others. */
function tellNotSold(turn: Turn): void {
  const shelf = findShelf(turn, null, false);
  if (shelf === null) return tellFan(turn, CLOSED);
  tellFan(turn, NOT_SOLD, { keyboard: shelfKeyboard(turn, shelf) });
}
