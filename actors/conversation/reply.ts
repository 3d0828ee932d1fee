// What the team writes goes to the fan: one message or an album, copied, with its reply mapped. A fan
// who was banned or who blocked the bot gets nothing, and the topic says so under the message.
import { type Content, clip } from "#actors/kernel/content.ts";
import { commandIn, noteIn } from "#actors/kernel/inside.ts";
import type { RefusalCode } from "#actors/kernel/outcome.ts";
import type { TeamSays } from "#actors/kernel/say.ts";
import type { MediaPart } from "#actors/kernel/shelf.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { touchCard } from "./card.ts";
import { assignFirst } from "./duty/assign.ts";
import { keepAside, noteAct } from "./duty/claims.ts";
import { COMMAND_LENGTH_MAX, NOTE_LENGTH_MAX } from "./limits.ts";
import { beginAnswer, endAnswer } from "./receipts.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** A message of the team, or the parts of an album. */
export interface TeamMessage {
  readonly by: Teammate;
  readonly groupId: number;
  /** The first is what words about it reply to. */
  readonly messageIds: readonly number[];
  readonly content: Content;
  readonly replyToMessageId: number | null;
  /** Of an album: those of its files that can be locked. */
  readonly parts?: readonly MediaPart[];
}

type Why = TeamSays["undelivered"]["why"];

/** The `messages.ref` of a team's message. */
export function teamRef(groupId: number, messageId: number): string {
  return `g${groupId}:${messageId}`;
}

/** Sends it, or keeps it inside when its words say so. */
export function sendReply(turn: Turn, message: TeamMessage): void {
  const { content, by } = message;
  const [messageId] = message.messageIds;
  if (messageId === undefined) return;
  const note = noteIn(content.text);
  if (note !== null) return keepNote(turn, by, note, messageId);
  // A caption can be a command too; one that is not known must not reach the fan as words.
  const command = commandIn(content.text);
  if (command !== null) {
    const say = { command: clip(command, COMMAND_LENGTH_MAX) };
    return tellTeam(turn, { key: "unknownCommand", with: say }, { replyTo: messageId });
  }
  if (content.kind === "unsupported") {
    return tellTeam(turn, { key: "unsupportedReply", with: {} }, { replyTo: messageId });
  }
  const why = whyNot(turn);
  if (why !== null) return tellUndelivered(turn, messageId, why, "");
  if (keepAside(turn, message)) return;
  relay(turn, message, messageId);
}

/** Sends what was kept back while somebody else held the conversation. */
export function sendKept(turn: Turn, message: TeamMessage): void {
  const [messageId] = message.messageIds;
  if (messageId === undefined) return;
  const why = whyNot(turn);
  if (why !== null) return tellUndelivered(turn, messageId, why, "");
  relay(turn, message, messageId);
}

/** Keeps a note on the fan. */
export function keepNote(turn: Turn, by: Teammate, text: string, messageId: number): void {
  const note = clip(text.trim(), NOTE_LENGTH_MAX);
  if (note === "") return tellTeam(turn, { key: "noteUsage", with: {} }, { replyTo: messageId });
  turn.row({ row: "note", byId: by.id, byName: by.name, text: note });
  tellTeam(turn, { key: "noted", with: {} }, { replyTo: messageId });
}

/** Why nothing can be sent to the fan just now; null when it can. */
export function whyNot(turn: Turn): Why | null {
  if (turn.state.isBanned) return "banned";
  if (turn.state.isUnreachable) return "blocked";
  return turn.state.topicStatus === "retired" ? "erased" : null;
}

/** An answer has arrived. */
export function onReplyDone(turn: Turn, tag: string): void {
  endAnswer(turn, tag, true);
}

/** An answer never will arrive: the topic says so under it. */
export function onReplyRefused(turn: Turn, tag: string, code: RefusalCode, reason: string): void {
  endAnswer(turn, tag, false);
  const fromPanel = /^p:(-?\d+)$/.exec(tag)?.[1];
  if (fromPanel !== undefined) {
    turn.row({ row: "messageChange", ref: panelRef(Number(fromPanel)), status: "failed" });
    return tellTeam(turn, { key: "undelivered", with: { why: whyOf(code), reason } });
  }
  const sent = readReplyTag(tag);
  if (sent === null) return;
  turn.row({
    row: "messageChange",
    ref: teamRef(sent.groupId, sent.messageId),
    status: "failed",
  });
  tellUndelivered(turn, sent.messageId, whyOf(code), reason);
}

/** Says under a message of the team that it did not arrive. */
export function tellUndelivered(turn: Turn, messageId: number, why: Why, reason: string): void {
  tellTeam(turn, { key: "undelivered", with: { why, reason } }, { replyTo: messageId });
}

/** The words for a vendor's refusal. */
export function whyOf(code: RefusalCode): Why {
  if (code === "blocked" || code === "chat-gone") return "blocked";
  return code === "message-gone" ? "message-gone" : "other";
}

/** The `messages.ref` of what was sent without a message of the topic, by the envelope that asked. */
export function panelRef(envelopeId: number): string {
  return `p${envelopeId}`;
}

/** Sends words or a file from the panel, where no message of the topic is to be copied. */
export function sendFromPanel(turn: Turn, by: Teammate, content: Content): void {
  const groupId = turn.state.groupId ?? 0;
  const message = { by, groupId, messageIds: [], content, replyToMessageId: null };
  emitReply(turn, message, { ref: panelRef(turn.envelopeId), tag: `p:${turn.envelopeId}` });
}

function relay(turn: Turn, message: TeamMessage, messageId: number): void {
  const { groupId } = message;
  emitReply(turn, message, {
    ref: teamRef(groupId, messageId),
    tag: replyTag(groupId, messageId),
  });
}

/** The row, the receipts and the call; whoever answers holds the conversation. */
function emitReply(
  turn: Turn,
  message: TeamMessage,
  { ref, tag }: { readonly ref: string; readonly tag: string },
): void {
  const { content, by, groupId, messageIds } = message;
  const waitedSeconds = secondsWaited(turn);
  noteAct(turn, by);
  assignFirst(turn, by);
  turn.row({
    row: "message",
    ref,
    direction: "out",
    kind: messageIds.length > 1 ? "album" : content.kind,
    text: content.text,
    fileId: content.fileId,
    cost: 0,
    status: "queued",
    byId: by.id,
    ...(waitedSeconds === null ? {} : { waitedSeconds }),
  });
  beginAnswer(turn, tag, content.kind);
  turn.emit(
    {
      verb: "reply",
      groupId,
      topicMessageIds: messageIds.toSorted((a, b) => a - b),
      content,
      replyToTopicMessageId: message.replyToMessageId,
      tag,
    },
    { delivers: [ref] },
  );
  turn.set({ messagesOut: turn.state.messagesOut + 1, lastMessageAt: turn.at });
  touchCard(turn);
}

/** How long the fan has waited for this answer; null: another is on its way, or nobody waited. */
function secondsWaited({ state, at }: Turn): number | null {
  const since = state.answering === null ? state.waitingSince : state.answering.newSince;
  return since === null ? null : Math.max(0, Math.floor((at - since) / 1000));
}

function replyTag(groupId: number, messageId: number): string {
  return `r:${groupId}:${messageId}`;
}

function readReplyTag(tag: string): { groupId: number; messageId: number } | null {
  const [, groupId, messageId] = /^r:(-?\d+):(-?\d+)$/.exec(tag) ?? [];
  if (groupId === undefined || messageId === undefined) return null;
  return { groupId: Number(groupId), messageId: Number(messageId) };
}
