// Stripe as the simulator knows it: what it holds, what people and banks do there, and what it says of
// each change. It is the truth that the program's books are compared with once the world is at rest.
//
// Every verb is done once for a key, as Stripe's idempotency keys promise, so a call that is made again
// after a lost answer finds what the first one made.
import type { FactOf, PaymentFact } from "#actors/kernel/payment.ts";
import type { Prng } from "./prng.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export interface Page {
  readonly sessionId: string;
  readonly purchaseId: string;
  readonly fanId: number;
  readonly amount: number;
  readonly currency: string;
  readonly savesCard: boolean;
  readonly expiresAt: number;
  state: "open" | "complete" | "expired";
  paymentId: string | null;
}

type PaymentState = FactOf<"payment">["state"];

export interface Payment {
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly fanId: number;
  readonly rail: "stripe" | "stars";
  readonly amount: number;
  readonly currency: string;
  readonly savesCard: boolean;
  /** Nobody was there: the auto-recharge asked for it. */
  readonly isOffSession: boolean;
  readonly begunAt: number;
  state: PaymentState;
  decline: FactOf<"payment">["decline"];
  readonly refunds: Map<
    string,
    { readonly id: string; readonly amount: number; state: RefundState }
  >;
  readonly disputes: Map<string, Dispute>;
}

type RefundState = FactOf<"refund">["state"];

interface Dispute {
  readonly id: string;
  readonly amount: number;
  status: string;
  funds: "withdrawn" | "reinstated" | null;
}

/** A fact, and whose it is; `about` names the object that it is a statement about. */
export interface Said {
  readonly fanId: number;
  readonly about: string;
  readonly fact: PaymentFact;
}

const DECLINES = [
  { code: "insufficient_funds", isHard: false },
  { code: "do_not_honor", isHard: false },
  { code: "stolen_card", isHard: true },
];

/** Ends a dispute can come to; an inquiry moves no money. */
const DISPUTE_ENDS = ["won", "lost", "warning_closed"] as const;

export class SimBank {
  readonly pages = new Map<string, Page>();
  readonly payments = new Map<string, Payment>();
  readonly #time: VirtualClock;
  readonly #random: Prng;
  readonly #say: (said: Said) => void;
  readonly #refundKeys = new Set<string>();
  readonly #setUps = new Map<string, string>();
  #nextId = 0;

  constructor(time: VirtualClock, random: Prng, say: (said: Said) => void) {
    this.#time = time;
    this.#random = random;
    this.#say = say;
  }

  // ── What the program asks for ────────────────────────────────────────────────────────────────

  openPage(wanted: Omit<Page, "sessionId" | "state" | "paymentId">): Page {
    const existing = this.pages.get(wanted.purchaseId);
    if (existing !== undefined) return existing;
    const page: Page = { ...wanted, sessionId: this.#id("cs"), state: "open", paymentId: null };
    this.pages.set(page.purchaseId, page);
    void this.#time.sleep(Math.max(0, page.expiresAt - this.#time.now())).then(() => {
      this.expirePage(page);
      return undefined;
    });
    return page;
  }

  /** A page to save a card at; the fan does so, or lets it be. */
  openSetUp(setupId: string, fanId: number): string {
    const known = this.#setUps.get(setupId);
    if (known !== undefined) return known;
    const sessionId = this.#id("cs");
    this.#setUps.set(setupId, sessionId);
    if (this.#random.chance(0.2)) return sessionId;
    void this.#time.sleep(2_000 + this.#random.below(10_000)).then(() => {
      const customerId = customerOf(fanId);
      const cardId = cardOf(fanId);
      const at = this.#now();
      this.#said(fanId, cardId, cardFact(fanId, "attached", at));
      const setUp = { type: "setup", at, state: "succeeded", setupId, customerId, cardId } as const;
      this.#said(fanId, setupId, setUp);
      return undefined;
    });
    return sessionId;
  }

  expirePage(page: Page): void {
    if (page.state !== "open") return;
    page.state = "expired";
    this.#tellPage(page);
  }

  /** Charges a card with nobody there. What the bank says is drawn once for a purchase. */
  charge(wanted: Pick<Payment, "purchaseId" | "fanId" | "amount" | "currency">): Payment {
    const known = this.paymentOf(wanted.purchaseId);
    if (known !== null) return known;
    const payment = this.#begin({ ...wanted, rail: "stripe", savesCard: true, isOffSession: true });
    const drawn = this.#random.next();
    if (drawn < 0.5) this.#become(payment, "succeeded");
    else if (drawn < 0.6) this.#become(payment, "processing");
    else if (drawn < 0.7) this.#become(payment, "requiresAction");
    else this.#decline(payment);
    return payment;
  }

  cancel(payment: Payment): void {
    if (payment.state === "requiresAction") this.#become(payment, "canceled");
  }

  /** False: there is not so much left to give back. */
  refund(payment: Payment, amount: number, key: string): boolean {
    if (this.#refundKeys.has(key)) return true;
    if (payment.state !== "succeeded" || amount < 1 || amount > leftOf(payment)) return false;
    this.#refundKeys.add(key);
    const id = this.#id("re");
    payment.refunds.set(id, { id, amount, state: "succeeded" });
    this.#tellRefund(payment, id);
    this.#tellRefunded(payment);
    return true;
  }

  // ── What people and banks do ─────────────────────────────────────────────────────────────────

  /** The payer pays at an open page: at once, by a slow method, or with a card that is declined. */
  pay(page: Page, how: "now" | "slowly" | "declined"): void {
    if (page.state !== "open") return;
    // One page is one payment, however many cards are tried on it.
    const payment =
      this.paymentOf(page.purchaseId) ??
      this.#begin({ ...page, rail: "stripe", isOffSession: false });
    if (how === "declined") {
      this.#decline(payment);
      return;
    }
    page.state = "complete";
    page.paymentId = payment.paymentId;
    if (this.#random.chance(0.5)) this.#tellPage(page);
    this.#become(payment, how === "now" ? "succeeded" : "processing");
    this.#tellPage(page);
  }

  /** Telegram's own till: Stars are there or not, at once. */
  payStars(fanId: number, purchaseId: string, amount: number): void {
    const wanted = { purchaseId, fanId, amount, currency: "xtr", savesCard: false } as const;
    const payment = this.#begin({ ...wanted, rail: "stars", isOffSession: false });
    this.#become(payment, "succeeded");
  }

  /** The money of a slow payment comes, or does not; a bank hears from its customer, or does not. */
  settle(payment: Payment, isGood: boolean): void {
    if (payment.state !== "processing" && payment.state !== "requiresAction") return;
    if (isGood) this.#become(payment, "succeeded");
    else this.#decline(payment);
    const page = this.pages.get(payment.purchaseId);
    if (page?.paymentId === payment.paymentId) this.#tellPage(page);
  }

  failRefund(payment: Payment): void {
    const refund = [...payment.refunds.values()].find(({ state }) => state !== "failed");
    if (refund === undefined) return;
    refund.state = "failed";
    this.#tellRefund(payment, refund.id);
  }

  dispute(payment: Payment): void {
    if (payment.state !== "succeeded" || payment.disputes.size > 0) return;
    const amount = leftOf(payment);
    if (amount < 1) return;
    const isInquiry = this.#random.chance(0.25);
    const status = isInquiry ? "warning_needs_response" : "needs_response";
    const dispute: Dispute = { id: this.#id("dp"), amount, status, funds: null };
    payment.disputes.set(dispute.id, dispute);
    this.#tellDispute(payment, dispute, null);
    if (isInquiry) return;
    dispute.funds = "withdrawn";
    this.#tellDispute(payment, dispute, "withdrawn");
  }

  endDispute(payment: Payment): void {
    for (const dispute of payment.disputes.values()) {
      if (isEnded(dispute.status)) continue;
      const isInquiry = dispute.status.startsWith("warning_");
      const end = isInquiry ? "warning_closed" : this.#random.chance(0.5) ? "won" : "lost";
      dispute.status = end;
      this.#tellDispute(payment, dispute, null);
      if (end !== "won") continue;
      dispute.funds = "reinstated";
      this.#tellDispute(payment, dispute, "reinstated");
    }
  }

  warnOfFraud(payment: Payment): void {
    const { purchaseId, paymentId } = payment;
    this.#said(payment.fanId, paymentId, {
      type: "fraudWarning",
      purchaseId,
      paymentId,
      at: this.#now(),
    });
  }

  // ── What it knows ────────────────────────────────────────────────────────────────────────────

  /** The newest payment of a purchase that counts: a page may see several cards declined. */
  paymentOf(purchaseId: string): Payment | null {
    const all = [...this.payments.values()].filter((one) => one.purchaseId === purchaseId);
    return all.find(({ state }) => state === "succeeded") ?? all.at(-1) ?? null;
  }

  paymentsOf(fanId: number): readonly Payment[] {
    return [...this.payments.values()].filter((one) => one.fanId === fanId);
  }

  /** Everything that can be asked about a purchase, as it is now. */
  factsOf(purchaseId: string): readonly PaymentFact[] {
    const page = this.pages.get(purchaseId);
    const payments = [...this.payments.values()].filter((one) => one.purchaseId === purchaseId);
    return [
      ...(page === undefined ? [] : [this.#pageFact(page)]),
      ...payments.flatMap((payment) => [
        this.paymentFact(payment),
        ...[...payment.refunds.keys()].flatMap((id) => this.#refundFact(payment, id) ?? []),
        ...[...payment.disputes.values()].map((one) => this.#disputeFact(payment, one, one.funds)),
      ]),
    ];
  }

  paymentFact(payment: Payment): FactOf<"payment"> {
    const { purchaseId, paymentId, rail, state, amount, currency, savesCard, decline } = payment;
    return {
      type: "payment",
      purchaseId,
      at: this.#now(),
      rail,
      paymentId,
      state,
      amount,
      currency,
      customerId: rail === "stars" ? null : customerOf(payment.fanId),
      cardId: rail === "stars" ? null : cardOf(payment.fanId),
      savesCard,
      decline,
    };
  }

  #begin(
    wanted: Pick<
      Payment,
      "purchaseId" | "fanId" | "amount" | "currency" | "savesCard" | "rail" | "isOffSession"
    >,
  ): Payment {
    const { purchaseId, fanId, rail, amount, currency, savesCard, isOffSession } = wanted;
    const payment: Payment = {
      purchaseId,
      fanId,
      rail,
      amount,
      currency,
      savesCard,
      isOffSession,
      paymentId: this.#id(rail === "stars" ? "stars" : "pi"),
      begunAt: this.#now(),
      state: "failed",
      decline: null,
      refunds: new Map(),
      disputes: new Map(),
    };
    this.payments.set(payment.paymentId, payment);
    return payment;
  }

  #become(payment: Payment, state: PaymentState): void {
    payment.state = state;
    payment.decline = null;
    this.#said(payment.fanId, payment.paymentId, this.paymentFact(payment));
  }

  #decline(payment: Payment): void {
    payment.state = "failed";
    payment.decline = DECLINES[this.#random.below(DECLINES.length)] ?? null;
    this.#said(payment.fanId, payment.paymentId, this.paymentFact(payment));
  }

  #tellPage(page: Page): void {
    this.#said(page.fanId, page.sessionId, this.#pageFact(page));
  }

  #tellRefund(payment: Payment, id: string): void {
    const fact = this.#refundFact(payment, id);
    if (fact !== null) this.#said(payment.fanId, id, fact);
  }

  #tellRefunded(payment: Payment): void {
    const { purchaseId, paymentId, currency } = payment;
    const fact = { type: "refunded", purchaseId, paymentId, currency, at: this.#now() } as const;
    this.#said(payment.fanId, paymentId, { ...fact, amount: refundedOf(payment) });
  }

  #tellDispute(payment: Payment, dispute: Dispute, funds: Dispute["funds"]): void {
    this.#said(payment.fanId, dispute.id, this.#disputeFact(payment, dispute, funds));
  }

  #pageFact(page: Page): FactOf<"session"> {
    const { purchaseId, sessionId, amount, currency, paymentId } = page;
    const payment = paymentId === null ? undefined : this.payments.get(paymentId);
    const paid =
      payment?.state === "succeeded" ? "paid" : payment?.state === "failed" ? "failed" : "unpaid";
    return {
      type: "session",
      purchaseId,
      at: this.#now(),
      sessionId,
      state: page.state === "complete" ? paid : page.state,
      amount,
      currency,
      paymentId,
      customerId: customerOf(page.fanId),
    };
  }

  #refundFact(payment: Payment, id: string): FactOf<"refund"> | null {
    const refund = payment.refunds.get(id);
    if (refund === undefined) return null;
    const { purchaseId, paymentId, currency } = payment;
    const { amount, state } = refund;
    const at = this.#now();
    return { type: "refund", purchaseId, paymentId, currency, refundId: id, amount, state, at };
  }

  #disputeFact(payment: Payment, dispute: Dispute, funds: Dispute["funds"]): FactOf<"dispute"> {
    const { purchaseId, paymentId, currency } = payment;
    return {
      type: "dispute",
      purchaseId,
      paymentId,
      currency,
      funds,
      at: this.#now(),
      disputeId: dispute.id,
      amount: dispute.amount,
      status: dispute.status,
      reason: "fraudulent",
      evidenceDueAt: null,
    };
  }

  #said(fanId: number, about: string, fact: PaymentFact): void {
    this.#say({ fanId, about, fact });
  }

  /** Stripe's own clock counts whole seconds. */
  #now(): number {
    return Math.floor(this.#time.now() / 1000) * 1000;
  }

  #id(prefix: string): string {
    this.#nextId += 1;
    return `${prefix}_${this.#nextId}`;
  }
}

export function customerOf(fanId: number): string {
  return `cus_${fanId}`;
}

export function cardOf(fanId: number): string {
  return `pm_${fanId}`;
}

/** All refunds of a payment that have not failed. */
export function refundedOf(payment: Payment): number {
  const good = [...payment.refunds.values()].filter(({ state }) => state !== "failed");
  return good.reduce((sum, { amount }) => sum + amount, 0);
}

/** What disputes have taken for good. */
export function lostOf(payment: Payment): number {
  const lost = [...payment.disputes.values()].filter(({ status }) => status === "lost");
  return lost.reduce((sum, { amount }) => sum + amount, 0);
}

/** Disputes that may still end either way, inquiries not among them. */
export function contestedOf(payment: Payment): number {
  const open = [...payment.disputes.values()].filter(
    ({ status }) => !isEnded(status) && !status.startsWith("warning_"),
  );
  return open.reduce((sum, { amount }) => sum + amount, 0);
}

function leftOf(payment: Payment): number {
  return payment.amount - refundedOf(payment) - lostOf(payment);
}

function isEnded(status: string): boolean {
  return DISPUTE_ENDS.some((end) => end === status);
}

/** The one card that a fan of this world has. */
export function cardFact(
  fanId: number,
  state: FactOf<"card">["state"],
  at: number,
): FactOf<"card"> {
  const card = { id: cardOf(fanId), brand: "visa", last4: "4242", expMonth: 12, expYear: 2040 };
  return { type: "card", at, customerId: customerOf(fanId), state, card };
}
