import { describe, expect, test } from "bun:test";
import {
  anything,
  assert,
  constant,
  constantFrom,
  double,
  integer,
  nat,
  oneof,
  property,
  record,
  string,
} from "fast-check";
import { PaymentFact } from "#actors/kernel/payment.ts";
import { declineOf } from "./declines.ts";
import { EVENT_KINDS, readEvent } from "./events.ts";
import {
  type Reading,
  readCharge,
  readDispute,
  readDisputeWithFunds,
  readIntent,
  readMethod,
  readRefund,
  readSession,
  readSetup,
  readWarning,
} from "./facts.ts";

const AT = 1_900_000_000_000;
const metadata = { app: "stagedoor", purchase_id: "p1-abc", telegram_id: "5000000001" };

function saidOf(reading: Reading) {
  if (reading.type !== "said") throw new Error(`${reading.type}: ${reading.why}`);
  return reading.statement.said;
}

const session = {
  id: "cs_1",
  mode: "payment",
  status: "complete",
  payment_status: "paid",
  amount_total: 500,
  currency: "usd",
  payment_intent: "pi_1",
  customer: "cus_1",
  metadata,
};

const intent = {
  id: "pi_1",
  status: "succeeded",
  amount: 500,
  amount_received: 500,
  currency: "usd",
  customer: "cus_1",
  payment_method: "pm_1",
  setup_future_usage: null,
  last_payment_error: null,
  metadata,
};

const refund = {
  id: "re_1",
  amount: 100,
  currency: "usd",
  status: "succeeded",
  payment_intent: "pi_1",
};

const dispute = {
  id: "du_1",
  amount: 500,
  currency: "usd",
  status: "needs_response",
  reason: "fraudulent",
  payment_intent: "pi_1",
  evidence_details: { due_by: 1_900_600_000 },
  balance_transactions: [],
};

const method = {
  id: "pm_1",
  type: "card",
  card: { brand: "visa", last4: "4242", exp_month: 12, exp_year: 2034 },
  customer: "cus_1",
};

describe("a session", () => {
  test.each([
    ["open", "unpaid", "open"],
    ["expired", "unpaid", "expired"],
    ["complete", "paid", "paid"],
    ["complete", "no_payment_required", "paid"],
    ["complete", "unpaid", "unpaid"],
  ])("%s, %s is %s", (status, paymentStatus, state) => {
    const read = readSession({ ...session, status, payment_status: paymentStatus }, AT);
    expect(saidOf(read)).toEqual({
      type: "session",
      at: AT,
      sessionId: "cs_1",
      state: state as "paid",
      amount: 500,
      currency: "usd",
      paymentId: "pi_1",
      customerId: "cus_1",
    });
  });

  test("says whose it is by its metadata, or says nothing about it", () => {
    const read = readSession(session, AT);
    const tags = { isOurs: true, purchaseId: "p1-abc", setupId: null, refundKey: null };
    expect(read).toMatchObject({ statement: { tags: { ...tags, fanId: 5_000_000_001 } } });
    const odd = readSession(
      { ...session, metadata: { telegram_id: "-1", purchase_id: "a b" } },
      AT,
    );
    expect(odd).toMatchObject({
      statement: { tags: { isOurs: false, purchaseId: null, fanId: null } },
    });
  });
});

describe("a payment", () => {
  const failure = (code: string, decline?: string) => ({
    status: "requires_payment_method",
    payment_method: null,
    last_payment_error: { code, decline_code: decline, payment_method: { id: "pm_9" } },
  });

  test.each([
    ["succeeded", "succeeded"],
    ["processing", "processing"],
    ["canceled", "canceled"],
    ["requires_action", "requiresAction"],
  ])("that is %s is %s", (status, state) => {
    expect(saidOf(readIntent({ ...intent, status }, AT))).toMatchObject({ state, amount: 500 });
  });

  test("says what was received, not what was asked for", () => {
    const read = readIntent({ ...intent, amount_received: 400 }, AT);
    expect(saidOf(read)).toMatchObject({ amount: 400 });
  });

  test("nobody has tried yet says nothing; nor does one in a state that is new to us", () => {
    for (const status of ["requires_payment_method", "requires_confirmation", "teleported"]) {
      expect(readIntent({ ...intent, status }, AT).type).toBe("silent");
    }
  });

  test("that failed names the card and the reason", () => {
    const read = readIntent({ ...intent, ...failure("card_declined", "lost_card") }, AT);
    expect(saidOf(read)).toMatchObject({
      state: "failed",
      cardId: "pm_9",
      decline: { code: "lost_card", isHard: true },
    });
  });

  test.each([
    ["authentication_required", "authentication_required"],
    ["authentication_required", "authentication_not_handled"],
  ])("declined with %s waits for the fan", (code, decline) => {
    const read = readIntent({ ...intent, ...failure(code, decline) }, AT);
    expect(saidOf(read)).toMatchObject({ state: "requiresAction", decline: null });
  });

  test("remembers whether its card may be charged later", () => {
    const saved = { ...intent, setup_future_usage: "off_session" };
    expect(saidOf(readIntent(saved, AT))).toMatchObject({ savesCard: true, cardId: "pm_1" });
  });
});

describe("a decline", () => {
  test.each([
    ["insufficient_funds", false],
    ["generic_decline", false],
    ["do_not_honor", false],
    ["processing_error", false],
    ["a_code_of_next_year", false],
    ["lost_card", true],
    ["stolen_card", true],
    ["pickup_card", true],
    ["revocation_of_authorization", true],
    ["stop_payment_order", true],
    ["invalid_account", true],
  ])("%s is final: %p", (declineCode, isHard) => {
    expect(declineOf({ code: "card_declined", declineCode, adviceCode: null })).toEqual({
      code: declineCode,
      isHard,
    });
  });

  test("without a code of the bank's has Stripe's own", () => {
    const words = { code: "expired_card", declineCode: null, adviceCode: null };
    expect(declineOf(words)).toEqual({ code: "expired_card", isHard: true });
  });

  test("is final where the network says so", () => {
    const words = { code: "card_declined", declineCode: "generic_decline" };
    expect(declineOf({ ...words, adviceCode: "do_not_try_again" }).isHard).toBe(true);
  });
});

describe("what hangs on a payment", () => {
  test.each([
    ["pending", "pending"],
    ["requires_action", "pending"],
    ["succeeded", "succeeded"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("a refund that is %s is %s", (status, state) => {
    expect(saidOf(readRefund({ ...refund, status }, AT))).toMatchObject({
      state,
      refundId: "re_1",
    });
  });

  test("a refund in a state that is new to us says nothing", () => {
    expect(readRefund({ ...refund, status: "toString" }, AT).type).toBe("silent");
  });

  test("a charge says what was refunded in all", () => {
    const charge = { amount_refunded: 300, currency: "usd", payment_intent: { id: "pi_1" } };
    expect(saidOf(readCharge(charge, AT))).toMatchObject({ type: "refunded", amount: 300 });
  });

  test("a dispute keeps Stripe's words, and when evidence is due", () => {
    const odd = { ...dispute, status: "appeal_under_review", reason: "a new reason" };
    expect(saidOf(readDispute(odd, AT, "withdrawn"))).toEqual({
      type: "dispute",
      at: AT,
      paymentId: "pi_1",
      disputeId: "du_1",
      amount: 500,
      currency: "usd",
      status: "appeal_under_review",
      reason: "a new reason",
      funds: "withdrawn",
      evidenceDueAt: 1_900_600_000_000,
    });
  });

  test.each([
    [[], null],
    [[-500], "withdrawn"],
    [[-500, 500], "reinstated"],
  ])("a dispute with the bookings %j has its money %p", (amounts, funds) => {
    const booked = amounts.map((amount) => ({ amount }));
    const read = readDisputeWithFunds({ ...dispute, balance_transactions: booked }, AT);
    expect(saidOf(read)).toMatchObject({ funds });
  });

  test("without a payment intent is nothing of ours", () => {
    const nothing = { payment_intent: null };
    expect(readRefund({ ...refund, ...nothing }, AT).type).toBe("silent");
    expect(readDispute({ ...dispute, ...nothing }, AT).type).toBe("silent");
    expect(readWarning(nothing, AT).type).toBe("silent");
  });
});

describe("a card", () => {
  test("that was taken away is its last customer's", () => {
    const gone = { ...method, customer: null };
    expect(saidOf(readMethod(gone, AT, "detached", { customer: "cus_1" }))).toEqual({
      type: "card",
      at: AT,
      customerId: "cus_1",
      state: "detached",
      card: { id: "pm_1", brand: "visa", last4: "4242", expMonth: 12, expYear: 2034 },
    });
  });

  test("of another kind than a card is none", () => {
    expect(readMethod({ ...method, type: "link", card: null }, AT, "attached").type).toBe("silent");
  });

  test("is saved, refused or given up by its setup", () => {
    const setup = { id: "seti_1", customer: "cus_1", payment_method: "pm_1" };
    const read = (status: string, error: object | null = null) =>
      readSetup({ ...setup, status, last_setup_error: error, metadata: { setup_id: "s1" } }, AT);
    expect(saidOf(read("succeeded"))).toMatchObject({ state: "succeeded", setupId: "s1" });
    expect(saidOf(read("requires_payment_method", {}))).toMatchObject({ state: "failed" });
    expect(saidOf(read("canceled"))).toMatchObject({ state: "expired" });
    expect(read("requires_payment_method").type).toBe("silent");
  });
});

describe("what cannot be read", () => {
  test.each([
    ["a negative amount", { ...session, amount_total: -500 }],
    ["an absurd amount", { ...session, amount_total: 1e15 }],
    ["a fraction of a cent", { ...session, amount_total: 4.99 }],
    ["no currency", { ...session, currency: null }],
    ["an id of another shape", { ...session, id: "cs_1\0'; drop" }],
    ["no object", null],
    ["a text", "cs_1"],
  ])("%s is named, never guessed", (_, object) => {
    expect(readSession(object, AT).type).toBe("unreadable");
  });

  test("never throws, and what it says is always a fact", () => {
    const fields = record(
      {
        id: oneof(constant("x_1"), anything()),
        object: anything(),
        mode: constantFrom("payment", "setup", "subscription", 1),
        status: constantFrom("open", "complete", "succeeded", "failed", "pending", null, {}),
        payment_status: constantFrom("paid", "unpaid", undefined),
        amount: oneof(integer(), double(), anything()),
        amount_total: oneof(nat(), anything()),
        amount_refunded: oneof(nat(), anything()),
        currency: constantFrom("usd", "USD", "", null),
        payment_intent: oneof(constant("pi_1"), anything()),
        customer: oneof(constant("cus_1"), anything()),
        reason: oneof(string(), anything()),
        type: constantFrom("card", "link"),
        card: oneof(constant(method.card), anything()),
        last_payment_error: anything(),
        metadata: anything(),
      },
      { requiredKeys: [] },
    );
    assert(
      property(constantFrom(...EVENT_KINDS), oneof(fields, anything()), (type, object) => {
        const event = { id: "evt_1", object: "event", created: 1, livemode: false } as const;
        const read = readEvent({ ...event, type, data: { object, previous_attributes: object } });
        if (read.type !== "said") return;
        const fact = { ...read.statement.said, purchaseId: "p1" };
        expect(PaymentFact.safeParse(fact).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
