// For the tests of cards and auto-recharge: a fan with a saved card who has agreed to be charged, and
// what Stripe says of a charge.
import {
  FAN_ID,
  type Heard,
  OPEN_SHOP,
  settled,
  type Talk,
} from "#actors/conversation/test-kit.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { Card, FactOf } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { disputeFact, paymentFact } from "./test-kit.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What one charge of `credits_10` takes, in cents. */
export const PRICE = 499;

export const VISA: Card = { id: "pm_1", brand: "visa", last4: "4242", expMonth: 4, expYear: 2030 };
export const AMEX: Card = { id: "pm_2", brand: "amex", last4: "0005", expMonth: 5, expYear: 2031 };

export const SOFT = { code: "insufficient_funds", isHard: false } as const;
export const HARD = { code: "stolen_card", isHard: true } as const;

/** A fan with five credits left in front of an open shop. */
export function fan(settings: Partial<Settings> = {}): Talk {
  return settled({ ...OPEN_SHOP, welcomeCredits: 6, lowBalance: 0, ...settings });
}

export function cardFact(card: Card, changes: Partial<FactOf<"card">> = {}): FactOf<"card"> {
  return { type: "card", at: 0, customerId: "cus_1", state: "attached", card, ...changes };
}

/** A card of the fan's is heard of. */
export function saves(talk: Talk, card = VISA): Heard {
  return talk.says(cardFact(card));
}

/** Agrees to recharge a pack with the card that is there. */
export function agrees(talk: Talk, sku = "credits_10"): Heard {
  const offer = talk.presses(`_.rechargePack.${sku}`);
  return talk.presses(offer.button("agree"));
}

/** A fan with a card whose balance is five, where it is charged below five. */
export function recharging(settings: Partial<Settings> = {}): Talk {
  const talk = fan(settings);
  saves(talk);
  agrees(talk);
  return talk;
}

/** The purchase of the charge that was begun last. */
export function chargeOf(talk: Talk): Purchase {
  const purchase = talk.state.purchases.findLast(({ kind }) => kind === "recharge");
  if (purchase === undefined) throw new Error("nothing was charged");
  return purchase;
}

/** Writes, which crosses the threshold; the notice of the charge is in the chat as message 700. */
export function crosses(talk: Talk): Heard {
  const heard = talk.writes("a message that costs one");
  if (heard.verbs.includes("chargeCard")) noticeComes(talk, heard);
  return heard;
}

/** The notice of the charge that `heard` asked for is in the chat. */
export function noticeComes(talk: Talk, heard: Heard, messageId = 700): Heard {
  const index = heard.emitted("chargeCard").after ?? -1;
  const { tag = null } = heard.decision.effects[index]?.effect ?? {};
  const sent = { chatId: FAN_ID, threadId: null, messageIds: [messageId] };
  return talk.hear({
    type: "outcome",
    effectId: effectId(heard.envelopeId, index),
    verb: "notify",
    outcome: { type: "done", sent },
    tag,
  });
}

/** A payment's fact about the last charge, with an id of its own. */
export function payment(talk: Talk, changes: Partial<FactOf<"payment">> = {}): FactOf<"payment"> {
  return paymentFact(chargeOf(talk), changes);
}

/** The answer to the charge that `heard` asked for. */
export function charged(talk: Talk, heard: Heard, changes: Partial<FactOf<"payment">> = {}): Heard {
  return talk.answers(heard, "chargeCard", { type: "facts", facts: [payment(talk, changes)] });
}

/** What the notice of a charge has become. */
export function shown(heard: Heard): unknown {
  return heard.effect("editNotice").say;
}

export function declined(talk: Talk, heard: Heard, decline: typeof SOFT | typeof HARD): Heard {
  return charged(talk, heard, { state: "failed", decline });
}

export function disputes(talk: Talk): Heard {
  const purchase = talk.begins();
  return talk.says(disputeFact(purchase));
}
