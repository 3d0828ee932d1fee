// Unlocking: the charge, what makes it the fan's, and the delivery are one decision, so they are one
// commit. A process that dies before it has charged nothing; one that dies after it leaves a delivery
// in the outbox, which whoever comes next makes. However often it is tapped, the list of offers has it
// bought after the first tap, and the ledger takes the reference once.
//
// A time session makes messages free, and nothing else. What fans wished for before they could pay is
// unlocked when credits arrive, before messages that wait are sent: the tap is what they bought them
// for. A wish that is too dear holds nothing up; what is left goes to the messages.
import { touchCard } from "#actors/conversation/card.ts";
import { book, tellIfLow } from "#actors/conversation/charge.ts";
import { nameFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import { cardKeyboard, cardSay, editCard, factsOf, keepOffer } from "./offers.ts";
import { type Offer, WISH_LIFE_MS } from "./stored.ts";

/** Whether the fan could pay for it now. */
export function canPay(turn: Turn, { amount, unit }: Offer): boolean {
  return unit === "credits" && amount <= turn.state.credits;
}

/** Takes the price, makes it theirs, and sends it. */
export function unlock(turn: Turn, offer: Offer): void {
  const { itemId, amount } = offer;
  const before = turn.state.credits;
  const reference = saleReference(turn, itemId);
  book(turn, { kind: "unlock", credits: -amount, reference });
  turn.row({ row: "unlock", itemId, standing: "bought", credits: amount, stars: 0, byId: null });
  const bought: Offer = { ...offer, standing: "bought", wantedAt: 0 };
  keepOffer(turn, bought);
  emitDelivery(turn, itemId, reference);
  editCard(turn, bought, openedSay(turn, bought), [
    [fanButton("sendAgain", "again", String(itemId))],
  ]);
  const facts = { item: factsOf(bought), name: nameFor(turn.state) };
  tellTeam(turn, { key: "lockedOpened", with: facts });
  tellIfLow(turn, before);
  touchCard(turn);
}

/**
 * What the ledger calls a sale: one name for ever, so it is booked once. Only what was given back can
 * be sold again, by a name of its own.
 */
export function saleReference(turn: Turn, itemId: number): string {
  const reference = `unlock:${turn.state.fanId}:${itemId}`;
  const isAgain = turn.state.locked.returned.includes(itemId);
  return isAgain ? `${reference}:${turn.envelopeId}` : reference;
}

/** The tag names the sale, so that a refusal gives back what this delivery was paid with. */
export function emitDelivery(turn: Turn, itemId: number, reference: string): void {
  turn.emit({ verb: "deliverLocked", itemId, tag: `first:${itemId}:${reference}` });
}

/** Unlocks what was wished for, the oldest wish first, as far as the credits reach. */
export function grantWishes(turn: Turn): void {
  const wishes = turn.state.locked.offers
    .filter(({ standing }) => standing === "wanted")
    .toSorted((a, b) => a.wantedAt - b.wantedAt);
  for (const wish of wishes) {
    if (turn.at - wish.wantedAt > WISH_LIFE_MS) forgetWish(turn, wish);
    else if (canPay(turn, wish)) unlock(turn, wish);
  }
}

/** It is an offer like any other again. */
export function forgetWish(turn: Turn, wish: Offer): void {
  const open: Offer = { ...wish, standing: "open", wantedAt: 0 };
  keepOffer(turn, open);
  editCard(turn, open, cardSay(open), cardKeyboard(open));
}

function openedSay(turn: Turn, offer: Offer): FanSay {
  const { credits, creditsFull } = turn.state;
  return { key: "lockedOpened", with: { item: factsOf(offer), credits, creditsFull } };
}
