// The money of the account: one entry for every cent that came or went. Charges bring their amount
// less the fee, refunds and disputes take it back, a won dispute returns it; the fees stay gone.

import type { Stripe } from "stripe";
import type { Store } from "./store.ts";

/** 2.9 % and 30 cents, Stripe's list price. */
const FEE_PERCENT = 2.9;
const FEE_FIXED = 30;

/** What a dispute costs, in cents. */
export const DISPUTE_FEE = 1_500;

export function feeOf(amount: number): number {
  return Math.round((amount * FEE_PERCENT) / 100) + FEE_FIXED;
}

interface Entry {
  readonly type: "charge" | "refund" | "refund_failure" | "adjustment";
  /** Signed cents. */
  readonly amount: number;
  readonly fee: number;
  readonly currency: string;
  readonly sourceId: string;
  readonly description: string | null;
}

/** Writes an entry; the money is available at once. */
export function book(store: Store, entry: Entry): Stripe.BalanceTransaction {
  const { amount, fee, currency, type } = entry;
  const isDispute = type === "adjustment";
  return store.balanceTransactions.add({
    id: store.ids.next("txn_"),
    object: "balance_transaction",
    amount,
    available_on: store.now(),
    balance_type: "payments",
    created: store.now(),
    currency,
    description: entry.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: isDispute ? "Dispute fee" : "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: amount - fee,
    reporting_category: isDispute ? (amount < 0 ? "dispute" : "dispute_reversal") : type,
    source: entry.sourceId,
    status: "available",
    type,
  });
}

/** `GET /v1/balance`. */
export function balanceOf(store: Store): Stripe.Balance {
  const totals = new Map<string, number>();
  for (const { currency, net } of store.balanceTransactions.newestFirst()) {
    totals.set(currency, (totals.get(currency) ?? 0) + net);
  }
  const available = [...totals].map(([currency, amount]) => {
    return { amount, currency, source_types: { card: amount } };
  });
  if (available.length === 0) {
    available.push({ amount: 0, currency: "usd", source_types: { card: 0 } });
  }
  const pending = available.map(({ currency }) => {
    return { amount: 0, currency, source_types: { card: 0 } };
  });
  return { object: "balance", available, livemode: false, pending };
}

/** `GET /v1/account`: one that may charge and be paid out. */
export function accountOf(store: Store): Stripe.Account {
  return {
    id: store.accountId,
    object: "account",
    business_type: null,
    capabilities: { card_payments: "active", transfers: "active" },
    charges_enabled: true,
    controller: { type: "account" },
    country: "US",
    default_currency: "usd",
    details_submitted: true,
    email: "owner@example.com",
    metadata: {},
    payouts_enabled: true,
    settings: null,
    type: "standard",
  };
}
