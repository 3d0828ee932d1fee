// Payments over random lives: facts of several purchases in any order and number, between messages,
// gifts, bans and erasures. `Talk.hear` holds the books to what must be true after each turn
// (`Books.take`); here lives are set against each other, and against being told everything again.
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { broke, fanData, settled, type Talk } from "#actors/conversation/test-kit.ts";
import { NO_UNITS, type Purchase } from "#actors/kernel/purchase.ts";
import { claimsOn } from "./claims.ts";
import type { PurchaseFact } from "./merge.ts";
import {
  disputeFact,
  PAID_AT,
  paymentFact,
  refundedFact,
  refundFact,
  sessionFact,
} from "./test-kit.ts";

/** By card at a page and by itself, in Stars, and a block of time at a page that is not known yet. */
const BOUGHT: readonly Partial<Purchase>[] = [
  { id: "pa", sessionId: "cs_pa" },
  { id: "pb", kind: "recharge", gives: { credits: 7, seconds: 0 }, amount: 333 },
  { id: "pc", rail: "stars", currency: "xtr", amount: 350 },
  { id: "pd", gives: { credits: 0, seconds: 3600 } },
];

interface Seed {
  readonly purchase: number;
  readonly kind: string;
  readonly at: number;
  readonly part: number;
  readonly word: number;
}

const seed: fc.Arbitrary<Seed> = fc.record({
  purchase: fc.nat(BOUGHT.length - 1),
  kind: fc.constantFrom("session", "payment", "payment", "refund", "refunded", "dispute"),
  at: fc.nat(5),
  /** In tenths of the price; 11 is more than was asked for. */
  part: fc.constantFrom(10, 10, 10, 10, 5, 3, 0, 11),
  word: fc.nat(20),
});

const DISPUTE_WORDS = ["needs_response", "under_review", "won", "lost", "warning_closed"] as const;
const REFUND_WORDS = ["pending", "succeeded", "failed"] as const;
const PAYMENT_WORDS = ["succeeded", "succeeded", "processing", "failed", "canceled"] as const;
const SESSION_WORDS = ["paid", "paid", "unpaid", "expired", "failed"] as const;
const FUNDS = [null, null, "withdrawn", "reinstated"] as const;

function pick<Item>(items: readonly Item[], which: number): Item {
  const item = items[which % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/**
 * What a service could say of a purchase; now and then of another sum than was asked for, which a
 * payment or a page is believed to be only once it is known to be our own.
 */
function factOf(
  purchases: readonly Purchase[],
  { kind, at, part, word, ...more }: Seed,
): PurchaseFact {
  const purchase = pick(purchases, more.purchase);
  const sum = { at: PAID_AT + at, amount: Math.round((purchase.amount * part) / 10) };
  switch (kind) {
    case "session":
      return sessionFact(purchase, {
        ...(purchase.sessionId === null ? { at: sum.at } : sum),
        state: pick(SESSION_WORDS, word),
      });
    case "payment":
      return paymentFact(purchase, { at: sum.at, state: pick(PAYMENT_WORDS, word) });
    case "refund": {
      const refundId = `re_${purchase.id}_${word % 2}`;
      return refundFact(purchase, { ...sum, refundId, state: pick(REFUND_WORDS, word) });
    }
    case "refunded":
      return refundedFact(purchase, sum);
    default: {
      const disputeId = `dp_${purchase.id}_${word % 2}`;
      const said = { status: pick(DISPUTE_WORDS, word), funds: pick(FUNDS, word) };
      return disputeFact(purchase, { ...sum, disputeId, ...said });
    }
  }
}

function begin(talk: Talk): readonly Purchase[] {
  return BOUGHT.map((changes) => talk.begins(changes));
}

/** What was said of purchases and done about them, without how often they changed. */
function outcomeOf(talk: Talk) {
  const { credits, debt, spentCents } = talk.state;
  const purchases = [...talk.books.purchases.values()];
  const frozen = purchases.reduce((sum, purchase) => sum + purchase.frozen.credits, 0);
  const isOpen = purchases.some((purchase) => claimsOn(purchase).contested > 0);
  return {
    has: credits - debt.credits + frozen,
    // What is there and what is owed depend on the order only as long as something is set aside.
    account: isOpen ? null : { credits, debt, endsAt: talk.state.session?.endsAt },
    spentCents,
    said: purchases.map((purchase) => ({ ...purchase, version: 1, frozen: NO_UNITS })),
  };
}

test("the same facts in any order leave the same purchases and the same account", () => {
  const lives = fc
    .array(seed, { minLength: 2, maxLength: 9 })
    .chain((seeds) =>
      fc.tuple(fc.constant(seeds), fc.shuffledSubarray(seeds, { minLength: seeds.length })),
    );
  fc.assert(
    fc.property(lives, ([first, second]) => {
      const [one, other] = [first, second].map((seeds) => {
        const talk = broke();
        const purchases = begin(talk);
        for (const each of seeds) talk.says(factOf(purchases, each));
        return outcomeOf(talk);
      });
      expect(other).toEqual(one);
    }),
    { numRuns: 150 },
  );
});

test("whatever was said and done, hearing it again changes nothing and says nothing", () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: seed.map((said) => ({ type: "fact", said }) as const) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        { type: "write" } as const,
        { type: "gift" } as const,
        { type: "wait" } as const,
        { type: "ban" } as const,
        { type: "block" } as const,
      ),
    },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const talk = settled({ welcomeCredits: 5 });
      const purchases = begin(talk);
      const facts: PurchaseFact[] = [];
      let isBanned = false;
      for (const one of steps) {
        if (one.type === "fact") {
          const fact = factOf(purchases, one.said);
          facts.push(fact);
          talk.says(fact);
        } else if (one.type === "write") talk.writes("a word");
        else if (one.type === "gift") talk.teamCommands("gift", "3");
        else if (one.type === "wait") talk.wait(7 * 60_000);
        else if (one.type === "block") talk.hear({ type: "fanBlocked" });
        else {
          talk.teamCommands(isBanned ? "unban" : "ban");
          isBanned = !isBanned;
        }
      }
      const before = talk.state;
      for (const fact of facts) {
        const again = talk.says(fact);
        expect(again.decision.rows).toEqual([]);
        expect(again.decision.effects).toEqual([]);
      }
      expect(talk.state).toEqual(before);
    }),
    { numRuns: 150 },
  );
});

test("after an erasure the ledger comes to nothing, debt stays, and no fact moves anything", () => {
  fc.assert(
    fc.property(
      fc.array(seed, { maxLength: 12 }),
      fc.array(seed, { maxLength: 6 }),
      (lived, late) => {
        const talk = settled({ welcomeCredits: 5 });
        const purchases = begin(talk);
        for (const each of lived) talk.says(factOf(purchases, each));
        talk.writes("a word");
        const { debt } = talk.state;
        talk.wait(1).presses(fanData("erase"));
        const token = talk.state.asks.find(({ about }) => about === "erase")?.token ?? "";
        talk.presses(fanData("eraseYes", token));
        expect(talk.ledger.reduce((sum, { credits }) => sum + credits, 0)).toBe(0);
        expect(talk.state).toMatchObject({
          credits: 0,
          debt,
          purchases: [],
          recharge: null,
          cards: [],
        });
        for (const [i, each] of late.entries()) {
          if (i === 3) talk.wait(1).commands("start");
          const heard = talk.says(factOf(purchases, each));
          expect(heard.decision.rows).toEqual([]);
          expect(talk.state.credits).toBe(0);
        }
      },
    ),
    { numRuns: 100 },
  );
});
