// What a claimed promo code (`promo.ts`) takes off the next purchase, kept in `state.promo`.
//
//   claimed ──a purchase is paid with it──▶ used up        claimed ──its date──▶ forgotten
//
// A page that closes unpaid has used nothing up. An invoice in Stars cannot be closed, and a slow
// payment cannot be told to hurry: as long as one of these may still be paid with a code, there is no
// second purchase with it. A page can be closed, and is when something else is paid or can be paid
// with its code; whoever pays at the very moment has the reduction twice.
import type { Turn } from "#actors/conversation/turn.ts";
import type { Promo } from "#actors/kernel/product.ts";
import type { Purchase } from "#actors/kernel/purchase.ts";

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

/** The code that was claimed for a purchase and is good still. */
export function keptPromo({ state, at }: Turn): Promo | null {
  const { promo } = state;
  return promo === null || (promo.until !== null && promo.until <= at) ? null : promo;
}
