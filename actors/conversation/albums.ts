// Albums come as separate messages with one id in common and no end mark. Their parts are gathered
// in the state and become one message after a second of silence, by a durable timer, so a restart
// loses no half of one. Anything else that arrives meanwhile ends the album first: order is kept.
import type { Content } from "#actors/kernel/content.ts";
import { staysInside } from "#actors/kernel/inside.ts";
import { mediaOf } from "#actors/kernel/shelf.ts";
import { priceOf, priceOfAlbum } from "./charge.ts";
import { takeIn } from "./intake.ts";
import { ALBUM_PARTS_MAX, ALBUM_QUIET_MS, ALBUM_WAIT_MS_MAX } from "./limits.ts";
import { noteInside } from "./locked/kept.ts";
import { sendOrLock } from "./locked/lock.ts";
import type { Heard } from "./message.ts";
import type { Gathering } from "./state.ts";
import type { Turn } from "./turn.ts";

/** Adds a part of a fan's album. */
export function gatherIn(turn: Turn, heard: Heard<"fanWrote">, albumId: string): void {
  if (turn.state.albumIn?.albumId !== albumId) flushIn(turn);
  const albumIn = withPart(turn.state.albumIn, heard, albumId, turn.at);
  turn.set({ albumIn });
  if (albumIn.messageIds.length >= ALBUM_PARTS_MAX) flushIn(turn);
  else turn.setTimer("albumIn", albumIn.dueAt);
}

/** Takes in the fan's album as it is by now. */
export function flushIn(turn: Turn): void {
  const { albumIn } = turn.state;
  if (albumIn === null) return;
  turn.set({ albumIn: null });
  turn.clearTimer("albumIn");
  const [messageId] = albumIn.messageIds;
  if (messageId === undefined || turn.state.isBanned) return;
  const { content, kinds, messageIds, replyToMessageId } = albumIn;
  const isAlbum = messageIds.length > 1;
  takeIn(
    turn,
    { messageId, content, album: isAlbum ? messageIds : null, replyToMessageId },
    isAlbum ? priceOfAlbum(kinds, turn.settings) : priceOf(content.kind, turn.settings),
  );
}

/** Adds a part of a team's album. */
export function gatherOut(turn: Turn, heard: Heard<"teamWrote">, albumId: string): void {
  if (turn.state.albumOut?.albumId !== albumId) flushOut(turn);
  const gathering = withPart(turn.state.albumOut, heard, albumId, turn.at);
  const before = turn.state.albumOut?.parts ?? [];
  const part = mediaOf(heard.content);
  const parts = part === null ? before : [...before, part];
  turn.set({ albumOut: { ...gathering, by: heard.by, groupId: heard.groupId, parts } });
  if (gathering.messageIds.length >= ALBUM_PARTS_MAX) flushOut(turn);
  else turn.setTimer("albumOut", gathering.dueAt);
}

/** Sends the team's album as it is by now. */
export function flushOut(turn: Turn): void {
  const { albumOut } = turn.state;
  if (albumOut === null) return;
  turn.set({ albumOut: null });
  turn.clearTimer("albumOut");
  if (staysInside(albumOut.content.text)) noteInside(turn, albumOut.albumId);
  sendOrLock(turn, albumOut);
}

/** A timer that was overtaken by another part waits for the new end. */
export function onAlbumTimer(turn: Turn, name: "albumIn" | "albumOut"): void {
  const gathering = turn.state[name];
  if (gathering === null) return;
  if (turn.at < gathering.dueAt) return turn.setTimer(name, gathering.dueAt);
  if (name === "albumIn") flushIn(turn);
  else flushOut(turn);
}

function withPart(
  before: Gathering | null,
  part: {
    readonly messageId: number;
    readonly content: Content;
    readonly replyToMessageId: number | null;
  },
  albumId: string,
  at: number,
): Gathering {
  const firstAt = before?.firstAt ?? at;
  const dueAt = Math.min(at + ALBUM_QUIET_MS, firstAt + ALBUM_WAIT_MS_MAX);
  if (before === null) {
    const { messageId, content, replyToMessageId } = part;
    return {
      albumId,
      firstAt,
      dueAt,
      messageIds: [messageId],
      kinds: [content.kind],
      content,
      replyToMessageId,
    };
  }
  const { text, entities } = before.content.text === "" ? part.content : before.content;
  return {
    ...before,
    dueAt,
    messageIds: [...before.messageIds, part.messageId],
    kinds: [...before.kinds, part.content.kind],
    content: { ...before.content, text, entities },
  };
}
