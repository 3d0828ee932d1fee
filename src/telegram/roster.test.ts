import { describe, expect, test } from "bun:test";
import type { Member, MemberRole } from "#actors/kernel/team.ts";
import { VirtualClock } from "#actors/sim/virtual-clock.ts";
import { createRoster, RosterUnavailableError } from "./roster.ts";

const OWNER = 1;
const GROUP = -100;
const OTHER = -200;

function world(lists: Record<string, readonly number[]>) {
  const clock = new VirtualClock();
  const asked: number[] = [];
  const down = new Set<number>();
  const members = new Map<number, MemberRole>();
  const owner: Member = { id: OWNER, name: "O", username: null, role: "owner", isOnDuty: false };
  const roster = createRoster({
    ownerId: OWNER,
    membershipOf: async (userId) => ({
      role: members.get(userId) ?? null,
      isFormed: members.size > 0,
    }),
    team: () => [owner, ...[...members].map(([id, role]) => ({ ...owner, id, role }))],
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
  return { roster, clock, lists, down, members, asks };
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
    while (asks() === 0) await Promise.resolve();
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

  test("knows members by the database, whatever Telegram says, and forgets the administrators", async () => {
    const { roster, members, asks } = world({ [GROUP]: [5] });
    members.set(8, "agent");
    const roles = await Promise.all([OWNER, 8, 5].map((id) => roster.roleOf(id, true)));
    expect(roles).toEqual(["owner", "agent", "stranger"]);
    expect(asks()).toBe(0);
  });

  test("hears anonymous administrators until there is a team", async () => {
    const { roster, members } = world({});
    expect(await roster.anonymousRole()).toBe("anonymous");
    members.set(8, "viewer");
    expect(await roster.anonymousRole()).toBe("stranger");
  });

  test("believes the database again at each act", async () => {
    const { roster, members } = world({});
    members.set(8, "agent").set(9, "viewer");
    expect(await roster.roleOf(8, true)).toBe("agent");
    members.set(8, "admin");
    expect(await roster.roleOf(8, true)).toBe("admin");
    members.delete(8);
    expect(await roster.roleOf(8, true)).toBe("stranger");
  });

  test("lets fans write in private without asking for each of them", async () => {
    const { roster, clock, asks } = world({ [GROUP]: [5] });
    const first = await Promise.all([40, 41, 5].map((id) => roster.mayBeOfTeam(id, false)));
    expect(first).toEqual([false, false, true]);
    for (let i = 0; i < 100; i += 1) await roster.mayBeOfTeam(40 + i, false);
    await clock.advance(3_600_000);
    expect(await roster.mayBeOfTeam(40, false)).toBe(false);
    expect(asks()).toBe(1);
  });

  test("does not hold up fans while Telegram cannot be asked", async () => {
    const { roster, clock, down, asks } = world({ [GROUP]: [5] });
    down.add(GROUP).add(OTHER);
    for (let i = 0; i < 100; i += 1) expect(await roster.mayBeOfTeam(5, false)).toBe(false);
    expect(asks()).toBe(1);
    down.clear();
    await clock.advance(60_000);
    expect(await roster.mayBeOfTeam(5, false)).toBe(true);
  });

  test("takes whoever writes a command of the panel for somebody to look up", async () => {
    const { roster, members, asks } = world({});
    members.set(8, "agent");
    const may = [
      [OWNER, false],
      [8, false],
      [7, true],
      [7, false],
    ] as const;
    const seen = await Promise.all(may.map(([id, isTelling]) => roster.mayBeOfTeam(id, isTelling)));
    expect(seen).toEqual([true, true, true, false]);
    expect(asks()).toBe(0);
  });
});
