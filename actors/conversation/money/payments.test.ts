// Facts about payments, heard by a whole conversation. `Talk.hear` holds the books to what must be true
// after every turn (`Books.take`): balance, debt and what is set aside come out even, what is paid in
// full is granted once, nothing else is, and versions follow on each other.
import { describe, expect, test } from "bun:test";
import { broke, content, MINUTE_MS, settled, type Talk } from "#actors/conversation/test-kit.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { disputeFact, paymentFact, refundedFact, refundFact, sessionFact } from "./test-kit.ts";

/** A purchase of ten credits that is paid. */
function bought(talk: Talk, changes: Partial<Purchase> = {}): Purchase {
  const purchase = talk.begins(changes);
  talk.says(paymentFact(purchase));
  return purchase;
}

describe("a payment", () => {
  test("is granted once, by whatever says so and however often", () => {
    const talk = broke();
    const purchase = talk.begins();
    const page = talk.says(sessionFact(purchase));
    expect(page.rows("ledger")).toMatchObject([
      {
        kind: "purchase",
        credits: 10,
        amountCents: 1000,
        currency: "usd",
        reference: "payment:pi_p1",
      },
    ]);
    for (const fact of [paymentFact(purchase), sessionFact(purchase)]) {
      const again = talk.says(fact);
      expect(again.decision.rows).toEqual([]);
      expect(again.decision.effects).toEqual([]);
    }
    expect(talk.state).toMatchObject({ credits: 10, spentCents: 1000, tier: "regular" });
  });

  test("of a recharge has a line of its own kind", () => {
    const talk = broke();
    const heard = talk.says(paymentFact(talk.begins({ kind: "recharge" })));
    expect(heard.rows("ledger")).toMatchObject([{ kind: "recharge", credits: 10 }]);
  });

  test("of time begins a session, or makes one longer", () => {
    const talk = broke();
    const hour = { gives: { credits: 0, seconds: 3600 } };
    bought(talk, hour);
    bought(talk, hour);
    expect(talk.state.session?.endsAt).toBe(talk.at + 120 * MINUTE_MS);
    expect(talk.writes("free").rows("message")[0]?.cost).toBe(0);
  });

  test("in Stars is counted in Stars, and not among the money by card", () => {
    const talk = broke();
    const purchase = talk.begins({ rail: "stars", currency: "xtr", amount: 350 });
    const heard = talk.says(paymentFact(purchase));
    expect(heard.rows("ledger")).toMatchObject([{ amountCents: 350, currency: "xtr" }]);
    expect(talk.state.spentCents).toBe(0);
  });

  test("sends what was held, after its receipt, as far as it reaches", () => {
    const talk = broke();
    talk.writes("one");
    talk.writes(content("photo"));
    talk.writes(content("voice"));
    talk.writes(content("voice"));
    const heard = talk.says(paymentFact(talk.begins()));
    expect(heard.toldFan.at(-1)).toBe("released");
    expect(heard.decision.held).toHaveLength(6);
    expect(talk.state).toMatchObject({ credits: 1, held: [{ cost: 5 }] });
  });

  test("of a banned fan counts, and what they wrote stays where it is", () => {
    const talk = broke();
    talk.writes("waits");
    talk.teamCommands("ban");
    bought(talk);
    expect(talk.state.credits).toBe(10);
    expect(talk.state.held).toHaveLength(1);
  });

  test("of a fan who cannot be reached counts, and tells them nothing", () => {
    const talk = broke();
    talk.hear({ type: "fanBlocked" });
    const purchase = talk.begins();
    const facts = [
      paymentFact(purchase),
      disputeFact(purchase),
      disputeFact(purchase, { status: "won" }),
      refundFact(purchase),
    ];
    for (const fact of facts) {
      const heard = talk.says(fact);
      expect([...heard.toldFan, ...heard.effects("editNotice")]).toEqual([]);
      expect(heard.rows("ledger").length + heard.effects("alertOwner").length).toBeGreaterThan(0);
    }
  });

  test("of another amount or currency at our page credits nothing; the owner hears of it once", () => {
    const talk = broke();
    const purchase = talk.begins({ sessionId: "cs_p1" });
    const wrong = { amount: 1, currency: "eur" };
    const heard = talk.says(sessionFact(purchase, wrong));
    expect(heard.rows("ledger")).toEqual([]);
    expect(heard.effect("alertOwner").say).toMatchObject({
      key: "mismatch",
      with: { wanted: { amount: 1000, currency: "usd" }, got: wrong, paymentId: "pi_p1" },
    });
    expect(talk.says(sessionFact(purchase, wrong)).effects("alertOwner")).toEqual([]);
    expect(talk.state.credits).toBe(0);
  });

  test("that only names the purchase changes nothing where its sum is another", () => {
    const talk = broke();
    const purchase = talk.begins({ sessionId: "cs_p1" });
    for (const amount of [0, 999, 5000]) {
      const foreign = paymentFact(purchase, { paymentId: "pi_foreign", amount });
      const heard = talk.says(foreign);
      expect(heard.decision.rows).toEqual([]);
      // Once a payment.
      expect(heard.effects("alertOwner").map(({ say }) => say.key)).toEqual(
        amount === 0 ? ["orphanPayment"] : [],
      );
    }
    const page = { sessionId: "cs_foreign", amount: 0, paymentId: "pi_other" };
    const heard = talk.says(sessionFact(purchase, page));
    expect([heard.decision.rows, heard.verbs]).toEqual([[], ["alertOwner"]]);
    expect(talk.says(paymentFact(purchase)).rows("ledger")).toMatchObject([{ credits: 10 }]);
    expect(talk.state.purchases[0]).toMatchObject({ state: "paid", paymentId: "pi_p1" });
  });

  test("of our page is credited though somebody gave another one back in its name", () => {
    const talk = broke();
    const purchase = talk.begins({ sessionId: "cs_p1" });
    talk.says(refundFact(purchase, { paymentId: "pi_foreign" }));
    expect(talk.says(sessionFact(purchase)).rows("ledger")).toMatchObject([{ credits: 10 }]);
    expect(talk.state).toMatchObject({ credits: 10, purchases: [{ refunds: [] }] });
  });

  test("that is not believed teaches no customer", () => {
    const talk = settled();
    talk.says(paymentFact(talk.begins(), { amount: 0, customerId: "cus_foreign" }));
    expect(talk.state.customerId).toBeNull();
  });

  test("teaches the customer", () => {
    const talk = broke();
    bought(talk);
    expect(talk.state.customerId).toBe("cus_1");
  });
});

describe("money of nobody", () => {
  test("is told once for each payment, and moves nothing", () => {
    const talk = broke();
    const unknown = talk.begins();
    talk.state = { ...talk.state, purchases: [] };
    talk.books.purchases.clear();
    const heard = talk.says(paymentFact(unknown));
    expect(heard.effect("alertOwner").say).toEqual({
      key: "orphanPayment",
      with: { paymentId: "pi_p1", purchaseId: "p1", price: { amount: 1000, currency: "usd" } },
    });
    expect(heard.decision.rows).toEqual([]);
    expect(talk.says(refundFact(unknown)).verbs).toEqual([]);
    expect(talk.says(sessionFact(unknown, { state: "expired" })).verbs).toEqual([]);
  });

  test("is not what a call of ours answers about a purchase that was let go of", () => {
    const talk = settled();
    const purchase = talk.begins({ sessionId: "cs_p1" });
    const menu = talk.commands("privacy");
    const question = talk.presses(menu.button("eraseData"), 640);
    const closing = talk.presses(question.button("eraseConfirm"), 640);
    const facts = [paymentFact(purchase)];
    expect(talk.answers(closing, "expireCheckout", { type: "facts", facts }).verbs).toEqual([]);
    // Whoever brings it with its row finds nobody told yet.
    expect(talk.says(paymentFact(purchase)).effect("alertOwner").say.key).toBe("orphanPayment");
  });

  test("is what comes by a second payment of a purchase, or goes back by one", () => {
    const talk = broke();
    const purchase = bought(talk);
    const twice = talk.says(paymentFact(purchase, { paymentId: "pi_twice" }));
    expect(twice.effect("alertOwner").say.key).toBe("orphanPayment");
    const back = talk.says(refundFact(purchase, { paymentId: "pi_twice" }));
    expect(back.decision.effects).toEqual([]);
    expect(talk.state).toMatchObject({ credits: 10, spentCents: 1000 });
  });

  test("is remembered of the last few payments only", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 20; i += 1) talk.says(paymentFact(purchase, { paymentId: `pi_x${i}` }));
    expect(talk.state.orphans).toHaveLength(8);
  });
});

describe("a purchase that was let go of", () => {
  test("comes back with its row, and goes on from there", () => {
    const talk = settled();
    const old = bought(talk);
    for (let i = 0; i < 20; i += 1) bought(talk);
    expect(talk.state.purchases).toHaveLength(16);
    expect(talk.state.purchases.some(({ id }) => id === old.id)).toBe(false);
    const heard = talk.says(refundFact(old));
    expect(heard.rows("ledger")).toMatchObject([{ credits: -10, amountCents: -1000 }]);
    expect(talk.says(paymentFact(old)).decision.rows).toEqual([]);
  });

  test("is a settled one while there are any: live ones stay", () => {
    const talk = settled();
    const live = [
      talk.begins(),
      talk.begins({ state: "processing" }),
      talk.begins({ kind: "recharge", state: "requiresAction" }),
    ];
    const disputed = bought(talk);
    talk.says(disputeFact(disputed));
    for (let i = 0; i < 30; i += 1) bought(talk);
    const ids = talk.state.purchases.map(({ id }) => id);
    expect(ids).toHaveLength(16);
    expect(ids).toEqual(expect.arrayContaining([...live, disputed].map(({ id }) => id)));
  });

  test("is not a charge that the auto-recharge is on to, though it failed", () => {
    const talk = settled();
    const charge = talk.begins({ kind: "recharge", state: "failed" });
    const recharged = { ...talk.state.recharged, purchaseId: charge.id };
    talk.state = { ...talk.state, recharged };
    for (let i = 0; i < 20; i += 1) bought(talk);
    expect(talk.state.purchases.some(({ id }) => id === charge.id)).toBe(true);
  });

  test("is the oldest where all are live", () => {
    const talk = settled();
    const all = Array.from({ length: 17 }, () => talk.begins());
    talk.says(sessionFact(talk.begins(), { state: "unpaid" }));
    const ids = talk.state.purchases.map(({ id }) => id);
    expect(ids).not.toContain(all[0]?.id);
    expect(ids).toContain("p18");
  });
});

describe("a refund", () => {
  test("takes the part that was given for it, and tells fan and team", () => {
    const talk = broke();
    const purchase = bought(talk);
    const heard = talk.says(refundFact(purchase, { amount: 550 }));
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "refund", credits: -5, amountCents: -550, reference: "reverse:p1:3" },
    ]);
    expect(heard.effect("notify").say).toMatchObject({
      key: "refunded",
      with: {
        price: { amount: 550, currency: "usd" },
        takes: { credits: 5, seconds: 0 },
        account: { credits: 5 },
      },
    });
    expect(heard.toldTeam).toEqual(["refunded"]);
    expect(talk.state.spentCents).toBe(450);
    expect(talk.says(refundedFact(purchase, { amount: 550 })).toldFan).toEqual([]);
  });

  test("takes no more than is there: the rest is owed, and the next purchase works it off", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 7; i += 1) talk.writes(`message ${i}`);
    const heard = talk.says(refundFact(purchase));
    expect(heard.rows("ledger")).toMatchObject([{ credits: -3, amountCents: -1000 }]);
    expect(talk.state).toMatchObject({ credits: 0, debt: { credits: 7, seconds: 0 } });
    const next = talk.says(paymentFact(talk.begins()));
    expect(next.rows("ledger")).toMatchObject([
      { kind: "purchase", credits: 10 },
      { kind: "adjustment", credits: -7, reference: "debt:p2:2" },
    ]);
    expect(talk.state).toMatchObject({ credits: 3, creditsFull: 3, debt: { credits: 0 } });
  });

  test("has its money in the books where there is nothing left to take", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 10; i += 1) talk.writes(`message ${i}`);
    const heard = talk.says(refundFact(purchase));
    expect(heard.rows("ledger")).toMatchObject([{ credits: 0, amountCents: -1000 }]);
    expect(talk.state.debt.credits).toBe(10);
  });

  test("that fails later is given back: first to the debt, then to the fan", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 7; i += 1) talk.writes(`message ${i}`);
    talk.says(refundFact(purchase));
    const heard = talk.says(refundFact(purchase, { state: "failed" }));
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "refund", credits: 3, amountCents: 1000, reference: "restore:p1:4" },
    ]);
    expect(heard.effect("notify").say).toMatchObject({
      key: "refundFailed",
      with: { gives: { credits: 10 }, account: { credits: 3, debt: { credits: 0 } } },
    });
    expect(heard.toldTeam).toEqual(["refundFailed"]);
    expect(talk.state.spentCents).toBe(1000);
  });

  test("that is heard of before its payment takes from what that gives", () => {
    const talk = broke();
    const purchase = talk.begins();
    expect(talk.says(refundFact(purchase, { amount: 500 })).rows("ledger")).toEqual([]);
    const heard = talk.says(paymentFact(purchase));
    expect(heard.rows("ledger").map(({ credits }) => credits)).toEqual([10, -5]);
    expect(heard.toldFan).toContain("refunded");
  });

  test("of time shortens the session; what is over already is owed, and worked off by time", () => {
    const talk = broke();
    const hour = { gives: { credits: 0, seconds: 3600 } };
    const purchase = bought(talk, hour);
    talk.wait(20 * MINUTE_MS).says(refundFact(purchase, { amount: 500 }));
    expect(talk.state.session?.endsAt).toBe(talk.at + 10 * MINUTE_MS);
    expect(talk.timers.get("sessionEnd")).toBe(talk.at + 10 * MINUTE_MS);
    talk.says(refundFact(purchase, { refundId: "re_2", amount: 500 }));
    expect(talk.state).toMatchObject({ session: null, debt: { credits: 0, seconds: 1200 } });
    expect(talk.timers.has("sessionEnd")).toBe(false);
    bought(talk, hour);
    expect(talk.state.session?.endsAt).toBe(talk.at + 40 * MINUTE_MS);
    expect(talk.state.debt.seconds).toBe(0);
  });

  test("leaves a debt that gifts do not touch", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 10; i += 1) talk.writes(`message ${i}`);
    talk.says(refundFact(purchase));
    talk.teamCommands("gift", "5");
    expect(talk.state).toMatchObject({ credits: 5, debt: { credits: 10 } });
  });
});

test("all that an answer says of a purchase is one step of its version, and one row of each kind", () => {
  const talk = broke();
  const purchase = talk.begins();
  const facts = [
    refundFact(purchase, { amount: 300 }),
    sessionFact(purchase),
    disputeFact(purchase, { status: "lost", amount: 500 }),
    paymentFact(purchase),
  ];
  const heard = talk.hear({
    type: "outcome",
    effectId: 1,
    verb: "lookUpPayment",
    tag: null,
    outcome: { type: "done", sent: null, answer: { type: "facts", facts } },
  });
  expect(heard.rows("purchase")).toMatchObject([{ purchase: { version: 2 } }]);
  expect(heard.rows("ledger").map(({ credits }) => credits)).toEqual([10, -8]);
});
