// Promo codes. A code is claimed in our own books, which count its uses; what it gives is then this
// fan's, once: credits are booked at once, a reduction is kept for the next purchase (`state.promo`).
//
//   claimed ──a purchase is paid with it──▶ used up        claimed ──its date──▶ forgotten
//
// A page that closes unpaid has used nothing up. An invoice in Stars cannot be closed, and a slow
// payment cannot be told to hurry: as long as one of these may still be paid with a code, there is no
// second purchase with it. A page can be closed, and is when something else is paid or can be paid
// with its code; whoever pays at the very moment has the reduction twice.
import { refreshCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { releaseHeld } from "#actors/conversation/held.ts";
import { shopKeyboard } from "#actors/conversation/keyboards.ts";
import { tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { CREDITS_MAX } from "#actors/kernel/credits.ts";
import type { Promo } from "#actors/kernel/product.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import type { MoneyResult } from "./result.ts";

const CODE = /^[A-Z0-9_]{1,32}$/;

/** Asks the books for a code, however the fan has written it. */
export function claimPromo(turn: Turn, written: string): void {
  const code = written.trim().toUpperCase();
  const kept = keptPromo(turn);
  if (!CODE.test(code)) tellFan(turn, { key: "promoUsage", with: {} });
  else if (kept?.code === code) tellClaimed(turn, kept);
  else turn.emit({ verb: "claimPromo", code, tag: `promo:${code}` });
}

/** What the books said. */
export function onPromoAnswer(turn: Turn, code: string, result: MoneyResult): void {
  const answer = "refused" in result ? null : result.answer;
  if (answer?.type === "promo") return keep(turn, answer.promo);
  const why = answer?.type === "promoRefused" ? answer.why : "unknown";
  tellFan(turn, { key: "promoRefused", with: { code, why } });
}

/** The reduction that a purchase of this moment has. */
export function promoFor(turn: Turn): Promo | null {
  const kept = keptPromo(turn);
  if (kept === null) return null;
  const isPromised = turn.state.purchases.some(
    ({ promo, rail, state }) =>
      promo === kept.code && (state === "processing" || (rail === "stars" && state === "open")),
  );
  return isPromised ? null : kept;
}

/** A purchase was paid: the code that made it cheaper is used up. */
export function spendPromo(turn: Turn, purchase: Purchase): void {
  if (purchase.promo !== null && purchase.promo === turn.state.promo?.code) {
    turn.set({ promo: null });
  }
}

function keptPromo({ state, at }: Turn): Promo | null {
  const { promo } = state;
  return promo === null || (promo.until !== null && promo.until <= at) ? null : promo;
}

function keep(turn: Turn, promo: Promo): void {
  // Erased since they asked: what was claimed was the other person's.
  if (turn.state.firstSeenAt === null) return;
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
