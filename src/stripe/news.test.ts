import { expect, test } from "bun:test";
import type { Purchase, PurchaseState } from "#actors/kernel/purchase.ts";
import type { SaidOf } from "./facts.ts";
import { isNews } from "./news.ts";
import { openPurchase } from "./stripe-testing.ts";

const AT = 1_900_000_000_000;
const money = { amount: 500, currency: "usd" };
const ids = { paymentId: "pi_1", customerId: "cus_1" };

const session = (state: SaidOf<"session">["state"]): SaidOf<"session"> => {
  return { type: "session", at: AT, sessionId: "cs_1", state, ...money, ...ids };
};

const payment = (state: SaidOf<"payment">["state"]): SaidOf<"payment"> => {
  const card = { cardId: "pm_1", savesCard: false, decline: null };
  return { type: "payment", at: AT, rail: "stripe", state, ...money, ...ids, ...card };
};

const refund = (state: SaidOf<"refund">["state"]): SaidOf<"refund"> => {
  return { type: "refund", at: AT, paymentId: "pi_1", refundId: "re_1", ...money, state };
};

const dispute = (status: string, funds: SaidOf<"dispute">["funds"] = null): SaidOf<"dispute"> => {
  const about = { paymentId: "pi_1", disputeId: "du_1", reason: "fraudulent", evidenceDueAt: null };
  return { type: "dispute", at: AT, ...money, ...about, status, funds };
};

const row = (state: PurchaseState, change: Partial<Purchase> = {}): Purchase =>
  openPurchase({ state, ...change });

test("a page is news where its row stands before it", () => {
  const news = (state: SaidOf<"session">["state"]) =>
    (["open", "processing", "paid", "expired", "failed", "mismatch"] as const).filter((each) =>
      isNews(session(state), row(each)),
    );
  expect(news("open")).toEqual([]);
  expect(news("paid")).toEqual(["open", "processing", "expired", "failed"]);
  expect(news("unpaid")).toEqual(["open", "expired"]);
  expect(news("expired")).toEqual(["open"]);
  expect(news("failed")).toEqual(["open", "processing"]);
});

test("a payment that failed is news of a charge, and no news of a page that is open still", () => {
  expect(isNews(payment("failed"), row("open", { kind: "recharge" }))).toBe(true);
  expect(isNews(payment("failed"), row("failed", { kind: "recharge" }))).toBe(false);
  expect(isNews(payment("failed"), row("open"))).toBe(false);
  expect(isNews(payment("requiresAction"), row("open", { kind: "recharge" }))).toBe(true);
  expect(isNews(payment("processing"), row("open"))).toBe(true);
  expect(isNews(payment("succeeded"), row("expired"))).toBe(true);
  expect(isNews(payment("succeeded"), row("paid"))).toBe(false);
});

test("a refund is news in each of its states, once", () => {
  const known = { id: "re_1", amount: 500, state: "succeeded", at: AT } as const;
  expect(isNews(refund("succeeded"), row("paid"))).toBe(true);
  expect(isNews(refund("succeeded"), row("paid", { refunds: [known] }))).toBe(false);
  expect(isNews(refund("failed"), row("paid", { refunds: [known] }))).toBe(true);
});

test("a total is news where it is not what the row's refunds come to", () => {
  const total = { type: "refunded", at: AT, paymentId: "pi_1", ...money } as const;
  const known = { id: "re_1", amount: 500, state: "succeeded", at: AT } as const;
  expect(isNews(total, row("paid"))).toBe(true);
  expect(isNews({ ...total, amount: 0 }, row("paid"))).toBe(false);
  expect(isNews(total, row("paid", { refunds: [known] }))).toBe(false);
  expect(isNews(total, row("paid", { refunds: [{ ...known, state: "failed" }] }))).toBe(true);
  expect(isNews(total, row("paid", { refunded: { amount: 500, at: AT } }))).toBe(false);
});

test("a dispute is news by its status and by its money", () => {
  const times = { statusAt: AT, fundsAt: AT, reason: "fraudulent", amount: 500 };
  const known = { id: "du_1", status: "needs_response", funds: "withdrawn", ...times } as const;
  const disputed = row("paid", { disputes: [known] });
  expect(isNews(dispute("needs_response"), row("paid"))).toBe(true);
  expect(isNews(dispute("needs_response", "withdrawn"), disputed)).toBe(false);
  expect(isNews(dispute("needs_response"), disputed)).toBe(false);
  expect(isNews(dispute("won", "withdrawn"), disputed)).toBe(true);
  expect(isNews(dispute("needs_response", "reinstated"), disputed)).toBe(true);
});

test("a warning is news once, and what is about no purchase never", () => {
  const warning = { type: "fraudWarning", at: AT, paymentId: "pi_1" } as const;
  expect(isNews(warning, row("paid"))).toBe(true);
  expect(isNews(warning, row("paid", { isFraudWarned: true }))).toBe(false);
  const deleted = { type: "customerDeleted", at: AT, customerId: "cus_1" } as const;
  expect(isNews(deleted, row("open"))).toBe(false);
});
