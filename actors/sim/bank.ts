// Stripe as the simulator knows it: what it holds, what people and banks do there, and what it says of
// each change. It is the truth that the program's books are compared with once the world is at rest.
//
// Every verb is done once for a key, as Stripe's idempotency keys promise, so a call that is made again
// after a lost answer finds what the first one made.
import type { PaymentFact } from "#actors/kernel/payment.ts";
import {
  cardFact,
  type Dispute,
  disputeFact,
  isEnded,
  isInquiry,
  isUnderWay,
  leftOf,
  type Page,
  type Payment,
  type PaymentState,
  paymentFact,
  refundedFact,
  refundFact,
  sessionFact,
} from "./bank-facts.ts";
import type { Prng } from "./prng.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** A fact, and whose it is. */
export interface Said {
  readonly fanId: number;
  readonly fact: PaymentFact;
}

/** What a bank answers when a card is charged and nobody is there. */
export type Verdict = "succeeds" | "processing" | "asks" | "declines" | "declinesForGood";

export interface BankParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly say: (said: Said) => void;
  /** What the banks answer first, in this order; drawn where it ends. */
  readonly verdicts: readonly Verdict[];
}

const SOFT = { code: "insufficient_funds", isHard: false };
const HARD = { code: "stolen_card", isHard: true };

/** A fan at Stripe: the customer of this moment and the one card they have, if any. */
interface Wallet {
  readonly customerId: string;
  cardId: string | null;
}

export class SimBank {
  /** By purchase. */
  readonly pages = new Map<string, Page>();
  readonly payments = new Map<string, Payment>();
  readonly #time: VirtualClock;
  readonly #random: Prng;
  readonly #say: (said: Said) => void;
  readonly #verdicts: Verdict[];
  readonly #wallets = new Map<number, Wallet>();
  readonly #refundKeys = new Set<string>();
  readonly #setUps = new Map<string, string>();
  #nextId = 0;

  constructor({ time, random, say, verdicts }: BankParts) {
    this.#time = time;
    this.#random = random;
    this.#say = say;
    this.#verdicts = [...verdicts];
  }

  // ── What the program asks for ────────────────────────────────────────────────────────────────

  openPage(
    wanted: Pick<Page, "purchaseId" | "fanId" | "amount" | "currency" | "savesCard" | "expiresAt">,
  ): Page {
    const known = this.pages.get(wanted.purchaseId);
    if (known !== undefined) return known;
    const { customerId } = this.walletOf(wanted.fanId);
    const sessionId = this.#id("cs");
    const page: Page = { ...wanted, sessionId, customerId, state: "open", paymentId: null };
    this.pages.set(page.purchaseId, page);
    this.#later(page.expiresAt - this.#time.now(), () => this.expirePage(page));
    return page;
  }

  /** A page to save a card at; the fan does so, or lets it be. */
  openSetUp(setupId: string, fanId: number): string {
    const known = this.#setUps.get(setupId);
    if (known !== undefined) return known;
    const sessionId = this.#id("cs");
    this.#setUps.set(setupId, sessionId);
    if (this.#random.chance(0.9)) {
      this.#later(2_000 + this.#random.below(10_000), () => {
        const { customerId, cardId } = this.#saveCard(fanId);
        const at = this.now();
        this.#tell(fanId, { type: "setup", at, state: "succeeded", setupId, customerId, cardId });
      });
    }
    return sessionId;
  }

  expirePage(page: Page): void {
    if (page.state !== "open") return;
    page.state = "expired";
    this.#tellPage(page);
  }

  /** Charges a card with nobody there, once a purchase; null: there is no such card. */
  charge(
    wanted: Pick<Payment, "purchaseId" | "fanId" | "amount" | "currency">,
    cardId: string,
  ): Payment | null {
    const known = this.paymentOf(wanted.purchaseId);
    if (known !== null) return known;
    const wallet = this.walletOf(wanted.fanId);
    if (wallet.cardId !== cardId) return null;
    const others = this.paymentsOf(wanted.fanId).filter((one) => one.charge && isUnderWay(one));
    const beside = others.map(({ purchaseId }) => purchaseId);
    const payment = this.#begin({
      ...wanted,
      ...wallet,
      rail: "stripe",
      savesCard: true,
      charge: { at: this.#time.now(), beside, decline: null },
    });
    this.#answer(payment, this.#verdicts.shift() ?? this.#drawVerdict());
    return payment;
  }

  cancel(payment: Payment): void {
    const isOpen = payment.state === "requiresAction" || payment.state === "failed";
    if (payment.charge !== null && isOpen) this.#become(payment, "canceled");
  }

  /** False: there is not so much left to give back. */
  refund(payment: Payment, amount: number, key: string): boolean {
    if (this.#refundKeys.has(key)) return true;
    if (payment.state !== "succeeded" || amount < 1 || amount > leftOf(payment)) return false;
    this.#refundKeys.add(key);
    const state = this.#random.chance(0.3) ? "pending" : "succeeded";
    const refund = { id: this.#id("re"), amount, state } as const;
    payment.refunds.set(refund.id, { ...refund });
    this.#tell(payment.fanId, refundFact(payment, refund, this.now()));
    this.#tell(payment.fanId, refundedFact(payment, this.now()));
    return true;
  }

  // ── What people and banks do ─────────────────────────────────────────────────────────────────

  /** The payer pays at an open page: at once, by a slow method, or with a card that is declined. */
  pay(page: Page, how: "now" | "slowly" | "declined"): void {
    if (page.state !== "open") return;
    const { customerId, purchaseId, fanId, amount, currency, savesCard } = page;
    const about = { purchaseId, fanId, amount, currency, savesCard, customerId };
    // One page is one payment, however many cards are tried on it.
    const payment =
      this.paymentOf(purchaseId) ??
      this.#begin({ ...about, cardId: this.#id("pm"), rail: "stripe", charge: null });
    if (how === "declined") return this.#decline(payment, false);
    page.state = "complete";
    page.paymentId = payment.paymentId;
    if (savesCard && payment.cardId !== null) this.#saveCard(fanId, payment.cardId);
    if (this.#random.chance(0.5)) this.#tellPage(page);
    this.#become(payment, how === "now" ? "succeeded" : "processing");
    this.#tellPage(page);
  }

  /** The page shows the payer another price or another currency than it was made for, and is paid. */
  payOddly(page: Page): void {
    if (page.state !== "open" || this.paymentOf(page.purchaseId) !== null) return;
    if (this.#random.chance(0.5)) page.currency = "eur";
    else page.amount = 1 + this.#random.below(2 * page.amount);
    this.pay(page, "now");
  }

  /** Telegram's own till: Stars are there or not, at once. */
  payStars(fanId: number, purchaseId: string, amount: number): void {
    const about = { purchaseId, fanId, amount, currency: "xtr", rail: "stars" } as const;
    const nothing = { customerId: null, cardId: null, savesCard: false, charge: null } as const;
    this.#become(this.#begin({ ...about, ...nothing }), "succeeded");
  }

  /** Somebody makes a payment by hand that says it is for this purchase. */
  payByHand(fanId: number, purchaseId: string, amount: number): void {
    const about = { purchaseId, fanId, amount, currency: "usd", rail: "stripe" } as const;
    const { customerId } = this.walletOf(fanId);
    const cardId = this.#id("pm");
    const payment = this.#begin({ ...about, customerId, cardId, savesCard: false, charge: null });
    this.#become(payment, "succeeded");
  }

  /** The money of a slow payment comes, or does not; a bank hears from its customer, or does not. */
  settle(payment: Payment, isGood: boolean): void {
    if (!isUnderWay(payment)) return;
    if (isGood) this.#become(payment, "succeeded");
    else this.#decline(payment, false);
    const page = this.pages.get(payment.purchaseId);
    if (page?.paymentId === payment.paymentId) this.#tellPage(page);
  }

  failRefund(payment: Payment): void {
    const refund = [...payment.refunds.values()].find(({ state }) => state !== "failed");
    if (refund === undefined) return;
    refund.state = "failed";
    this.#tell(payment.fanId, refundFact(payment, refund, this.now()));
  }

  dispute(payment: Payment): void {
    if (payment.state !== "succeeded" || payment.disputes.size > 0) return;
    const amount = leftOf(payment);
    if (amount < 1) return;
    const status = this.#random.chance(0.25) ? "warning_needs_response" : "needs_response";
    const dispute: Dispute = { id: this.#id("dp"), amount, status, funds: null };
    payment.disputes.set(dispute.id, dispute);
    this.#tellDispute(payment, dispute, null);
    if (!isInquiry(dispute)) this.#withdraw(payment, dispute);
  }

  /** Decides what is open; an inquiry is closed, or becomes a dispute. */
  endDispute(payment: Payment, isWon: boolean): void {
    for (const dispute of payment.disputes.values()) {
      if (isEnded(dispute)) continue;
      if (isInquiry(dispute) && !isWon && leftOf(payment) >= dispute.amount) {
        dispute.status = "needs_response";
        this.#withdraw(payment, dispute);
        continue;
      }
      dispute.status = isInquiry(dispute) ? "warning_closed" : isWon ? "won" : "lost";
      this.#tellDispute(payment, dispute, null);
      if (dispute.status !== "won") continue;
      dispute.funds = "reinstated";
      this.#tellDispute(payment, dispute, "reinstated");
    }
  }

  warnOfFraud({ fanId, purchaseId, paymentId }: Payment): void {
    const at = this.now();
    this.#tell(fanId, { type: "fraudWarning", purchaseId, paymentId, at });
  }

  /** At the portal, the dashboard, or because the program wants it. */
  detachCard(fanId: number): void {
    const wallet = this.walletOf(fanId);
    const { customerId, cardId } = wallet;
    if (cardId === null) return;
    wallet.cardId = null;
    this.#tell(fanId, cardFact(customerId, cardId, "detached", this.now()));
  }

  /** The cards go with their customer. */
  deleteCustomer(fanId: number): void {
    const { customerId } = this.walletOf(fanId);
    this.#wallets.delete(fanId);
    this.#tell(fanId, { type: "customerDeleted", at: this.now(), customerId });
  }

  // ── What it knows ────────────────────────────────────────────────────────────────────────────

  /** The fan's customer, made where there is none. */
  walletOf(fanId: number): Wallet {
    const known = this.#wallets.get(fanId);
    if (known !== undefined) return known;
    const made: Wallet = { customerId: this.#id("cus"), cardId: null };
    this.#wallets.set(fanId, made);
    return made;
  }

  /** The payment that a purchase was begun with. */
  paymentOf(purchaseId: string): Payment | null {
    return [...this.payments.values()].find((one) => one.purchaseId === purchaseId) ?? null;
  }

  paymentsOf(fanId: number): readonly Payment[] {
    return [...this.payments.values()].filter((one) => one.fanId === fanId);
  }

  /** Everything that can be asked about a purchase, as it is now. */
  factsOf(purchaseId: string): readonly PaymentFact[] {
    const at = this.now();
    const page = this.pages.get(purchaseId);
    const payments = [...this.payments.values()].filter((one) => one.purchaseId === purchaseId);
    return [
      ...(page === undefined ? [] : [sessionFact(page, this.#paymentAt(page), at)]),
      ...payments.flatMap((payment) => [
        paymentFact(payment, at),
        ...[...payment.refunds.values()].map((one) => refundFact(payment, one, at)),
        ...[...payment.disputes.values()].map((one) => disputeFact(payment, one, one.funds, at)),
      ]),
    ];
  }

  /** Stripe's own clock counts whole seconds. */
  now(): number {
    return Math.floor(this.#time.now() / 1000) * 1000;
  }

  #begin(
    wanted: Omit<Payment, "paymentId" | "state" | "decline" | "refunds" | "disputes">,
  ): Payment {
    const payment: Payment = {
      ...wanted,
      paymentId: this.#id(wanted.rail === "stars" ? "stars" : "pi"),
      state: "failed",
      decline: null,
      refunds: new Map(),
      disputes: new Map(),
    };
    this.payments.set(payment.paymentId, payment);
    return payment;
  }

  #drawVerdict(): Verdict {
    const drawn = this.#random.next();
    if (drawn < 0.55) return "succeeds";
    if (drawn < 0.65) return "processing";
    if (drawn < 0.8) return "asks";
    return drawn < 0.95 ? "declines" : "declinesForGood";
  }

  #answer(payment: Payment, verdict: Verdict): void {
    if (verdict === "succeeds") this.#become(payment, "succeeded");
    else if (verdict === "processing") this.#become(payment, "processing");
    else if (verdict === "asks") this.#become(payment, "requiresAction");
    else this.#decline(payment, verdict === "declinesForGood");
  }

  #become(payment: Payment, state: PaymentState): void {
    payment.state = state;
    payment.decline = null;
    this.#tell(payment.fanId, paymentFact(payment, this.now()));
  }

  #decline(payment: Payment, isHard: boolean): void {
    payment.state = "failed";
    payment.decline = isHard ? HARD : SOFT;
    if (payment.charge !== null) payment.charge.decline = payment.decline;
    this.#tell(payment.fanId, paymentFact(payment, this.now()));
  }

  #withdraw(payment: Payment, dispute: Dispute): void {
    dispute.funds = "withdrawn";
    this.#tellDispute(payment, dispute, "withdrawn");
  }

  #saveCard(fanId: number, cardId = this.#id("pm")): { customerId: string; cardId: string } {
    const wallet = this.walletOf(fanId);
    wallet.cardId = cardId;
    const { customerId } = wallet;
    this.#tell(fanId, cardFact(customerId, cardId, "attached", this.now()));
    return { customerId, cardId };
  }

  #tellPage(page: Page): void {
    this.#tell(page.fanId, sessionFact(page, this.#paymentAt(page), this.now()));
  }

  #tellDispute(payment: Payment, dispute: Dispute, funds: Dispute["funds"]): void {
    this.#tell(payment.fanId, disputeFact(payment, dispute, funds, this.now()));
  }

  #tell(fanId: number, fact: PaymentFact): void {
    this.#say({ fanId, fact });
  }

  #paymentAt({ paymentId }: Page): Payment | null {
    return (paymentId === null ? undefined : this.payments.get(paymentId)) ?? null;
  }

  #later(ms: number, act: () => void): void {
    void this.#time.sleep(Math.max(0, ms)).then(act);
  }

  #id(prefix: string): string {
    this.#nextId += 1;
    return `${prefix}_${this.#nextId}`;
  }
}
