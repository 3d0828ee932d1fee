// Who may answer fans: the owner, and the administrators of the admin groups. Telegram is asked
// (`getChatAdministrators`) and believed for a while: a minute for plain messages, seconds for
// presses and commands, which can move money. Before anybody is refused Telegram is asked once
// more, so that a person who was just made an administrator is not turned away.
//
// One ask is in flight at a time. An answer that was asked for before a membership changed is thrown
// away: it may be older than the change.

import type { Clock } from "#actors/kernel/ports.ts";
import type { Teammate } from "#actors/kernel/team.ts";

type Role = Teammate["role"];

const MESSAGE_AGE_MS_MAX = 60_000;
const ACT_AGE_MS_MAX = 5_000;
/** A stranger who writes a lot must not make us ask Telegram each time. */
const REFUSAL_AGE_MS_MAX = 2_000;

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
  /** Forgets all that is known: somebody's membership has changed. */
  forget(): void;
}

/** @param administratorsOf the ids of one group's administrators; rejects when it cannot be asked. */
export function createRoster(parts: {
  readonly ownerId: number;
  readonly groupIds: () => readonly number[];
  readonly administratorsOf: (groupId: number) => Promise<readonly number[]>;
  readonly clock: Clock;
}): Roster {
  const { ownerId, groupIds, administratorsOf, clock } = parts;
  let known: { readonly ids: ReadonlySet<number>; readonly at: number } | null = null;
  let asking: Promise<void> | null = null;
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

  return {
    async roleOf(userId, isAct) {
      if (userId === ownerId) return "owner";
      if (!isYounger(isAct ? ACT_AGE_MS_MAX : MESSAGE_AGE_MS_MAX)) await refresh();
      if (known?.ids.has(userId)) return "admin";
      if (!isYounger(REFUSAL_AGE_MS_MAX)) await refresh();
      if (known === null) throw new RosterUnavailableError("the administrators are not known");
      return known.ids.has(userId) ? "admin" : "stranger";
    },
    forget() {
      known = null;
      generation += 1;
    },
  };
}
