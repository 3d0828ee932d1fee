// Disputes, inquiries and fraud warnings, heard by a whole conversation; see `payments.test.ts`.
import { describe, expect, test } from "bun:test";
import { broke, MINUTE_MS, type Talk } from "#actors/conversation/test-kit.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import { disputeFact, fraudFact, paymentFact, refundFact } from "./test-kit.ts";

/** A fan's standing order. */
const ORDER = {
  sku: "credits_10",
  cardId: "pm_1",
  amount: 1000,
  currency: "usd",
  credits: 10,
  threshold: 5,
  dayMax: 10_000,
  monthMax: 30_000,
  agreedAt: 0,
  declines: 0,
  pausedUntil: null,
};

/** A purchase of ten credits that is paid. */
function bought(talk: Talk, changes: Partial<Purchase> = {}): Purchase {
  const purchase = talk.begins(changes);
  talk.says(paymentFact(purchase));
  return purchase;
}

function now(talk: Talk, { id }: Purchase): Purchase {
  const found = talk.books.purchases.get(id);
  if (found === undefined) throw new Error(`no purchase ${id}`);
  return found;
}

describe("a dispute", () => {
  test("sets aside what is left, alerts the owner with what speaks for the sale, tells all", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 4; i += 1) talk.writes(`message ${i}`);
    const heard = talk.says(disputeFact(purchase, { evidenceDueAt: 99 }));
    expect(heard.rows("ledger")).toMatchObject([
      { kind: "dispute", credits: -6, amountCents: 0, reference: "reverse:p1:3" },
    ]);
    expect(talk.state).toMatchObject({ credits: 0, debt: { credits: 0 } });
    expect(now(talk, purchase).frozen.credits).toBe(6);
    expect(heard.effect("alertOwner").say).toMatchObject({
      key: "dispute",
      with: {
        name: "@alice123",
        price: { amount: 1000, currency: "usd" },
        reason: "fraudulent",
        status: "needs_response",
        disputeId: "dp_1",
        paymentId: "pi_p1",
        evidenceDueAt: 99,
        paidAt: paymentFact(purchase).at,
        gives: { credits: 10 },
        messagesIn: 5,
      },
    });
    expect(heard.effect("notify").say).toMatchObject({
      key: "disputeOpened",
      with: { freezes: { credits: 6 }, account: { credits: 0 } },
    });
    expect(heard.toldTeam).toEqual(["disputed"]);
  });

  test("is news once, however often its money or its status is spoken of", () => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    for (const fact of [
      disputeFact(purchase, { funds: "withdrawn" }),
      disputeFact(purchase, { status: "under_review", at: purchase.createdAt + 1 }),
    ]) {
      const heard = talk.says(fact);
      expect([...heard.toldFan, ...heard.toldTeam]).toEqual([]);
      expect(heard.effects("alertOwner")).toEqual([]);
      expect(heard.rows("ledger")).toEqual([]);
    }
  });

  test("takes nothing from what is bought after it, though it is heard of again", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 10; i += 1) talk.writes(`message ${i}`);
    talk.says(disputeFact(purchase));
    bought(talk);
    talk.says(disputeFact(purchase, { funds: "withdrawn" }));
    expect(talk.state.credits).toBe(10);
  });

  test("that is won gives back what was set aside, and what was held goes out", () => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    talk.writes("waits");
    const heard = talk.says(disputeFact(purchase, { status: "won" }));
    expect(heard.rows("ledger")[0]).toMatchObject({ credits: 10, reference: "restore:p1:4" });
    expect(heard.toldFan).toEqual(["disputeWon", "released"]);
    expect(heard.toldTeam).toEqual(["disputeEnded"]);
    expect(talk.state.credits).toBe(9);
    const reinstated = disputeFact(purchase, { status: "won", funds: "reinstated" });
    expect(talk.says(reinstated).verbs).toEqual(["card"]);
  });

  test("that is lost keeps what was set aside, and what was spent is owed", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 4; i += 1) talk.writes(`message ${i}`);
    talk.says(disputeFact(purchase));
    const heard = talk.says(disputeFact(purchase, { status: "lost" }));
    expect(heard.rows("ledger")).toMatchObject([{ credits: 0, amountCents: -1000 }]);
    expect(talk.state).toMatchObject({ credits: 0, debt: { credits: 4 }, spentCents: 0 });
    expect(now(talk, purchase)).toMatchObject({
      reversed: { credits: 10 },
      frozen: { credits: 0 },
    });
    expect(heard.effect("notify").say).toMatchObject({
      key: "disputeLost",
      with: { takes: { credits: 10 }, account: { debt: { credits: 4 } } },
    });
  });

  test("that is lost, and whose money comes back after all, gives everything back", () => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase, { status: "lost" }));
    expect(talk.state.credits).toBe(0);
    const later = { status: "lost", funds: "reinstated", at: purchase.createdAt + 9 } as const;
    expect(talk.says(disputeFact(purchase, later)).toldFan).toEqual(["disputeWon"]);
    expect(talk.state).toMatchObject({ credits: 10, spentCents: 1000 });
  });

  test("that is only a question of the bank's moves nothing; the team and the owner know", () => {
    const talk = broke();
    const purchase = bought(talk);
    const asked = talk.says(disputeFact(purchase, { status: "warning_needs_response" }));
    expect(asked.rows("ledger")).toEqual([]);
    expect(asked.toldFan).toEqual([]);
    expect(asked.toldTeam).toEqual(["disputed"]);
    expect(asked.effects("alertOwner")).toHaveLength(1);
    const opened = talk.says(disputeFact(purchase, { at: purchase.createdAt + 1 }));
    expect(opened.toldFan).toEqual(["disputeOpened"]);
    expect(opened.effect("alertOwner").say).toMatchObject({ with: { status: "needs_response" } });
  });

  test("sets nothing aside where the owner does not want that", () => {
    const talk = broke({ disputesFreeze: false });
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    expect(talk.state.credits).toBe(10);
    talk.says(disputeFact(purchase, { status: "lost" }));
    expect(talk.state.credits).toBe(0);
  });

  test("of time stops the session, and starts it again", () => {
    const talk = broke();
    const purchase = bought(talk, { gives: { credits: 0, seconds: 3600 } });
    talk.wait(10 * MINUTE_MS).says(disputeFact(purchase));
    expect(talk.state.session).toBeNull();
    talk.wait(60 * MINUTE_MS).says(disputeFact(purchase, { status: "won" }));
    expect(talk.state.session?.endsAt).toBe(talk.at + 50 * MINUTE_MS);
  });

  test("leaves what is refunded meanwhile out of what it sets aside", () => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    talk.says(refundFact(purchase, { amount: 400 }));
    expect(now(talk, purchase)).toMatchObject({
      reversed: { credits: 4 },
      frozen: { credits: 6 },
    });
    talk.says(disputeFact(purchase, { status: "won" }));
    expect(talk.state.credits).toBe(6);
  });

  test("has what it set aside count first: a refund meanwhile makes no debt of it", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 4; i += 1) talk.writes(`message ${i}`);
    talk.says(disputeFact(purchase));
    talk.says(refundFact(purchase, { amount: 500 }));
    expect(now(talk, purchase).frozen.credits).toBe(1);
    expect(talk.state.debt.credits).toBe(0);
  });

  test("that is over gives the bar back as it was", () => {
    const talk = broke();
    const purchase = bought(talk);
    for (let i = 0; i < 4; i += 1) talk.writes(`message ${i}`);
    talk.says(disputeFact(purchase));
    talk.says(disputeFact(purchase, { status: "won" }));
    expect(talk.state).toMatchObject({ credits: 6, creditsFull: 10 });
  });

  test.each([
    ["won", true],
    ["lost", false],
  ] as const)("that is %s is told to the owner with what it moved", (status, isWon) => {
    const talk = broke();
    const purchase = bought(talk);
    talk.says(disputeFact(purchase));
    const fact = disputeFact(purchase, { status });
    expect(talk.says(fact).effect("alertOwner").say).toMatchObject({
      key: "disputeEnded",
      with: { isWon, moved: { credits: 10 }, price: { amount: 1000 }, disputeId: "dp_1" },
    });
    expect(talk.says(fact).verbs).toEqual([]);
  });

  test("that is heard of when it is lost already is told as lost, and to the owner all the same", () => {
    const talk = broke();
    const heard = talk.says(disputeFact(bought(talk), { status: "lost" }));
    expect(heard.toldTeam).toEqual(["disputeEnded"]);
    expect(heard.effects("alertOwner")).toHaveLength(1);
  });

  test("or the fear of one ends the standing order; its end does not bring that back", () => {
    for (const status of ["needs_response", "warning_needs_response", "fraud"]) {
      const talk = broke();
      const purchase = bought(talk);
      talk.state = { ...talk.state, recharge: ORDER };
      talk.says(status === "fraud" ? fraudFact(purchase) : disputeFact(purchase, { status }));
      expect(talk.state.recharge).toBeNull();
    }
  });

  test("before its payment is told to the owner at once, to the fan with the receipt", () => {
    const talk = broke();
    const purchase = talk.begins();
    const early = talk.says(disputeFact(purchase));
    expect(early.effects("alertOwner")).toHaveLength(1);
    expect(early.toldFan).toEqual([]);
    const paid = talk.says(paymentFact(purchase));
    expect(paid.toldFan).toContain("disputeOpened");
    expect(paid.effects("alertOwner")).toEqual([]);
    expect(talk.state.credits).toBe(0);
  });
});

test("a bank's doubt opens a topic for a fan who has none; a look at the shop does not", () => {
  for (const fact of [fraudFact, disputeFact]) {
    const talk = broke();
    const purchase = bought(talk);
    talk.state = { ...talk.state, topicStatus: "none", topicId: null };
    expect(talk.commands("buy").verbs).not.toContain("openTopic");
    const heard = talk.says(fact(purchase));
    expect(heard.verbs).toContain("openTopic");
    expect(heard.toldTeam).toHaveLength(1);
  }
});

test("a fraud warning goes to the owner and the team once; the fan is not accused", () => {
  const talk = broke();
  const purchase = bought(talk);
  const fact = fraudFact(purchase);
  const heard = talk.says(fact);
  expect(heard.effect("alertOwner").say).toMatchObject({
    key: "fraudWarning",
    with: { paymentId: "pi_p1", price: { amount: 1000 } },
  });
  expect(heard.toldTeam).toEqual(["fraudWarning"]);
  expect(heard.toldFan).toEqual([]);
  expect(talk.says(fact).verbs).toEqual([]);
  expect(talk.says(refundFact(purchase)).effects("alertOwner")).toEqual([]);
});
