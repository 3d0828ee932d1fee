// What the team and fans do about locked media in a simulated hour, drawn apart from all other acts.
// Stories again: something is offered, and then tapped, wished for, paid for, asked for once more. The
// media of a world are few, so the same one is locked for several fans, and for one fan again.
import type { Prng } from "./prng.ts";

const OFFERING = [
  /** `/lock N` as the caption of the team's own media. */
  "lockCaption",
  /** The same for more than the welcome gives, and less than a pack. */
  "lockDear",
  /** Media kept back by a `//` caption, and `/lock N` as a reply to it. */
  "lockKept",
  /** `/lock N stars` as a caption. */
  "lockForStars",
  /** A button of the shelf in the topic. */
  "offerFromShelf",
] as const;
const TAPPING = [
  "unlock",
  /** Two presses at once. */
  "unlockTwice",
  /** A press on an older card than the newest. */
  "unlockOld",
  "unlockNot",
  "sendAgain",
  "askUnlocked",
  "buyMedia",
] as const;

export type LockedActKind =
  | (typeof OFFERING | typeof TAPPING)[number]
  /** Telegram loses the file of what the fan was offered last, for good. */
  | "loseFile";

export interface LockedAct {
  readonly atMs: number;
  readonly kind: LockedActKind;
  readonly fanId: number;
}

/** Acts of the team in a fan's topic. */
export function isTeams(kind: LockedActKind): boolean {
  return OFFERING.some((one) => one === kind);
}

/** Plans what a few fans and the team do about locked media; half of the seeds have none of it. */
export function planLockedActs(
  random: Prng,
  fans: readonly number[],
  spanMs: number,
): readonly LockedAct[] {
  if (random.chance(0.5)) return [];
  const stories = Array.from({ length: 1 + random.below(8) }, () => {
    const fanId = fans[random.below(fans.length)] ?? 0;
    return story(random, fanId, 10_000 + random.below(spanMs * 0.8));
  });
  return stories.flat().toSorted((a, b) => a.atMs - b.atMs);
}

function story(random: Prng, fanId: number, from: number): readonly LockedAct[] {
  const offering = OFFERING[random.below(OFFERING.length)] ?? "lockCaption";
  const first = offering === "lockForStars" ? "buyMedia" : "unlock";
  const taps = Array.from({ length: random.below(6) }, () => random.pick(TAPPING));
  const end = random.chance(0.2) ? (["loseFile", "sendAgain"] as const) : [];
  const kinds: readonly LockedActKind[] = [offering, first, ...taps, ...end];
  let atMs = from;
  return kinds.map((kind) => {
    const act = { atMs, kind, fanId };
    atMs += 200 + random.below(random.chance(0.3) ? 30_000 : 5_000);
    return act;
  });
}
