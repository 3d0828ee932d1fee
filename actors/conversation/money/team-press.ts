// The team's buttons about money. Data may be forged, so what a button names is looked up again, and
// how much can be given back is worked out anew at every step. Who may press was looked at before
// (`../team-press.ts`).
import type { Ask } from "#actors/conversation/state.ts";
import type { Answer, Press } from "#actors/conversation/team-answer.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { giveBack, lookUpToDecline, lookUpToGiveBack } from "./give-backs.ts";
import { findPurchase } from "./purchases.ts";
import { askRefund, refund, showPurchases, showRefundMenu } from "./refunds.ts";

/** None of them is for an anonymous administrator. */
export const TEAM_MONEY_VERBS: readonly string[] = [
  "purchases",
  "purchase",
  "refund",
  "giveBack",
  "declineLine",
];

const DONE: Answer = { say: null };
const STALE: Answer = { say: { key: "pressStale", with: {} } };
const NOTHING_LEFT: Answer = { say: { key: "nothingToGiveBack", with: {} } };

/** null: not one of money's verbs. */
export function onTeamMoneyPressed(turn: Turn, verb: string, press: Press): Answer | null {
  const { argument, messageId, by } = press;
  switch (verb) {
    case "purchases":
      showPurchases(turn, messageId);
      return DONE;
    case "purchase":
      return orNothing(showRefundMenu(turn, findPurchase(turn, argument), messageId));
    case "refund":
      return orNothing(askRefund(turn, argument, messageId));
    case "giveBack":
      return lookUpToGiveBack(turn, argument, by, messageId) ? DONE : STALE;
    case "declineLine":
      return lookUpToDecline(turn, argument, by, messageId) ? DONE : STALE;
    default:
      return null;
  }
}

/** A question of ours was answered with yes. */
export function onTeamMoneyConfirmed(turn: Turn, press: Press, ask: Ask): Answer {
  const { by, messageId } = press;
  if (ask.about === "refund") return orNothing(refund(turn, ask, by, messageId));
  return orNothing(giveBack(turn, ask, by, messageId));
}

function orNothing(isDone: boolean): Answer {
  return isDone ? DONE : NOTHING_LEFT;
}
