// For the tests of the shop: a fan in front of an open shop, and what Stripe and the books say to it.
import {
  type Heard,
  OPEN_SHOP,
  PRODUCTS,
  settled,
  type Talk,
} from "#actors/conversation/test-kit.ts";
import type { Answer } from "#actors/kernel/answer.ts";
import type { EffectVerb } from "#actors/kernel/effect.ts";
import type { FactOf, PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { ButtonSpec } from "#actors/kernel/say.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { paymentFact, sessionFact } from "./test-kit.ts";

export const SHELF_ID = 500;
export const PAGE_URL = "https://checkout.stripe.test/c/1";

/** A shop that takes cards and Stars. */
export const BOTH_RAILS = { rails: ["stripe", "stars"], products: PRODUCTS } as const;

/** A fan who has written once, in front of an open shop. */
export function shopper(settings: Partial<Settings> = {}): Talk {
  return settled({ ...OPEN_SHOP, ...settings });
}

/** The purchase that was touched last. */
export function purchaseOf(talk: Talk): Purchase {
  const purchase = talk.state.purchases.at(-1);
  if (purchase === undefined) throw new Error("there is no purchase");
  return purchase;
}

/** An effect of `heard` is done, with an answer. */
export function answer(talk: Talk, heard: Heard, verb: EffectVerb, said: Answer): Heard {
  return talk.outcome(heard, verb, { type: "done", sent: null, answer: said });
}

/** Stripe has made the page that `heard` asked for. */
export function pageComes(talk: Talk, heard: Heard, sessionId = "cs_1"): Heard {
  const { expiresAt } = heard.effect("checkout");
  return answer(talk, heard, "checkout", {
    type: "page",
    sessionId,
    url: PAGE_URL,
    customerId: "cus_1",
    expiresAt,
  });
}

/** A page that is open in the shelf's message. */
export function openPage(talk: Talk, sku = "credits_10"): Heard {
  return pageComes(talk, talk.presses(`_.pick.${sku}`, SHELF_ID));
}

/** A fact comes in by itself, as a webhook's does. */
export function hears(talk: Talk, fact: PaymentFact): Heard {
  return talk.hear({ type: "payment", fact, purchase: null });
}

/** What Stripe says of a purchase's page; one that is not known yet has the first page's id. */
export function pageIs(
  talk: Talk,
  bought: Purchase,
  state: FactOf<"session">["state"],
): FactOf<"session"> {
  const { sessionId, id } = bought;
  const paymentId = state === "paid" ? `pi_${id}` : null;
  return sessionFact(bought, { at: talk.at, sessionId: sessionId ?? "cs_1", state, paymentId });
}

/** What Stripe or Telegram says of a purchase that was paid. */
export function paidFact(talk: Talk, bought: Purchase): FactOf<"payment"> {
  return paymentFact(bought, { at: talk.at, cardId: null });
}

/** The webhook that a purchase was paid. */
export function pays(talk: Talk, purchase = purchaseOf(talk)): Heard {
  return hears(talk, paidFact(talk, purchase));
}

/** The buttons under the one message that a turn has sent or edited. */
export function buttonsOf(heard: Heard): readonly ButtonSpec[] {
  return heard.decision.effects.flatMap(({ effect }) =>
    effect.verb === "notify" || effect.verb === "editNotice" ? effect.keyboard.flat() : [],
  );
}

/** What messages of the fan's chat turn into, as "message: key". */
export function editsOf(heard: Heard): readonly string[] {
  return heard.effects("editNotice").map(({ messageId, say }) => `${messageId}: ${say.key}`);
}
