// Whether the fan can be written to, and the reactions they leave on what they were sent.
import { refreshCard } from "./card.ts";
import type { Heard } from "./message.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Blocked: the topic is told once, and nothing is sent until they write or unblock. */
export function onFanBlocked(turn: Turn): void {
  if (turn.state.isUnreachable || turn.state.firstSeenAt === null) return;
  turn.set({ isUnreachable: true });
  tellTeam(turn, { key: "fanBlocked", with: {} });
  refreshCard(turn);
}

export function onFanUnblocked(turn: Turn): void {
  if (!turn.state.isUnreachable) return;
  turn.set({ isUnreachable: false });
  tellTeam(turn, { key: "fanUnblocked", with: {} });
  refreshCard(turn);
}

/** The fan's reaction shows on the topic's message that theirs is a copy of. */
export function onFanReacted(turn: Turn, heard: Heard<"fanReacted">): void {
  const { isBanned, topicStatus } = turn.state;
  if (isBanned || topicStatus === "none" || topicStatus === "retired") return;
  const { messageId: fanChatMessageId, emoji } = heard;
  turn.emit({ verb: "mirrorReaction", fanChatMessageId, emoji });
}
