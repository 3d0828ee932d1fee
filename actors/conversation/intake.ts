// A message that is one of ours to relay: paid for or held, its row, its posts, all in one decision.
import type { ContentKind } from "#actors/kernel/content.ts";
import { touchCard } from "./card.ts";
import { chargeFor, chargeMessage } from "./charge.ts";
import { hasRoom, hold } from "./held.ts";
import { rechargeIfLow } from "./money/recharge.ts";
import { emitPosts, type FanMessage, fanRef } from "./posts.ts";
import { noteArrival } from "./receipts.ts";
import { NOT_RELAYED, remember } from "./recent.ts";
import { tellFanOnce } from "./tell.ts";
import { ensureTopic, reopenTopic } from "./topic.ts";
import type { Turn } from "./turn.ts";

/** Takes a message in at its price, in credits. */
export function takeIn(turn: Turn, message: FanMessage, price: number): void {
  const charge = chargeFor(turn, price);
  if (charge !== null) send(turn, message, charge);
  else if (hasRoom(turn)) keep(turn, message, price);
  else refuse(turn, message);
}

/** What a message counts as: an album is a kind of its own. */
function kindOf(message: FanMessage): ContentKind | "album" {
  return message.album === null ? message.content.kind : "album";
}

function send(turn: Turn, message: FanMessage, charge: number): void {
  chargeMessage(turn, message.messageId, charge);
  writeRow(turn, message, "queued", charge);
  noteArrival(turn, message.messageId);
  touchCard(turn);
  ensureTopic(turn);
  reopenTopic(turn);
  emitPosts(turn, message, { title: "new", cost: charge, isHeld: false });
  if (charge > 0) rechargeIfLow(turn);
}

function keep(turn: Turn, message: FanMessage, price: number): void {
  writeRow(turn, message, "held", price);
  ensureTopic(turn);
  const posted = emitPosts(turn, message, { title: "held", cost: price, isHeld: true });
  hold(turn, {
    messageId: message.messageId,
    kind: kindOf(message),
    cost: price,
    replyToMessageId: message.replyToMessageId,
    ...posted,
  });
  touchCard(turn);
  rechargeIfLow(turn);
}

function refuse(turn: Turn, message: FanMessage): void {
  for (const messageId of message.album ?? [message.messageId]) {
    turn.set(remember(turn.state, messageId, NOT_RELAYED));
  }
  const held = turn.state.held.length;
  tellFanOnce(turn, { key: "heldFull", with: { held } }, { replyTo: message.messageId });
}

function writeRow(turn: Turn, message: FanMessage, status: "queued" | "held", cost: number): void {
  turn.row({
    row: "message",
    ref: fanRef(message.messageId),
    direction: "in",
    kind: kindOf(message),
    text: message.content.text,
    fileId: message.content.fileId,
    cost,
    status,
    byId: null,
  });
}
