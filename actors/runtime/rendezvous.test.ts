import { expect, test } from "bun:test";
import { assert, property, uniqueArray, uuid } from "fast-check";
import { desiredOwners } from "./rendezvous.ts";

const nodes = uniqueArray(uuid(), { minLength: 1, maxLength: 8 });

test("every node comes to the same answer, whatever order it sees the others in", () => {
  assert(
    property(nodes, (ids) => {
      expect(desiredOwners(ids.toReversed())).toEqual(desiredOwners(ids));
    }),
  );
});

test("when a node goes, only its own partitions move", () => {
  assert(
    property(nodes, (ids) => {
      const [gone, ...rest] = ids;
      if (rest.length === 0) return;
      const before = desiredOwners(ids);
      const after = desiredOwners(rest);
      const moved = before.filter((owner, partition) => owner !== after[partition]);
      expect(moved.every((owner) => owner === gone)).toBe(true);
    }),
  );
});

test("shares are even enough: no node of four has less than half or more than twice its share", () => {
  assert(
    property(uniqueArray(uuid(), { minLength: 4, maxLength: 4 }), (ids) => {
      const owners = desiredOwners(ids);
      const shares = ids.map((id) => owners.filter((owner) => owner === id).length);
      expect(Math.min(...shares)).toBeGreaterThan(32);
      expect(Math.max(...shares)).toBeLessThan(128);
    }),
  );
});

test("nobody owns anything when there is no node", () => {
  expect(new Set(desiredOwners([]))).toEqual(new Set([null]));
});
