// Offering an item to this fan, whoever asks for it: a command in the topic, the shelf, a broadcast.
// What they have bought is never offered again; what the list of offers no longer knows, the books
// know when the card is about to be sent, and then nothing is sent (`onCardAnswer`).
import { languageFor, nameFor } from "#actors/conversation/facts.ts";
import { whyNot, whyOf } from "#actors/conversation/reply.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { FanSay, Keyboard, TeamSay } from "#actors/kernel/say.ts";
import type { LockRefusal } from "#actors/kernel/say-locked.ts";
import {
  type Item,
  type LockedPrice,
  lockedKindOf,
  priceOfItem,
  STARS_KINDS,
} from "#actors/kernel/shelf.ts";
import {
  cardKeyboard,
  cardSay,
  closeCard,
  dropOffer,
  factsOf,
  findOffer,
  isBought,
  keepOffer,
} from "./offers.ts";
import { CARD_CAPTION_MAX, type Offer } from "./stored.ts";

/**
 * Offers an item; answers what to tell whoever asked. `by` is whose doing it is; an offer of a
 * campaign's has the campaign's id, which comes back with the card's outcome.
 */
export function offerItem(
  turn: Turn,
  item: Item,
  by: { readonly id: number; readonly name: string },
  campaignId: number | null = null,
): TeamSay {
  if (turn.state.firstSeenAt === null) return { key: "fanErased", with: {} };
  const why = whyNot(turn);
  if (why !== null) return { key: "undelivered", with: { why, reason: "" } };
  const price = priceOfItem(item);
  if (price === null) return refusal("noPrice");
  if (price.unit === "stars" && !areForStars(item)) return refusal("starsKinds");
  const before = findOffer(turn, item.id);
  if (before !== null) {
    if (isBought(before)) return { key: "lockOwned", with: { name: nameFor(turn.state) } };
    if (before.unit === "stars") return refusal("offered");
    closeCard(turn, before);
    dropOffer(turn, item.id);
  }
  const offer = newOffer(turn.at, item, price);
  keepOffer(turn, offer);
  turn.row({
    row: "unlock",
    itemId: item.id,
    standing: "offered",
    credits: 0,
    stars: 0,
    byId: by.id,
  });
  turn.emit({
    verb: "offerLocked",
    item,
    price,
    say: cardSay(offer),
    language: languageFor(turn.state),
    keyboard: cardKeyboard(offer),
    ...(campaignId === null ? {} : { isPromotion: true }),
    tag: `${item.id}:${price.amount}${campaignId === null ? "" : `:c${campaignId}`}`,
  });
  return { key: "lockOffered", with: { item: factsOf(offer), by: by.name } };
}

/** Whether Telegram would sell it for Stars. */
export function areForStars({ parts }: Pick<Item, "parts">): boolean {
  return parts.every(({ kind }) => STARS_KINDS.has(kind));
}

export function refusal(why: LockRefusal): TeamSay {
  return { key: "lockRefused", with: { why } };
}

/** The card stands, or was not sent because it is theirs, or could not be sent. */
export function onCardOutcome(turn: Turn, tag: string | null, outcome: Outcome): void {
  const offer = offerOf(turn, tag);
  if (offer === null || outcome.type === "retry" || outcome.type === "unknown") return;
  // Topics are told nothing of broadcasts.
  const isTold = campaignOfOffer(tag) === null;
  if (outcome.type === "refused") {
    if (isBought(offer)) return;
    dropOffer(turn, offer.itemId);
    const { code, reason } = outcome;
    if (isTold) tellTeam(turn, { key: "undelivered", with: { why: whyOf(code), reason } });
    return;
  }
  if (outcome.answer?.type === "owned") {
    // The card's own buyer: it was sent, its answer was lost, and they were quicker than its repetition.
    if (isBought(offer)) return;
    dropOffer(turn, offer.itemId);
    if (isTold) tellTeam(turn, { key: "lockOwned", with: { name: nameFor(turn.state) } });
    return;
  }
  const noticeId = outcome.sent?.messageIds[0];
  if (noticeId !== undefined && offer.noticeId === null) keepOffer(turn, { ...offer, noticeId });
}

/** The campaign that a card was sent for; null: somebody of the team offered it. */
export function campaignOfOffer(tag: string | null): number | null {
  const id = /^\d+:\d+:c(\d+)$/.exec(tag ?? "")?.[1];
  return id === undefined ? null : Number(id);
}

/** The offer that a card was sent for; null when it stands no longer, or with another price. */
function offerOf(turn: Turn, tag: string | null): Offer | null {
  const [, itemId, amount] = /^(\d+):(\d+)(?::c\d+)?$/.exec(tag ?? "") ?? [];
  const offer = findOffer(turn, Number(itemId ?? 0));
  return offer?.amount === Number(amount) ? offer : null;
}

/** The card of an item as a fan gets it, for whoever wants to see it; null: it has no price. */
export function cardFor(item: Item): {
  readonly price: LockedPrice;
  readonly say: FanSay;
  readonly keyboard: Keyboard;
} | null {
  const price = priceOfItem(item);
  if (price === null) return null;
  const offer = newOffer(0, item, price);
  return { price, say: cardSay(offer), keyboard: cardKeyboard(offer) };
}

function newOffer(at: number, item: Item, price: LockedPrice): Offer {
  return {
    itemId: item.id,
    kind: lockedKindOf(item.parts),
    count: item.parts.length,
    unit: price.unit,
    amount: price.amount,
    caption: clip(item.caption, CARD_CAPTION_MAX),
    noticeId: null,
    at,
    standing: "open",
    wantedAt: 0,
  };
}
