// A purchase in Telegram's Stars. Telegram shows the invoice and takes the payment; it asks whether the
// invoice still holds (`pre_checkout_query`) and wants the answer in ten seconds, so that is given
// from memory alone, by the moment in the purchase's id. Nobody can take an invoice back or edit it
// into other words: it is the purchase's message from when it is sent, it ends with its day, in
// silence, and the receipt is a reply to it.
//
//   open ──successful payment──▶ paid          open ──a day──▶ expired ──a late payment──▶ paid
//     └──the invoice could not be sent──▶ failed
import { languageFor } from "#actors/conversation/facts.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { ShopItem } from "#actors/kernel/say.ts";
import { armTimer, closeWithCode, livePurchases, soldAs } from "./checkout.ts";
import { showPurchase } from "./checkout-notice.ts";
import { beginPurchase, findPurchase, keepPurchase } from "./purchases.ts";
import type { MoneyResult } from "./result.ts";
import { saleOf } from "./sale.ts";

const MINUTE_MS = 60_000;

/** How long an invoice holds; the pre-checkout answer goes by the same. */
const INVOICE_MS = 24 * 60 * MINUTE_MS;
/** The same pack tapped again this soon: its invoice is right there, or on its way. */
const SAME_INVOICE_MS = MINUTE_MS;

/** Begins a purchase in Stars: its invoice goes below the shelf. A double tap sends one. */
export function sendInvoice(turn: Turn, item: ShopItem): void {
  const isThere = livePurchases(turn).some(
    ({ rail, sku, createdAt }) =>
      rail === "stars" && sku === item.sku && turn.at - createdAt < SAME_INVOICE_MS,
  );
  if (isThere) return;
  const sold = soldAs(turn, item);
  // An invoice cannot be taken back, a page can.
  closeWithCode(turn, sold.promo);
  const purchase = beginPurchase(turn, {
    rail: "stars",
    kind: "checkout",
    ...sold,
    expiresAt: turn.at + INVOICE_MS,
    noticeId: null,
  });
  const language = languageFor(turn.state);
  const tag = `stars:${purchase.id}`;
  turn.emit({ verb: "sendInvoice", sale: saleOf(purchase), language, tag });
  armTimer(turn);
}

/** The invoice is in the fan's chat, or could not be sent. */
export function onStarsAnswer(turn: Turn, purchaseId: string, result: MoneyResult): void {
  const purchase = findPurchase(turn, purchaseId);
  if (purchase === null) return;
  if ("refused" in result) {
    if (purchase.state !== "open") return;
    showPurchase(turn, keepPurchase(turn, { ...purchase, state: "failed" }));
    return armTimer(turn);
  }
  const [noticeId] = result.sent?.messageIds ?? [];
  if (noticeId !== undefined) keepPurchase(turn, { ...purchase, noticeId });
}
