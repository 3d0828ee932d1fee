// Each sentence of the checks, broken once on tables that are right otherwise: a check that cannot fail
// holds nothing.
import { expect, test } from "bun:test";
import { projectionOf } from "#actors/conversation/projection.ts";
import { initialState } from "#actors/conversation/state.ts";
import { type Address, addressKey } from "#actors/kernel/address.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import { NO_UNITS, type Purchase, purchaseIdOf } from "#actors/kernel/purchase.ts";
import type { AuditRow, LedgerRow } from "#actors/kernel/rows.ts";
import { SimBank, type Verdict } from "./bank.ts";
import type { Payment } from "./bank-facts.ts";
import { MemoryTables } from "./memory-tables.ts";
import { checkMoney } from "./money-invariants.ts";
import { prng } from "./prng.ts";
import { VirtualClock } from "./virtual-clock.ts";

const FAN = 7_000_000_001;
const ADDRESS: Address = { kind: "conversation", key: String(FAN) };
const PRICE = 499;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A fan who has bought nothing yet, as user 1 of an empty deployment. */
class Shop {
  readonly time = new VirtualClock();
  readonly db = new MemoryTables(() => this.time.now());
  readonly bank: SimBank;
  readonly told: { effect: Effect }[] = [];
  #purchases = 0;

  constructor(verdicts: readonly Verdict[] = []) {
    const { time } = this;
    this.bank = new SimBank({ time, random: prng(1), say: () => {}, verdicts });
    this.isHere(1);
    this.has(1, { credits: 0 });
  }

  /** The conversation's user; null: the fan was erased, and has not come back. */
  isHere(userId: number | null): void {
    const blank = { row: 0, address: ADDRESS, epoch: 0, version: 1, state: null };
    this.db.actors.set(addressKey(ADDRESS), { ...blank, userId });
  }

  has(userId: number, figures: { credits: number; debtCredits?: number }): void {
    const projection = projectionOf({ ...initialState(ADDRESS), groupId: -1 });
    const user = { ...projection.user, ...figures };
    this.db.users.set(userId, { id: userId, projection: { ...projection, user } });
  }

  /** Pays for ten credits, which the books take in as they should. */
  sell(): Payment {
    const purchaseId = this.open();
    const page = this.bank.pages.get(purchaseId);
    if (page === undefined) throw new Error("a page was opened");
    this.bank.pay(page, "now");
    return this.take(purchaseId);
  }

  /** A page for ten credits, and its row. */
  open(): string {
    const purchaseId = this.#begin();
    const wanted = { purchaseId, fanId: FAN, amount: PRICE, currency: "usd" };
    this.bank.openPage({ ...wanted, savesCard: false, expiresAt: this.time.now() + HOUR_MS });
    return purchaseId;
  }

  /** A charge with nobody there; `isTaken`: it succeeded, and the books have it. */
  charge(isTaken: boolean): Payment {
    const purchaseId = this.#begin();
    this.bank.walletOf(FAN).cardId = "pm";
    const wanted = { purchaseId, fanId: FAN, amount: PRICE, currency: "usd" };
    const payment = this.bank.charge(wanted, "pm");
    if (payment === null) throw new Error("there is a card");
    return isTaken ? this.take(purchaseId) : payment;
  }

  take(purchaseId: string): Payment {
    const payment = this.bank.paymentOf(purchaseId);
    if (payment === null) throw new Error("it was paid");
    this.change(purchaseId, { state: "paid", isGranted: true, paymentId: payment.paymentId });
    this.book({ credits: 10, amountCents: PRICE, reference: `payment:${payment.paymentId}` });
    this.has(1, { credits: this.credits() });
    return payment;
  }

  credits(userId = 1): number {
    const mine = this.db.ledger.filter((row) => row.userId === userId);
    return mine.reduce((sum, { credits }) => sum + credits, 0);
  }

  book(row: Partial<LedgerRow>, userId = 1): void {
    const empty = { row: "ledger", kind: "purchase", credits: 0, seconds: 0 } as const;
    const about = { amountCents: 0, currency: "usd", reference: null, note: null, at: 0 };
    this.db.ledger.push({ ...empty, ...about, ...row, userId });
  }

  change(purchaseId: string, changes: Partial<Purchase>, userId = 1): void {
    const { purchase } = this.db.purchases.get(purchaseId) ?? {};
    if (purchase === undefined) throw new Error("it has a row");
    this.db.purchases.set(purchaseId, { userId, purchase: { ...purchase, ...changes } });
  }

  /** What is found, by guarantee. */
  found(ceilings = { day: 10 * PRICE, month: 20 * PRICE }): readonly string[] {
    const { db, bank, told } = this;
    return checkMoney({ db, bank, told, toldOf: new Set(), ceilings }).map(
      ({ guarantee, what }) => `${guarantee} ${what}`,
    );
  }

  #begin(): string {
    const at = this.time.now();
    const id = purchaseIdOf((this.#purchases += 1), at, "checkout");
    const sale = { rail: "stripe", kind: "checkout", sku: "credits_10" } as const;
    const gives = { credits: 10, seconds: 0 };
    const open = { sessionId: null, paymentId: null, state: "open", paidAt: null } as const;
    const nothing = { refunds: [], refunded: null, disputes: [], isFraudWarned: false };
    const moved = { isGranted: false, reversed: NO_UNITS, frozen: NO_UNITS, version: 1 };
    const none = { promo: null, expiresAt: null, noticeId: null };
    const price = { amount: PRICE, currency: "usd", createdAt: at };
    const purchase = { id, ...sale, gives, ...price, ...none, ...open, ...nothing, ...moved };
    this.db.purchases.set(id, { userId: 1, purchase });
    return id;
  }
}

test("finds nothing where the books are right", () => {
  const shop = new Shop();
  shop.sell();
  shop.open();
  expect(shop.found()).toEqual([]);
});

test("finds a purchase that was credited twice", () => {
  const shop = new Shop();
  const { paymentId } = shop.sell();
  shop.book({ credits: 10, amountCents: PRICE, reference: `payment:${paymentId}` });
  expect(shop.found()).toContainEqual(expect.stringContaining("was credited 2 times, not 1"));
});

test("finds a purchase that was paid and not credited", () => {
  const shop = new Shop();
  const page = shop.bank.pages.get(shop.open());
  if (page !== undefined) shop.bank.pay(page, "now");
  const missed = expect.stringContaining("was paid and not credited");
  expect(shop.found()).toContainEqual(missed);
  shop.isHere(null);
  expect(shop.found()).not.toContainEqual(missed);
});

test("finds credits for what was paid in another currency", () => {
  const shop = new Shop();
  const purchaseId = shop.open();
  const page = shop.bank.pages.get(purchaseId);
  if (page === undefined) throw new Error("a page was opened");
  page.currency = "eur";
  shop.bank.pay(page, "now");
  shop.take(purchaseId);
  expect(shop.found()).toContainEqual(expect.stringContaining("was credited 1 times, not 0"));
});

test("finds credits for a payment of nothing that was sold", () => {
  const shop = new Shop();
  shop.bank.payByHand(FAN, "p0-0", PRICE);
  const [payment] = shop.bank.payments.values();
  shop.book({ credits: 10, reference: `payment:${payment?.paymentId}` });
  expect(shop.found()).toContainEqual(expect.stringContaining("p0-0 was credited 1 times, not 0"));
});

test("finds a row that says otherwise than the ledger", () => {
  const shop = new Shop();
  const { purchaseId } = shop.sell();
  shop.change(purchaseId, { isGranted: false });
  expect(shop.found()).toContainEqual(expect.stringContaining("do not agree"));
});

test("finds another amount, another gift and another person in the ledger", () => {
  const shop = new Shop();
  const { paymentId } = shop.sell();
  shop.db.ledger.length = 0;
  const reference = `payment:${paymentId}`;
  shop.book({ credits: 11, amountCents: 1, reference }, 2);
  const found = shop.found().join("\n");
  expect(found).toContain("was booked as 1 usd");
  expect(found).toContain("gave something else");
  expect(found).toContain("was credited to somebody else");
});

test("finds a refund that was not taken back, and one that was and has failed", () => {
  const shop = new Shop();
  const payment = shop.sell();
  shop.bank.refund(payment, 250, "half");
  expect(shop.found()).toContainEqual(expect.stringContaining("took back 0 credits, not 5"));
  shop.change(payment.purchaseId, { reversed: { credits: 5, seconds: 0 } });
  shop.book({ credits: -5, reference: `reverse:${payment.purchaseId}:2` });
  shop.has(1, { credits: 5 });
  expect(shop.found()).toEqual([]);
  shop.bank.failRefund(payment);
  expect(shop.found()).toContainEqual(expect.stringContaining("took back 5 credits, not 0"));
});

/** Disputes it, and tells the owner. */
function dispute(shop: Shop, payment: Payment): void {
  const opened = { id: "dp_1", amount: PRICE, status: "needs_response", funds: null };
  payment.disputes.set(opened.id, opened);
  const effect = { verb: "alertOwner", say: { key: "dispute", with: { disputeId: "dp_1" } } };
  shop.told.push({ effect: effect as Effect });
}

test("finds a lost dispute whose credits are still there", () => {
  const shop = new Shop();
  const payment = shop.sell();
  dispute(shop, payment);
  expect(shop.found()).toEqual([]);
  shop.bank.endDispute(payment, false);
  expect(shop.found()).toContainEqual(expect.stringContaining("took back 0 credits, not 10"));
});

test("finds credits that stay frozen when the dispute is over", () => {
  const shop = new Shop();
  const payment = shop.sell();
  dispute(shop, payment);
  shop.change(payment.purchaseId, { frozen: { credits: 10, seconds: 0 } });
  shop.book({ credits: -10, reference: `reverse:${payment.purchaseId}:2` });
  shop.has(1, { credits: 0 });
  expect(shop.found()).toEqual([]);
  shop.bank.endDispute(payment, true);
  expect(shop.found()).toContainEqual(expect.stringContaining("keeps 10 credits frozen"));
});

test("finds money for nothing, and a dispute, of which the owner was not told", () => {
  const shop = new Shop();
  const payment = shop.sell();
  dispute(shop, payment);
  shop.bank.payByHand(FAN, "p0-0", PRICE);
  shop.told.length = 0;
  const found = shop.found().join("\n");
  expect(found).toContain("was paid for nothing, and the owner was not told");
  expect(found).toContain("the owner was not told of the dispute dp_1");
});

test("finds Stars that were paid a second time and not given back", () => {
  const shop = new Shop();
  const { purchaseId } = shop.sell();
  shop.bank.payStars(FAN, purchaseId, 350);
  const kept = expect.stringContaining("was paid for an invoice that was paid, and not given back");
  expect(shop.found()).toContainEqual(kept);
  const second = [...shop.bank.payments.values()].at(-1);
  if (second !== undefined) shop.bank.refund(second, 350, "again");
  expect(shop.found()).not.toContainEqual(kept);
});

test("finds a balance that does not follow from what was bought and what came otherwise", () => {
  const shop = new Shop();
  shop.sell();
  shop.book({ kind: "gift", credits: 3, reference: "gift:1" });
  shop.has(1, { credits: 13 });
  expect(shop.found()).toEqual([]);
  shop.has(1, { credits: 13, debtCredits: 1 });
  expect(shop.found()).toEqual(["G19 user 1 has 12 without debt, and should have 13"]);
});

test("finds a debt that was washed away by an erasure", () => {
  const shop = new Shop();
  shop.sell();
  shop.isHere(2);
  shop.book({ kind: "adjustment", credits: -14, reference: "erase:1" });
  shop.has(1, { credits: 0, debtCredits: 4 });
  shop.has(2, { credits: 0, debtCredits: 4 });
  expect(shop.found()).toEqual([]);
  shop.has(2, { credits: 0 });
  expect(shop.found()).toEqual(["G19 user 2 has 0 without debt, and should have -4"]);
});

test("finds a charge that was made beside another one", () => {
  const shop = new Shop(["processing", "processing"]);
  const { purchaseId } = shop.charge(false);
  expect(shop.found()).toEqual([]);
  shop.charge(false);
  expect(shop.found()).toEqual([expect.stringContaining(`was made beside ${purchaseId}`)]);
  shop.change(purchaseId, {}, 2);
  expect(shop.found()).toEqual([]);
});

test("finds a charge that came too soon after a decline, unless its fan agreed anew", async () => {
  const shop = new Shop(["declines", "declines", "declines"]);
  shop.charge(false);
  await shop.time.advance(HOUR_MS);
  shop.charge(false);
  expect(shop.found()).toEqual([]);
  await shop.time.advance(HOUR_MS / 2);
  shop.charge(false);
  expect(shop.found()).toEqual([expect.stringContaining("too soon after a decline")]);
  shop.db.otherRows.push(agreed(shop.time.now()));
  expect(shop.found()).toEqual([]);
});

test("finds a charge after a hard decline, however late", async () => {
  const shop = new Shop(["declinesForGood", "declines"]);
  shop.bank.cancel(shop.charge(false));
  await shop.time.advance(3 * DAY_MS);
  shop.charge(false);
  expect(shop.found()).toEqual([expect.stringContaining("too soon after a decline")]);
});

test("finds charges past the ceiling of a day, and of a month", async () => {
  const shop = new Shop(["succeeds", "succeeds", "succeeds"]);
  for (let day = 0; day < 3; day += 1) {
    shop.charge(true);
    await shop.time.advance(DAY_MS);
  }
  expect(shop.found({ day: PRICE, month: 3 * PRICE })).toEqual([]);
  expect(shop.found({ day: PRICE - 1, month: 3 * PRICE })).toEqual(["G20 499 was taken in a day"]);
  expect(shop.found({ day: PRICE, month: 2 * PRICE })).toEqual(["G20 1497 was taken in a month"]);
});

function agreed(at: number): AuditRow {
  return { row: "audit", byId: FAN, byName: "", act: "rechargeAgreed", detail: {}, at };
}
