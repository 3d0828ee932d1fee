// Dead letters: what was given up is put back, or discarded for good.
import type { Section } from "#actors/desk/section.ts";

const SECTION = "letters";

export const letters: Section = {
  name: SECTION,
  needs: "settings",
  press(turn, verb, argument) {
    const letterId = idOf(argument);
    if (letterId === null) return undefined;
    if (verb === "redrive") {
      turn.act({ act: "redrive", letterId });
      return null;
    }
    if (verb !== "discard") return undefined;
    const question = { key: "discardQuestion", with: {} } as const;
    turn.confirm({ section: SECTION, verb, argument }, question, "danger");
    return null;
  },
  confirmed(turn, verb, argument) {
    const letterId = idOf(argument);
    if (verb !== "discard" || letterId === null) return undefined;
    turn.act({ act: "discard", letterId });
    return null;
  },
};

function idOf(argument: string): number | null {
  return /^\d{1,16}$/.test(argument) ? Number(argument) : null;
}
