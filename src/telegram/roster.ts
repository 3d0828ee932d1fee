// Who is of the team: the owner, and who was invited. Until somebody was, the administrators of the
// admin groups work as `admin`; from then on they are nobody.
//
// The owner is the deployment's, and a member is read from the database each time, so that a removal
// or another role holds with the next press. Administrators are asked of Telegram
// (`getChatAdministrators`) and believed for a while: a minute for plain messages, seconds for
// presses and commands, which can move money. Before anybody is refused Telegram is asked once
// more, so that a person who was just made an administrator is not turned away.
//
// One ask is in flight at a time. An answer that was asked for before a membership changed is thrown
// away: it may be older than the change.

import type { Clock } from "#actors/kernel/ports.ts";
import type { Member, MemberRole, Teammate } from "#actors/kernel/team.ts";

type Role = Teammate["role"];

const MESSAGE_AGE_MS_MAX = 60_000;
const ACT_AGE_MS_MAX = 5_000;
/** A stranger who writes a lot must not make us ask Telegram each time. */
const REFUSAL_AGE_MS_MAX = 2_000;
/** For a fan's message Telegram is asked only when nothing is known at all, and then not often. */
const GLANCE_EVERY_MS = 60_000;

/** No account has this id. */
const NOBODY = 0;

/** What the database knows of somebody. */
export interface Membership {
  /** null: they are no member. */
  readonly role: MemberRole | null;
  /** Somebody was invited once: the administrators of the groups no longer count. */
  readonly isFormed: boolean;
}

/** Telegram cannot be asked and nothing is known: the update must come again. */
export class RosterUnavailableError extends Error {
  override readonly name = "RosterUnavailableError";
}

export interface Roster {
  /**
   * What a person may do. `isAct` asks for a fresher answer than a plain message needs.
   * @throws RosterUnavailableError when it cannot be known now.
   */
  roleOf(userId: number, isAct: boolean): Promise<Role>;
  /**
   * What the one id may do behind which every anonymous administrator writes: as good as nothing, and
   * nothing at all once there is a team, for nobody can tell who of whom it is.
   */
  anonymousRole(): Promise<"anonymous" | "stranger">;
  /**
   * Whether `roleOf` is worth asking about somebody who writes in private, who is a fan nearly always:
   * from memory, so that a fan costs nothing. `isTelling`: no fan would write that, so it is worth it.
   */
  mayBeOfTeam(userId: number, isTelling: boolean): Promise<boolean>;
  /** Forgets all that is known: somebody's membership has changed. */
  forget(): void;
}

/**
 * @param administratorsOf the ids of one group's administrators; rejects when it cannot be asked.
 * @param membershipOf as committed. @param team the list in memory, seconds old.
 */
export function createRoster(parts: {
  readonly ownerId: number;
  readonly membershipOf: (userId: number) => Promise<Membership>;
  readonly team: () => readonly Member[];
  readonly groupIds: () => readonly number[];
  readonly administratorsOf: (groupId: number) => Promise<readonly number[]>;
  readonly clock: Clock;
}): Roster {
  const { ownerId, membershipOf, team, groupIds, administratorsOf, clock } = parts;
  let known: { readonly ids: ReadonlySet<number>; readonly at: number } | null = null;
  let asking: Promise<void> | null = null;
  let glancedAt: number | null = null;
  let generation = 0;

  const ask = async (): Promise<void> => {
    const asked = generation;
    const at = clock.monotonic();
    const answers = await Promise.allSettled(groupIds().map(administratorsOf));
    // A group that cannot be asked (the bot was removed from it) does not hide the others.
    const lists = answers.flatMap((answer) =>
      answer.status === "fulfilled" ? [answer.value] : [],
    );
    if (lists.length > 0 && asked === generation) known = { ids: new Set(lists.flat()), at };
  };

  const refresh = async (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    await asking;
  };

  const isYounger = (ageMs: number): boolean =>
    known !== null && clock.monotonic() - known.at <= ageMs;

  const administratorRole = async (userId: number, isAct: boolean): Promise<Role> => {
    if (!isYounger(isAct ? ACT_AGE_MS_MAX : MESSAGE_AGE_MS_MAX)) await refresh();
    if (known?.ids.has(userId)) return "admin";
    if (!isYounger(REFUSAL_AGE_MS_MAX)) await refresh();
    if (known === null) throw new RosterUnavailableError("the administrators are not known");
    return known.ids.has(userId) ? "admin" : "stranger";
  };

  /** Learns who the administrators are when nothing is known yet, at most once in a while. */
  const glance = async (): Promise<void> => {
    if (known !== null) return;
    const now = clock.monotonic();
    const isSoon = glancedAt !== null && now - glancedAt < GLANCE_EVERY_MS;
    // Who comes while Telegram is being asked waits for that answer too.
    if (isSoon && asking === null) return;
    glancedAt = now;
    await refresh();
  };

  return {
    async roleOf(userId, isAct) {
      if (userId === ownerId) return "owner";
      const { role, isFormed } = await membershipOf(userId);
      if (role !== null || isFormed) return role ?? "stranger";
      return await administratorRole(userId, isAct);
    },
    async anonymousRole() {
      const { isFormed } = await membershipOf(NOBODY);
      return isFormed ? "stranger" : "anonymous";
    },
    async mayBeOfTeam(userId, isTelling) {
      if (userId === ownerId || isTelling || team().some(({ id }) => id === userId)) return true;
      if (team().some(({ role }) => role !== "owner")) return false;
      await glance();
      return known?.ids.has(userId) ?? false;
    },
    forget() {
      known = null;
      glancedAt = null;
      generation += 1;
    },
  };
}
