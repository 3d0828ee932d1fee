// The place of a conversation in the queue: pin, priority, snooze, close, tags, and the fan's tier.
//
//   in the queue ──/snooze──▶ out of it ──time passes, the fan writes, /snooze off──▶ in the queue
//   open ──/close──▶ closed: nobody waits any more ──the fan writes, somebody reopens it──▶ open
import { refreshCard, touchCard } from "#actors/conversation/card.ts";
import { tierFor } from "#actors/conversation/facts.ts";
import { markSeen } from "#actors/conversation/receipts.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { PRIORITIES, type Priority } from "#actors/kernel/priority.ts";
import type { Tier } from "#actors/kernel/say.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { type Acted, audit, did, didNothing } from "./acted.ts";
import { TAG_LENGTH_MAX, TAGS_MAX } from "./limits.ts";
import { isSpan } from "./span.ts";
import { dutyOf, setDuty } from "./state.ts";

export function pin(turn: Turn, isPinned: boolean, by: Teammate): Acted {
  if (dutyOf(turn.state).isPinned === isPinned) {
    return didNothing({ key: isPinned ? "pinnedAlready" : "notPinned", with: {} });
  }
  setDuty(turn, { isPinned });
  audit(turn, by, isPinned ? "pin" : "unpin");
  refreshCard(turn);
  return did({ key: isPinned ? "pinned" : "unpinned", with: { by: by.name } });
}

/** The team's choice: from now on no rule changes it. */
export function setPriority(turn: Turn, level: Priority, by: Teammate): Acted {
  const { priority, priorityBy } = dutyOf(turn.state);
  if (priority === level && priorityBy === "team") {
    return didNothing({ key: "priorityAlready", with: { level } });
  }
  setDuty(turn, { priority: level, priorityBy: "team" });
  audit(turn, by, "priority", { level, was: priority });
  touchCard(turn);
  return did({ key: "prioritySet", with: { level, by: by.name } });
}

/** The level after the one that it has, in a round: what the button sets. */
export function nextPriority(turn: Turn): Priority {
  const at = PRIORITIES.indexOf(dutyOf(turn.state).priority);
  return PRIORITIES[(at + 1) % PRIORITIES.length] ?? "normal";
}

/** A rule's guess at the priority, which the team's own choice stands against. */
export function guessPriority(turn: Turn, level: Priority): void {
  if (dutyOf(turn.state).priorityBy === "rules") setDuty(turn, { priority: level });
}

/** Puts it off; the same press of two people sets the time once. */
export function snooze(turn: Turn, seconds: number, by: Teammate): Acted {
  if (!isSpan(seconds)) return didNothing({ key: "snoozeUsage", with: {} });
  const until = turn.at + seconds * 1000;
  const { snoozedUntil } = dutyOf(turn.state);
  if (snoozedUntil !== null && Math.abs(snoozedUntil - until) < 60_000) {
    const left = Math.ceil((snoozedUntil - turn.at) / 1000);
    return didNothing({ key: "snoozedAlready", with: { seconds: left } });
  }
  setDuty(turn, { snoozedUntil: until });
  audit(turn, by, "snooze", { seconds });
  return did({ key: "snoozed", with: { seconds, by: by.name } });
}

/** Back into the queue before its time. */
export function endSnooze(turn: Turn, by: Teammate): Acted {
  if (dutyOf(turn.state).snoozedUntil === null) {
    return didNothing({ key: "notSnoozed", with: {} });
  }
  wake(turn);
  audit(turn, by, "unsnooze");
  return did({ key: "snoozeEnded", with: { by: by.name } });
}

/** A snooze is over: whoever waits is waited for from now on. */
export function wake(turn: Turn): void {
  setDuty(turn, { snoozedUntil: null, wokenAt: turn.at });
}

/**
 * Nobody waits for an answer any more; the topic is closed behind the words that say so (the caller
 * tells them, then calls `closeTopic`).
 */
export function close(turn: Turn, by: Teammate): Acted {
  const { topicStatus } = turn.state;
  if (topicStatus !== "open") return didNothing({ key: "closedAlready", with: {} });
  markSeen(turn);
  turn.set({ waitingSince: null });
  setDuty(turn, { snoozedUntil: null });
  audit(turn, by, "close");
  return did({ key: "closed", with: { by: by.name } });
}

/** Closes the topic in Telegram; the fan's next message opens it again. */
export function closeTopic(turn: Turn): void {
  turn.set({ topicStatus: "closed" });
  turn.emit({ verb: "closeTopic" });
}

/** Sets all tags at once. */
export function setTags(turn: Turn, words: readonly string[], by: Teammate): Acted {
  const tags = [...new Set(words.map(tagOf))];
  const isFine = tags.length <= TAGS_MAX && tags.every((tag) => tag !== null);
  if (!isFine) return didNothing({ key: "tagUsage", with: { max: TAGS_MAX } });
  const before = dutyOf(turn.state).tags;
  const isSame = tags.length === before.length && tags.every((tag) => before.includes(tag));
  if (isSame) return didNothing({ key: "tags", with: { tags: before } });
  setDuty(turn, { tags });
  audit(turn, by, "tags", { tags: tags.join(" ") });
  return did({ key: "tags", with: { tags } });
}

/** `/tag vip -late`: adds and takes off; without a word it says which there are. */
export function changeTags(turn: Turn, argument: string, by: Teammate): Acted {
  const words = argument.split(/[\s,]+/).filter((word) => word !== "");
  const { tags } = dutyOf(turn.state);
  if (words.length === 0) return didNothing({ key: "tags", with: { tags } });
  const off = words.filter((word) => word.startsWith("-")).map((word) => tagOf(word.slice(1)));
  const on = words.filter((word) => !word.startsWith("-"));
  return setTags(turn, [...tags.filter((tag) => !off.includes(tag)), ...on], by);
}

/** Gives the fan a tier whatever they spent; null: by that again. */
export function setTier(turn: Turn, tier: Tier | null, by: Teammate): Acted {
  setDuty(turn, { tier });
  const is = tier ?? tierFor(turn.state.spentCents, turn.settings);
  turn.set({ tier: is });
  audit(turn, by, "tier", { tier });
  refreshCard(turn);
  return did({ key: "tierSet", with: { tier: is, isByHand: tier !== null, by: by.name } });
}

/** A tag as it is kept: lower case, letters, figures, `-` and `_`; null: it cannot be one. */
function tagOf(word: string): string | null {
  const tag = word.replace(/^#/, "").toLowerCase();
  return tag.length <= TAG_LENGTH_MAX && /^[\p{L}\p{N}_-]+$/u.test(tag) ? tag : null;
}
