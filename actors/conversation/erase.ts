// The fan asks to be forgotten. The rows lose names, texts and files; the ledger stays, brought to
// zero by its last row. What the state keeps is a tombstone: that the welcome was given and whether
// there is a ban (starting anew must wash away neither), which messages belong to the time before,
// and the group and topic, so that the topic can hear of it and the next one opens in the same group.
import { book } from "./charge.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { discardHeld } from "./held.ts";
import { initialState, type State } from "./state.ts";
import { editNotice } from "./tell.ts";
import { TIMERS } from "./timers.ts";
import { forgetInTopic } from "./topic.ts";
import type { Turn } from "./turn.ts";

/** Erases; `messageId` is the notice that asked for the last word. */
export function eraseFan(turn: Turn, messageId: number): void {
  settleAccount(turn);
  discardHeld(turn);
  editNotice(turn, messageId, { key: "erased", with: {} });
  if (turn.state.topicId !== null && turn.state.topicStatus !== "retired") forgetInTopic(turn);
  for (const name of TIMERS) turn.clearTimer(name);
  turn.row({ row: "erase" });
  turn.set(tombstone(turn.state));
}

/** What is left is given up, as the question said: the ledger of a pseudonym sums to nothing. */
function settleAccount(turn: Turn): void {
  const seconds = sessionSecondsLeft(turn);
  const { credits } = turn.state;
  if (credits === 0 && seconds === 0) return;
  book(turn, {
    kind: "adjustment",
    credits: -credits,
    seconds: -seconds,
    reference: `erase:${turn.envelopeId}`,
    note: "given up with the erasure",
  });
}

function tombstone(state: State): State {
  const blank = initialState({ kind: "conversation", key: String(state.fanId) });
  const last = Math.max(state.takenInUpTo, ...state.recent.filter((_, i) => i % 2 === 0));
  return {
    ...blank,
    hasWelcome: state.hasWelcome,
    isBanned: state.isBanned,
    isBanTold: state.isBanTold,
    groupId: state.groupId,
    topicId: state.topicId,
    topicStatus: state.topicStatus === "none" ? "none" : "retired",
    takenInUpTo: last,
    forgottenUpTo: last,
  };
}
