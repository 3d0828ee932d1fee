// Which of the fan's messages were taken in already, so that one message that comes under two
// update ids is charged once. The last few ids are kept one by one with a hash of their text (an
// edit that changed nothing is no edit); everything at or below the water mark counts as taken in.
// That is safe because Telegram delivers the messages of one chat in order: none can be older than
// `RECENT_MAX` others that came before it. An envelope that an operator has put back can: it is older
// itself than one that was heard, so the water mark says nothing of it. (Should it be a second telling
// all the same, its charge has a reference that the ledger takes once.)
//
// The ring is one flat array `[id, hash, id, hash, …]`: at a hundred thousand live conversations
// an array of pairs would cost ten times as much memory.
import type { Content } from "#actors/kernel/content.ts";
import { RECENT_MAX } from "./limits.ts";

export interface Recent {
  readonly recent: readonly number[];
  /** Ids up to here were taken in, or belong to the time before. */
  readonly takenInUpTo: number;
}

/** What is known of a fan's messages besides. */
export interface Marks extends Recent {
  /** Ids up to here belong to somebody who was erased. */
  readonly forgottenUpTo: number;
  /** The newest envelope that brought a message of the fan's. */
  readonly newestEnvelopeId: number;
}

/** Of a message that did not go on to the team: an edit of it goes nowhere either. */
export const NOT_RELAYED = 0;

/** Whether this message was heard of before, as far as an envelope of this id can say. */
export function isTakenIn(state: Marks, messageId: number, envelopeId: number): boolean {
  if (hashOf(state, messageId) !== null || messageId <= state.forgottenUpTo) return true;
  return messageId <= state.takenInUpTo && envelopeId > state.newestEnvelopeId;
}

/** The hash a message was remembered with, null when it is not among the last few. */
export function hashOf(state: Recent, messageId: number): number | null {
  for (let i = 0; i < state.recent.length; i += 2) {
    if (state.recent[i] === messageId) return state.recent[i + 1] ?? null;
  }
  return null;
}

/** Remembers a message, or its new hash; the oldest falls below the water mark. */
export function remember(state: Recent, messageId: number, hash: number): Recent {
  const recent: number[] = [];
  let takenInUpTo = state.takenInUpTo;
  for (let i = 0; i < state.recent.length; i += 2) {
    const [id, known] = [state.recent[i] ?? 0, state.recent[i + 1] ?? 0];
    if (id !== messageId) recent.push(id, known);
  }
  recent.push(messageId, hash);
  while (recent.length > 2 * RECENT_MAX) {
    const [oldest] = recent.splice(0, 2);
    takenInUpTo = Math.max(takenInUpTo, oldest ?? 0);
  }
  return { recent, takenInUpTo };
}

/** FNV-1a over what an edit can change, cut to 1…2^24: small, and never {@link NOT_RELAYED}. */
export function contentHash(content: Content): number {
  const text = JSON.stringify([content.kind, content.text, content.entities]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 8) + 1;
}
