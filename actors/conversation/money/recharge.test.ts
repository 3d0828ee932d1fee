import { describe, expect, test } from "bun:test";
import { content, type Heard, MINUTE_MS, type Talk } from "#actors/conversation/test-kit.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import {
  agrees,
  charged,
  chargeOf,
  crosses,
  DAY_MS,
  disputes,
  fan,
  HOUR_MS,
  noticeComes,
  PRICE,
  payment,
  recharging,
  SOFT,
  saves,
  VISA,
} from "./recharge-test-kit.ts";
import { paymentFact, refundFact } from "./test-kit.ts";

/** 1 May 2025. */
const MAY = 1_746_057_600_000;

const SALE = { gives: { credits: 10, seconds: 0 }, amount: PRICE, currency: "usd" };

describe("a crossing", () => {
  test("charges the card once the fan is told, and the notice becomes the receipt", () => {
    const talk = recharging();
    const heard = talk.writes("hello");
    expect(heard.effect("notify").say).toEqual({
      key: "rechargeComing",
      with: { sale: SALE, card: VISA },
    });
    const purchase = chargeOf(talk);
    expect(heard.effect("chargeCard")).toMatchObject({
      sale: { purchaseId: purchase.id, sku: "credits_10", ...SALE },
      customerId: "cus_1",
      cardId: VISA.id,
    });
    const { effects } = heard.decision;
    expect(effects[heard.emitted("chargeCard").after ?? -1]?.effect.verb).toBe("notify");
    expect(heard.rows("purchase")).toMatchObject([{ purchase: { kind: "recharge", version: 1 } }]);
    noticeComes(talk, heard);
    const paid = charged(talk, heard);
    expect(paid.effect("editNotice")).toMatchObject({
      messageId: 700,
      say: { key: "paid", with: { isRecharge: true, sale: SALE, account: { credits: 14 } } },
    });
    expect(paid.toldTeam).toEqual(["paid"]);
    expect(paid.rows("ledger")).toMatchObject([{ kind: "recharge", credits: 10 }]);
    expect(paid.toldFan).toEqual([]);
    expect(talk.state.recharged.purchaseId).toBeNull();
    expect(talk.timers.has("recharge")).toBe(false);
  });

  test("is one however many messages cross it, charged or held, until it is settled", () => {
    const talk = recharging();
    const heards = Array.from({ length: 9 }, () => crosses(talk));
    const charges = heards.flatMap((heard) => heard.effects("chargeCard"));
    expect(charges).toHaveLength(1);
    expect(talk.state.held.length).toBeGreaterThan(0);
    const first = heards.find((heard) => heard.verbs.includes("chargeCard"));
    const paid = charged(talk, first ?? crosses(talk));
    expect(paid.toldFan).toEqual(["released"]);
    expect(paid.verbs).not.toContain("chargeCard");
  });

  test("is none above the threshold, and none while time runs", () => {
    const above = recharging({ rechargeThreshold: 3 });
    expect(above.writes("hello").verbs).not.toContain("chargeCard");
    const free = recharging();
    free.teamCommands("gift", "1h");
    expect(free.writes("hello").verbs).not.toContain("chargeCard");
  });

  test("of a message that is held charges too", () => {
    const talk = recharging();
    const { costs } = talk.settings;
    talk.settings = { ...talk.settings, rechargeThreshold: 5, costs: { ...costs, text: 50 } };
    expect(talk.writes("dear").toldFan).toEqual(["held"]);
    talk.teamCommands("adjust", "-1 for the test");
    expect(talk.wait(MINUTE_MS).writes("dear").toldFan).toEqual(["held", "rechargeComing"]);
  });

  test("makes a new purchase, and so a new key, each time", () => {
    const talk = recharging();
    const first = crosses(talk);
    charged(talk, first);
    for (let i = 0; i < 9; i += 1) expect(crosses(talk).verbs).not.toContain("chargeCard");
    const second = crosses(talk);
    expect(second.effect("chargeCard").sale.purchaseId).not.toBe(
      first.effect("chargeCard").sale.purchaseId,
    );
  });

  test("in the same turn as a purchase of the fan's own is told apart from it", () => {
    const talk = recharging();
    talk.writes(content("photo"), { albumId: "a" });
    const heard = talk.commands("buy10");
    expect(heard.verbs).toContain("chargeCard");
    expect(heard.verbs).toContain("checkout");
    expect(new Set(talk.state.purchases.map(({ id }) => id)).size).toBe(2);
  });
});

describe("nothing is charged", () => {
  test.each<[string, (talk: Talk) => void]>([
    ["while it is off", (talk) => talk.presses("_.rechargeOff.")],
    ["of a fan who was banned", (talk) => talk.teamCommands("ban")],
    ["while the card's customer is gone", (talk) => talk.says(deleted("cus_1"))],
    ["without a way to take cards", (talk) => closeRail(talk)],
    ["when a dispute is open", (talk) => disputes(talk)],
    ["when all of it would go to what is owed", (talk) => owe(talk, 10)],
  ])("%s", (_, prepare) => {
    const talk = recharging();
    prepare(talk);
    expect(crosses(talk).verbs).not.toContain("chargeCard");
    expect(talk.state.recharged.purchaseId).toBeNull();
  });

  test("by a balance that a ban had left low, once the timer of a rest is due", () => {
    const talk = recharging();
    charged(talk, crosses(talk), { state: "failed", decline: SOFT });
    talk.teamCommands("ban");
    expect(talk.fires("recharge").verbs).not.toContain("chargeCard");
    talk.teamCommands("unban");
    talk.hear({ type: "fanBlocked" });
    expect(talk.timers.has("recharge")).toBe(false);
  });

  test("of a fan who blocked the bot: the charge waits for its notice, and is let be without it", () => {
    const talk = recharging();
    const heard = talk.writes("hello");
    expect(heard.emitted("chargeCard").after).toBeNumber();
    talk.refused(heard, "notify", "blocked");
    expect(chargeOf(talk).state).toBe("failed");
    expect(talk.state.recharged).toMatchObject({ purchaseId: null, dayCents: 0 });
    expect(talk.fires("recharge").verbs).not.toContain("chargeCard");
  });

  test("that was not agreed to: another price, or a pack that is gone, switches it off", () => {
    for (const priceCents of [599, 0]) {
      const talk = recharging();
      const products = talk.settings.products.map((one) => ({ ...one, priceCents }));
      talk.settings = { ...talk.settings, products };
      const heard = crosses(talk);
      expect(heard.verbs).not.toContain("chargeCard");
      expect(heard.effect("notify").say).toMatchObject({ with: { why: "shop" } });
      expect(heard.toldTeam).toEqual(["rechargeOff"]);
      expect(talk.state.recharge).toBeNull();
    }
  });

  test("above the threshold that was agreed to, if the owner has raised it since", () => {
    const talk = recharging({ rechargeThreshold: 2 });
    talk.settings = { ...talk.settings, rechargeThreshold: 10 };
    expect(crosses(talk).verbs).not.toContain("chargeCard");
  });

  test("but a debt that leaves something over is worked off by it", () => {
    const talk = recharging();
    owe(talk, 9);
    const heard = crosses(talk);
    const paid = charged(talk, heard);
    expect(paid.effect("editNotice").say).toMatchObject({
      key: "paid",
      with: { worksOff: { credits: 9 }, account: { debt: { credits: 0 } } },
    });
  });
});

describe("ceilings", () => {
  test("of a day hold until midnight UTC, and the fan is told once", () => {
    const talk = recharging({ rechargeDayMaxCents: 2 * PRICE });
    talk.at = noon(15);
    succeed(talk);
    succeed(talk);
    const stopped = drain(talk);
    expect(stopped.flatMap(({ toldFan }) => toldFan)).toEqual(["rechargeCeiling"]);
    expect(stopped.flatMap((heard) => heard.effects("chargeCard"))).toEqual([]);
    const [told] = stopped.flatMap((heard) => heard.effects("notify"));
    expect(told?.say).toMatchObject({ with: { of: "day", max: { amount: 2 * PRICE } } });
    talk.at += 12 * HOUR_MS - 1;
    expect(crosses(talk).verbs).not.toContain("chargeCard");
    talk.at += 1;
    expect(crosses(talk).verbs).toContain("chargeCard");
  });

  test("of a month hold until the first of the next one", () => {
    const talk = recharging({ rechargeMonthMaxCents: 2 * PRICE });
    talk.at = noon(14);
    succeed(talk);
    talk.at = noon(30);
    succeed(talk);
    talk.at = noon(31);
    const stopped = drain(talk).flatMap((heard) => heard.effects("notify"));
    expect(stopped.map(({ say }) => say)).toMatchObject([{ with: { of: "month" } }]);
    talk.at += 12 * HOUR_MS - 1;
    expect(crosses(talk).toldFan).toEqual(["held"]);
    talk.at += 1;
    expect(crosses(talk).verbs).toContain("chargeCard");
  });

  test("count what is under way, and give back what has failed", () => {
    const talk = recharging();
    const heard = crosses(talk);
    expect(talk.state.recharged).toMatchObject({ dayCents: PRICE, monthCents: PRICE });
    charged(talk, heard, { state: "failed", decline: SOFT });
    expect(talk.state.recharged).toMatchObject({ dayCents: 0, monthCents: 0 });
    talk.says(payment(talk));
    expect(talk.state.recharged).toMatchObject({ dayCents: PRICE, monthCents: PRICE });
  });

  test("give back nothing in another day than the one of the charge", () => {
    const talk = recharging();
    talk.at = noon(31);
    const heard = crosses(talk);
    talk.at += DAY_MS;
    charged(talk, heard, { state: "failed", decline: SOFT });
    expect(talk.state.recharged).toMatchObject({ day: "2025-06-01", dayCents: 0, monthCents: 0 });
  });

  test("of today do not count what was charged on another day and is paid late", () => {
    const talk = recharging();
    const late = crosses(talk);
    const fact = payment(talk, { state: "failed", decline: SOFT });
    talk.answers(late, "chargeCard", { type: "facts", facts: [fact] });
    talk.at += DAY_MS;
    charged(talk, talk.fires("recharge"));
    expect(talk.state.recharged.dayCents).toBe(PRICE);
    talk.says({ ...fact, state: "succeeded" });
    expect(talk.state.recharged).toMatchObject({ dayCents: PRICE, monthCents: 2 * PRICE });
  });

  test("hold however often it is switched off and on", () => {
    const talk = recharging({ rechargeDayMaxCents: PRICE });
    succeed(talk);
    talk.presses("_.rechargeOff.");
    agrees(talk);
    expect(drain(talk).flatMap((heard) => heard.effects("chargeCard"))).toEqual([]);
  });

  test("that the owner lowers hold at once, that they raise not before the fan agrees", () => {
    const lowered = recharging();
    lowered.settings = { ...lowered.settings, rechargeDayMaxCents: PRICE - 1 };
    expect(crosses(lowered).toldFan).toEqual(["rechargeCeiling"]);
    const raised = recharging({ rechargeDayMaxCents: PRICE });
    succeed(raised);
    raised.settings = { ...raised.settings, rechargeDayMaxCents: 10 * PRICE };
    expect(drain(raised).flatMap(({ toldFan }) => toldFan)).toEqual(["rechargeCeiling"]);
  });
});

/** Writes until it is charged, and is paid. */
function succeed(talk: Talk): void {
  for (let i = 0; i < 12; i += 1) {
    const heard = crosses(talk);
    if (!heard.verbs.includes("chargeCard")) continue;
    charged(talk, heard);
    return;
  }
  throw new Error("nothing was charged");
}

/** Spends all there is and goes on writing. */
function drain(talk: Talk): readonly Heard[] {
  const heards: Heard[] = [];
  while (talk.state.credits > 0) heards.push(crosses(talk));
  return heards;
}

/** Noon of a day in May 2025, in UTC. */
function noon(day: number): number {
  return MAY + (day - 1) * DAY_MS + 12 * HOUR_MS;
}

function deleted(customerId: string) {
  return { type: "customerDeleted", at: 0, customerId } as const;
}

function closeRail(talk: Talk): void {
  talk.settings = { ...talk.settings, rails: ["stars"] };
}

/** Spends a purchase and all else, and has its money back. */
function owe(talk: Talk, credits: number): void {
  const purchase = talk.begins({ gives: { credits, seconds: 0 } });
  talk.says(paymentFact(purchase));
  talk.teamCommands("adjust", `-${talk.state.credits} for the test`);
  talk.says(refundFact(purchase));
  expect(talk.state).toMatchObject({ credits: 0, debt: { credits } });
}

describe("messages that wait for credits", () => {
  /** Sixteen wait at a balance of nothing, from before the fan agreed to be charged. */
  function waiting(settings: Partial<Settings> = {}): Talk {
    const talk = fan({ heldMax: 20, ...settings });
    for (let n = 0; n < 21; n += 1) talk.writes("a message that costs one");
    saves(talk);
    expect(talk.state).toMatchObject({ credits: 0, held: { length: 16 } });
    return talk;
  }

  function agreesAndIsCharged(talk: Talk): Heard {
    agrees(talk);
    return talk.says(paymentFact(chargeOf(talk)));
  }

  test("are charged for again when the first charge has let some of them go", () => {
    const talk = waiting();
    const paid = agreesAndIsCharged(talk);
    expect(talk.state).toMatchObject({ credits: 0, held: { length: 6 } });
    expect(paid.effects("chargeCard")).toHaveLength(1);
    const last = talk.says(paymentFact(chargeOf(talk)));
    // Four credits are left, below the threshold, by messages that were charged just now.
    expect(talk.state).toMatchObject({ credits: 4, held: [] });
    expect(last.effects("chargeCard")).toHaveLength(1);
    const full = talk.says(paymentFact(chargeOf(talk)));
    expect(full.effects("chargeCard")).toEqual([]);
    expect(talk.state.credits).toBe(14);
  });

  test("are not charged for past a ceiling", () => {
    const talk = waiting({ rechargeDayMaxCents: 2 * PRICE - 1 });
    const paid = agreesAndIsCharged(talk);
    expect(paid.effects("chargeCard")).toEqual([]);
    expect(paid.toldFan).toContain("rechargeCeiling");
    expect(talk.state.held).toHaveLength(6);
  });

  test("are charged for when a gift lets some of them go", () => {
    const talk = waiting({ rechargeDayMaxCents: PRICE, rechargeMonthMaxCents: 10 * PRICE });
    agreesAndIsCharged(talk);
    talk.wait(DAY_MS);
    expect(talk.teamCommands("gift", "2").effects("chargeCard")).toHaveLength(1);
    expect(talk.teamCommands("gift", "2").effects("chargeCard")).toEqual([]);
  });

  test("that go for free, in a session, charge nothing", () => {
    const talk = waiting({ rechargeDayMaxCents: PRICE, rechargeMonthMaxCents: 10 * PRICE });
    agreesAndIsCharged(talk);
    talk.wait(DAY_MS);
    expect(talk.teamCommands("gift", "1h").effects("chargeCard")).toEqual([]);
  });
});
