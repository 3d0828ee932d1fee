// Commands of the team in a fan's topic. None is ever sent to the fan, known or not. An anonymous
// administrator is one id that many people share: they may write, but not touch money or standing.
import { clip } from "#actors/kernel/content.ts";
import type { Keyboard, TeamSay } from "#actors/kernel/say.ts";
import { flushOut } from "./albums.ts";
import { ban, unban } from "./bans.ts";
import { sendCard } from "./card.ts";
import { dropAside } from "./duty/claims.ts";
import { onDutyCommand } from "./duty/commands.ts";
import { denialOfGift, give, readGift } from "./gifts.ts";
import { bannedKeyboard } from "./keyboards.ts";
import { COMMAND_LENGTH_MAX } from "./limits.ts";
import { onLockCommand } from "./locked/lock.ts";
import { onShelfCommand } from "./locked/topic-shelf.ts";
import type { Heard } from "./message.ts";
import { onMoneyCommand } from "./money/team-command.ts";
import { keepNote, teamRef } from "./reply.ts";
import { COMMAND_NEEDS, denial, needOf, rightsFor } from "./rights.ts";
import { onReplyCommand } from "./saved-replies.ts";
import { tellStranger } from "./strangers.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

type Command = Heard<"teamCommand">;

/** Commands that move money or change a fan's standing: there must be a fan. */
const ACCOUNTABLE: ReadonlySet<string> = new Set([
  "gift",
  "ban",
  "unban",
  "purchases",
  "refund",
  "adjust",
]);

export function onTeamCommand(turn: Turn, heard: Command): void {
  const command = heard.command.toLowerCase();
  if (heard.by.role === "stranger") return tellStranger(turn, heard.by, heard.messageId);
  flushOut(turn);
  const need = needOf(COMMAND_NEEDS, command);
  if (need === undefined) {
    const say = { command: clip(command, COMMAND_LENGTH_MAX) };
    return answer(turn, heard, { key: "unknownCommand", with: say });
  }
  const why = denial(turn, heard.by, need);
  if (why !== null) return answer(turn, heard, why);
  if (ACCOUNTABLE.has(command)) return account(turn, command, heard);
  if (onDutyCommand(turn, command, heard)) return;
  if (onReplyCommand(turn, command, heard)) return;
  switch (command) {
    case "info":
      return sendCard(turn);
    case "note":
      return keepNote(turn, heard.by, heard.argument, heard.messageId);
    case "delete":
      return withdraw(turn, heard);
    case "lock":
      return onLockCommand(turn, heard);
    case "shelf":
      return onShelfCommand(turn, heard);
    case "help":
      return answer(turn, heard, { key: "teamHelp", with: {} });
    default:
      return answer(turn, heard, {
        key: "unknownCommand",
        with: { command: clip(command, COMMAND_LENGTH_MAX) },
      });
  }
}

/** The fan's copy is gone. */
export function onWithdrawn(turn: Turn, tag: string | null): void {
  const asked = readWithdrawTag(tag);
  if (asked === null) return;
  const ref = teamRef(asked.groupId, asked.messageId);
  turn.row({ row: "messageChange", ref, status: "withdrawn" });
  tellTeam(turn, { key: "withdrawn", with: {} }, { replyTo: asked.commandId });
}

/** The fan's copy stays: it is too old, or was never there. */
export function onWithdrawRefused(turn: Turn, tag: string | null, reason: string): void {
  const asked = readWithdrawTag(tag);
  if (asked === null) return;
  tellTeam(turn, { key: "withdrawFailed", with: { reason } }, { replyTo: asked.commandId });
}

function account(turn: Turn, command: string, heard: Command): void {
  if (turn.state.firstSeenAt === null) return answer(turn, heard, { key: "fanErased", with: {} });
  if (command === "gift") return gift(turn, heard);
  if (onMoneyCommand(turn, command, heard)) return;
  const by = heard.by.name;
  if (command === "ban") {
    if (!ban(turn, heard.by)) return answer(turn, heard, { key: "alreadyBanned", with: {} });
    return answer(turn, heard, { key: "bannedBy", with: { by } }, bannedKeyboard(turn.state));
  }
  if (!unban(turn, heard.by)) return answer(turn, heard, { key: "notBanned", with: {} });
  return answer(turn, heard, { key: "unbannedBy", with: { by } });
}

function gift(turn: Turn, heard: Command): void {
  const read = readGift(turn, heard.argument);
  if (read === null) {
    const max = Math.min(turn.settings.giftMax, rightsFor(turn, heard.by).giftMax);
    return answer(turn, heard, { key: "giftUsage", with: { max } });
  }
  const why = denialOfGift(turn, read, heard.by);
  answer(turn, heard, why ?? give(turn, read, heard.by));
}

/** The fan's copy of the message that the command replies to is taken back. */
function withdraw(turn: Turn, heard: Command): void {
  const { groupId, messageId, replyToMessageId } = heard;
  // A topic's messages without a reply of their own reply to the topic's first one.
  if (replyToMessageId === null || replyToMessageId === heard.topicId) {
    return answer(turn, heard, { key: "withdrawUsage", with: {} });
  }
  if (dropAside(turn, groupId, replyToMessageId, heard.by)) return;
  turn.emit({
    verb: "withdraw",
    groupId,
    topicMessageId: replyToMessageId,
    tag: `w:${groupId}:${replyToMessageId}:${messageId}`,
  });
}

function readWithdrawTag(
  tag: string | null,
): { groupId: number; messageId: number; commandId: number } | null {
  const [, ...ids] = /^w:(-?\d+):(-?\d+):(-?\d+)$/.exec(tag ?? "") ?? [];
  const [groupId, messageId, commandId] = ids.map(Number);
  if (groupId === undefined || messageId === undefined || commandId === undefined) return null;
  return { groupId, messageId, commandId };
}

function answer(turn: Turn, heard: Command, say: TeamSay, keyboard: Keyboard = []): void {
  tellTeam(turn, say, { replyTo: heard.messageId, keyboard });
}
