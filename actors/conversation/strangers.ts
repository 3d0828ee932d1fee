// Those who write in a fan's topic and are not on the team: nothing of theirs is sent, and the topic
// says so to each. The word is told at once where none was told lately, otherwise it is put off:
//
//   quiet ──refused──▶ told ──refused──▶ put off ──timer──▶ told: one word for all who wait
//
// So a flood costs the group a message each three seconds, one person's own flood a message each ten,
// and nobody is left to believe that the fan has read them. Nobody is told apart by an id alone either:
// all anonymous administrators have the same one.
import { clip } from "#actors/kernel/content.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import {
  STRANGER_AGAIN_MS,
  STRANGER_NAME_LENGTH_MAX,
  STRANGER_WORD_MS,
  STRANGERS_NAMED_MAX,
} from "./limits.ts";
import type { State } from "./state.ts";
import { tellTeam } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Somebody who is not on the team wrote, commanded or replied in the topic. */
export function tellStranger(turn: Turn, { id, name }: Teammate, messageId: number): void {
  const { waiting, told } = turn.state.strangers;
  const others = waiting.filter((one) => one.id !== id);
  const all = [...others, { id, name: clip(name, STRANGER_NAME_LENGTH_MAX) }];
  // Those beyond are not named; the word stands under the last message all the same.
  turn.set({ strangers: { told, waiting: all.slice(0, STRANGERS_NAMED_MAX), messageId } });
  onStrangersTimer(turn);
}

/** Tells those who wait, or waits on. */
export function onStrangersTimer(turn: Turn): void {
  const { waiting, messageId } = turn.state.strangers;
  if (waiting.length === 0) return;
  const dueAt = turn.state.strangerToldAt + pauseOf(turn.state);
  if (turn.at < dueAt) return turn.setTimer("strangers", dueAt);
  turn.clearTimer("strangers");
  turn.set({
    strangerToldAt: turn.at,
    strangers: { told: waiting.map(({ id }) => id), waiting: [], messageId: null },
  });
  const name = waiting.map((one) => one.name).join(", ");
  tellTeam(turn, { key: "notTeam", with: { name } }, { replyTo: messageId });
}

/** Those who were told by the last word can wait for another; somebody new cannot. */
function pauseOf({ strangers: { waiting, told } }: State): number {
  return waiting.every(({ id }) => told.includes(id)) ? STRANGER_AGAIN_MS : STRANGER_WORD_MS;
}
