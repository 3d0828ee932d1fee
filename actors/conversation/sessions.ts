// Time sessions: while one is active, messages are free. Its two durable timers are `sessionWarning`
// and `sessionEnd`; adding time moves both. A timer that comes early (the clock was turned back) is
// set again, so neither word is ever said too soon.

import { refreshCard } from "./card.ts";
import { sessionSecondsLeft } from "./facts.ts";
import { shopKeyboard } from "./keyboards.ts";
import { tellFan } from "./tell.ts";
import type { Turn } from "./turn.ts";

/** Starts a session or adds on to the one that runs. The ledger row is the caller's. */
export function extendSession(turn: Turn, seconds: number): void {
  const left = sessionSecondsLeft(turn);
  const from = left > 0 && turn.state.session !== null ? turn.state.session.endsAt : turn.at;
  const endsAt = from + seconds * 1000;
  turn.set({ session: { endsAt, fullSeconds: left + seconds } });
  turn.setTimer("sessionEnd", endsAt);
  setWarning(turn, endsAt);
}

/** Takes time off again, in whole seconds of what is left; one with nothing left is over, unsaid. */
export function shortenSession(turn: Turn, seconds: number): void {
  const { session } = turn.state;
  if (session === null) return;
  if (seconds >= sessionSecondsLeft(turn)) {
    turn.set({ session: null });
    turn.clearTimer("sessionEnd");
    return turn.clearTimer("sessionWarning");
  }
  const endsAt = session.endsAt - seconds * 1000;
  turn.set({ session: { ...session, endsAt } });
  turn.setTimer("sessionEnd", endsAt);
  setWarning(turn, endsAt);
}

/** A session that was never longer than the warning has no warning. */
function setWarning(turn: Turn, endsAt: number): void {
  const warnAt = endsAt - turn.settings.sessionWarningSeconds * 1000;
  if (warnAt > turn.at) turn.setTimer("sessionWarning", warnAt);
  else turn.clearTimer("sessionWarning");
}

export function onSessionWarning(turn: Turn): void {
  const { session } = turn.state;
  const left = sessionSecondsLeft(turn);
  if (session === null || left === 0) return;
  if (left > turn.settings.sessionWarningSeconds) return setWarning(turn, session.endsAt);
  tellFan(
    turn,
    {
      key: "sessionWarning",
      with: { sessionSeconds: left, sessionFullSeconds: session.fullSeconds },
    },
    { keyboard: shopKeyboard(turn.settings, "extend") },
  );
}

export function onSessionEnd(turn: Turn): void {
  const { session } = turn.state;
  if (session === null) return;
  if (session.endsAt > turn.at) return turn.setTimer("sessionEnd", session.endsAt);
  turn.set({ session: null });
  tellFan(
    turn,
    { key: "sessionEnded", with: { credits: turn.state.credits } },
    { keyboard: shopKeyboard(turn.settings, "extend") },
  );
  refreshCard(turn);
}
