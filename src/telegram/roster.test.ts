import { describe, expect, test } from "bun:test";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createRoster, RosterUnavailableError } from "./roster.ts";

const OWNER = 1;
const GROUP = -100;
const OTHER = -200;

function world(lists: Record<string, readonly number[]>) {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const down = new Set<number>();
  const roster = createRoster({
    ownerId: OWNER,
    groupIds: () => [GROUP, OTHER],
    administratorsOf: async (groupId) => {
      asked.push(groupId);
      await Promise.resolve();
      if (down.has(groupId)) throw new Error("no answer");
      return lists[groupId] ?? [];
    },
    clock,
  });
  /** How often Telegram was asked, each time for both groups. */
  const asks = (): number => asked.length / 2;
  return { roster, clock, lists, down, asks };
}

describe("the roster", () => {
  test("knows the owner without asking", async () => {
    const { roster, asks } = world({});
    expect([await roster.roleOf(OWNER, true), asks()]).toEqual(["owner", 0]);
  });

  test("takes administrators of any admin group, and nobody else", async () => {
    const { roster } = world({ [GROUP]: [5], [OTHER]: [6] });
    const roles = await Promise.all([5, 6, 7].map((id) => roster.roleOf(id, false)));
    expect(roles).toEqual(["admin", "admin", "stranger"]);
  });

  test("asks once for many at the same time", async () => {
    const { roster, asks } = world({ [GROUP]: [5] });
    await Promise.all(Array.from({ length: 20 }, () => roster.roleOf(5, true)));
    expect(asks()).toBe(1);
  });

  test("believes an answer for a minute for messages and for five seconds for acts", async () => {
    const { roster, clock, asks } = world({ [GROUP]: [5] });
    await roster.roleOf(5, false);
    await clock.advance(5_000);
    await roster.roleOf(5, true);
    expect(asks()).toBe(1);
    await clock.advance(1);
    await roster.roleOf(5, false);
    expect(asks()).toBe(1);
    await roster.roleOf(5, true);
    expect(asks()).toBe(2);
    await clock.advance(60_001);
    await roster.roleOf(5, false);
    expect(asks()).toBe(3);
  });

  test("asks again before it refuses, but not for every word of a stranger", async () => {
    const { roster, clock, lists, asks } = world({ [GROUP]: [5] });
    await roster.roleOf(5, false);
    await clock.advance(3_000);
    lists[GROUP] = [5, 6];
    expect(await roster.roleOf(6, false)).toBe("admin");
    expect(asks()).toBe(2);
    for (let i = 0; i < 10; i += 1) expect(await roster.roleOf(7, true)).toBe("stranger");
    expect(asks()).toBe(2);
  });

  test("forgets at once when a membership changes", async () => {
    const { roster, lists } = world({ [GROUP]: [5] });
    await roster.roleOf(5, false);
    lists[GROUP] = [];
    roster.forget();
    expect(await roster.roleOf(5, false)).toBe("stranger");
  });

  test("throws away an answer that is older than a change", async () => {
    const { roster, asks } = world({ [GROUP]: [5] });
    const asking = roster.roleOf(5, false);
    roster.forget();
    expect(await asking).toBe("admin");
    expect(asks()).toBe(2);
  });

  test("goes on with one group when the other cannot be asked", async () => {
    const { roster, down } = world({ [GROUP]: [5] });
    down.add(OTHER);
    expect(await roster.roleOf(5, true)).toBe("admin");
  });

  test("keeps what it knew while Telegram cannot be asked, and says so when it knows nothing", async () => {
    const { roster, clock, down } = world({ [GROUP]: [5] });
    await roster.roleOf(5, false);
    down.add(GROUP).add(OTHER);
    await clock.advance(600_000);
    expect(await roster.roleOf(5, false)).toBe("admin");
    roster.forget();
    expect(await roster.roleOf(5, false).catch((error: unknown) => error)).toBeInstanceOf(
      RosterUnavailableError,
    );
  });
});
