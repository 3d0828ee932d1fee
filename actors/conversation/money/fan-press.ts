// The fan's buttons about money. What a button names is looked up anew: the pack on the shelf of this
// moment, the purchase among those that are remembered. A banned fan buys nothing, but may look at
// what was booked and ask about it.
import type { Turn } from "#actors/conversation/turn.ts";
import type { FanSay } from "#actors/kernel/say.ts";
import { onCardPressed } from "./cards.ts";
import { disputeLine, openLine, turnPage } from "./history.ts";
import type { FanPress, PressAnswer } from "./press.ts";
import { onRechargePressed } from "./recharge-order.ts";
import { goBack, openShelf, pick, tellShelfBelow } from "./shop.ts";

const BANNED: FanSay = { key: "banned", with: {} };

/** null: not one of money's verbs. */
export function onMoneyPressed(turn: Turn, verb: string, press: FanPress): PressAnswer | null {
  const { argument, messageId } = press;
  switch (verb) {
    case "history":
      return { say: turnPage(turn, argument, messageId) };
    case "wrong":
      return { say: disputeLine(turn, argument, messageId) };
    case "line":
      return { say: openLine(turn, argument, messageId) };
    case "buy":
    case "shop":
    case "pick":
    case "pickStars":
    case "saveCard":
    case "saveCardNot":
    case "back":
      return { say: turn.state.isBanned ? BANNED : onShopPressed(turn, verb, press) };
    default:
      return onCardPressed(turn, verb, press) ?? onRechargePressed(turn, verb, press);
  }
}

type ShopVerb = "buy" | "shop" | "pick" | "pickStars" | "saveCard" | "saveCardNot" | "back";

function onShopPressed(turn: Turn, verb: ShopVerb, press: FanPress): FanSay | null {
  const { argument, messageId } = press;
  switch (verb) {
    case "buy":
      tellShelfBelow(turn);
      return null;
    case "pick":
      return pick(turn, argument, "stripe", messageId);
    case "pickStars":
      return pick(turn, argument, "stars", messageId);
    case "back":
      return goBack(turn, argument, messageId);
    case "saveCard":
    case "saveCardNot":
      turn.set({ savesCard: verb === "saveCard" });
      return openShelf(turn, argument, messageId);
    case "shop":
      return openShelf(turn, argument, messageId);
  }
}
