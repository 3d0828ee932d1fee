import { expect, test } from "bun:test";
import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { type HeapMember, RankedHeap } from "./heap.ts";

interface Member extends HeapMember {
  readonly name: number;
  rank: number;
}

const byRank = (one: Member, other: Member): boolean =>
  one.rank < other.rank || (one.rank === other.rank && one.name < other.name);

/** Each step pushes a new member, removes one, or gives one another rank. */
const steps = array(
  record({
    kind: constantFrom("push", "push", "remove", "rerank"),
    on: nat(),
    rank: nat(50),
  }),
  { maxLength: 200 },
);

test("the top is always the first of those inside, whoever came, left or changed rank", () => {
  assert(
    property(steps, (all) => {
      const heap = new RankedHeap<Member>(byRank);
      const inside: Member[] = [];
      for (const [name, { kind, on, rank }] of all.entries()) {
        const chosen = inside[on % Math.max(1, inside.length)];
        if (kind === "push") {
          const member = { name, rank, place: -1 };
          inside.push(member);
          heap.push(member);
        } else if (chosen !== undefined && kind === "remove") {
          inside.splice(inside.indexOf(chosen), 1);
          heap.remove(chosen);
        } else if (chosen !== undefined) {
          chosen.rank = rank;
          heap.reorder(chosen);
        }
        const first = inside.toSorted((a, b) => (byRank(a, b) ? -1 : 1))[0];
        expect([heap.top, heap.size]).toEqual([first, inside.length]);
      }
    }),
  );
});

test("removing one that is not inside changes nothing", () => {
  const heap = new RankedHeap<Member>(byRank);
  const [one, other] = [1, 2].map((name) => ({ name, rank: name, place: -1 }));
  if (one === undefined || other === undefined) return;
  heap.push(one);
  heap.remove(other);
  heap.remove(one);
  heap.remove(one);
  expect([heap.size, heap.top, one.place]).toEqual([0, undefined, -1]);
});
