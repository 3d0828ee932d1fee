// What comes due by itself: a snooze's end, reminders, questions nobody answered, an assignee's
// silence, a wait that is too long, an icon to put right. All share one durable timer, `duty`, set to
// the earliest of them.
//
// It is only ever moved to an earlier time. One that comes for nothing (the fan was answered meanwhile)
// looks, does nothing, and is set to what is next: cheaper than moving a row with every message. So a
// setting that makes something due sooner holds from the conversation's next turn.
import { nameFor } from "#actors/conversation/facts.ts";
import { ASK_LIFE_MS } from "#actors/conversation/limits.ts";
import type { State } from "#actors/conversation/state.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import { reopenTopic } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { giveBackIfSilent, silentAt } from "./assign.ts";
import { expireAsides } from "./claims.ts";
import { iconDue, planIcon, setIcon } from "./icon.ts";
import { tellOverdue } from "./news.ts";
import { sayReminders } from "./remind.ts";
import { wake } from "./sort.ts";
import { dutyOf, setDuty } from "./state.ts";

/** At the end of every turn: the icon, and the timer for what is due next. */
export function keepWatch(turn: Turn, before: State): void {
  planIcon(turn, before);
  const due = nextDue(turn);
  const { dueAt } = dutyOf(turn.state);
  if (due === null || (dueAt !== null && dueAt <= due)) return;
  turn.setTimer("duty", due);
  setDuty(turn, { dueAt: due });
}

/** Something may be due; what is not yet is waited for again. */
export function onDutyTimer(turn: Turn): void {
  setDuty(turn, { dueAt: null });
  endSnoozeInTime(turn);
  sayReminders(turn);
  expireAsides(turn);
  giveBackIfSilent(turn);
  raiseIfOverdue(turn);
  setIcon(turn);
}

function nextDue(turn: Turn): number | null {
  const { snoozedUntil, reminders, asides } = dutyOf(turn.state);
  const times = [
    snoozedUntil,
    reminders[0]?.at ?? null,
    ...asides.map(({ at }) => at + ASK_LIFE_MS),
    silentAt(turn),
    overdueAt(turn),
    iconDue(turn.state),
  ].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

/** When a fan has waited for too long; null: nobody waits, or it was raised already. */
function overdueAt(turn: Turn): number | null {
  const { waitingSince, isBanned } = turn.state;
  const { snoozedUntil, wokenAt, raisedFor } = dutyOf(turn.state);
  const minutes = turn.settings.overdueMinutes;
  if (waitingSince === null || snoozedUntil !== null || isBanned || minutes === 0) return null;
  return raisedFor === waitingSince ? null : Math.max(waitingSince, wokenAt) + minutes * 60_000;
}

function raiseIfOverdue(turn: Turn): void {
  const due = overdueAt(turn);
  const { waitingSince, lastInId } = turn.state;
  if (due === null || waitingSince === null || turn.at < due) return;
  setDuty(turn, { raisedFor: waitingSince });
  reopenTopic(turn);
  const seconds = Math.floor((turn.at - waitingSince) / 1000);
  const say = { key: "overdue", with: { name: nameFor(turn.state), seconds } } as const;
  tellTeam(turn, say, { about: lastInId });
  tellOverdue(turn, seconds);
}

function endSnoozeInTime(turn: Turn): void {
  const { snoozedUntil } = dutyOf(turn.state);
  if (snoozedUntil === null || turn.at < snoozedUntil) return;
  wake(turn);
  reopenTopic(turn);
  tellTeam(turn, { key: "snoozeOver", with: {} });
}
