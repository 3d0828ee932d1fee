// The saved cards of a fan, as far as we know them: an account of what Stripe keeps, mended by every
// fact about it. Facts come late and twice, so:
//
// - a card that is gone is gone for ever, and an older fact brings it back no more. Customers too: one
//   that was deleted is never charged again, whatever is heard of it later;
// - of two statements about a card the one that is valid for longer holds, because cards are renewed
//   and not the other way round, and facts about them have no order;
// - what belongs to another customer than ours is not this fan's to be charged.
//
// At most ten: the eleventh makes room by the oldest that nothing needs, which Stripe still keeps.
import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card } from "#actors/kernel/payment.ts";

export const CARDS_MAX = 10;
/** Cards and customers whose end is remembered; Stripe sends no event older than a month. */
const GONE_MAX = 40;

/** What a button can name; Stripe's ids are like that. */
const PRESSABLE_ID = /^\w{1,40}$/;

/** The card that is charged where none is named: the chosen one, else the one saved last. */
export function defaultCard({ cards, defaultCardId }: State): Card | null {
  return cards.find(({ id }) => id === defaultCardId) ?? cards.at(-1) ?? null;
}

export function findCard({ cards }: State, cardId: string | null): Card | null {
  return cards.find(({ id }) => id === cardId) ?? null;
}

/** Whether a card or a customer is gone for ever. */
export function isGone({ goneCards }: State, id: string): boolean {
  return goneCards.includes(id);
}

/**
 * Whether this customer is the fan's; the first one that is heard of becomes it, but never that of
 * somebody who was erased.
 */
export function adoptCustomer(turn: Turn, customerId: string | null): boolean {
  if (customerId === null || isGone(turn.state, customerId)) return false;
  if (turn.state.firstSeenAt === null) return false;
  if (turn.state.customerId === null) turn.set({ customerId });
  return turn.state.customerId === customerId;
}

/** The fan is this customer from now on; the cards of another one cannot be charged any more. */
export function changeCustomer(turn: Turn, customerId: string): void {
  const { customerId: before, cards } = turn.state;
  if (before === null || before === customerId || isGone(turn.state, customerId)) {
    adoptCustomer(turn, customerId);
    return;
  }
  for (const { id } of cards) loseCard(turn, id);
  turn.set({ customerId });
}

/** Keeps a card, or what is newer about one that is known. */
export function keepCard(turn: Turn, card: Card): void {
  const { cards } = turn.state;
  if (isGone(turn.state, card.id) || !PRESSABLE_ID.test(card.id)) return;
  const known = findCard(turn.state, card.id);
  if (known === null) return turn.set({ cards: makeRoom(turn.state, [...cards, card]) });
  if (validUntil(card) < validUntil(known)) return;
  turn.set({ cards: cards.map((one) => (one === known ? card : one)) });
}

/** A card is gone for ever; answers what was known of it. */
export function loseCard(turn: Turn, cardId: string): Card | null {
  const lost = findCard(turn.state, cardId);
  const { cards, defaultCardId } = turn.state;
  turn.set({
    cards: cards.filter((card) => card !== lost),
    defaultCardId: defaultCardId === cardId ? null : defaultCardId,
  });
  remember(turn, cardId);
  return lost;
}

/** A customer is gone, and if it is the fan's, so are all cards. */
export function loseCustomer(turn: Turn, customerId: string): void {
  remember(turn, customerId);
  if (turn.state.customerId !== customerId) return;
  for (const { id } of turn.state.cards) loseCard(turn, id);
  turn.set({ customerId: null });
}

function remember(turn: Turn, id: string): void {
  if (isGone(turn.state, id)) return;
  turn.set({ goneCards: [...turn.state.goneCards, id].slice(-GONE_MAX) });
}

function makeRoom({ defaultCardId, recharge }: State, cards: readonly Card[]): readonly Card[] {
  if (cards.length <= CARDS_MAX) return cards;
  const oldest = cards.find(({ id }) => id !== defaultCardId && id !== recharge?.cardId);
  return cards.filter((card) => card !== oldest);
}

/** Months since the year 0: for comparing. */
function validUntil({ expYear, expMonth }: Card): number {
  return expYear * 12 + expMonth;
}
