// What the panel does to dead letters: each is one audited statement, which finds nothing the second
// time.
//
// A letter of the team's says what its sender was when it came, and is carried out as theirs. So one
// whose sender has been removed since, or is less, is not put back: it can be discarded.
import { isAtLeast } from "#actors/kernel/leading.ts";
import type { Role, Teammate } from "#actors/kernel/team.ts";
import type { Database } from "#db/client.ts";
import { endLetter, letterSender } from "#db/dead-letters.ts";
import type { Acting, DeskActs } from "#src/desk-perform.ts";

export type LetterActs = Pick<DeskActs, "redrive" | "discard">;

/** @param roleOf what somebody is at this moment; rejects as the store does. */
export function letterActs(
  database: Database,
  roleOf: (sender: Teammate) => Promise<Role>,
): LetterActs {
  const end = async (id: number, { by, at }: Acting, how: "redrive" | "discard") => {
    const isDone = await endLetter(database, { id, by, at }, how);
    return { isDone, goTo: "letters:0" };
  };
  return {
    async redrive({ letterId }, acting) {
      const sender = await letterSender(database, letterId);
      if (sender !== null && !isAtLeast(await roleOf(sender), sender.role)) {
        const say = { key: "letterOfNobody", with: { name: sender.name } } as const;
        return { isDone: false, say, goTo: `letter:${letterId}` };
      }
      const ended = await end(letterId, acting, "redrive");
      return { ...ended, say: { key: ended.isDone ? "letterBack" : "letterGone", with: {} } };
    },
    async discard({ letterId }, acting) {
      const ended = await end(letterId, acting, "discard");
      return { ...ended, say: { key: ended.isDone ? "letterDiscarded" : "letterGone", with: {} } };
    },
  };
}
