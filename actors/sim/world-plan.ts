// What a world is told to do: a seed whose people's acts are drawn from it, or a script of them.
import type { Verdict } from "./bank.ts";
import type { SendKey } from "./desk-world.ts";
import type { CrashPoint } from "./faults.ts";
import { type LockedAct, planLockedActs } from "./locked-traffic.ts";
import type { Guards } from "./memory-store.ts";
import { type MoneyAct, planMoneyActs } from "./money-traffic.ts";
import type { Conversation, Desk } from "./node.ts";
import type { Prng } from "./prng.ts";
import { planTeamActs, type TeamAct } from "./team-traffic.ts";
import { type Act, planActs, planRareActs } from "./traffic.ts";

export interface WorldOptions {
  readonly seed: number;
  /** Guards to leave out, for mutation tests. */
  readonly guards?: Partial<Guards>;
  /** Instead of the real one: a copy with a bug, for mutation tests. */
  readonly conversation?: Conversation;
  readonly desk?: Desk;
  /** Instead of the key by which a message between actors is known, for mutation tests. */
  readonly sendKey?: SendKey;
  /** Instead of the seed's acts and faults: a script, and one crash at an I/O call. */
  readonly script?: Script;
}

export interface Script {
  readonly acts: readonly Act[];
  readonly moneyActs?: readonly MoneyAct[];
  readonly lockedActs?: readonly LockedAct[];
  readonly teamActs?: readonly TeamAct[];
  /** What banks answer to charges, in this order. */
  readonly verdicts?: readonly Verdict[];
  readonly crash: CrashPoint | null;
}

/** All that people do in a world. */
export interface Plan {
  readonly acts: readonly Act[];
  readonly fans: readonly number[];
  readonly moneyActs: readonly MoneyAct[];
  readonly lockedActs: readonly LockedAct[];
  readonly teamActs: readonly TeamAct[];
}

const ACTS_MAX = 60;
const SPAN_MS = 4 * 60_000;

/** The script's acts, or those that a seed draws. */
export function planWorld(random: Prng, script: Script | undefined): Plan {
  const acts = script?.acts ?? drawActs(random);
  const fans = [...new Set(acts.map((act) => act.fanId))];
  if (script !== undefined) {
    const { moneyActs = [], lockedActs = [], teamActs = [] } = script;
    return { acts, fans, moneyActs, lockedActs, teamActs };
  }
  return {
    acts,
    fans,
    moneyActs: planMoneyActs(random.fork("money acts"), fans, SPAN_MS),
    lockedActs: planLockedActs(random.fork("locked acts"), fans, SPAN_MS),
    teamActs: planTeamActs(random.fork("team acts"), fans, SPAN_MS),
  };
}

function drawActs(random: Prng): Act[] {
  const draw = random.fork("acts");
  const fans = Array.from({ length: 1 + draw.below(4) }, (_, i) => 7_000_000_000 + i);
  const acts = planActs(draw, fans, 5 + draw.below(ACTS_MAX), SPAN_MS);
  return [...acts, ...planRareActs(random.fork("rare acts"), fans, SPAN_MS)];
}
