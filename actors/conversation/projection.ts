// A conversation's state as people and reports see it: the rows `users` and `conversations`.
import { invariant } from "#actors/kernel/errors.ts";
import type { Projection } from "#actors/kernel/rows.ts";
import { dutyOf } from "./duty/state.ts";
import type { State } from "./state.ts";

/** What `users` and `conversations` show; every turn begins by giving the fan a group. */
export function projectionOf(state: State): Projection {
  invariant(state.groupId !== null, "a conversation that took a turn has a group");
  const duty = dutyOf(state);
  return {
    user: {
      telegramId: state.fanId,
      username: state.username,
      firstName: state.firstName,
      languageTag: state.language ?? state.languageTag,
      credits: state.credits,
      sessionEndsAt: state.session?.endsAt ?? null,
      tier: state.tier,
      spentCents: state.spentCents,
      autoRecharge: state.recharge !== null,
      stripeCustomerId: state.customerId,
      cards: state.cards.map(({ last4 }) => last4),
      debtCredits: state.debt.credits,
      debtSeconds: state.debt.seconds,
      isBanned: state.isBanned,
      isUnreachable: state.isUnreachable,
      isPromotable: state.isPromotable,
      source: state.source,
      createdAt: state.firstSeenAt ?? state.lastSeenAt,
      lastSeenAt: state.lastSeenAt,
    },
    conversation: {
      groupId: state.groupId,
      topicId: state.topicId,
      unreadMessages: state.unread,
      priorityLevel: duty.priority,
      isPinned: duty.isPinned,
      assignedTo: duty.assignee?.id ?? null,
      status: statusOf(state),
      messagesIn: state.messagesIn,
      messagesOut: state.messagesOut,
      lastMessageAt: state.lastMessageAt,
      waitingSince: state.waitingSince,
      tags: duty.tags,
      snoozedUntil: duty.snoozedUntil,
      claimedBy: duty.claim?.byId ?? null,
      claimedUntil: duty.claim?.until ?? null,
    },
  };
}

function statusOf(state: State): string {
  if (state.isBanned) return "banned";
  if (state.isUnreachable) return "unreachable";
  if (state.topicStatus === "closed" || state.topicStatus === "retired") return "closed";
  return state.topicStatus === "none" ? "new" : "open";
}
