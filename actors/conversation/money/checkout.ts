// A purchase by card, from the tap to the receipt. Stripe hosts the page; what we keep is the purchase
// and the one message of the fan's chat that shows it (`checkout-notice.ts`).
//
//   open ──page──▶ open, with a link ──paid──▶ paid
//     │              │      │   └──slow money──▶ processing ──▶ paid │ failed
//     │              │      └──closed by Stripe, or its time is over──▶ expired
//     │              └──left: Back, or another pack──▶ expired, its message belongs to the next
//     └──no page could be made──▶ failed
//
// One page a fan is open at a time: whoever begins another leaves the one before, which is closed at
// Stripe. That takes a moment in which it can still be paid: then the payment wins, as in `merge.ts`,
// and the receipt is a message of its own. The price is fixed when a purchase begins.
//
// Every step answers an effect or a fact, each of them heard in any order. A page that comes late is
// shown if its purchase is still to be paid, and closed if not, whatever happened meanwhile. Two
// steps may be lost on the way, and both are made up for: where the webhook of a payment is, the timer
// `checkout` asks Stripe; where Stripe did not close a page, it is asked whether that was paid.
import { languageFor, nameFor } from "#actors/conversation/facts.ts";
import { sendNotice } from "#actors/conversation/tell.ts";
import { bringToTeam } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { ShopItem } from "#actors/kernel/say.ts";
import { meetCustomer } from "./card-setup.ts";
import { noticeOf, noticeTag, showDropped, showPage, showPurchase } from "./checkout-notice.ts";
import { beginPurchase, findPurchase, keepPurchase, type NewPurchase } from "./purchases.ts";
import { spendPromo } from "./reduction.ts";
import type { MoneyResult } from "./result.ts";
import { saleFacts, saleOf } from "./sale.ts";
import { maySaveCard } from "./shelf.ts";

const MINUTE_MS = 60_000;

/** Stripe's least is 30 minutes, counted from when the call arrives; the call may have to wait. */
const PAGE_MS = 31 * MINUTE_MS;
/** So long after its end the webhook about a page has come, or is lost. */
const GRACE_MS = MINUTE_MS;
/** One whose time is over and that nobody has answered for is looked after again. */
const AGAIN_MS = 10 * MINUTE_MS;

/** Begins a purchase by card; `messageId` is the shelf that turns into it, null: a new message. */
export function openCheckout(turn: Turn, item: ShopItem, messageId: number | null): void {
  const pages = pagesOf(turn);
  if (pages.some(({ noticeId, sku }) => noticeId === messageId && sku === item.sku)) return;
  if (messageId !== null && !takeMessage(turn, messageId)) return;
  leaveAll(turn);
  const purchase = beginPurchase(turn, {
    rail: "stripe",
    kind: "checkout",
    ...soldAs(turn, item),
    expiresAt: turn.at + PAGE_MS,
    noticeId: messageId,
  });
  askForPage(turn, purchase);
  armTimer(turn);
}

/** What a new purchase takes over from the shelf, on either rail. */
export function soldAs(turn: Turn, item: ShopItem): Sold {
  const { sku, gives, amount, fullAmount, currency } = item;
  const promo = amount < fullAmount ? (turn.state.promo?.code ?? null) : null;
  return { sku, gives, amount, currency, promo };
}

type Sold = Pick<NewPurchase, "sku" | "gives" | "amount" | "currency" | "promo">;

/** Leaves a checkout for the shelf, if there is one to leave. */
export function leaveCheckout(turn: Turn, purchaseId: string): void {
  const purchase = pagesOf(turn).find(({ id }) => id === purchaseId);
  if (purchase === undefined) return;
  leave(turn, purchase);
  armTimer(turn);
}

/** Closes what this fan could still pay by card: before an erasure, with a ban. */
export function closeCheckouts(turn: Turn): void {
  leaveAll(turn);
  armTimer(turn);
}

/** Closes the pages at which a code could be used once more. */
export function closeWithCode(turn: Turn, code: string | null): void {
  if (code !== null) leaveAll(turn, ({ promo }) => promo === code);
}

/**
 * Frees a message from the purchase that it shows, so that it can show something else; false: it is
 * about a payment and stays as it is.
 */
export function takeMessage(turn: Turn, messageId: number): boolean {
  for (const purchase of turn.state.purchases) {
    if (purchase.noticeId !== messageId) continue;
    const freed = { ...purchase, noticeId: null };
    if (purchase.kind === "checkout" && isLive(purchase)) leave(turn, freed);
    else if (isOver(purchase)) keepPurchase(turn, freed);
    else return false;
  }
  armTimer(turn);
  return true;
}

/** Tells what a purchase has become, after everything is booked; `worksOff` went to a debt. */
export function onPurchaseChanged(
  turn: Turn,
  before: Purchase,
  after: Purchase,
  worksOff: Units,
): void {
  if (after.state === before.state) return;
  if (!isLive(after)) showPurchase(turn, after, worksOff);
  if (after.state === "paid" || after.state === "processing") closeWithCode(turn, after.promo);
  if (after.state === "paid") onPaid(turn, after);
  armTimer(turn);
}

/** What came of an effect of the shop, by its tag `<step>:<purchase>`. */
export function onShopAnswer(turn: Turn, rest: string, result: MoneyResult): void {
  const parts = rest.split(":");
  const [step, id = ""] = parts;
  const purchase = findPurchase(turn, id);
  if (step === "page") onPage(turn, parts, purchase, result);
  if (step === "close" && "refused" in result && purchase !== null) lookUp(turn, purchase);
  if (step === "look" && purchase !== null && isLive(purchase)) expire(turn, purchase);
  armTimer(turn);
}

/** The message of a purchase is in the fan's chat. */
export function onShopNotice(turn: Turn, rest: string, messageId: number): void {
  const [, id = ""] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase === null) return;
  const kept = keepPurchase(turn, { ...purchase, noticeId: messageId });
  if (!isLive(kept)) showPurchase(turn, kept);
}

/** The fan deleted the message of a purchase: they left it, unless there is a payment to tell of. */
export function onShopNoticeGone(turn: Turn, rest: string): void {
  const [, id = "", credits = "0", seconds = "0"] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase === null) return;
  const kept = keepPurchase(turn, { ...purchase, noticeId: null });
  const worksOff = { credits: Number(credits), seconds: Number(seconds) };
  if (isLive(kept)) leave(turn, kept);
  else if (!isOver(kept)) showPurchase(turn, kept, worksOff);
  armTimer(turn);
}

/** The message of a purchase could not be sent, so its page is not made, or nobody will see it. */
export function onShopNoticeRefused(turn: Turn, rest: string): void {
  const [, id = ""] = rest.split(":");
  const purchase = findPurchase(turn, id);
  if (purchase === null || purchase.noticeId !== null || !isLive(purchase)) return;
  leave(turn, purchase);
  armTimer(turn);
}

/** The time of some purchase is over. A timer that comes early is set again. */
export function onCheckoutTimer(turn: Turn): void {
  for (const purchase of livePurchases(turn)) {
    if (dueAt(purchase) > turn.at) continue;
    if (purchase.rail === "stripe") lookUp(turn, purchase);
    else expire(turn, purchase);
  }
  armTimer(turn);
}

/** Sets the timer to the purchase whose time is over next. One that is overdue is not let go of. */
export function armTimer(turn: Turn): void {
  const coming = livePurchases(turn)
    .map(dueAt)
    .map((at) => (at > turn.at ? at : turn.at + AGAIN_MS));
  if (coming.length > 0) turn.setTimer("checkout", Math.min(...coming));
  else turn.clearTimer("checkout");
}

/** What the fan may still pay, on either rail. */
export function livePurchases(turn: Turn): readonly Purchase[] {
  return turn.state.purchases.filter((one) => one.kind === "checkout" && isLive(one));
}

function pagesOf(turn: Turn): readonly Purchase[] {
  return livePurchases(turn).filter(({ rail }) => rail === "stripe");
}

function isLive({ state }: Purchase): boolean {
  return state === "open" || state === "requiresAction";
}

/** Came to nothing, as far as anybody knows. */
function isOver({ state }: Purchase): boolean {
  return state === "expired" || state === "failed";
}

function dueAt({ expiresAt, createdAt }: Purchase): number {
  return (expiresAt ?? createdAt) + GRACE_MS;
}

/** The message first, then the page, which is shown in it. */
function askForPage(turn: Turn, purchase: Purchase): void {
  const savesCard = turn.state.savesCard && maySaveCard(turn, "stripe");
  const after = tellComing(turn, purchase);
  turn.emit(
    {
      verb: "checkout",
      sale: saleOf(purchase),
      customerId: turn.state.customerId,
      savesCard,
      expiresAt: turn.at + PAGE_MS,
      language: languageFor(turn.state),
      tag: `shop:page:${purchase.id}${savesCard ? ":saves" : ""}`,
    },
    after === null ? {} : { after },
  );
}

/** Answers the index of a new message; null: the shelf turns into it. */
function tellComing(turn: Turn, purchase: Purchase): number | null {
  if (purchase.noticeId !== null) {
    showPurchase(turn, purchase);
    return null;
  }
  const { say, keyboard } = noticeOf(turn, purchase, NO_UNITS);
  return sendNotice(turn, say, { keyboard, tag: noticeTag(purchase) });
}

/** The page, or why there is none; `purchase` null: its fan was erased meanwhile. */
function onPage(
  turn: Turn,
  [, id = "", saves]: readonly string[],
  purchase: Purchase | null,
  result: MoneyResult,
): void {
  const isWanted = purchase !== null && isLive(purchase);
  if ("refused" in result) {
    if (isWanted) showPurchase(turn, keepPurchase(turn, { ...purchase, state: "failed" }));
    return;
  }
  if (result.answer?.type !== "page") return;
  const { sessionId, url, customerId, expiresAt } = result.answer;
  if (purchase !== null) meetCustomer(turn, customerId);
  if (isWanted) {
    const ready = keepPurchase(turn, { ...purchase, sessionId, expiresAt, pageUrl: url });
    showPage(turn, ready, url, saves !== undefined);
  } else if (purchase === null) closePage(turn, id, sessionId);
  // One whose session is known by now was closed at Stripe, and told of, before this came.
  else if (isOver(purchase) && purchase.sessionId === null) {
    keepPurchase(turn, { ...purchase, sessionId });
    closePage(turn, id, sessionId);
  }
}

function onPaid(turn: Turn, purchase: Purchase): void {
  spendPromo(turn, purchase);
  // Whoever wants their card kept says so each time.
  turn.set({ savesCard: false });
  const facts = { name: nameFor(turn.state), sale: saleFacts(purchase), isRecharge: false };
  bringToTeam(turn, { key: "paid", with: facts });
}

/** Leaves pages, and says so where they were shown. */
function leaveAll(turn: Turn, which: (page: Purchase) => boolean = () => true): void {
  for (const purchase of pagesOf(turn).filter(which)) {
    showDropped(turn, purchase);
    leave(turn, purchase);
  }
}

function leave(turn: Turn, purchase: Purchase): void {
  const { id, sessionId } = keepPurchase(turn, { ...purchase, state: "expired" });
  // Without a session there is no page yet; when it comes, `onPage` closes it.
  if (sessionId !== null) closePage(turn, id, sessionId);
}

function closePage(turn: Turn, purchaseId: string, sessionId: string): void {
  turn.emit({ verb: "expireCheckout", purchaseId, sessionId, tag: `shop:close:${purchaseId}` });
}

function expire(turn: Turn, purchase: Purchase): void {
  showPurchase(turn, keepPurchase(turn, { ...purchase, state: "expired" }));
}

function lookUp(turn: Turn, { id, sessionId, paymentId }: Purchase): void {
  turn.emit({
    verb: "lookUpPayment",
    purchaseId: id,
    sessionId,
    paymentId,
    tag: `shop:look:${id}`,
  });
}
