// The conversation's one switch: what was heard, and who sees to it. Pure: the same state, envelope
// and settings make the same decision, down to the ids.
//
// The whole life of a conversation, in words (each part's own states are drawn where it lives):
//
//   stranger ──/start or a message──▶ met: welcomed, credits granted once for ever
//   met ──first real message──▶ has a topic (`topic.ts`), a card (`card.ts`), a thread
//   a message ──▶ refused │ held (`held.ts`) │ charged and posted ──▶ 👌 delivered │ refunded
//   held ──credits or time arrive──▶ charged and posted        held ──taken back──▶ withdrawn
//   delivered ──an admin acts──▶ 👀 seen ──an answer goes out──▶ ✍ ──it arrives──▶ 👀 answered
//   reachable ──blocked, or a send says so──▶ unreachable ──writes, presses or unblocks──▶ reachable
//   welcome ──/ban──▶ banned: told once, nothing taken in ──/unban──▶ welcome
//   anything ──erases──▶ tombstone (`erase.ts`) ──writes──▶ met, without a second welcome's credits
import type { Decision } from "#actors/kernel/actor.ts";
import type { Envelope, TimerMessage } from "#actors/kernel/envelope.ts";
import { unreachable } from "#actors/kernel/errors.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { onAlbumTimer } from "./albums.ts";
import { refreshCard } from "./card.ts";
import { onMemberLeft } from "./duty/assign.ts";
import { dutyOf } from "./duty/state.ts";
import { keepWatch, onDutyTimer } from "./duty/watch.ts";
import { tierFor } from "./facts.ts";
import { onFanCommand } from "./fan-command.ts";
import { onFanEdited } from "./fan-edit.ts";
import { onFanWrote } from "./fan-message.ts";
import { onFanPressed } from "./fan-press.ts";
import { deliverWaiting } from "./locked/delivery.ts";
import { onMediaBought } from "./locked/paid-media.ts";
import type { ConversationMessage } from "./message.ts";
import { keepMeter } from "./meter.ts";
import { onSetUpTimer } from "./money/card-setup.ts";
import { onCheckoutTimer } from "./money/checkout.ts";
import { onPayment } from "./money/payments.ts";
import { onRechargeTimer } from "./money/recharge.ts";
import { onTeamOrder } from "./orders.ts";
import { onOutcome } from "./outcomes.ts";
import { onFanBlocked, onFanReacted, onFanUnblocked } from "./presence.ts";
import { onPromotion, onRecall } from "./promotions.ts";
import { onTypingTimer } from "./receipts.ts";
import { onSessionEnd, onSessionWarning } from "./sessions.ts";
import type { State } from "./state.ts";
import { onStrangersTimer } from "./strangers.ts";
import { onTeamCommand } from "./team-command.ts";
import { onTeamEdited, onTeamWrote } from "./team-message.ts";
import { onTeamPressed, onTeamReacted } from "./team-press.ts";
import { isTimerName } from "./timers.ts";
import { onMigrated, onTopicEvent, onTopicTimer, settleInGroup } from "./topic.ts";
import { Turn } from "./turn.ts";

/**
 * One envelope's decision.
 * @throws InvariantError on a bug; refusals are effects.
 */
export function decide(
  state: State,
  envelope: Envelope<ConversationMessage>,
  settings: Settings,
): Decision<State> {
  const turn = new Turn(state, envelope, settings);
  settleInGroup(turn);
  hear(turn, envelope.message);
  deliverWaiting(turn, state);
  keepMeter(turn, state);
  turn.set({ tier: dutyOf(turn.state).tier ?? tierFor(turn.state.spentCents, settings) });
  keepWatch(turn, state);
  return turn.decision();
}

function hear(turn: Turn, message: ConversationMessage): void {
  switch (message.type) {
    case "fanWrote":
      return onFanWrote(turn, message);
    case "fanCommand":
      return onFanCommand(turn, message);
    case "fanEdited":
      return onFanEdited(turn, message);
    case "fanPressed":
      return onFanPressed(turn, message);
    case "fanReacted":
      return onFanReacted(turn, message);
    case "fanBoughtMedia":
      return onMediaBought(turn, message);
    case "fanBlocked":
      return onFanBlocked(turn);
    case "fanUnblocked":
      return onFanUnblocked(turn);
    case "teamWrote":
      return onTeamWrote(turn, message);
    case "teamCommand":
      return onTeamCommand(turn, message);
    case "teamEdited":
      return onTeamEdited(turn, message);
    case "teamPressed":
      return onTeamPressed(turn, message);
    case "teamReacted":
      return onTeamReacted(turn, message);
    case "topicEvent":
      return onTopicEvent(turn, message);
    case "memberLeft":
      return onMemberLeft(turn, message);
    case "groupMigrated":
      return onMigrated(turn, message.from, message.to);
    case "payment":
      return onPayment(turn, message);
    case "promotion":
      return onPromotion(turn, message);
    case "recall":
      return onRecall(turn, message);
    case "teamOrder":
      return onTeamOrder(turn, message);
    case "outcome":
      return onOutcome(turn, message);
    case "timer":
      return onTimer(turn, message);
    default:
      return unreachable(message);
  }
}

function onTimer(turn: Turn, { name }: TimerMessage): void {
  if (!isTimerName(name)) return;
  switch (name) {
    case "albumIn":
    case "albumOut":
      return onAlbumTimer(turn, name);
    case "typing":
      return onTypingTimer(turn);
    case "card":
      return refreshCard(turn);
    case "topic":
      return onTopicTimer(turn);
    case "sessionWarning":
      return onSessionWarning(turn);
    case "sessionEnd":
      return onSessionEnd(turn);
    case "checkout":
      return onCheckoutTimer(turn);
    case "setUp":
      return onSetUpTimer(turn);
    case "recharge":
      return onRechargeTimer(turn);
    case "duty":
      return onDutyTimer(turn);
    case "strangers":
      return onStrangersTimer(turn);
    default:
      return unreachable(name);
  }
}
