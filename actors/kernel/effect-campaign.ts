// Effects of broadcasts. What goes to fans waits in a lane of its own, so that a promotion that has to
// wait (it yields to everything else) never stands before an answer to the same fan.
import type { Content } from "./content.ts";
import type { EffectTraits } from "./effect-traits.ts";
import type { Language } from "./say.ts";

export type CampaignEffect =
  /** A campaign's message or album to this fan, with a way out of such messages. */
  | {
      readonly verb: "promote";
      readonly parts: readonly Content[];
      readonly language: Language;
    }
  /** Takes messages of ours out of the fan's chat. */
  | { readonly verb: "unsend"; readonly messageIds: readonly number[] }
  /** The same as `promote`, to whoever composes it. */
  | {
      readonly verb: "previewPromotion";
      readonly parts: readonly Content[];
      /** An item of the shelf, where there are no parts. */
      readonly itemId: number | null;
      readonly language: Language;
    }
  /**
   * Puts the next fans of a campaign's segment on its list and mail into their conversations, as many
   * as leave `limit` queued. Nothing while the campaign does not run. Answers `campaign`.
   */
  | {
      readonly verb: "enlist";
      readonly campaignId: number;
      readonly limit: number;
      /** Counts the whole segment as well. */
      readonly isFirst: boolean;
    }
  /** The same for taking back what was sent less than 48 hours ago. Answers `campaign`. */
  | { readonly verb: "recallSends"; readonly campaignId: number; readonly limit: number };

const ASKED: EffectTraits = {
  lane: "books",
  costsMessages: false,
  isTransient: false,
  isCosmetic: false,
  coalesceKey: null,
  reportsDone: true,
  goesFirst: false,
};
/** What a broadcast sends: behind everything else, in a lane of its own. */
export const PROMOTION: EffectTraits = {
  ...ASKED,
  lane: "promotion",
  costsMessages: true,
  yields: true,
};

const VERBS: ReadonlySet<string> = new Set([
  "promote",
  "unsend",
  "previewPromotion",
  "enlist",
  "recallSends",
] satisfies readonly CampaignEffect["verb"][]);

/** Whether an effect is a broadcast's. */
export function isOfCampaign<E extends { readonly verb: string }>(
  effect: E,
): effect is Extract<E, { verb: CampaignEffect["verb"] }> {
  return VERBS.has(effect.verb);
}

/** How the relay treats a broadcast's effect. */
export function campaignTraits({ verb }: CampaignEffect): EffectTraits {
  switch (verb) {
    case "promote":
    case "unsend":
      return PROMOTION;
    case "previewPromotion":
      return { ...ASKED, lane: "desk", costsMessages: true, reportsDone: false };
    case "enlist":
    case "recallSends":
      return ASKED;
  }
}
