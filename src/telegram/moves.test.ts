import { expect, test } from "bun:test";
import type { Arrival } from "#actors/kernel/envelope.ts";
import type { Call, Performer } from "#actors/kernel/ports.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createMoves, listenForMoves, patiently } from "./moves.ts";

const CALL: Call = {
  effectIds: [1],
  address: { kind: "conversation", key: "7" },
  effect: { verb: "closeTopic" },
  route: { fanChatId: 7, groupId: -1, topicId: 5 },
  attempt: 0,
};

function open(fansOfGroup: () => Promise<readonly number[]>) {
  const arrivals: Arrival[] = [];
  const learned: string[] = [];
  const renamed: string[] = [];
  const moves = createMoves({
    fansOfGroup,
    append: async (batch) => {
      arrivals.push(...batch);
      return batch.map((_, i) => i);
    },
    rename: async (from, to) => void renamed.push(`${from} ${to}`),
    onMoved: (from, to) => void learned.push(`${from} ${to}`),
    clock: new VirtualClock(),
  });
  return { moves, arrivals, learned, renamed };
}

function refusing(migratedTo?: number): Performer {
  const refused = { type: "refused", code: "migrated", reason: "migrated" } as const;
  return {
    perform: async () => ({
      outcome: migratedTo === undefined ? refused : { ...refused, migratedTo },
      links: [],
    }),
  };
}

test("a refused call tells every conversation of the group, once", async () => {
  const { moves, arrivals, learned, renamed } = open(async () => [7, 8]);
  const performer = listenForMoves(refusing(-2), moves);
  for (let n = 0; n < 3; n += 1) await performer.perform(CALL);
  await moves(-1, -2);
  expect(arrivals.map(({ address, dedupeKey }) => [address.key, dedupeKey])).toEqual([
    ["7", "moved:-1:-2:7"],
    ["8", "moved:-1:-2:8"],
  ]);
  expect(JSON.parse(arrivals[0]?.body ?? "")).toEqual({ type: "groupMigrated", from: -1, to: -2 });
  expect([learned, renamed]).toEqual([["-1 -2"], ["-1 -2"]]);
});

test("a refusal for another reason tells nobody", async () => {
  const { moves, arrivals } = open(async () => [7]);
  await listenForMoves(refusing(), moves).perform(CALL);
  expect(arrivals).toEqual([]);
});

test("what fails is done with the next refusal", async () => {
  let tries = 0;
  const { moves, arrivals } = open(async () => {
    tries += 1;
    if (tries === 1) throw new Error("connection lost");
    return [7];
  });
  const warned: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn: (_: object, text: string) => void warned.push(text),
    error() {},
  };
  await patiently(moves, log)(-1, -2);
  expect([arrivals, warned.length]).toEqual([[], 1]);
  await moves(-1, -2);
  expect(arrivals).toHaveLength(1);
});
