// The money side of a simulated world: Stripe, its news on their way, what people do there, and
// whether the books agree in the end.
import { traitsOf } from "#actors/kernel/effect.ts";
import type { Performer } from "#actors/kernel/ports.ts";
import type { Product } from "#actors/kernel/product.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { SimBank, type Verdict } from "./bank.ts";
import { BankDesk, BooksDesk } from "./bank-desk.ts";
import { refundedOf } from "./bank-facts.ts";
import { Courier, type CourierFaults } from "./courier.ts";
import type { Violation } from "./invariants.ts";
import type { MemoryTables } from "./memory-tables.ts";
import { checkMoney, isForgotten } from "./money-invariants.ts";
import { MoneyPeople } from "./money-people.ts";
import type { MoneyActKind } from "./money-traffic.ts";
import type { Node } from "./node.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { People, SimUpdate } from "./traffic.ts";
import type { SimTelegram, VendorFaults } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

const NO_FAULTS: CourierFaults = { duplicates: 0, late: 0, lost: 0 };

/** What fans of this world can buy, and how far auto-recharge goes: two packs a day. */
export const SHOP = {
  rails: ["stripe", "stars"],
  products: [
    { sku: "credits_10", kind: "credits", credits: 10, seconds: 0, ...price(499, 350) },
    { sku: "time_30m", kind: "time", credits: 0, seconds: 1800, ...price(1499, null) },
  ],
  rechargeDayMaxCents: 1_000,
  rechargeMonthMaxCents: 1_500,
} as const satisfies Partial<Settings>;

function price(
  priceCents: number,
  priceStars: number | null,
): Pick<Product, "priceCents" | "currency" | "priceStars"> {
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
  readonly people: People;
  readonly send: (update: SimUpdate) => void;
  readonly vendorFaults: () => VendorFaults;
  /** All news comes once, soon. */
  readonly isCalm: boolean;
  readonly areFaultsOn: () => boolean;
  readonly pick: () => Node | undefined;
  readonly verdicts: readonly Verdict[];
}

export class MoneyWorld {
  readonly #parts: MoneyWorldParts;
  readonly #bank: SimBank;
  readonly #desk: BankDesk;
  readonly #books: BooksDesk;
  readonly #courier: Courier;
  readonly #people: MoneyPeople;

  constructor(parts: MoneyWorldParts) {
    const { time, random, db, verdicts, isCalm, areFaultsOn, pick } = parts;
    const faults = isCalm ? NO_FAULTS : drawCourierFaults(random.fork("courier faults"));
    this.#parts = parts;
    this.#courier = new Courier({
      time,
      random: random.fork("courier"),
      faults: () => (areFaultsOn() ? faults : NO_FAULTS),
      pick,
      rowOf: (purchaseId) => {
        const row = db.purchases.get(purchaseId);
        return row === undefined
          ? null
          : { purchase: row.purchase, isErased: isForgotten(db, row) };
      },
    });
    const say = this.#courier.send.bind(this.#courier);
    this.#bank = new SimBank({ time, random: random.fork("bank"), say, verdicts });
    const about = { time, bank: this.#bank };
    this.#desk = new BankDesk({
      ...about,
      random: random.fork("desk"),
      faults: () => parts.vendorFaults(),
    });
    this.#books = new BooksDesk(time, db.shelf);
    this.#people = new MoneyPeople({ ...parts, ...about, random: random.fork("bank acts") });
  }

  /** No news is on its way. */
  get isIdle(): boolean {
    return this.#courier.isIdle;
  }

  /** A process's connections: Stripe's, the books', and Telegram's for everything else. */
  performer(process: SimProcess): Performer {
    const telegram = this.#parts.telegram.performer(process);
    const stripe = this.#desk.performer(process);
    const books = this.#books.performer(process);
    return {
      perform: (call) => {
        const { lane } = traitsOf(call.effect);
        if (lane === "stripe" || call.effect.verb === "refundStars") return stripe.perform(call);
        return (lane === "books" ? books : telegram).perform(call);
      },
    };
  }

  happen(kind: MoneyActKind, fanId: number): void {
    this.#people.act(kind, fanId);
  }

  reconcile(): void {
    this.#courier.reconcile(this.#bank);
  }

  figures(): MoneyFigures {
    const payments = [...this.#bank.payments.values()];
    const paid = payments.filter(({ state }) => state === "succeeded");
    return {
      paid: paid.length,
      charged: paid.filter(({ charge }) => charge !== null).length,
      inStars: paid.filter(({ rail }) => rail === "stars").length,
      refunded: paid.filter((one) => refundedOf(one) > 0).length,
      disputed: paid.filter(({ disputes }) => disputes.size > 0).length,
    };
  }

  check(): Violation[] {
    const { db, telegram } = this.#parts;
    const ceilings = { day: SHOP.rechargeDayMaxCents, month: SHOP.rechargeMonthMaxCents };
    const { toldOf } = this.#courier;
    return checkMoney({ db, bank: this.#bank, told: telegram.shown, toldOf, ceilings });
  }
}

function drawCourierFaults(random: Prng): CourierFaults {
  const rare = (probability: number, most: number): number =>
    random.chance(probability) ? random.next() * most : 0;
  return { duplicates: rare(0.6, 0.4), late: rare(0.4, 0.3), lost: rare(0.4, 0.3) };
}
