// Campaigns with one bug each, of the kinds that broadcasts have had. Some seed must find every one of them:
// what is found is what the simulator can hold.
import { expect, test } from "bun:test";
import { conversation } from "#actors/conversation/index.ts";
import type { State } from "#actors/conversation/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import type { Conversation } from "./node.ts";
import { runWorld } from "./world.ts";
import type { WorldOptions } from "./world-plan.ts";

const SEEDS_MAX = 60;
const TIMEOUT_MS = 60_000;

type Bug = Omit<WorldOptions, "seed">;

/** Whether some seed breaks this sentence about campaigns; else what it breaks. */
async function found(bug: Bug, sentence: string): Promise<string> {
  const others = new Set<string>();
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violations } = await runWorld({ seed, ...bug });
    const whats = violations.filter(({ guarantee }) => guarantee === "G27").map(({ what }) => what);
    const hit = whats.find((what) => what.includes(sentence));
    if (hit !== undefined) return hit;
    for (const what of whats) others.add(what);
  }
  return [...others].join("\n");
}

/** A conversation that believes something else than it is, or decides otherwise. */
function bad(change: {
  readonly believe?: (state: State) => State;
  readonly decide?: (decided: Decision<State>) => Decision<State>;
}): { readonly conversation: Conversation } {
  const { believe = (state) => state, decide = (decided) => decided } = change;
  const mutant: Conversation = {
    ...conversation,
    decide: (state, envelope, settings) => {
      const isPromotion = envelope.message.type === "promotion";
      const believed = isPromotion ? believe(state) : state;
      return decide(conversation.decide(believed, envelope, settings));
    },
  };
  return { conversation: mutant };
}

const CASES: readonly (readonly [string, Bug, string])[] = [
  [
    "mail whose key does not say of which campaign it is",
    { mailKey: (_, userId) => `campaign:${userId}` },
    "is queued still",
  ],
  [
    "a conversation that does not write what became of it",
    bad({
      decide: (decided) => {
        return { ...decided, rows: decided.rows.filter(({ row }) => row !== "campaignSend") };
      },
    }),
    "is queued still",
  ],
  [
    "a conversation that does not look whether the fan has stopped",
    bad({ believe: (state) => ({ ...state, isPromotable: true }) }),
    "who had stopped",
  ],
];

for (const [bug, mutant, what] of CASES) {
  test(
    `some seed finds ${bug}`,
    async () => {
      expect(await found(mutant, what)).toContain(what);
    },
    TIMEOUT_MS,
  );
}
