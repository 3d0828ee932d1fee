// Store contract: timers fire once, partitions have one owner, and who lost one is shut out.
import { expect, test } from "bun:test";
import { partitionOf } from "./address.ts";
import {
  commitOne,
  conversation,
  decide,
  EVERY_PARTITION,
  LEASE_MS,
  mailCount,
  receive,
  type StoreWorld,
  startNode,
  T0,
  turn,
  wake,
} from "./store-contract-world.ts";

const JOIN = { id: "node-a", instanceId: "machine-a", ttlMs: LEASE_MS };

export function timerContract(world: () => StoreWorld): void {
  test("lists timers of partitions that are due, soonest first, at most `limit`", async () => {
    const node = await startNode(world());
    await turn(node, await wake(node, "7"), {
      timers: [
        { name: "late", set: T0 + 30 },
        { name: "soon", set: T0 + 10 },
      ],
    });
    await turn(node, await wake(node, "8"), { timers: [{ name: "mid", set: T0 + 20 }] });
    const due = async (partitions: readonly number[], before: number, limit = 10) =>
      (await node.store.dueTimers(partitions, before, limit)).map((t) => [t.name, t.dueAt - T0]);
    expect(await due(EVERY_PARTITION, T0 + 30)).toEqual([
      ["soon", 10],
      ["mid", 20],
    ]);
    expect(await due(EVERY_PARTITION, T0 + 31, 1)).toEqual([["soon", 10]]);
    expect(await due([partitionOf(conversation("8"))], T0 + 99)).toEqual([["mid", 20]]);
  });

  test("setting a timer again moves it, clearing it takes it away", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, {
      timers: [
        { name: "moved", set: T0 + 10 },
        { name: "cleared", set: T0 + 10 },
      ],
    });
    await turn(node, hand, {
      timers: [
        { name: "moved", set: T0 + 20 },
        { name: "cleared", clear: true },
        { name: "both", set: T0 + 1 },
        { name: "both", clear: true },
      ],
    });
    expect(await node.store.dueTimers(EVERY_PARTITION, T0 + 99, 10)).toEqual([
      { address: conversation("7"), name: "moved", dueAt: T0 + 20 },
    ]);
  });

  firingContract(world);
}

function firingContract(world: () => StoreWorld): void {
  test("fires a timer once, as a message behind the mail that came before it", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { timers: [{ name: "end", set: T0 + 10 }] });
    const before = await receive(node, "7");
    const timers = await node.store.dueTimers(EVERY_PARTITION, T0 + 11, 10);
    const other = world().node("node-b").store;
    await Promise.all([node.store.fireTimers(timers, T0 + 11), other.fireTimers(timers, T0 + 11)]);
    const [rows = []] = await node.store.read([conversation("7")], 10, T0 + 11);
    expect(rows.map((row) => [row.id === before, row.lane])).toEqual([
      [true, "normal"],
      [false, "normal"],
    ]);
    expect(JSON.parse(rows[1]?.body ?? "")).toEqual({ type: "timer", name: "end", dueAt: T0 + 10 });
    expect(rows[1]?.at).toBe(T0 + 11);
    expect(await node.store.dueTimers(EVERY_PARTITION, T0 + 99, 10)).toEqual([]);
  });

  test("fires a timer again that is set to the same moment after it fired", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    for (const _ of ["once", "again"]) {
      await turn(node, hand, { timers: [{ name: "end", set: T0 + 10 }] });
      const timers = await node.store.dueTimers(EVERY_PARTITION, T0 + 11, 10);
      await node.store.fireTimers(timers, T0 + 11);
    }
    const [rows = []] = await node.store.read([conversation("7")], 10, T0 + 11);
    expect(rows.filter(({ body }) => body.includes('"end"'))).toHaveLength(2);
  });

  test("fires no timer that was moved or cleared meanwhile", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const name = "end";
    await turn(node, hand, { timers: [{ name, set: T0 + 10 }] });
    const timers = await node.store.dueTimers(EVERY_PARTITION, T0 + 11, 10);
    await turn(node, hand, { timers: [{ name, set: T0 + 50 }] });
    await node.store.fireTimers(timers, T0 + 11);
    expect(await node.store.waiting(EVERY_PARTITION, 10, T0 + 99)).toEqual([]);
    expect(await node.store.dueTimers(EVERY_PARTITION, T0 + 99, 10)).toHaveLength(1);
  });
}

export function leaseContract(world: () => StoreWorld): void {
  test("lists who lives and takes work", async () => {
    const { leases } = world().node("node-b");
    await leases.join({ ...JOIN, id: "node-b", instanceId: "machine-b" });
    await leases.join(JOIN);
    expect(await leases.liveNodes()).toEqual(["node-a", "node-b"]);
    await leases.drain("node-b");
    expect(await leases.liveNodes()).toEqual(["node-a"]);
    expect(await leases.renew("node-b", LEASE_MS)).toBe(true);
    await leases.leave("node-a");
    expect(await leases.liveNodes()).toEqual([]);
    expect(await leases.renew("node-a", LEASE_MS)).toBe(false);
  });

  test("gives a partition to one node, each time with a higher epoch", async () => {
    const [a, b] = [world().node("node-a").leases, world().node("node-b").leases];
    await a.join(JOIN);
    await b.join({ ...JOIN, id: "node-b", instanceId: "machine-b" });
    const [first, second] = await Promise.all([
      a.claim("node-a", [1, 2, 3]),
      b.claim("node-b", [1, 2, 3]),
    ]);
    const taken = [...first, ...second].map((lease) => lease.partition);
    expect(taken.toSorted((one, two) => one - two)).toEqual([1, 2, 3]);
    const mine = first.length > 0 ? first : second;
    const [owner, heir] =
      first.length > 0 ? (["node-a", "node-b"] as const) : (["node-b", "node-a"] as const);
    const partition = mine[0]?.partition ?? 0;
    expect(await a.claim(heir, [partition])).toEqual([]);
    await a.release(heir, [partition]);
    expect(await a.claim(heir, [partition])).toEqual([]);
    await a.release(owner, [partition]);
    const [inherited] = await a.claim(heir, [partition]);
    expect(inherited?.wasAbandoned).toBe(false);
    expect(inherited?.epoch).toBeGreaterThan(mine[0]?.epoch ?? Number.NaN);
  });

  test("a draining node keeps what it has until it lets go", async () => {
    const { leases } = world().node("node-a");
    await leases.join(JOIN);
    await leases.join({ ...JOIN, id: "node-b", instanceId: "machine-b" });
    await leases.claim("node-a", [1]);
    await leases.drain("node-a");
    expect(await leases.claim("node-b", [1])).toEqual([]);
  });

  test("what a node left behind by dying is taken over, and said to be abandoned", async () => {
    const { leases } = world().node("node-a");
    await leases.join(JOIN);
    await leases.join({ ...JOIN, id: "node-b", instanceId: "machine-b" });
    await leases.claim("node-a", [1]);
    await world().lapse("node-a");
    expect(await leases.renew("node-a", LEASE_MS)).toBe(false);
    expect(await leases.liveNodes()).toEqual(["node-b"]);
    expect(await leases.claim("node-a", [2])).toEqual([]);
    const [taken] = await leases.claim("node-b", [1]);
    expect(taken).toMatchObject({ partition: 1, wasAbandoned: true });
  });

  test("a machine that starts again ends the process it was before", async () => {
    const { leases } = world().node("node-a");
    await leases.join(JOIN);
    await leases.claim("node-a", [1]);
    await leases.join({ ...JOIN, id: "node-a2" });
    expect(await leases.renew("node-a", LEASE_MS)).toBe(false);
    expect(await leases.liveNodes()).toEqual(["node-a2"]);
    const [taken] = await leases.claim("node-a2", [1]);
    expect(taken).toMatchObject({ partition: 1, wasAbandoned: true });
  });
}

export function zombieContract(world: () => StoreWorld): void {
  test("who lost a partition activates nobody there, and elsewhere as ever", async () => {
    const node = await startNode(world());
    await world().lapse("node-a");
    const heir = world().node("node-b");
    await heir.leases.join({ ...JOIN, id: "node-b", instanceId: "machine-b" });
    await heir.leases.claim("node-b", [partitionOf(conversation("7"))]);
    const request = (key: string) => {
      const partition = partitionOf(conversation(key));
      return { address: conversation(key), partition, epoch: node.epochOf(partition), at: T0 };
    };
    const answers = await node.store.activate([request("7"), request("8")]);
    expect(answers.map((answer) => answer.type)).toEqual(["fenced", "active"]);
    expect(await world().fan("7")).toBeNull();
  });

  test("an epoch that is not the lease's is shut out", async () => {
    const node = await startNode(world());
    const partition = partitionOf(conversation("7"));
    const request = { address: conversation("7"), partition, at: T0 };
    for (const epoch of [node.epochOf(partition) - 1, node.epochOf(partition) + 1]) {
      expect(await node.store.activate([{ ...request, epoch }])).toEqual([{ type: "fenced" }]);
    }
  });

  test("a turn decided before the take-over cannot be committed after it", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    await world().lapse("node-a");
    const heir = await startNode(world(), "node-b");
    const theirs = await wake(heir, "7");
    expect(theirs.epoch).toBeGreaterThan(hand.epoch);
    expect(await commitOne(node, decide(hand, id))).toBe("missed");
    expect(await commitOne(heir, decide(theirs, id))).toBe("committed");
    expect(await commitOne(node, decide({ ...hand, version: 1 }, id))).toBe("missed");
  });

  test("a turn of who lost the partition misses, though nobody has activated its actor since", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const id = await receive(node, "7");
    await world().lapse("node-a");
    await startNode(world(), "node-b");
    expect(await commitOne(node, decide(hand, id))).toBe("missed");
    expect(await mailCount(node, "7")).toBe(1);
  });

  test("activating many at once makes each of them once", async () => {
    const node = await startNode(world());
    const other = world().node("node-a").store;
    const requests = Array.from({ length: 20 }, (_, index) => {
      const address = conversation(String(500 + index));
      const partition = partitionOf(address);
      return { address, partition, epoch: node.epochOf(partition), at: T0 };
    });
    const [some, same] = await Promise.all([
      node.store.activate(requests),
      other.activate(requests.toReversed()),
    ]);
    const rows = some.map((answer) => (answer.type === "active" ? answer.actor.row : null));
    expect(new Set(rows).size).toBe(20);
    expect(same.toReversed()).toEqual([...some]);
  });
}
