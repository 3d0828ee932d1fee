// What a purchase's refunds and disputes come to, in money and in what was given for it. Pure: the
// account (`account.ts`) is moved by the difference between two of these, never by an event.
//
// A part of the money takes the same part of what was given, rounded down: the fan keeps the fraction,
// and all of the money takes all of it.
import type { Purchase, Units } from "#actors/kernel/purchase.ts";
import { standingOf } from "./merge.ts";

/** Money, in the smallest unit of the purchase's currency. */
export interface Claims {
  readonly refunded: number;
  /** By disputes that were lost. */
  readonly lost: number;
  /** By disputes that are not decided. */
  readonly contested: number;
}

const NO_CLAIMS: Claims = { refunded: 0, lost: 0, contested: 0 };

/** None before anything was granted: what was never given cannot be taken back. */
export function claimsOn(purchase: Purchase): Claims {
  if (!purchase.isGranted) return NO_CLAIMS;
  const sum = (standing: "lost" | "open") =>
    purchase.disputes
      .filter((dispute) => standingOf(dispute) === standing)
      .reduce((total, { amount }) => total + amount, 0);
  return { refunded: refundedAmount(purchase), lost: sum("lost"), contested: sum("open") };
}

/**
 * Single refunds and their total tell of the same money, and either may be missing: whichever tells of
 * more is believed. The total does not know of a refund that failed after it was told.
 */
export function refundedAmount({ amount, refunds, refunded }: Purchase): number {
  const sumOf = (kept: typeof refunds) => kept.reduce((total, refund) => total + refund.amount, 0);
  const single = sumOf(refunds.filter(({ state }) => state !== "failed"));
  const at = refunded?.at ?? 0;
  const failedSince = sumOf(refunds.filter((one) => one.state === "failed" && one.at >= at));
  return Math.min(amount, Math.max(single, (refunded?.amount ?? 0) - failedSince));
}

/** Money that is gone for good. */
export function backOf({ amount }: Purchase, { refunded, lost }: Claims): number {
  return Math.min(amount, refunded + lost);
}

/** What is to be taken back for good. */
export function owedFor(purchase: Purchase, claims: Claims): Units {
  return partOf(purchase, backOf(purchase, claims));
}

/** What an open dispute is to keep from being spent, beside what is taken back for good. */
export function contestedFor(purchase: Purchase, claims: Claims): Units {
  const { gives } = purchase;
  const owed = owedFor(purchase, claims);
  const contested = partOf(purchase, Math.min(purchase.amount, claims.contested));
  return {
    credits: Math.min(contested.credits, gives.credits - owed.credits),
    seconds: Math.min(contested.seconds, gives.seconds - owed.seconds),
  };
}

function partOf({ gives, amount }: Purchase, part: number): Units {
  return {
    credits: Math.floor((gives.credits * part) / amount),
    seconds: Math.floor((gives.seconds * part) / amount),
  };
}
