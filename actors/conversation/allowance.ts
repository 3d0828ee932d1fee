// What each of the team has moved for this fan on this UTC day: credits and time that they gave or
// took, money that they asked to refund. The bounds of a role (kernel/team.ts) hold for one act and for
// the sum of a day, so that nobody gets round them by parts. The owner is not counted.
//
// Counted when it is decided: a refund that the payment service then refuses has used up what it asked
// for. What is remembered is of one day, and of so many people; whoever comes after them may do nothing
// until tomorrow. An erasure does not clear it.
import type { TeamSay } from "#actors/kernel/say.ts";
import { type Bound, rightsOf, type Teammate } from "#actors/kernel/team.ts";
import { MOVERS_MAX } from "./limits.ts";
import { periodsOf } from "./money/calendar.ts";
import type { State } from "./state.ts";
import type { Turn } from "./turn.ts";

type Mover = State["moved"]["by"][number];

/** What a bound is counted in: credits, seconds, cents or Stars. */
const COUNTED = {
  giftMax: "credits",
  giftMinutesMax: "seconds",
  refundMaxCents: "money",
} as const satisfies Record<Bound, keyof Mover>;

const SECONDS_A_MINUTE = 60;

/** So much of it this person may still move for this fan today: credits, seconds, cents or Stars. */
export function leftToday(turn: Turn, by: Pick<Teammate, "id" | "role">, bound: Bound): number {
  const most = mostAtOnce(turn, by, bound);
  if (by.role === "owner") return most;
  const movers = moversOf(turn);
  const mover = movers.find(({ id }) => id === by.id);
  if (mover === undefined) return movers.length < MOVERS_MAX ? most : 0;
  return Math.max(0, most - mover[COUNTED[bound]]);
}

/** The most of one act, by the role: credits, seconds, cents or Stars. */
export function mostAtOnce({ settings }: Turn, by: Pick<Teammate, "role">, bound: Bound): number {
  const rights = rightsOf(by.role, settings.rights);
  if (bound === "refundMaxCents" && !rights.money) return 0;
  const most = rights[bound];
  return bound === "giftMinutesMax" ? most * SECONDS_A_MINUTE : most;
}

/** They moved so much of it, in either direction. */
export function noteMoved(turn: Turn, by: Teammate, bound: Bound, amount: number): void {
  if (by.role === "owner") return;
  const movers = moversOf(turn);
  const nothing: Mover = { id: by.id, credits: 0, seconds: 0, money: 0 };
  const mover = movers.find(({ id }) => id === by.id) ?? nothing;
  const counted = COUNTED[bound];
  const now = { ...mover, [counted]: mover[counted] + Math.abs(amount) };
  const others = movers.filter((one) => one !== mover);
  turn.set({ moved: { day: periodsOf(turn.at).day, by: [...others, now].slice(-MOVERS_MAX) } });
}

/** Says what is left of a bound that is not enough. */
export function boundSay(
  turn: Turn,
  by: Pick<Teammate, "id" | "role">,
  bound: Bound,
): Extract<TeamSay, { key: "boundReached" }> {
  return { key: "boundReached", with: { bound, left: leftToday(turn, by, bound) } };
}

function moversOf({ state, at }: Turn): readonly Mover[] {
  return state.moved.day === periodsOf(at).day ? state.moved.by : [];
}
