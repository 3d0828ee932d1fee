// The one message of the fan's chat that shows an auto-recharge's charge: told before the card is
// charged, it turns into what becomes of it, the receipt in the end. What it says follows from the
// purchase and the order alone; only a link, and what a receipt worked off, come from elsewhere.
import { editNotice, tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { Card } from "#actors/kernel/payment.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import { saleFacts } from "./sale.ts";

interface Details {
  /** What of a receipt went to what was owed. */
  readonly worksOff?: Units;
  /** The card of one that failed because it was declined; null: nobody declined it. */
  readonly card?: Card | null;
  /** Where the fan can answer their bank. */
  readonly url?: string;
}

/** Turns the notice into how the charge stands. One that is on its way learns it when it is there. */
export function showCharge(turn: Turn, purchase: Purchase, details: Details = {}): void {
  const { id, noticeId } = purchase;
  const say = sayOf(turn, purchase, details);
  if (noticeId === null || say === null) return;
  const { worksOff = NO_UNITS, url } = details;
  const keyboard: Keyboard = url === undefined ? [] : [[{ label: "confirmAtBank", url }]];
  editNotice(turn, noticeId, say, { keyboard, tag: `recharge:edit:${id}:${worksOff.credits}` });
}

/** The next try begins: the notice of the last one that failed does not promise it any more. */
export function showTriedAgain(turn: Turn): void {
  const last = turn.state.purchases.findLast(({ kind }) => kind === "recharge");
  if (last === undefined || last.noticeId === null) return;
  if (last.state !== "failed" && last.state !== "expired") return;
  const say: FanSay = { key: "rechargeTriedAgain", with: { sale: saleFacts(last) } };
  editNotice(turn, last.noticeId, say);
}

/** Says anew how the charge stands, under a notice of its own. */
export function tellCharge(turn: Turn, purchase: Purchase, details: Details): void {
  const say = sayOf(turn, purchase, details);
  if (say !== null) tellFan(turn, say, { tag: `recharge:notice:${purchase.id}` });
}

function sayOf(turn: Turn, purchase: Purchase, details: Details): FanSay | null {
  const { worksOff = NO_UNITS, card = null, url } = details;
  const sale = saleFacts(purchase);
  switch (purchase.state) {
    case "processing":
      return { key: "rechargeProcessing", with: { sale } };
    case "mismatch":
      return { key: "paymentReview", with: { sale } };
    case "requiresAction":
      return { key: "rechargeConfirm", with: { sale, isReady: url !== undefined } };
    case "paid":
      return { key: "paid", with: { sale, isRecharge: true, worksOff, account: accountOf(turn) } };
    case "failed":
    case "expired":
      if (card === null) return { key: "rechargeGivenUp", with: { sale } };
      return { key: "rechargeDeclined", with: { sale, card, againSeconds: againSeconds(turn) } };
    case "open":
      return null;
  }
}

/** Until the next try; null: there is none. */
function againSeconds(turn: Turn): number | null {
  const pausedUntil = turn.state.recharge?.pausedUntil ?? null;
  return pausedUntil === null ? null : Math.max(0, Math.ceil((pausedUntil - turn.at) / 1000));
}
