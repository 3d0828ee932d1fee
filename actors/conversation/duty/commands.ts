// The team's commands about who looks after a conversation and where it stands in the queue. Each is
// answered under the command; what was done already is said to be so.

import { nameFor } from "#actors/conversation/facts.ts";
import type { Heard } from "#actors/conversation/message.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { PRIORITIES } from "#actors/kernel/priority.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { type Acted, didNothing } from "./acted.ts";
import { assign, assignNext, readAssignee, unknownPerson } from "./assign.ts";
import { assignKeyboard, snoozeKeyboard } from "./keyboards.ts";
import { remind } from "./remind.ts";
import {
  changeTags,
  close,
  closeTopic,
  endSnooze,
  nextPriority,
  pin,
  setPriority,
  snooze,
} from "./sort.ts";
import { readSpan } from "./span.ts";
import { dutyOf } from "./state.ts";

type Command = Heard<"teamCommand">;

const COMMANDS: ReadonlySet<string> = new Set([
  "assign",
  "pin",
  "unpin",
  "priority",
  "close",
  "snooze",
  "tag",
  "tags",
  "remind",
]);

/** True: it was a command about this, and is answered. Whether they may was looked at before. */
export function onDutyCommand(turn: Turn, command: string, heard: Command): boolean {
  if (!COMMANDS.has(command)) return false;
  const replyTo = heard.messageId;
  const argument = heard.argument.trim();
  if (turn.state.firstSeenAt === null) tellTeam(turn, { key: "fanErased", with: {} }, { replyTo });
  else if (command === "assign" && argument === "") showAssignMenu(turn, heard.by, replyTo);
  else if (command === "snooze" && argument === "") showSnoozeMenu(turn, replyTo);
  else tellActed(turn, act(turn, command, argument, heard.by), replyTo);
  return true;
}

/** Asks whose it is to be. */
export function showAssignMenu(turn: Turn, by: Teammate, replyTo: number | null): void {
  const assignee = dutyOf(turn.state).assignee?.name ?? null;
  const say = { key: "assignMenu", with: { name: nameFor(turn.state), assignee } } as const;
  tellTeam(turn, say, { replyTo, keyboard: assignKeyboard(turn, by) });
}

/** Asks how long it is put off. */
export function showSnoozeMenu(turn: Turn, replyTo: number | null): void {
  tellTeam(turn, { key: "snoozeMenu", with: {} }, { replyTo, keyboard: snoozeKeyboard(turn) });
}

/** Says what came of it; a topic is closed behind the words. */
export function tellActed(turn: Turn, { isDone, say }: Acted, replyTo: number | null): void {
  tellTeam(turn, say, { replyTo });
  if (isDone && say.key === "closed") closeTopic(turn);
}

/** `/assign`'s argument, from a command or a button. */
export function assignWhom(turn: Turn, who: string, by: Teammate): Acted {
  const to = readAssignee(turn, who, by);
  if (to === undefined) return unknownPerson(who);
  return to === "next" ? assignNext(turn, by) : assign(turn, to, by);
}

function act(turn: Turn, command: string, argument: string, by: Teammate): Acted {
  switch (command) {
    case "assign":
      return assignWhom(turn, argument, by);
    case "pin":
      return pin(turn, true, by);
    case "unpin":
      return pin(turn, false, by);
    case "priority":
      return priority(turn, argument.toLowerCase(), by);
    case "close":
      return close(turn, by);
    case "snooze":
      return putOff(turn, argument, by);
    case "remind":
      return remind(turn, argument, by);
    default:
      return changeTags(turn, argument, by);
  }
}

/** Without a word the next level, with one that level. */
function priority(turn: Turn, word: string, by: Teammate): Acted {
  const level = word === "" ? nextPriority(turn) : PRIORITIES.find((known) => known === word);
  if (level === undefined) return didNothing({ key: "priorityUsage", with: {} });
  return setPriority(turn, level, by);
}

function putOff(turn: Turn, argument: string, by: Teammate): Acted {
  if (argument.toLowerCase() === "off") return endSnooze(turn, by);
  const span = readSpan(argument);
  return snooze(turn, span?.rest === "" ? span.seconds : 0, by);
}
