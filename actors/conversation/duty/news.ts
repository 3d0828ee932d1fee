// Words to one person of the team in private. They go as a message to that person's desk, which knows
// whether it can reach them; here is only decided who is to hear what.
import { nameFor } from "#actors/conversation/facts.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { deskAddress } from "#actors/kernel/desk.ts";
import type { DeskWord } from "#actors/kernel/order.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import { rightsOf } from "#actors/kernel/team.ts";
import { NEWS_EVERY_MS, RAISED_TO_MAX } from "./limits.ts";
import { dutyOf, setDuty } from "./state.ts";

/** Tells one person; one who has left the team since hears nothing more. */
export function tellPerson(turn: Turn, memberId: number, say: DeskSay): void {
  const { team, isTeamFormed } = turn.settings;
  if (isTeamFormed && !team.some(({ id }) => id === memberId)) return;
  const word: DeskWord = { type: "word", fanId: turn.state.fanId, say, as: "news" };
  const to = deskAddress({ memberId, groupId: null });
  turn.emit({ verb: "send", to, lane: "normal", body: JSON.stringify(word) });
}

/** The fan wrote: the assignee hears of it once, and again after they acted or ten minutes. */
export function tellAssignee(turn: Turn): void {
  const { assignee, newsAt } = dutyOf(turn.state);
  if (assignee === null || (newsAt !== 0 && turn.at - newsAt < NEWS_EVERY_MS)) return;
  setDuty(turn, { newsAt: turn.at });
  tellPerson(turn, assignee.id, { key: "fanWrote", with: { name: nameFor(turn.state) } });
}

/** Who must hear that a fan waits too long: the assignee, else those on duty, else the owner. */
export function tellOverdue(turn: Turn, seconds: number): void {
  const { assignee } = dutyOf(turn.state);
  const { ownerId } = turn.settings;
  const onDuty = peopleOnDuty(turn).slice(0, RAISED_TO_MAX);
  const others = onDuty.length > 0 ? onDuty.map(({ id }) => id) : [ownerId];
  const say = { key: "fanOverdue", with: { name: nameFor(turn.state), seconds } } as const;
  for (const id of assignee === null ? others : [assignee.id]) tellPerson(turn, id, say);
}

/** Everybody on duty who may answer a fan. */
export function peopleOnDuty(turn: Turn): Turn["settings"]["team"] {
  const { team, rights } = turn.settings;
  return team.filter(({ isOnDuty, role }) => isOnDuty && rightsOf(role, rights).reply);
}
