// Media that a fan paid for in Stars. Telegram shows it to them by itself and tells us after: with our
// payload, which has the item and the price, and nothing else; no id of the payment. One card is paid
// once, and a second one is not sent while one is open (`offer.ts`); should it happen all the same
// (Telegram's answer to the first was lost, and it went out twice) the money is booked for what it is,
// and the team is told, for a bot cannot give it back.
import { touchCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { nameFor } from "#actors/conversation/facts.ts";
import type { Heard } from "#actors/conversation/message.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import type { LockedFacts } from "#actors/kernel/say-locked.ts";
import { unpackMediaPayload } from "#actors/kernel/shelf.ts";
import { findOffer, isBought, keepOffer } from "./offers.ts";
import { saleReference } from "./unlock.ts";

/** Stars came. What is not in our payload is of nobody, and the owner is told. */
export function onMediaBought(turn: Turn, heard: Heard<"fanBoughtMedia">): void {
  const paid = unpackMediaPayload(heard.payload);
  if (paid === null) return;
  const { itemId, amount, kind, count } = paid;
  if (turn.state.firstSeenAt === null) {
    const price = { amount, currency: STARS_CURRENCY };
    const facts = { paymentId: "paid media", purchaseId: heard.payload, price };
    turn.emit({ verb: "alertOwner", say: { key: "orphanPayment", with: facts } });
    return;
  }
  const offer = findOffer(turn, itemId);
  const isFirst = offer !== null && !isBought(offer);
  // Of what the list has let go of nobody knows here whether it was paid before.
  const name = saleReference(turn, itemId);
  const reference = isFirst ? name : `unlock:${turn.state.fanId}:${itemId}:${turn.envelopeId}`;
  book(turn, { kind: "unlock", credits: 0, amount, currency: STARS_CURRENCY, reference });
  turn.set({ spentStars: turn.state.spentStars + amount });
  turn.row({ row: "unlock", itemId, standing: "bought", credits: 0, stars: amount, byId: null });
  const item: LockedFacts = { kind, count, price: { unit: "stars", amount } };
  if (offer !== null) keepOffer(turn, { ...offer, standing: "bought", wantedAt: 0 });
  if (offer !== null && isBought(offer)) tellTeam(turn, { key: "lockedPaidTwice", with: { item } });
  else tellTeam(turn, { key: "lockedOpened", with: { item, name: nameFor(turn.state) } });
  touchCard(turn);
}
