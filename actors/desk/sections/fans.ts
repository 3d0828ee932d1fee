// The lists of fans: what is searched for is kept in the desk, because it does not fit into a button.
import type { Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";

const SECTION = "fans";
const QUERY_LENGTH_MAX = 100;

export const fans: Section = {
  name: SECTION,
  needs: "look",
  press(turn, verb) {
    if (verb !== "search") return undefined;
    ask(turn, null);
    return null;
  },
  answer(turn, _step, _subject, { text }) {
    const query = text.replaceAll(/\s+/g, " ");
    const isFine = query.length <= QUERY_LENGTH_MAX && /[\p{L}\p{N}]/u.test(query);
    if (!isFine) return ask(turn, `some words, up to ${QUERY_LENGTH_MAX} characters.`);
    turn.set({ query });
    turn.go({ at: "found", page: 0 });
  },
};

function ask(turn: DeskTurn, what: string | null): void {
  const error = what === null ? null : ({ key: "expected", with: { what } } as const);
  turn.ask({ section: SECTION, step: "query" }, { key: "searchPrompt", with: {} }, error);
}
