// What everything is said to the owner with in tests; `testing.ts` has the rest.
import { NO_UNITS } from "#actors/kernel/purchase.ts";
import type { OwnerSays } from "#actors/kernel/say.ts";
import { BOTH, PRICE, SALE, STARS, WILD } from "./testing.ts";

export const DISPUTE: OwnerSays["dispute"] = {
  name: "Alice",
  fanId: 123_456,
  price: PRICE,
  reason: "fraudulent",
  status: "needs_response",
  disputeId: "du_1",
  paymentId: "pi_1",
  evidenceDueAt: 1_750_000_000_000,
  paidAt: 1_749_000_000_000,
  gives: SALE.gives,
  messagesIn: 12,
  messagesOut: 10,
  firstSeenAt: 1_748_000_000_000,
  lastSeenAt: 1_749_500_000_000,
};
const OF_SOMEBODY = { name: WILD, fanId: 2 ** 52, price: PRICE, paymentId: "p".repeat(255) };

export const OWNER_SAYS: { readonly [Key in keyof OwnerSays]: readonly OwnerSays[Key][] } = {
  dispute: [
    DISPUTE,
    {
      ...DISPUTE,
      ...OF_SOMEBODY,
      reason: "of_tomorrow",
      status: "warning_needs_response",
      evidenceDueAt: null,
      paidAt: null,
      firstSeenAt: null,
    },
  ],
  disputeEnded: [
    { ...OF_SOMEBODY, isWon: true, moved: BOTH, disputeId: "du_1" },
    { ...OF_SOMEBODY, isWon: false, moved: NO_UNITS, disputeId: "du_1" },
  ],
  fraudWarning: [OF_SOMEBODY],
  mismatch: [{ ...OF_SOMEBODY, wanted: PRICE, got: { amount: -1, currency: "of tomorrow" } }],
  paidTwice: [
    { ...OF_SOMEBODY, price: STARS, refusal: null },
    { ...OF_SOMEBODY, price: STARS, refusal: "r".repeat(5000) },
  ],
  orphanPayment: [{ paymentId: "pi_1", purchaseId: "x".repeat(5000), price: STARS }],
  incident: [
    { kind: "dead-letter", detail: "d".repeat(5000), count: 7, mend: "redrive it" },
    { kind: "dead-letter", detail: "d", count: 1, mend: "" },
  ],
};
