// What becomes of broadcasts in a simulated hour, drawn apart from all other acts: one is begun, at once or
// for later, the team pauses, resumes, ends or takes it back, and close to its start fans want no more of
// it, block the bot, or have themselves forgotten.
import { CONTROLS, type Control } from "#actors/kernel/campaign.ts";
import type { Member } from "#actors/kernel/team.ts";
import type { Prng } from "./prng.ts";
import { TEAM } from "./team-traffic.ts";

const FANS_DO = [
  "stop",
  /** The button under a broadcast: presses overtake what waits in the mailbox. */
  "stopByButton",
  "wantAgain",
  "block",
  "unblock",
  "erase",
] as const;

export type CampaignActKind =
  | "launch"
  | "launchLater"
  | Control
  /** The fan is there before anything is sent. */
  | "greet"
  | (typeof FANS_DO)[number];

export interface CampaignAct {
  readonly atMs: number;
  readonly kind: CampaignActKind;
  readonly campaignId: number;
  readonly fanId: number;
  readonly by: Member;
}

/** Ids of campaigns are those of effects, which are far from all others here. */
const FIRST_ID = 40_000_000_000;
const GREET_MS = 2_000;

/** Plans up to three campaigns and what meets them; three of four seeds have none. */
export function planCampaignActs(
  random: Prng,
  fans: readonly number[],
  spanMs: number,
): readonly CampaignAct[] {
  if (!random.chance(0.25)) return [];
  const [owner] = TEAM;
  if (owner === undefined) return [];
  const greetings = fans.map((fanId): CampaignAct => {
    const atMs = random.below(GREET_MS);
    return { atMs, kind: "greet", campaignId: 0, fanId, by: owner };
  });
  const stories = Array.from({ length: 1 + random.below(3) }, (_, i) => {
    const fanId = (): number => fans[random.below(fans.length)] ?? 0;
    const act = (atMs: number, kind: CampaignActKind): CampaignAct => {
      const by = random.chance(0.2) ? (TEAM[random.below(TEAM.length)] ?? owner) : owner;
      return { atMs, kind, campaignId: FIRST_ID + i, fanId: fanId(), by };
    };
    return story(random, 10_000 + random.below(spanMs * 0.7), act);
  });
  return [...greetings, ...stories.flat()].toSorted((a, b) => a.atMs - b.atMs);
}

function story(
  random: Prng,
  from: number,
  act: (atMs: number, kind: CampaignActKind) => CampaignAct,
): readonly CampaignAct[] {
  const isLater = random.chance(0.3);
  const acts = [act(from, isLater ? "launchLater" : "launch")];
  // An effect whose answer was lost asks for the same launch again.
  if (random.chance(0.3)) acts.push(act(from + random.below(10_000), "launch"));
  // Between being listed and being sent it are two seconds at most.
  for (let left = 1 + random.below(6); left > 0; left -= 1) {
    const kind = random.chance(0.5) ? "stopByButton" : random.pick(FANS_DO);
    acts.push(act(from - 200 + random.below(3_000), kind));
  }
  for (let left = random.below(5); left > 0; left -= 1) {
    acts.push(act(from + random.below(isLater ? 60_000 : 15_000), random.pick(CONTROLS)));
  }
  return acts;
}
