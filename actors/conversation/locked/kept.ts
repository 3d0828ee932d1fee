// Media that the team wrote and that did not go to the fan, because its caption is a note or a
// command. It is remembered with all its files, so that a reply can sell it.
import type { Heard } from "#actors/conversation/message.ts";
import type { TeamMessage } from "#actors/conversation/reply.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Content } from "#actors/kernel/content.ts";
import { staysInside } from "#actors/kernel/inside.ts";
import { itemIdOf, type MediaPart, mediaOf } from "#actors/kernel/shelf.ts";
import { refusal } from "./offer.ts";
import { setLocked } from "./offers.ts";
import { KEPT_MAX } from "./stored.ts";

/** All files of a message; empty where one of them cannot be locked. */
export function partsOf({ content, parts, messageIds }: TeamMessage): readonly MediaPart[] {
  if (parts !== undefined) return parts.length === messageIds.length ? parts : [];
  const only = mediaOf(content);
  return only === null ? [] : [only];
}

/** Remembers what a message is made of. */
export function keepBack(turn: Turn, message: TeamMessage): void {
  const parts = [...partsOf(message)];
  if (parts.length === 0) return;
  const { groupId, messageIds } = message;
  const kept = { groupId, messageIds: [...messageIds], parts };
  setLocked(turn, { kept: [...turn.state.locked.kept, kept].slice(-KEPT_MAX) });
}

/** The files of the message or album that a message of the topic belongs to; null: not known. */
export function keptBack(
  turn: Turn,
  groupId: number,
  messageId: number,
): readonly MediaPart[] | null {
  const { kept } = turn.state.locked;
  const found = kept.findLast(
    (one) => one.groupId === groupId && one.messageIds.includes(messageId),
  );
  return found?.parts ?? null;
}

/** Whether a file was kept back here, or is on offer to this fan: it is not to go out for nothing. */
export function isForSale({ state }: Turn, content: Content): boolean {
  const media = mediaOf(content);
  if (media === null) return false;
  const { kept, offers } = state.locked;
  const id = itemIdOf([media]);
  return (
    offers.some(({ itemId }) => itemId === id) ||
    kept.some(({ parts }) => parts.some(({ uniqueId }) => uniqueId === media.uniqueId))
  );
}

/** What a reply to a message that is not remembered can be sold for; a reason where it cannot. */
export function keptOnceBack(
  replied: NonNullable<Heard<"teamCommand">["replied"]>,
): MediaPart | "sent" | "notMedia" | "notOurs" | "forgotten" {
  const { content, isBot, isOfAlbum, isEdited } = replied;
  if (isBot) return "notOurs";
  const media = mediaOf(content);
  if (media === null) return "notMedia";
  // An edit may have made a note of what had gone out before, or the other way round.
  if (isEdited) return "forgotten";
  if (!staysInside(content.text)) return "sent";
  return isOfAlbum ? "forgotten" : media;
}

/** An album that stays inside is gone from the state: its late parts are known by its id. */
export function noteInside(turn: Turn, albumId: string): void {
  setLocked(turn, { insideAlbumId: albumId });
}

/** Whether it is a part of an album that stayed inside: it stays there too, and the team is told. */
export function refuseLatePart(turn: Turn, heard: Heard<"teamWrote">): boolean {
  if (heard.albumId === null || heard.albumId !== turn.state.locked.insideAlbumId) return false;
  if (turn.state.albumOut?.albumId === heard.albumId) return false;
  tellTeam(turn, refusal("latePart"), { replyTo: heard.messageId });
  return true;
}
