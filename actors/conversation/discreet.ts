// What a topic says where one of the team may not see money: the same, without the figures of what was
// paid or went back (`isMoneyShown`). Lines say what happened to somebody's account either way; whoever
// may see the figures finds them in the panel and in `/purchases`.
//
// Two kinds keep theirs. The list of purchases and the questions about a refund, which take the right
// and stand where they were asked for: whoever has it knows who reads along. And the price that the
// team itself asks for media on offer: that is no money yet, and whoever sells must see what for.
import type { TeamSay } from "#actors/kernel/say.ts";
import type { LockedSaleFacts } from "#actors/kernel/say-locked.ts";

/** The same without figures of money. */
export function discreet(say: TeamSay): TeamSay {
  switch (say.key) {
    case "paid":
      return { ...say, with: { ...say.with, sale: { ...say.with.sale, amount: null } } };
    case "refunded":
      return { ...say, with: { ...say.with, price: null } };
    case "refundFailed":
      return { ...say, with: { ...say.with, price: null } };
    case "disputed":
      return { ...say, with: { ...say.with, price: null } };
    case "disputeEnded":
      return { ...say, with: { ...say.with, price: null } };
    case "fraudWarning":
      return { ...say, with: { ...say.with, price: null } };
    case "refundAsked":
      return { ...say, with: { ...say.with, price: null } };
    case "refundRefused":
      // A payment service's reason may name amounts.
      return { ...say, with: { price: null, reason: "" } };
    case "wrong":
    case "giveBackConfirm":
    case "lineGivenBack":
    case "lineRefused":
      return withoutLinePrice(say);
    case "lockedOpened":
    case "lockedWaits":
    case "lockedReturned":
    case "lockedPaidTwice":
      return withoutStars(say);
    default:
      return say;
  }
}

type Said<Key extends TeamSay["key"]> = Extract<TeamSay, { readonly key: Key }>;

function withoutLinePrice(
  say: Said<"wrong" | "giveBackConfirm" | "lineGivenBack" | "lineRefused">,
): TeamSay {
  return { ...say, with: { ...say.with, line: { ...say.with.line, price: null } } } as typeof say;
}

/** Credits are the meter's, Stars are money. */
function withoutStars(
  say: Said<"lockedOpened" | "lockedWaits" | "lockedReturned" | "lockedPaidTwice">,
): TeamSay {
  if (say.with.item.price?.unit !== "stars") return say;
  const item: LockedSaleFacts = { ...say.with.item, price: null };
  return { ...say, with: { ...say.with, item } } as typeof say;
}
