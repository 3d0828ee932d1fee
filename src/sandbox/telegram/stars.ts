// Telegram's Stars: what people have, what the bot was paid, and the checkouts that wait for the
// bot's word. A checkout is opened by a person who confirms an invoice, and ends once: approved or
// refused by the bot, or lapsed, because ten seconds went by. Only an approved one takes Stars. A
// payment is paid, then perhaps refunded, each at most once; an invoice is paid at most once.
// Invariant: no person's balance is below zero; the bot's is the sum of its transactions.

import type { SandboxClock } from "#src/sandbox/clock.ts";
import type { Invoice } from "#src/sandbox/model.ts";

/** Telegram's patience (core.telegram.org/bots/api#answerprecheckoutquery). */
const CHECKOUT_WAIT_MS = 10_000;

/** What everybody has to begin with, so that a first purchase needs no top-up. */
const FIRST_STARS = 500;

/** How a checkout ended. `words` are the bot's own, for the person. */
export type CheckoutEnd =
  | { readonly type: "approved" | "lapsed" }
  | { readonly type: "refused"; readonly words: string };

interface Checkout {
  readonly messageId: number;
  end(as: CheckoutEnd): void;
}

export interface StarsPayment {
  readonly chargeId: string;
  readonly personId: number;
  /** The invoice that was paid. */
  readonly messageId: number;
  /** Whole Stars. */
  readonly amount: number;
  readonly payload: string;
  isRefunded: boolean;
  /** Of paid media, rather than of an invoice. */
  readonly isForMedia: boolean;
}

/** A payment, or its refund: on Telegram both go by the payment's id. */
export interface StarsTransaction {
  readonly payment: StarsPayment;
  readonly isRefund: boolean;
  /** Unix milliseconds. */
  readonly at: number;
}

export class StarsBook {
  readonly #clock: SandboxClock;
  readonly #balances = new Map<number, number>();
  readonly #checkouts = new Map<string, Checkout>();
  readonly #payments = new Map<string, StarsPayment>();
  readonly #transactions: StarsTransaction[] = [];
  #made = 0;

  constructor(clock: SandboxClock) {
    this.#clock = clock;
  }

  /** Oldest first. */
  get transactions(): readonly StarsTransaction[] {
    return this.#transactions;
  }

  get botBalance(): number {
    return this.#transactions.reduce(
      (sum, { payment, isRefund }) => sum + (isRefund ? -payment.amount : payment.amount),
      0,
    );
  }

  balanceOf(personId: number): number {
    return this.#balances.get(personId) ?? FIRST_STARS;
  }

  add(personId: number, amount: number): void {
    this.#balances.set(personId, this.balanceOf(personId) + amount);
  }

  /** Whether a confirmed invoice waits for the bot's word. */
  isAtCheckout(messageId: number): boolean {
    return [...this.#checkouts.values()].some((checkout) => checkout.messageId === messageId);
  }

  isPaid(messageId: number): boolean {
    return [...this.#payments.values()].some((payment) => payment.messageId === messageId);
  }

  /** Opens a checkout: its id for the bot, and how it will have ended. */
  open(messageId: number): { readonly id: string; readonly ended: Promise<CheckoutEnd> } {
    const id = `${5_570_000_000_000_000n + BigInt(++this.#made)}`;
    const { promise, resolve } = Promise.withResolvers<CheckoutEnd>();
    const cancel = this.#clock.after(CHECKOUT_WAIT_MS, () => this.answer(id, { type: "lapsed" }));
    this.#checkouts.set(id, {
      messageId,
      end(as) {
        cancel();
        resolve(as);
      },
    });
    return { id, ended: promise };
  }

  /** Ends a checkout; false if it has ended, or never was. */
  answer(id: string, as: CheckoutEnd): boolean {
    const checkout = this.#checkouts.get(id);
    this.#checkouts.delete(id);
    checkout?.end(as);
    return checkout !== undefined;
  }

  /** Takes the Stars of a person who has them, for an invoice that is not paid. */
  pay(personId: number, messageId: number, { amount, payload }: Invoice): StarsPayment {
    const chargeId = `stx_sandbox_${messageId}_${++this.#made}_${personId}`;
    const payment = {
      chargeId,
      personId,
      messageId,
      amount,
      payload,
      isRefunded: false,
      isForMedia: false,
    };
    this.#payments.set(chargeId, payment);
    this.add(personId, -amount);
    this.#book(payment, false);
    return payment;
  }

  /** Takes the Stars for media; such a payment has no service message, and no invoice. */
  buyMedia(
    personId: number,
    messageId: number,
    { amount, payload }: Pick<Invoice, "amount" | "payload">,
  ): void {
    const chargeId = `stx_sandbox_media_${messageId}_${++this.#made}_${personId}`;
    const payment: StarsPayment = {
      chargeId,
      personId,
      messageId,
      amount,
      payload,
      isRefunded: false,
      isForMedia: true,
    };
    this.#payments.set(chargeId, payment);
    this.add(personId, -amount);
    this.#book(payment, false);
  }

  /** The payment of that id, if this person made it. */
  paymentBy(personId: number, chargeId: string): StarsPayment | undefined {
    const payment = this.#payments.get(chargeId);
    return payment?.personId === personId ? payment : undefined;
  }

  /** Gives all Stars of a payment back that was not refunded yet. */
  refund(payment: StarsPayment): void {
    payment.isRefunded = true;
    this.add(payment.personId, payment.amount);
    this.#book(payment, true);
  }

  #book(payment: StarsPayment, isRefund: boolean): void {
    this.#transactions.push({ payment, isRefund, at: this.#clock.now() });
  }
}
