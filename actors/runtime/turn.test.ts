import { describe, expect, test } from "bun:test";
import type { AnyActorDefinition, Emitted } from "#actors/kernel/actor.ts";
import type { Pending } from "#actors/kernel/ports.ts";
import { Activation, type Belief } from "./activation.ts";
import { deepFreeze } from "./freeze.ts";
import { fan, type Script, scripted, settings } from "./test-kit.ts";
import { type Decided, decideTurn } from "./turn.ts";

const BELIEF: Belief = { actor: { row: 3, userId: 4 }, epoch: 5, version: 6, stored: null };

function pending(body: unknown): Pending {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { id: 9, at: 1_000, attempts: 0, body: text, lane: "normal" };
}

function decide(
  script: Partial<Script> | string,
  parts: { belief?: Belief; definition?: Partial<AnyActorDefinition>; on?: Activation } = {},
): Decided {
  return decideTurn(
    parts.on ?? new Activation(fan("7")),
    parts.belief ?? BELIEF,
    pending(typeof script === "string" ? script : { say: "a", ...script }),
    {
      definition: { ...scripted().conversation, ...parts.definition },
      settings: settings.current(),
      seal: deepFreeze,
    },
  );
}

const plain: Emitted = { effect: { verb: "closeTopic" } };
const typing: Emitted = { effect: { verb: "showAction", action: "typing" } };

test("an actor that has never committed starts from its initial state", () => {
  const { commit, state } = decide({});
  expect(state).toEqual({ words: ["a"] });
  expect(commit).toMatchObject({
    actor: { row: 3, userId: 4 },
    epoch: 5,
    version: 6,
    envelopeId: 9,
    at: 1_000,
    state: '{"words":["a"]}',
    stateVersion: 1,
  });
});

test("an actor that has committed goes on from what is stored", () => {
  const { state } = decide({}, { belief: { ...BELIEF, stored: '{"words":["before"]}' } });
  expect(state).toEqual({ words: ["before", "a"] });
});

test("deciding changes neither the state nor what is believed", () => {
  const on = new Activation(fan("7"));
  decide({}, { on });
  expect([on.state, on.belief]).toEqual([{ words: [] }, null]);
});

test("a decide that changes its input fails, where states are frozen", () => {
  const definition: Partial<AnyActorDefinition> = {
    decide: (state) => {
      (state as { words: string[] }).words.push("oops");
      return { state, effects: [], held: [], rows: [], timers: [] };
    },
  };
  expect(() => decide({}, { definition })).toThrow(TypeError);
});

test("an error about a body quotes nothing of it", () => {
  expect(() => decide('{"say":"my secret')).toThrow("bodies and states are JSON");
});

describe("a decision that breaks the format", () => {
  const cases: readonly (readonly [string, readonly Emitted[], string])[] = [
    ["too many effects", Array.from({ length: 257 }, () => plain), "at most 256 effects"],
    ["`after` names itself", [{ ...plain, after: 0 }], "`after` names an earlier effect"],
    ["`after` names nothing", [{ ...plain, after: -1 }], "`after` names an earlier effect"],
    ["`after` names a transient one", [typing, { ...plain, after: 0 }], "of the outbox"],
    [
      "a plain one goes after a held one",
      [
        { ...plain, held: true },
        { ...plain, after: 0 },
      ],
      "is held too",
    ],
    ["a transient one is held", [{ ...typing, held: true }], "waits for nothing"],
  ];
  for (const [name, effects, rule] of cases) {
    test(`is refused: ${name}`, () => {
      expect(() => decide({ effects })).toThrow(rule);
    });
  }
});
