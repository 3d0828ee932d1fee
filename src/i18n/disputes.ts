// What card networks mean by their codes, for people who meet one for the first time. Both lists are
// open (docs.stripe.com/disputes/categories, docs.stripe.com/api/disputes/object): a code that is
// not here is shown as it is.

const REASONS: Readonly<Record<string, string>> = {
  bank_cannot_process: "their bank could not process the payment",
  check_returned: "the bank returned it unpaid",
  credit_not_processed: "they say a refund was promised and never came",
  customer_initiated: "they asked their bank for the money back",
  debit_not_authorized: "they say they did not allow the debit",
  duplicate: "they say they paid twice for one thing",
  fraudulent: "they say they did not make this payment",
  general: "no particular reason was given",
  incorrect_account_details: "the account details were wrong",
  insufficient_funds: "there was not enough money in the account",
  noncompliant: "the card network found a breach of its rules",
  product_not_received: "they say they did not get what they paid for",
  product_unacceptable: "they say it was not what they were promised",
  subscription_canceled: "they say they had cancelled a subscription",
  unrecognized: "they do not recognise the payment on their statement",
};

const STATUSES: Readonly<Record<string, string>> = {
  warning_needs_response: "an inquiry: no money has moved, an answer is wanted",
  warning_under_review: "an inquiry, being looked at",
  warning_closed: "an inquiry, closed",
  needs_response: "waits for your evidence",
  under_review: "the bank looks at the evidence",
  won: "won",
  lost: "lost",
  prevented: "prevented before it began",
  appeal_needs_response: "appealed: waits for your evidence",
  appeal_under_review: "appealed: being looked at",
};

/** A dispute's reason in words. */
export function disputeReason(code: string): string {
  return REASONS[code] ?? code;
}

/** A dispute's status in words. */
export function disputeStatus(code: string): string {
  return STATUSES[code] ?? code;
}
