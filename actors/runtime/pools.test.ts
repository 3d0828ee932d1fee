import { expect, test } from "bun:test";
import { type Effect, traitsOf } from "#actors/kernel/effect.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { MESSAGE, rankOf } from "./fairness.ts";
import { NO_CHAT } from "./fairness-gates.ts";
import { Pool, poolOf } from "./pools.ts";
import { Alarms } from "./relay-alarms.ts";
import { claim, lookUp, notify, photo } from "./relay-test-kit.ts";

function pool(callsMax: number) {
  const clock = new VirtualClock();
  const alarms = new Alarms(clock);
  let opened = 0;
  const all = new Pool<string>({ clock, alarms, callsMax, onOpen: () => (opened += 1) });
  const ending = new AbortController();
  void alarms.run(ending.signal);
  const enter = (who: string, standing = 0) => all.enter(who, { queueClass: MESSAGE, standing });
  const take = () => all.take()?.holder ?? null;
  return { clock, all, enter, take, opened: () => opened };
}

test("lets no more pass than its bound, and the next when a call has ended", () => {
  const { all, enter, take } = pool(2);
  for (const who of ["a", "b", "c"]) enter(who);
  expect([take(), take(), take(), all.stats.calls]).toEqual(["a", "b", null, 2]);
  all.finish();
  expect([take(), all.stats]).toEqual(["c", { calls: 2, waiting: 0, closedForMs: 0 }]);
});

test("serves by rank, and passes over who has left", () => {
  const { all, enter, take } = pool(8);
  enter("late", 500);
  const gone = enter("gone", 1);
  enter("early", 100);
  all.leave(gone);
  expect([take(), take(), take()]).toEqual(["early", "late", null]);
});

test("lets nothing pass while it is closed, and says when it opens", async () => {
  const { clock, all, enter, take, opened } = pool(8);
  all.close(5_000);
  all.close(1_000);
  enter("a");
  expect([take(), all.stats.closedForMs]).toEqual([null, 5_000]);
  await clock.advance(4_999);
  expect([take(), opened()]).toEqual([null, 0]);
  await clock.advance(1);
  expect([take(), opened()]).toEqual(["a", 1]);
});

const sale = {
  purchaseId: "p1",
  sku: "credits_10",
  gives: { credits: 10, seconds: 0 },
  amount: 500,
  currency: "usd",
};
const page = { customerId: null, expiresAt: 0, language: "en" } as const;
const payment = { purchaseId: "p1", paymentId: "pi_1" };

type Pooled = {
  readonly [Verb in
    | "checkout"
    | "saveCard"
    | "expireCheckout"
    | "chargeCard"
    | "confirmPayment"
    | "cancelPayment"
    | "refundPayment"
    | "lookUpPayment"
    | "lookUpCard"
    | "removeCard"
    | "openPortal"
    | "claimPromo"
    | "lookUpLine"]: Extract<Effect, { verb: Verb }>;
};
const POOLED: Pooled = {
  checkout: { verb: "checkout", sale, savesCard: false, ...page },
  saveCard: { verb: "saveCard", setupId: "s1", ...page },
  expireCheckout: { verb: "expireCheckout", purchaseId: "p1", sessionId: "cs_1" },
  chargeCard: { verb: "chargeCard", sale, customerId: "cus_1", cardId: "pm_1" },
  confirmPayment: { verb: "confirmPayment", ...payment, cardId: "pm_1" },
  cancelPayment: { verb: "cancelPayment", ...payment },
  refundPayment: { verb: "refundPayment", ...payment, refundKey: "r1", amount: 500 },
  lookUpPayment: lookUp("p1"),
  lookUpCard: { verb: "lookUpCard", cardId: "pm_1" },
  removeCard: { verb: "removeCard", cardId: "pm_1" },
  openPortal: { verb: "openPortal", customerId: "cus_1", language: "en" },
  claimPromo: claim("SUMMER"),
  lookUpLine: { verb: "lookUpLine", lineId: 1 },
};

test("what goes to a pool is a row, always called, and always answered to its actor", () => {
  for (const effect of Object.values(POOLED)) {
    const { lane, ...traits } = traitsOf(effect);
    expect(poolOf(lane)).toBe(
      effect.verb === "claimPromo" || effect.verb === "lookUpLine" ? "books" : "stripe",
    );
    expect(traits).toEqual({
      costsMessages: false,
      isTransient: false,
      isCosmetic: false,
      coalesceKey: null,
      reportsDone: true,
      goesFirst: false,
    });
  }
  expect([photo(1), notify()].map((effect) => poolOf(traitsOf(effect).lane))).toEqual([null, null]);
});

test("whoever waits for a page stands ahead of what nobody looks at, and not for ever", () => {
  const standing = (effect: Effect, since: number) =>
    rankOf(effect, traitsOf(effect), {
      since,
      servedAt: Number.NEGATIVE_INFINITY,
      chat: NO_CHAT,
    }).standing;
  const pages = [POOLED.checkout, POOLED.saveCard, POOLED.confirmPayment, POOLED.openPortal];
  for (const effect of pages) {
    expect(standing(effect, 500_000)).toBeLessThan(standing(POOLED.lookUpPayment, 0));
    expect(standing(effect, 700_000)).toBeGreaterThan(standing(POOLED.lookUpPayment, 0));
  }
});
