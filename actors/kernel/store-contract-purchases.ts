// Store contract: what is kept of a purchase is its last version, and no turn writes over one that it
// has not seen.
import { expect, test } from "bun:test";
import {
  commitOne,
  decide,
  isRefused,
  ledger,
  projection,
  purchase,
  receive,
  type StoreWorld,
  startNode,
  type TurnParts,
  turn,
  wake,
} from "./store-contract-world.ts";

export function purchaseContract(world: () => StoreWorld): void {
  test("are kept as the last turn said, whole", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { rows: [purchase("p1"), purchase("p2", { rail: "stars" })] });
    const paid = purchase("p1", {
      version: 2,
      state: "paid",
      sessionId: "cs_1",
      paymentId: "pi_1",
      isGranted: true,
      refunds: [{ id: "re_1", amount: 100, state: "pending", at: 1 }],
    });
    await turn(node, hand, { credits: 10, rows: [ledger(10, "payment:pi_1"), paid] });
    const fan = await world().fan("7");
    expect(fan?.purchases).toEqual([paid.purchase, purchase("p2", { rail: "stars" }).purchase]);
  });

  test("have one row of a turn that says two things of one", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { rows: [purchase("p1"), purchase("p1", { sessionId: "cs_1" })] });
    expect((await world().fan("7"))?.purchases).toMatchObject([{ version: 1, sessionId: "cs_1" }]);
  });

  test("refuse a version that does not follow, and that turn alone", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { rows: [purchase("p1")] });
    await turn(node, hand, { rows: [purchase("p1", { version: 2, state: "processing" })] });
    const other = await wake(node, "8");
    const fine = decide(other, await receive(node, "8"), { rows: [purchase("p8")] });
    const wrong: [string, number][] = [
      ["p1", 1],
      ["p1", 2],
      ["p1", 4],
      ["p404", 2],
    ];
    for (const [id, version] of wrong) {
      const rows = [purchase(id, { version, state: "paid" })];
      const turnCommit = decide(hand, await receive(node, "7"), { rows });
      expect([id, version, await isRefused(node.store.commit([turnCommit]))]).toEqual([
        id,
        version,
        true,
      ]);
    }
    expect(await commitOne(node, fine)).toBe("committed");
    const fan = await world().fan("7");
    expect(fan?.purchases).toMatchObject([{ id: "p1", version: 2, state: "processing" }]);
  });
}

export function purchaseOwnerContract(world: () => StoreWorld): void {
  test("are one fan's, each with its own session and payment", async () => {
    const node = await startNode(world());
    const [ana, bo] = [await wake(node, "7"), await wake(node, "8")];
    const ids = { sessionId: "cs_1", paymentId: "pi_1" };
    await turn(node, ana, { rows: [purchase("p1", ids)] });
    const attempts: TurnParts[] = [
      { rows: [purchase("p1", { version: 2 })] },
      { rows: [purchase("p8", { sessionId: "cs_1" })] },
      { rows: [purchase("p8", { paymentId: "pi_1" })] },
    ];
    for (const parts of attempts) {
      const turnCommit = decide(bo, await receive(node, "8"), parts);
      expect([parts.rows, await isRefused(node.store.commit([turnCommit]))]).toEqual([
        parts.rows,
        true,
      ]);
    }
    await turn(node, bo, { rows: [purchase("p8", { paymentId: "pi_1", rail: "stars" })] });
    expect((await world().fan("7"))?.purchases).toMatchObject([ids]);
  });

  test("outlive the fan who made them, who cannot change them any more", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    await turn(node, hand, { rows: [purchase("p1")] });
    await turn(node, hand, {
      rows: [{ row: "erase", at: 1 }, purchase("p1", { version: 2, state: "expired" })],
    });
    const fresh = await wake(node, "7");
    expect((await world().fan("7"))?.purchases).toEqual([]);
    const late = decide(fresh, await receive(node, "7"), {
      rows: [purchase("p1", { version: 3, state: "paid" })],
    });
    expect(await isRefused(node.store.commit([late]))).toBe(true);
    const again = decide(fresh, await receive(node, "7"), { rows: [purchase("p1")] });
    expect(await isRefused(node.store.commit([again]))).toBe(true);
  });

  test("go with a customer at Stripe that is one fan's until it is forgotten", async () => {
    const node = await startNode(world());
    const [ana, bo] = [await wake(node, "7"), await wake(node, "8")];
    const asCustomer = (key: string) => {
      const shown = projection(key, 0);
      return { ...shown, user: { ...shown.user, stripeCustomerId: "cus_1" } };
    };
    await turn(node, ana, { projection: asCustomer("7") });
    await turn(node, ana, { projection: asCustomer("7") });
    expect(await world().fan("7")).toMatchObject({ customerId: "cus_1" });
    const forged = decide(bo, await receive(node, "8"), { projection: asCustomer("8") });
    expect(await isRefused(node.store.commit([forged]))).toBe(true);
    await turn(node, ana, { projection: asCustomer("7"), rows: [{ row: "erase", at: 1 }] });
    await turn(node, bo, { projection: asCustomer("8") });
    expect(await world().fan("8")).toMatchObject({ customerId: "cus_1" });
  });
}
