// What the run of a seed says in the end: what it found, and how much happened in it.
import type { CampaignFigures } from "./campaign-world.ts";
import type { Violation } from "./invariants.ts";
import type { LockedFigures } from "./locked-world.ts";
import type { MoneyFigures } from "./money-world.ts";

export interface WorldReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** A hash over everything that happened, in order. */
  readonly trace: number;
  /** I/O calls that processes made. */
  readonly calls: number;
  readonly shown: number;
  /** What went through Stripe and Telegram's till. */
  readonly money: MoneyFigures;
  /** What was sold of locked media. */
  readonly locked: LockedFigures;
  /** What became of broadcasts. */
  readonly campaigns: CampaignFigures;
  readonly acknowledged: number;
  readonly virtualSeconds: number;
}
