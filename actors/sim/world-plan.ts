// What a world is told to do: a seed whose people's acts are drawn from it, or a script of them.
import { Settings } from "#actors/kernel/settings.ts";
import type { Verdict } from "./bank.ts";
import { type CampaignAct, planCampaignActs } from "./campaign-traffic.ts";
import type { SendKey } from "./desk-world.ts";
import type { CrashPoint } from "./faults.ts";
import { type LockedAct, planLockedActs } from "./locked-traffic.ts";
import type { MailKey } from "./memory-campaigns.ts";
import type { Guards } from "./memory-store.ts";
import { type MoneyAct, planMoneyActs } from "./money-traffic.ts";
import { SHOP } from "./money-world.ts";
import type { Conversation, Desk } from "./node.ts";
import type { Prng } from "./prng.ts";
import { planTeamActs, TEAM, type TeamAct } from "./team-traffic.ts";
import { type Act, OWNER_ID, planActs, planRareActs } from "./traffic.ts";

export interface WorldOptions {
  readonly seed: number;
  /** Guards to leave out, for mutation tests. */
  readonly guards?: Partial<Guards>;
  /** Instead of the real one: a copy with a bug, for mutation tests. */
  readonly conversation?: Conversation;
  readonly desk?: Desk;
  /** Instead of the key by which a message between actors is known, for mutation tests. */
  readonly sendKey?: SendKey;
  /** Instead of the key of a campaign's mail to a fan, for mutation tests. */
  readonly mailKey?: MailKey;
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
  readonly campaignActs: readonly CampaignAct[];
}

const ACTS_MAX = 60;
const SPAN_MS = 4 * 60_000;

/** The script's acts, or those that a seed draws. */
export function planWorld(random: Prng, script: Script | undefined): Plan {
  const acts = script?.acts ?? drawActs(random);
  const fans = [...new Set(acts.map((act) => act.fanId))];
  if (script !== undefined) {
    const { moneyActs = [], lockedActs = [], teamActs = [] } = script;
    return { acts, fans, moneyActs, lockedActs, teamActs, campaignActs: [] };
  }
  return {
    acts,
    fans,
    moneyActs: planMoneyActs(random.fork("money acts"), fans, SPAN_MS),
    lockedActs: planLockedActs(random.fork("locked acts"), fans, SPAN_MS),
    teamActs: planTeamActs(random.fork("team acts"), fans, SPAN_MS),
    campaignActs: planCampaignActs(random.fork("campaign acts"), fans, SPAN_MS),
  };
}

function drawActs(random: Prng): Act[] {
  const draw = random.fork("acts");
  const fans = Array.from({ length: 1 + draw.below(4) }, (_, i) => 7_000_000_000 + i);
  const acts = planActs(draw, fans, 5 + draw.below(ACTS_MAX), SPAN_MS);
  return [...acts, ...planRareActs(random.fork("rare acts"), fans, SPAN_MS)];
}

/** What the owner of a world has set. */
export function settingsFor(groupId: number): Settings {
  const base = Settings.parse({});
  return {
    ...base,
    ...SHOP,
    groupIds: [groupId],
    ownerId: OWNER_ID,
    team: TEAM,
    isTeamFormed: true,
  };
}
