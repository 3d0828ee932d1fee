// Media that was paid for in Stars, read from Telegram's list of transactions. The update about such a
// sale has no id of the payment, so what the list says cannot be told beside it: the same sale would be
// booked twice. Telegram keeps an update for a day at most; a sale that is older than that and not in
// the books was lost, and is told then. The fan has had the media since they paid.
//
// What is booked is counted: the n-th sale of an item to a fan is missing while the ledger has fewer
// than n. A sale from before the fan's row was made is of somebody who was forgotten, whose books are
// under a pseudonym; nothing is said of it.
import type { Arrival } from "#actors/kernel/envelope.ts";
import { unpackMediaPayload } from "#actors/kernel/shelf.ts";
import type { MediaReads } from "#db/paid-media.ts";

/** Longer than Telegram keeps updates (core.telegram.org/bots/api#getting-updates). */
const LOST_MS = 25 * 3_600_000;

/** A transaction as far as it is looked at. */
export interface MediaTransaction {
  readonly id: string;
  /** Unix seconds. */
  readonly date: number;
  readonly source?: {
    readonly type: string;
    readonly transaction_type?: string;
    readonly paid_media_payload?: string;
    readonly user?: { readonly id: number };
  };
}

interface MediaSale {
  readonly paymentId: string;
  readonly fanId: number;
  readonly itemId: number;
  readonly payload: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** Of this item to this fan, from 1. */
  readonly nth: number;
}

/** What was read of sales, kept from pass to pass. */
export interface MediaCursor {
  /** How often an item was sold to a fan so far, by both. */
  readonly counts: Map<string, number>;
  /** Sales that are not known to be in the books, or to be lost. */
  young: readonly MediaSale[];
}

export function startOfMedia(): MediaCursor {
  return { counts: new Map(), young: [] };
}

/** Takes in a page of the list; each page once. */
export function noteMedia(cursor: MediaCursor, page: readonly MediaTransaction[]): void {
  const sales = page.flatMap(({ id, date, source }) => {
    if (source?.type !== "user" || source.transaction_type !== "paid_media_payment") return [];
    const payload = source.paid_media_payload ?? "";
    const itemId = unpackMediaPayload(payload)?.itemId;
    const fanId = source.user?.id;
    if (itemId === undefined || fanId === undefined) return [];
    const key = `${fanId}/${itemId}`;
    const nth = (cursor.counts.get(key) ?? 0) + 1;
    cursor.counts.set(key, nth);
    return { paymentId: id, fanId, itemId, payload, at: date * 1_000, nth };
  });
  cursor.young = [...cursor.young, ...sales];
}

/**
 * Tells what was lost, each sale by a dedupe key of its own; answers a line for each that was news.
 * @throws what the database or the inbox rejected with; what was not told stays to be told.
 */
export async function tellLostMedia(
  cursor: MediaCursor,
  parts: {
    readonly reads: Pick<MediaReads, "mediaSales">;
    readonly isStored: (arrival: Arrival) => Promise<boolean>;
    readonly now: number;
    /** Sales before this are older than the inbox remembers. */
    readonly since: number;
  },
): Promise<readonly string[]> {
  const { reads, isStored, now, since } = parts;
  const mended: string[] = [];
  const young: MediaSale[] = [];
  for (const sale of cursor.young) {
    if (sale.at < since || (await isBooked(reads, sale))) continue;
    if (now - sale.at < LOST_MS) young.push(sale);
    else if (await isStored(arrivalOf(sale, now))) {
      mended.push(`${sale.paymentId} paid for ${sale.payload}`);
    }
  }
  cursor.young = young;
  return mended;
}

async function isBooked(reads: Pick<MediaReads, "mediaSales">, sale: MediaSale): Promise<boolean> {
  const known = await reads.mediaSales(sale.fanId, sale.itemId);
  return known === null || known.since > sale.at || known.count >= sale.nth;
}

function arrivalOf({ paymentId, fanId, payload }: MediaSale, at: number): Arrival {
  return {
    dedupeKey: `stars:${paymentId}:media`,
    address: { kind: "conversation", key: String(fanId) },
    lane: "urgent",
    at,
    body: JSON.stringify({ type: "fanBoughtMedia", payload }),
    raw: null,
  };
}
