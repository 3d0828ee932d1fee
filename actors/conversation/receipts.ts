// Receipts are one reaction on the fan's own message, and each is caused by an act:
//   👌  it reached the team; goes behind the post (`posts.ts`)
//   👀  an admin acted on the topic: reacted, pressed a button, or answered
//   ✍   an answer is on its way, with the typing to match; it becomes 👀 once the answer is there
// Notes and commands leave no mark: they are the team's own affair.
//
// The reactions ride in the topic's lane, so a 👀 cannot overtake the 👌 of a post that waits.
import type { ContentKind } from "#actors/kernel/content.ts";
import { heedArrival } from "./duty/arrival.ts";
import { TYPING_EVERY_MS, TYPING_FOR_MS_MAX, UNSEEN_MAX } from "./limits.ts";
import type { Turn } from "./turn.ts";

const ACTIONS: Readonly<Partial<Record<ContentKind, string>>> = {
  photo: "upload_photo",
  video: "upload_video",
  animation: "upload_video",
  voice: "record_voice",
  video_note: "record_video_note",
  audio: "upload_document",
  document: "upload_document",
  sticker: "choose_sticker",
  location: "find_location",
};

/** A message of the fan goes to the team: somebody waits for an answer from now on. */
export function noteArrival(turn: Turn, messageId: number): void {
  const { state } = turn;
  const { answering } = state;
  turn.set({
    messagesIn: state.messagesIn + 1,
    unread: state.unread + 1,
    waitingSince: state.waitingSince ?? turn.at,
    lastMessageAt: turn.at,
    lastInId: messageId,
    unseen: [...state.unseen, messageId].slice(-UNSEEN_MAX),
    answering: answering && { ...answering, newSince: answering.newSince ?? turn.at },
  });
  heedArrival(turn, messageId);
}

/** An admin acted: all that was not seen yet is. */
export function markSeen(turn: Turn): void {
  for (const messageId of turn.state.unseen.toReversed()) react(turn, messageId, "👀");
  turn.set({ unseen: [], unread: 0 });
}

/** An answer goes out: ✍ on the fan's last message, 👀 on those before it, typing. */
export function beginAnswer(turn: Turn, tag: string, kind: ContentKind): void {
  const { answering, lastInId, unseen } = turn.state;
  turn.set({ unseen: unseen.filter((messageId) => messageId !== lastInId) });
  markSeen(turn);
  if (answering !== null && answering.messageId !== lastInId)
    leaveAtSeen(turn, answering.messageId);
  if (lastInId !== null && answering?.messageId !== lastInId) react(turn, lastInId, "✍");
  const action = ACTIONS[kind] ?? "typing";
  turn.set({ answering: { tag, messageId: lastInId, action, since: turn.at, newSince: null } });
  turn.emit({ verb: "showAction", action });
  turn.setTimer("typing", turn.at + TYPING_EVERY_MS);
}

/** The latest answer is there, or never will be: nobody is typing any more. */
export function endAnswer(turn: Turn, tag: string, isDelivered: boolean): void {
  const { answering } = turn.state;
  if (answering?.tag !== tag) return;
  leaveAtSeen(turn, answering.messageId);
  if (isDelivered) turn.set({ waitingSince: answering.newSince });
  turn.set({ answering: null });
  turn.clearTimer("typing");
}

/** Keeps the typing alive while the answer is on its way, but no longer than one can believe. */
export function onTypingTimer(turn: Turn): void {
  const { answering } = turn.state;
  if (answering === null || turn.at - answering.since >= TYPING_FOR_MS_MAX) return;
  turn.emit({ verb: "showAction", action: answering.action });
  turn.setTimer("typing", turn.at + TYPING_EVERY_MS);
}

function leaveAtSeen(turn: Turn, messageId: number | null): void {
  if (messageId !== null) react(turn, messageId, "👀");
}

function react(turn: Turn, fanMessageId: number, emoji: string): void {
  if (!turn.settings.receipts || turn.state.isUnreachable) return;
  turn.emit({ verb: "react", fanMessageId, emoji });
}
