// The list of offers, and the card that each of them has in the fan's chat:
//
//   open ──Unlock, enough──▶ bought ──refused for good──▶ none: the credits are back
//    │ ▲                      │ ▲
//    │ └─Not now, a day─┐     │ └──the fan is back: sent again──┐
//    └─Unlock, too few──▶ wanted ──credits arrive──▶ bought     └── undelivered ◀──blocked── bought
//
// A bought one stays on the list for a while, so that a second tap finds it bought. When there are too
// many, the oldest bought one makes room, else the oldest that was not paid for, and its card says that it
// has ended.
import { languageFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import type { LockedFacts } from "#actors/kernel/say-locked.ts";
import { OFFERS_MAX, type Offer } from "./stored.ts";

/** null: there is no such offer, or it made room for others. */
export function findOffer(turn: Turn, itemId: number): Offer | null {
  return turn.state.locked.offers.find((offer) => offer.itemId === itemId) ?? null;
}

export function isBought({ standing }: Pick<Offer, "standing">): boolean {
  return standing === "bought" || standing === "undelivered";
}

/** Puts an offer on the list, or in the place of an older state of it. */
export function keepOffer(turn: Turn, offer: Offer): void {
  const { offers } = turn.state.locked;
  const isKnown = offers.some(({ itemId }) => itemId === offer.itemId);
  const changed = isKnown
    ? offers.map((one) => (one.itemId === offer.itemId ? offer : one))
    : [...offers, offer];
  setLocked(turn, { offers: changed });
  if (changed.length > OFFERS_MAX) makeRoom(turn);
}

export function dropOffer(turn: Turn, itemId: number): void {
  setLocked(turn, { offers: turn.state.locked.offers.filter((one) => one.itemId !== itemId) });
}

export function setLocked(turn: Turn, changes: Partial<State["locked"]>): void {
  turn.set({ locked: { ...turn.state.locked, ...changes } });
}

export function factsOf({ kind, count, unit, amount }: Offer): LockedFacts {
  return { kind, count, price: { unit, amount } };
}

/** The card as it is offered. */
export function cardSay(offer: Offer): FanSay {
  return { key: "lockedCard", with: { item: factsOf(offer), caption: offer.caption } };
}

/**
 * The price is on the button and in its data: a press on a card with another price buys nothing. Under
 * what Telegram sells for Stars there is no button of ours.
 */
export function cardKeyboard({ itemId, amount, unit }: Offer): Keyboard {
  if (unit === "stars") return [];
  const label = { literal: `🔓 Unlock · ${amount}` };
  return [[fanButton(label, "unlock", `${itemId}:${amount}`, "success")]];
}

/** Turns a card into other words; Telegram's own card for Stars is not ours to change. */
export function editCard(
  turn: Turn,
  { noticeId: messageId, unit }: Offer,
  say: FanSay,
  keyboard: Keyboard = [],
): void {
  if (messageId === null || unit === "stars" || turn.state.isUnreachable) return;
  const language = languageFor(turn.state);
  turn.emit({ verb: "editLocked", messageId, say, language, keyboard });
}

/** An offer stands no longer, and its card says so. */
export function closeCard(turn: Turn, offer: Offer): void {
  editCard(turn, offer, { key: "lockedClosed", with: { item: factsOf(offer) } });
}

function makeRoom(turn: Turn): void {
  const { offers } = turn.state.locked;
  const others = offers.slice(0, -1);
  const leaving =
    others.find(({ standing }) => standing === "bought") ??
    others.find(({ standing }) => standing !== "undelivered") ??
    others[0];
  if (leaving === undefined) return;
  if (!isBought(leaving)) closeCard(turn, leaving);
  dropOffer(turn, leaving.itemId);
}
