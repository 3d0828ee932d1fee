// A process's connections to the simulated Stripe and to our own books: one call, one answer; Stripe's
// are lost or slow as the seed says. Stars are given back here too, by the same bank.
import type { Answer } from "#actors/kernel/answer.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome, RefusalCode } from "#actors/kernel/outcome.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import type { Promo } from "#actors/kernel/product.ts";
import type { Item } from "#actors/kernel/shelf.ts";
import type { SimBank } from "./bank.ts";
import { cardFact, type Page, paymentFact } from "./bank-facts.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { VendorFaults } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

type Of<Verb extends Effect["verb"]> = Extract<Effect, { verb: Verb }>;

export interface DeskParts {
  readonly bank: SimBank;
  readonly time: VirtualClock;
  readonly random: Prng;
  readonly faults: () => VendorFaults;
}

export class BankDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  performer(process: SimProcess): Performer {
    const { time, random } = this.#parts;
    return {
      perform: async (call) => {
        const faults = this.#parts.faults();
        await process.through(undefined);
        await time.sleep(1 + random.below(random.chance(faults.slow) ? 40_000 : 300));
        const outcome = random.chance(faults.down) ? unknown("502") : this.#serve(call);
        const isLost = random.chance(faults.loseAnswer);
        await time.sleep(1 + random.below(100));
        return process.through({
          outcome: isLost ? unknown("connection cut") : outcome,
          links: [],
        });
      },
    };
  }

  #serve({ effect, address }: Call): Outcome {
    const { bank } = this.#parts;
    const fanId = Number(address.key);
    switch (effect.verb) {
      case "checkout":
        return this.#openPage(effect, fanId);
      case "saveCard":
        return this.#openSetUp(effect, fanId);
      case "expireCheckout":
        return this.#expire(effect);
      case "chargeCard":
        return this.#charge(effect, fanId);
      case "confirmPayment":
        return bank.payments.get(effect.paymentId)?.state === "requiresAction"
          ? done({ type: "link", url: "https://bank.test" })
          : this.#factsOf(effect.purchaseId);
      case "cancelPayment": {
        const payment = bank.payments.get(effect.paymentId);
        if (payment !== undefined) bank.cancel(payment);
        return this.#factsOf(effect.purchaseId);
      }
      case "refundPayment":
        return this.#refund(effect, effect.refundKey);
      case "refundStars":
        return this.#refund(effect, effect.paymentId);
      case "lookUpPayment":
        return this.#factsOf(effect.purchaseId);
      case "lookUpCard":
        return this.#cardFacts(effect.cardId, fanId);
      case "removeCard":
        if (bank.walletOf(fanId).cardId === effect.cardId) bank.detachCard(fanId);
        return this.#cardFacts(effect.cardId, fanId);
      case "forgetCustomer":
        if (bank.walletOf(fanId).customerId === effect.customerId) bank.deleteCustomer(fanId);
        return { type: "done", sent: null };
      case "openPortal":
        return done({ type: "link", url: "https://portal.test" });
      default:
        return refused("bad-request");
    }
  }

  #openPage({ sale, savesCard, expiresAt }: Of<"checkout">, fanId: number): Outcome {
    const { purchaseId, amount, currency } = sale;
    const wanted = { purchaseId, fanId, amount, currency, savesCard, expiresAt };
    return opened(this.#parts.bank.openPage(wanted));
  }

  #openSetUp({ setupId, expiresAt }: Of<"saveCard">, fanId: number): Outcome {
    const { bank } = this.#parts;
    const { customerId } = bank.walletOf(fanId);
    return opened({ sessionId: bank.openSetUp(setupId, fanId), customerId, expiresAt });
  }

  #expire({ purchaseId }: Of<"expireCheckout">): Outcome {
    const page = this.#parts.bank.pages.get(purchaseId);
    if (page !== undefined) this.#parts.bank.expirePage(page);
    return this.#factsOf(purchaseId);
  }

  #charge({ sale, cardId }: Of<"chargeCard">, fanId: number): Outcome {
    const { bank } = this.#parts;
    const { purchaseId, amount, currency } = sale;
    const payment = bank.charge({ purchaseId, fanId, amount, currency }, cardId);
    if (payment === null) return refused("bad-request");
    return done({ type: "facts", facts: [paymentFact(payment, bank.now())] });
  }

  #refund(effect: Of<"refundPayment"> | Of<"refundStars">, key: string): Outcome {
    const { bank } = this.#parts;
    const payment = bank.payments.get(effect.paymentId);
    const isGood = payment !== undefined && bank.refund(payment, effect.amount, key);
    return isGood ? this.#factsOf(effect.purchaseId) : refused("bad-request");
  }

  #cardFacts(cardId: string, fanId: number): Outcome {
    const { bank } = this.#parts;
    const { customerId, cardId: kept } = bank.walletOf(fanId);
    const state = kept === cardId ? "attached" : "detached";
    return done({ type: "facts", facts: [cardFact(customerId, cardId, state, bank.now())] });
  }

  #factsOf(purchaseId: string): Outcome {
    return done({ type: "facts", facts: [...this.#parts.bank.factsOf(purchaseId)] });
  }
}

/** What the codes of this world give; each once a fan. */
const PROMOS: readonly Promo[] = [
  { code: "CHEAPER", kind: "percent", value: 20, until: null },
  { code: "BONUS", kind: "credits", value: 3, until: null },
];

/** Our own books, as far as conversations ask them: a claim is known by its effect's id. */
export class BooksDesk {
  readonly #claims = new Map<string, number>();
  readonly #time: VirtualClock;
  readonly #shelf: ReadonlyMap<number, Item>;

  constructor(time: VirtualClock, shelf: ReadonlyMap<number, Item>) {
    this.#time = time;
    this.#shelf = shelf;
  }

  performer(process: SimProcess): Performer {
    return {
      perform: async (call) => {
        await process.through(undefined);
        const outcome = this.#serve(call);
        await this.#time.sleep(1);
        return process.through({ outcome, links: [] });
      },
    };
  }

  #serve({ effect, effectIds, address }: Call): Outcome {
    if (effect.verb === "lookUpItem") {
      return done({ type: "item", item: this.#shelf.get(effect.itemId) ?? null });
    }
    if (effect.verb !== "claimPromo") return done({ type: "line", line: null });
    const promo = PROMOS.find(({ code }) => code === effect.code);
    if (promo === undefined) return done({ type: "promoRefused", why: "unknown" });
    const key = `${promo.code}:${address.key}`;
    const [claimId = 0] = effectIds;
    const claimedBy = this.#claims.get(key) ?? claimId;
    if (claimedBy !== claimId) return done({ type: "promoRefused", why: "usedByYou" });
    this.#claims.set(key, claimId);
    return done({ type: "promo", promo });
  }
}

function opened({
  sessionId,
  customerId,
  expiresAt,
}: Pick<Page, "sessionId" | "customerId" | "expiresAt">): Outcome {
  return done({ type: "page", sessionId, url: "https://pay.test", customerId, expiresAt });
}

function done(answer: Answer): Outcome {
  return { type: "done", sent: null, answer };
}

function refused(code: RefusalCode): Outcome {
  return { type: "refused", code, reason: code };
}

function unknown(reason: string): Outcome {
  return { type: "unknown", reason };
}
