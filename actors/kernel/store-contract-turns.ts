// Store contract: a turn is written as a whole by the activation that read the row, or not at all.
import { expect, test } from "bun:test";
import type { Effect } from "./effect.ts";
import {
  commitOne,
  conversation,
  decide,
  EVERY_PARTITION,
  effectsOf,
  type FanView,
  isRefused,
  ledger,
  mailCount,
  message,
  post,
  projection,
  receive,
  type StoreWorld,
  startNode,
  T0,
  turn,
  wake,
} from "./store-contract-world.ts";

/** Promised before the fan asked to be forgotten: it is kept. */
const REFUND: Effect = {
  verb: "refundPayment",
  purchaseId: "p1",
  paymentId: "pi_1",
  refundKey: "p1:1",
  amount: 499,
};

export function commitContract(world: () => StoreWorld): void {
  test("keeps the state as it was given and counts the version", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    expect(hand.state).toBeNull();
    const state = JSON.stringify({ z: 1, a: ['\\ " 👩‍👩‍👧', 4503599627370497], b: "שלום" });
    await turn(node, hand, { state });
    await turn(node, hand, { state });
    const again = await wake(node, "7");
    expect(again.state).toBe(state);
    expect(again.version).toBe(hand.version);
    expect(again.actor).toEqual(hand.actor);
    expect(await mailCount(node, "7")).toBe(0);
  });

  test("undoes a turn that misses alone, with everything of it", async () => {
    const node = await startNode(world());
    const hands = [await wake(node, "7"), await wake(node, "8"), await wake(node, "9")];
    const everything = {
      credits: 3,
      rows: [ledger(3), message("f1")],
      effects: [{ effect: post("hi") }],
      timers: [{ name: "end", set: T0 }],
    };
    const turns = [];
    for (const hand of hands) {
      turns.push(decide(hand, await receive(node, hand.key), everything));
    }
    const [first, stale, last] = turns;
    if (first === undefined || stale === undefined || last === undefined) throw new Error("three");
    const batch = [first, { ...stale, version: stale.version + 1 }, last];
    expect(await node.store.commit(batch)).toEqual(["committed", "missed", "committed"]);
    expect(await world().fan("8")).toMatchObject({ credits: 0, ledger: [], messages: [] });
    expect(await effectsOf(node, "8")).toEqual([]);
    expect(await mailCount(node, "8")).toBe(1);
    const due = await node.store.dueTimers(EVERY_PARTITION, T0 + 1, 10);
    expect(due.map((timer) => timer.address.key).toSorted()).toEqual(["7", "9"]);
    for (const key of ["7", "9"]) {
      expect(await world().fan(key)).toMatchObject({ credits: 3, messages: [{ ref: "f1" }] });
      expect(await effectsOf(node, key)).toHaveLength(1);
      expect(await mailCount(node, key)).toBe(0);
    }
    expect((await wake(node, "8")).state).toBeNull();
  });
}

export function fenceContract(world: () => StoreWorld): void {
  test("takes an envelope once, even by a turn that knows the version", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await turn(node, hand, { credits: 3, rows: [ledger(3)] });
    const again = decide(hand, id, { credits: 6, rows: [ledger(3)] });
    expect(await commitOne(node, again)).toBe("missed");
    expect(await world().fan("7")).toMatchObject({ credits: 3, ledger: [{ credits: 3 }] });
  });

  test("takes no envelope that became a dead letter meanwhile", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    await node.store.fail([{ envelopeId: id, error: "boom", retryAt: T0, deadLetter: true }]);
    expect(await commitOne(node, decide(hand, id))).toBe("missed");
  });

  test("lets one of two turns on the same version through, whoever is first", async () => {
    const node = await startNode(world());
    const other = world().node("node-a").store;
    for (let round = 0; round < 5; round += 1) {
      const key = String(100 + round);
      const hand = await wake(node, key);
      const [a, b] = [await receive(node, key), await receive(node, key)];
      const results = await Promise.all([
        node.store.commit([decide(hand, a, { credits: 3, rows: [ledger(3)] })]),
        other.commit([decide(hand, b, { credits: 5, rows: [ledger(5)] })]),
      ]);
      expect(results.flat().toSorted()).toEqual(["committed", "missed"]);
      const fan = await world().fan(key);
      expect(fan?.ledger).toHaveLength(1);
      expect(fan?.ledger[0]?.credits).toBe(fan?.credits);
    }
  });

  test("writes an actor that is no conversation without any fan", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    expect(await commitOne(node, decide(hand, id, { projection: null }))).toBe("committed");
    expect(await world().fan("7")).toMatchObject({ credits: 0 });
  });
}

export function moneyContract(world: () => StoreWorld): void {
  test("the balance is the sum of the ledger after every commit", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { credits: 3, rows: [ledger(3)] });
    await turn(node, hand, { credits: 6, rows: [ledger(-1), ledger(5), ledger(-1)] });
    await turn(node, hand);
    const fan = await world().fan("7");
    expect(fan?.credits).toBe(6);
    expect(fan?.ledger.map((row) => row.credits)).toEqual([3, -1, 5, -1]);
  });

  test("refuses a balance that is not the sum of the ledger", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    const forged = decide(hand, id, { credits: 4, rows: [ledger(3)] });
    expect(await isRefused(node.store.commit([forged]))).toBe(true);
    expect(await world().fan("7")).toMatchObject({ credits: 0, ledger: [] });
    expect(await mailCount(node, "7")).toBe(1);
  });

  test("takes a business reference once in a turn", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    const rows = [ledger(10, "payment:pi_1"), ledger(10, "payment:pi_1")];
    expect(await isRefused(node.store.commit([decide(hand, id, { credits: 20, rows })]))).toBe(
      true,
    );
    expect(await world().fan("7")).toMatchObject({ credits: 0, ledger: [] });
  });

  test("takes a business reference once over all fans and for ever", async () => {
    const node = await startNode(world());
    const [ana, bo] = [await wake(node, "7"), await wake(node, "8")];
    await turn(node, ana, { credits: 10, rows: [ledger(10, "stripe:pi_1")] });
    const id = await receive(node, "8");
    const again = decide(bo, id, { credits: 10, rows: [ledger(10, "stripe:pi_1")] });
    expect(await isRefused(node.store.commit([again]))).toBe(true);
    expect(await world().fan("8")).toMatchObject({ credits: 0, ledger: [] });
    expect(await commitOne(node, decide(bo, id))).toBe("committed");
  });
}

/** A fan of whom there is nothing yet. */
const NOBODY: FanView = {
  credits: 0,
  customerId: null,
  ledger: [],
  unlocked: [],
  purchases: [],
  messages: [],
};

export function rowsContract(world: () => StoreWorld): void {
  test("writes messages, and their changes with the old texts kept", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { rows: [message("f1", { text: "one 👩‍👩‍👧" }), message("f2")] });
    await turn(node, hand, {
      rows: [
        { row: "messageChange", ref: "f1", text: 'two "\\"', at: T0 },
        { row: "messageChange", ref: "f2", status: "held", cost: 5, at: T0 },
        { row: "messageChange", ref: "f404", text: "nobody", at: T0 },
      ],
    });
    await turn(node, hand, { rows: [{ row: "messageChange", ref: "f1", text: "three", at: T0 }] });
    const fan = await world().fan("7");
    expect(fan?.messages).toEqual([
      { ref: "f1", status: "queued", cost: 1, text: "three", history: ["one 👩‍👩‍👧", 'two "\\"'] },
      { ref: "f2", status: "held", cost: 5, text: "hello", history: [] },
    ]);
  });

  test("shows where effects go from the last commit", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand);
    const without = projection("7", 0);
    const addresses = [conversation("7"), conversation("404")];
    const groupId = without.conversation.groupId;
    const [route] = await node.store.routes(addresses);
    expect(route).toEqual({ fanChatId: 7, groupId, topicId: 42 });
    const lost = { ...without, conversation: { ...without.conversation, topicId: null } };
    await turn(node, hand, { projection: lost });
    const [after, stranger] = await node.store.routes(addresses);
    expect(after).toEqual({ fanChatId: 7, groupId, topicId: null });
    expect(stranger).toMatchObject({ groupId: null, topicId: null });
  });

  test("forgets a fan who asks for it, but not the books", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, {
      credits: 3,
      rows: [ledger(3, "stripe:pi_9"), message("f1", { text: "secret" })],
      effects: [{ effect: post("secret") }, { effect: REFUND }],
      timers: [{ name: "end", set: T0 }],
    });
    const tombstone = '{"wasWelcomed":true,"groupId":-5,"topicId":9}';
    await turn(node, hand, {
      state: tombstone,
      rows: [{ row: "erase", at: T0 }],
      effects: [{ effect: post("bye") }],
    });
    expect(await world().fan("7")).toBeNull();
    expect(await node.store.dueTimers(EVERY_PARTITION, T0 + 1, 10)).toEqual([]);
    const left = await effectsOf(node, "7");
    expect(left.map((row) => row.effect)).toEqual([REFUND, post("bye")]);
    const [route] = await node.store.routes([conversation("7")]);
    expect(route).toEqual({ fanChatId: 7, groupId: -5, topicId: 9 });

    const late = await receive(node, "7");
    expect(await commitOne(node, decide(hand, late))).toBe("missed");
    const fresh = await wake(node, "7");
    expect(fresh.state).toBe(tombstone);
    expect(fresh.actor.userId).not.toBe(hand.actor.userId);
    expect(await world().fan("7")).toEqual(NOBODY);
    const reused = decide(fresh, late, { credits: 3, rows: [ledger(3, "stripe:pi_9")] });
    expect(await isRefused(node.store.commit([reused]))).toBe(true);
  });
}
