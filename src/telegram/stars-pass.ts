// One pass over Telegram's own list of the bot's transactions in Stars: what our rows do not show is
// said to its conversation as the update would have said it. Updates wait at Telegram for a day, and
// a backup that is restored lacks what came after it; the money has moved all the same.
//
// The list is oldest first and only grows, and it can be skipped into but not searched, so a pass
// begins where the one before ended (`StarsCursor`). What is news waits a moment and is looked at
// again: its update may be on its way. Then it is said once, by a dedupe key of its own; when the
// update comes after all, the conversation merges the two.
//
//   no row, another fan's row, a row that another payment paid
//       the conversation of whoever paid hears of it, and tells the owner. No row will ever show
//       that it was told, so it is said only while the inbox would know it again
import type { ConversationMessage } from "#actors/conversation/message.ts";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Clock } from "#actors/kernel/ports.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { MediaReads } from "#db/paid-media.ts";
import { isUnreadable, type PaymentReads } from "#db/payments.ts";
import type { Append } from "#src/http/inbox-batcher.ts";
import { isNews } from "#src/stripe/news.ts";
import type { TelegramApi } from "./api.ts";
import { unpackPayload } from "./invoice-payload.ts";
import { paymentOf, refundOf, type StarsFact } from "./receipt.ts";
import { type MediaCursor, noteMedia, startOfMedia, tellLostMedia } from "./stars-media.ts";

export type StarsApi = Pick<TelegramApi, "getStarTransactions">;

type Listed = Awaited<ReturnType<StarsApi["getStarTransactions"]>>;
type Transaction = Extract<Listed, { transactions: unknown }>["transactions"][number];

/** Telegram's bound (core.telegram.org/bots/api#getstartransactions). */
const PER_PAGE = 100;
/** What the list says and our rows do not is looked at again after this. */
const SETTLE_MS = 15_000;
/** Shorter than the inbox keeps what it has heard. */
const TELLABLE_MS = 25 * 86_400_000;

export interface StarsPassParts {
  readonly reads: Pick<PaymentReads, "purchaseById" | "purchaseByPayment"> &
    Pick<MediaReads, "mediaSales">;
  readonly append: Append;
  readonly clock: Clock;
}

/** How far the list was read, and what was mended on the way: kept up to date page by page. */
export interface StarsCursor {
  /** Transactions from the oldest on that need not be looked at again. */
  offset: number;
  readonly mended: string[];
  readonly media: MediaCursor;
}

export function startOfStars(): StarsCursor {
  return { offset: 0, mended: [], media: startOfMedia() };
}

/** A transaction of ours: whose, and what it says. */
interface Told {
  readonly fanId: number;
  readonly fact: StarsFact;
}

/**
 * Reads on from the cursor, at most `pagesMax` pages of a hundred. Answers whether the list's end was
 * reached. Cut off anywhere, it goes on from the last whole page.
 * @throws what Telegram, the database or the inbox rejected with.
 */
export async function readStars(
  parts: StarsPassParts,
  api: StarsApi,
  cursor: StarsCursor,
  { pagesMax, signal }: { readonly pagesMax: number; readonly signal: AbortSignal },
): Promise<boolean> {
  for (let pages = 0; pages < pagesMax; pages += 1) {
    if (signal.aborted) throw new Error("the process stops");
    const { offset } = cursor;
    const { transactions } = await api.getStarTransactions({ offset, limit: PER_PAGE });
    const news: Told[] = [];
    for (const transaction of transactions) {
      const told = await toldBy(parts, transaction);
      if (told !== null && (await arrivalFor(parts, told)) !== null) news.push(told);
    }
    if (news.length > 0) await parts.clock.sleep(SETTLE_MS, signal);
    for (const told of signal.aborted ? [] : news) {
      const arrival = await arrivalFor(parts, told);
      if (arrival !== null && (await isStored(parts, arrival))) cursor.mended.push(lineOf(told));
    }
    if (signal.aborted) throw new Error("the process stops");
    noteMedia(cursor.media, transactions);
    cursor.offset += transactions.length;
    if (transactions.length < PER_PAGE) {
      await tellMedia(parts, cursor);
      return true;
    }
  }
  return false;
}

async function tellMedia(parts: StarsPassParts, { media, mended }: StarsCursor): Promise<void> {
  const now = parts.clock.now();
  const isNew = (arrival: Arrival) => isStored(parts, arrival);
  const about = { reads: parts.reads, isStored: isNew, now, since: now - TELLABLE_MS };
  mended.push(...(await tellLostMedia(media, about)));
}

/** What a transaction says about a purchase of ours; null: it is something else. */
async function toldBy(parts: StarsPassParts, transaction: Transaction): Promise<Told | null> {
  const { id: paymentId, amount, date, source, receiver } = transaction;
  const partner = source ?? receiver;
  if (partner?.type !== "user" || partner.transaction_type !== "invoice_payment") return null;
  const named = unpackPayload(partner.invoice_payload ?? "")?.purchaseId;
  const known = () => parts.reads.purchaseByPayment(paymentId, "stars").catch(nothingUnreadable);
  const purchaseId = named ?? (await known())?.purchase.id;
  if (purchaseId === undefined) return null;
  const paid = { purchaseId, paymentId, amount, currency: STARS_CURRENCY };
  const at = date * 1_000;
  const fact = source === undefined ? refundOf(paid, at) : paymentOf(paid, at);
  return { fanId: partner.user.id, fact };
}

/** The envelope that says it; null: its purchase's row shows it, or nobody need hear of it. */
async function arrivalFor({ reads, clock }: StarsPassParts, told: Told): Promise<Arrival | null> {
  const { fanId, fact } = told;
  const found = await reads.purchaseById(fact.purchaseId).catch(nothingUnreadable);
  const isItsOwn = (found?.purchase.paymentId ?? fact.paymentId) === fact.paymentId;
  if (found !== null && isItsOwn && !isNews(fact, found.purchase)) return null;
  const purchase = found?.fanId === fanId ? found.purchase : null;
  const willShow = purchase !== null && isItsOwn;
  if (!willShow && clock.now() - fact.at > TELLABLE_MS) return null;
  const message: ConversationMessage = { type: "payment", fact, purchase };
  return {
    dedupeKey: `stars:${fact.paymentId}:${stateOf(fact)}`,
    address: { kind: "conversation", key: String(fanId) },
    lane: "urgent",
    at: clock.now(),
    body: JSON.stringify(message),
    raw: null,
  };
}

function stateOf({ type }: StarsFact): string {
  return type === "refund" ? "refunded" : "paid";
}

function lineOf({ fact }: Told): string {
  return `${fact.paymentId} ${stateOf(fact)} of ${fact.purchaseId}`;
}

async function isStored({ append }: StarsPassParts, arrival: Arrival): Promise<boolean> {
  const [id] = await append([arrival]);
  return id !== null && id !== undefined;
}

/** One row that is broken must not hold up what comes behind it. */
function nothingUnreadable(error: unknown): null {
  if (isUnreadable(error)) return null;
  throw error;
}
