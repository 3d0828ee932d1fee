// Carries effects out through the Bot API: one effect, one call, one outcome. Which chat and which
// topic is decided here and now, from the route that the relay has read, because the topic may have
// been made anew since the effect was decided.
import { isForService, traitsOf } from "#actors/kernel/effect.ts";
import { isOfDesk } from "#actors/kernel/effect-desk.ts";
import { isOfLocked, type LockedEffect } from "#actors/kernel/effect-locked.ts";
import { unreachable } from "#actors/kernel/errors.ts";
import type { Call, Performed, Performer } from "#actors/kernel/ports.ts";
import { withFreshLinks } from "./fresh-links.ts";
import { outcomeOf } from "./outcome.ts";
import * as fan from "./perform-fan.ts";
import { type PerformKit, refused } from "./perform-kit.ts";
import * as locked from "./perform-locked.ts";
import * as money from "./perform-money.ts";
import * as promotion from "./perform-promotion.ts";
import * as topic from "./perform-topic.ts";
import { createTopicIcons, type TopicIcons } from "./topic-icons.ts";

/** Makes the performer; it never rejects. */
export function createPerformer(parts: PerformKit): Performer {
  const { reads, remember } = withFreshLinks(parts.reads);
  const kit: PerformKit = { ...parts, reads };
  const icons = createTopicIcons(parts.api);
  return {
    async perform(call) {
      try {
        const performed = await carryOut(kit, icons, call);
        remember(performed.links);
        return performed;
      } catch (error) {
        const facts = { chatId: chatOf(kit, call), attempt: call.attempt };
        return { outcome: outcomeOf(error, facts), links: [] };
      }
    },
  };
}

/** The chat that a call's limits and refusals are about; null when it names none. */
function chatOf(kit: PerformKit, call: Call): number | null {
  const { effect, route } = call;
  switch (effect.verb) {
    case "answerPress":
      return null;
    case "alertOwner":
      return kit.ownerId;
    case "refundStars":
      return fanIdOf(call);
    case "react":
      return route.fanChatId;
    default:
      return traitsOf(effect).lane === "topic" ? route.groupId : route.fanChatId;
  }
}

type Performing = Promise<Performed> | Performed;

function carryOut(kit: PerformKit, icons: TopicIcons, call: Call): Performing {
  const { effect } = call;
  if (isForService(effect)) return refused("bad-request", "not Telegram's to do");
  if (isOfDesk(effect)) return refused("bad-request", "not a conversation's to do");
  if (isOfLocked(effect)) return aboutLocked(kit, call, effect);
  switch (effect.verb) {
    case "openTopic":
      return inGroup(call, (target) => topic.openTopic(kit, target, effect));
    case "post":
      return inTopic(call, (target) => topic.post(kit, target, effect));
    case "postAlbum":
      return inTopic(call, (target) => topic.postAlbum(kit, target, effect));
    case "editPost":
      return inTopic(call, (target) => topic.editPost(kit, target, effect));
    case "card":
      return inTopic(call, (target) => topic.card(kit, target, effect));
    case "tell":
      return inTopic(call, (target) => topic.tell(kit, target, effect));
    case "editTell":
      return inTopic(call, (target) => topic.editTell(kit, target, effect));
    case "recap":
      return inTopic(call, (target) => topic.recap(kit, target, effect));
    case "mirrorReaction":
      return inTopic(call, (target) => topic.mirrorReaction(kit, target, effect));
    case "pin":
    case "sweepTopic":
    case "renameTopic":
    case "closeTopic":
    case "reopenTopic":
      return inTopic(call, (target) => topic.change(kit, target, effect));
    case "setTopicIcon":
      return inTopic(call, (target) => topic.setIcon(kit, icons, target, effect));
    case "reply":
      return inChat(call, (target) => fan.reply(kit, target, effect));
    case "editReply":
      return inChat(call, (target) => fan.editReply(kit, target, effect));
    case "withdraw":
      return inChat(call, (target) => fan.withdraw(kit, target, effect));
    case "notify":
      return inChat(call, (target) => fan.notify(kit, target, effect));
    case "editNotice":
      return inChat(call, (target) => fan.editNotice(kit, target, effect));
    case "sendExport":
      return inChat(call, (target) => fan.sendExport(kit, target, effect));
    case "pinNotice":
    case "react":
    case "showAction":
      return inChat(call, (target) => fan.show(kit, target, effect));
    case "sendInvoice":
      return inChat(call, (target) => money.sendInvoice(kit, target, effect));
    case "showHistory":
      return inChat(call, (target) => money.showHistory(kit, target, effect));
    case "refundStars":
      return money.refundStars(kit, fanIdOf(call), effect);
    case "promote":
      return inChat(call, (target) => promotion.promote(kit, target, effect));
    case "unsend":
      return inChat(call, (target) => promotion.unsend(kit, target, effect));
    case "answerPress":
      return fan.answerPress(kit, effect);
    case "alertOwner":
      return fan.alertOwner(kit, effect);
    case "enlist":
    case "recallSends":
    case "previewPromotion":
      return refused("bad-request", "not a conversation's to do");
    default:
      return unreachable(effect);
  }
}

function aboutLocked(kit: PerformKit, call: Call, effect: LockedEffect): Performing {
  switch (effect.verb) {
    case "offerLocked":
      return inChat(call, (target) => locked.offerLocked(kit, target, effect));
    case "editLocked":
      return inChat(call, (target) => locked.editLocked(kit, target, effect));
    case "deliverLocked":
      return inChat(call, (target) => locked.deliverLocked(kit, target, effect));
    case "showUnlocked":
      return inChat(call, (target) => locked.showUnlocked(kit, target, effect));
    case "showShelf":
      return inTopic(call, (target) => locked.showShelf(kit, target, effect));
    case "lookUpItem":
      return refused("bad-request", "not Telegram's to do");
  }
}

/** A conversation's key is the fan's id. */
const fanIdOf = (call: Call): number => Number(call.address.key);

function inGroup(
  call: Call,
  perform: (target: Omit<topic.TopicTarget, "topicId">) => Performing,
): Performing {
  const { groupId } = call.route;
  if (groupId === null) return refused("chat-gone", "there is no group");
  return perform({ fanId: fanIdOf(call), groupId });
}

function inTopic(call: Call, perform: (target: topic.TopicTarget) => Performing): Performing {
  const { groupId, topicId } = call.route;
  if (groupId === null || topicId === null) return refused("topic-gone", "there is no topic");
  return perform({ fanId: fanIdOf(call), groupId, topicId });
}

function inChat(call: Call, perform: (target: fan.FanTarget) => Performing): Performing {
  const { fanChatId } = call.route;
  if (fanChatId === null) return refused("blocked", "the fan has no chat with the bot");
  return perform({ fanId: fanIdOf(call), chatId: fanChatId });
}
