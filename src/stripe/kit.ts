// What the parts of the performer share, and the shapes of their answers.
import type { Stripe } from "stripe";
import type { Answer } from "#actors/kernel/answer.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { PaymentFact } from "#actors/kernel/payment.ts";
import type { Logger } from "#actors/kernel/ports.ts";
import type { Units } from "#actors/kernel/purchase.ts";
import type { Language } from "#actors/kernel/say.ts";
import type { PaymentReads } from "#db/payments.ts";
import type { Incident } from "#src/incidents.ts";
import type { Reading } from "./facts.ts";
import { type Patience, patiently } from "./retry.ts";

export interface StripeKit extends Patience {
  readonly client: Stripe;
  /** Ours, as the metadata of all that is made names it. */
  readonly botId: number;
  readonly reads: Pick<PaymentReads, "purchaseById">;
  /** Without the @; null until Telegram has told it. */
  readonly botUsername: () => string | null;
  /** Of the shop, for pages that ask for no money. */
  readonly currency: () => string;
  /** What is bought, in a person's words: `25 credits`. */
  readonly nameOf: (gives: Units, language: Language) => string;
  readonly onIncident: (incident: Incident) => void;
  readonly log: Logger;
}

/** Makes one call, again where Stripe says that it was too busy. */
export function ask<T>(kit: Patience, call: () => Promise<T>): Promise<T> {
  return patiently(kit, call);
}

export function answered(answer: Answer): Outcome {
  return { type: "done", sent: null, answer };
}

/**
 * Readings as the facts of one purchase; what says nothing is left out. What cannot be read is told:
 * the purchase would wait for it in vain.
 */
export function factsOf(kit: StripeKit, purchaseId: string, readings: readonly Reading[]): Outcome {
  const facts = readings.flatMap((read) => {
    if (read.type === "said") {
      const parsed = PaymentFact.safeParse({ ...read.statement.said, purchaseId });
      return parsed.data ?? [];
    }
    if (read.type === "unreadable") {
      kit.log.error({ purchase: purchaseId, why: read.why }, "Stripe's answer cannot be read");
    }
    return [];
  });
  return answered({ type: "facts", facts });
}

/**
 * The moment that a state read now is true for, in whole seconds as Stripe's events have it. Taken
 * before the call, so that an event which overtakes the answer is never older than it.
 */
export function momentOf({ clock }: Pick<Patience, "clock">): number {
  return Math.floor(clock.now() / 1000) * 1000;
}
