// Which failures are switched on. `CALM` is the world without any; the list is what badges count.

import type { Faults } from "#src/sandbox/protocol.ts";

export const CALM: Faults = {
  floodNext: 0,
  floodRetryAfterSeconds: 5,
  isTelegramDown: false,
  loseNextAnswers: 0,
  duplicatesUpdates: false,
  latencyMs: 0,
  enforcesLimits: false,
};

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
