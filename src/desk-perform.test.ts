// What becomes of an act of the panel between its press and the books.
import { expect, test } from "bun:test";
import { z } from "zod";
import type { DeskAct } from "#actors/kernel/desk-act.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import { DEFAULT_RIGHTS, type Role } from "#actors/kernel/team.ts";
import { storeError } from "#db/errors.ts";
import { SILENT } from "#db/testing.ts";
import { createDeskPerformer, type DeskActs } from "./desk-perform.ts";

const DONE = { isDone: true, say: { key: "duty", with: { isOn: true } }, goTo: null } as const;
const BAN: DeskAct = { act: "setRight", role: "agent", right: "ban", isAllowed: true };
const ADD: DeskAct = { act: "endPromo", code: "X" };

interface World {
  readonly role?: Role;
  readonly carryOut?: () => Promise<typeof DONE>;
  readonly append?: () => Promise<never>;
  readonly onChanged?: () => Promise<void>;
}

/** Performs one effect; the person pressed as admin. */
async function perform(world: World, effect: Effect): Promise<Outcome> {
  const { role = "admin", carryOut = async () => DONE, append, onChanged } = world;
  const performer = createDeskPerformer({
    acts: { setRight: carryOut, endPromo: carryOut } as unknown as DeskActs,
    standingOf: async () => ({ role, table: DEFAULT_RIGHTS }),
    append: append ?? (async () => [1]),
    clock: { now: () => 1 },
    log: SILENT,
    onChanged: onChanged ?? (async () => undefined),
  });
  const call = { effect, effectIds: [5], address: { kind: "desk", key: "77" } };
  return (await performer.perform(call as never)).outcome;
}

const asAdmin = (act: DeskAct): Effect => ({
  verb: "deskAct",
  act,
  by: { id: 77, name: "Ben", role: "admin" },
});
const failing = (error: Error) => async (): Promise<never> => {
  throw error;
};

test("whoever lost the right since the press is refused, and nothing is carried out", async () => {
  let runs = 0;
  const carryOut = async (): Promise<typeof DONE> => {
    runs += 1;
    return DONE;
  };
  for (const [role, act] of [
    ["agent", ADD],
    ["stranger", ADD],
    ["admin", BAN],
  ] as const) {
    const outcome = await perform({ role, carryOut }, asAdmin(act));
    const denied = { isDone: false, say: { key: "denied", with: { role } } };
    expect(outcome).toMatchObject({ type: "done", answer: denied });
  }
  expect(runs).toBe(0);
  expect(await perform({ role: "admin", carryOut }, asAdmin(ADD))).toMatchObject({ answer: DONE });
  expect(runs).toBe(1);
});

const bug = z.int().safeParse("x").error ?? new Error("no error");
const cut = storeError("x", { code: "ECONNRESET" });
const undone = storeError("x", { code: "40001" });
const broken = storeError("x", { code: "23514", constraint_name: "c" });

test.each([
  ["a value that does not fit", bug, "refused"],
  ["a bug", new TypeError("x is undefined"), "refused"],
  ["a broken constraint", broken, "refused"],
  ["a cut connection", cut, "unknown"],
  ["a statement that another undid", undone, "unknown"],
])("%s: the act is given up in words, or tried again", async (_, error, type) => {
  const outcome = await perform({ carryOut: failing(error) }, asAdmin(ADD));
  expect(outcome.type).toBe(type as "refused" | "unknown");
  if (outcome.type === "refused") expect(outcome.reason).toBe(SIDE);
});
const SIDE = "something is wrong on our side. The log says what.";

test("a message to another actor is given up only when the store will never have it", async () => {
  const to = { kind: "desk", key: "8" } as const;
  const send: Effect = { verb: "send", to, lane: "normal", body: "{}" };
  const types = [new Error("too much waits"), cut, broken].map(async (error) => {
    return (await perform({ append: failing(error) }, send)).type;
  });
  expect(await Promise.all(types)).toEqual(["unknown", "unknown", "refused"]);
});

test("an act that was carried out is done, whatever becomes of reading the settings after it", async () => {
  const outcome = await perform({ onChanged: failing(cut) }, asAdmin(ADD));
  expect(outcome).toMatchObject({ type: "done", answer: DONE });
});
