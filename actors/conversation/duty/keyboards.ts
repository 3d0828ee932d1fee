// Buttons about who looks after a conversation.
import { rows, teamButton } from "#actors/conversation/keyboards.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { packPress } from "#actors/kernel/press.ts";
import type { ButtonSpec, Keyboard } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { assignable } from "./assign.ts";
import { ASSIGN_BUTTONS_MAX } from "./limits.ts";

const PEOPLE_A_ROW = 2;
const SNOOZES = ["1h", "3h", "1d", "3d"] as const;

/** Me, whoever's turn it is, nobody, and each of the team; those on duty are marked. */
export function assignKeyboard(turn: Turn, by: Teammate): Keyboard {
  const { state } = turn;
  const button = (literal: string, argument: string): ButtonSpec => ({
    label: { literal },
    data: packPress({ fanId: state.fanId, verb: "assignTo", argument }),
  });
  const people = assignable(turn)
    .filter(({ id }) => id !== by.id)
    .slice(0, ASSIGN_BUTTONS_MAX)
    .map(({ id, name, isOnDuty }) => button(`${isOnDuty ? "🟢 " : ""}${name}`, String(id)));
  return [
    [button("🙋 Me", "me"), button("🔁 Next on duty", "next")],
    ...rows(people, PEOPLE_A_ROW),
    [button("🫥 Nobody", "nobody"), teamButton(state, "cancel", "cancel")],
  ];
}

/** How long it is put off. */
export function snoozeKeyboard({ state }: Turn): Keyboard {
  const spans = SNOOZES.map((span) => ({
    label: { literal: `💤 ${span}` },
    data: packPress({ fanId: state.fanId, verb: "snoozeFor", argument: span }),
  }));
  return [spans, [teamButton(state, "cancel", "cancel")]];
}
