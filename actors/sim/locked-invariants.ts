// Locked media once the world is at rest (G23): what was taken, what was sent for it, and what the books
// say. The sentences are those of docs/runtime.md.
import { loadState, type State } from "#actors/conversation/state.ts";
import { addressKey } from "#actors/kernel/address.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables, StoredLedger } from "./memory-tables.ts";
import type { Shown, SimTelegram } from "./vendor.ts";

/** Stars that a fan paid at Telegram for media. */
export interface MediaPayment {
  readonly fanId: number;
  readonly itemId: number;
  readonly amount: number;
}

export interface LockedToCheck {
  readonly db: MemoryTables;
  readonly telegram: Pick<SimTelegram, "shown" | "doubtful">;
  /** What Telegram took for media. */
  readonly paid: readonly MediaPayment[];
}

/** A line of the ledger that sold an item, and whether its price was given back. */
interface Sale {
  readonly row: StoredLedger;
  readonly reference: string;
  readonly fanId: number;
  readonly itemId: number;
  isReturned: boolean;
}

export function checkLocked(world: LockedToCheck): Violation[] {
  const { sales, found } = readBooks(world);
  return [
    ...found,
    ...sales.flatMap((sale) => deliveredOrReturned(world, sale)),
    ...deliveries(world.telegram).flatMap((shown) => wasPaid(shown, sales)),
    ...rowsAgree(world.db, sales),
    ...starsAreBooked(world, sales),
    ...wishesAreGranted(world.db),
  ].map((what) => ({ guarantee: "G23", what }));
}

// ── what was taken ───────────────────────────────────────────────────────────────────────────────

/** The ledger in the order in which it was written: a sale is taken back before the next one. */
function readBooks(world: LockedToCheck): { readonly sales: Sale[]; readonly found: string[] } {
  const { db } = world;
  const sales: Sale[] = [];
  const found: string[] = [];
  for (const row of db.ledger) {
    const reference = row.reference ?? "";
    if (reference.startsWith("refund:unlock:")) {
      const sale = sales.find((one) => `refund:${one.reference}` === reference);
      if (sale === undefined) found.push(`${reference} gave back what was not sold`);
      else if (row.credits !== -sale.row.credits) found.push(`${reference} is of another price`);
      if (sale !== undefined) sale.isReturned = true;
    }
    if (row.kind !== "unlock") continue;
    const itemId = Number(/^unlock:-?\d+:(\d+)/.exec(reference)?.[1]);
    const fanId = fanOf(db, row.userId);
    const isTheirs = sales.some((one) => isOf(one, row.userId, itemId) && !one.isReturned);
    if (isTheirs && !isTelegramsDouble(world, row, fanId, itemId)) {
      found.push(`${itemId} was sold to ${fanId} while it was theirs`);
    }
    sales.push({ row, reference, fanId, itemId, isReturned: false });
  }
  return { sales, found };
}

function isOf({ row, itemId }: Sale, userId: number, wanted: number): boolean {
  return row.userId === userId && itemId === wanted;
}

/** A card for Stars that may stand twice in the chat, or outlived an erasure, is out of our hands. */
function isTelegramsDouble(
  { db, telegram }: LockedToCheck,
  { amountCents }: StoredLedger,
  fanId: number,
  itemId: number,
): boolean {
  if (amountCents === 0) return false;
  const isDoubtful = telegram.shown.some(
    ({ chatId, effect, effectIds }) =>
      effect.verb === "offerLocked" &&
      effect.item.id === itemId &&
      chatId === fanId &&
      effectIds.some((id) => telegram.doubtful.has(id)),
  );
  return isDoubtful || wasErased(db, fanId);
}

// ── what was sent for it ─────────────────────────────────────────────────────────────────────────

/** Paid in credits and delivered, or given back, or it waits for a fan who cannot be written to. */
function deliveredOrReturned(world: LockedToCheck, sale: Sale): string[] {
  const { db, telegram } = world;
  const { row, reference, fanId, itemId, isReturned } = sale;
  if (row.credits === 0 || !isHere(db, row.userId)) return [];
  const first = deliveries(telegram).filter(
    ({ effect, chatId }) => chatId === fanId && effect.tag === `first:${itemId}:${reference}`,
  );
  if (isReturned) {
    // What an earlier life bought was sent under the same name.
    if (wasErased(db, fanId)) return [];
    const isSure = first.some(
      ({ effectIds }) => !effectIds.some((id) => telegram.doubtful.has(id)),
    );
    return isSure ? [`${reference} was delivered, and given back`] : [];
  }
  if (first.length > 0) return [];
  const state = stateOf(db, fanId);
  const standing = state?.locked.offers.find((offer) => offer.itemId === itemId)?.standing;
  const waits = standing === "undelivered" && state?.isUnreachable === true;
  return waits ? [] : [`${reference} was paid, and neither delivered nor given back`];
}

function wasPaid({ effect, chatId }: Shown, sales: readonly Sale[]): string[] {
  if (effect.verb !== "deliverLocked") return [];
  const { itemId } = effect;
  const isPaid = sales.some((sale) => sale.fanId === chatId && sale.itemId === itemId);
  return isPaid ? [] : [`${itemId} was delivered to ${chatId}, who did not pay`];
}

function deliveries({ shown }: Pick<SimTelegram, "shown">): readonly Shown[] {
  return shown.filter(({ effect }) => effect.verb === "deliverLocked");
}

// ── what the books say ───────────────────────────────────────────────────────────────────────────

/** The table has what was sold and not given back, at the price that the ledger has. */
function rowsAgree(db: MemoryTables, sales: readonly Sale[]): string[] {
  const bought = [...db.unlocks.values()].filter(({ standing }) => standing === "bought");
  const lacking = sales
    .filter(({ row, isReturned }) => !isReturned && isHere(db, row.userId))
    .filter(({ row, itemId }) => db.unlocks.get(`${row.userId}/${itemId}`)?.standing !== "bought")
    .map(({ reference }) => `${reference} is sold, and not in the table`);
  const wrong = bought.flatMap(({ userId, itemId, credits, stars }) => {
    const last = sales.findLast((one) => isOf(one, userId, itemId) && !one.isReturned);
    if (last === undefined) return [`${itemId} is user ${userId}'s, and was not sold`];
    const { row } = last;
    const isSame = credits === -row.credits && stars === row.amountCents;
    return isSame ? [] : [`${last.reference} is in the table at another price`];
  });
  return [...lacking, ...wrong];
}

/** Each payment at Telegram is one line; of a fan who was forgotten meanwhile the owner is told. */
function starsAreBooked({ db, telegram, paid }: LockedToCheck, sales: readonly Sale[]): string[] {
  const isTold = telegram.shown.some(
    ({ effect }) => effect.verb === "alertOwner" && effect.say.key === "orphanPayment",
  );
  return paid.flatMap(({ fanId, itemId }) => {
    const isThis = (one: { fanId: number; itemId: number }): boolean =>
      one.fanId === fanId && one.itemId === itemId;
    const lines = sales.filter((sale) => sale.row.amountCents > 0 && isThis(sale)).length;
    const payments = paid.filter(isThis).length;
    const isOrphan = lines < payments && wasErased(db, fanId) && isTold;
    if (lines === payments || isOrphan) return [];
    return [`${itemId} was paid ${payments} times in Stars by ${fanId}, and booked ${lines} times`];
  });
}

/** What can be paid for waits for nothing. */
function wishesAreGranted(db: MemoryTables): string[] {
  return [...db.actors.values()].flatMap(({ address }) => {
    const state = address.kind === "conversation" ? stateOf(db, Number(address.key)) : null;
    if (state === null || state.isBanned) return [];
    return state.locked.offers
      .filter(({ standing, amount }) => standing === "wanted" && amount <= state.credits)
      .map(({ itemId }) => `${itemId} is wished for by ${address.key}, who could pay for it`);
  });
}

// ── reading the tables ───────────────────────────────────────────────────────────────────────────

function stateOf(db: MemoryTables, fanId: number): State | null {
  const address = { kind: "conversation", key: String(fanId) } as const;
  const state = db.actors.get(addressKey(address))?.state ?? null;
  return state === null ? null : loadState(JSON.parse(state), address);
}

function fanOf(db: MemoryTables, userId: number): number {
  return db.users.get(userId)?.projection?.user.telegramId ?? 0;
}

/** Not of a former life. */
function isHere(db: MemoryTables, userId: number): boolean {
  return [...db.actors.values()].some((actor) => actor.userId === userId);
}

function wasErased(db: MemoryTables, fanId: number): boolean {
  return db.erasures.some(({ key }) => key === String(fanId));
}
