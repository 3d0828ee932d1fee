// Questions that one press answers: "Ban Alice? Confirm / Cancel". The button carries a token that is
// kept here until it is used, so a double tap, an old button and a forged one all find nothing.
import { ASK_LIFE_MS, ASKS_MAX } from "./limits.ts";
import type { Ask } from "./state.ts";
import type { Turn } from "./turn.ts";

/** Opens a question; answers the token for its buttons. */
export function openAsk(turn: Turn, about: Ask["about"], amount: number, subject = ""): string {
  const token = turn.envelopeId.toString(36);
  const asks = [...turn.state.asks, { token, about, amount, subject, at: turn.at }].slice(
    -ASKS_MAX,
  );
  turn.set({ asks });
  return token;
}

/** Takes a question off the list; null when it was answered, is too old, or never was. */
export function takeAsk(turn: Turn, token: string): Ask | null {
  const ask = turn.state.asks.find((open) => open.token === token);
  if (ask === undefined) return null;
  turn.set({ asks: turn.state.asks.filter((open) => open !== ask) });
  return turn.at - ask.at > ASK_LIFE_MS ? null : ask;
}
