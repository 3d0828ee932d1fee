// Reminders that somebody of the team leaves in a topic. Each is said there when its time has come, and
// to whoever left it in private. One that comes due while the process is down is said when it is up.
import { nameFor } from "#actors/conversation/facts.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import { reopenTopic } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { type Acted, did, didNothing } from "./acted.ts";
import { REMINDER_LENGTH_MAX, REMINDERS_MAX } from "./limits.ts";
import { tellPerson } from "./news.ts";
import { readSpan } from "./span.ts";
import { dutyOf, setDuty } from "./state.ts";

/** `/remind 3h TEXT`; the text may be left out. */
export function remind(turn: Turn, argument: string, by: Teammate): Acted {
  const span = readSpan(argument);
  if (span === null) return didNothing({ key: "remindUsage", with: {} });
  const { reminders } = dutyOf(turn.state);
  if (reminders.length >= REMINDERS_MAX) {
    return didNothing({ key: "remindersFull", with: { max: REMINDERS_MAX } });
  }
  const { seconds, rest } = span;
  const text = clip(rest, REMINDER_LENGTH_MAX);
  const added = { at: turn.at + seconds * 1000, byId: by.id, byName: by.name, text };
  setDuty(turn, { reminders: [...reminders, added].toSorted((a, b) => a.at - b.at) });
  return did({ key: "reminderSet", with: { seconds } });
}

/** Says those whose time has come. */
export function sayReminders(turn: Turn): void {
  const { reminders } = dutyOf(turn.state);
  const due = reminders.filter(({ at }) => turn.at >= at);
  if (due.length === 0) return;
  setDuty(turn, { reminders: reminders.filter(({ at }) => turn.at < at) });
  reopenTopic(turn);
  const name = nameFor(turn.state);
  for (const { byId, byName, text } of due) {
    tellTeam(turn, { key: "reminder", with: { by: byName, text } });
    tellPerson(turn, byId, { key: "yourReminder", with: { name, text } });
  }
}
