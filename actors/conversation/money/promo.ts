// Promo codes, as fans claim them. A code is claimed in our own books, which count its uses; what it
// gives is then this fan's, once: credits are booked at once, a reduction is kept for the next purchase
// (`reduction.ts`).
//
// The books count by the row of a user, which an erasure replaces. So a claim says how often the fan had
// the code in lives before. Who guesses is stopped for the rest of the UTC day: each code that is asked
// for counts, until the books have granted it.
import { refreshCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import { shopKeyboard } from "#actors/conversation/keyboards.ts";
import { CLAIMED_CODES_MAX, PROMO_MISSES_MAX } from "#actors/conversation/limits.ts";
import { tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { Promo } from "#actors/kernel/product.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import { periodsOf } from "./calendar.ts";
import { keptPromo } from "./reduction.ts";
import type { MoneyResult } from "./result.ts";

const CODE = /^[A-Z0-9_]{1,32}$/;

/** Asks the books for a code, however the fan has written it. */
export function claimPromo(turn: Turn, written: string): void {
  const code = written.trim().toUpperCase();
  const kept = keptPromo(turn);
  if (!CODE.test(code)) tellFan(turn, { key: "promoUsage", with: {} });
  else if (kept?.code === code) tellClaimed(turn, kept);
  else if (missesToday(turn) >= PROMO_MISSES_MAX) tellFan(turn, { key: "promoTooMany", with: {} });
  else ask(turn, code);
}

/** What the books said. */
export function onPromoAnswer(turn: Turn, code: string, result: MoneyResult): void {
  const answer = "refused" in result ? null : result.answer;
  if (answer?.type !== "promoRefused") countMiss(turn, -1);
  if (answer?.type === "promo") return keep(turn, answer.promo);
  const why = answer?.type === "promoRefused" ? answer.why : "unknown";
  tellFan(turn, { key: "promoRefused", with: { code, why } });
}

function ask(turn: Turn, code: string): void {
  countMiss(turn, 1);
  const earlierUses = turn.state.formerCodes.filter((former) => former === code).length;
  turn.emit({ verb: "claimPromo", code, earlierUses, tag: `promo:${code}` });
}

function missesToday({ state, at }: Turn): number {
  return state.promoMisses.day === periodsOf(at).day ? state.promoMisses.count : 0;
}

function countMiss(turn: Turn, by: 1 | -1): void {
  const count = Math.max(0, missesToday(turn) + by);
  turn.set({ promoMisses: { day: periodsOf(turn.at).day, count } });
}

function keep(turn: Turn, promo: Promo): void {
  const { firstSeenAt, claimedCodes, formerCodes } = turn.state;
  const withIt = (codes: readonly string[]) => [...codes, promo.code].slice(-CLAIMED_CODES_MAX);
  // Erased since they asked: what was claimed was the other person's.
  if (firstSeenAt === null) return turn.set({ formerCodes: withIt(formerCodes) });
  turn.set({ claimedCodes: withIt(claimedCodes) });
  if (promo.kind === "credits") return addCredits(turn, promo);
  turn.set({ promo });
  tellClaimed(turn, promo);
}

function tellClaimed(turn: Turn, promo: Promo): void {
  const { settings } = turn;
  const say: FanSay = { key: "promoClaimed", with: { promo, currency: settings.currency } };
  tellFan(turn, say, { keyboard: shopKeyboard(settings, "buyCredits") });
}

/** A claim is answered once, so its envelope names it: a code may be had twice where it says so. */
function addCredits(turn: Turn, { code, value }: Promo): void {
  const credits = Math.min(value, CREDITS_MAX - turn.state.credits);
  if (credits === 0) return;
  book(turn, {
    kind: "gift",
    credits,
    reference: `promo:${code}:${turn.state.fanId}:${turn.envelopeId}`,
    note: `promo code ${code}`,
  });
  tellFan(turn, { key: "promoCredits", with: { credits, account: accountOf(turn) } });
  releaseHeld(turn);
  refreshCard(turn);
}
