// The User Info card: sent and pinned in every new topic, edited in place when it changes. An act of
// the team shows at once; a fan's messages at most once a minute, because edits share the group's
// budget with messages.
import { cardFacts } from "./facts.ts";
import { cardKeyboard } from "./keyboards.ts";
import { CARD_EVERY_MS } from "./limits.ts";
import type { Turn } from "./turn.ts";

/** Tag of the card that a topic begins with, as opposed to one that somebody asked for. */
const PINNED_TAG = "pinned";

/** The card of a new topic. */
export function sendPinnedCard(turn: Turn): void {
  turn.set({ cardId: null, isCardStale: false });
  send(turn, null, PINNED_TAG);
}

/** A fresh card at the end of the topic; the pinned one stays the one that is kept up to date. */
export function sendCard(turn: Turn): void {
  send(turn, null, "asked");
}

/** Brings the pinned card up to date now. */
export function refreshCard(turn: Turn): void {
  const { cardId, isCardStale } = turn.state;
  if (cardId === null) return touchCard(turn);
  if (isCardStale) turn.clearTimer("card");
  turn.set({ isCardStale: false });
  send(turn, cardId, PINNED_TAG);
}

/** Brings the pinned card up to date within a minute, or a minute after it got there. */
export function touchCard(turn: Turn): void {
  if (turn.state.isCardStale) return;
  turn.set({ isCardStale: true });
  if (turn.state.cardId !== null) turn.setTimer("card", turn.at + CARD_EVERY_MS);
}

/** A card was sent: the first of a topic is pinned. */
export function onCardSent(turn: Turn, messageId: number, tag: string | null): void {
  if (tag !== PINNED_TAG || turn.state.cardId !== null) return;
  turn.set({ cardId: messageId });
  turn.emit({ verb: "pin", messageId });
  if (turn.state.isCardStale) turn.setTimer("card", turn.at + CARD_EVERY_MS);
}

function send(turn: Turn, messageId: number | null, tag: string): void {
  turn.emit({
    verb: "card",
    facts: cardFacts(turn),
    keyboard: cardKeyboard(turn.state),
    messageId,
    tag,
  });
}
