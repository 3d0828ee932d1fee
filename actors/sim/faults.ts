// The faults of a seed, drawn before it runs. Swarm testing: each seed leaves most kinds of fault
// out altogether, because a world in which everything fails hides what one failure does.
import type { Prng } from "./prng.ts";
import type { Fate } from "./process.ts";
import type { VendorFaults } from "./vendor.ts";

export interface Moment {
  readonly atMs: number;
  readonly kind: "crash" | "drain" | "freeze" | "storeDown";
}

export interface FaultMix {
  /** How many processes share the work from the start. */
  readonly processes: number;
  readonly vendor: VendorFaults;
  /** How likely an update is delivered again, up to an hour later. */
  readonly duplicates: number;
  /** A process's wall clock, off by this much; it may jump during the run. */
  skewMs(): number;
  fate(random: Prng, operation: string): Fate;
  readonly moments: readonly Moment[];
  /** Nothing of ours runs for some hours: a laptop is closed, a deploy goes wrong. */
  readonly night: Night | null;
}

export interface Night {
  readonly atMs: number;
  readonly lengthMs: number;
}

/** Where a scripted run dies: at its n-th I/O call. */
export interface CrashPoint {
  readonly call: number;
  readonly fate: "crashBefore" | "crashAfter" | "answerLost";
}

const NONE: VendorFaults = { flood: 0, loseAnswer: 0, slow: 0, down: 0 };

/** Draws a mix; `isCalm` draws one without any fault, for scripted runs. */
export function drawFaults(random: Prng, isCalm: boolean): FaultMix {
  if (isCalm) {
    const fine = (): Fate => "fine";
    return {
      processes: 1,
      vendor: NONE,
      duplicates: 0,
      skewMs: () => 0,
      fate: fine,
      moments: [],
      night: null,
    };
  }
  const rare = (probability: number, most: number): number =>
    random.chance(probability) ? random.next() * most : 0;
  const crashing = rare(0.4, 0.01);
  const refusing = rare(0.3, 0.05);
  const losing = rare(0.3, 0.03);
  const skew = random.chance(0.3) ? random.below(600_000) - 300_000 : 0;
  const some = (kind: Moment["kind"], draw: Prng): Moment[] => {
    const count = draw.chance(0.35) ? 1 + draw.below(3) : 0;
    return Array.from({ length: count }, () => ({ atMs: draw.below(240_000), kind }));
  };
  const moments = (["crash", "drain", "freeze"] as const).flatMap((kind) => some(kind, random));
  moments.push(...some("storeDown", random.fork("outages")));
  return {
    processes: 1 + random.below(2),
    vendor: {
      flood: rare(0.3, 0.2),
      loseAnswer: rare(0.3, 0.1),
      slow: rare(0.2, 0.1),
      down: rare(0.2, 0.2),
    },
    duplicates: rare(0.6, 0.3),
    skewMs: () => skew,
    fate: (draw) => {
      if (draw.chance(crashing)) return draw.chance(0.5) ? "crashBefore" : "crashAfter";
      if (draw.chance(refusing)) return "refused";
      if (draw.chance(losing)) return "answerLost";
      return "fine";
    },
    moments,
    night: drawNight(random.fork("nights")),
  };
}

/** Long enough for a page to run out, for a card to have rested, or for the next day to begin. */
function drawNight(random: Prng): Night | null {
  if (!random.chance(0.15)) return null;
  const hours = random.pick([1, 2, 25, 30]);
  return { atMs: 60_000 + random.below(120_000), lengthMs: hours * 3_600_000 };
}
