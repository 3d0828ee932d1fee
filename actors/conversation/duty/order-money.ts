// Orders that move credits, time or money, within what the role may: a gift where something is given,
// an adjustment where it is taken, a refund as from the list of purchases.
import { noteMoved } from "#actors/conversation/allowance.ts";
import { refreshCard } from "#actors/conversation/card.ts";
import { book } from "#actors/conversation/charge.ts";
import { sessionSecondsLeft } from "#actors/conversation/facts.ts";
import { give, mayGive, mayGiveTime } from "#actors/conversation/gifts.ts";
import { refundPart } from "#actors/conversation/money/refunds.ts";
import { adjustBy } from "#actors/conversation/money/team-command.ts";
import { denial, rightsFor } from "#actors/conversation/rights.ts";
import { shortenSession } from "#actors/conversation/sessions.ts";
import { tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { clip } from "#actors/kernel/content.ts";
import type { TeamOrder } from "#actors/kernel/order.ts";
import type { Teammate } from "#actors/kernel/team.ts";
import { type Acted, audit, did, didNothing } from "./acted.ts";

type Order<Act extends TeamOrder["act"]> = Extract<TeamOrder, { act: Act }>;

const REASON_LENGTH_MAX = 200;
const NO_REASON = "from the panel";

/** Gives credits, or takes some of those that are there. */
export function moveCredits(turn: Turn, order: Order<"credits">, by: Teammate): Acted {
  const { credits } = order;
  const why = denial(turn, by, "giftMax", Math.max(1, Math.abs(credits)));
  if (why !== null) return didNothing(why);
  const { giftMax } = rightsFor(turn, by);
  const reason = reasonOf(order.reason);
  if (credits > 0) {
    const max = Math.min(giftMax, turn.settings.giftMax);
    if (!mayGive(turn, credits)) return didNothing({ key: "giftUsage", with: { max } });
    return did(give(turn, { type: "credits", credits, ...reason }, by));
  }
  const max = Math.min(giftMax, turn.state.credits);
  if (credits === 0 || -credits > max) return didNothing({ key: "adjustUsage", with: { max } });
  return did(adjustBy(turn, credits, reason.reason ?? NO_REASON, by));
}

/** Gives time, or takes some of what is left. */
export function moveTime(turn: Turn, order: Order<"time">, by: Teammate): Acted {
  const { seconds } = order;
  const taken = Math.min(-seconds, sessionSecondsLeft(turn));
  const why = denial(turn, by, "giftMinutesMax", Math.max(1, seconds, taken));
  if (why !== null) return didNothing(why);
  const isFine = seconds > 0 ? mayGiveTime(turn, seconds) : taken > 0;
  if (!isFine) {
    return didNothing({ key: "giftUsage", with: { max: rightsFor(turn, by).giftMax } });
  }
  const reason = reasonOf(order.reason);
  if (seconds > 0) return did(give(turn, { type: "time", seconds, ...reason }, by));
  const note = `by ${by.id}: ${reason.reason ?? NO_REASON}`;
  const reference = `adjust:${turn.envelopeId}`;
  book(turn, { kind: "adjustment", credits: 0, seconds: -taken, reference, note });
  shortenSession(turn, taken);
  noteMoved(turn, by, "giftMinutesMax", taken);
  audit(turn, by, "adjust", { seconds: -taken, why: reason.reason ?? null });
  const sessionSeconds = sessionSecondsLeft(turn);
  tellFan(turn, { key: "timeTaken", with: { takenSeconds: taken, sessionSeconds } });
  refreshCard(turn);
  return did({ key: "timeTaken", with: { seconds: taken, by: by.name, sessionSeconds } });
}

/** Gives money back. */
export function refundMoney(turn: Turn, order: Order<"refund">, by: Teammate): Acted {
  const { purchaseId, amount } = order;
  const why = denial(turn, by, "refundMaxCents", Math.max(1, amount));
  if (why !== null) return didNothing(why);
  const say = refundPart(turn, { purchaseId, amount }, by);
  return say === null ? didNothing({ key: "nothingToGiveBack", with: {} }) : did(say);
}

function reasonOf(words: string): { readonly reason?: string } {
  const reason = clip(words.trim(), REASON_LENGTH_MAX);
  return reason === "" ? {} : { reason };
}
