// The fan's buttons about locked media. A button names an item and its price; what it is worth is
// looked up in the list of offers, so a forged, an old and a second press buy nothing.
import { languageFor } from "#actors/conversation/facts.ts";
import { fanButton } from "#actors/conversation/keyboards.ts";
import type { Heard } from "#actors/conversation/message.ts";
import { rechargeIfLow } from "#actors/conversation/money/recharge.ts";
import { tellShelfBelow } from "#actors/conversation/money/shop.ts";
import type { Turn } from "#actors/conversation/turn.ts";
import type { FanSay, Keyboard } from "#actors/kernel/say.ts";
import { isShopOpen } from "#actors/kernel/settings.ts";
import { editCard, factsOf, findOffer, isBought, keepOffer } from "./offers.ts";
import type { Offer } from "./stored.ts";
import { canPay, forgetWish, unlock } from "./unlock.ts";

type Press = Heard<"fanPressed"> & { readonly argument: string };

const ITEM_ID = /^\d{1,16}$/;

const STALE: FanSay = { key: "pressStale", with: {} };
const YOURS: FanSay = { key: "lockedYours", with: {} };
const BANNED: FanSay = { key: "banned", with: {} };

/** `say` takes the spinner off; null: not one of these verbs. */
export function onLockedPressed(
  turn: Turn,
  verb: string,
  press: Press,
): { readonly say: FanSay | null } | null {
  switch (verb) {
    case "unlock":
    case "unlockNot":
      return { say: turn.state.isBanned ? BANNED : pressedCard(turn, verb, press) };
    case "again":
      return { say: sendAgain(turn, press.argument) };
    case "unlocked":
      return { say: turnPage(turn, press) };
    default:
      return null;
  }
}

/** What was unlocked, the newest page, in a message of its own; or the one item that is named, again. */
export function showUnlocked(turn: Turn, itemId: string): void {
  if (ITEM_ID.test(itemId)) {
    turn.emit({ verb: "deliverLocked", itemId: Number(itemId), tag: "again" });
    return;
  }
  const language = languageFor(turn.state);
  turn.emit({ verb: "showUnlocked", page: 0, messageId: null, language });
}

function pressedCard(turn: Turn, verb: "unlock" | "unlockNot", press: Press): FanSay | null {
  const [, itemId, amount] = /^(\d{1,16}):(\d{1,7})$/.exec(press.argument) ?? [];
  const offer = findOffer(turn, Number(itemId ?? 0));
  if (offer === null || offer.unit !== "credits") return STALE;
  if (isBought(offer)) return YOURS;
  if (offer.amount !== Number(amount)) return STALE;
  const shown: Offer = { ...offer, noticeId: press.messageId };
  if (verb === "unlockNot") {
    if (offer.standing === "wanted") forgetWish(turn, shown);
    return null;
  }
  if (!canPay(turn, shown)) {
    wish(turn, shown);
    return null;
  }
  unlock(turn, shown);
  rechargeIfLow(turn);
  return null;
}

/** The card says what is missing, and the shop comes up below it. */
function wish(turn: Turn, offer: Offer): void {
  const wanted: Offer = { ...offer, standing: "wanted", wantedAt: turn.at };
  keepOffer(turn, wanted);
  const missing = offer.amount - turn.state.credits;
  editCard(
    turn,
    wanted,
    { key: "lockedWanted", with: { item: factsOf(wanted), missing } },
    wantedKeyboard(turn, wanted),
  );
  tellShelfBelow(turn);
}

/** Unlock stays: who has found credits elsewhere need not wait for anything. */
function wantedKeyboard(turn: Turn, { itemId, amount }: Offer): Keyboard {
  const argument = `${itemId}:${amount}`;
  const buy = isShopOpen(turn.settings) ? [fanButton("buyCredits", "buy", "", "primary")] : [];
  const unlockNow = fanButton({ literal: `🔓 Unlock · ${amount}` }, "unlock", argument);
  return [[unlockNow, ...buy], [fanButton("unlockNot", "unlockNot", argument)]];
}

/** Whether it is theirs is looked up when it is sent, so nothing need be remembered here. */
function sendAgain(turn: Turn, argument: string): FanSay | null {
  if (!/^\d{1,16}$/.test(argument)) return STALE;
  turn.emit({ verb: "deliverLocked", itemId: Number(argument), tag: "again" });
  return null;
}

function turnPage(turn: Turn, { argument, messageId }: Press): FanSay | null {
  const [, page, isNew] = /^(\d{1,6})(:new)?$/.exec(argument) ?? [];
  if (page === undefined) return STALE;
  turn.emit({
    verb: "showUnlocked",
    page: Number(page),
    messageId: isNew === undefined ? messageId : null,
    language: languageFor(turn.state),
  });
  return null;
}
