// What people of the group write in the fan's topic, and how they edit and take back what they wrote.
// Only the team is heard: anybody else's words stay where they are, and the topic says why.

import { noteIn, staysInside } from "#actors/kernel/inside.ts";
import { flushOut, gatherOut } from "./albums.ts";
import { editAside } from "./duty/claims.ts";
import { refuseLatePart } from "./locked/kept.ts";
import { sendOrLock } from "./locked/lock.ts";
import type { Heard } from "./message.ts";
import { teamRef, whyNot } from "./reply.ts";
import { denial, type Need } from "./rights.ts";
import { tellStranger } from "./strangers.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

export function onTeamWrote(turn: Turn, heard: Heard<"teamWrote">): void {
  if (heard.by.role === "stranger") return tellStranger(turn, heard.by, heard.messageId);
  if (isDenied(turn, heard)) return;
  if (refuseLatePart(turn, heard)) return;
  if (heard.albumId !== null && heard.content.kind !== "unsupported") {
    return gatherOut(turn, heard, heard.albumId);
  }
  flushOut(turn);
  sendOrLock(turn, { ...heard, messageIds: [heard.messageId] });
}

/** Edits are followed; one of a note, or one that became a note, stays inside. */
export function onTeamEdited(turn: Turn, heard: Heard<"teamEdited">): void {
  const { content, groupId, messageId } = heard;
  if (heard.by.role === "stranger" || content.kind === "unsupported") return;
  if (isDenied(turn, heard)) return;
  if (editAside(turn, heard)) return;
  if (staysInside(content.text) || whyNot(turn) !== null) return;
  turn.row({ row: "messageChange", ref: teamRef(groupId, messageId), text: content.text });
  turn.emit({
    verb: "editReply",
    groupId,
    topicMessageId: messageId,
    content,
    tag: editTag(messageId),
  });
}

/** What a refused edit says of the message it was for. */
export function readEditTag(tag: string | null): number | null {
  const id = /^e:(-?\d+)$/.exec(tag ?? "")?.[1];
  return id === undefined ? null : Number(id);
}

/** Whether this person may not write that to the fan; the topic says so. */
function isDenied(turn: Turn, heard: Heard<"teamWrote" | "teamEdited">): boolean {
  const { by, messageId, content } = heard;
  const why = denial(turn, by, needOfText(content.text));
  if (why === null) return false;
  tellTeam(turn, why, { replyTo: messageId });
  return true;
}

/** A caption can be a command, which is looked at where it is carried out. */
function needOfText(text: string): Need {
  if (noteIn(text) !== null) return "note";
  return staysInside(text) ? null : "reply";
}

function editTag(messageId: number): string {
  return `e:${messageId}`;
}
