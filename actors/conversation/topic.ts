// The fan's topic: opened by the first real message, or by money that came in or is in doubt; mended
// when it is lost, closed or moved. While there is none, topic effects wait in the outbox, so nothing
// that was paid for depends on how long mending takes. A breaker bounds it: at most `MENDS_MAX` topics
// in `MEND_WINDOW_MS`, then the timer `topic` tries again; a group that refuses is asked again after
// ever longer pauses.
import type { Keyboard, TeamSay } from "#actors/kernel/say.ts";
import { sendPinnedCard } from "./card.ts";
import { nameFor } from "./facts.ts";
import { MEND_WINDOW_MS, MENDS_MAX, OPEN_BACKOFF_MS, RECAP_LIMIT } from "./limits.ts";
import type { Heard } from "./message.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Gives the fan one of the admin groups, for good: fans are spread over them by their ids. */
export function settleInGroup(turn: Turn): void {
  if (turn.state.groupId !== null) return;
  const { groupIds } = turn.settings;
  const groupId = groupIds[turn.state.fanId % groupIds.length] ?? null;
  turn.set({ groupId });
}

/** Before a message, even one that has to wait: there is a topic, or one is on its way. */
export function ensureTopic(turn: Turn): void {
  const { topicStatus, topicId } = turn.state;
  if (topicStatus !== "none" && topicStatus !== "retired") return;
  turn.set({ topicId: null, lostTopicId: topicId });
  open(turn);
  sendPinnedCard(turn);
}

/** Tells the team what it must hear, even of a fan who has never written: there is a topic for it. */
export function bringToTeam(
  turn: Turn,
  say: TeamSay,
  manner: { readonly keyboard?: Keyboard; readonly about?: number | null } = {},
): void {
  ensureTopic(turn);
  reopenTopic(turn);
  tellTeam(turn, say, manner);
}

/** Before a message that goes out: the topic that a person closed is open again. */
export function reopenTopic(turn: Turn): void {
  if (turn.state.topicStatus !== "closed") return;
  turn.set({ topicStatus: "open" });
  turn.emit({ verb: "reopenTopic" });
}

/** The topic is there. */
export function onTopicOpened(turn: Turn, groupId: number, topicId: number): void {
  const { topicStatus } = turn.state;
  if (topicId === turn.state.topicId) return;
  turn.row({ row: "topic", groupId, topicId });
  // Two were made (an answer of Telegram was lost, and the call made again): the first one is in
  // use by now; late replies in the other still find their fan by its row.
  if (topicStatus === "open" || topicStatus === "closed") return;
  const isWanted = topicStatus === "opening" || topicStatus === "waiting";
  turn.set({ groupId, topicId, topicStatus: isWanted ? "open" : "retired", openFailures: 0 });
  if (topicStatus === "waiting") turn.clearTimer("topic");
  // It was on its way when the fan asked to be forgotten, and bears the name.
  if (!isWanted) forgetInTopic(turn);
}

/** The topic was deleted, or is out of a bot's reach: a new one, what was said last, a new card. */
export function onTopicGone(turn: Turn): void {
  if (turn.state.topicStatus !== "open" && turn.state.topicStatus !== "closed") return;
  turn.set({ lostTopicId: turn.state.topicId, topicId: null, cardId: null });
  mend(turn);
}

/** A message met a closed topic. What waits for a retired one is the last that it hears. */
export function onTopicClosed(turn: Turn): void {
  if (turn.state.topicStatus === "retired") turn.emit({ verb: "reopenTopic" });
  if (turn.state.topicStatus !== "open" && turn.state.topicStatus !== "closed") return;
  mend(turn);
}

/** No topic could be opened, for a reason that asking again at once would not mend. */
export function onOpenRefused(turn: Turn): void {
  if (turn.state.topicStatus !== "opening") return;
  const { openFailures } = turn.state;
  const pause = OPEN_BACKOFF_MS[Math.min(openFailures, OPEN_BACKOFF_MS.length - 1)] ?? 0;
  turn.set({ topicStatus: "waiting", openFailures: openFailures + 1 });
  turn.setTimer("topic", turn.at + pause);
}

/** The wait is over. */
export function onTopicTimer(turn: Turn): void {
  if (turn.state.topicStatus === "waiting") mend(turn);
}

/** A group is another chat now. Its topics keep their ids; replies must find the fan there. */
export function onMigrated(turn: Turn, from: number | null, to: number): void {
  const { groupId, topicId } = turn.state;
  if (groupId !== from || groupId === to) return;
  turn.set({ groupId: to });
  if (topicId !== null) turn.row({ row: "topic", groupId: to, topicId });
}

/** The topic keeps what the team wrote, but not the name. */
export function forgetInTopic(turn: Turn): void {
  tellTeam(turn, { key: "fanErased", with: {} });
  turn.emit({ verb: "renameTopic", name: "" });
}

/** A service message of a topic of this fan. */
export function onTopicEvent(turn: Turn, heard: Heard<"topicEvent">): void {
  const { state } = turn;
  if (heard.event === "created") {
    // The answer to openTopic may be lost for good (an erasure leaves no trace of a call under way);
    // its service message adopts the topic all the same. One of the topic that was lost comes too
    // late to mean anything.
    const isAwaited =
      state.topicStatus === "opening" ||
      (state.topicStatus === "retired" && state.topicId === null);
    const isOurs = heard.byBot && isAwaited;
    if (isOurs && heard.topicId !== state.lostTopicId) {
      onTopicOpened(turn, heard.groupId, heard.topicId);
    }
    return;
  }
  if (heard.topicId !== state.topicId) return;
  if (heard.event === "edited" && heard.byBot) return sweep(turn, heard.messageId);
  if (heard.byBot) return;
  if (heard.event === "closed" && state.topicStatus === "open") {
    turn.set({ topicStatus: "closed" });
  }
  if (heard.event === "reopened" && state.topicStatus === "closed") {
    turn.set({ topicStatus: "open" });
  }
}

/**
 * An icon changes with every other message, and Telegram writes a line each time: it goes. What says
 * that the topic was closed or opened stays, for people read by it when that was.
 */
function sweep(turn: Turn, messageId: number | undefined): void {
  if (messageId === undefined || turn.state.topicStatus === "retired") return;
  turn.emit({ verb: "sweepTopic", messageId });
}

/**
 * Opens or reopens, unless that happened too often lately. A topic that replaces a lost one begins
 * with what was said last and a card; after a refusal those still wait from the first attempt.
 */
function mend(turn: Turn): void {
  const mends = turn.state.mends.filter((at) => turn.at - at < MEND_WINDOW_MS);
  const [oldest] = mends;
  if (oldest !== undefined && mends.length >= MENDS_MAX) {
    turn.set({ topicStatus: "waiting" });
    turn.setTimer("topic", oldest + MEND_WINDOW_MS);
    return;
  }
  turn.set({ mends: [...mends, turn.at] });
  if (turn.state.topicId !== null) {
    turn.set({ topicStatus: "open" });
    turn.emit({ verb: "reopenTopic" });
    return;
  }
  open(turn);
  if (turn.state.openFailures > 0) return;
  turn.emit({ verb: "recap", limit: RECAP_LIMIT });
  sendPinnedCard(turn);
}

function open(turn: Turn): void {
  turn.set({ topicStatus: "opening" });
  turn.emit({ verb: "openTopic", name: nameFor(turn.state) });
}
