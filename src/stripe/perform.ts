// Carries out what conversations want of Stripe: one effect, one outcome. Every call is safe to make
// again, because its key is in the effect's own ids or because what it does can only be done once, so
// an outcome may be `unknown` as often as it takes.
//
// How long it takes is bounded: a page that comes after minutes is of no use to whoever waits for it,
// and money that could not be moved within the hour is given back to its conversation, which asks how
// things stand. It is never given up in silence.
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import { forgetCustomer } from "./customers.ts";
import type { StripeKit } from "./kit.ts";
import { failureOf } from "./outcome.ts";
import { cancelPayment, chargeCard, confirmPayment } from "./perform-charges.ts";
import { lookUpCard, lookUpPayment, removeCard } from "./perform-look-ups.ts";
import { checkout, expireCheckout, openPortal, saveCard } from "./perform-pages.ts";
import { refundPayment } from "./perform-refunds.ts";
import { isForStripe, type StripeEffect, type StripeVerb, type VerbCall } from "./verbs.ts";

/** Somebody waits for what these bring; with the relay's waits, these tries are about two minutes. */
const AWAITED: ReadonlySet<string> = new Set<StripeVerb>([
  "checkout",
  "saveCard",
  "openPortal",
  "confirmPayment",
]);
const AWAITED_TRIES_MAX = 8;
/** About an hour of the relay's waits, which grow to a minute each. */
const TRIES_MAX = 70;

/** Makes the performer of this process; it never rejects, and refuses what is not for Stripe. */
export function createStripePerformer(kit: StripeKit): Performer {
  const perform = async (call: Call): Promise<Outcome> => {
    const { effect, attempt, address } = call;
    if (!isForStripe(effect)) return refused("bad-request", "this is nothing of Stripe's");
    try {
      return await carryOut(kit, effect, { fanId: Number(address.key), attempt });
    } catch (error) {
      const { outcome, incident } = failureOf(error);
      if (incident !== null) kit.onIncident(incident);
      // A key that a person must mend first is mended too late for whoever waits for a page.
      const isHopeless = incident !== null && AWAITED.has(effect.verb);
      const isOver = isHopeless || isOverdue(effect, attempt, outcome);
      return isOver ? refused("unavailable", GIVEN_UP) : outcome;
    }
  };
  return { perform: async (call) => ({ outcome: await perform(call), links: [] }) };
}

const GIVEN_UP = "Stripe did not answer in time to be of use";

function isOverdue(effect: StripeEffect, attempt: number, outcome: Outcome): boolean {
  if (outcome.type !== "retry" && outcome.type !== "unknown") return false;
  return attempt + 1 >= (AWAITED.has(effect.verb) ? AWAITED_TRIES_MAX : TRIES_MAX);
}

function refused(code: "bad-request" | "unavailable", reason: string): Outcome {
  return { type: "refused", code, reason };
}

function carryOut(
  kit: StripeKit,
  effect: StripeEffect,
  call: Pick<VerbCall<StripeVerb>, "fanId" | "attempt">,
): Promise<Outcome> {
  switch (effect.verb) {
    case "checkout":
      return checkout(kit, { ...call, effect });
    case "saveCard":
      return saveCard(kit, { ...call, effect });
    case "expireCheckout":
      return expireCheckout(kit, { ...call, effect });
    case "chargeCard":
      return chargeCard(kit, { ...call, effect });
    case "confirmPayment":
      return confirmPayment(kit, { ...call, effect });
    case "cancelPayment":
      return cancelPayment(kit, { ...call, effect });
    case "refundPayment":
      return refundPayment(kit, { ...call, effect });
    case "lookUpPayment":
      return lookUpPayment(kit, { ...call, effect });
    case "lookUpCard":
      return lookUpCard(kit, { ...call, effect });
    case "removeCard":
      return removeCard(kit, { ...call, effect });
    case "forgetCustomer":
      return forgetCustomer(kit, effect.customerId);
    case "openPortal":
      return openPortal(kit, { ...call, effect });
  }
}
