// Store contract: what an item is to a fan. Once bought it stays bought, whatever is offered after.
import { expect, test } from "bun:test";
import type { ShelfRow, UnlockRow } from "./rows.ts";
import { itemIdOf, type MediaPart } from "./shelf.ts";
import {
  decide,
  receive,
  type StoreWorld,
  startNode,
  T0,
  turn,
  wake,
} from "./store-contract-world.ts";

function photo(uniqueId: string): MediaPart {
  return { kind: "photo", fileId: `file-${uniqueId}`, uniqueId, thumbnailId: null };
}

function shelved(...uniqueIds: readonly string[]): ShelfRow {
  const parts = uniqueIds.map(photo);
  const id = itemIdOf(parts);
  const item = { id, name: "one", caption: "", parts, priceCredits: 30, priceStars: null };
  return { row: "shelf", item, byId: 9, at: T0 };
}

function unlock(itemId: number, standing: UnlockRow["standing"], credits = 0): UnlockRow {
  return { row: "unlock", itemId, standing, credits, stars: 0, byId: 9, at: T0 };
}

export function lockedContract(world: () => StoreWorld): void {
  test("is theirs once it is bought, and an offer after that changes nothing", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const row = shelved("a");
    const { id } = row.item;
    await turn(node, hand, { rows: [row, unlock(id, "offered")] });
    expect((await world().fan("7"))?.unlocked).toEqual([]);
    await turn(node, hand, { rows: [unlock(id, "bought", 30)] });
    await turn(node, hand, { rows: [unlock(id, "offered")] });
    expect((await world().fan("7"))?.unlocked).toEqual([{ itemId: id, credits: 30, stars: 0 }]);
  });

  test("is theirs no more once it was given back, and can be bought again", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const row = shelved("a", "b");
    const { id } = row.item;
    await turn(node, hand, { rows: [row, unlock(id, "offered")] });
    await turn(node, hand, { rows: [unlock(id, "bought", 30)] });
    await turn(node, hand, { rows: [unlock(id, "returned")] });
    expect((await world().fan("7"))?.unlocked).toEqual([]);
    await turn(node, hand, { rows: [unlock(id, "bought", 20)] });
    expect((await world().fan("7"))?.unlocked).toEqual([{ itemId: id, credits: 20, stars: 0 }]);
  });

  test("is locked for two fans in one commit", async () => {
    const node = await startNode(world());
    const [one, other] = [await wake(node, "7"), await wake(node, "8")];
    const row = shelved("c");
    const rows = [row, unlock(row.item.id, "bought", 30)];
    const turns = [
      decide(one, await receive(node, "7"), { rows }),
      decide(other, await receive(node, "8"), { rows }),
    ];
    expect(await node.store.commit(turns)).toEqual(["committed", "committed"]);
    expect((await world().fan("8"))?.unlocked).toHaveLength(1);
  });

  test("is forgotten with its fan", async () => {
    const node = await startNode(world());
    const hand = await wake(node, "7");
    const row = shelved("d");
    await turn(node, hand, { rows: [row, unlock(row.item.id, "bought", 30)] });
    await turn(node, hand, { rows: [{ row: "erase", at: T0 }] });
    await wake(node, "7");
    expect((await world().fan("7"))?.unlocked).toEqual([]);
  });
}
