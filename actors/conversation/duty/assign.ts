// Whose conversation it is:
//
//   nobody's ──/assign, Assign, the first answer (setting)──▶ somebody's
//   somebody's ──given to another, taken away──▶ another's, nobody's
//   somebody's ──they leave the fan waiting for `assigneeSilentMinutes`──▶ nobody's, and it is said
//   somebody's ──they are taken off the team──▶ nobody's, without a word: it may be hundreds at once
//
// By turns: those on duty who may answer stand in the order of their ids, and a conversation begins at
// the place that its fan's id is mixed to, going on by one each time that it is given out by turns. So
// no count is shared between conversations, new fans are spread evenly, and giving one out again
// reaches everybody in turn.
import { nameFor } from "#actors/conversation/facts.ts";
import type { Heard } from "#actors/conversation/message.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";
import { type Member, rightsOf, type Teammate } from "#actors/kernel/team.ts";
import { type Acted, audit, did, didNothing } from "./acted.ts";
import { peopleOnDuty, tellPerson } from "./news.ts";
import { dutyOf, setDuty } from "./state.ts";

const WHO_LENGTH_MAX = 40;

/** Somebody who can be given a conversation. */
type Person = Pick<Member, "id" | "name">;

/** Gives it to somebody, or to nobody. */
export function assign(turn: Turn, to: Person | null, by: Teammate): Acted {
  const { assignee } = dutyOf(turn.state);
  if (to === null) {
    if (assignee === null) return didNothing({ key: "notAssigned", with: {} });
    setDuty(turn, { assignee: null, newsAt: 0 });
    audit(turn, by, "assign", { to: null, was: assignee.id });
    return did({ key: "unassigned", with: { by: by.name } });
  }
  if (assignee?.id === to.id) {
    return didNothing({ key: "assignedAlready", with: { to: assignee.name } });
  }
  give(turn, to);
  audit(turn, by, "assign", { to: to.id, was: assignee?.id ?? null });
  if (to.id !== by.id) {
    const name = nameFor(turn.state);
    tellPerson(turn, to.id, { key: "youWereAssigned", with: { name, by: by.name } });
  }
  return did({ key: "assigned", with: { to: to.name, by: by.name } });
}

/** Gives it to whoever's turn it is. */
export function assignNext(turn: Turn, by: Teammate): Acted {
  const { turns } = dutyOf(turn.state);
  const to = nextOf(peopleOnDuty(turn), turn.state.fanId, turns);
  if (to === null) return didNothing({ key: "nobodyOnDuty", with: {} });
  setDuty(turn, { turns: turns + 1 });
  return assign(turn, to, by);
}

/** Whose turn it is; null: nobody's. */
export function nextOf<P extends Person>(
  people: readonly P[],
  fanId: number,
  turns: number,
): P | null {
  const inOrder = people.toSorted((a, b) => a.id - b.id);
  return inOrder[(mixed(fanId) + turns) % Math.max(1, inOrder.length)] ?? null;
}

/** Whoever answers first, if the settings say so and nobody has it. Anonymous people have no name. */
export function assignFirst(turn: Turn, by: Teammate): void {
  if (!turn.settings.autoAssign || dutyOf(turn.state).assignee !== null) return;
  if (by.role === "anonymous") return;
  give(turn, by);
  audit(turn, by, "assign", { to: by.id, was: null, why: "answered first" });
}

/**
 * Reads whom `/assign` names: `me`, `next`, `nobody`, a @username, a name, an id. undefined: nobody of
 * the team is called that, or several are.
 */
export function readAssignee(
  turn: Turn,
  who: string,
  by: Teammate,
): Person | "next" | null | undefined {
  const wanted = who.trim().replace(/^@/, "").toLowerCase();
  if (wanted === "me") return by;
  if (wanted === "next") return "next";
  if (["nobody", "none", "off"].includes(wanted)) return null;
  const able = assignable(turn);
  const exact = able.filter(
    ({ id, username, name }) =>
      String(id) === wanted || username?.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  const like = able.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const found = exact.length > 0 ? exact : like;
  return found.length === 1 && wanted !== "" ? found[0] : undefined;
}

/** Somebody of the team by id; the one who asks is there even before there is a list. */
export function personById(turn: Turn, id: number, by: Teammate): Person | null {
  if (id === by.id) return by;
  return assignable(turn).find((member) => member.id === id) ?? null;
}

/** People who can be given a fan: those who may answer one. */
export function assignable(turn: Turn): readonly Member[] {
  const { team, rights } = turn.settings;
  return team.filter(({ role }) => rightsOf(role, rights).reply);
}

/** What `/assign` could not find, for the answer. */
export function unknownPerson(who: string): Acted {
  return didNothing({ key: "assignUnknown", with: { who: clip(who.trim(), WHO_LENGTH_MAX) } });
}

/** Whoever is not of the team any more neither has the conversation nor holds it. */
export function onMemberLeft(turn: Turn, { memberId, by }: Heard<"memberLeft">): void {
  const { assignee, claim } = dutyOf(turn.state);
  if (claim?.byId === memberId) setDuty(turn, { claim: null });
  if (assignee?.id !== memberId) return;
  setDuty(turn, { assignee: null, newsAt: 0 });
  const detail = { to: null, was: memberId, why: "left the team" };
  turn.row({ row: "audit", byId: by.id, byName: by.name, act: "assign", detail });
}

/** When an assignee who says nothing has had the fan waiting for too long; null: not while it is so. */
export function silentAt(turn: Turn): number | null {
  const { assignee, snoozedUntil, wokenAt } = dutyOf(turn.state);
  const { waitingSince, isBanned } = turn.state;
  const minutes = turn.settings.assigneeSilentMinutes;
  if (assignee === null || waitingSince === null || snoozedUntil !== null) return null;
  if (minutes === 0 || isBanned) return null;
  return Math.max(waitingSince, assignee.at, wokenAt) + minutes * 60_000;
}

/** Gives the conversation back to the queue where that time has come. */
export function giveBackIfSilent(turn: Turn): void {
  const due = silentAt(turn);
  const { assignee } = dutyOf(turn.state);
  if (due === null || assignee === null || turn.at < due) return;
  const { id: byId, name: byName } = assignee;
  const seconds = turn.settings.assigneeSilentMinutes * 60;
  setDuty(turn, { assignee: null, newsAt: 0 });
  turn.row({ row: "audit", byId, byName, act: "gaveBack", detail: { seconds } });
  tellTeam(turn, { key: "gaveBack", with: { name: byName, seconds } });
  const name = nameFor(turn.state);
  tellPerson(turn, byId, { key: "youGaveBack", with: { name, seconds } });
}

function give(turn: Turn, { id, name }: Person): void {
  setDuty(turn, { assignee: { id, name, at: turn.at }, newsAt: 0 });
}

/** Spreads ids that were given out in order (Fibonacci hashing, 32 bits). */
function mixed(id: number): number {
  return (Math.imul(id % 0x1_0000_0000, 0x9e37_79b1) >>> 0) >>> 8;
}
