// Store contract: what arrives is kept once, in order, until a turn or an operator is done with it.
import { expect, test } from "bun:test";
import { partitionOf } from "./address.ts";
import type { Pending } from "./ports.ts";
import {
  arrival,
  conversation,
  decide,
  EVERY_PARTITION,
  mailCount,
  receive,
  type StoreWorld,
  startNode,
  T0,
  turn,
  wake,
} from "./store-contract-world.ts";

/** Every kind of text that has broken a driver, a JSON cast or an escape. */
const AWKWARD = [
  "👩‍👩‍👧 Zoë שלום مرحبا 日本",
  `"'; drop table users; -- \\ \\\\ \\n \n\t$1 {"a":[null]}`,
  "\u0001\u001f\u007f\u2028\ufeff",
  "a literal \\u0000 and \\ud800, as six characters each",
];

export function inboxContract(world: () => StoreWorld): void {
  test("answers an id for each arrival, rising in the order they were given", async () => {
    const { store } = await startNode(world());
    const ids = await store.append([arrival("5"), arrival("3"), arrival("4"), arrival("5")]);
    const numbers = ids.map(Number);
    expect(numbers.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(4);
  });

  test("takes a dedupe key once: in one batch, later, and after its turn", async () => {
    const node = await startNode(world());
    const twice = arrival("7", { dedupeKey: "telegram:1:77" });
    const [first, second] = await node.store.append([twice, twice]);
    expect([typeof first, second]).toEqual(["number", null]);
    expect(await node.store.append([twice])).toEqual([null]);
    const hand = await wake(node, "7");
    expect(await node.store.commit([decide(hand, Number(first))])).toEqual(["committed"]);
    expect(await node.store.append([twice, arrival("7")])).toEqual([null, expect.any(Number)]);
    expect(await mailCount(node, "7")).toBe(1);
  });

  test("gives back the body as it came, and takes in a raw text it could not parse", async () => {
    const node = await startNode(world());
    for (const text of AWKWARD) {
      await receive(node, "7", { body: { text }, raw: `not json: ${text}` });
    }
    const [rows = []] = await node.store.read([conversation("7")], 100, T0);
    expect(rows.map((row) => JSON.parse(row.body) as unknown)).toEqual(
      AWKWARD.map((text) => ({ text })),
    );
  });

  test("keeps ids of people beyond 32 bits apart", async () => {
    const node = await startNode(world());
    await receive(node, "4503599627370497");
    await receive(node, "4503599627370498");
    expect(await mailCount(node, "4503599627370497")).toBe(1);
    expect(await mailCount(node, "201")).toBe(0);
  });

  test("nothing in, nothing out", async () => {
    const { store } = await startNode(world());
    expect(await store.append([])).toEqual([]);
    expect(await store.read([], 10, T0)).toEqual([]);
    expect(await store.commit([])).toEqual([]);
    expect(await store.settle([])).toEqual([]);
    expect(await store.activate([])).toEqual([]);
    expect(await store.routes([])).toEqual([]);
    expect(await store.waiting([], 10, T0)).toEqual([]);
    expect(await store.redrive({ ids: [] })).toBe(0);
    await store.fail([]);
    await store.countHeads([]);
    await store.fireTimers([], T0);
  });
}

export function mailboxContract(world: () => StoreWorld): void {
  test("reads urgent mail first, then by id, at most `limit`, aligned with what was asked", async () => {
    const node = await startNode(world());
    const a = await receive(node, "7");
    const b = await receive(node, "7", { lane: "urgent" });
    const c = await receive(node, "7");
    const d = await receive(node, "7", { lane: "urgent" });
    const e = await receive(node, "8");
    const addresses = [conversation("9"), conversation("7"), conversation("8")];
    const ids = (lists: readonly (readonly Pending[])[]) => lists.map((l) => l.map((r) => r.id));
    expect(ids(await node.store.read(addresses, 10, T0))).toEqual([[], [b, d, a, c], [e]]);
    expect(ids(await node.store.read(addresses, 3, T0))).toEqual([[], [b, d, a], [e]]);
    const [rows = []] = await node.store.read([conversation("7")], 1, T0);
    expect(rows).toEqual([
      { id: b, at: T0, attempts: 0, body: expect.any(String) as string, lane: "urgent" },
    ]);
  });

  test("counts a failure and hides the row until it is due again", async () => {
    const node = await startNode(world());
    const id = await receive(node, "7");
    const failure = { envelopeId: id, error: "boom", retryAt: T0 + 500, deadLetter: false };
    await node.store.fail([failure]);
    expect(await node.store.read([conversation("7")], 10, T0 + 499)).toEqual([[]]);
    expect(await node.store.waiting(EVERY_PARTITION, 10, T0 + 499)).toEqual([]);
    const [rows = []] = await node.store.read([conversation("7")], 10, T0 + 500);
    expect(rows.map((row) => row.attempts)).toEqual([1]);
    expect(await node.store.waiting(EVERY_PARTITION, 10, T0 + 500)).toEqual([conversation("7")]);
  });

  test("keeps dead letters out of the mailbox until they are redriven", async () => {
    const node = await startNode(world());
    const first = await receive(node, "7");
    const second = await receive(node, "7");
    const other = await receive(node, "8");
    const dead = (id: number) =>
      ({ envelopeId: id, error: "boom", retryAt: T0, deadLetter: true }) as const;
    await node.store.fail([first, second, other].map(dead));
    expect(await node.store.waiting(EVERY_PARTITION, 10, T0)).toEqual([]);
    expect(await node.store.redrive({ ids: [first] })).toBe(1);
    expect(await node.store.redrive({ ids: [first] })).toBe(0);
    expect(await node.store.redrive({ address: conversation("7") })).toBe(1);
    const [rows = []] = await node.store.read([conversation("7")], 10, T0);
    expect(rows.map((row) => [row.id, row.attempts])).toEqual([
      [first, 0],
      [second, 0],
    ]);
    expect(await mailCount(node, "8")).toBe(0);
  });
}

export function failureContract(world: () => StoreWorld): void {
  test("fails nothing that is done", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand);
    await node.store.fail([{ envelopeId: id, error: "late", retryAt: T0, deadLetter: true }]);
    expect(await node.store.redrive({ ids: [id] })).toBe(0);
  });

  test("after a crash counts the head of each mailbox of these partitions, and only that", async () => {
    const node = await startNode(world());
    const [behind, head] = [await receive(node, "7"), await receive(node, "7", { lane: "urgent" })];
    const other = await receive(node, "8");
    await node.store.countHeads([partitionOf(conversation("7"))]);
    const rows = (await node.store.read([conversation("7"), conversation("8")], 10, T0)).flat();
    expect(rows.map((row) => [row.id, row.attempts])).toEqual([
      [head, 1],
      [behind, 0],
      [other, 0],
    ]);
  });

  test("names each address with due mail once, of these partitions, at most `limit`", async () => {
    const node = await startNode(world());
    for (const key of ["7", "7", "8", "9"]) await receive(node, key);
    const waiting = await node.store.waiting(EVERY_PARTITION, 10, T0);
    expect(waiting.map((address) => address.key).toSorted()).toEqual(["7", "8", "9"]);
    expect(await node.store.waiting(EVERY_PARTITION, 2, T0)).toHaveLength(2);
    const partition = partitionOf(conversation("8"));
    expect(await node.store.waiting([partition], 10, T0)).toEqual([conversation("8")]);
    expect(await node.store.waiting([], 10, T0)).toEqual([]);
  });
}
