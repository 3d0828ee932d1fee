// Which failures are switched on. `CALM` is the world without any; the list is what badges count.

import type { Faults } from "#src/sandbox/protocol.ts";
import type { StripeFaults } from "#src/sandbox/stripe/faults.ts";

export const CALM: Faults = {
  floodNext: 0,
  floodRetryAfterSeconds: 5,
  isTelegramDown: false,
  loseNextAnswers: 0,
  duplicatesUpdates: false,
  latencyMs: 0,
  enforcesLimits: false,
};

export const CALM_STRIPE: StripeFaults = {
  rateLimitNext: 0,
  lockTimeoutNext: 0,
  breakNext: 0,
  loseNextAnswers: 0,
  loseNextRequests: 0,
  isStripeDown: false,
  latencyMs: 0,
  webhookOrder: "asMade",
  duplicatesEvents: false,
  dropNextEvents: 0,
  delayNextEvents: 0,
  eventDelayMs: 3_600_000,
  misSignNextEvents: 0,
};

/** Stripe's failures that are on, in a few words each. */
export function activeStripeFaults(faults: StripeFaults): readonly string[] {
  const refused = faults.rateLimitNext + faults.lockTimeoutNext + faults.breakNext;
  const lost = faults.loseNextAnswers + faults.loseNextRequests;
  return [
    faults.isStripeDown ? "Stripe is down" : "",
    refused > 0 ? `Stripe refuses ${refused} more` : "",
    lost > 0 ? `Stripe answers lost: ${lost} to come` : "",
    faults.latencyMs > 0 ? `Stripe takes ${faults.latencyMs} ms` : "",
    faults.dropNextEvents > 0 ? "webhooks withheld" : "",
    faults.delayNextEvents > 0 ? `${faults.delayNextEvents} webhooks late` : "",
    faults.misSignNextEvents > 0 ? `${faults.misSignNextEvents} webhooks missigned` : "",
    faults.duplicatesEvents ? "every webhook twice" : "",
    faults.webhookOrder === "asMade" ? "" : `webhooks ${faults.webhookOrder}`,
  ].filter((words) => words !== "");
}

/** The failures that are on, in a few words each. Real limits are a setting, not a failure. */
export function activeFaults(faults: Faults): readonly string[] {
  return [
    faults.isTelegramDown ? "Telegram is down" : "",
    faults.floodNext > 0 ? `429 for ${faults.floodNext} more` : "",
    faults.loseNextAnswers > 0 ? `answers lost: ${faults.loseNextAnswers} to come` : "",
    faults.duplicatesUpdates ? "every update twice" : "",
    faults.latencyMs > 0 ? `${faults.latencyMs} ms latency` : "",
  ].filter((words) => words !== "");
}
