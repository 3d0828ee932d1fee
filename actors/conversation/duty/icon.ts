// The topic's icon says how things stand, the first of these that holds:
//
//   closed   the topic is closed        new      nobody has answered yet
//   urgent   the priority is urgent     waiting  the fan waits for an answer
//   vip      the fan's tier is vip      none     there is nothing to do
//
// It follows a little later than what changed it, and not oftener than once a minute: a change is a
// call within the group's limits and a service message in the topic. Without such an icon, or such a
// right, the topic keeps what it has; nobody is told.

import type { State } from "#actors/conversation/state.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { TopicIcon } from "#actors/kernel/topic-icon.ts";
import { ICON_AFTER_MS, ICON_EVERY_MS } from "./limits.ts";
import { dutyOf, setDuty } from "./state.ts";

/** What the icon should say. */
function iconFor(state: State): TopicIcon {
  const { topicStatus, tier, waitingSince, messagesOut } = state;
  if (topicStatus === "closed") return "closed";
  if (dutyOf(state).priority === "urgent") return "urgent";
  if (tier === "vip") return "vip";
  if (waitingSince === null) return "none";
  return messagesOut === 0 ? "new" : "waiting";
}

/** At the end of a turn: when the icon is to be put right, if it has just become wrong. */
export function planIcon(turn: Turn, before: State): void {
  // A new topic begins without one.
  if (turn.state.topicId !== before.topicId) setDuty(turn, { icon: "none", iconAt: 0 });
  if (!isWrong(turn.state) || isWrong(before)) return;
  const { iconAt } = dutyOf(turn.state);
  // A plan that was dropped, because the icon was right again by itself, keeps its time.
  const isPlan = iconAt === 0 || iconAt > turn.at;
  const earliest = isPlan ? iconAt : iconAt + ICON_EVERY_MS;
  setDuty(turn, { iconAt: Math.max(turn.at + ICON_AFTER_MS, earliest) });
}

/** When it is to be put right; null: it is right. */
export function iconDue(state: State): number | null {
  return isWrong(state) ? dutyOf(state).iconAt : null;
}

/** Puts it right where that time has come. */
export function setIcon(turn: Turn): void {
  const due = iconDue(turn.state);
  if (due === null || turn.at < due) return;
  const icon = iconFor(turn.state);
  setDuty(turn, { icon, iconAt: turn.at });
  turn.emit({ verb: "setTopicIcon", icon });
}

function isWrong(state: State): boolean {
  const { topicStatus, topicId } = state;
  const isThere = topicId !== null && (topicStatus === "open" || topicStatus === "closed");
  return isThere && iconFor(state) !== dutyOf(state).icon;
}
