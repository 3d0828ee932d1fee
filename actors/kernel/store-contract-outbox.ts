// Store contract: effects wait in their order until a result settles them, once.
import { expect, test } from "bun:test";
import { partitionOf } from "./address.ts";
import type { Effect, Header } from "./effect.ts";
import { effectId } from "./envelope.ts";
import {
  arrival,
  commitOne,
  conversation,
  decide,
  effectsOf,
  mailCount,
  message,
  post,
  receive,
  type StoreWorld,
  settled,
  startNode,
  T0,
  turn,
  wake,
} from "./store-contract-world.ts";

const HEADER: Header = {
  title: "held",
  contentKind: "text",
  facts: {
    fanId: 7,
    firstName: "Ana 👩‍👩‍👧",
    username: null,
    tier: "vip",
    credits: 9,
    creditsFull: 10,
    sessionSeconds: 0,
  },
};

function withHeader(effect: Effect, header: Header): Effect {
  if (effect.verb !== "post") throw new Error("a post has a header");
  return { ...effect, header };
}

export function outboxContract(world: () => StoreWorld): void {
  test("loads pending effects of partitions by id, from after an id, at most `limit`", async () => {
    const node = await startNode(world());
    const [ana, bo] = [await wake(node, "7"), await wake(node, "8")];
    const first = await turn(node, ana, {
      effects: [
        { effect: post('one " \\ 👩‍👩‍👧') },
        { effect: post("two"), delivers: ["f1", "f2"], after: 0 },
      ],
    });
    await turn(node, bo, { effects: [{ effect: post("other") }] });
    const third = await turn(node, ana, { effects: [{ effect: post("three") }] });
    const partitions = [partitionOf(conversation("7"))];
    expect(await node.store.loadEffects(partitions, 0, 10)).toEqual([
      {
        id: effectId(first, 0),
        address: conversation("7"),
        effect: post('one " \\ 👩‍👩‍👧'),
        after: null,
        delivers: [],
        at: T0,
        attempts: 0,
      },
      expect.objectContaining({
        id: effectId(first, 1),
        after: effectId(first, 0),
        delivers: ["f1", "f2"],
      }),
      expect.objectContaining({ id: effectId(third, 0) }),
    ]);
    const ids = async (afterId: number, limit: number) =>
      (await node.store.loadEffects(partitions, afterId, limit)).map((row) => row.id);
    expect(await ids(effectId(first, 0), 10)).toEqual([effectId(first, 1), effectId(third, 0)]);
    expect(await ids(0, 1)).toEqual([effectId(first, 0)]);
    expect(await node.store.loadEffects([], 0, 10)).toEqual([]);
  });

  test("loads by id only what is pending", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      effects: [{ effect: post("one") }, { effect: post("two"), held: true }],
    });
    const ids = [effectId(id, 0), effectId(id, 1), 404];
    const rows = await node.store.loadEffectsById(ids);
    expect(rows.map((row) => row.id)).toEqual([effectId(id, 0)]);
  });
}

export function orderContract(world: () => StoreWorld): void {
  test("an effect whose forerunner is done waits for nobody", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      effects: [{ effect: post("one") }, { effect: post("two"), after: 0 }],
    });
    await node.store.settle([settled("7", effectId(id, 0))]);
    const rows = await effectsOf(node, "7");
    expect(rows.map((row) => [row.id, row.after])).toEqual([[effectId(id, 1), null]]);
  });

  test("an effect that is given up takes those that wait for it along", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      effects: [
        { effect: post("header") },
        { effect: post("media"), after: 0 },
        { effect: post("reaction"), after: 1 },
        { effect: post("another") },
      ],
    });
    const givenUp = settled("7", effectId(id, 0), {
      to: "discarded",
      outcome: { type: "refused", code: "bad-request", reason: "no" },
    });
    expect(await node.store.settle([givenUp])).toEqual([true]);
    const rows = await effectsOf(node, "7");
    expect(rows.map((row) => row.id)).toEqual([effectId(id, 3)]);
  });
}

export function heldContract(world: () => StoreWorld): void {
  test("a held effect is not pending until a turn releases it, under the header it gives", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      effects: [
        { effect: withHeader(post("kept"), HEADER), held: true },
        { effect: post("new"), held: true },
      ],
    });
    expect(await effectsOf(node, "7")).toEqual([]);
    await turn(node, hand, {
      held: [
        { effectId: effectId(id, 0), to: "released", header: null },
        { effectId: effectId(id, 1), to: "released", header: HEADER },
      ],
    });
    const rows = await effectsOf(node, "7");
    expect(rows.map((row) => row.effect)).toEqual([
      withHeader(post("kept"), HEADER),
      withHeader(post("new"), HEADER),
    ]);
    expect(await node.store.loadEffectsById([effectId(id, 1)])).toHaveLength(1);
  });

  test("a dropped effect never goes out, and a settled one is not held any more", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      effects: [{ effect: post("one"), held: true }, { effect: post("two") }],
    });
    await turn(node, hand, { held: [{ effectId: effectId(id, 0), to: "dropped" }] });
    await node.store.settle([settled("7", effectId(id, 1))]);
    await turn(node, hand, {
      held: [
        { effectId: effectId(id, 0), to: "released", header: null },
        { effectId: effectId(id, 1), to: "released", header: null },
      ],
    });
    expect(await effectsOf(node, "7")).toEqual([]);
  });

  test("a turn that misses releases nothing", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, { effects: [{ effect: post("one"), held: true }] });
    const stale = { ...hand, version: hand.version - 1 };
    const change = { effectId: effectId(id, 0), to: "released", header: null } as const;
    const mail = await receive(node, "7");
    expect(await commitOne(node, decide(stale, mail, { held: [change] }))).toBe("missed");
    expect(await effectsOf(node, "7")).toEqual([]);
  });
}

export function settleContract(world: () => StoreWorld): void {
  test("records a result once: the row, its messages and its news", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      rows: [message("f1"), message("f2")],
      effects: [{ effect: post("one"), delivers: ["f1"] }],
    });
    const result = settled("7", effectId(id, 0), {
      delivers: ["f1"],
      arrival: arrival("7", { dedupeKey: `outcome:${effectId(id, 0)}`, lane: "urgent" }),
      links: [
        { fanId: 7, fanMessageId: 1, groupId: -5, topicMessageId: 9, direction: "in" },
        { fanId: 7, fanMessageId: 2, groupId: -5, topicMessageId: 9, direction: "in" },
      ],
    });
    expect(await node.store.settle([result, settled("7", 404)])).toEqual([true, false]);
    expect(await node.store.settle([result])).toEqual([false]);
    expect(await effectsOf(node, "7")).toEqual([]);
    expect(await mailCount(node, "7")).toBe(1);
    const fan = await world().fan("7");
    expect(fan?.messages.map((row) => row.status)).toEqual(["delivered", "queued"]);
  });

  test("two relays that settle the same effect tell of it once", async () => {
    const node = await startNode(world());
    const other = world().node("node-b").store;
    const hand = await wake(node, "7");
    const id = await turn(node, hand, { effects: [{ effect: post("one") }] });
    const result = (dedupeKey: string) =>
      settled("7", effectId(id, 0), { arrival: arrival("7", { dedupeKey }) });
    const answers = await Promise.all([
      node.store.settle([result("outcome:a")]),
      other.settle([result("outcome:b")]),
    ]);
    expect(answers.flat().filter((didWait) => didWait)).toHaveLength(1);
    expect(await mailCount(node, "7")).toBe(1);
  });

  test("a late delivery does not bring back what was withdrawn", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, {
      rows: [message("g-5:1", { direction: "out" })],
      effects: [{ effect: post("one"), delivers: ["g-5:1"] }],
    });
    await turn(node, hand, {
      rows: [{ row: "messageChange", ref: "g-5:1", status: "withdrawn", at: T0 }],
    });
    await node.store.settle([settled("7", effectId(id, 0), { delivers: ["g-5:1"] })]);
    expect((await world().fan("7"))?.messages[0]?.status).toBe("withdrawn");
  });
}
