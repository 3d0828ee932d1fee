import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { Purchase, type PurchaseState } from "#actors/kernel/purchase.ts";
import { claimsOn, contestedFor, owedFor, refundedAmount } from "./claims.ts";
import { contradicts, merge, type PurchaseFact, standingOf } from "./merge.ts";
import {
  disputeFact,
  fraudFact,
  PAID_AT,
  paymentFact,
  purchaseOf,
  refundedFact,
  refundFact,
  sessionFact,
} from "./test-kit.ts";

const CHECKOUT = purchaseOf();
const RECHARGE = purchaseOf({ kind: "recharge" });
const PAID = purchaseOf({ state: "paid", isGranted: true, paymentId: "pi_p1", paidAt: PAID_AT });

function told(purchase: Purchase, facts: readonly PurchaseFact[]): Purchase {
  return facts.reduce((one, fact) => merge(one, fact), purchase);
}

function stateAfter(purchase: Purchase, ...facts: readonly PurchaseFact[]): PurchaseState {
  return told(purchase, facts).state;
}

// ── any order, any number of times ─────────────────────────────────────────────────────────────

/** Few moments and amounts, so that ties are common. */
const at = fc.integer({ min: PAID_AT, max: PAID_AT + 4 });
const amount = fc.constantFrom(1000, 999, 500, 1, 0, -5, 5000);
const currency = fc.constantFrom("usd", "usd", "usd", "eur");

const sessions = fc
  .record({
    at,
    amount,
    currency,
    state: fc.constantFrom("open", "paid", "unpaid", "failed", "expired"),
    paymentId: fc.constantFrom("pi_p1", "pi_p1", null),
  })
  .map((changes) => sessionFact(CHECKOUT, changes));
const payments = fc
  .record({
    at,
    amount,
    currency,
    state: fc.constantFrom("succeeded", "processing", "requiresAction", "failed", "canceled"),
  })
  .map((changes) => paymentFact(CHECKOUT, changes));
const refunds = fc
  .record({
    at,
    amount,
    refundId: fc.constantFrom("re_1", "re_2"),
    state: fc.constantFrom("pending", "succeeded", "failed"),
  })
  .map((changes) => refundFact(CHECKOUT, changes));
const totals = fc.record({ at, amount }).map((changes) => refundedFact(CHECKOUT, changes));
const disputes = fc
  .record({
    at,
    amount,
    currency,
    disputeId: fc.constantFrom("dp_1", "dp_2"),
    reason: fc.constantFrom("fraudulent", "duplicate"),
    funds: fc.constantFrom(null, "withdrawn", "reinstated"),
    status: fc.constantFrom(
      "warning_needs_response",
      "needs_response",
      "under_review",
      "appeal_under_review",
      "warning_closed",
      "prevented",
      "won",
      "lost",
    ),
  })
  .map((changes) => disputeFact(CHECKOUT, changes));
const anyFact: fc.Arbitrary<PurchaseFact> = fc.oneof(sessions, payments, refunds, totals, disputes);

/** Facts, and the same facts in another order, some of them again. */
const retold = fc
  .array(anyFact, { minLength: 1, maxLength: 8 })
  .chain((facts) =>
    fc.tuple(
      fc.constant(facts),
      fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length }),
    ),
  )
  .map(([facts, again]) => [facts, [...again, ...facts.filter((one) => !again.includes(one))]]);

test("the same facts in any order and any number make the same purchase", () => {
  for (const purchase of [CHECKOUT, RECHARGE]) {
    fc.assert(
      fc.property(retold, ([facts = [], again = []]) => {
        expect(told(purchase, again)).toEqual(told(purchase, facts));
      }),
      { numRuns: 400 },
    );
  }
});

test("what is known already changes nothing, not even the object", () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 8 }), (facts) => {
      const purchase = told(CHECKOUT, facts);
      for (const fact of facts) expect(merge(purchase, fact)).toBe(purchase);
    }),
    { numRuns: 300 },
  );
});

test("what is owed and what is set aside never come to more than was given", () => {
  const gives = { credits: 10, seconds: 3601 };
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 10 }), (facts) => {
      const purchase = { ...told({ ...PAID, gives }, facts), isGranted: true };
      const claims = claimsOn(purchase);
      const owed = owedFor(purchase, claims);
      const contested = contestedFor(purchase, claims);
      for (const unit of ["credits", "seconds"] as const) {
        expect(owed[unit]).toBeGreaterThanOrEqual(0);
        expect(contested[unit]).toBeGreaterThanOrEqual(0);
        expect(owed[unit] + contested[unit]).toBeLessThanOrEqual(gives[unit]);
      }
    }),
    { numRuns: 400 },
  );
});

// ── paid or not ────────────────────────────────────────────────────────────────────────────────

describe("a purchase is paid", () => {
  test("by its page or by its payment, whichever says so, since the first of them", () => {
    const page = sessionFact(CHECKOUT, { at: PAID_AT + 2000 });
    const payment = paymentFact(CHECKOUT, { at: PAID_AT + 1000 });
    for (const facts of [[page], [payment], [page, payment], [payment, page]]) {
      expect(stateAfter(CHECKOUT, ...facts)).toBe("paid");
    }
    expect(told(CHECKOUT, [page, payment]).paidAt).toBe(PAID_AT + 1000);
  });

  test("though its page ran out or its charge had failed before", () => {
    const expired = sessionFact(CHECKOUT, { state: "expired", paymentId: null });
    const failed = paymentFact(RECHARGE, { state: "failed" });
    expect(stateAfter(CHECKOUT, expired, paymentFact(CHECKOUT))).toBe("paid");
    expect(stateAfter(RECHARGE, failed, paymentFact(RECHARGE))).toBe("paid");
    expect(stateAfter(RECHARGE, paymentFact(RECHARGE), failed)).toBe("paid");
  });

  test("not before its money is there", () => {
    const unpaid = sessionFact(CHECKOUT, { state: "unpaid" });
    expect(stateAfter(CHECKOUT, unpaid)).toBe("processing");
    expect(stateAfter(CHECKOUT, sessionFact(CHECKOUT, { state: "expired" }), unpaid)).toBe(
      "processing",
    );
    expect(stateAfter(CHECKOUT, unpaid, sessionFact(CHECKOUT, { state: "failed" }))).toBe("failed");
  });

  test("by a page that names no payment only once the payment says so", () => {
    const nameless = sessionFact(CHECKOUT, { paymentId: null });
    expect(told(CHECKOUT, [nameless])).toMatchObject({ state: "processing", paidAt: null });
    expect(stateAfter(CHECKOUT, nameless, paymentFact(CHECKOUT))).toBe("paid");
  });

  test("with its own amount and currency, or it is a mismatch", () => {
    for (const changes of [
      { amount: 999 },
      { amount: 1001 },
      { amount: 0 },
      { amount: -1000 },
      { currency: "eur" },
    ]) {
      expect(stateAfter(CHECKOUT, paymentFact(CHECKOUT, changes))).toBe("mismatch");
      expect(stateAfter(CHECKOUT, sessionFact(CHECKOUT, changes))).toBe("mismatch");
    }
  });
});

test("a card that is declined on a page leaves the page open; in a charge it ends it", () => {
  for (const state of ["failed", "requiresAction"] as const) {
    expect(stateAfter(CHECKOUT, paymentFact(CHECKOUT, { state }))).toBe("open");
    expect(stateAfter(RECHARGE, paymentFact(RECHARGE, { state }))).toBe(state);
  }
  const canceled = paymentFact(CHECKOUT, { state: "canceled" });
  expect(stateAfter(CHECKOUT, canceled)).toBe("expired");
  expect(stateAfter(RECHARGE, canceled)).toBe("failed");
});

test("another page than the purchase's own is not believed", () => {
  const purchase = { ...CHECKOUT, sessionId: "cs_new" };
  for (const state of ["expired", "paid"] as const) {
    expect(contradicts(purchase, sessionFact(purchase, { state }))).toBe(true);
  }
});

// ── whose money it is ──────────────────────────────────────────────────────────────────────────

describe("a fact contradicts its purchase", () => {
  const other = { paymentId: "pi_other" };

  test("when money moved by another payment than the one that paid it", () => {
    for (const fact of [
      paymentFact(PAID, other),
      sessionFact(PAID, other),
      refundFact(PAID, other),
      refundedFact(PAID, other),
      disputeFact(PAID, other),
    ]) {
      expect(contradicts(PAID, fact)).toBe(true);
      expect(contradicts(PAID, { ...fact, paymentId: "pi_p1" })).toBe(false);
    }
  });

  test("not when an attempt before it was another payment", () => {
    const begun = told(RECHARGE, [paymentFact(RECHARGE, { ...other, state: "failed" })]);
    expect(begun.paymentId).toBe("pi_other");
    const paid = paymentFact(RECHARGE);
    expect(contradicts(begun, paid)).toBe(false);
    expect(merge(begun, paid).paymentId).toBe("pi_p1");
    const late = paymentFact(RECHARGE, { ...other, state: "canceled" });
    expect(contradicts(merge(begun, paid), late)).toBe(false);
    expect(merge(merge(begun, paid), late).paymentId).toBe("pi_p1");
  });

  test("when it was paid on the other rail, or given back in another currency", () => {
    expect(contradicts(CHECKOUT, paymentFact(CHECKOUT, { rail: "stars" }))).toBe(true);
    expect(contradicts(PAID, refundFact(PAID, { currency: "eur" }))).toBe(true);
    expect(contradicts(PAID, refundedFact(PAID, { currency: "eur" }))).toBe(true);
  });

  test("when its sum is another, and neither our page nor our charge says so", () => {
    const page = { ...CHECKOUT, sessionId: "cs_p1" };
    const wrong = [{ amount: 0 }, { amount: 1001 }, { currency: "eur" }];
    for (const changes of wrong) {
      for (const purchase of [CHECKOUT, RECHARGE, page]) {
        expect(contradicts(purchase, paymentFact(purchase, changes))).toBe(true);
      }
      expect(contradicts(CHECKOUT, sessionFact(CHECKOUT, changes))).toBe(true);
      expect(contradicts(page, sessionFact(page, changes))).toBe(false);
      expect(contradicts(RECHARGE, paymentFact(RECHARGE, changes), true)).toBe(false);
      const bound = told(RECHARGE, [paymentFact(RECHARGE, { state: "processing" })]);
      expect(contradicts(bound, paymentFact(RECHARGE, changes))).toBe(false);
    }
  });

  test("not when our page or our charge names its payment, whatever was said of another", () => {
    const foreign = { amount: 0, ...other };
    const page = { ...CHECKOUT, sessionId: "cs_p1" };
    const paid = sessionFact(page);
    for (const lie of [
      paymentFact(page, foreign),
      refundFact(page, other),
      disputeFact(page, other),
    ]) {
      const poisoned = merge(page, lie);
      expect(contradicts(poisoned, paid)).toBe(false);
      expect(merge(poisoned, paid)).toEqual(merge(page, paid));
    }
    const poisoned = merge(RECHARGE, paymentFact(RECHARGE, foreign));
    const charge = paymentFact(RECHARGE);
    expect(contradicts(poisoned, charge)).toBe(true);
    expect(contradicts(poisoned, charge, true)).toBe(false);
    expect(merge(poisoned, charge, true)).toEqual(merge(RECHARGE, charge));
  });

  test("from a refund or a dispute on, which name the payment as well as it does itself", () => {
    for (const fact of [refundFact(CHECKOUT), disputeFact(CHECKOUT), fraudFact(CHECKOUT)]) {
      if (!("purchaseId" in fact)) continue;
      expect(contradicts(merge(CHECKOUT, fact), paymentFact(CHECKOUT, other))).toBe(true);
    }
  });
});

// ── refunds ────────────────────────────────────────────────────────────────────────────────────

function refundedAfter(...facts: readonly PurchaseFact[]): number {
  return refundedAmount(told(PAID, facts));
}

describe("what was refunded", () => {
  const half = refundFact(PAID, { amount: 500, at: PAID_AT + 10 });

  test("is all refunds that did not fail, pending ones too, and never more than was paid", () => {
    const other = refundFact(PAID, { refundId: "re_2", amount: 400, state: "pending" });
    expect(refundedAfter(half, other)).toBe(900);
    expect(refundedAfter(half, refundFact(PAID, { refundId: "re_3", amount: 900 }))).toBe(1000);
  });

  test("counts once, by its refund and by the total", () => {
    const total = refundedFact(PAID, { amount: 500, at: PAID_AT + 11 });
    for (const facts of [[half], [total], [half, total], [total, half]]) {
      expect(refundedAfter(...facts)).toBe(500);
    }
    expect(refundedAfter(half, refundedFact(PAID, { amount: 800, at: PAID_AT + 11 }))).toBe(800);
  });

  test("is back when it fails later, though the total was told before", () => {
    const total = refundedFact(PAID, { amount: 500, at: PAID_AT + 11 });
    const failed = refundFact(PAID, { amount: 500, state: "failed", at: PAID_AT + 99 });
    for (const facts of [
      [half, total, failed],
      [failed, total, half],
    ]) {
      expect(refundedAfter(...facts)).toBe(0);
    }
    const since = refundedFact(PAID, { amount: 300, at: PAID_AT + 100 });
    expect(refundedAfter(failed, since)).toBe(300);
  });

  test("stays failed, whatever is said of it at a later time", () => {
    const failed = refundFact(PAID, { state: "failed" });
    expect(refundedAfter(failed, refundFact(PAID, { at: PAID_AT + 1000 }))).toBe(0);
  });

  test("is no less for an amount below nothing", () => {
    const absurd = refundFact(PAID, { refundId: "re_2", amount: -500 });
    expect(refundedAfter(half, absurd, refundedFact(PAID, { amount: -1 }))).toBe(500);
    Purchase.parse(told(PAID, [absurd, refundedFact(PAID, { amount: -1 })]));
  });

  test("takes its part of what was given, rounded down; all of it takes all", () => {
    const owed = (amountBack: number) => {
      const purchase = told(PAID, [refundFact(PAID, { amount: amountBack })]);
      return owedFor(purchase, claimsOn(purchase)).credits;
    };
    expect([1, 99, 100, 500, 999, 1000, -7, 9000].map(owed)).toEqual([0, 0, 1, 5, 9, 10, 0, 10]);
  });

  test("takes nothing of what was never granted", () => {
    const purchase = told(CHECKOUT, [refundFact(CHECKOUT)]);
    expect(owedFor(purchase, claimsOn(purchase))).toEqual({ credits: 0, seconds: 0 });
  });

  test("is kept for so many refunds as anybody makes, the newest", () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      refundFact(PAID, { refundId: `re_${i}`, amount: 1, at: PAID_AT + i }),
    );
    const { refunds: kept } = told(PAID, many);
    expect(kept).toHaveLength(20);
    expect(kept.at(-1)?.id).toBe("re_29");
  });
});

// ── disputes ───────────────────────────────────────────────────────────────────────────────────

function standingAfter(...facts: readonly PurchaseFact[]): string | undefined {
  const [dispute] = told(PAID, facts).disputes;
  return dispute && standingOf(dispute);
}

describe("a dispute stands", () => {
  test("by its status; one that nobody knows yet is open", () => {
    const by = (status: string) => standingAfter(disputeFact(PAID, { status }));
    expect(by("warning_needs_response")).toBe("inquiry");
    expect(by("needs_response")).toBe("open");
    expect(by("appeal_under_review")).toBe("open");
    expect(by("something_new")).toBe("open");
    expect(by("lost")).toBe("lost");
    expect(["won", "prevented", "warning_closed"].map(by)).toEqual(["over", "over", "over"]);
  });

  test("by what was said last, and of one moment by the more final", () => {
    const created = disputeFact(PAID);
    const lost = disputeFact(PAID, { status: "lost" });
    const appealed = disputeFact(PAID, { status: "appeal_under_review", at: PAID_AT + 5 });
    expect([standingAfter(created, lost), standingAfter(lost, created)]).toEqual(["lost", "lost"]);
    expect([standingAfter(appealed, lost), standingAfter(lost, appealed)]).toEqual([
      "open",
      "open",
    ]);
  });

  test("over once its money is back, unless it was lost after that", () => {
    const reinstated = disputeFact(PAID, { funds: "reinstated", at: PAID_AT + 5 });
    const lost = (later: number) => disputeFact(PAID, { status: "lost", at: PAID_AT + later });
    expect(standingAfter(disputeFact(PAID, { funds: "withdrawn" }))).toBe("open");
    expect(standingAfter(disputeFact(PAID, { funds: "withdrawn" }), reinstated)).toBe("over");
    expect(standingAfter(reinstated, disputeFact(PAID, { funds: "withdrawn" }))).toBe("over");
    expect(standingAfter(lost(3), { ...reinstated, status: "lost" })).toBe("over");
    expect(standingAfter(reinstated, lost(9))).toBe("lost");
  });

  test("for the whole payment where its currency is another", () => {
    const [dispute] = told(PAID, [disputeFact(PAID, { amount: 3, currency: "eur" })]).disputes;
    expect(dispute?.amount).toBe(1000);
  });

  test("beside what was refunded: together no more than was paid", () => {
    const purchase = told(PAID, [
      refundFact(PAID, { amount: 400 }),
      disputeFact(PAID, { status: "lost", amount: 1000 }),
    ]);
    expect(owedFor(purchase, claimsOn(purchase)).credits).toBe(10);
    const open = told(PAID, [refundFact(PAID, { amount: 400 }), disputeFact(PAID)]);
    expect(contestedFor(open, claimsOn(open)).credits).toBe(6);
  });
});
