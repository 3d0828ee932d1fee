// The money side of a simulated world: Stripe, its news on their way, and what people do there.
import type { Performer } from "#actors/kernel/ports.ts";
import type { Product } from "#actors/kernel/product.ts";
import { refundedOf, SimBank } from "./bank.ts";
import { BankDesk } from "./bank-desk.ts";
import { Courier, type CourierFaults } from "./courier.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables } from "./memory-tables.ts";
import { checkMoney } from "./money-invariants.ts";
import { actAtBank, type MoneyActKind } from "./money-traffic.ts";
import type { Node } from "./node.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { SimTelegram, VendorFaults } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const NO_FAULTS: CourierFaults = { duplicates: 0, late: 0, lost: 0 };

/** What fans of this world can buy. */
export const PRODUCTS: readonly Product[] = [
  { sku: "credits_10", kind: "credits", credits: 10, seconds: 0, ...price(499, 350) },
  { sku: "time_30m", kind: "time", credits: 0, seconds: 1800, ...price(1499, null) },
];

function price(priceCents: number, priceStars: number | null) {
  return { priceCents, currency: "usd", priceStars };
}

/** Payments that came to something, and what became of them. */
export interface MoneyFigures {
  readonly paid: number;
  /** By auto-recharge. */
  readonly charged: number;
  readonly inStars: number;
  readonly refunded: number;
  readonly disputed: number;
}

export interface MoneyWorldParts {
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly db: MemoryTables;
  readonly telegram: SimTelegram;
  readonly vendorFaults: () => VendorFaults;
  readonly areFaultsOn: () => boolean;
  readonly pick: () => Node | undefined;
  readonly dayMaxCents: number;
}

export class MoneyWorld {
  readonly #parts: MoneyWorldParts;
  readonly #bank: SimBank;
  readonly #desk: BankDesk;
  readonly #courier: Courier;
  readonly #random: Prng;

  constructor(parts: MoneyWorldParts) {
    const { time, random, db, vendorFaults, areFaultsOn, pick } = parts;
    const faults = drawCourierFaults(random.fork("courier faults"));
    this.#parts = parts;
    this.#random = random.fork("bank acts");
    this.#courier = new Courier({
      time,
      random: random.fork("courier"),
      faults: () => (areFaultsOn() ? faults : NO_FAULTS),
      pick,
      rowOf: (purchaseId) => db.purchases.get(purchaseId)?.purchase ?? null,
    });
    this.#bank = new SimBank(time, random.fork("bank"), (said) => this.#courier.send(said));
    this.#desk = new BankDesk(this.#bank, time, random.fork("desk"), vendorFaults);
  }

  /** No news is on its way. */
  get isIdle(): boolean {
    return this.#courier.isIdle;
  }

  performer(process: SimProcess): Performer {
    return this.#desk.performer(process);
  }

  /** What an act means outside the fan's chat with the bot. */
  happen(kind: MoneyActKind, fanId: number): void {
    if (kind === "payStars") this.#payStars(fanId);
    else actAtBank(kind, fanId, this.#bank, this.#random);
  }

  reconcile(): void {
    this.#courier.reconcile(this.#bank);
  }

  figures(): MoneyFigures {
    const payments = [...this.#bank.payments.values()];
    const paid = payments.filter(({ state }) => state === "succeeded");
    return {
      paid: paid.length,
      charged: paid.filter(({ isOffSession }) => isOffSession).length,
      inStars: paid.filter(({ rail }) => rail === "stars").length,
      refunded: paid.filter((one) => refundedOf(one) > 0).length,
      disputed: paid.filter(({ disputes }) => disputes.size > 0).length,
    };
  }

  check(): Violation[] {
    const { db, dayMaxCents } = this.#parts;
    return checkMoney(db, this.#bank, { dayMaxCents });
  }

  /** The fan pays the newest invoice in their chat that they have not paid. */
  #payStars(fanId: number): void {
    const invoice = this.#parts.telegram.shown.findLast(
      ({ chatId, effect }) => chatId === fanId && effect.verb === "sendInvoice",
    )?.effect;
    if (invoice?.verb !== "sendInvoice") return;
    const { purchaseId, amount } = invoice.sale;
    if (this.#bank.paymentOf(purchaseId) === null) this.#bank.payStars(fanId, purchaseId, amount);
  }
}

function drawCourierFaults(random: Prng): CourierFaults {
  const rare = (probability: number, most: number): number =>
    random.chance(probability) ? random.next() * most : 0;
  return { duplicates: rare(0.6, 0.4), late: rare(0.4, 0.3), lost: rare(0.4, 0.3) };
}
