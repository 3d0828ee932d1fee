// A press of the team's, and what it is answered: between whoever hears it (`team-press.ts`) and
// whoever sees to it.

import type { TeamSay } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";

export interface Press {
  readonly by: Teammate;
  /** Our message that the button stands under. */
  readonly messageId: number;
  readonly argument: string;
}

/** A toast, or an alert that has to be closed. */
export interface Answer {
  readonly say: TeamSay | null;
  readonly isAlert?: boolean;
}
