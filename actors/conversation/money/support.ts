// `/paysupport`: Telegram's terms want a way to reach a person about a payment. A request goes to the
// fan's topic, which is opened for it; a banned fan has it too. Asking the team costs the group a
// message and the fan nothing, so it has a pace.
import { nameFor } from "#actors/conversation/facts.ts";
import { tellFan } from "#actors/conversation/tell.ts";
import { bringToTeam } from "#actors/conversation/topic.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";

const REQUEST_LENGTH_MAX = 1500;
const REQUEST_EVERY_MS = 60_000;

/** Brings a request to the team. */
export function askPaySupport(turn: Turn, text: string): void {
  if (!mayAskTeam(turn, REQUEST_EVERY_MS)) return tellFan(turn, { key: "askSoon", with: {} });
  const name = nameFor(turn.state);
  bringToTeam(turn, { key: "paySupport", with: { name, text: clip(text, REQUEST_LENGTH_MAX) } });
  tellFan(turn, { key: "paySupportSent", with: {} });
}

/** Whether the team was left alone for so long; if so, it is asked now. */
export function mayAskTeam(turn: Turn, everyMs: number): boolean {
  if (turn.at - turn.state.askedAt < everyMs) return false;
  turn.set({ askedAt: turn.at });
  return true;
}
