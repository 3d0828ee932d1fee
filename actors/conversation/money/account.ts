// A purchase on the fan's account: given once, taken back as far as it was refunded or lost, set aside
// while it is disputed. What should be follows from everything that was said (`claims.ts`); here the
// difference is moved, and the ledger's row and the balance change together (`book`).
//
// For credits and for seconds of a session alike, and never mixed:
//   given       once a purchase; what was owed is worked off first
//   taken back  from what is set aside of this purchase, then from what is there, then as debt
//   given back  works off debt first
//   set aside   what is there at that moment and no more: never from what comes later, never as debt
//
// So for each unit  balance − debt + set aside = what came otherwise + Σ (given − taken back)  after
// every turn, whatever the order of the facts; and where nothing is open, and nothing was given past
// the debt (gifts are), balance and debt themselves are the same too. Credits are never negative.
import { book } from "#actors/conversation/charge.ts";
import { sessionSecondsLeft, tierFor } from "#actors/conversation/facts.ts";
import { extendSession, shortenSession } from "#actors/conversation/sessions.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { STARS_CURRENCY } from "#actors/kernel/product.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { Account } from "#actors/kernel/say.ts";
import { backOf, claimsOn, contestedFor, owedFor } from "./claims.ts";

/** What the fan has at this moment, as notices show it. */
export function accountOf(turn: Turn): Account {
  const { credits, creditsFull, debt } = turn.state;
  return { credits, creditsFull, sessionSeconds: sessionSecondsLeft(turn), debt };
}

/** Gives a purchase that is paid, once; answers it, and what of it went to what was owed. */
export function grant(
  turn: Turn,
  purchase: Purchase,
): { readonly purchase: Purchase; readonly worksOff: Units } {
  const { id, kind, gives, amount, currency, paymentId, state, version } = purchase;
  if (purchase.isGranted || state !== "paid" || paymentId === null) {
    return { purchase, worksOff: NO_UNITS };
  }
  book(turn, {
    kind: kind === "recharge" ? "recharge" : "purchase",
    ...gives,
    amount,
    currency,
    reference: `payment:${paymentId}`,
  });
  const worksOff = workOff(turn, gives, `debt:${id}:${version}`);
  addSeconds(turn, gives.seconds - worksOff.seconds);
  addSpent(turn, currency, amount);
  return { purchase: { ...purchase, isGranted: true }, worksOff };
}

/**
 * Brings a granted purchase's refunds and disputes to the account, and answers it as it is then.
 * `before` is the purchase before this turn's facts: nothing is set aside that was not newly disputed,
 * or a repeated fact would take what the fan has bought since.
 */
export function settle(turn: Turn, before: Purchase, purchase: Purchase): Purchase {
  if (!purchase.isGranted) return purchase;
  const [was, is] = [claimsOn(before), claimsOn(purchase)];
  const owed = owedFor(purchase, is);
  const [wasContested, contested] = frozenAt(turn, purchase, was, is);
  const side = (unit: keyof Units, left: number) =>
    settleSide(
      {
        left,
        debt: turn.state.debt[unit],
        reversed: purchase.reversed[unit],
        frozen: purchase.frozen[unit],
      },
      {
        owed: owed[unit],
        frozenMax: contested[unit],
        freezes: contested[unit] - wasContested[unit],
      },
    );
  const secondsLeft = sessionSecondsLeft(turn);
  const credits = side("credits", turn.state.credits);
  const seconds = side("seconds", secondsLeft);
  bookSettled(turn, purchase, {
    isRefund: was.refunded !== is.refunded,
    credits: credits.left - turn.state.credits,
    seconds: seconds.left - secondsLeft,
    amount: backOf(purchase, was) - backOf(purchase, is),
  });
  turn.set({ debt: { credits: credits.debt, seconds: seconds.debt } });
  return {
    ...purchase,
    reversed: { credits: credits.reversed, seconds: seconds.reversed },
    frozen: { credits: credits.frozen, seconds: seconds.frozen },
  };
}

/** One unit's part in it: the fan's, and the purchase's. */
interface Side {
  readonly left: number;
  readonly debt: number;
  readonly reversed: number;
  readonly frozen: number;
}

interface Target {
  readonly owed: number;
  readonly frozenMax: number;
  /** Newly contested. */
  readonly freezes: number;
}

function settleSide(side: Side, { owed, frozenMax, freezes }: Target): Side {
  const takes = owed - side.reversed;
  const fromFrozen = Math.max(0, Math.min(takes, side.frozen));
  const taken = move(
    { ...side, reversed: owed, frozen: side.frozen - fromFrozen },
    fromFrozen - takes,
  );
  const thaws = Math.max(0, taken.frozen - frozenMax);
  const thawed = move({ ...taken, frozen: taken.frozen - thaws }, thaws);
  const room = frozenMax - thawed.frozen;
  const frozen = Math.max(0, Math.min(freezes, room, thawed.left));
  return { ...thawed, left: thawed.left - frozen, frozen: thawed.frozen + frozen };
}

/** What comes works off debt first; what goes beyond what is there becomes debt. */
function move(side: Side, by: number): Side {
  const worksOff = Math.max(0, Math.min(by, side.debt));
  const left = side.left + by - worksOff;
  return { ...side, left: Math.max(0, left), debt: side.debt - worksOff + Math.max(0, -left) };
}

/** Nothing is set aside where the owner does not want it, and what was comes back. */
function frozenAt(
  turn: Turn,
  purchase: Purchase,
  was: ReturnType<typeof claimsOn>,
  is: ReturnType<typeof claimsOn>,
): readonly [Units, Units] {
  if (!turn.settings.disputesFreeze) return [NO_UNITS, NO_UNITS];
  return [contestedFor(purchase, was), contestedFor(purchase, is)];
}

/** What a turn moved, signed as the fan sees it. */
interface Settled {
  readonly isRefund: boolean;
  readonly credits: number;
  readonly seconds: number;
  readonly amount: number;
}

/** One row for all that a turn moved; money is in it that had no credits left to take, too. */
function bookSettled(
  turn: Turn,
  { id, version, currency }: Purchase,
  { isRefund, credits, seconds, amount }: Settled,
): void {
  if (credits === 0 && seconds === 0 && amount === 0) return;
  const isTaken = credits + seconds < 0 || (credits + seconds === 0 && amount < 0);
  book(turn, {
    kind: isRefund ? "refund" : "dispute",
    credits,
    seconds,
    amount,
    currency,
    reference: `${isTaken ? "reverse" : "restore"}:${id}:${version}`,
  });
  addSeconds(turn, seconds);
  addSpent(turn, currency, amount);
}

/** Answers what of `gives` was owed; the row says so, for the grant's own row gives it all. */
function workOff(turn: Turn, gives: Units, reference: string): Units {
  const { debt } = turn.state;
  const credits = Math.min(debt.credits, gives.credits);
  const seconds = Math.min(debt.seconds, gives.seconds);
  if (credits === 0 && seconds === 0) return NO_UNITS;
  book(turn, {
    kind: "adjustment",
    credits: -credits,
    seconds: -seconds,
    reference,
    note: "works off what was owed",
  });
  turn.set({
    debt: { credits: debt.credits - credits, seconds: debt.seconds - seconds },
    creditsFull: turn.state.credits,
  });
  return { credits, seconds };
}

function addSeconds(turn: Turn, seconds: number): void {
  if (seconds > 0) extendSession(turn, seconds);
  else if (seconds < 0) shortenSession(turn, -seconds);
}

/** Stars are counted apart and make no tier: they have a price of their own in every country. */
function addSpent(turn: Turn, currency: string, amount: number): void {
  if (amount === 0) return;
  if (currency === STARS_CURRENCY) {
    turn.set({ spentStars: Math.max(0, turn.state.spentStars + amount) });
    return;
  }
  const spentCents = Math.max(0, turn.state.spentCents + amount);
  turn.set({ spentCents, tier: tierFor(spentCents, turn.settings) });
}
