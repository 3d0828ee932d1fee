// What came of a delivery, and of sending once more what was bought. A delivery that is refused:
//
//   the fan has blocked the bot, or left   it stays theirs, and is sent when they come back: they
//                                          paid for it, and nobody but them stands in its way
//   anything else (the file is gone, the   it can never be delivered: the credits go back by a line
//   fan takes no voice messages, …)        of their own, and it is theirs no more
//
// Whatever was sent once can be had again for nothing (`/unlocked`); a refusal of that gives nothing
// back, for it had been delivered.
import { touchCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import type { State } from "#actors/conversation/state.ts";
import { tellFan, tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import { dropOffer, factsOf, findOffer, keepOffer, setLocked } from "./offers.ts";
import { type Offer, RETURNED_MAX } from "./stored.ts";
import { emitDelivery, saleReference } from "./unlock.ts";

type Refused = Extract<OutcomeMessage["outcome"], { type: "refused" }>;

/** Files could not be sent. */
export function onDeliveryRefused(turn: Turn, tag: string | null, refused: Refused): void {
  const [, itemId, reference] = /^first:(\d+):(.+)$/.exec(tag ?? "") ?? [];
  const isGone = refused.code === "blocked" || refused.code === "chat-gone";
  if (itemId === undefined || reference === undefined) {
    if (!isGone) tellFan(turn, { key: "lockedNotSent", with: {} });
    return;
  }
  const offer = findOffer(turn, Number(itemId));
  if (offer?.standing !== "bought") return;
  if (!isGone) return giveBack(turn, offer, reference, refused.reason);
  keepOffer(turn, { ...offer, standing: "undelivered" });
  tellTeam(turn, { key: "lockedWaits", with: { item: factsOf(offer) } });
}

/** The fan can be written to again: what is theirs and could not be sent is sent now. */
export function deliverWaiting(turn: Turn, before: State): void {
  if (!before.isUnreachable || turn.state.isUnreachable) return;
  for (const offer of turn.state.locked.offers) {
    if (offer.standing !== "undelivered") continue;
    keepOffer(turn, { ...offer, standing: "bought" });
    emitDelivery(turn, offer.itemId, saleReference(turn, offer.itemId));
  }
}

function giveBack(turn: Turn, offer: Offer, reference: string, reason: string): void {
  const { itemId, amount } = offer;
  book(turn, {
    kind: "refund",
    credits: amount,
    reference: `refund:${reference}`,
    note: "could not be delivered",
  });
  turn.row({ row: "unlock", itemId, standing: "returned", credits: 0, stars: 0, byId: null });
  dropOffer(turn, itemId);
  setLocked(turn, { returned: [...turn.state.locked.returned, itemId].slice(-RETURNED_MAX) });
  const { credits, creditsFull } = turn.state;
  const item = factsOf(offer);
  tellFan(turn, { key: "lockedReturned", with: { item, credits, creditsFull } });
  tellTeam(turn, { key: "lockedReturned", with: { item, reason } });
  releaseHeld(turn);
  touchCard(turn);
}
