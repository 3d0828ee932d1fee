// Conversations with one bug about money each, of the kinds that such systems have had. Some seed must
// find every one of them: what is found is what the simulator can hold.
import { expect, test } from "bun:test";
import { conversation } from "#actors/conversation/index.ts";
import type { ConversationMessage } from "#actors/conversation/message.ts";
import type { State } from "#actors/conversation/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import type { Envelope } from "#actors/kernel/envelope.ts";
import type { PaymentFact } from "#actors/kernel/payment.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { Conversation } from "./node.ts";
import { runWorld } from "./world.ts";

const SEEDS_MAX = 120;
const TIMEOUT_MS = 120_000;

type Told = Envelope<ConversationMessage>;
type Decided = Decision<State>;

/** Seeds that have found rare bugs go first; in a world that has changed others may find them. */
const SEEDS = [25, 70, 32, 52, ...Array.from({ length: SEEDS_MAX }, (_, i) => i + 1)];

/** The first guarantee of money that breaks. */
async function found(bad: Conversation): Promise<string> {
  for (const seed of SEEDS) {
    const { violations } = await runWorld({ seed, conversation: bad });
    const hit = violations.find(({ guarantee }) => guarantee === "G19" || guarantee === "G20");
    if (hit !== undefined) return hit.guarantee;
  }
  return "nothing";
}

/** A copy that takes the state for another one, and may change what it decides. */
function believing(
  change: (state: State, envelope: Told) => State,
  after: (decided: Decided, envelope: Told) => Decided = (decided) => decided,
): Conversation {
  return {
    ...conversation,
    decide: (state, envelope, settings) => {
      const changed = change(state, envelope);
      return after(conversation.decide(changed, envelope, settings), envelope);
    },
  };
}

/** A copy that hears facts otherwise; null: not at all. */
function hearing(change: (fact: PaymentFact, state: State) => PaymentFact | null): Conversation {
  return {
    ...conversation,
    decide: (state, envelope, settings) => {
      const message = heard(envelope.message, (fact) => change(fact, state));
      if (message === null) return { state, effects: [], held: [], rows: [], timers: [] };
      return conversation.decide(state, { ...envelope, message }, settings);
    },
  };
}

function heard(
  message: ConversationMessage,
  change: (fact: PaymentFact) => PaymentFact | null,
): ConversationMessage | null {
  if (message.type === "payment") {
    const fact = change(message.fact);
    return fact === null ? null : { ...message, fact };
  }
  if (message.type !== "outcome" || message.outcome.type !== "done") return message;
  const { answer } = message.outcome;
  if (answer?.type !== "facts") return message;
  const facts = answer.facts.flatMap((fact) => change(fact) ?? []);
  return { ...message, outcome: { ...message.outcome, answer: { ...answer, facts } } };
}

function purchaseOf({ purchases }: State, fact: PaymentFact): Purchase | undefined {
  return "purchaseId" in fact ? purchases.find(({ id }) => id === fact.purchaseId) : undefined;
}

function isSuccess(fact: PaymentFact): boolean {
  if (fact.type === "session") return fact.state === "paid";
  return fact.type === "payment" && fact.state === "succeeded";
}

const WROTE: ReadonlySet<ConversationMessage["type"]> = new Set(["fanWrote", "timer"]);

/** For a mutant that forgets something whenever a message could bring a charge about. */
function forgetting(what: (state: State) => Partial<State>): Conversation {
  return believing((state, { message }) =>
    WROTE.has(message.type) ? { ...state, ...what(state) } : state,
  );
}

const creditsEachEvent = believing(
  (state, { message }) => {
    if (message.type !== "payment" || !isSuccess(message.fact)) return state;
    const known = purchaseOf(state, message.fact);
    if (known === undefined) return state;
    const fresh: Purchase = { ...known, state: "open", isGranted: false };
    return { ...state, purchases: state.purchases.map((one) => (one === known ? fresh : one)) };
  },
  (decided, { id, message }) => {
    if (message.type !== "payment") return decided;
    const rows = decided.rows.map((row) =>
      row.row === "ledger" ? { ...row, reference: `${row.reference}:${id}` } : row,
    );
    return { ...decided, rows };
  },
);

const CASES: readonly (readonly [string, Conversation, "G19" | "G20"])[] = [
  ["credits each event, by the event's own key", creditsEachEvent, "G19"],
  [
    "takes any amount of any currency for the price",
    hearing((fact, state) => {
      const known = purchaseOf(state, fact);
      const isPaying = fact.type === "session" || fact.type === "payment";
      if (!isPaying || known === undefined) return fact;
      return { ...fact, amount: known.amount, currency: known.currency };
    }),
    "G19",
  ],
  [
    "does not hear of a payment after the page was left",
    hearing((fact, state) => {
      const isLeft = purchaseOf(state, fact)?.state === "expired";
      return isLeft && isSuccess(fact) ? null : fact;
    }),
    "G19",
  ],
  [
    "takes all back for a part that was refunded",
    hearing((fact, state) => {
      const amount = purchaseOf(state, fact)?.amount;
      const isBack = fact.type === "refund" || fact.type === "refunded";
      return isBack && amount !== undefined ? { ...fact, amount } : fact;
    }),
    "G19",
  ],
  [
    "forgets that a refund has failed",
    hearing((fact) => (fact.type === "refund" && fact.state === "failed" ? null : fact)),
    "G19",
  ],
  [
    "takes a dispute for lost when it is opened",
    hearing((fact) =>
      fact.type === "dispute" && fact.funds === "withdrawn" ? { ...fact, status: "lost" } : fact,
    ),
    "G19",
  ],
  [
    "does not hear that a dispute was won",
    hearing((fact) => {
      if (fact.type !== "dispute") return fact;
      return fact.status === "won" || fact.funds === "reinstated" ? null : fact;
    }),
    "G19",
  ],
  [
    "tells the owner nothing",
    believing(
      (state) => state,
      (decided) => {
        const effects = decided.effects.filter(({ effect }) => effect.verb !== "alertOwner");
        return effects.length === decided.effects.length ? decided : { ...decided, effects };
      },
    ),
    "G19",
  ],
  [
    "charges beside a charge that is under way",
    forgetting(({ recharged }) => ({ recharged: { ...recharged, purchaseId: null } })),
    "G20",
  ],
  [
    "charges a declined card again at the next message",
    forgetting(({ recharge }) => ({ recharge: recharge && { ...recharge, pausedUntil: null } })),
    "G20",
  ],
  [
    "charges past the ceilings",
    forgetting(({ recharged }) => ({ recharged: { ...recharged, dayCents: 0, monthCents: 0 } })),
    "G20",
  ],
];

for (const [bug, bad, guarantee] of CASES) {
  test(
    `some seed finds a conversation that ${bug}`,
    async () => {
      expect(await found(bad)).toBe(guarantee);
    },
    TIMEOUT_MS,
  );
}
