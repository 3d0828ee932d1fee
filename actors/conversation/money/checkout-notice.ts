// The one message of a purchase: what it says in each state, and where. It is edited as long as it is
// there. Where there is none, or the fan has deleted it, only what matters is said anew: that there
// is a payment. An invoice in Stars cannot be edited into other words (Telegram makes the receipt of
// it itself), so what was paid in Stars is answered below it.
import { editNotice, tellFan } from "#actors/conversation/tell.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import { NO_UNITS, type Purchase, type Units } from "#actors/kernel/purchase.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import { accountOf } from "./account.ts";
import { saidLeft } from "./page-time.ts";
import { saleFacts } from "./sale.ts";
import { againKeyboard, checkoutKeyboard } from "./shop-keyboards.ts";

/** What the message of a purchase says. */
interface Notice {
  readonly say: FanSay;
  readonly keyboard: Keyboard;
}

/** How a purchase stands; `worksOff` is what its receipt says went to a debt. */
export function noticeOf(turn: Turn, purchase: Purchase, worksOff: Units): Notice {
  const sale = saleFacts(purchase);
  switch (purchase.state) {
    case "open":
    case "requiresAction":
      return notice({ key: "checkoutComing", with: { sale } }, checkoutKeyboard(purchase.id, null));
    case "processing":
      return notice({ key: "checkoutProcessing", with: { sale } }, []);
    case "mismatch":
      return notice({ key: "paymentReview", with: { sale } }, []);
    case "paid": {
      const account = accountOf(turn);
      return notice({ key: "paid", with: { sale, isRecharge: false, worksOff, account } }, []);
    }
    case "expired":
      return notice({ key: "checkoutExpired", with: { sale } }, againKeyboard());
    case "failed": {
      const key = purchase.sessionId === null ? "checkoutFailed" : "checkoutUnpaid";
      return notice({ key, with: { sale } }, againKeyboard());
    }
  }
}

/** Says how a purchase stands, in its message or anew. */
export function showPurchase(turn: Turn, purchase: Purchase, worksOff = NO_UNITS): void {
  const { say, keyboard } = noticeOf(turn, purchase, worksOff);
  const { noticeId, rail, state } = purchase;
  if (noticeId !== null && rail === "stripe") {
    editNotice(turn, noticeId, say, { keyboard, tag: editTag(purchase, worksOff) });
  } else if (state !== "expired") tellFan(turn, say, { keyboard, replyTo: noticeId });
}

/** The page is there: its address goes on the button. */
export function showPage(turn: Turn, purchase: Purchase, url: string, savesCard: boolean): void {
  const leftSeconds = saidLeft(turn.at, purchase.expiresAt ?? turn.at);
  const say: FanSay = {
    key: "checkoutReady",
    with: { sale: saleFacts(purchase), savesCard, leftSeconds },
  };
  const keyboard = checkoutKeyboard(purchase.id, url);
  const { noticeId } = purchase;
  if (noticeId === null) tellFan(turn, say, { keyboard, tag: noticeTag(purchase) });
  else editNotice(turn, noticeId, say, { keyboard, tag: editTag(purchase, NO_UNITS) });
}

/** The fan left it: the words stand where they were, without the way to the page. */
export function showDropped(turn: Turn, purchase: Purchase): void {
  if (purchase.noticeId === null) return;
  editNotice(turn, purchase.noticeId, {
    key: "checkoutDropped",
    with: { sale: saleFacts(purchase) },
  });
}

/** Tag of a new message of a purchase: its id comes back. */
export function noticeTag(purchase: Purchase): string {
  return `shop:notice:${purchase.id}`;
}

/** Tag of an edit: when it is refused, it brings back what a new message needs. */
function editTag({ id }: Purchase, { credits, seconds }: Units): string {
  return `shop:edit:${id}:${credits}:${seconds}`;
}

function notice(say: FanSay, keyboard: Keyboard): Notice {
  return { say, keyboard };
}
