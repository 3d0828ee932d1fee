// A fan as headers, cards and notices show them.
import type { CardFacts, FanFacts, Language, Spent, Tier } from "#actors/kernel/say.ts";
import { languageOf } from "#actors/kernel/say.ts";
import type { Settings } from "#actors/kernel/settings.ts";
import { dutyOf } from "./duty/state.ts";
import { isMoneyShown } from "./rights.ts";
import type { State } from "./state.ts";
import type { Turn } from "./turn.ts";

/** The language the fan reads: the one they chose, else their client's. */
export function languageFor(state: State): Language {
  return state.language ?? languageOf(state.languageTag);
}

/** What the team calls the fan: @username, or else the first name. */
export function nameFor(state: State): string {
  return state.username === null ? state.firstName : `@${state.username}`;
}

/** Whole seconds left of the time session, rounded up; 0 when there is none. */
export function sessionSecondsLeft(turn: Turn): number {
  const { session } = turn.state;
  return session === null ? 0 : Math.max(0, Math.ceil((session.endsAt - turn.at) / 1000));
}

/** Tiers go by what was spent in all. */
export function tierFor(spentCents: number, settings: Settings): Tier {
  if (spentCents >= settings.tierVipCents) return "vip";
  return spentCents >= settings.tierRegularCents ? "regular" : "new";
}

export function fanFacts(turn: Turn): FanFacts {
  const { state } = turn;
  return {
    fanId: state.fanId,
    firstName: state.firstName,
    username: state.username,
    tier: state.tier,
    credits: state.credits,
    creditsFull: state.creditsFull,
    sessionSeconds: sessionSecondsLeft(turn),
    ...marksOf(state),
  };
}

function marksOf(state: State): Pick<FanFacts, "marks"> {
  const { assignee, priority, isPinned } = dutyOf(state);
  const isSorted = assignee !== null || priority !== "normal" || isPinned;
  return isSorted ? { marks: { assignee: assignee?.name ?? null, priority, isPinned } } : {};
}

function spentOf({ state, settings }: Turn): Spent {
  const { spentCents, spentStars } = state;
  return { spentCents, spentStars, currency: settings.currency };
}

export function cardFacts(turn: Turn): CardFacts {
  const { state } = turn;
  return {
    ...fanFacts(turn),
    language: languageFor(state),
    spent: isMoneyShown(turn) ? spentOf(turn) : null,
    messagesIn: state.messagesIn,
    messagesOut: state.messagesOut,
    firstSeenAt: state.firstSeenAt ?? turn.at,
    lastSeenAt: state.lastSeenAt,
    source: state.source,
    isBanned: state.isBanned,
    isUnreachable: state.isUnreachable,
    held: state.held.length,
  };
}
