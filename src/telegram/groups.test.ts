import { describe, expect, test } from "bun:test";
import { createGroups, movedIncident } from "./groups.ts";

describe("the admin groups", () => {
  test("are those of the environment", () => {
    const groups = createGroups([-1, -2]);
    expect([groups.ids(), groups.has(-2), groups.has(-3)]).toEqual([[-1, -2], true, false]);
  });

  test("that moved take new fans under the new id and are known under both", () => {
    const groups = createGroups([-1, -2]);
    expect(groups.moved(-1, -9)).toBe(true);
    expect(groups.ids()).toEqual([-9, -2]);
    expect([groups.has(-1), groups.has(-9)]).toEqual([true, true]);
  });

  test("that were known to have moved are no news", () => {
    const groups = createGroups([-1]);
    groups.moved(-1, -9);
    expect(groups.moved(-1, -9)).toBe(false);
    expect(movedIncident(-1, -9).mend).toBe("Write -9 instead of -1 into ADMIN_GROUP_IDS.");
  });
});
