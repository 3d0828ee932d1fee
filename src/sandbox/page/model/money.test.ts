import { describe, expect, test } from "bun:test";
import type { StripeEvent, StripePayment } from "#src/sandbox/stripe/protocol.ts";
import { deliveryWords, disputeTurns, moneyWords, paymentTurns, standingOf } from "./money.ts";

const PAID: StripePayment = {
  id: "pi_1",
  sessionId: "cs_1",
  personId: 501,
  at: 0,
  what: "25 credits",
  amount: 999,
  currency: "usd",
  state: "paid",
  decline: null,
  card: "Visa ending in 4242",
  refunded: 0,
  dispute: null,
};
const DISPUTE = { id: "du_1", status: "needs_response", isInquiry: false, isOver: false };
const INQUIRY = { ...DISPUTE, status: "warning_needs_response", isInquiry: true };

const turns = (change: Partial<StripePayment>): readonly string[] =>
  paymentTurns({ ...PAID, ...change }).map(({ to }) => to);

test("money is written in its currency's own digits", () => {
  expect(moneyWords(999, "usd")).toBe("$9.99");
  expect(moneyWords(500, "jpy")).toBe("¥500");
});

describe("how a payment stands", () => {
  test.each([
    ["paid", {}],
    ["on its way", { state: "onItsWay" }],
    ["part refunded", { refunded: 500 }],
    ["refunded", { refunded: 999 }],
    ["inquiry", { refunded: 500, dispute: INQUIRY }],
    ["disputed", { dispute: DISPUTE }],
    ["dispute lost", { dispute: { ...DISPUTE, status: "lost", isOver: true } }],
    ["dispute won", { dispute: { ...DISPUTE, status: "won", isOver: true } }],
    ["refunded", { refunded: 999, dispute: { ...INQUIRY, isOver: true } }],
  ] as const)("%s", (words, change) => {
    expect(standingOf({ ...PAID, ...change }).words).toBe(words);
  });
});

describe("what can happen to a payment", () => {
  test("a page's time runs out; a charge without a page has none", () => {
    expect(turns({ state: "open" })).toEqual(["expired"]);
    expect(turns({ state: "asksTheBank", sessionId: null })).toEqual([]);
    expect(turns({ state: "expired" })).toEqual([]);
  });

  test("money on its way arrives or does not", () => {
    expect(turns({ state: "onItsWay" })).toEqual(["settled", "unsettled"]);
  });

  test("what is paid is refunded while something is left, and disputed once", () => {
    const troubles = ["warned", "inquired", "disputed"];
    expect(turns({})).toEqual(["refunded", "halfRefunded", ...troubles]);
    expect(turns({ refunded: 500 })).toContain("refundFailed");
    expect(turns({ refunded: 999 })).toEqual(["refundFailed", ...troubles]);
    expect(turns({ dispute: INQUIRY })).toEqual(["refunded", "halfRefunded"]);
    expect(turns({ dispute: DISPUTE })).toEqual([]);
  });

  test("a dispute ends as its kind can, once", () => {
    expect(disputeTurns(INQUIRY).map(({ to }) => to)).toEqual(["closed", "escalated"]);
    expect(disputeTurns(DISPUTE).map(({ to }) => to)).toEqual(["won", "lost"]);
    expect(disputeTurns({ ...DISPUTE, isOver: true })).toEqual([]);
  });
});

describe("how an event was taken", () => {
  const event = (delivery: Partial<NonNullable<StripeEvent["delivery"]>>): StripeEvent => ({
    id: "evt_1",
    type: "charge.refunded",
    at: 0,
    deliveries: 1,
    delivery: {
      state: "delivered",
      attempts: 1,
      status: 200,
      nextTryAt: null,
      manner: "asItIs",
      ...delivery,
    },
  });

  test.each([
    ["200", "ok", {}],
    ["withheld", "bad", { state: "lost", attempts: 0, status: null }],
    ["503, again later", "warn", { state: "resting", status: 503 }],
    ["no answer, again later", "warn", { state: "resting", status: null }],
    ["late", "warn", { state: "resting", attempts: 0, status: null }],
    ["400", "warn", { state: "abandoned", status: 400, manner: "tampered" }],
    ["400", "bad", { state: "abandoned", status: 400 }],
  ] as const)("%s, %s", (words, tone, delivery) => {
    expect(deliveryWords(event(delivery))).toEqual({ words, tone });
  });

  test("an event that no endpoint wants has no delivery", () => {
    expect(deliveryWords({ ...event({}), delivery: null }).words).toBe("no endpoint");
  });
});
