import { expect, test } from "bun:test";
import { assert, asyncProperty, integer, string } from "fast-check";
import type { Answer } from "#actors/kernel/answer.ts";
import { OutcomeHeard } from "#actors/kernel/heard.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { MemoryDatabase } from "#actors/sim/memory-store.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { fan, lookUp, Stage } from "./relay-test-kit.ts";

const ANSWERS: readonly Answer[] = [
  { type: "link", url: "https://billing.stripe.com/p/session/x" },
  { type: "promoRefused", why: "usedUp" },
  { type: "line", line: null },
  {
    type: "facts",
    facts: [
      {
        type: "payment",
        purchaseId: "p1",
        at: 1_700_000_000_000,
        rail: "stripe",
        paymentId: "pi_1",
        state: "failed",
        amount: 500,
        currency: "usd",
        customerId: "cus_1",
        cardId: null,
        savesCard: true,
        decline: { code: "insufficient_funds", isHard: false },
      },
      { type: "customerDeleted", at: 2, customerId: "cus_1" },
    ],
  },
];

function pageWith(url: string): Outcome {
  const answer = {
    type: "page",
    sessionId: "cs_1",
    url,
    customerId: "cus_1",
    expiresAt: 9,
  } as const;
  return { type: "done", sent: null, answer };
}

async function toldOf(outcome: Outcome) {
  const clock = new VirtualClock();
  const db = new MemoryDatabase(() => clock.now());
  const world = { clock, store: db.store("n1"), outbox: db.outbox };
  const stage = new Stage(world, { answer: () => outcome });
  await stage.relay.start();
  const [id] = stage.turn(fan(7), [{ ...lookUp("p1"), tag: "shop" }]);
  await clock.advance(1_000);
  const [told] = [...db.inbox.values()].map((row) => JSON.parse(row.arrival.body) as unknown);
  const { outcome: parsed }: { readonly outcome: Outcome } = OutcomeHeard.parse(told);
  return { id, told: parsed, raw: told };
}

test("an answer comes back to the actor that asked, with its tag", async () => {
  const { id, raw } = await toldOf(pageWith("https://checkout.stripe.com/c/pay/cs_1#fid=%C3%A9"));
  expect(raw).toEqual({
    type: "outcome",
    effectId: id,
    verb: "lookUpPayment",
    outcome: pageWith("https://checkout.stripe.com/c/pay/cs_1#fid=%C3%A9"),
    tag: "shop",
  });
});

test("an answer is heard as it was said, of whatever type", async () => {
  for (const answer of ANSWERS) {
    const outcome: Outcome = { type: "done", sent: null, answer };
    expect((await toldOf(outcome)).told).toEqual(outcome);
  }
});

test("an answer is written in characters that Postgres takes, however deep they stand", async () => {
  await assert(
    asyncProperty(string({ unit: "binary" }), integer(), async (words, at) => {
      const nasty = `\0${words}\ud83d\0`;
      const card = { id: "pm_1", brand: nasty, last4: "4242", expMonth: 1, expYear: 2030 };
      const fact = { type: "card", at, customerId: null, state: "attached", card } as const;
      const answer: Answer = { type: "facts", facts: [fact] };
      const { told } = await toldOf({ type: "done", sent: null, answer });
      const expected = { ...card, brand: `${words}\ufffd`.replaceAll("\0", "") };
      expect(told).toMatchObject({ answer: { facts: [{ at, card: expected }] } });
    }),
    { numRuns: 50 },
  );
});

test("an answer has a bound, whatever a service says", async () => {
  const fact = { type: "fraudWarning", purchaseId: "p", at: 1, paymentId: "pi_1" } as const;
  const answer: Answer = { type: "facts", facts: Array.from({ length: 1_000 }, () => fact) };
  const { told: facts } = await toldOf({ type: "done", sent: null, answer });
  expect(facts).toEqual({
    type: "done",
    sent: null,
    answer: { type: "facts", facts: Array.from({ length: 256 }, () => fact) },
  });
  const { told: page } = await toldOf(pageWith("x".repeat(100_000)));
  expect(page).toEqual(pageWith("x".repeat(8_192)));
});
