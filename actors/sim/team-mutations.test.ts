// Teams, desks and couriers with one bug each, of the kinds that such systems have had. Some seed must
// find every one of them: what is found is what the simulator can hold.
import { expect, test } from "bun:test";
import { conversation } from "#actors/conversation/index.ts";
import type { State } from "#actors/conversation/state.ts";
import { desk } from "#actors/desk/index.ts";
import type { DeskState } from "#actors/desk/state.ts";
import type { Decision } from "#actors/kernel/actor.ts";
import type { Conversation, Desk } from "./node.ts";
import { runWorld } from "./world.ts";
import type { WorldOptions } from "./world-plan.ts";

const SEEDS_MAX = 60;
const TIMEOUT_MS = 60_000;

type Bug = Omit<WorldOptions, "seed">;

/** The first seed that finds a guarantee broken; null: none does. */
async function finder(bug: Bug, guarantee: string): Promise<number | null> {
  for (let seed = 1; seed <= SEEDS_MAX; seed += 1) {
    const { violations } = await runWorld({ seed, ...bug });
    if (violations.some((violation) => violation.guarantee === guarantee)) return seed;
  }
  return null;
}

/** A conversation that takes what it remembers of its team for something else, or changes it after. */
function minding(
  before: (duty: State["duty"]) => State["duty"],
  after: (decided: Decision<State>, was: State) => Decision<State> = (decided) => decided,
): { readonly conversation: Conversation } {
  return {
    conversation: {
      ...conversation,
      decide: (state, envelope, settings) => {
        const believed = { ...state, duty: before(state.duty) };
        return after(conversation.decide(believed, envelope, settings), state);
      },
    },
  };
}

function without(state: State["duty"], part: keyof State["duty"]): State["duty"] {
  return Object.fromEntries(Object.entries(state).filter(([key]) => key !== part));
}

/** A desk that remembers something else than what it decided. */
function deskThat(change: (decided: DeskState, was: DeskState) => DeskState): {
  readonly desk: Desk;
} {
  return {
    desk: {
      ...desk,
      decide: (state, envelope, settings) => {
        const decided = desk.decide(state, envelope, settings);
        return { ...decided, state: change(decided.state, state) };
      },
    },
  };
}

const CASES: readonly (readonly [string, Bug, "G24" | "G25" | "G26"])[] = [
  [
    "a conversation that does not know who is at it",
    minding((duty) => without(duty, "claim")),
    "G24",
  ],
  [
    "a conversation that lets an answer out and keeps it back still",
    minding(
      (duty) => duty,
      (decided, was) => ({
        ...decided,
        state: { ...decided.state, duty: { ...decided.state.duty, ...keptBack(was) } },
      }),
    ),
    "G24",
  ],
  [
    "a conversation that forgets what it keeps back",
    minding((duty) => without(duty, "asides")),
    "G24",
  ],
  [
    "a key that tells two tries of one message apart",
    { sendKey: (effectId, attempt) => `send:${effectId}:${attempt}` },
    "G25",
  ],
  [
    "a key that takes two messages for one",
    { sendKey: (effectId) => `send:${effectId % 4096}` },
    "G25",
  ],
  [
    "a desk that takes Yes twice for one question",
    deskThat((decided, was) => ({ ...decided, pending: decided.pending ?? was.pending })),
    "G25",
  ],
  [
    "a conversation that sets no timer for what it put off",
    minding(
      (duty) => duty,
      (decided) => ({
        ...decided,
        timers: decided.timers.filter(({ name }) => name !== "duty"),
      }),
    ),
    "G26",
  ],
  [
    "a conversation that is given away without a line in its history",
    minding(
      (duty) => duty,
      (decided) => ({
        ...decided,
        rows: decided.rows.filter((row) => row.row !== "audit" || row.act !== "assign"),
      }),
    ),
    "G26",
  ],
];

/** What was kept back stays so. */
function keptBack({ duty }: State): Partial<State["duty"]> {
  return duty.asides === undefined ? {} : { asides: duty.asides };
}

for (const [bug, options, guarantee] of CASES) {
  test(
    `some seed finds ${bug}`,
    async () => {
      expect(await finder(options, guarantee)).not.toBeNull();
    },
    TIMEOUT_MS,
  );
}
