// The audit log's filter by fan: the fan is asked for by id, as it stands on every card.
import type { Section } from "#actors/desk/section.ts";
import type { DeskTurn } from "#actors/desk/turn.ts";
import { readWhole } from "#actors/kernel/reading.ts";

const SECTION = "audit";

export const audit: Section = {
  name: SECTION,
  needs: "settings",
  press(turn, verb) {
    if (verb !== "fan") return undefined;
    ask(turn, null);
    return null;
  },
  answer(turn, _step, _subject, { text }) {
    const fanId = readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER });
    if (fanId === null) return ask(turn, "a Telegram id, which is a whole number.");
    turn.go({ at: "auditOf", fanId, page: 0 });
  },
};

function ask(turn: DeskTurn, what: string | null): void {
  const error = what === null ? null : ({ key: "expected", with: { what } } as const);
  turn.ask({ section: SECTION, step: "fan" }, { key: "auditFanPrompt", with: {} }, error);
}
