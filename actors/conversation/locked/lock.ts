// `/lock 30`, `/lock 50 stars`: selling media to the fan of this topic. As the caption of the team's
// own media it sells that at once; as a reply it sells what was kept back. In no case does the media
// reach the fan by this: whatever is wrong with the command, it stays inside and the topic says why.

import type { Heard } from "#actors/conversation/message.ts";
import { periodsOf } from "#actors/conversation/money/calendar.ts";
import { sendReply, type TeamMessage } from "#actors/conversation/reply.ts";
import { denial } from "#actors/conversation/rights.ts";
import { tellTeam } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { CAPTION_LENGTH_MAX, clip } from "#actors/kernel/content.ts";
import { commandIn, staysInside } from "#actors/kernel/inside.ts";
import type { TeamSay } from "#actors/kernel/say.ts";
import {
  type Item,
  itemIdOf,
  LOCK_MAX,
  type LockedPrice,
  lockedKindOf,
  type MediaPart,
} from "#actors/kernel/shelf.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { keepBack, keptBack, keptOnceBack, partsOf } from "./kept.ts";
import { areForStars, offerItem, refusal } from "./offer.ts";

const LOCK = /^lock(?:@\w+)?$/i;
// Mistaken for the command: `/lock-3`, `/lock3`, `/locked`.
const NEARLY = /^lock/i;
const ORDER = /^(\d{1,7})(?:\s*(stars?)(?!\S))?(?:\s+([\s\S]*))?$/i;
const NAME_LENGTH_MAX = 64;

/** What a command asks for. */
export interface LockOrder {
  readonly price: LockedPrice;
  /** Goes with the media. */
  readonly caption: string;
}

/** A message of the team's on its way: sold by its caption, or the fan's like any other. */
export function sendOrLock(turn: Turn, message: TeamMessage): void {
  const { text } = message.content;
  if (staysInside(text)) keepBack(turn, message);
  const command = commandIn(text);
  if (command === null || !NEARLY.test(command)) return sendReply(turn, message);
  const [messageId] = message.messageIds;
  if (messageId === undefined) return;
  const argument = text.slice(text.indexOf(command) + command.length);
  const say: TeamSay = LOCK.test(command)
    ? sell(turn, message.by, partsOf(message), argument)
    : { key: "lockUsage", with: {} };
  tellTeam(turn, say, { replyTo: messageId });
}

/** The command by itself: what it replies to is what it sells. */
export function onLockCommand(turn: Turn, heard: Heard<"teamCommand">): void {
  tellTeam(turn, lockReplied(turn, heard), { replyTo: heard.messageId });
}

/** Reads `30`, `30 words`, `50 stars words`; null when it is none of these or out of bounds. */
export function readLock(argument: string): LockOrder | null {
  const [, figure, stars, words = ""] = ORDER.exec(argument.trim()) ?? [];
  if (figure === undefined) return null;
  const unit = stars === undefined ? "credits" : "stars";
  const amount = Number(figure);
  if (amount < 1 || amount > LOCK_MAX[unit]) return null;
  return { price: { unit, amount }, caption: clip(words.trim(), CAPTION_LENGTH_MAX) };
}

function lockReplied(turn: Turn, heard: Heard<"teamCommand">): TeamSay {
  const { replyToMessageId, groupId, topicId, replied, by, argument } = heard;
  if (replyToMessageId === null || replyToMessageId === topicId) {
    return { key: "lockUsage", with: {} };
  }
  const kept = keptBack(turn, groupId, replyToMessageId);
  if (kept !== null) return sell(turn, by, kept, argument);
  const found = replied === undefined ? "sent" : keptOnceBack(replied);
  return typeof found === "string" ? refusal(found) : sell(turn, by, [found], argument);
}

/** Puts media on the shelf and offers it; answers what is to be said about it. */
function sell(turn: Turn, by: Teammate, parts: readonly MediaPart[], argument: string): TeamSay {
  const why = denial(turn, by, "sell");
  if (why !== null) return why;
  const order = readLock(argument);
  if (order === null) return { key: "lockUsage", with: {} };
  if (parts.length === 0) return refusal("notMedia");
  const item = itemOf(turn, parts, order);
  if (order.price.unit === "stars" && !areForStars(item)) return refusal("starsKinds");
  const { unit, amount } = order.price;
  turn.row({ row: "shelf", item, byId: by.id });
  const detail = { itemId: item.id, unit, amount };
  turn.row({ row: "audit", byId: by.id, byName: by.name, act: "lock", detail });
  return offerItem(turn, item, by);
}

function itemOf(turn: Turn, parts: readonly MediaPart[], { price, caption }: LockOrder): Item {
  const { unit, amount } = price;
  const [line = ""] = caption.split("\n");
  const name = line === "" ? `${lockedKindOf(parts)} ${periodsOf(turn.at).day}` : line;
  return {
    id: itemIdOf(parts),
    name: clip(name, NAME_LENGTH_MAX),
    caption,
    parts: [...parts],
    priceCredits: unit === "credits" ? amount : null,
    priceStars: unit === "stars" ? amount : null,
  };
}
