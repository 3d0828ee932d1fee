// What the panel does to dead letters: each is one audited statement, which finds nothing the second
// time.
import type { Database } from "#db/client.ts";
import { endLetter } from "#db/dead-letters.ts";
import type { Acting, DeskActs } from "#src/desk-perform.ts";

export type LetterActs = Pick<DeskActs, "redrive" | "discard">;

export function letterActs(database: Database): LetterActs {
  const end = async (id: number, { by, at }: Acting, how: "redrive" | "discard") => {
    const isDone = await endLetter(database, { id, by, at }, how);
    return { isDone, goTo: "letters:0" };
  };
  return {
    async redrive({ letterId }, acting) {
      const ended = await end(letterId, acting, "redrive");
      return { ...ended, say: { key: ended.isDone ? "letterBack" : "letterGone", with: {} } };
    },
    async discard({ letterId }, acting) {
      const ended = await end(letterId, acting, "discard");
      return { ...ended, say: { key: ended.isDone ? "letterDiscarded" : "letterGone", with: {} } };
    },
  };
}
