// A process's connection to the simulated Stripe: one call, one answer, lost or slow as the seed says.
import type { Answer } from "#actors/kernel/answer.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Performed, Performer } from "#actors/kernel/ports.ts";
import { cardFact, customerOf, type SimBank } from "./bank.ts";
import type { Prng } from "./prng.ts";
import type { SimProcess } from "./process.ts";
import type { VendorFaults } from "./vendor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export class BankDesk {
  readonly #bank: SimBank;
  readonly #time: VirtualClock;
  readonly #random: Prng;
  readonly #faults: () => VendorFaults;

  constructor(bank: SimBank, time: VirtualClock, random: Prng, faults: () => VendorFaults) {
    this.#bank = bank;
    this.#time = time;
    this.#random = random;
    this.#faults = faults;
  }

  performer(process: SimProcess): Performer {
    return {
      perform: async (call) => {
        const faults = this.#faults();
        await process.through(undefined);
        await this.#time.sleep(
          1 + this.#random.below(this.#random.chance(faults.slow) ? 40_000 : 300),
        );
        const isDown = this.#random.chance(faults.down);
        const outcome = isDown ? unknown("502") : this.#serve(call);
        const isLost = this.#random.chance(faults.loseAnswer);
        await this.#time.sleep(1 + this.#random.below(100));
        return process.through(performed(isLost ? unknown("connection cut") : outcome));
      },
    };
  }

  #serve({ effect, address }: Call): Outcome {
    const fanId = Number(address.key);
    switch (effect.verb) {
      case "checkout":
        return this.#openPage(effect, fanId);
      case "saveCard":
        return page(this.#bank.openSetUp(effect.setupId, fanId), fanId, effect.expiresAt);
      case "expireCheckout": {
        const open = this.#bank.pages.get(effect.purchaseId);
        if (open !== undefined) this.#bank.expirePage(open);
        return this.#factsOf(effect.purchaseId);
      }
      case "chargeCard": {
        const { purchaseId, amount, currency } = effect.sale;
        const payment = this.#bank.charge({ purchaseId, fanId, amount, currency });
        return done({ type: "facts", facts: [this.#bank.paymentFact(payment)] });
      }
      case "confirmPayment": {
        const payment = this.#bank.payments.get(effect.paymentId);
        const isWaiting = payment?.state === "requiresAction";
        return isWaiting
          ? done({ type: "link", url: "https://bank.test" })
          : this.#factsOf(effect.purchaseId);
      }
      case "cancelPayment": {
        const payment = this.#bank.payments.get(effect.paymentId);
        if (payment !== undefined) this.#bank.cancel(payment);
        return this.#factsOf(effect.purchaseId);
      }
      case "refundPayment": {
        const payment = this.#bank.payments.get(effect.paymentId);
        const isGood =
          payment !== undefined && this.#bank.refund(payment, effect.amount, effect.refundKey);
        return isGood ? this.#factsOf(effect.purchaseId) : refused("bad-request");
      }
      case "lookUpPayment":
        return this.#factsOf(effect.purchaseId);
      case "lookUpCard":
        return done({ type: "facts", facts: [cardFact(fanId, "attached", this.#time.now())] });
      case "removeCard":
        return done({ type: "facts", facts: [cardFact(fanId, "detached", this.#time.now())] });
      case "openPortal":
        return done({ type: "link", url: "https://portal.test" });
      default:
        return refused("bad-request");
    }
  }

  #openPage(effect: Extract<Effect, { verb: "checkout" }>, fanId: number): Outcome {
    const { sale, savesCard, expiresAt } = effect;
    const { purchaseId, amount, currency } = sale;
    const wanted = { purchaseId, fanId, amount, currency, savesCard, expiresAt };
    const { sessionId } = this.#bank.openPage(wanted);
    return page(sessionId, fanId, expiresAt);
  }

  #factsOf(purchaseId: string): Outcome {
    return done({ type: "facts", facts: [...this.#bank.factsOf(purchaseId)] });
  }
}

function page(sessionId: string, fanId: number, expiresAt: number): Outcome {
  const customerId = customerOf(fanId);
  return done({ type: "page", sessionId, url: "https://pay.test", customerId, expiresAt });
}

function done(answer: Answer): Outcome {
  return { type: "done", sent: null, answer };
}

function refused(code: "bad-request"): Outcome {
  return { type: "refused", code, reason: code };
}

function unknown(reason: string): Outcome {
  return { type: "unknown", reason };
}

function performed(outcome: Outcome): Performed {
  return { outcome, links: [] };
}
