// Effects of locked media. What is delivered is named by its item and read when the call is made,
// from what the fan has bought: a delivery can be no other item's, and of nothing that is not theirs.
import { PROMOTION } from "./effect-campaign.ts";
import type { EffectTraits } from "./effect-traits.ts";
import type { FanSay, Keyboard, Language } from "./say.ts";
import type { Item, LockedPrice } from "./shelf.ts";

export type LockedEffect =
  /**
   * The card in the fan's chat: our own picture with the keyboard under it, or Telegram's paid media
   * where the price is in Stars. Where the item is the fan's already nothing is sent, and the answer
   * is `owned`.
   */
  | {
      readonly verb: "offerLocked";
      readonly item: Item;
      readonly price: LockedPrice;
      readonly say: FanSay;
      readonly language: Language;
      readonly keyboard: Keyboard;
      /** A broadcast's: it waits where broadcasts wait, and shows the way out of them. */
      readonly isPromotion?: true;
    }
  /** The card turns into other words; its picture stays. */
  | {
      readonly verb: "editLocked";
      readonly messageId: number;
      readonly say: FanSay;
      readonly language: Language;
      readonly keyboard: Keyboard;
    }
  /** The files themselves, protected. Refused where the item is not the fan's. */
  | { readonly verb: "deliverLocked"; readonly itemId: number }
  /** A page of what the fan has unlocked, newest first, 0 the newest: sent, or edited in. */
  | {
      readonly verb: "showUnlocked";
      readonly page: number;
      readonly messageId: number | null;
      readonly language: Language;
    }
  /** A page of the shelf in the fan's topic, with a button for each item. */
  | { readonly verb: "showShelf"; readonly page: number; readonly messageId: number | null }
  /** In our own books. Answers `item`. */
  | { readonly verb: "lookUpItem"; readonly itemId: number };

const VERBS: ReadonlySet<string> = new Set<LockedEffect["verb"]>([
  "offerLocked",
  "editLocked",
  "deliverLocked",
  "showUnlocked",
  "showShelf",
  "lookUpItem",
]);

/** Whether an effect is one of these. */
export function isOfLocked<E extends { readonly verb: string }>(
  effect: E,
): effect is Extract<E, { verb: LockedEffect["verb"] }> {
  return VERBS.has(effect.verb);
}

const FAN: EffectTraits = {
  lane: "fan",
  costsMessages: true,
  isTransient: false,
  isCosmetic: false,
  coalesceKey: null,
  reportsDone: false,
  goesFirst: false,
};

/** How the relay treats an effect of locked media. */
export function lockedTraits(effect: LockedEffect): EffectTraits {
  switch (effect.verb) {
    case "offerLocked":
      return effect.isPromotion === true ? PROMOTION : { ...FAN, reportsDone: true };
    case "deliverLocked":
      return FAN;
    case "editLocked":
      return { ...FAN, coalesceKey: `notice:${effect.messageId}` };
    case "showUnlocked":
      return effect.messageId === null
        ? FAN
        : { ...FAN, coalesceKey: `notice:${effect.messageId}` };
    case "showShelf":
      return {
        ...FAN,
        lane: "topic",
        coalesceKey: effect.messageId === null ? null : `tell:${effect.messageId}`,
      };
    case "lookUpItem":
      return { ...FAN, lane: "books", costsMessages: false, reportsDone: true };
  }
}
