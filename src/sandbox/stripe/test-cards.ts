// The cards that a person may pay with, and what becomes of each. Numbers and tokens are those of
// Stripe's own test cards (docs.stripe.com/testing), so what a test says here holds against
// Stripe's test mode too. Two are the sandbox's own, marked so: Stripe has no card that settles
// days later.

/** Why a card is refused, in the fields of Stripe's card errors. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}

/** What happens by itself once a charge has succeeded. */
export type Aftermath = "none" | "dispute" | "inquiry" | "fraudWarning";

export interface TestCard {
  /** What the payer sees and types, digits only. */
  readonly number: string;
  /** Stripe's name for a ready-made payment method of it. */
  readonly token: string;
  readonly brand: "visa" | "mastercard" | "amex";
  /** One line for the person who chooses. */
  readonly label: string;
  readonly group: "works" | "asksTheBank" | "declined" | "troubleLater";
  readonly decline: Decline | null;
  /** Whether already saving it is refused, and not only charging it. */
  readonly isRefusedWhenSaved: boolean;
  readonly authentication: "never" | "unlessSetUp" | "always";
  /** Days until the money is there or is refused; null is at once. */
  readonly settles: { readonly days: number; readonly as: Settlement } | null;
  readonly aftermath: Aftermath;
  readonly refund: "succeeds" | "succeedsLater" | "failsLater";
}

export type Settlement = "succeeded" | "failed";

const DECLINED = "Your card was declined.";

export const AUTHENTICATION_REQUIRED: Decline = {
  code: "authentication_required",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** What an intent says when an answer was not to be a request for authentication. */
export const AUTHENTICATION_NOT_HANDLED: Decline = {
  ...AUTHENTICATION_REQUIRED,
  declineCode: "authentication_not_handled",
};

export const AUTHENTICATION_FAILED: Decline = {
  code: "payment_intent_authentication_failure",
  declineCode: null,
  message:
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data " +
    "or a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
};

export const SETTLEMENT_FAILED: Decline = {
  code: "payment_intent_payment_attempt_failed",
  declineCode: null,
  message: "The payment failed.",
};

function card(
  number: string,
  token: string,
  label: string,
  rest: Partial<TestCard> = {},
): TestCard {
  return {
    number,
    token,
    label,
    brand: "visa",
    group: "works",
    decline: null,
    isRefusedWhenSaved: false,
    authentication: "never",
    settles: null,
    aftermath: "none",
    refund: "succeeds",
    ...rest,
  };
}

function declined(
  number: string,
  token: string,
  label: string,
  decline: Partial<Decline> = {},
  rest: Partial<TestCard> = {},
): TestCard {
  return card(number, token, label, {
    group: "declined",
    decline: {
      code: "card_declined",
      declineCode: "generic_decline",
      message: DECLINED,
      ...decline,
    },
    isRefusedWhenSaved: true,
    ...rest,
  });
}

const INSUFFICIENT_FUNDS: Decline = {
  code: "card_declined",
  declineCode: "insufficient_funds",
  message: "Your card has insufficient funds.",
};

const DECLINED_CARDS: readonly TestCard[] = [
  declined("4000000000000002", "pm_card_chargeDeclined", "Declined, no reason given"),
  declined(
    "4000000000009995",
    "pm_card_chargeDeclinedInsufficientFunds",
    "Not enough money",
    INSUFFICIENT_FUNDS,
  ),
  declined("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "Reported lost", {
    declineCode: "lost_card",
  }),
  declined("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "Reported stolen", {
    declineCode: "stolen_card",
  }),
  declined("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "Expired", {
    code: "expired_card",
    declineCode: "expired_card",
    message: "Your card has expired.",
  }),
  declined("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "Wrong security code", {
    code: "incorrect_cvc",
    declineCode: "incorrect_cvc",
    message: "Your card's security code is incorrect.",
  }),
  declined("4000000000000119", "pm_card_chargeDeclinedProcessingError", "Processing error", {
    code: "processing_error",
    declineCode: "processing_error",
    message: "An error occurred while processing your card. Try again in a little bit.",
  }),
  declined("4000000000006975", "pm_card_visa_chargeDeclinedVelocityLimitExceeded", "Over limit", {
    declineCode: "card_velocity_exceeded",
    message: "Your card has been declined for making repeated attempts too frequently.",
  }),
  declined(
    "4000000000000341",
    "pm_card_chargeCustomerFail",
    "Can be saved, then every charge is declined",
    {},
    { isRefusedWhenSaved: false },
  ),
];

export const TEST_CARDS: readonly TestCard[] = [
  card("4242424242424242", "pm_card_visa", "Pays"),
  card("5555555555554444", "pm_card_mastercard", "Pays", { brand: "mastercard" }),
  card("378282246310005", "pm_card_amex", "Pays", { brand: "amex" }),
  card(
    "4000002500003155",
    "pm_card_authenticationRequiredOnSetup",
    "Asks the bank until it has been set up",
    { group: "asksTheBank", authentication: "unlessSetUp" },
  ),
  card(
    "4000002760003184",
    "pm_card_authenticationRequired",
    "Asks the bank every time, also when you are away",
    { group: "asksTheBank", authentication: "always" },
  ),
  card(
    "4000008260003178",
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    "Asks the bank, then has not enough money",
    { group: "asksTheBank", authentication: "always", decline: INSUFFICIENT_FUNDS },
  ),
  ...DECLINED_CARDS,
  card("4000000000000259", "pm_card_createDispute", "Pays, then is disputed as fraud", {
    group: "troubleLater",
    aftermath: "dispute",
  }),
  card("4000000000001976", "pm_card_createDisputeInquiry", "Pays, then the bank inquires", {
    group: "troubleLater",
    aftermath: "inquiry",
  }),
  card("4000000000005423", "pm_card_createIssuerFraudRecord", "Pays, then a fraud warning", {
    group: "troubleLater",
    aftermath: "fraudWarning",
  }),
  card("4000000000007726", "pm_card_pendingRefund", "Pays; a refund takes an hour", {
    group: "troubleLater",
    refund: "succeedsLater",
  }),
  card("4000000000005126", "pm_card_refundFail", "Pays; a refund fails an hour later", {
    group: "troubleLater",
    refund: "failsLater",
  }),
  // The sandbox's own two.
  card("4000000000003006", "pm_card_sandboxSettlesLater", "The money comes in three days", {
    group: "troubleLater",
    settles: { days: 3, as: "succeeded" },
  }),
  card("4000000000003014", "pm_card_sandboxFailsLater", "The money fails to come in three days", {
    group: "troubleLater",
    settles: { days: 3, as: "failed" },
  }),
];

/** The card by its number or its token. */
export function findTestCard(name: string): TestCard | undefined {
  return TEST_CARDS.find(({ number, token }) => number === name || token === name);
}
