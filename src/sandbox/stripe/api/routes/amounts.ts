// The bounds of a payment, and the filters of payment method types, shared by intents and sessions.
// `payment_method_types` is not among them: the API version that is spoken here has taken it away.

import { list, text } from "#src/sandbox/stripe/api/params.ts";
import { invalid } from "#src/sandbox/stripe/refusal.ts";

/** About fifty US cents; Stripe has a figure for each currency. */
const AMOUNT_MIN = 50;
const AMOUNT_MAX = 99_999_999;

/** Throws if nobody could be charged this much. */
export function checkAmount(amount: number, currency: string): void {
  if (amount < AMOUNT_MIN) {
    throw invalid(`Amount must be at least $0.50 ${currency}`, {
      code: "amount_too_small",
      param: "amount",
    });
  }
  if (amount > AMOUNT_MAX) {
    throw invalid(`Amount must be no more than $999,999.99 ${currency}`, {
      code: "amount_too_large",
      param: "amount",
    });
  }
}

export const TYPE_FILTERS = {
  allowed_payment_method_types: list(text()),
  excluded_payment_method_types: list(text()),
} as const;

interface Filters {
  readonly allowed_payment_method_types: string[] | undefined;
  readonly excluded_payment_method_types: string[] | undefined;
}

/** The filters as the objects carry them; throws if no card could be used. */
export function usableTypes(params: Filters): {
  readonly allowedTypes: string[] | null;
  readonly excludedTypes: string[] | null;
} {
  const allowedTypes = params.allowed_payment_method_types ?? null;
  const excludedTypes = params.excluded_payment_method_types ?? null;
  const isOpen = allowedTypes?.includes("card") ?? true;
  if (!isOpen || excludedTypes?.includes("card") === true) {
    throw invalid("No valid payment method types: this sandbox knows cards.", {
      param: isOpen ? "excluded_payment_method_types" : "allowed_payment_method_types",
    });
  }
  return { allowedTypes, excludedTypes };
}
