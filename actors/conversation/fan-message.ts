// A fan's message, from its arrival to what becomes of it. Each is taken in once, whatever it is
// delivered as. What stops it, in order:
//   taken in before     nothing happens
//   banned              nothing happens; told once a ban
//   cannot be relayed   told; free
//   part of an album    gathered until the album is whole (`albums.ts`)
//   cannot be paid      held, or refused when too many wait already (`intake.ts`)
import { flushIn, gatherIn } from "./albums.ts";
import { tellBanned } from "./bans.ts";
import { priceOf } from "./charge.ts";
import { takeIn } from "./intake.ts";
import { meet, tellWelcome } from "./meet.ts";
import type { Heard } from "./message.ts";
import { contentHash, isTakenIn, NOT_RELAYED, remember } from "./recent.ts";
import { tellFanOnce } from "./tell.ts";
import type { Turn } from "./turn.ts";

export function onFanWrote(turn: Turn, heard: Heard<"fanWrote">): void {
  const { content, messageId } = heard;
  if (isTakenIn(turn.state, messageId, turn.envelopeId)) return;
  turn.set({ newestEnvelopeId: Math.max(turn.state.newestEnvelopeId, turn.envelopeId) });
  if (heard.albumId === null) flushIn(turn);
  const isFirst = meet(turn, heard.person);
  if (isFirst) tellWelcome(turn, turn.state.credits);
  const isRelayed = !turn.state.isBanned && content.kind !== "unsupported";
  const hash = isRelayed ? contentHash(content) : NOT_RELAYED;
  turn.set(remember(turn.state, messageId, hash));
  if (turn.state.isBanned) return tellBanned(turn);
  if (!isRelayed) {
    return tellFanOnce(turn, { key: "unsupported", with: {} }, { replyTo: messageId });
  }
  if (heard.albumId !== null) return gatherIn(turn, heard, heard.albumId);
  const { replyToMessageId } = heard;
  const message = { messageId, content, album: null, replyToMessageId };
  takeIn(turn, message, priceOf(content.kind, turn.settings));
}
