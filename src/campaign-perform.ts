// Carries out what campaigns ask of our own books, and shows whoever composes one what fans will see.
// The books' questions may be asked again after a lost answer: they go on where they are.
import type { Content } from "#actors/kernel/content.ts";
import { deskPlace } from "#actors/kernel/desk.ts";
import type { Effect } from "#actors/kernel/effect.ts";
import type { Outcome } from "#actors/kernel/outcome.ts";
import type { Call, Clock, Nudges, Performed, Performer } from "#actors/kernel/ports.ts";
import type { Language } from "#actors/kernel/say.ts";
import type { Pumped } from "#db/campaigns.ts";
import { errorWords } from "./errors.ts";

type Ours = Extract<Effect, { verb: "enlist" | "recallSends" | "previewPromotion" }>;

/** The database's side of it. */
export interface CampaignBooks {
  enlist(asked: {
    readonly campaignId: number;
    readonly limit: number;
    readonly isFirst: boolean;
    readonly at: number;
  }): Promise<Pumped>;
  recallSends(asked: {
    readonly campaignId: number;
    readonly limit: number;
    readonly at: number;
  }): Promise<Pumped>;
}

export interface CampaignKit {
  readonly books: CampaignBooks;
  readonly nudges: Nudges;
  readonly clock: Pick<Clock, "now">;
  /** Shows a promotion in a chat; never rejects. */
  preview(
    chatId: number,
    promotion: {
      readonly parts: readonly Content[];
      readonly itemId: number | null;
      readonly language: Language;
    },
    attempt: number,
  ): Promise<Performed>;
}

/** Whether an effect is carried out here. */
export function isForCampaign(effect: Effect): effect is Ours {
  const { verb } = effect;
  return verb === "enlist" || verb === "recallSends" || verb === "previewPromotion";
}

/** Makes the performer; it never rejects. */
export function createCampaignPerformer(kit: CampaignKit): Performer {
  return {
    async perform(call) {
      const { effect } = call;
      if (isForCampaign(effect) && effect.verb === "previewPromotion") {
        const { memberId, groupId } = deskPlace(call.address.key);
        return kit.preview(groupId ?? memberId, effect, call.attempt);
      }
      return { outcome: await ask(kit, call), links: [] };
    },
  };
}

async function ask({ books, nudges, clock }: CampaignKit, { effect }: Call): Promise<Outcome> {
  try {
    const at = clock.now();
    if (effect.verb === "enlist") return answered(nudges, await books.enlist({ ...effect, at }));
    if (effect.verb === "recallSends") {
      return answered(nudges, await books.recallSends({ ...effect, at }));
    }
    return { type: "refused", code: "bad-request", reason: "this is nothing of a campaign's" };
  } catch (error) {
    return { type: "unknown", reason: errorWords(error) };
  }
}

/** Conversations of other machines find their mail when these look for it. */
function answered(nudges: Nudges, { answer, fans }: Pumped): Outcome {
  for (const key of fans) nudges.nudge({ kind: "conversation", key }, false);
  return { type: "done", sent: null, answer };
}
