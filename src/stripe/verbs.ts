// The effects that are carried out at Stripe, and a call for one of them.
import type { Effect } from "#actors/kernel/effect.ts";

const STRIPE_VERBS = [
  "checkout",
  "saveCard",
  "expireCheckout",
  "chargeCard",
  "confirmPayment",
  "cancelPayment",
  "refundPayment",
  "lookUpPayment",
  "lookUpCard",
  "removeCard",
  "forgetCustomer",
  "openPortal",
] as const satisfies readonly Effect["verb"][];
export type StripeVerb = (typeof STRIPE_VERBS)[number];

type EffectOf<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;
export type StripeEffect = EffectOf<StripeVerb>;

/** One call about a fan. */
export interface VerbCall<Verb extends StripeVerb> {
  readonly effect: EffectOf<Verb>;
  readonly fanId: number;
  readonly attempt: number;
}

/** A call for a page that somebody waits for. */
export type PageCall = VerbCall<"checkout" | "saveCard">;

/** Whether an effect is carried out at Stripe. */
export function isForStripe(effect: Effect): effect is StripeEffect {
  return STRIPE_VERBS.some((verb) => verb === effect.verb);
}
