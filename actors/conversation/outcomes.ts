// What came of our effects. `done` is heard only where something must be learned; a refusal for good
// always, except a cosmetic one's. Five refusals are about the topic rather than the message, and
// the relay keeps their rows while the conversation mends what they name:
//   topic-gone     open a new one (`topic.ts`)          no-rights, chat-gone   the owner must act;
//   topic-closed   reopen it                                                   the rows wait
//   migrated       the group has another id now
import type { EffectVerb } from "#actors/kernel/effect.ts";
import { isAboutReplies } from "#actors/kernel/effect-replies.ts";
import type { OutcomeMessage } from "#actors/kernel/envelope.ts";
import type { Outcome, Sent } from "#actors/kernel/outcome.ts";
import { onCardSent, refreshCard, touchCard } from "./card.ts";
import { refundMessage } from "./charge.ts";
import { onAsideAsked } from "./duty/claims.ts";
import { HELD_TAG, onHeldNoticeSent, releaseHeld } from "./held.ts";
import { LOCKED_TO_FAN, onLockedOutcome } from "./locked/outcomes.ts";
import { METER_TAG, onMeterGone, onMeterSent } from "./meter.ts";
import {
  isAboutMoney,
  onMoneyNoticeGone,
  onMoneyNoticeRefused,
  onMoneyNoticeSent,
  onMoneyOutcome,
} from "./money/answers.ts";
import { fanRef, readPostTag } from "./posts.ts";
import { isAboutPromotion, onPromotionOutcome } from "./promotions.ts";
import { onReplyDone, onReplyRefused, tellUndelivered, whyOf } from "./reply.ts";
import { onReplyOutcome } from "./saved-replies.ts";
import { onWithdrawn, onWithdrawRefused } from "./team-command.ts";
import { readEditTag } from "./team-message.ts";
import { tellFan, tellTeam } from "./tell.ts";
import { onMigrated, onOpenRefused, onTopicClosed, onTopicGone, onTopicOpened } from "./topic.ts";
import type { Turn } from "./turn.ts";

type Refused = Extract<Outcome, { type: "refused" }>;

/** Effects that go to the fan: a refusal of the chat is about the fan, not about the group. */
const TO_FAN: ReadonlySet<EffectVerb> = new Set([
  "reply",
  "editReply",
  "withdraw",
  "notify",
  "editNotice",
  "sendExport",
  "sendInvoice",
  "showHistory",
  ...LOCKED_TO_FAN,
]);

export function onOutcome(turn: Turn, heard: OutcomeMessage): void {
  const { outcome } = heard;
  if (isAboutPromotion(heard)) return onPromotionOutcome(turn, heard);
  onLockedOutcome(turn, heard);
  if (isAboutReplies(heard.verb)) return onReplyOutcome(turn, heard);
  if (isAboutMoney(heard.verb)) onMoneyOutcome(turn, heard);
  else if (outcome.type === "done") onDone(turn, heard, outcome.sent);
  if (outcome.type !== "refused") return;
  if (TO_FAN.has(heard.verb)) return onRefusedByFan(turn, heard, outcome);
  if (!isAboutMoney(heard.verb)) onRefusedByTopic(turn, heard, outcome);
}

function onDone(turn: Turn, heard: OutcomeMessage, sent: Sent | null): void {
  const { verb, tag } = heard;
  const messageId = sent?.messageIds[0] ?? null;
  if (verb === "openTopic") {
    if (sent === null || sent.threadId === null) return onOpenRefused(turn);
    return onTopicOpened(turn, sent.chatId, sent.threadId);
  }
  if (verb === "reply" && tag !== null) return onReplyDone(turn, tag);
  if (verb === "withdraw") return onWithdrawn(turn, tag);
  if (messageId === null) return;
  if (verb === "card") return onCardSent(turn, messageId, tag);
  if (verb === "tell" && tag !== null) return onAsideAsked(turn, tag, messageId);
  if (verb === "notify" && tag === HELD_TAG) return onHeldNoticeSent(turn, messageId);
  if (verb === "notify" && tag === METER_TAG) return onMeterSent(turn, messageId);
  if (verb === "notify" && tag !== null) onMoneyNoticeSent(turn, tag, messageId);
}

function onRefusedByTopic(turn: Turn, heard: OutcomeMessage, refused: Refused): void {
  switch (refused.code) {
    case "topic-gone":
      return heard.verb === "openTopic" ? onOpenRefused(turn) : onTopicGone(turn);
    case "topic-closed":
      return onTopicClosed(turn);
    case "migrated":
      if (refused.migratedTo !== undefined) {
        onMigrated(turn, turn.state.groupId, refused.migratedTo);
      }
      return;
    case "no-rights":
    case "chat-gone":
      return;
    default:
      if (heard.verb === "openTopic") return onOpenRefused(turn);
      if (heard.verb === "post" || heard.verb === "postAlbum") onPostRefused(turn, heard.tag);
  }
}

/** A message could not be delivered for good: it is given back what it cost. */
function onPostRefused(turn: Turn, tag: string | null): void {
  const message = readPostTag(tag);
  if (message === null || message.messageId <= turn.state.forgottenUpTo) return;
  const { messageId, cost } = message;
  const credits = refundMessage(turn, messageId, cost);
  turn.row({ row: "messageChange", ref: fanRef(messageId), status: "failed" });
  const balance = turn.state.credits;
  tellFan(turn, { key: "undelivered", with: { credits, balance } }, { replyTo: messageId });
  releaseHeld(turn);
  touchCard(turn);
}

function onRefusedByFan(turn: Turn, heard: OutcomeMessage, refused: Refused): void {
  const { verb, tag } = heard;
  const { code, reason } = refused;
  const isGone = code === "blocked" || code === "chat-gone";
  const wasReachable = !turn.state.isUnreachable;
  if (isGone) turn.set({ isUnreachable: true });
  if (verb === "reply" && tag !== null) onReplyRefused(turn, tag, code, reason);
  else if (verb === "editReply") onEditRefused(turn, tag, refused);
  else if (verb === "withdraw") onWithdrawRefused(turn, tag, reason);
  else if (isGone && wasReachable) tellTeam(turn, { key: "fanBlocked", with: {} });
  if (tag === METER_TAG) onMeterGone(turn);
  else if (verb === "editNotice" && tag !== null && !isGone) onMoneyNoticeGone(turn, tag);
  else if (verb === "notify" && tag !== null) onMoneyNoticeRefused(turn, tag);
  if (isGone && wasReachable) refreshCard(turn);
}

/** An edit of something the fan does not have (a note, a message they deleted) is no news. */
function onEditRefused(turn: Turn, tag: string | null, refused: Refused): void {
  const messageId = readEditTag(tag);
  if (messageId === null || refused.code === "message-gone") return;
  tellUndelivered(turn, messageId, whyOf(refused.code), refused.reason);
}
