// How long one of Stripe's pages is said to stay open. Its real end has a margin, for a call that has
// to wait; nobody plans by the odd minute, so what is said is a round figure and never more than there is.

const MINUTE_S = 60;
const ROUND_S = 5 * MINUTE_S;

/** Seconds to say, in whole steps of five minutes, the last five as they are; times in milliseconds. */
export function saidLeft(at: number, expiresAt: number): number {
  const seconds = Math.max(0, Math.floor((expiresAt - at) / 1000));
  return seconds < ROUND_S ? seconds : seconds - (seconds % ROUND_S);
}
