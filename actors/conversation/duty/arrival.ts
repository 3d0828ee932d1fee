// A fan's message goes to the team: what follows for whoever looks after them.
import type { Turn } from "#actors/conversation/turn.ts";
import { tellAway } from "./away.ts";
import { tellAssignee } from "./news.ts";
import { dutyOf, setDuty } from "./state.ts";

/** A snooze ends, the assignee hears of it, and the fan that nobody is there if so. */
export function heedArrival(turn: Turn, messageId: number): void {
  if (dutyOf(turn.state).snoozedUntil !== null) {
    setDuty(turn, { snoozedUntil: null, wokenAt: turn.at });
  }
  tellAssignee(turn);
  tellAway(turn, messageId);
}
