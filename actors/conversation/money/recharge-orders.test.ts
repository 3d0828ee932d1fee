import { expect, test } from "bun:test";
import { array, assert, constantFrom, property } from "fast-check";
import type { Heard } from "#actors/conversation/test-kit.ts";
import { FAN_ID, type Talk } from "#actors/conversation/test-kit.ts";
import type { Answer } from "#actors/kernel/answer.ts";
import { effectId } from "#actors/kernel/envelope.ts";
import type { FactOf } from "#actors/kernel/payment.ts";
import { agrees, DAY_MS, HARD, PRICE, recharging, SOFT } from "./recharge-test-kit.ts";
import { paymentFact } from "./test-kit.ts";

const DAY_MAX = 3 * PRICE;

const STEPS = [
  "write",
  "write",
  "notice",
  "succeeds",
  "processing",
  "requiresAction",
  "soft",
  "hard",
  "lost",
  "unknownThere",
  "timer",
  "off",
  "on",
  "ban",
  "unban",
  "webhook",
  "paidAfterAll",
  "midnight",
] as const;
type Step = (typeof STEPS)[number];

/** A fan, their bank, and what each of them has not been told of yet. */
class Street {
  readonly talk: Talk = recharging({ rechargeDayMaxCents: DAY_MAX, welcomeCredits: 5 });
  /** Turns whose charge Stripe has not answered. */
  readonly #asked: Heard[] = [];
  readonly #notices: Heard[] = [];
  /** What Stripe holds, and what it said last of it. */
  readonly #payments = new Map<string, FactOf<"payment">>();

  take(step: Step): void {
    const { talk } = this;
    if (step === "write") this.#hear(talk.writes("hello"));
    else if (step === "off") this.#hear(talk.presses("_.rechargeOff."));
    else if (step === "on") this.#agree();
    else if (step === "ban" || step === "unban") this.#hear(talk.teamCommands(step));
    else if (step === "timer") this.#wait();
    else if (step === "midnight") talk.wait(DAY_MS);
    else if (step === "notice") this.#tell();
    else if (step === "webhook" || step === "paidAfterAll") this.#sayAll(step);
    else this.#answer(step);
  }

  #agree(): void {
    const { recharge, isBanned } = this.talk.state;
    if (recharge === null && !isBanned) agrees(this.talk);
  }

  /** The timer comes due; Stripe says what it knows, if it is asked. */
  #wait(): void {
    if (!this.talk.timers.has("recharge")) return;
    const heard = this.talk.fires("recharge");
    this.#hear(heard);
    const [asked] = heard.effects("lookUpPayment");
    // Stripe's lane is in order: a charge that waits is made before anything is looked up.
    if (asked === undefined || this.#asked.length > 0) return;
    const fact = this.#payments.get(asked.purchaseId);
    const facts = fact === undefined ? [] : [fact];
    this.talk.answers(heard, "lookUpPayment", { type: "facts", facts });
  }

  #sayAll(step: "webhook" | "paidAfterAll"): void {
    for (const [id, fact] of this.#payments) {
      const said = step === "webhook" ? fact : ({ ...fact, state: "succeeded" } as const);
      this.#payments.set(id, said);
      this.talk.says(said);
    }
  }

  #hear(heard: Heard): void {
    if (!heard.verbs.includes("chargeCard")) return;
    expect(this.talk.state.recharged.dayCents).toBeLessThanOrEqual(DAY_MAX);
    expect(this.talk.state.isBanned).toBe(false);
    this.#asked.push(heard);
    this.#notices.push(heard);
  }

  #tell(): void {
    const heard = this.#notices.shift();
    if (heard === undefined) return;
    const index = heard.emitted("chargeCard").after ?? -1;
    const { tag = null } = heard.decision.effects[index]?.effect ?? {};
    const sent = { chatId: FAN_ID, threadId: null, messageIds: [700] };
    const outcome = { type: "done", sent } as const;
    const id = effectId(heard.envelopeId, index);
    this.talk.hear({ type: "outcome", effectId: id, verb: "notify", outcome, tag });
  }

  #answer(step: Step): void {
    const [heard] = this.#asked;
    if (heard === undefined) return;
    this.#asked.shift();
    const { purchaseId } = heard.effect("chargeCard").sale;
    const purchase = this.talk.books.purchases.get(purchaseId);
    if (purchase === undefined) throw new Error("a charge has its purchase");
    if (step === "lost" || step === "unknownThere") {
      this.talk.refused(heard, "chargeCard", "unavailable");
      if (step === "lost") this.#payments.set(purchaseId, paymentFact(purchase));
      return;
    }
    const decline = step === "soft" ? SOFT : step === "hard" ? HARD : null;
    const state = decline === null ? stateOf(step) : "failed";
    const fact = paymentFact(purchase, { state, decline });
    this.#payments.set(purchaseId, fact);
    const answer: Answer = { type: "facts", facts: [fact] };
    this.talk.answers(heard, "chargeCard", answer);
  }

  #isToday(at: number): boolean {
    return Math.floor(at / DAY_MS) === Math.floor(this.talk.at / DAY_MS);
  }

  /** What must be true after every step. */
  check(): void {
    const charges = [...this.talk.books.purchases.values()];
    const open = charges.filter(({ state }) => state !== "paid" && state !== "failed");
    expect(open.length).toBeLessThanOrEqual(1);
    expect(open.map(({ id }) => id)).toEqual(
      open.length === 0 ? [] : [this.talk.state.recharged.purchaseId ?? ""],
    );
    const { dayCents } = this.talk.state.recharged;
    const today = charges.filter((one) => one.state !== "failed" && this.#isToday(one.createdAt));
    expect(dayCents).toBeGreaterThanOrEqual(today.length * PRICE);
    const paid = charges.filter(({ state }) => state === "paid");
    const booked = this.talk.ledger.filter(({ kind }) => kind === "recharge");
    expect(booked).toHaveLength(paid.length);
  }
}

function stateOf(step: Step): "succeeded" | "processing" | "requiresAction" {
  return step === "processing" || step === "requiresAction" ? step : "succeeded";
}

test("whatever happens in whichever order, one charge is open, and each that was paid is booked", () => {
  assert(
    property(array(constantFrom(...STEPS), { maxLength: 60 }), (steps) => {
      const street = new Street();
      for (const step of steps) {
        street.take(step);
        street.check();
      }
    }),
    { numRuns: 150 },
  );
});
