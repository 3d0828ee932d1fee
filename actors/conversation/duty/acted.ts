// What an act of the team's came to, in words; whoever asked for it, from the topic or from the panel,
// is told the same. An act that finds its work done already (two people pressed) says so and does
// nothing, so each may be asked for any number of times.
import type { Turn } from "#actors/conversation/turn.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";

export interface Acted {
  /** False: nothing was changed. */
  readonly isDone: boolean;
  readonly say: TeamSay;
}

export function did(say: TeamSay): Acted {
  return { isDone: true, say };
}

export function didNothing(say: TeamSay): Acted {
  return { isDone: false, say };
}

/** A line of the audit log. */
export function audit(
  turn: Turn,
  by: Teammate,
  act: string,
  detail: Readonly<Record<string, string | number | boolean | null>> = {},
): void {
  turn.row({ row: "audit", byId: by.id, byName: by.name, act, detail });
}
