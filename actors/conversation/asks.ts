// Questions that one press answers: "Ban Alice? Confirm / Cancel". The button carries a token that is
// kept here until it is used, so a double tap, an old button and a forged one all find nothing.
//
// A question is the fan's or the team's, and neither answers, takes away or crowds out the other's: a
// token is a number that can be guessed, and anybody can ask themselves as often as they like.
import { ASK_LIFE_MS, ASKS_MAX } from "./limits.ts";
import type { Ask } from "./state.ts";
import type { Turn } from "./turn.ts";

/** Who is asked. */
type Side = "fan" | "team";

const OF_FAN: ReadonlySet<Ask["about"]> = new Set(["erase", "cardRemove", "recharge"]);

/** Opens a question; answers the token for its buttons. */
export function openAsk(turn: Turn, about: Ask["about"], amount: number, subject = ""): string {
  const token = turn.envelopeId.toString(36);
  const ask = { token, about, amount, subject, at: turn.at };
  const open = turn.state.asks.filter((one) => sideOf(one) === sideOf(ask));
  const [oldest] = open.length < ASKS_MAX ? [] : open;
  turn.set({ asks: [...turn.state.asks.filter((one) => one !== oldest), ask] });
  return token;
}

/** Takes one side's question off the list; null when it was answered, is too old, or never was. */
export function takeAsk(turn: Turn, token: string, side: Side): Ask | null {
  const { asks } = turn.state;
  const ask = asks.find((open) => open.token === token && sideOf(open) === side);
  if (ask === undefined) return null;
  turn.set({ asks: asks.filter((open) => open !== ask) });
  return turn.at - ask.at > ASK_LIFE_MS ? null : ask;
}

function sideOf({ about }: Pick<Ask, "about">): Side {
  return OF_FAN.has(about) ? "fan" : "team";
}
