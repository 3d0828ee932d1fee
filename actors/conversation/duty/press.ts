// The team's buttons about who looks after a conversation. What they name is looked up again; a menu
// turns into what came of it, so a second press on it finds nothing to choose.

import { sendKept } from "#actors/conversation/reply.ts";
import type { Answer, Press } from "#actors/conversation/team-answer.ts";
import { editTell } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Acted } from "./acted.ts";
import { takeAside, takeClaim } from "./claims.ts";
import { assignWhom, showAssignMenu, showSnoozeMenu, tellActed } from "./commands.ts";
import { close, nextPriority, pin, setPriority, snooze } from "./sort.ts";
import { readSpan } from "./span.ts";

const VERBS: ReadonlySet<string> = new Set([
  "assign",
  "assignTo",
  "pin",
  "unpin",
  "priority",
  "close",
  "snooze",
  "snoozeFor",
  "sendAnyway",
  "discardAside",
]);

const DONE: Answer = { say: null };

/** null: not one of these verbs, or what it was about is gone. Who may was looked at before. */
export function onDutyPressed(turn: Turn, verb: string, press: Press): Answer | null {
  if (!VERBS.has(verb)) return null;
  const { by } = press;
  if (turn.state.firstSeenAt === null)
    return { say: { key: "fanErased", with: {} }, isAlert: true };
  switch (verb) {
    case "assign":
      showAssignMenu(turn, by, null);
      return DONE;
    case "snooze":
      showSnoozeMenu(turn, null);
      return DONE;
    case "assignTo":
      return settleMenu(turn, assignWhom(turn, press.argument, by), press);
    case "snoozeFor":
      return settleMenu(turn, snooze(turn, readSpan(press.argument)?.seconds ?? 0, by), press);
    case "sendAnyway":
      return sendAnyway(turn, press);
    case "discardAside":
      return discardAside(turn, press);
    default:
      return sort(turn, verb, press);
  }
}

/** What stands under the card: done is a line in the topic, done already only a bubble. */
function sort(turn: Turn, verb: string, { by }: Press): Answer {
  const acted = sorted(turn, verb, by);
  if (!acted.isDone) return { say: acted.say };
  tellActed(turn, acted, null);
  return DONE;
}

function sorted(turn: Turn, verb: string, by: Press["by"]): Acted {
  if (verb === "pin" || verb === "unpin") return pin(turn, verb === "pin", by);
  return verb === "close" ? close(turn, by) : setPriority(turn, nextPriority(turn), by);
}

function settleMenu(turn: Turn, { isDone, say }: Acted, { messageId }: Press): Answer {
  if (!isDone) return { say };
  editTell(turn, messageId, say);
  return DONE;
}

/** The message goes out as its writer's, who holds the conversation from now. */
function sendAnyway(turn: Turn, { argument, messageId, by }: Press): Answer | null {
  const aside = takeAside(turn, argument);
  if (aside === null) return null;
  takeClaim(turn, aside.by);
  editTell(turn, messageId, { key: "sentAnyway", with: { by: by.name } });
  sendKept(turn, aside);
  return DONE;
}

function discardAside(turn: Turn, { argument, messageId, by }: Press): Answer | null {
  if (takeAside(turn, argument) === null) return null;
  editTell(turn, messageId, { key: "heldBackDropped", with: { by: by.name } });
  return DONE;
}
