// Which declines are final. A hard decline will be declined again whatever is done, and the card
// networks fine whoever goes on trying (Visa: no further attempt at all; Mastercard: 35 in 30 days),
// so auto-recharge ends with the first one. Everything that is not listed is soft: Stripe adds codes,
// and a soft decline is tried three times in two days at the most.
//
// The meanings are those of docs.stripe.com/declines/codes and docs.stripe.com/error-codes; which of
// them are final follows docs.stripe.com/billing/revenue-recovery/smart-retries (hard decline codes)
// and the networks' own "do not retry" categories.

const HARD: ReadonlySet<string> = new Set([
  // The card is gone, or never was.
  "expired_card",
  "incorrect_number",
  "invalid_number",
  "invalid_account",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "new_account_information_available",
  "no_such_card",
  "testmode_decline",
  "live_mode_test_card",
  // Somebody says that it is not the owner's to use.
  "lost_card",
  "stolen_card",
  "pickup_card",
  "restricted_card",
  "security_violation",
  "fraudulent",
  "merchant_blacklist",
  "highest_risk_level",
  // The owner, or the owner's bank, forbids this for good.
  "revocation_of_authorization",
  "revocation_of_all_authorizations",
  "stop_payment_order",
  "do_not_try_again",
  "transaction_not_allowed",
  "service_not_allowed",
  "card_not_supported",
  "currency_not_supported",
  "not_permitted",
]);

/** What Stripe says about a decline, in the fields of its card errors. */
export interface DeclineWords {
  readonly code: string;
  readonly declineCode: string | null;
  /** The network's own advice, where it gave one. */
  readonly adviceCode: string | null;
}

/** The more exact of the two codes, and whether trying again is of no use. */
export function declineOf(words: DeclineWords): {
  readonly code: string;
  readonly isHard: boolean;
} {
  const { code, declineCode, adviceCode } = words;
  const isHard =
    adviceCode === "do_not_try_again" ||
    HARD.has(code) ||
    (declineCode !== null && HARD.has(declineCode));
  return { code: declineCode ?? code, isHard };
}

/** The bank wants to hear from the card's owner; it has not declined. */
export function wantsTheOwner({ code, declineCode }: DeclineWords): boolean {
  return [code, declineCode].some(
    (word) => word === "authentication_required" || word === "authentication_not_handled",
  );
}
