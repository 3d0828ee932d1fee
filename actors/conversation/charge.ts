// The meter. Credits change here and nowhere else: one function writes the ledger row and the new
// balance together, so the balance is the sum of the rows at every commit.
//
// A message is paid for in this order: an active time session (free), then credits by the price of
// its kind, else it is held. What cannot be relayed at all never gets as far as this.
import type { Content, ContentKind } from "#actors/kernel/content.ts";
import { addCredits, type LedgerKind } from "#actors/kernel/credits.ts";
import { invariant } from "#actors/kernel/errors.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { shopKeyboard } from "./keyboards.ts";
import { ALBUM_PARTS_MAX, UNREFUNDABLE_MAX } from "./limits.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** A movement on a fan's account; credits and seconds are signed. */
export interface Movement {
  readonly kind: LedgerKind;
  readonly credits: number;
  readonly seconds?: number;
  /** Money that went with it, signed, in the currency's smallest unit. */
  readonly amount?: number;
  readonly currency?: string;
  /** Unique for ever: the same business fact cannot be booked twice. */
  readonly reference: string;
  readonly note?: string;
}

/**
 * Books a movement: ledger row and balance in one.
 * @throws InvariantError when it would leave the bounds of a balance, or moves nothing.
 */
export function book(turn: Turn, movement: Movement): void {
  const { seconds = 0, amount = 0 } = movement;
  const isEmpty = movement.credits === 0 && seconds === 0 && amount === 0;
  invariant(!isEmpty, "a ledger row moves something");
  const credits = addCredits(turn.state.credits, movement.credits);
  turn.row({
    row: "ledger",
    kind: movement.kind,
    credits: movement.credits,
    seconds,
    amountCents: amount,
    currency: movement.currency ?? null,
    reference: movement.reference,
    note: movement.note ?? null,
  });
  turn.set({ credits, creditsFull: fullAfter(turn, movement, credits) });
}

/** What comes back only mends the bar; a top-up starts a new one. */
const MENDS: ReadonlySet<LedgerKind> = new Set(["refund", "dispute"]);

function fullAfter(turn: Turn, movement: Movement, credits: number): number {
  const isTopUp = movement.credits > 0 && !MENDS.has(movement.kind);
  return isTopUp ? credits : Math.max(turn.state.creditsFull, credits);
}

/** What a message of one part costs, in credits. */
export function priceOf(kind: ContentKind, settings: Settings): number {
  return settings.costs[kind];
}

/** An album is one message at one price: its dearest part's, for each part. */
export function priceOfAlbum(kinds: readonly Content["kind"][], settings: Settings): number {
  invariant(kinds.length <= ALBUM_PARTS_MAX, "an album has at most ten parts");
  return Math.max(...kinds.map((kind) => priceOf(kind, settings))) * kinds.length;
}

/** What the fan would be charged right now for something of this price; null: they cannot pay. */
export function chargeFor(turn: Turn, price: number): number | null {
  if (sessionSecondsLeft(turn) > 0) return 0;
  return price <= turn.state.credits ? price : null;
}

/** Books the charge for a message. */
export function bookMessage(turn: Turn, messageId: number, charge: number): void {
  if (charge === 0) return;
  book(turn, {
    kind: "message",
    credits: -charge,
    reference: `message:${turn.state.fanId}:${messageId}`,
  });
}

/** Charges for a message, and tells of a low balance when this charge brought it there. */
export function chargeMessage(turn: Turn, messageId: number, charge: number): void {
  const before = turn.state.credits;
  bookMessage(turn, messageId, charge);
  tellIfLow(turn, before);
}

/** Tells of a low balance when what was charged has brought it there from `before`. */
export function tellIfLow(turn: Turn, before: number): void {
  const { credits, creditsFull } = turn.state;
  if (before >= turn.settings.lowBalance && credits < turn.settings.lowBalance) {
    tellFan(
      turn,
      { key: "lowBalance", with: { credits, creditsFull } },
      { keyboard: shopKeyboard(turn.settings, "buyCredits") },
    );
  }
}

/**
 * Gives back what a message cost that could not be delivered for good. Once a message: what went
 * free, or was given back before, is not booked again.
 */
export function refundMessage(turn: Turn, messageId: number, cost: number): number {
  if (cost === 0 || turn.state.unrefundable.includes(messageId)) return 0;
  book(turn, {
    kind: "refund",
    credits: cost,
    reference: `refund:message:${turn.state.fanId}:${messageId}`,
    note: "could not be delivered",
  });
  barRefund(turn, messageId);
  return cost;
}

/** From now on there is nothing to give back for this message. */
export function barRefund(turn: Turn, messageId: number): void {
  const unrefundable = [...turn.state.unrefundable, messageId].slice(-UNREFUNDABLE_MAX);
  turn.set({ unrefundable });
}
